# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What librosa makes of a signal at 22,050 Hz, by the names that Equus gives the features."""

import warnings

import librosa
import numpy as np
import soxr

import signals

RATE = 22050
FRAMES = [2, 40, 100, 250]  # Whose values are written


def excerpt(songs):
    """[RATE * 6] int16: six seconds of music, the first quarter of a second silent."""
    stereo = signals.mix(songs, "chaosland", 70, signals.RATE * 6)
    music = soxr.resample(stereo.mean(axis=1), signals.RATE, RATE, quality="HQ") / 2
    music[: RATE // 4] = 0
    return signals.to_int16(music)


def frame_features(samples):
    """Each frame feature that librosa defines, and the flux between its spectra: [values, frames]."""
    feature = librosa.feature
    spectrum = np.abs(librosa.stft(samples))
    steps = np.diff(spectrum.astype(float), axis=1, prepend=0)
    onset = librosa.onset.onset_strength(y=samples, sr=RATE)
    return {
        "rms": feature.rms(y=samples),
        "zero_crossing_rate": feature.zero_crossing_rate(samples),
        "spectral_centroid": feature.spectral_centroid(y=samples, sr=RATE),
        "spectral_bandwidth": feature.spectral_bandwidth(y=samples, sr=RATE),
        "rolloff": feature.spectral_rolloff(y=samples, sr=RATE),
        "spectral_flatness": feature.spectral_flatness(y=samples),
        "spectral_flux": np.sqrt((steps**2).sum(axis=0, keepdims=True)),
        "spectral_contrast": feature.spectral_contrast(y=samples, sr=RATE),
        "chroma_stft": feature.chroma_stft(y=samples, sr=RATE),
        "mfcc": feature.mfcc(y=samples, sr=RATE),
        "onset_strength": onset[np.newaxis],
        "spectrogram": spectrum,
        "melspectrogram": feature.melspectrogram(y=samples, sr=RATE),
        "tempogram": feature.tempogram(onset_envelope=onset, sr=RATE),
    }


def summaries(samples):
    """Values that librosa gives a whole signal."""
    power = np.abs(librosa.stft(samples)) ** 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "tuning": float(librosa.estimate_tuning(S=power, sr=RATE)),
            "tempo": float(librosa.feature.tempo(y=samples, sr=RATE)[0]),
            "beat_tempo": float(np.atleast_1d(librosa.beat.beat_track(y=samples, sr=RATE)[0])[0]),
        }


def write(out, songs):
    whole = excerpt(songs)
    samples = whole.astype(np.float32) / 32768
    out.array("features/music", whole)
    for name, values in frame_features(samples).items():
        statistics = np.stack([values.mean(axis=1, dtype=float), values.std(axis=1, dtype=float)], axis=1)
        out.array(f"features/{name}_statistics", statistics)
        out.array(f"features/{name}", np.ascontiguousarray(values[:, FRAMES].T))
    out.array("features/summaries", np.array(list(summaries(samples).values())))
