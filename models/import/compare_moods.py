#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print, as a Markdown table, how other ways of fitting mood heads fare on a table of rated clips.

Columns for valence, then arousal: r and R² in ten folds of the rated clips (the other sets always help to train),
r on the ratings of what only the other sets taught, area under the ROC curve for the signs of what all but those taught.
"""

import argparse
import pathlib
import warnings

import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Ridge
from sklearn.neural_network import MLPRegressor
from sklearn.svm import SVR

import evaluate
import heads
import table
import train_mood

WEAK = heads.Settings().weak


def features(rated, others, networks):
    """Standardised embeddings, each set centred on its own mean: {set: [clips, values]}."""
    sets = [rated, *others]
    joined = {s.name: np.hstack([s.embeddings[n] for n in networks]) for s in sets}
    centred = {name: x - x.mean(axis=0) for name, x in joined.items()}
    spread = np.concatenate(list(centred.values())).std(axis=0)
    return {name: x / spread for name, x in joined.items()}


def learn(model, parts):
    """Fit to (features, targets, weight) parts, each centred on its own mean."""
    x = np.concatenate([x - x.mean(axis=0) for x, _, _ in parts])
    y = np.concatenate([y for _, y, _ in parts])
    weights = np.concatenate([np.full(len(y), weight) for _, y, weight in parts])
    weighted = not isinstance(model, PLSRegression)
    return model.fit(x, y, **({"sample_weight": weights} if weighted else {}))


def standard(y):
    return (y - y.mean()) / y.std()


def in_folds(make, x, y, helping, folds):
    readings = np.zeros(len(y))
    for fold in np.unique(folds):
        rows = folds != fold
        model = learn(make(), [(x[rows], standard(y[rows]), 1), *helping])
        answers = model.predict(x - x[rows].mean(axis=0)).ravel()
        readings[~rows] = y[rows].mean() + y[rows].std() * answers[~rows]
    return readings


def area_of(model, part):
    values, signs, _ = part
    return evaluate.area(signs, model.predict(values - values.mean(axis=0)).ravel())


def compare(make, rated, others, networks, axis, folds):
    """r and R² in folds, r from the other sets, area for signs."""
    x, y = features(rated, others, networks), rated.targets[axis]
    weak = [(s.kind, (x[s.name], s.targets[axis], WEAK)) for s in others if s.targets]
    helping = [] if isinstance(make(), PLSRegression) else weak  # PLS knows no weights: the ratings alone
    readings = [in_folds(make, x[rated.name], y, [part for _, part in helping], repeat) for repeat in folds]
    from_others = learn(make(), [part for _, part in weak]).predict(x[rated.name] - x[rated.name].mean(axis=0)).ravel()
    own = (x[rated.name], standard(y), 1)
    rater = learn(make(), [own, *(part for kind, part in helping if kind != "signs")])
    areas = [area_of(rater, part) for kind, part in weak if kind == "signs"]
    found = [evaluate.over_repeats(f, y, readings) for f in (evaluate.correlation, evaluate.explained)]
    return [*found, evaluate.correlation(y, from_others), np.mean(areas)]


def ours(rated, others, network, axis, folds):
    fitter = heads.Fitter(rated, others, network)
    settings = train_mood.choose(fitter, axis, folds[0])
    y = rated.targets[axis]
    readings = [fitter.out_of_fold(axis, settings, repeat) for repeat in folds]
    found = [evaluate.over_repeats(f, y, readings) for f in (evaluate.correlation, evaluate.explained)]
    return [*found, *train_mood.across(fitter, axis, settings)]


def ridges():
    for alpha in (100, 300, 1000, 3000):
        yield f"ridge {alpha}", lambda networks, a=alpha: Ridge(a, fit_intercept=False)


def methods():
    """Names and makers; the RBF's gamma is in units of one over the number of values."""
    yield from ridges()
    for c in (0.003, 0.01):
        yield f"linear SVR, C {c}", lambda networks, c=c: SVR(kernel="linear", C=c, epsilon=0.2)
    for c, width in ((0.3, 0.3), (1, 0.3), (1, 1)):
        yield (
            f"RBF SVR, C {c}, gamma {width}/n",
            lambda networks, c=c, g=width: SVR(C=c, gamma=g / (200 * len(networks)), epsilon=0.2),
        )
    for alpha in (10, 100):
        yield (
            f"MLP of 32, alpha {alpha}",
            lambda networks, a=alpha: MLPRegressor(
                hidden_layer_sizes=(32,), alpha=a, learning_rate_init=0.002, max_iter=100, random_state=0
            ),
        )
    for parts in (2, 4):
        yield f"PLS, {parts} components", lambda networks, p=parts: PLSRegression(p, scale=False)


def row(name, networks, values):
    cells = [name, " + ".join(networks), *(f"{value:.3f}" for value in values)]
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", required=True, type=pathlib.Path, help=".npz file; table.py says what it holds")
    parser.add_argument("--repeats", type=int, default=2, help="runs of ten folds (default 2)")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    rated, others = table.load(options.table)
    folds = evaluate.make_folds(len(rated.targets["valence"]), options.repeats, train_mood.SEED)
    known = list(rated.embeddings)
    print("| | embedding | V: r | R² | others → r | → area | A: r | R² | others → r | → area |")
    print("| --- | --- |" + " ---: |" * 8)
    for network in known:
        row("taught ridge", [network], [v for a in table.AXES for v in ours(rated, others, network, a, folds)])
    for networks in [[network] for network in known] + ([known] if len(known) > 1 else []):
        for name, make in methods() if len(networks) == 1 else ridges():
            found = [compare(lambda: make(networks), rated, others, networks, axis, folds) for axis in table.AXES]
            row(name, networks, np.concatenate(found))


if __name__ == "__main__":
    main()
