#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each converted network answers as the graph that musicnn's authors saved, to 1e-5 in probability."""

import pathlib
import tempfile
import unittest

import originals_at_hand
from originals_at_hand import ROOT, WHEELS

class Networks(unittest.TestCase):
    def compare(self, entry, package, windows):
        import numpy as np
        import onnx
        from convert import convert
        from originals import PACKAGE_POOLS, Musicnn, Onnx, sigmoid

        original = Musicnn(package / entry["checkpoint"], PACKAGE_POOLS.get(entry["name"]))
        expected = original.run(windows, ["model/Sigmoid"])[0]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "network.onnx"
            path.write_bytes(convert(entry, package)[0])
            onnx.checker.check_model(path, full_check=True)
            actual = sigmoid(Onnx(path, ["logits"]).run(windows)[0])
        difference = np.abs(actual - expected).max()
        print(f"{entry['name']}: largest difference {difference:.1e}")
        self.assertGreater(np.ptp(expected), 0.1)
        self.assertLessEqual(difference, 1e-5)

    def test_probabilities(self):
        import numpy as np
        import wheels
        from catalogue import MODELS

        windows = np.load(ROOT / "tests/references/data/MSD_musicnn/mel.npy")
        entries = [entry for entry in MODELS if entry["package"] == "musicnn"]
        self.assertEqual(len(entries), 5)
        with tempfile.TemporaryDirectory() as scratch:
            package = wheels.package_folder(WHEELS, "musicnn", scratch)
            for entry in entries:
                with self.subTest(entry["name"]):
                    self.compare(entry, package, windows)


if __name__ == "__main__":
    originals_at_hand.main()
