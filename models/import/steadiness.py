#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print how far mood heads move when level, codec or equaliser change, on music they weren't fitted to.

Distances are means of |change| in units of the head's own standard deviation over the clean clips, for the
window of 3 seconds; "flips" is the share of windows that change the quadrant.  With --table also the
trade-off: correlation in ten folds against steadiness, over factors of the equaliser's penalty.
"""

import argparse
import json
import pathlib

import numpy as np

import evaluate
import heads
import nuisance
import table
import train_mood

KINDS = ("level", "codec", "equaliser 3 dB", "equaliser 6 dB")
FACTORS = (0, 1, 2, 5, 10, 20, 50, 100)


def read_head(axis, values):
    return values @ np.asarray(axis["weights"]) + axis["bias"]


def movement(readings, names, kind):
    """Mean |change| of readings [clips, alterations, windows] in standard deviations over the clean clips."""
    clean = readings[:, names.index("clean")]
    chosen = [i for i, name in enumerate(names) if name.startswith(kind)]
    return np.abs(readings[:, chosen] - clean[:, None]).mean() / clean.mean(axis=1).std()


def flips(valence, arousal, names, kind):
    """Share of windows in another quadrant than the clean one; readings less their centres."""
    quadrants = 2 * (valence > 0) + (arousal > 0)
    chosen = [i for i, name in enumerate(names) if name.startswith(kind)]
    return np.mean(quadrants[:, chosen] != quadrants[:, names.index("clean")][:, None])


def report(document, names, values):
    print("| head | change | dV | dA | flips |\n| --- | --- | ---: | ---: | ---: |")
    for head in document["heads"]:
        valence, arousal = (read_head(head[axis], values) for axis in table.AXES)
        for kind in KINDS:
            moved = [movement(readings, names, kind) for readings in (valence, arousal)]
            moved.append(flips(valence - head["valence"]["centre"], arousal - head["arousal"]["centre"], names, kind))
            print(f"| {head['name']} | {kind} | " + " | ".join(f"{value:.3f}" for value in moved) + " |")


def penalties():
    """What the trade-off goes through: names and factors."""
    yield "nothing", {}
    yield f"level {train_mood.LISTENERS['level']}", train_mood.LISTENERS
    for factor in FACTORS:
        yield f"level {train_mood.STEADY_LEVEL}, equaliser {factor}", train_mood.steady_factors(factor)


def trade_off(fitter, axis, folds, names, values):
    """Rows of (penalty, r in folds, movement by kind)."""
    settings = train_mood.choose(fitter, axis, folds[0])
    for name, factors in penalties():
        one = train_mood.penalise(settings, factors)
        answers = values @ (fitter.direction(axis, one) * fitter.scale)
        r = train_mood.correlation_in_folds(fitter, axis, one, folds)
        yield name, r, *(movement(answers, names, kind) for kind in KINDS)


def report_trade_off(options, network, names, values):
    rated, others = table.load(options.table)
    fitter = heads.Fitter(rated, others, network, nuisance.read_covariance(options.covariance))
    folds = evaluate.make_folds(len(rated.targets["valence"]), options.repeats, train_mood.SEED)
    print("| axis | penalised | r | " + " | ".join(KINDS) + " |\n| --- | --- |" + " ---: |" * (1 + len(KINDS)))
    for axis in table.AXES:
        for name, *found in trade_off(fitter, axis, folds, names, values):
            print(f"| {axis} | {name} | " + " | ".join(f"{value:.3f}" for value in found) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embeddings", required=True, type=pathlib.Path, help="what nuisance.py embed wrote")
    parser.add_argument("--heads", required=True, type=pathlib.Path, help="what train_mood.py wrote")
    parser.add_argument("--table", type=pathlib.Path, help="print the trade-off too")
    parser.add_argument("--covariance", type=pathlib.Path, help="for the trade-off")
    parser.add_argument("--repeats", type=int, default=2, help="runs of ten folds for the trade-off (default 2)")
    options = parser.parse_args()
    document = json.loads(options.heads.read_text(encoding="utf-8"))
    names, values = nuisance.load(options.embeddings, "check", document["network"])
    report(document, names, values)
    if options.table:
        report_trade_off(options, document["network"], names, values)


if __name__ == "__main__":
    main()
