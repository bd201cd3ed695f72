#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sum up meson's testlog.json: names what failed and what was skipped, ends with one line of counts."""

import json
import sys

PASSED = ("OK", "EXPECTEDFAIL")


def reason(test):
    """The last line that a skipped test printed."""
    lines = (test.get("stdout", "") + test.get("stderr", "")).strip().splitlines()
    return lines[-1] if lines else "no reason given"


def main():
    try:
        with open(sys.argv[1], encoding="utf-8") as log:
            tests = [json.loads(line) for line in log]
    except OSError:
        tests = []
    skipped = [test for test in tests if test["result"] == "SKIP"]
    failed = [test for test in tests if test not in skipped and test["result"] not in PASSED]
    for test in skipped:
        print(f"skipped: {test['name']}: {reason(test)}")
    for test in failed:
        print(f"failed: {test['name']} ({test['result']})")
    passed = len(tests) - len(failed) - len(skipped)
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
