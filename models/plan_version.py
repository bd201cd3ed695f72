#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write plan_version.h: a name for all that decides a plan's bytes, from the sources themselves.

Whoever changes how weights are packed or what a plan's structs look like can't forget to say so.
"""

import argparse
import hashlib
import pathlib

HEADER = """/* Written by models/plan_version.py: the sources' own SHA-256 */
#ifndef EQUUS_MODELS_PLAN_VERSION_H
#define EQUUS_MODELS_PLAN_VERSION_H
#define PLAN_VERSION "{version}"
#endif
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=pathlib.Path, help="the folder models/")
    parser.add_argument("machine", help="for which machine it is compiled")
    parser.add_argument("header", type=pathlib.Path)
    parser.add_argument("depfile", type=pathlib.Path)
    arguments = parser.parse_args()

    folders = arguments.models, arguments.models / "kernels"
    sources = sorted(path for folder in folders for path in folder.iterdir() if path.suffix in (".c", ".h", ".inc"))
    digest = hashlib.sha256(arguments.machine.encode())
    for path in sources:
        digest.update(f"\n{path.name}\n".encode())
        digest.update(path.read_bytes())
    arguments.header.write_text(HEADER.format(version=digest.hexdigest()), encoding="utf-8")
    names = " ".join(str(path).replace(" ", "\\ ") for path in sources)
    arguments.depfile.write_text(f"{arguments.header}: {names}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
