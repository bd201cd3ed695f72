#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parity files are what tests/references/write.py and gradients.py write, but for rounding between processors."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import originals_at_hand
from originals_at_hand import ROOT, SONGS, WHEELS

DATA = ROOT / "tests/references/data"

# Written with PyTorch and Essentia, which the tests do without
GRADIENT = pathlib.Path("vibenet/d_input.every7.npy")


def is_made_here(path):
    return path != GRADIENT and path.parts[0] != "essentia"


class References(unittest.TestCase):
    def load(self, path):
        import numpy as np
        import soundfile

        if path.suffix == ".flac":
            return soundfile.read(path, dtype="float64")[0]
        values = np.load(path)
        return values / 32768 if values.dtype == np.int16 else values

    def test_same_values(self):
        import numpy as np

        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, ROOT / "tests/references/write.py", "--wheels", WHEELS]
            command += ["--songs", SONGS, "--out", folder]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            command = [sys.executable, ROOT / "tests/references/gradients.py", "musicnn", "--wheels", WHEELS]
            subprocess.run([*command, "--out", folder], check=True, stdout=subprocess.DEVNULL)
            made = sorted(p.relative_to(folder) for p in pathlib.Path(folder).rglob("*") if p.is_file())
            kept = [p.relative_to(DATA) for p in DATA.rglob("*") if p.is_file()]
            kept = sorted(filter(is_made_here, kept))
            self.assertEqual(made, kept)
            for name in kept:
                old, new = self.load(DATA / name), self.load(folder / name)
                self.assertEqual(old.shape, new.shape, name)
                np.testing.assert_allclose(new, old, rtol=1e-4, atol=1e-4 * np.abs(old).max(), err_msg=str(name))


if __name__ == "__main__":
    originals_at_hand.main(songs=True)
