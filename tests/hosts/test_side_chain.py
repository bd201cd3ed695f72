#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the plug-in with a side-chain shows its window in jalv and reads dry from the side-chain.

The song plays into the input; dry is the silence of the side-chain until the song is connected to that, too.
"""

import re
import subprocess
import time

from hosts import STEREO_SIDE, build_folder, display, folder, jack_server, music, need, run, running, screenshot, write_wav

COLOURS_OF_A_WINDOW = 100
SECONDS = 12  # Of music, after which the last windows hold nothing else
SLOTS = 8
DIGITS = 2e-6  # jalv prints six decimals


def colours(pixels):
    return len({pixels[i : i + 3] for i in range(0, len(pixels), 3)})


def wait_for_window(jalv):
    for _ in range(60):
        assert jalv.poll() is None, "jalv ended"
        if colours(screenshot()) > COLOURS_OF_A_WINDOW:
            return
        time.sleep(0.5)
    raise AssertionError("no window within 30 s")


def readings(log, tap):
    """The newest value that jalv printed of each slot of a tap."""
    with open(log, encoding="utf-8") as file:
        found = dict(re.findall(rf"^{tap}_tag_(\d+) = (\d\.\d{{6}})$", file.read(), re.MULTILINE))
    return [float(found.get(str(slot + 1), "nan")) for slot in range(SLOTS)]


def difference(log):
    return max(abs(a - b) for a, b in zip(readings(log, "dry"), readings(log, "wet")))


def wait_for(log, what, good):
    """Wait until the readings are good; JACK waits for its clients, so that music takes as long as it takes."""
    for _ in range(300):
        if good(difference(log)):
            return
        time.sleep(0.2)
    raise AssertionError(f"{what}: dry {readings(log, 'dry')}, wet {readings(log, 'wet')}")


def main():
    need("jalv.gtk3", "jackd", "jack_lsp", "jack_connect", "Xvfb", "import")
    build = build_folder()
    command = ["jalv.gtk3", "--print-controls", "-c", "dry_source=1", "--jack-name=equus-test", STEREO_SIDE]
    with folder() as place, display(), jack_server(48000, 768):
        log = f"{place}/controls.txt"
        write_wav(f"{place}/song.wav", music(10 * SECONDS))
        with open(log, "w", encoding="utf-8") as file, running(command, stdout=file, stderr=subprocess.STDOUT) as jalv:
            wait_for_window(jalv)
            with running([f"{build}/tools/demo/equus-play", f"{place}/song.wav", "equus-test"]):
                wait_for(log, "the side-chain is silent", lambda apart: apart > 0.01)
                outputs = [port for port in run(["jack_lsp"]).split() if port.startswith("equus-play")]
                for output, side in zip(outputs, ("side_left", "side_right")):
                    run(["jack_connect", output, f"equus-test:{side}"])
                wait_for(log, "the song is at the side-chain", lambda apart: apart <= DIGITS)
            assert jalv.poll() is None, "jalv ended"
        print(f"dry {readings(log, 'dry')[0]}, wet {readings(log, 'wet')[0]}")


if __name__ == "__main__":
    main()
