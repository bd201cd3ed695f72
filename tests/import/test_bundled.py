#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every bundled model is the one that its side-car, MODELS.md and its licence file speak of."""

import hashlib
import json
import math
import pathlib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "models/bundled"
NAMES = {"MSD_musicnn", "MSD_vgg", "MSD_vgg_as_trained", "MTT_musicnn", "MTT_vgg", "vibenet"}
ACTIVATIONS = {"none", "sigmoid", "clip"}


def side_cars():
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(BUNDLED.glob("*.json"))}


class Bundled(unittest.TestCase):
    def test_pairs(self):
        """Each network has one side-car of its name, and the other way round."""
        networks = {path.stem for path in BUNDLED.glob("*.onnx")}
        self.assertEqual(networks, NAMES)
        self.assertEqual(networks, {path.stem for path in side_cars()})
        self.assertEqual({path.name.removesuffix(".onnx.license") for path in BUNDLED.glob("*.onnx.license")}, NAMES)
        for path, document in side_cars().items():
            self.assertEqual(document["name"], path.stem)
            self.assertEqual(document["file"], f"{path.stem}.onnx")

    def test_hashes(self):
        text = (ROOT / "models/MODELS.md").read_text(encoding="utf-8")
        for path, document in side_cars().items():
            digest = hashlib.sha256(path.with_suffix(".onnx").read_bytes()).hexdigest()
            self.assertEqual(document["sha256"], digest, path)
            section = text.partition(f"\n## {path.stem}\n")[2].partition("\n## ")[0]
            self.assertIn(f"`{digest}`", section, path)

    def test_licences(self):
        for path, document in side_cars().items():
            text = path.with_suffix(".onnx.license").read_text(encoding="utf-8")
            self.assertEqual(text.rpartition("Identifier: ")[2].strip(), document["licence"])
            self.assertTrue((ROOT / "LICENSES" / f"{document['licence']}.txt").is_file())

    def test_outputs(self):
        """Labels are unique, activations known, axes name labels."""
        for path, document in side_cars().items():
            names = [output["name"] for output in document["outputs"]]
            self.assertEqual(len(names), len(set(names)), path)
            self.assertLessEqual({output["activation"] for output in document["outputs"]}, ACTIVATIONS, path)
            self.assertLessEqual({axis["output"] for axis in document.get("axes", {}).values()}, set(names), path)

    def test_moods(self):
        """A mood head's axes name outputs of their own, on a scale with its centre inside and a stated error."""
        for path, document in side_cars().items():
            names = [output["name"] for output in document["outputs"] if output["activation"] == "none"]
            axes = [mood[axis] for mood in document.get("moods", []) for axis in ("valence", "arousal")]
            self.assertEqual([axis["output"] for axis in axes], names, path)
            for axis in axes:
                self.assertTrue(axis["minimum"] < axis["centre"] < axis["maximum"], path)
                self.assertTrue(0 < axis["rmse"] < axis["maximum"] - axis["minimum"], path)


class Fitted(unittest.TestCase):
    def test_documents(self):
        """Each fitted head has as many finite weights as its network's embedding; its folds are even."""
        paths = sorted((ROOT / "models/import/moods").glob("*.json"))
        self.assertEqual([path.stem for path in paths], ["MSD_musicnn", "MTT_musicnn"])
        for path in paths:
            document = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(document["network"], path.stem)
            self.assertEqual([head["name"] for head in document["heads"]], ["listeners", "steady"])
            for head in document["heads"]:
                for axis in (head["valence"], head["arousal"]):
                    self.assertEqual(len(axis["weights"]), 200)
                    self.assertTrue(all(math.isfinite(weight) for weight in axis["weights"]))
                    self.assertTrue(math.isfinite(axis["bias"]))
                    self.assertTrue(1 <= axis["minimum"] < axis["centre"] < axis["maximum"] <= 5)
            for fold in document["folds"]:
                counts = [fold.count(digit) for digit in "0123456789"]
                self.assertLessEqual(max(counts) - min(counts), 1)


class Classic(unittest.TestCase):
    def test_page(self):
        """MODELS.md has each classic model's hash, rows and figures."""
        page = (ROOT / "models/MODELS.md").read_text(encoding="utf-8")
        paths = sorted((ROOT / "models/classic/bundled").glob("*.json"))
        self.assertEqual(len(paths), 5)
        for path in paths:
            document = json.loads(path.read_text(encoding="utf-8"))
            line = next((line for line in page.splitlines() if line.startswith(f"| `{path.name}` |")), "")
            self.assertEqual(document["name"], path.stem)
            self.assertIn(f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`", line, path.stem)
            for figures in document["folds"].values():
                for score in figures["score"] if isinstance(figures["score"], list) else [figures["score"]]:
                    self.assertIn(f"{score:.3f}", line, path.stem)


if __name__ == "__main__":
    unittest.main()
