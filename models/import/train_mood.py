#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fit mood heads for one tag network to a table of rated clips; write weights, folds and figures as JSON.

The two ridge penalties are chosen by what carries from one data set to another; the ten folds only measure.
"""

import argparse
import dataclasses
import hashlib
import itertools
import json
import pathlib
import re

import numpy as np

import evaluate
import heads
import nuisance
import table

SEED, REPEATS = 2026, 10
TEACHER_PENALTIES = (1, 3, 10, 30)
HEAD_PENALTIES = (0.1, 0.3, 1, 3, 10)
# Factors of the second moments that the heads penalise; for the steady head's equaliser the largest that costs at
# most LOSS in r against the first head
LISTENERS = {"level": 0.3}
STEADY_LEVEL = 1
STEADY_EQUALISER = (1, 2, 5, 10, 20, 50)
LOSS = 0.03

FIGURES = {
    "r": evaluate.correlation,
    "r_squared": evaluate.explained,
    "rmse": evaluate.rmse,
    "slope": evaluate.slope,
}


def across(fitter, axis, settings):
    """Between data sets: r on the ratings of a head that saw only the other sets, area under the ROC curve for
    the signs of one that saw all but those; None where the table has no signs."""
    signs = [s for s in fitter.others if s.kind == "signs"]
    if not signs:
        return None, None
    y = fitter.rated.targets[axis]
    from_others = fitter.direction(axis, settings, np.zeros(len(y), bool))
    to_signs = fitter.direction(axis, settings, None, [s for s in fitter.others if s.kind != "signs"])
    areas = [evaluate.area(s.targets[axis], fitter.head[s.name] @ to_signs) for s in signs]
    return evaluate.correlation(y, fitter.head[fitter.rated.name] @ from_others), np.mean(areas)


def agreement(fitter, axis, settings, folds):
    """What the penalties are chosen by: the mean over both directions of r and of 2 * area - 1; r in one run of
    ten folds where there are no signs."""
    r, area = across(fitter, axis, settings)
    if r is not None:
        return (r + 2 * area - 1) / 2
    readings = fitter.out_of_fold(axis, settings, folds, calibrated=False)
    return evaluate.correlation(fitter.rated.targets[axis], readings)


def choose(fitter, axis, folds):
    """The settings that agree best."""
    grid = [heads.Settings(t, h) for t, h in itertools.product(TEACHER_PENALTIES, HEAD_PENALTIES)]
    return max(grid, key=lambda settings: agreement(fitter, axis, settings, folds))


def without_group(fitter, axis, settings, folds):
    """r of readings by fits that never saw the clip's group (genre); None without groups."""
    groups = fitter.rated.groups
    if groups is None or len(set(groups)) < 2:
        return None
    readings = fitter.out_of_fold(axis, settings, np.unique(groups, return_inverse=True)[1], calibrated=False)
    return evaluate.correlation(fitter.rated.targets[axis], readings)


def figures(fitter, axis, settings, folds):
    """How good a head is, with 95 % intervals over clips where there are three values."""
    truth = fitter.rated.targets[axis]
    readings = [fitter.out_of_fold(axis, settings, repeat) for repeat in folds]
    found = {}
    for name, figure in FIGURES.items():
        value = evaluate.over_repeats(figure, truth, readings)
        found[name] = [value, *evaluate.interval(figure, truth, readings)]
    found["r_of_groups_left_out"] = without_group(fitter, axis, settings, folds)
    found["r_from_others"], found["area_for_signs"] = across(fitter, axis, settings)
    return found


def plane(ratings):
    """Scale: the centre is the mean rating, the edges take in every clip and lie equally far."""
    centre = round(ratings.mean(), 2)
    reach = np.ceil(np.abs(ratings - centre).max() * 10) / 10
    return {"minimum": centre - reach, "centre": centre, "maximum": centre + reach}


def rounded(value, digits=7):
    """Floats to so many significant digits, all through a document."""
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [rounded(item, digits) for item in value]
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value


def fit_axis(fitter, axis, settings, folds):
    weights, bias = fitter.fit(axis, settings, folds[0])
    found = rounded(figures(fitter, axis, settings, folds), 3)
    scale = rounded(plane(fitter.rated.targets[axis]), 3)
    return {**scale, "rmse": found["rmse"][0], "figures": found, "bias": rounded(bias), "weights": rounded(weights)}


def penalise(settings, factors):
    return dataclasses.replace(settings, nuisance=tuple(factors.items()))


def correlation_in_folds(fitter, axis, settings, folds):
    readings = [fitter.out_of_fold(axis, settings, repeat, calibrated=False) for repeat in folds]
    return evaluate.over_repeats(evaluate.correlation, fitter.rated.targets[axis], readings)


def steady_factors(equaliser):
    return {"level": STEADY_LEVEL, "equaliser": equaliser}


def steady(fitter, axis, settings, folds):
    """Factors of the steady head: as much of the equaliser's as LOSS allows."""
    lowest = correlation_in_folds(fitter, axis, penalise(settings, LISTENERS), folds) - LOSS
    factors = [steady_factors(factor) for factor in STEADY_EQUALISER]
    within = [f for f in factors if correlation_in_folds(fitter, axis, penalise(settings, f), folds) >= lowest]
    return within[-1] if within else factors[0]


def describe(fitter, name, factors, chosen, folds):
    """One head's entry in the document; `factors` and `chosen` settings by axis."""
    entry = {"name": name, "nuisance": factors}
    for axis in table.AXES:
        entry[axis] = fit_axis(fitter, axis, penalise(chosen[axis], factors[axis]), folds)
    return entry


def wanted(fitter, chosen, folds):
    """Heads to fit, as (name, factors by axis); without second moments there is only the first."""
    if not fitter.moments:
        return [("listeners", dict.fromkeys(table.AXES, {}))]
    held = {axis: steady(fitter, axis, chosen[axis], folds[:2]) for axis in table.AXES}
    return [("listeners", dict.fromkeys(table.AXES, LISTENERS)), ("steady", held)]


def train(rated, others, network, moments):
    """The document that train_mood.py writes."""
    folds = evaluate.make_folds(len(rated.targets["valence"]), REPEATS, SEED)
    fitter = heads.Fitter(rated, others, network, moments)
    chosen = {axis: choose(fitter, axis, folds[0]) for axis in table.AXES}
    return {
        "network": network,
        "clips": {s.name: len(s.embeddings[network]) for s in (rated, *others)},
        "settings": {axis: {"teacher": s.teacher, "head": s.head, "weak": s.weak} for axis, s in chosen.items()},
        "folds": ["".join(map(str, repeat)) for repeat in folds],
        "heads": [describe(fitter, *head, chosen, folds) for head in wanted(fitter, chosen, folds)],
    }


def write(document, path):
    """JSON in which a list of numbers or folds stands on one line."""
    text = json.dumps(document, indent=1)
    text = re.sub(r"\[[^][{}]*\]", lambda found: re.sub(r"\s+", " ", found.group()), text)
    path.write_text(text + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", required=True, type=pathlib.Path, help=".npz file; table.py says what it holds")
    parser.add_argument("--covariance", type=pathlib.Path, help="NAME.nuisance.npz; without it there is only one head")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="JSON file to write")
    parser.add_argument("network", choices=table.KEYS)
    options = parser.parse_args()
    rated, others = table.load(options.table)
    moments = nuisance.read_covariance(options.covariance) if options.covariance else {}
    document = {"table": hashlib.sha256(options.table.read_bytes()).hexdigest()}
    document |= train(rated, others, options.network, moments)
    write(document, options.out)


if __name__ == "__main__":
    main()
