# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later

from hosts import assert_gain, assert_no_steps, assert_same_bits, constant, need, noise, read_wav, run, write_wav

EFFECT = "lv2=p=urn\\\\:equus\\\\:stereo"


class Ffmpeg:
    title = "ffmpeg (LV2)"
    cannot = {
        "state": "it keeps no state",
        "preset": "it chooses no presets",
        "window": "it opens no windows",
        "side_chain": "what it does with outputs can't be seen",
        "outputs": "what it does with outputs can't be seen",
        "offline_is_live": "it only runs offline",
    }
    untried = ()

    def __init__(self, build, place):
        del build
        self.dry, self.wet = f"{place}/dry.wav", f"{place}/wet.wav"

    @staticmethod
    def need():
        need("ffmpeg")

    def process(self, samples, effect, rate=48000, channels=2):
        write_wav(self.dry, samples, channels, rate)
        run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", self.dry, "-af", effect, "-c:a", "pcm_f32le", self.wet])
        return read_wav(self.wet)

    def load(self):
        self.process(noise(4800), EFFECT)

    def flat(self):
        samples = noise(48000)
        assert_same_bits(samples, self.process(samples, f"{EFFECT}:c=enabled=1"))
        mono = EFFECT.replace("stereo", "mono")
        assert_same_bits(samples, self.process(samples, mono, channels=1))

    def parameter(self):
        samples = noise(48000)
        assert_gain(samples, self.process(samples, f"{EFFECT}:c=output_gain=6|level_match=0"), 6.0)

    def automation(self):
        commands = ";".join(f"{i / 100} lv2 output_gain {0.12 * i}" for i in range(1, 101))
        assert_no_steps(self.process(constant(96000), f"asendcmd=c='{commands}',{EFFECT}:c=level_match=0"), 12.0)

    def odd_rates(self):
        samples = noise(20000)
        for rate in (8000, 44123, 384000):
            assert_same_bits(samples, self.process(samples, EFFECT, rate))

    def block_changes(self):
        samples = noise(48000)
        effect = f"{EFFECT}:c=p1_gain=6"
        first = self.process(samples, effect)
        for size in (64, 333):
            assert_same_bits(first, self.process(samples, f"asetnsamples={size}:p=0,{effect}"))

    def two_instances(self):
        samples = noise(48000)
        both = f"{EFFECT}:c=output_gain=6|level_match=0,{EFFECT}:c=output_gain=-6|level_match=0"
        assert_gain(samples, self.process(samples, both), 0.0)

    def unload(self):
        """It ends well, which process() proves, after many short lives"""
        for _ in range(3):
            self.process(noise(480), EFFECT)
