# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of pedalboard, one a process: pedalboard_cells.py BUNDLE ROW"""

import ctypes
import gc
import subprocess
import sys
import threading
import time

import numpy as np
import pedalboard

RATE = 48000
PATH = sys.argv[1]


def noise(frames, seed=1):
    return np.random.default_rng(seed).uniform(-0.25, 0.25, (2, frames)).astype(np.float32)


def new(**values):
    plugin = pedalboard.load_plugin(PATH)
    for name, value in values.items():
        setattr(plugin, name, value)
    return plugin


def check_gain(samples, decibels, plugin):
    wet = plugin.process(samples, RATE)
    assert np.abs(wet - samples * 10.0 ** (decibels / 20.0)).max() < 1e-3


HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)


def ignore_x_errors():
    """The package's own windows make some, which would end the process"""
    ctypes.CDLL("libX11.so.6").XSetErrorHandler(HANDLER)


def load():
    assert new().name == "Equus"


def flat():
    samples = noise(RATE)
    assert np.array_equal(samples, new().process(samples, RATE))


def parameter():
    check_gain(noise(RATE), 6.0, new(level_match=False, output_gain_db=6.0))


def automation():
    """By hand, block after block, as the package has no other way"""
    plugin, dry, wet = new(level_match=False), np.full((2, 480), 0.25, np.float32), []
    for step in range(1, 121):
        plugin.output_gain_db = round(0.1 * step, 1)
        wet.append(plugin.process(dry, RATE, buffer_size=480, reset=False)[0])
    wet = np.concatenate([*wet, plugin.process(dry, RATE, buffer_size=480, reset=False)[0]])
    assert abs(wet[-1] - 0.25 * 10.0**0.6) < 0.01, wet[-1]
    assert np.abs(np.diff(wet)).max() < 0.002, np.abs(np.diff(wet)).max()


def state():
    first, second = new(peak_1_gain_db=-4.2), new()
    first.process(noise(512), RATE)
    second.raw_state = first.raw_state
    assert second.raw_state == first.raw_state
    assert abs(float(second.peak_1_gain_db) + 4.2) < 0.05


def preset():
    plugin, samples = new(), noise(RATE)
    plugin.preset = "Telephone"
    low = np.abs(np.fft.rfft(plugin.process(samples, RATE)[0]))[:100].sum()
    assert low < 0.1 * np.abs(np.fft.rfft(samples[0]))[:100].sum()


def odd_rates():
    samples = noise(20000)
    for rate in (8000, 44123, 384000):
        assert np.array_equal(samples, new().process(samples, rate)), rate


def block_changes():
    samples = noise(RATE)
    first = new(peak_1_gain_db=6.0).process(samples, RATE, buffer_size=8192)
    for size in (64, 333):
        assert np.array_equal(first, new(peak_1_gain_db=6.0).process(samples, RATE, buffer_size=size)), size


def two_instances():
    loud, plain = new(level_match=False, output_gain_db=6.0), new()
    check_gain(noise(RATE), 6.0, loud)
    check_gain(noise(RATE), 0.0, plain)
    check_gain(noise(RATE), 6.0, loud)


def unload():
    for seed in range(5):
        plugin = new()
        plugin.process(noise(512, seed), RATE)
        del plugin
        gc.collect()


def window():
    """Some hundred colours on the screen, while another thread plays"""
    seen = []
    ignore_x_errors()
    plugin, closing = new(), threading.Event()

    def look():
        for _ in range(40):
            time.sleep(0.5)
            shot = subprocess.run(
                ["import", "-window", "root", "-depth", "8", "rgb:-"], capture_output=True, timeout=60, check=False
            )
            seen.append(len({shot.stdout[i : i + 3] for i in range(0, len(shot.stdout), 3)}))
            if seen[-1] > 100:
                break
        closing.set()

    threading.Thread(target=look).start()
    plugin.show_editor(closing)
    assert max(seen) > 100, seen


globals()[sys.argv[2]]()
