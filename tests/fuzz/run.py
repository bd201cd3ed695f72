#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the fuzzers with clang's sanitizers in a folder of their own, and let each run for a while.

    tests/fuzz/run.py build/fuzz --seconds 600    # each for ten minutes

Files that end a fuzzer stay in that folder.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = ROOT / "tests/models"
SEEDS = {
    "fuzz_onnx": (MODELS / "fixtures", MODELS / "essentia"),
    "fuzz_sidecar": (ROOT / "models/bundled", MODELS / "fixtures", MODELS / "essentia"),
}
SMALL = 20000  # Bytes: larger files make a fuzzer slow and teach it nothing
SKIP = 77


def build(folder):
    """Configure unless that is done, and compile what isn't up to date."""
    if not shutil.which("clang"):
        print("clang is not installed")
        sys.exit(SKIP)
    if not (folder / "build.ninja").exists():
        options = ["-Dfuzz=true", "-Doptimization=1", "-Db_sanitize=address,undefined", "-Db_lundef=false"]
        environment = {**os.environ, "CC": "clang"}
        subprocess.run(["meson", "setup", str(folder), str(ROOT), *options], env=environment, check=True)
    subprocess.run(["ninja", "-C", str(folder), *(f"tests/fuzz/{name}" for name in SEEDS)], check=True)


def copy_seeds(name, corpus):
    """The small files among the seeds, all in one folder."""
    suffix = ".onnx" if name == "fuzz_onnx" else ".json"
    for folder in SEEDS[name]:
        for number, path in enumerate(sorted(folder.rglob(f"*{suffix}"))):
            if path.stat().st_size <= SMALL:
                shutil.copy(path, corpus / f"{folder.name}-{number}")
    return len(list(corpus.iterdir()))


def fuzz(folder, name, seconds):
    """True if nothing was found."""
    with tempfile.TemporaryDirectory(prefix="equus-fuzz-") as corpus:
        seeds = copy_seeds(name, pathlib.Path(corpus))
        command = [
            str(folder / "tests/fuzz" / name),
            corpus,
            f"-max_total_time={seconds}",
            f"-artifact_prefix={folder}/{name}-",
            "-timeout=20",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
        ]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    lines = result.stdout.decode(errors="replace").splitlines()
    runs = next((line.split()[-1] for line in lines if "number_of_executed_units" in line), "0")
    print(f"{name}: {seeds} seeds, {runs} runs in {seconds} s, ended with {result.returncode}", flush=True)
    if result.returncode:
        print("\n".join(lines[-60:]))
    return seeds > 0 and int(runs) > seeds and not result.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="where to build")
    parser.add_argument("--seconds", type=int, default=30, help="for each fuzzer")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    build(folder)
    sys.exit(0 if all([fuzz(folder, name, arguments.seconds) for name in SEEDS]) else 1)


if __name__ == "__main__":
    main()
