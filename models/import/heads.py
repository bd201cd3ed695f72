# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fitting valence and arousal as linear functions of one network's embedding.

Two ridge regressions.  The first, the teacher, sees the embeddings of all networks of the table and learns from
the labelled clips alone.  The second, the head, sees one network's embedding and learns the ratings where there
are ratings, and the teacher's answers for all other clips.  So what a second network knows, and the music that
nobody rated, shape a head that needs neither when it runs.
"""

import dataclasses

import numpy as np


@dataclasses.dataclass(frozen=True)
class Settings:
    """What isn't learnt.  Embeddings are scaled to a total variance of one before penalties count."""

    teacher: float = 10  # ridge penalty of the teacher
    head: float = 0.3  # ridge penalty of the head
    weak: float = 0.1  # weight of a clip of which only signs or feelings are known; a rated one has 1
    nuisance: tuple = ()  # (kind, factor) of second moments to penalise; 1 is as if each clip stood there altered once


class Block:
    """Sums over clips that both regressions are made of; clips are centred on their own mean."""

    def __init__(self, teacher, head, target=None):
        self.count = len(head)
        teacher, head = teacher - teacher.mean(axis=0), head - head.mean(axis=0)
        self.tt, self.hh, self.ht = teacher.T @ teacher, head.T @ head, head.T @ teacher
        if target is not None:
            self.ty, self.hy = teacher.T @ target, head.T @ target


def _scale(sets, network):
    """Factor that gives the sets' embeddings, each centred, a total variance of one."""
    parts = [s.embeddings[network] - s.embeddings[network].mean(axis=0) for s in sets]
    return 1 / np.sqrt(np.concatenate(parts).var(axis=0).sum())


class Fitter:
    """Fits heads for one network to parts of a table."""

    def __init__(self, rated, others, network, moments=None):
        """`moments`: second moments of nuisance differences by kind, see nuisance.py."""
        self.rated, self.others = rated, others
        sets = [rated, *others]
        networks = [n for n in rated.embeddings if all(n in s.embeddings for s in sets)]
        scales = {n: _scale(sets, n) for n in networks}
        self.scale = scales[network]
        self.moments = {kind: moment * self.scale**2 for kind, moment in (moments or {}).items()}
        self.teacher = {s.name: np.hstack([s.embeddings[n] * scales[n] for n in networks]) for s in sets}
        self.head = {s.name: s.embeddings[network] * self.scale for s in sets}
        self.cache = {}

    def _block(self, other, axis):
        key = (other.name, axis)
        if key not in self.cache:
            self.cache[key] = Block(self.teacher[other.name], self.head[other.name], other.targets.get(axis))
        return self.cache[key]

    def _own(self, axis, rows):
        y = self.rated.targets[axis][rows]
        name = self.rated.name
        return Block(self.teacher[name][rows], self.head[name][rows], (y - y.mean()) / y.std())

    def _teach(self, labelled, settings):
        size = self.teacher[self.rated.name].shape[1]
        gram = settings.teacher * np.eye(size) + sum(weight * block.tt for block, weight in labelled)
        return np.linalg.solve(gram, sum(weight * block.ty for block, weight in labelled))

    def _penalty(self, settings, count):
        size = self.head[self.rated.name].shape[1]
        moments = [factor * count * self.moments[kind] for kind, factor in settings.nuisance]
        return settings.head * np.eye(size) + sum(moments)

    def direction(self, axis, settings, rows=None, others=None):
        """Weights on the scaled embedding for a target of unit spread, uncalibrated.

        `rows`: clips of the rated set to learn from, a mask (default all; none leaves the set out);
        `others`: the further sets to use (default all).
        """
        others = self.others if others is None else others
        blocks = [self._block(s, axis) for s in others]
        labelled = [(block, settings.weak) for s, block in zip(others, blocks) if axis in s.targets]
        rows = np.ones(len(self.rated.targets[axis]), bool) if rows is None else rows
        own = self._own(axis, rows) if rows.any() else None
        labelled += [(own, 1)] if own else []
        taught = self._teach(labelled, settings)
        count = sum(block.count for block in blocks) + (own.count if own else 0)
        gram = self._penalty(settings, count) + sum(block.hh for block in blocks) + (own.hh if own else 0)
        return np.linalg.solve(gram, sum(block.ht @ taught for block in blocks) + (own.hy if own else 0))

    def _deviations(self, axis, settings, rows):
        """What the clips of `rows` teach: their mean rating, and how far each rated clip's reading lies off it."""
        x, y = self.head[self.rated.name], self.rated.targets[axis]
        weights = self.direction(axis, settings, rows) * y[rows].std()
        return y[rows].mean(), (x - x[rows].mean(axis=0)) @ weights

    def slope(self, axis, settings, folds, rows):
        """What to multiply deviations with so that those of unseen clips are, on average, the ratings'."""
        y = self.rated.targets[axis]
        product = square = 0
        for fold in np.unique(folds[rows]):
            inside = rows & (folds == fold)
            mean, deviations = self._deviations(axis, settings, rows & (folds != fold))
            product += (y[inside] - mean) @ deviations[inside]
            square += deviations[inside] @ deviations[inside]
        return product / square

    def out_of_fold(self, axis, settings, folds, calibrated=True):
        """A reading of each rated clip by a fit to the clips of other folds."""
        readings = np.zeros(len(folds))
        for fold in np.unique(folds):
            others = folds != fold
            mean, deviations = self._deviations(axis, settings, others)
            slope = self.slope(axis, settings, folds, others) if calibrated else 1
            readings[~others] = mean + slope * deviations[~others]
        return readings

    def fit(self, axis, settings, folds):
        """Weights and bias of the readings, for embeddings as the network gives them."""
        y, rows = self.rated.targets[axis], np.ones(len(folds), bool)
        slope = self.slope(axis, settings, folds, rows)
        weights = self.direction(axis, settings) * (y.std() * slope * self.scale)
        mean = self.head[self.rated.name].mean(axis=0) / self.scale
        return weights, y.mean() - mean @ weights
