#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published wheels give the bundled files again, byte for byte."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import originals_at_hand
from originals_at_hand import ROOT, WHEELS

CONVERT = ROOT / "models/import/convert.py"


def convert(*arguments):
    command = [sys.executable, CONVERT, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


class Conversion(unittest.TestCase):
    def test_same_bytes(self):
        bundled = sorted(p for p in (ROOT / "models/bundled").iterdir() if p.suffix in (".onnx", ".json"))
        with tempfile.TemporaryDirectory() as folder:
            done = convert("--wheels", WHEELS, "--out", folder)
            self.assertEqual(done.returncode, 0, done.stdout)
            made = sorted(pathlib.Path(folder).iterdir())
            self.assertEqual([p.name for p in made], [p.name for p in bundled])
            for new, old in zip(made, bundled):
                self.assertEqual(new.read_bytes(), old.read_bytes(), old.name)

    def test_altered_wheel(self):
        """A wheel with one byte changed is refused, and nothing is written."""
        wheel = next(WHEELS.glob("vibenet-*.whl"), None)
        if not wheel:
            self.skipTest("EQUUS_WHEELS holds the wheels unpacked")
        with tempfile.TemporaryDirectory() as folder:
            content = bytearray(wheel.read_bytes())
            content[len(content) // 2] ^= 1
            (pathlib.Path(folder) / wheel.name).write_bytes(content)
            out = pathlib.Path(folder) / "out"
            done = convert("--wheels", folder, "--out", out, "vibenet")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("SHA-256", done.stdout)
            self.assertEqual(list(out.iterdir()), [])

    def test_missing_wheel(self):
        with tempfile.TemporaryDirectory() as folder:
            done = convert("--wheels", folder, "--out", folder, "vibenet")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("pip download", done.stdout)


if __name__ == "__main__":
    originals_at_hand.main()
