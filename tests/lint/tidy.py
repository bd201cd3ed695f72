#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run clang-tidy over every source of the compilation database that is our own; fail on any finding.

tidy.py ROOT BUILD [PART]: only files whose path contains PART.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

FOLDERS = ("dsp", "models", "plugin", "ui", "tools", "tests")


def own_sources(root, build, part):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as database:
        paths = {os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in json.load(database)}
    relative = [os.path.relpath(path, os.path.realpath(root)) for path in paths]
    return sorted(path for path in relative if path.split(os.sep)[0] in FOLDERS and part in path)


def check(root, build, path):
    command = ["clang-tidy", "--quiet", "-p", build, path]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return path, result.returncode, result.stdout


def main():
    root, build = sys.argv[1:3]
    sources = own_sources(root, build, sys.argv[3] if len(sys.argv) > 3 else "")
    if not sources:
        print("no sources in the compilation database")
        return 1
    failures = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, code, output in pool.map(lambda path: check(root, build, path), sources):
            if code:
                failures += 1
                print(f"--- {path}\n{output}")
    print(f"{len(sources)} sources, {failures} with findings")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
