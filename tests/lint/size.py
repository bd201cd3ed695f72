#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that functions and files stay short and that includes point one way: size.py ROOT"""

import pathlib
import re
import sys

FOLDERS = ("dsp", "models", "plugin", "ui", "tools", "tests")
LONGEST_FUNCTION = 60
LONGEST_FILE = 600
INCLUDE = re.compile(r'#\s*include "([^"]+)"')

# Arrows point ui -> plugin -> models -> dsp; the format adapters, tools and tests stand on all four
RANKS = {"dsp": 0, "models": 1, "plugin": 2, "ui": 3}
TOP = 4


def rank(path):
    parts = path.split("/")
    return TOP if len(parts) > 2 and parts[0] == "plugin" else RANKS.get(parts[0], TOP)


def long_functions(lines):
    """Functions above the limit, as (line number, length); their braces stand alone in the first column."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start + 1 > LONGEST_FUNCTION:
                yield start, number - start + 1
            start = None


def findings(path, text):
    lines = text.splitlines()
    if len(lines) > LONGEST_FILE:
        yield f"{path}: {len(lines)} lines, above {LONGEST_FILE}"
    for number, length in long_functions(lines):
        yield f"{path}:{number}: a function of {length} lines, above {LONGEST_FUNCTION}"
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match and "/" in match[1] and rank(match[1]) > rank(path):
            yield f"{path}:{number}: {path.split('/')[0]} must not use {match[1]}"
        elif match and "/" not in match[1] and match[1].endswith(".h") and not match[1].endswith(".pb-c.h"):
            yield f"{path}:{number}: write {match[1]} from the root"


def prove_that_it_finds():
    """The check itself, on made-up faults."""
    long_body = "void\nf(void)\n{\n" + "  g();\n" * LONGEST_FUNCTION + "}\n"
    assert len(list(findings("dsp/a.c", long_body))) == 1
    assert len(list(findings("dsp/a.c", "\n" * (LONGEST_FILE + 1)))) == 1
    assert len(list(findings("dsp/a.c", '#include "models/plan.h"\n'))) == 1
    assert len(list(findings("ui/a.c", '#include "plugin/lv2/uris.h"\n'))) == 1
    assert len(list(findings("dsp/a.c", '#include "eq.h"\n'))) == 1
    assert not list(findings("plugin/lv2/a.c", '#include "ui/scene.h"\n#include "dsp/eq.h"\n'))


def main():
    prove_that_it_finds()
    root = pathlib.Path(sys.argv[1])
    paths = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in (".c", ".h", ".inc"))
    faults = [
        fault
        for path in paths
        for fault in findings(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    ]
    print("\n".join(faults + [f"{len(paths)} files, {len(faults)} findings"]))
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
