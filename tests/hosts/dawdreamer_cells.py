# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of dawdreamer, one a process: dawdreamer_cells.py BUNDLE ROW"""

import gc
import os
import sys
import tempfile

import dawdreamer
import numpy as np

RATE = 48000
PATH = sys.argv[1]


def noise(frames, seed=1):
    return np.random.default_rng(seed).uniform(-0.25, 0.25, (2, frames)).astype(np.float32)


class Player:
    """An engine with music, one plug-in or two behind it."""

    def __init__(self, samples, rate=RATE, block=512, plugins=1):
        self.engine = dawdreamer.RenderEngine(rate, block)
        self.seconds = samples.shape[1] / rate
        nodes = [(self.engine.make_playback_processor("music", samples), [])]
        self.plugins = [self.engine.make_plugin_processor(f"equus{i}", PATH) for i in range(plugins)]
        for i, plugin in enumerate(self.plugins):
            nodes.append((plugin, [f"equus{i - 1}" if i else "music"]))
        self.engine.load_graph(nodes)
        self.index = {p["name"]: p["index"] for p in self.plugins[0].get_parameters_description()}

    def set(self, name, value, plugin=0):
        """A position from 0 to 1"""
        self.plugins[plugin].set_parameter(self.index[name], value)

    def get(self, name):
        return self.plugins[0].get_parameter(self.index[name])

    def gain(self, decibels, plugin=0):
        self.set("Level match", 0.0, plugin)
        self.set("Output gain", (decibels + 24.0) / 48.0, plugin)

    def render(self):
        self.engine.render(self.seconds)
        return self.engine.get_audio()


def check_gain(samples, decibels, wet):
    n = min(samples.shape[1], wet.shape[1])
    assert np.abs(wet[:, :n] - samples[:, :n] * 10.0 ** (decibels / 20.0)).max() < 1e-3


def same(samples, wet):
    n = min(samples.shape[1], wet.shape[1])
    return n >= samples.shape[1] - 1 and np.array_equal(samples[:, :n], wet[:, :n])


def load():
    player = Player(noise(480))
    assert player.plugins[0].get_num_output_channels() == 2


def flat():
    samples = noise(RATE)
    assert same(samples, Player(samples).render())


def parameter():
    player = Player(noise(RATE))
    player.gain(6.0)
    check_gain(noise(RATE), 6.0, player.render())


def automation():
    dry = np.full((2, 2 * RATE), 0.25, np.float32)
    player = Player(dry, block=64)
    player.set("Level match", 0.0)
    player.plugins[0].set_automation(player.index["Output gain"], np.linspace(0.5, 0.75, 2 * RATE).astype(np.float32))
    wet = player.render()[0]
    assert abs(wet[-1] - 0.25 * 10.0**0.6) < 0.01, wet[-1]
    assert np.abs(np.diff(wet)).max() < 0.002, np.abs(np.diff(wet)).max()


def state():
    first, second = Player(noise(512)), Player(noise(512))
    first.set("Peak 1 gain", 0.3)
    first.render()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "state")
        first.plugins[0].save_state(path)
        second.plugins[0].load_state(path)
    assert abs(second.get("Peak 1 gain") - 0.3) < 0.002


def preset():
    """By the parameter that chooses a program"""
    samples = noise(RATE)
    player = Player(samples)
    player.set("Preset", 0.8)
    assert player.plugins[0].get_parameter_text(player.index["Preset"]) == "Telephone"
    low = np.abs(np.fft.rfft(player.render()[0]))[:100].sum()
    assert low < 0.1 * np.abs(np.fft.rfft(samples[0]))[:100].sum()


def odd_rates():
    samples = noise(20000)
    for rate in (8000, 44123, 384000):
        assert same(samples, Player(samples, rate).render()), rate


def block_changes():
    samples, heard = noise(RATE), []
    for size in (512, 64, 333):
        player = Player(samples, block=size)
        player.set("Peak 1 gain", 0.625)
        heard.append(player.render())
    assert all(same(heard[0], wet) for wet in heard[1:])


def two_instances():
    player = Player(noise(RATE), plugins=2)
    player.gain(6.0, 0)
    player.gain(-6.0, 1)
    check_gain(noise(RATE), 0.0, player.render())


def unload():
    for seed in range(5):
        player = Player(noise(512, seed))
        player.render()
        del player
        gc.collect()


globals()[sys.argv[2]]()
