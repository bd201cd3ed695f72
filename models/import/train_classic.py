#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Train a classic model on a table of features with scikit-learn; write it, its folds and figures as JSON.

The same table and release of scikit-learn give the same bytes.
"""

import argparse
import hashlib
import json
import pathlib
import re

import numpy as np
import sklearn
from sklearn.covariance import LedoitWolf
from sklearn.metrics import r2_score
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC, SVR

import classic_tables

SEED, FOLDS = 2026, 10
PENALTY = {"svm": 10, "svr": 1}
NEIGHBOURS, COMPONENTS, LEAST_VARIANCE = 5, 3, 1e-3
FARTHEST = 99  # Percentile of the distances of clips from those in the other folds
DECIMALS = 5  # Of scaled values, rounded before the fit so that the file holds what was fitted


def rounded(values, digits=10):
    """To so many significant digits."""
    return np.array([float(f"{value:.{digits}g}") for value in np.ravel(values)]).reshape(np.shape(values))


class Scaling:
    """Each column to mean 0 and variance 1, rounded."""

    def __init__(self, x):
        deviation = x.std(0)
        self.mean, self.scale = rounded(x.mean(0)), rounded(np.where(deviation > 1e-9, deviation, 1))

    def __call__(self, x):
        return (x - self.mean) / self.scale


class Mixtures:
    """A mixture of Gaussians a class."""

    def fit(self, x, y):
        def mixture(label):
            return GaussianMixture(
                COMPONENTS, covariance_type="diag", reg_covar=LEAST_VARIANCE, n_init=5, random_state=SEED
            ).fit(x[y == label])

        self.mixtures = [mixture(label) for label in np.unique(y)]
        return self

    def decide(self, x):
        return np.stack([m.score_samples(x) for m in self.mixtures], axis=1)

    def predict(self, x):
        return self.decide(x).argmax(1)


class Regressions:
    """A support vector regression a target."""

    def fit(self, x, y):
        self.machines = [SVR(C=PENALTY["svr"], gamma=1 / x.shape[1]).fit(x, column) for column in y.T]
        return self

    def predict(self, x):
        return np.stack([machine.predict(x) for machine in self.machines], axis=1)


def estimator(kind, columns):
    if kind == "svm":
        return SVC(C=PENALTY["svm"], gamma=1 / columns, decision_function_shape="ovo")
    return {"knn": lambda: KNeighborsClassifier(NEIGHBOURS), "gmm": Mixtures, "svr": Regressions}[kind]()


def decisions(kind, fitted, x):
    """What the judge's decisions are compared with; `x` is scaled."""
    if kind == "svm":
        return fitted.decision_function(x)
    if kind == "knn":
        return fitted.kneighbors(x)[0]
    return fitted.decide(x) if kind == "gmm" else fitted.predict(x)


class Ground:
    """Mahalanobis's distance from the mean of scaled rows."""

    def __init__(self, x):
        fitted = LedoitWolf().fit(x)
        self.mean = rounded(fitted.location_)
        self.whitening = np.linalg.inv(np.linalg.cholesky(fitted.covariance_))

    def __call__(self, x):
        return np.sqrt((((x - self.mean) @ self.whitening.T) ** 2).sum(1))


def fit(kind, x, y):
    """(scaling, fitted estimator, ground) of unscaled rows."""
    scaling = Scaling(x)
    scaled = scaling(x).round(DECIMALS)
    return scaling, estimator(kind, x.shape[1]).fit(scaled, y), Ground(scaled)


def score(kind, truth, answers):
    """Accuracy, or R² of each target."""
    if kind == "svr":
        return [float(r2_score(t, a)) for t, a in zip(truth.T, answers.T)]
    return float((truth == answers).mean())


def splits(kind, table):
    """Fold of each row: shuffled, and in runs of neighbouring rows (of each class)."""
    chooser = KFold if kind == "svr" else StratifiedKFold
    orders = {"shuffled": chooser(FOLDS, shuffle=True, random_state=SEED), "contiguous": chooser(FOLDS)}
    found = {}
    for name, order in orders.items():
        found[name] = np.empty(len(table.x), int)
        for fold, (_, test) in enumerate(order.split(table.x, table.y)):
            found[name][test] = fold
    return found


def cross(kind, table, folds):
    """Answers and distances of each row by a fit that never saw its fold."""
    answers, distances = np.empty(table.y.shape), np.empty(len(table.x))
    for fold in range(FOLDS):
        test = folds == fold
        scaling, fitted, ground = fit(kind, table.x[~test], table.y[~test])
        answers[test], distances[test] = fitted.predict(scaling(table.x[test])), ground(scaling(table.x[test]))
    return answers, distances


def measure(kind, table):
    """Folds with their figures, and how far a clip may lie from the training data."""
    figures, farthest = {}, None
    for name, folds in splits(kind, table).items():
        answers, distances = cross(kind, table, folds)
        by_fold = [score(kind, table.y[folds == f], answers[folds == f]) for f in range(FOLDS)]
        figures[name] = {
            "assignment": "".join(map(str, folds)),
            "score": rounded(score(kind, table.y, answers), 4).tolist(),
            "by_fold": rounded(by_fold, 4).tolist(),
            "standard_error": rounded(np.std(by_fold, axis=0, ddof=1) / np.sqrt(FOLDS), 3).tolist(),
        }
        farthest = np.percentile(distances, FARTHEST) if name == "shuffled" else farthest
    return figures, float(f"{farthest:.6g}")


def flat(values, digits=10):
    """Rows one after the other; whole numbers stay whole."""
    values = np.ravel(values) + 0  # No -0.0
    return values.tolist() if values.dtype.kind in "iu" else rounded(values, digits).tolist()


def svm_parameters(fitted):
    return {
        "penalty": PENALTY["svm"],
        "n_vectors": len(fitted.support_vectors_),
        "gamma": fitted._gamma,
        "counts": flat(fitted.n_support_),
        "coefficients": flat(fitted._dual_coef_.T),  # LIBSVM's own signs; dual_coef_ turns them round for two classes
        "intercepts": flat(fitted._intercept_),
        "vectors": flat(fitted.support_vectors_),
    }


def svr_parameters(fitted, x):
    coefficients = np.zeros((len(x), len(fitted.machines)))
    for i, machine in enumerate(fitted.machines):
        coefficients[machine.support_, i] = machine.dual_coef_[0]
    kept = np.any(coefficients != 0, axis=1)
    return {
        "penalty": PENALTY["svr"],
        "n_vectors": int(kept.sum()),
        "gamma": fitted.machines[0]._gamma,
        "coefficients": flat(coefficients[kept]),
        "intercepts": flat([machine.intercept_[0] for machine in fitted.machines]),
        "vectors": flat(x[kept]),
    }


def gmm_parameters(fitted):
    return {
        "components": COMPONENTS,
        "weights": flat([m.weights_ for m in fitted.mixtures]),
        "means": flat([m.means_ for m in fitted.mixtures], 8),
        "variances": flat([m.covariances_ for m in fitted.mixtures], 8),
    }


def parameters(kind, fitted, x, y):
    """The fit as numbers; `x` scaled."""
    if kind == "svm":
        return svm_parameters(fitted)
    if kind == "svr":
        return svr_parameters(fitted, x)
    if kind == "gmm":
        return gmm_parameters(fitted)
    return {"neighbours": NEIGHBOURS, "n_vectors": len(x), "classes": flat(y), "vectors": flat(x)}


def in_words(kind, figures):
    """Accuracy for people."""
    if kind == "svr":
        texts = [f"R² {f['score'][0]:.3f} / {f['score'][1]:.3f} in {name} folds" for name, f in figures.items()]
        return "valence / arousal: " + ", ".join(texts)
    return "accuracy " + ", ".join(
        f"{f['score']:.3f} ± {f['standard_error']:.3f} in {name} folds" for name, f in figures.items()
    )


def on_test(table, fitted, path, data):
    """Share of test clips whose answer is one of their labels; a clip has a row a label, one after the other."""
    scaling, machine, _ = fitted
    rows = classic_tables.load(path, data)
    answers = np.array(table.labels)[machine.predict(scaling(rows.x)).astype(int)]
    truth = np.array(rows.labels)[rows.y]
    clip = np.cumsum(np.r_[True, np.any(rows.x[1:] != rows.x[:-1], axis=1)]) - 1
    hits = np.zeros(clip[-1] + 1, bool)
    np.logical_or.at(hits, clip, answers == truth)
    return {"rows": len(rows.x), "clips": len(hits), "score": float(f"{hits.mean():.4f}")}


def labels(table, data):
    return [{"name": name, **data.get("scale", {})} for name in table.labels]


def summary(table, path):
    found = {"table": hashlib.sha256(path.read_bytes()).hexdigest(), "rows": len(table.x)}
    if table.y.ndim == 1:
        found["of_class"] = np.bincount(table.y).tolist()
    return found


def head(name):
    """What the document says of itself."""
    entry = classic_tables.MODELS[name]
    data = entry["data"]
    return {
        "format": "equus-classic",
        "version": 1,
        "name": name,
        "title": entry["title"],
        "kind": entry["kind"],
        "task": data["task"],
        "licence": "GPL-3.0-or-later",
        "source": data["source"],
    }


def features(data, scaling):
    described = [classic_tables.describe(column) for column in data["columns"]]
    scales = zip(described, scaling.mean, scaling.scale)
    return [{**entry, "mean": float(mean), "scale": float(scale)} for entry, mean, scale in scales]


def body(name, table, fitted, farthest):
    """What a judge reads with; `fitted` is fit() of the whole table."""
    entry = classic_tables.MODELS[name]
    data, (scaling, machine, ground) = entry["data"], fitted
    return {
        "sample_rate": data["sample_rate"],
        "span": data["span"],
        "features": features(data, scaling),
        "labels": labels(table, data),
        "ground": {
            "farthest": farthest,
            "mean": flat(ground.mean),
            "whitening": flat(ground.whitening[np.tril_indices(len(ground.mean))], 8),
        },
        "parameters": parameters(entry["kind"], machine, scaling(table.x).round(DECIMALS), table.y),
    }


def train(name, path, test=None):
    """The document that train_classic.py writes."""
    data, kind = classic_tables.MODELS[name]["data"], classic_tables.MODELS[name]["kind"]
    table = classic_tables.load(path, data)
    figures, farthest = measure(kind, table)
    fitted = fit(kind, table.x, table.y)
    accuracy = in_words(kind, figures)
    if test:
        figures["test"] = on_test(table, fitted, test, data)
        accuracy += f", {figures['test']['score']:.3f} on the test part (its answer is one of the clip's labels)"
    return {
        **head(name),
        "training_data": data["training_data"],
        "accuracy": accuracy,
        "limits": data["limits"],
        "trained_by": f"scikit-learn {sklearn.__version__}",
        "data": summary(table, path),
        "folds": figures,
        **body(name, table, fitted, farthest),
    }


def wrapped(numbers):
    """A list without spaces, with lines of some 110 characters."""
    return re.sub(r"(.{100}[^,]*,)(?=.)", r"\1\n", numbers)


def write(document, path):
    """JSON in which lists of numbers fill their lines, and a flat object stands on one."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    text = re.sub(r"\[[^][{}\"]*\]", lambda found: wrapped(re.sub(r"\s+", "", found.group())), text)
    text = re.sub(r"\{[^][{}]*\}", lambda found: re.sub(r"\s*\n\s*", " ", found.group()), text)
    path.write_text(text + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", required=True, type=pathlib.Path, help="CSV file; classic_tables.py says which columns")
    parser.add_argument("--test", type=pathlib.Path, help="CSV file of clips to test on, with a row for each label of a clip")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="JSON file to write")
    parser.add_argument("name", choices=classic_tables.MODELS)
    options = parser.parse_args()
    write(train(options.name, options.table, options.test), options.out)


if __name__ == "__main__":
    main()
