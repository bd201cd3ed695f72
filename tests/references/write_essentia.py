#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what Essentia's own algorithms make of 16k/music: the front ends that metadata names, and heads behind them.

Needs Python's essentia (2.1b6.dev1389), onnxruntime and numpy alone, which is why it is a script of its own: essentia
and the packages of requirements.txt needn't fit together.
"""

import pathlib

import essentia.standard
import numpy as np
import onnxruntime

DATA = pathlib.Path(__file__).resolve().parent / "data"
MODELS = pathlib.Path(__file__).resolve().parents[1] / "models/essentia"


def frames(algorithm, samples, size, hop):
    """FrameCutter's default puts a frame's middle on hop * t."""
    compute = getattr(essentia.standard, algorithm)()
    return np.stack([compute(frame) for frame in essentia.standard.FrameGenerator(samples, frameSize=size, hopSize=hop)])


def run(stem, values, output=None):
    session = onnxruntime.InferenceSession(str(MODELS / f"{stem}.onnx"))
    return session.run([output or session.get_outputs()[0].name], {session.get_inputs()[0].name: values})[0]


def windows(values, length, hop):
    return [values[start : start + length][np.newaxis] for start in range(0, len(values) - length + 1, hop)]


def write(name, values):
    path = DATA / "essentia" / f"{name}.npy"
    path.parent.mkdir(exist_ok=True)
    with open(path, "wb") as file:
        np.lib.format.write_array(file, values.astype("<f4"), version=(1, 0), allow_pickle=False)
    print(path.relative_to(DATA), values.shape)


def pitch_salience(samples, chosen):
    """[len(chosen), 600] of magnitudes in frames of 2048 samples, centred on each 512th, at 22,050 Hz."""
    peaks = essentia.standard.SpectralPeaks(sampleRate=22050, maxPeaks=100, minFrequency=1, maxFrequency=11025,
                                            magnitudeThreshold=0, orderBy="magnitude")
    salience = essentia.standard.PitchSalienceFunction()
    padded = np.pad(samples, 1024)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(2048) / 2048)
    spectra = [np.abs(np.fft.rfft(window * padded[512 * t : 512 * t + 2048])).astype(np.float32) for t in chosen]
    return np.stack([salience(*peaks(spectrum)) for spectrum in spectra])


def main():
    samples = np.load(DATA / "16k/music.npy").astype(np.float32) / np.float32(32768)
    musicnn = frames("TensorflowInputMusiCNN", samples, 512, 256)
    vggish = frames("TensorflowInputVGGish", samples, 400, 160)
    # The frames at the end, which Essentia fills with zeros, are left out
    write("musicnn.every31", musicnn[::31][:-1])
    write("vggish.every50", vggish[::50][:-1])
    music = windows(musicnn[:-4], 128, 62)
    write("mood_sad-toy-effnet-1", np.concatenate(
        [run("mood_sad-toy-effnet-1", run("toy-effnet-bsdynamic-1", window, "embeddings")) for window in music]))
    speech = windows(vggish[:-4], 96, 48)
    write("deam-toy-vggish-1", np.concatenate(
        [run("deam-toy-vggish-1", run("toy-vggish-1", window[:, np.newaxis])) for window in speech]))
    samples = np.load(DATA / "features/music.npy").astype(np.float32) / np.float32(32768)
    write("pitch_salience", pitch_salience(samples, [40, 100, 250]))


if __name__ == "__main__":
    main()
