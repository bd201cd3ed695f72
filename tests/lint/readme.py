#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the README's table of parameters is the one in the code: readme.py README PRINTER [--write]"""

import subprocess
import sys

BEGIN = "<!-- parameters: written by tests/lint/readme.py -->\n"
END = "<!-- end of parameters -->\n"


def main():
    path, printer = sys.argv[1:3]
    table = subprocess.run([printer], capture_output=True, text=True, check=True).stdout
    with open(path, encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN)
    shown, after = rest.split(END)
    if shown.strip() == table.strip():
        return 0
    if "--write" not in sys.argv:
        print(f"{path} shows another table than plugin/parameters.c says; mend it with:")
        print(f"  python3 tests/lint/readme.py {path} {printer} --write")
        return 1
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + "\n" + table + "\n" + END + after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
