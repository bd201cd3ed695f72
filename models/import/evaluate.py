# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folds, correlation, explained variance, area under the ROC curve, and bootstrap intervals."""

import numpy as np
import scipy.stats


def make_folds(count, repeats, seed, folds=10):
    """[repeats, count]: the fold of each clip."""
    generator = np.random.default_rng(seed)
    return np.stack([generator.permutation(count) % folds for _ in range(repeats)])


def _deviations(truth, readings):
    return truth - truth.mean(), readings - readings.mean(axis=-1, keepdims=True)


def correlation(truth, readings):
    """Of truth [clips] with readings [clips] or [repeats, clips]; as the next three."""
    t, r = _deviations(truth, readings)
    return r @ t / np.sqrt(t @ t * np.sum(r**2, axis=-1))


def explained(truth, readings):
    """R²"""
    return 1 - np.sum((truth - readings) ** 2, axis=-1) / np.sum((truth - truth.mean()) ** 2)


def slope(truth, readings):
    """How much the truth rises where the readings rise by one: 1 if their scale is right."""
    t, r = _deviations(truth, readings)
    return r @ t / np.sum(r**2, axis=-1)


def rmse(truth, readings):
    return np.sqrt(np.mean((truth - readings) ** 2, axis=-1))


def area(signs, readings):
    """Area under the ROC curve: how often a clip of sign + reads higher than one of sign -."""
    positive = signs > 0
    ranks = scipy.stats.rankdata(readings)
    wins = ranks[positive].sum() - positive.sum() * (positive.sum() + 1) / 2
    return wins / (positive.sum() * (~positive).sum())


def over_repeats(figure, truth, readings):
    """Mean of a figure over `readings` [repeats, clips]."""
    return np.mean(figure(truth, np.asarray(readings)))


def interval(figure, truth, readings, draws=2000, seed=1):
    """95 % interval of over_repeats() over draws of the clips."""
    generator = np.random.default_rng(seed)
    readings = np.asarray(readings)
    values = []
    for _ in range(draws):
        chosen = generator.integers(0, len(truth), len(truth))
        values.append(over_repeats(figure, truth[chosen], readings[:, chosen]))
    return np.quantile(values, (0.025, 0.975))
