# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may happen to a recording without its mood changing: level, codec, equaliser.

Signals are [samples, channels] float32.
"""

import pathlib
import subprocess
import tempfile

import numpy as np
import scipy.interpolate
import scipy.signal
import soundfile

GAINS = (-12, -6, 6, 12)  # dB
# Name -> the codec's file ending and ffmpeg's options
CODECS = {
    "mp3 128": (".mp3", ["-c:a", "libmp3lame", "-b:a", "128k"]),
    "mp3 64 mono": (".mp3", ["-c:a", "libmp3lame", "-b:a", "64k", "-ac", "1"]),
    "aac 128": (".m4a", ["-c:a", "aac", "-b:a", "128k"]),
    "opus 96": (".opus", ["-c:a", "libopus", "-b:a", "96k"]),
}
BAND_CENTRES = 31.25 * 2.0 ** np.arange(10)  # Hz


def gain(samples, decibel):
    return samples * np.float32(10 ** (decibel / 20))


def _ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *map(str, arguments)], check=True)


def codec(samples, rate, name):
    """Encoded and decoded again: samples and the rate that the codec left."""
    ending, options = CODECS[name]
    with tempfile.TemporaryDirectory() as folder:
        source, coded, back = (pathlib.Path(folder) / name for name in ("source.wav", f"coded{ending}", "back.wav"))
        soundfile.write(source, samples, rate, subtype="FLOAT")
        _ffmpeg("-i", source, *options, coded)
        _ffmpeg("-i", coded, "-c:a", "pcm_f32le", back)
        decoded, new_rate = soundfile.read(back, dtype="float32", always_2d=True)
    length = -(-len(samples) * new_rate // rate)
    return np.pad(decoded[:length], ((0, max(0, length - len(decoded))), (0, 0))), new_rate


def random_bands(generator, decibel):
    """Gains in dB of ten bands, an octave apart."""
    return generator.uniform(-decibel, decibel, len(BAND_CENTRES))


def response(bands, frequencies):
    """A smooth curve in dB through the bands' gains over the logarithm of frequency, level at both ends."""
    curve = scipy.interpolate.PchipInterpolator(np.log2(BAND_CENTRES), bands)
    return curve(np.log2(np.clip(frequencies, BAND_CENTRES[0], BAND_CENTRES[-1])))


def k_weighting(frequencies, rate=48000):
    """Power response of ITU-R BS.1770's two filters."""
    shelf = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585])
    high_pass = ([1, -2, 1], [1, -1.99004745483398, 0.99007225036621])
    turns = np.minimum(frequencies, rate / 2) * 2 * np.pi / rate
    return np.prod([np.abs(scipy.signal.freqz(b, a, worN=turns)[1]) ** 2 for b, a in (shelf, high_pass)], axis=0)


def equalise(samples, rate, bands):
    """Zero-phase equaliser, then the level at which the K-weighted energy is what it was before."""
    length = 2 ** int(np.ceil(np.log2(len(samples) + rate)))
    frequencies = np.fft.rfftfreq(length, 1 / rate)
    before = np.fft.rfft(samples, length, axis=0)
    after = before * 10 ** (response(bands, frequencies)[:, None] / 20)
    weights = k_weighting(frequencies)[:, None]
    ratio = np.sum(weights * np.abs(before) ** 2) / max(np.sum(weights * np.abs(after) ** 2), 1e-30)
    return (np.fft.irfft(after, length, axis=0)[: len(samples)] * np.sqrt(ratio)).astype(np.float32)
