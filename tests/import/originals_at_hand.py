# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a test with the Python originals, or skips it where they aren't at hand."""

import os
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WHEELS = pathlib.Path(os.environ.get("EQUUS_WHEELS", ""))
SONGS = pathlib.Path("/usr/share/games/fretsonfire/data/songs/sectoid")

sys.path[:0] = [str(ROOT / "models/import"), str(ROOT / "tests/references")]


def skip(reason):
    """What meson counts as skipped."""
    print(reason, file=sys.stderr)
    sys.exit(77)


def main(songs=False):
    """Run the calling script's tests in the Python of EQUUS_PYTHON."""
    python = os.environ.get("EQUUS_PYTHON", "")
    if not os.access(python, os.X_OK):
        skip("needs the Python originals, which ./bootstrap test installs (EQUUS_PYTHON)")
    if not os.environ.get("EQUUS_WHEELS") or not WHEELS.is_dir():
        skip("needs the published wheels, which ./bootstrap test fetches (EQUUS_WHEELS)")
    if songs and not SONGS.is_dir():
        skip("needs Debian's package fretsonfire-songs-sectoid")
    if os.path.abspath(sys.executable) != os.path.abspath(python):
        os.execv(python, [python, *sys.argv])
    unittest.main()
