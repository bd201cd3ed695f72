#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let the classic judges answer in the folds that a model was trained with, beside scikit-learn in the same folds.

    build/venv/bin/python tests/models/judge_folds.py --judge build/tests/models/judge_table --table TABLE gtzan_svm
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "models/import"))

import classic_tables
import train_classic


def judged(judge, document, rows):
    """(answers, grounds, distances, decisions) of the judges for unscaled rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.json"
        train_classic.write(document, path)
        lines = "\n".join(" ".join(f"{value:.17g}" for value in row) for row in rows)
        done = subprocess.run([judge, path], input=lines, capture_output=True, text=True, check=True)
    found = np.array([line.split() for line in done.stdout.splitlines()], float)
    answers = found[:, 3:] if document["kind"] == "svr" else found[:, 0].astype(int)
    return answers, found[:, 1].astype(bool), found[:, 2], found[:, 3:]


def compare(judge, name, table, folds):
    """Over all folds: answers of scikit-learn and of the judges, and the largest difference of their decisions."""
    kind = classic_tables.MODELS[name]["kind"]
    theirs, ours, worst = np.empty(table.y.shape), np.empty(table.y.shape), 0
    for fold in range(train_classic.FOLDS):
        test = folds == fold
        part = classic_tables.Table(table.x[~test], table.y[~test], table.labels)
        fitted = train_classic.fit(kind, part.x, part.y)
        document = {**train_classic.head(name), **train_classic.body(name, part, fitted, 10)}
        scaled = fitted[0](table.x[test])
        theirs[test] = fitted[1].predict(scaled)
        ours[test], _, _, decisions = judged(judge, document, table.x[test])
        expected = train_classic.decisions(kind, fitted[1], scaled)
        worst = max(worst, np.max(np.abs(decisions - expected) / np.maximum(1, np.abs(expected))))
    return theirs, ours, worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", required=True, help="the program tests/models/judge_table of a build")
    parser.add_argument("--table", required=True, type=pathlib.Path, help="CSV file; classic_tables.py says which columns")
    parser.add_argument("--only", help="shuffled or contiguous folds alone")
    parser.add_argument("name", choices=classic_tables.MODELS)
    options = parser.parse_args()
    entry = classic_tables.MODELS[options.name]
    table = classic_tables.load(options.table, entry["data"])
    for order, folds in train_classic.splits(entry["kind"], table).items():
        if options.only in (None, order):
            theirs, ours, worst = compare(options.judge, options.name, table, folds)
            scores = [train_classic.score(entry["kind"], table.y, answers) for answers in (theirs, ours)]
            print(f"{options.name}, {order} folds: scikit-learn {np.round(scores[0], 4)}, judges {np.round(scores[1], 4)},"
                  f" decisions differ by at most {worst:.1e}")  # fmt: skip


if __name__ == "__main__":
    main()
