# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio to the values of a tag network's penultimate layer, one row a window of 3 seconds."""

import onnxruntime
import soundfile

import frontends

RATE = 16000


def read(path, start=0, frames=-1):
    """[samples, channels] float32 and the file's rate."""
    samples, rate = soundfile.read(path, frames=frames, start=start, dtype="float32", always_2d=True)
    return samples, rate


def log_mel(samples, rate):
    """[frames, 96] of the mean of the channels, as the bundled networks are fed."""
    mono = samples.mean(axis=1)
    return frontends.musicnn_log_mel(mono if rate == RATE else frontends.resample(mono, rate))


def session(path):
    """A network in ONNX Runtime on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class Network:
    """A converted network of musicnn."""

    def __init__(self, path):
        self.session = session(path)

    def embed(self, mel, hop=frontends.MUSICNN_FRAMES):
        """[windows, values] of windows `hop` frames apart."""
        windows = frontends.musicnn_windows(mel, hop)
        return [self.session.run(["embedding"], {"mel": window[None]})[0][0] for window in windows]
