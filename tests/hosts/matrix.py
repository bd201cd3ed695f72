#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix: what every host does with Equus, each cell a test.

matrix.py BUILD COLUMN: tries a column's cells and fails if one of them does.
matrix.py --readme README [--write]: proves (or makes) that the README's table is the one below.

A column is a class in column_*.py with one method a cell. What has no method stands in `cannot`, with the reason, or in
`untried`. A host that isn't here ends the test with 77.
"""

import importlib
import sys
import traceback

import hosts

ROWS = {
    "load": "loads",
    "flat": "flat is bit-exact",
    "parameter": "a parameter does what it says",
    "automation": "automation has no steps",
    "state": "state is saved and restored",
    "preset": "presets",
    "window": "the window opens and is drawn",
    "side_chain": "side-chain",
    "outputs": "outputs move",
    "odd_rates": "8, 44.123 and 384 kHz",
    "block_changes": "blocks of other sizes: same bits",
    "two_instances": "two instances",
    "offline_is_live": "offline = live, bit for bit",
    "unload": "unloads",
}

COLUMNS = {
    "own-lv2": ("own", "Lv2"),
    "own-vst3": ("own", "Vst3"),
    "own-clap": ("own", "Clap"),
    "jalv": ("jalv", "Jalv"),
    "ffmpeg": ("ffmpeg", "Ffmpeg"),
    "ecasound": ("ecasound", "Ecasound"),
    "ardour-lv2": ("ardour", "ArdourLv2"),
    "ardour-vst3": ("ardour", "ArdourVst3"),
    "qtractor": ("qtractor", "Qtractor"),
    "pedalboard": ("pedalboard", "Pedalboard"),
    "dawdreamer": ("dawdreamer", "Dawdreamer"),
}

BEGIN = "<!-- hosts: written by tests/hosts/matrix.py -->\n"
END = "<!-- end of hosts -->\n"


def column(name):
    module, kind = COLUMNS[name]
    return getattr(importlib.import_module(f"column_{module}"), kind)


def check_complete(kind):
    """Each row is done, can't be done, or is untried: nothing else and nothing twice."""
    for row in ROWS:
        ways = (hasattr(kind, row), row in kind.cannot, row in kind.untried)
        assert sum(ways) == 1, f"{kind.title}: {row} stands {sum(ways)} times"


def try_cells(kind, build):
    failed = 0
    with hosts.folder() as place:
        host = kind(build, place)
        for row in ROWS:
            if row in kind.cannot:
                print(f"{row}: cannot: {kind.cannot[row]}")
            elif row in kind.untried:
                print(f"{row}: untried")
            else:
                try:
                    getattr(host, row)()
                    print(f"{row}: pass")
                except Exception:  # pylint: disable=broad-except
                    traceback.print_exc(file=sys.stdout)
                    print(f"{row}: FAIL")
                    failed += 1
            sys.stdout.flush()
    return failed


def cell(kind, row, notes):
    if row in kind.untried:
        return "untried"
    if row not in kind.cannot:
        return "yes"
    if kind.cannot[row] not in notes:
        notes.append(kind.cannot[row])
    return f"no ({notes.index(kind.cannot[row]) + 1})"


def table():
    kinds = [column(name) for name in COLUMNS]
    notes = []
    lines = ["| | " + " | ".join(kind.title for kind in kinds) + " |", "| --- |" + " --- |" * len(kinds)]
    for row, title in ROWS.items():
        lines.append(f"| {title} | " + " | ".join(cell(kind, row, notes) for kind in kinds) + " |")
    return "\n".join([*lines, "", *(f"{i + 1}. {note}" for i, note in enumerate(notes))]) + "\n"


def check_readme(path, write):
    with open(path, encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN)
    shown, after = rest.split(END)
    if shown.strip() == table().strip():
        return 0
    if not write:
        print(f"{path} shows another table of hosts than tests/hosts has; mend it with:")
        print(f"  python3 tests/hosts/matrix.py --readme {path} --write")
        return 1
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + "\n" + table() + "\n" + END + after)
    return 0


def main():
    if sys.argv[1] == "--readme":
        for name in COLUMNS:
            check_complete(column(name))
        return check_readme(sys.argv[2], "--write" in sys.argv)
    kind = column(sys.argv[2])
    kind.need()
    return 1 if try_cells(kind, hosts.build_folder()) else 0


if __name__ == "__main__":
    sys.exit(main())
