#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""`equus features` prints librosa's statistics of real music at 22,050 Hz; prints the largest relative differences."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import originals_at_hand
from originals_at_hand import SONGS

COMMAND = os.environ.get("EQUUS_COMMAND", "equus")
START, SECONDS = 30, 60  # Of each song
TOLERANCE = 1e-3
NEGLIGIBLE = 1e-6  # Of the largest of a feature's values: below, differences count against that


class Features(unittest.TestCase):
    def printed(self, path):
        command = [COMMAND, "features", "--format", "json", "--features", "all", path]
        document = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        names = [column["name"] for column in document["columns"]]
        return dict(zip(names, document["files"][0]["rows"][0]["values"]))

    def difference(self, printed, name, values):
        """Largest relative difference of means and standard deviations of values [width, frames]."""
        import numpy as np

        columns = [key for key in printed if key.endswith("_mean") and key.startswith(name) and self.is_of(key, name)]
        self.assertEqual(len(columns), len(values), name)
        worst = 0
        for suffix, expected in (("_mean", values.mean(axis=1, dtype=float)), ("_std", values.std(axis=1, dtype=float))):
            actual = np.array([printed[key.removesuffix("_mean") + suffix] for key in columns])
            scale = np.maximum(np.abs(expected), NEGLIGIBLE * np.abs(expected).max())
            worst = max(worst, np.max(np.abs(actual - expected) / scale))
        return worst

    def is_of(self, column, name):
        rest = column.removesuffix("_mean")[len(name):]
        return rest == "" or rest.isdigit() or (name == "chroma_stft" and rest[0] == "_")

    def test_songs(self):
        import soundfile
        import soxr

        import features
        import signals

        worst = {}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "song.wav"
            for song in signals.SONGS:
                stereo = signals.mix(SONGS, song, START, SECONDS * signals.RATE)
                samples = soxr.resample(stereo.mean(axis=1), signals.RATE, features.RATE, quality="HQ")
                soundfile.write(path, samples, features.RATE, subtype="FLOAT")
                printed = self.printed(path)
                for name, values in features.frame_features(samples).items():
                    worst[name] = max(worst.get(name, 0), self.difference(printed, name, values))
                for name, value in features.summaries(samples).items():
                    self.assertLess(abs(printed[name] - value), 1e-6 * max(1, abs(value)), f"{song}: {name}")
        for name, difference in worst.items():
            print(f"{name:20} {difference:.1e}")
        self.assertEqual([name for name, difference in worst.items() if not difference <= TOLERANCE], [])


if __name__ == "__main__":
    originals_at_hand.main(songs=True)
