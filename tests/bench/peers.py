#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Equus compares in speed with TensorFlow, ONNX Runtime and librosa, on one thread each, in turns.

To be run by hand:

    build/venv/bin/python tests/bench/peers.py --equus build/equus --wheels build/wheels

Every bundled model takes its turn: musicnn's networks against TensorFlow and ONNX Runtime, vibenet against ONNX Runtime. All
get as many windows of white noise (the work doesn't depend on the sound). Rounds of ours and theirs alternate, so
that what else the machine does meets all alike. Times are those for which a process had a core; a round's is the
median of its windows, and of all rounds the best counts, ours and theirs.
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
import catalogue  # noqa: E402
import frontends  # noqa: E402

WARM_UP = 3
SGEMM_SIDE = 512

# Model, kind of window, peer -> share of the peer's time that ours may take
GOALS = {
    ("MSD_musicnn", "live", "TensorFlow"): 1 / 5,
    ("MSD_musicnn", "direct", "TensorFlow"): 1 / 2,
    ("vibenet", "direct", "ONNX Runtime"): 1,
}


class TensorFlow:
    """musicnn's own graph and checkpoint, as Musicnn of originals.py, on one thread and with all of TensorFlow's kernels."""

    def __init__(self, folder, name):
        # Not at the top: originals.py turns oneDNN off when it is imported
        one_dnn = os.environ.get("TF_ENABLE_ONEDNN_OPTS")
        import originals

        if one_dnn is None:
            os.environ.pop("TF_ENABLE_ONEDNN_OPTS", None)
        self.model = originals.Musicnn(folder, originals.PACKAGE_POOLS.get(name))
        self.model.session.close()
        config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
        self.model.session = tf.Session(graph=self.model.graph, config=config)

    def run(self, window):
        self.model.session.run("model/Sigmoid:0", {"mel:0": window[None]})


class OnnxRuntime:
    """A bundled file with all of ONNX Runtime's optimisations."""

    def __init__(self, path, output):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name
        self.output = output

    def run(self, window):
        self.session.run([self.output], {self.input: window[None]})


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


def peers_of(entry, wheels):
    """Name -> peer of a model of the catalogue"""
    path = ROOT / "models/bundled" / entry["name"]
    output = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["output"]
    peers = {"ONNX Runtime": OnnxRuntime(path.with_suffix(".onnx"), output)}
    if entry["package"] == "musicnn":
        peers = {"TensorFlow": TensorFlow(wheels / "musicnn" / entry["checkpoint"], entry["name"])} | peers
    return peers


def play(arguments, entry, windows):
    """Rounds of our report of a model, each peer's seconds a window by its name, and NumPy's sgemm"""
    peers = peers_of(entry, arguments.wheels)
    for peer in peers.values():
        for window in windows[:WARM_UP]:
            peer.run(window)
    rounds = []
    for number in range(arguments.rounds):
        theirs = {name: median_of(peer.run, windows) for name, peer in peers.items()}
        rounds.append((ours(arguments.equus, entry["name"], len(windows)), theirs, sgemm_rate()))
        print(f"{entry['name']}, round {number + 1} of {arguments.rounds}", file=sys.stderr)
    return rounds


def report_pace(name, kind, rounds):
    """A line of our best round of this kind, beside each peer's best."""
    pace = min((mine["models"][0][kind] for mine, _, _ in rounds), key=lambda p: p["seconds_per_window"])
    machine = max(mine["machine"]["sgemm_gmac_per_second"] for mine, _, _ in rounds)
    own = pace["seconds_per_window"]
    line = f"{name:19s} {kind:6s} {pace['hop_frames']:4.0f} {own * 1e3:8.2f} "
    line += f"{pace['seconds_per_audio_second'] * 1e3:8.2f} {pace['mmac_per_window']:7.0f} "
    line += f"{pace['mmac_per_window'] / own / machine * 0.1:6.0f} %"
    for peer in rounds[0][1]:
        best = min(theirs[peer] for _, theirs, _ in rounds)
        line += f"   {peer} {best * 1e3:.2f} ms, ratio {own / best:.2f}"
        goal = GOALS.get((name, kind, peer))
        line += "" if goal is None else f" (goal {goal:.2f} {'reached' if own / best <= goal else 'NOT reached'})"
    print(line)


def report_model(name, rounds):
    for kind in ("live", "direct"):
        report_pace(name, kind, rounds)
    load = min(mine["models"][0]["load_seconds"] for mine, _, _ in rounds)
    print(f"{name:19s} loads in {load * 1e3:.0f} ms on the wall clock")


def report_front_end(rounds, noise):
    """musicnn's front end against librosa, which had its turns before."""
    theirs = min(seconds(frontends.musicnn_log_mel, noise) for _ in range(5)) * 16000 / len(noise)
    own = min(mine["models"][0]["front_end_seconds_per_audio_second"] for mine, _, _ in rounds)
    print(f"musicnn's front end, a second of audio: {own * 1e3:.3f} ms   librosa {theirs * 1e3:.3f} ms, "
          f"ratio {own / theirs:.2f}")


def report_machine(rounds):
    machine = rounds[0][0]["machine"]
    engine = max(mine["machine"]["sgemm_gmac_per_second"] for mine, _, _ in rounds)
    print(f"{machine['cpu']}, kernels {machine['kernels']}; sgemm: {engine:.1f} GMAC/s ({machine['sgemm']}), "
          f"{max(rate for _, _, rate in rounds):.1f} (NumPy)")
    print("model               kind    hop ms/window    ms/s    MMAC of sgemm")


def main():
    entries = {entry["name"]: entry for entry in catalogue.MODELS}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--equus", default="build/equus", help="the command")
    parser.add_argument("--wheels", type=pathlib.Path, default="build/wheels", help="folder of the unpacked wheels")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--windows", type=int, default=12, help="in each round")
    parser.add_argument("models", nargs="*", metavar="NAME", help=f"of {', '.join(entries)}; default: all")
    arguments = parser.parse_args()

    noise = np.random.default_rng(1).standard_normal(16000 * 60).astype(np.float32) * 0.1
    tags = frontends.musicnn_windows(frontends.musicnn_log_mel(noise), 31)[: arguments.windows]
    mood = frontends.vibenet_windows(noise, 16000)[: arguments.windows]
    for number, name in enumerate(arguments.models or entries):
        rounds = play(arguments, entries[name], tags if entries[name]["package"] == "musicnn" else mood)
        if number == 0:
            report_machine(rounds)
        report_model(name, rounds)
        if name == "MSD_musicnn":
            report_front_end(rounds, noise)


if __name__ == "__main__":
    main()
