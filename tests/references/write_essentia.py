#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what Essentia's own algorithms make of 16k/music: the front ends that metadata names.

Needs Python's essentia (2.1b6.dev1389) and numpy alone, which is why it is a script of its own: essentia and the
packages of requirements.txt needn't fit together.
"""

import pathlib

import essentia.standard
import numpy as np

DATA = pathlib.Path(__file__).resolve().parent / "data"


def frames(algorithm, samples, size, hop, every):
    """Each `every`th frame: FrameCutter's default puts a frame's middle on hop * t."""
    compute = getattr(essentia.standard, algorithm)()
    cut = essentia.standard.FrameGenerator(samples, frameSize=size, hopSize=hop)
    return np.stack([compute(frame) for t, frame in enumerate(cut) if t % every == 0])


def write(name, values):
    path = DATA / "essentia" / f"{name}.npy"
    path.parent.mkdir(exist_ok=True)
    with open(path, "wb") as file:
        np.lib.format.write_array(file, values.astype("<f4"), version=(1, 0), allow_pickle=False)
    print(path.relative_to(DATA), values.shape)


def main():
    samples = np.load(DATA / "16k/music.npy").astype(np.float32) / np.float32(32768)
    # The frames at the end, which Essentia fills with zeros, are left out
    write("musicnn.every31", frames("TensorflowInputMusiCNN", samples, 512, 256, 31)[:-1])
    write("vggish.every50", frames("TensorflowInputVGGish", samples, 400, 160, 50)[:-1])


if __name__ == "__main__":
    main()
