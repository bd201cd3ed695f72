#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the window opens in jalv, shows more than a plain area, and moves with the music."""

import subprocess
import time

from hosts import STEREO, build_folder, display, folder, jack_server, music, need, running, screenshot, write_wav

COLOURS_OF_A_WINDOW = 100
PIXELS_OF_A_MOVE = 40


def colours(pixels):
    return len({pixels[i : i + 3] for i in range(0, len(pixels), 3)})


def changed(before, after):
    return sum(before[i : i + 3] != after[i : i + 3] for i in range(0, len(before), 3))


def wait_for_window(jalv):
    """The first screenshot with something on it."""
    for _ in range(60):
        assert jalv.poll() is None, "jalv ended"
        pixels = screenshot()
        if colours(pixels) > COLOURS_OF_A_WINDOW:
            return pixels
        time.sleep(0.5)
    raise AssertionError("no window within 30 s")


def main():
    need("jalv.gtk3", "jackd", "jack_lsp", "Xvfb", "import")
    build = build_folder()
    player = f"{build}/tools/demo/equus-play"
    with folder() as place, display(), jack_server():
        write_wav(f"{place}/song.wav", music(40))
        with running(["jalv.gtk3", "--jack-name=equus-test", STEREO], stdout=subprocess.DEVNULL) as jalv:
            silent = wait_for_window(jalv)
            with running([player, f"{place}/song.wav", "equus-test"]):
                time.sleep(14)
                settled = screenshot()
                time.sleep(4)
                later = screenshot()
            assert jalv.poll() is None, "jalv ended"
    print(f"{colours(later)} colours, {changed(silent, settled)} and {changed(settled, later)} pixels changed")
    assert changed(silent, settled) > PIXELS_OF_A_MOVE, "the music left no trace"
    assert changed(settled, later) > PIXELS_OF_A_MOVE, "nothing moved within four seconds"


if __name__ == "__main__":
    main()
