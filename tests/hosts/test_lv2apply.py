#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that inside lv2apply, which runs blocks of one frame, flat is bit-exact and a gain is that gain."""

from hosts import STEREO, assert_gain, assert_same_bits, build_folder, folder, need, noise, read_wav, run, write_wav


def process(place, *controls):
    options = [word for symbol, value in controls for word in ("-c", symbol, str(value))]
    run(["lv2apply", "-i", f"{place}/dry.wav", "-o", f"{place}/wet.wav", *options, STEREO])
    return read_wav(f"{place}/wet.wav")


def main():
    need("lv2apply")
    build_folder()
    with folder() as place:
        dry = noise(24000)
        write_wav(f"{place}/dry.wav", dry)
        assert_same_bits(dry, process(place))
        assert_gain(dry, process(place, ("output_gain", 6), ("level_match", 0)), 6.0)


if __name__ == "__main__":
    main()
