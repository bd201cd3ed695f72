#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command on an X display of its own: with_display.py COMMAND...; ends with 77 where there is no Xvfb."""

import os
import shutil
import subprocess
import sys


def main():
    if not shutil.which("Xvfb"):
        print("Xvfb is not installed")
        return 77
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "2400x1600x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            print("Xvfb doesn't start")
            return 77
        return subprocess.run(sys.argv[1:], env={**os.environ, "DISPLAY": f":{number}"}, check=False).returncode
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
