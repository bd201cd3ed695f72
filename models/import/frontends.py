# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The models' front ends as their packages compute them, by librosa, soxr and SciPy."""

import librosa
import numpy as np
import scipy.fft
import scipy.signal
import soxr

MUSICNN_FRAMES, MUSICNN_HOP = 187, 256
VIBENET_SAMPLES = 160000


def resample(samples, rate):
    """To 16 kHz as librosa.load does it: soxr HQ, then cut or filled to ceil(n * 16000 / rate) samples."""
    return librosa.resample(samples, orig_sr=rate, target_sr=16000, res_type="soxr_hq")


def resample_in_silence(samples, rate):
    """soxr HQ of the samples with a second of zeros on either side, the zeros cut off again.

    soxr alone, for ratios other than whole numbers of its stages, gives up to 64 outputs at the
    start that aren't those of silence before; everything later agrees to 3e-7.
    """
    silence = np.zeros(rate, np.float32)
    padded = soxr.resample(np.concatenate([silence, samples, silence]), rate, 16000, quality="HQ")
    return padded[16000 : 16000 + -(-len(samples) * 16000 // rate)]


def musicnn_power(samples):
    """[frames, 257] |STFT|^2"""
    return (np.abs(librosa.stft(samples, n_fft=512, hop_length=256)) ** 2).T


def musicnn_log_mel(samples):
    """[frames, 96] log10(10000 x + 1) of the mel power x in float32; musicnn itself rounds x to float16."""
    mel = librosa.feature.melspectrogram(y=samples, sr=16000, n_fft=512, hop_length=256, n_mels=96).T
    return np.log10(np.float32(10000) * mel + np.float32(1))


def musicnn_windows(log_mel, hop):
    """[windows, 187, 96], `hop` frames apart"""
    starts = range(0, len(log_mel) - MUSICNN_FRAMES + 1, hop)
    return np.stack([log_mel[start : start + MUSICNN_FRAMES] for start in starts])


def vibenet_power(samples):
    """[frames, 513] |FFT|^2 of 640 windowed samples at the start of 1024"""
    window = scipy.signal.get_window("hann", 640, fftbins=True).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, 640)[::320] * window
    spectrum = scipy.fft.rfft(frames, n=1024, axis=-1)
    return (spectrum.real**2 + spectrum.imag**2).astype(np.float32)


def vibenet_mel(samples):
    """[128, frames] dB, at least the largest - 80"""
    bank = librosa.filters.mel(sr=16000, n_fft=1024, n_mels=128, fmin=0, fmax=8000).astype(np.float32)
    decibel = 10 * np.log10(np.maximum(1e-10, bank @ vibenet_power(samples).T))
    return np.maximum(decibel, decibel.max() - 80).astype(np.float32)


def vibenet_windows(samples, hop):
    """[windows, 128, 499], `hop` samples apart"""
    starts = range(0, len(samples) - VIBENET_SAMPLES + 1, hop)
    return np.stack([vibenet_mel(samples[start : start + VIBENET_SAMPLES]) for start in starts])
