#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training makes classic models from made-up tables, the same each time; the judges answer as scikit-learn in every fold."""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import originals_at_hand
from originals_at_hand import ROOT

sys.path.insert(0, str(ROOT / "tests/models"))

JUDGE = os.environ.get("EQUUS_JUDGE", str(ROOT / "build/tests/models/judge_table"))
CLASSES, ROWS = 3, 90


def made_up(np, name, path, informative=True, rows=ROWS):
    """A table with a model's columns, whose classes or values the features tell of, or don't."""
    import classic_tables

    data = classic_tables.MODELS[name]["data"]
    generator = np.random.default_rng(5)
    classes = np.arange(rows) * CLASSES // rows
    x = generator.normal(size=(rows, len(data["columns"])))
    values = 5 + np.stack([x[:, 0] - x[:, 1], x[:, 2] + x[:, 0]], axis=1) + 0.1 * generator.normal(size=(rows, 2))
    x += informative * 1.5 * generator.normal(size=(CLASSES, x.shape[1]))[classes] * ("target" in data)
    x = x * generator.uniform(0.01, 2000, x.shape[1]) + generator.normal(size=x.shape[1])
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = list(data["targets"].values()) if "targets" in data else [data["target"]]
        writer.writerow(["passed_over", *data["columns"], *names])
        for row in range(rows):
            truth = values[row] if "targets" in data else [("cel", "cla", "flu")[classes[row]]]
            writer.writerow(["x", *x[row], *truth])
    return path


class Classic(unittest.TestCase):
    def setUp(self):
        import numpy as np

        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.np = np

    def train(self, table, name, *arguments):
        out = self.folder / "trained.json"
        command = [sys.executable, ROOT / "models/import/train_classic.py", "--table", table, "--out", out]
        subprocess.run([*command, *arguments, name], check=True)
        return out.read_bytes()

    def test_command(self):
        """The same bytes twice; figures that fit the table; files that the judges read."""
        table = made_up(self.np, "gtzan_svm", self.folder / "table.csv")
        first = self.train(table, "gtzan_svm")
        self.assertEqual(first, self.train(table, "gtzan_svm"))
        document = json.loads(first)
        self.assertEqual([label["name"] for label in document["labels"]], ["cel", "cla", "flu"])
        self.assertEqual(document["data"]["of_class"], [30, 30, 30])
        for figures in document["folds"].values():
            self.assertGreater(figures["score"], 0.9)
            self.assertEqual(sorted(set(figures["assignment"])), list("0123456789"))
        subprocess.run([JUDGE, self.folder / "trained.json"], input="", text=True, check=True)

    def test_test_part(self):
        """A clip with several labels counts once, and is right if one of them is named."""
        table = made_up(self.np, "irmas_svm", self.folder / "table.csv")
        lines = table.read_text(encoding="utf-8").splitlines()[1:]
        twice = [line.removeprefix("x,") for line in lines[:40] for _ in range(2)]
        twice[1::2] = [line.rpartition(",")[0] + ",flu" for line in twice[1::2]]
        test = self.folder / "test.csv"
        test.write_text("\n".join(twice) + "\n", encoding="utf-8")
        figures = json.loads(self.train(table, "irmas_svm", "--test", test))["folds"]["test"]
        self.assertEqual((figures["rows"], figures["clips"]), (80, 40))
        self.assertGreater(figures["score"], 0.9)

    def test_nothing_to_learn(self):
        """Folds of a table without information show chance."""
        import classic_tables
        import train_classic

        table = classic_tables.load(
            made_up(self.np, "gtzan_svm", self.folder / "table.csv", informative=False), classic_tables.GTZAN
        )
        figures, _ = train_classic.measure("svm", table)
        for found in figures.values():
            self.assertLess(found["score"], 0.55)

    def test_folds(self):
        """The judges answer as scikit-learn in each fold, for each model."""
        import classic_tables
        import judge_folds
        import train_classic

        for name, entry in classic_tables.MODELS.items():
            path = made_up(self.np, name, self.folder / f"{name}.csv", informative=False)
            table = classic_tables.load(path, entry["data"])
            folds = train_classic.splits(entry["kind"], table)["shuffled"]
            theirs, ours, worst = judge_folds.compare(JUDGE, name, table, folds)
            self.np.testing.assert_allclose(ours, theirs, atol=1e-5, err_msg=name)
            self.assertLess(worst, 1e-5, name)

    def test_ground(self):
        """What lies within the training data has ground, what lies far from it has none."""
        import classic_tables
        import judge_folds
        import train_classic

        path = made_up(self.np, "deam_svr", self.folder / "table.csv", rows=300)
        table = classic_tables.load(path, classic_tables.DEAM)
        _, farthest = train_classic.measure("svr", table)
        fitted = train_classic.fit("svr", table.x, table.y)
        document = {**train_classic.head("deam_svr"), **train_classic.body("deam_svr", table, fitted, farthest)}
        far = table.x.copy()
        far[:, 3] += 30 * table.x[:, 3].std()
        self.assertGreater(judge_folds.judged(JUDGE, document, table.x)[1].mean(), 0.98)
        self.assertFalse(judge_folds.judged(JUDGE, document, far)[1].any())

    def test_fixtures(self):
        """The fixtures are what their script writes, but for rounding."""
        folder = ROOT / "tests/models/fixtures/classic"
        subprocess.run([sys.executable, folder / "write.py", self.folder], check=True)
        for kept in sorted(folder.glob("*.json")):
            old, new = (json.loads(p.read_text(encoding="utf-8")) for p in (kept, self.folder / kept.name))
            self.np.testing.assert_allclose(new["expected"]["decisions"], old["expected"]["decisions"], atol=1e-5)


if __name__ == "__main__":
    originals_at_hand.main()
