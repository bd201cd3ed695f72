# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What NumPy and scikit-learn say of small made-up tables: agreement, bootstrap intervals, ridge regression."""

import numpy as np
from sklearn import linear_model, metrics, pipeline, preprocessing

FILES, RESAMPLES, SEED = 40, 500, 7
ALPHAS = 10.0 ** np.arange(-1, 5.5, 0.5)
MASK = 2**64 - 1


class SplitMix64:
    """The generator of dsp/random.h."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        return z ^ (z >> 31)

    def below(self, n):
        return (self.bits() >> 32) * n >> 32


def single(values):
    """Rounded to what the file holds, so that both sides compute with the same numbers."""
    return np.asarray(values, np.float32).astype(np.float64)


def agreement(truth, readings, labels, scores):
    return [
        np.corrcoef(truth, readings)[0, 1],
        metrics.r2_score(truth, readings),
        np.sqrt(metrics.mean_squared_error(truth, readings)),
        metrics.roc_auc_score(labels, scores),
        metrics.average_precision_score(labels, scores),
    ]


def write_agreement(out):
    generator = np.random.default_rng(SEED)
    truth = single(generator.uniform(1, 5, FILES))
    readings = single(0.6 * truth + generator.normal(1.5, 0.7, FILES))
    labels = generator.integers(0, 2, FILES)
    scores = single(np.round(labels * 0.3 + generator.uniform(0, 1, FILES), 1))  # With ties
    columns = np.stack([truth, readings, labels, scores])
    random, draws = SplitMix64(SEED), []
    for _ in range(RESAMPLES):
        chosen = [random.below(FILES) for _ in range(FILES)]
        draws.append(agreement(*columns[:, chosen]))
    found = np.stack([agreement(*columns), *np.quantile(draws, (0.025, 0.975), axis=0)])
    out.array("figures/columns", columns)
    out.array("figures/agreement", found.T)


def model(alpha):
    return pipeline.make_pipeline(preprocessing.StandardScaler(), linear_model.Ridge(alpha))


def folds(count):
    """Ten: each tenth row, from each of the first ten on."""
    return [(np.arange(count) % 10 != fold, np.arange(count) % 10 == fold) for fold in range(10)]


def fold_predictions(x, y, alpha):
    answers = np.empty(len(y))
    for train, test in folds(len(y)):
        answers[test] = model(alpha).fit(x[train], y[train]).predict(x[test])
    return answers


def best_alpha(x, y):
    return min(ALPHAS, key=lambda alpha: np.sum((fold_predictions(x, y, alpha) - y) ** 2))


def write_ridge(out):
    generator = np.random.default_rng(SEED)
    x = single(generator.normal(size=(45, 30)) * generator.uniform(0.1, 3, 30) + generator.normal(size=30))
    x[:, 4] = 0.25  # A feature that never moves
    y = single(x @ generator.normal(size=30) * 0.2 + generator.normal(3, 1, 45))
    alpha = best_alpha(x, y)
    fitted = model(alpha).fit(x, y)
    weights = fitted[1].coef_ / fitted[0].scale_
    nested = np.empty(len(y))
    for train, test in folds(len(y)):
        nested[test] = model(best_alpha(x[train], y[train])).fit(x[train], y[train]).predict(x[test])
    out.array("figures/ridge_x", x)
    out.array("figures/ridge_y", y)
    out.array("figures/ridge_alpha", np.array([alpha]))
    out.array("figures/ridge_weights", np.append(weights, fitted[1].intercept_ - fitted[0].mean_ @ weights))
    out.array("figures/ridge_nested", nested)


def write(out):
    write_agreement(out)
    write_ridge(out)
