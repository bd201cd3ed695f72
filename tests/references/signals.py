# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parity files are made from: excerpts of the demo songs, and synthetic tones."""

import pathlib

import numpy as np
import soundfile
import soxr

SONGS = {
    "chaosland": "Escape from chaosland",
    "feelings": "Feelings",
    "metal": "Metal madness",
    "freedom": "War of freedom",
}
RATE = 44100  # Hz, of all songs


def mix(songs, song, start, frames):
    """[frames, 2] float32: band and guitar of a song added without normalisation, from `start` s on."""
    folder = pathlib.Path(songs) / SONGS[song]
    tracks = []
    for name in ("song.ogg", "guitar.ogg"):
        track, rate = soundfile.read(folder / name, frames, round(start * RATE), dtype="float32")
        if rate != RATE or len(track) != frames:
            raise ValueError(f"{folder / name} isn't the file that the parity files were made from")
        tracks.append(track)
    return tracks[0] + tracks[1]


def mono_16k(songs, song, start, seconds):
    """[16000 * seconds] float32: an excerpt as the models get it."""
    stereo = mix(songs, song, start, round(seconds * RATE))
    return soxr.resample(stereo.mean(axis=1), RATE, 16000, quality="HQ")


def to_int16(samples):
    """Rounded to 16 bits; 32768 is full scale."""
    scaled = np.round(samples * 32768)
    if np.abs(scaled).max() > 32767:
        raise ValueError("the excerpt is louder than full scale")
    return scaled.astype(np.int16)


def tones(rate, frames):
    """[frames] float32: a sweep, five sines and noise, all below 0.88 of the Nyquist frequency of `rate` or 16 kHz."""
    top = 0.88 * min(rate, 16000) / 2
    t = np.arange(frames) / rate
    length = frames / rate
    sweep = np.sin(2 * np.pi * 20 * length / np.log(top / 20) * ((top / 20) ** (t / length) - 1))
    sines = sum(np.sin(2 * np.pi * f * top * t + f) for f in (0.0113, 0.0731, 0.217, 0.613, 0.997))
    noise = np.fft.rfft(np.random.default_rng(rate).standard_normal(frames))
    noise[np.fft.rfftfreq(frames, 1 / rate) > top] = 0
    fade = np.clip(np.minimum(t, length - t) / 0.02, 0, 1)
    mixed = 0.3 * sweep + 0.1 * sines + 0.05 * np.fft.irfft(noise, frames)
    return (mixed * np.sin(np.pi / 2 * fade) ** 2).astype(np.float32)
