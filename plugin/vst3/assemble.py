#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assemble the VST3 bundle: assemble.py BUNDLE MODULE ARCHITECTURE MODULEINFO PRESETS MODELS_FILE...

The folders are those that Steinberg's documentation of the format names.
"""

import pathlib
import shutil
import sys


def copy(files, folder):
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder)


def main():
    bundle, module, architecture, moduleinfo = map(pathlib.Path, sys.argv[1:5])
    files = [pathlib.Path(name) for name in sys.argv[5:]]
    contents = bundle / "Contents"
    shutil.rmtree(bundle, ignore_errors=True)
    presets = [file for file in files if file.parent.name == "presets"]
    resources = contents / "Resources"
    copy([file for file in files if file not in presets], resources / "models")
    copy(presets, resources / "presets")
    shutil.copy(moduleinfo, resources)
    (contents / f"{architecture}-linux").mkdir()
    shutil.copy(module, contents / f"{architecture}-linux" / "Equus.so")


if __name__ == "__main__":
    main()
