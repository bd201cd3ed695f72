#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that inside ecasound, which maps no URIs, flat is bit-exact."""

from hosts import STEREO, assert_same_bits, build_folder, folder, need, noise, read_wav, run, write_wav


def main():
    need("ecasound")
    build_folder()
    with folder() as place:
        dry = noise(5 * 48000)
        write_wav(f"{place}/dry.wav", dry)
        files = ["-i", f"{place}/dry.wav", "-o", f"{place}/wet.wav"]
        run(["ecasound", "-q", "-f:f32_le,2,48000", *files, f"-elv2:{STEREO}"], cwd=place)
        assert_same_bits(dry, read_wav(f"{place}/wet.wav"))


if __name__ == "__main__":
    main()
