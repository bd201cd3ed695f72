#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that what jalv reads live from the output ports is what `equus tag` computes from the file.

JACK's period is one frame of the models, 256 samples of 16 kHz, so that the song begins at a whole frame of the
plug-in's time, whichever it is: the live readings, 31 frames apart, are then 31 rows apart in the table of every window.
"""

import csv
import io
import re
import subprocess

from hosts import STEREO, build_folder, display, folder, jack_server, music, need, run, running, write_wav

SECONDS = 8
TAG_HOP = 31
SLOTS = 8
DIGITS = 1e-6  # jalv prints six decimals
ENOUGH = 7     # Of the nine windows that lie within the song


def offline_rows(build, song):
    """The first eight tags of every window of the file."""
    text = run([f"{build}/equus", "tag", "--hop", "1", "--tap", "wet", "--format", "csv", song], timeout=200)
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return [[float(value) for value in row[1 : 1 + SLOTS]] for row in rows]


def play_live(build, song, log):
    """What jalv prints of the output ports while the song plays."""
    command = ["jalv.gtk3", "--generic-ui", "--print-controls", "--jack-name=equus-test", STEREO]
    with open(log, "w", encoding="utf-8") as file, display(), jack_server(48000, 768):
        with running(command, stdout=file, stderr=subprocess.STDOUT):
            run([f"{build}/tools/demo/equus-play", song, "equus-test"], timeout=SECONDS + 60)
    with open(log, encoding="utf-8") as file:
        return re.findall(r"^wet_tag_(\d+) = (\d\.\d{6})$", file.read(), re.MULTILINE)


def readings(printed):
    """Each reading once, in order of time."""
    found, current = [], {}
    for slot, value in printed:
        current[int(slot)] = float(value)
        if int(slot) == SLOTS and len(current) == SLOTS:
            reading = [current[i + 1] for i in range(SLOTS)]
            if not found or reading != found[-1]:
                found.append(reading)
    return found


def same(one, other):
    return all(abs(a - b) <= DIGITS for a, b in zip(one, other))


def agreeing(live, rows):
    """How many live readings are rows of the table in its order, TAG_HOP or a multiple of it after each other."""
    best = 0
    for phase in range(TAG_HOP):
        table = rows[phase::TAG_HOP]
        at, count = 0, 0
        for reading in live:
            later = [i for i in range(at, len(table)) if same(reading, table[i])]
            if later:
                at, count = later[0] + 1, count + 1
        best = max(best, count)
    return best


def main():
    need("jalv.gtk3", "jackd", "jack_lsp", "Xvfb")
    build = build_folder()
    with folder() as place:
        song = f"{place}/song.wav"
        write_wav(song, music(SECONDS))
        rows = offline_rows(build, song)
        live = readings(play_live(build, song, f"{place}/jalv.log"))
    found = agreeing(live, rows)
    print(f"{len(live)} live readings, {len(rows)} windows of the file, {found} agree")
    assert found >= ENOUGH


if __name__ == "__main__":
    main()
