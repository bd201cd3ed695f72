#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that run() allocates, locks and reads nothing inside hosts that know nothing of us: test_hosts.py INTERPOSER BUILD"""

import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import wave

RATE = 44100
SECONDS = 14  # Long enough for both models to speak


def write_noise(path):
    rng = random.Random(1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", rng.randrange(-9000, 9000)) for _ in range(2 * RATE * SECONDS)))


def hosts(folder):
    """Name and command of every host that is installed."""
    commands = {
        "ffmpeg": [
            *("ffmpeg", "-v", "error", "-y", "-i", f"{folder}/in.wav"),
            *("-af", "lv2=p=urn\\\\:equus\\\\:stereo:c=p1_gain=6|hp_on=1", f"{folder}/out.wav"),
        ],
        "lv2apply": [
            *("lv2apply", "-i", f"{folder}/in.wav", "-o", f"{folder}/out.wav", "-c", "p1_gain", "6"),
            "urn:equus:stereo",
        ],
    }
    return {name: command for name, command in commands.items() if shutil.which(name)}


def main():
    interposer, build = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        found = hosts(folder)
        if not found:
            print("neither ffmpeg nor lv2apply is installed")
            return 77
        write_noise(folder / "in.wav")
        (folder / "lv2").mkdir()
        (folder / "lv2" / "equus.lv2").symlink_to(pathlib.Path(build) / "equus.lv2")
        for host, command in found.items():
            report = folder / f"{host}.txt"
            environment = {
                **os.environ,
                "LD_PRELOAD": interposer,
                "LV2_PATH": f"{folder}/lv2:/usr/lib/lv2",
                "EQUUS_RT_REPORT": str(report),
            }
            subprocess.run(command, env=environment, check=True)
            words = report.read_text(encoding="utf-8").split()
            print(host, *words)
            assert int(words[1]) > 0, f"{host} never ran the plug-in"
            assert int(words[3]) == 0, f"{host}: run() called {words[4:]}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
