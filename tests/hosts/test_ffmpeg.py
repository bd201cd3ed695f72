#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that inside ffmpeg, which offers neither worker nor window, flat is bit-exact and a gain is that gain."""

from hosts import MONO, STEREO, assert_gain, assert_same_bits, build_folder, folder, need, noise, read_wav, run, write_wav


def process(source, target, uri, controls):
    name = uri.replace(":", "\\\\:")
    effect = f"lv2=p={name}:c={'|'.join(f'{symbol}={value}' for symbol, value in controls.items())}"
    run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", source, "-af", effect, "-c:a", "pcm_f32le", target])
    return read_wav(target)


def main():
    need("ffmpeg")
    build_folder()
    with folder() as place:
        for uri, channels in ((STEREO, 2), (MONO, 1)):
            dry = noise(5 * 48000, channels)
            write_wav(f"{place}/dry.wav", dry, channels)
            flat = process(f"{place}/dry.wav", f"{place}/wet.wav", uri, {"enabled": 1})
            assert_same_bits(dry, flat)
            loud = process(f"{place}/dry.wav", f"{place}/wet.wav", uri, {"output_gain": 6, "level_match": 0})
            assert_gain(dry, loud, 6.0)


if __name__ == "__main__":
    main()
