# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib

from hosts import STEREO, assert_gain, assert_no_steps, assert_same_bits, constant, need, noise, read_wav, run, write_wav

# Its numbers follow the ports: freewheel, latency, enabled, output gain, level match; what is not named is 0
FLAT = f"-elv2:{STEREO}"
LOUD = f"-elv2:{STEREO},0,0,1,6,0"


class Ecasound:
    title = "ecasound (LV2)"
    cannot = {
        "state": "it keeps no state",
        "preset": "it chooses no presets",
        "window": "it opens no windows",
        "side_chain": "what it does with outputs can't be seen",
        "outputs": "what it does with outputs can't be seen",
    }
    untried = ("offline_is_live",)

    def __init__(self, build, place):
        del build
        self.place = place
        os.environ["LV2_PATH"] = os.environ["LV2_PATH"].split(":", maxsplit=1)[0]  # It loads every plug-in that it finds

    @staticmethod
    def need():
        need("ecasound")

    def process(self, samples, *effects, rate=48000, buffer=1024):
        dry, wet = f"{self.place}/dry.wav", f"{self.place}/wet.wav"
        write_wav(dry, samples, rate=rate)
        pathlib.Path(wet).unlink(missing_ok=True)  # It would go on with what is there
        run(["ecasound", "-q", f"-b:{buffer}", f"-f:f32_le,2,{rate}", "-i", dry, "-o", wet, *effects], cwd=self.place)
        return read_wav(wet)

    def load(self):
        self.process(noise(4800), FLAT)

    def flat(self):
        samples = noise(48000)
        assert_same_bits(samples, self.process(samples, FLAT))

    def parameter(self):
        samples = noise(48000)
        assert_gain(samples, self.process(samples, LOUD), 6.0)

    def automation(self):
        effect = [f"-elv2:{STEREO},0,0,1,0,0", "-kl:4,0,12,1"]
        assert_no_steps(self.process(constant(96000), *effect, buffer=64), 12.0)

    def odd_rates(self):
        samples = noise(20000)
        for rate in (8000, 44123, 384000):
            assert_same_bits(samples, self.process(samples, FLAT, rate=rate))

    def block_changes(self):
        samples = noise(48000)
        first = self.process(samples, LOUD)
        for buffer in (64, 333):
            assert_same_bits(first, self.process(samples, LOUD, buffer=buffer))

    def two_instances(self):
        samples = noise(48000)
        assert_gain(samples, self.process(samples, LOUD, f"-elv2:{STEREO},0,0,1,-6,0"), 0.0)

    def unload(self):
        for _ in range(3):
            self.process(noise(480), FLAT)
