#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Equus compares in speed with TensorFlow, ONNX Runtime and librosa, on one thread each, in turns.

To be run by hand:

    build/venv/bin/python tests/bench/peers.py --equus build/equus --wheels build/wheels

Both get as many windows of white noise (the work doesn't depend on the sound). Rounds of ours and theirs
alternate, so that what else the machine does meets both alike. Times are those for which
a process had a core; a round's is the median of its windows, and printed is the median of the rounds' ratios.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

# Before the libraries are loaded: each would use all cores
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import librosa  # noqa: E402
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import tensorflow.compat.v1 as tf  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "models/import"), str(ROOT / "tests/references")]
import frontends  # noqa: E402

WARM_UP = 3
SGEMM_SIDE = 512


class TensorFlow:
    """musicnn's own graph and checkpoint, as Musicnn of originals.py, on one thread and with all of TensorFlow's kernels."""

    def __init__(self, folder):
        # Not at the top: originals.py turns oneDNN off when it is imported
        one_dnn = os.environ.get("TF_ENABLE_ONEDNN_OPTS")
        import originals

        if one_dnn is None:
            del os.environ["TF_ENABLE_ONEDNN_OPTS"]
        self.model = originals.Musicnn(folder)
        self.model.session.close()
        config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
        self.model.session = tf.Session(graph=self.model.graph, config=config)

    def run(self, window):
        self.model.session.run("model/Sigmoid:0", {"mel:0": window[None]})


class OnnxRuntime:
    """A network with all of ONNX Runtime's optimisations."""

    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name

    def run(self, window):
        self.session.run(None, {self.input: window[None]})


def seconds(function, *arguments):
    """Of all threads of this process, for one call."""
    begin = time.process_time()
    function(*arguments)
    return time.process_time() - begin


def ours(equus, name, windows):
    command = [equus, "bench", "--model", name, "--windows", str(windows), "--json", "-"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def median_of(function, items):
    return statistics.median(seconds(function, item) for item in items)


def sgemm_rate():
    """GMAC/s of NumPy's matrix product."""
    a = np.random.default_rng(1).standard_normal((SGEMM_SIDE, SGEMM_SIDE), np.float32)
    a @ a
    return SGEMM_SIDE**3 / median_of(lambda _: a @ a, range(9)) * 1e-9


def play(run, rounds, peer, windows, equus, name):
    """For each round our report of a model, the peer's seconds a window, and NumPy's sgemm"""
    for window in windows[:WARM_UP]:
        run(window)
    results = []
    for number in range(rounds):
        theirs = median_of(run, windows)
        results.append((ours(equus, name, len(windows)), theirs, sgemm_rate()))
        print(f"{name}, round {number + 1} of {rounds}: {peer} {theirs * 1e3:.2f} ms a window", file=sys.stderr)
    return results


def report(figure, goal, pairs):
    """Print the median of ours / theirs, with medians of both in ms."""
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    mine, theirs = (statistics.median(side) * 1e3 for side in zip(*pairs))
    verdict = "" if goal is None else f"goal {goal:.2f}: {'reached' if ratio <= goal else 'NOT reached'}"
    print(f"{figure:58s} {mine:9.3f} ms {theirs:9.3f} ms  ratio {ratio:6.3f}  {verdict}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--equus", default="build/equus", help="the command")
    parser.add_argument("--wheels", type=pathlib.Path, default="build/wheels", help="folder of the unpacked wheels")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--windows", type=int, default=12, help="in each round")
    arguments = parser.parse_args()

    noise = np.random.default_rng(1).standard_normal(16000 * 60).astype(np.float32) * 0.1
    log_mel = frontends.musicnn_log_mel(noise)
    tags = frontends.musicnn_windows(log_mel, 31)[: arguments.windows]
    mood = frontends.vibenet_windows(noise, 16000)[: arguments.windows]
    librosa.feature.melspectrogram(y=noise[:16000], sr=16000, n_fft=512, hop_length=256, n_mels=96)

    tensorflow = TensorFlow(arguments.wheels / "musicnn/MSD_musicnn")
    onnx = OnnxRuntime(arguments.wheels / "vibenet/artifacts/efficientnet_model.onnx")
    tag_rounds = play(tensorflow.run, arguments.rounds, "TensorFlow", tags, arguments.equus, "MSD_musicnn")
    mood_rounds = play(onnx.run, arguments.rounds, "ONNX Runtime", mood, arguments.equus, "vibenet")
    librosa_second = statistics.median(seconds(frontends.musicnn_log_mel, noise) for _ in range(5)) * 16000 / len(noise)

    models = [(mine["models"][0], theirs) for mine, theirs, _ in tag_rounds]
    moods = [(mine["models"][0], theirs) for mine, theirs, _ in mood_rounds]
    machine = tag_rounds[0][0]["machine"]
    mine = statistics.median(r[0]["machine"]["sgemm_gmac_per_second"] for r in tag_rounds + mood_rounds)
    numpy_rate = statistics.median(r[2] for r in tag_rounds + mood_rounds)
    print(f"{machine['cpu']}, kernels {machine['kernels']}; sgemm: {mine:.1f} GMAC/s ({machine['sgemm']}), "
          f"{numpy_rate:.1f} (NumPy)")
    print(f"{'':58s} {'ours':>12s} {'theirs':>12s}")
    window = "seconds_per_window"
    report("MSD_musicnn live, every 31 frames, against TensorFlow", 1 / 5, [(m["live"][window], t) for m, t in models])
    report("MSD_musicnn windows back to back, against TensorFlow", 1 / 2, [(m["direct"][window], t) for m, t in models])
    report("vibenet, a window by itself, against ONNX Runtime", 1, [(m["direct"][window], t) for m, t in moods])
    report("vibenet live, every second, against ONNX Runtime", None, [(m["live"][window], t) for m, t in moods])
    front_end = "front_end_seconds_per_audio_second"
    report("musicnn's front end, a second, against librosa", None, [(m[front_end], librosa_second) for m, _ in models])


if __name__ == "__main__":
    main()
