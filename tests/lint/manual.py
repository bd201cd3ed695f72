#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the manual names every option of every verb, and no others: manual.py PAGE COMMAND"""

import re
import subprocess
import sys

SHARED = "Options of several verbs"


def helped(command, *arguments):
    return subprocess.run([command, *arguments], capture_output=True, text=True, check=True).stdout


def verbs_of(command):
    """Verb: its options, as --name or -n, by the command's help"""
    verbs = re.search(r"Verbs:\n((?:  .*\n)+)", helped(command, "help")).group(1)
    found = {}
    for verb in re.findall(r"^  (\S+)", verbs, re.M):
        lines = re.findall(r"^  (?:(-\S),|   ) (--\S+)", helped(command, verb, "--help"), re.M)
        found[verb] = {name for line in lines for name in line if name}
    return found


def flags_of(item):
    """The options that an item of a list names: what follows Fl up to the next macro"""
    flags, is_flag = set(), False
    for word in item.split():
        if re.fullmatch("[A-Z][a-z]", word):
            is_flag = word == "Fl"
        elif is_flag and word != ",":
            flags.add("-" + word)
    return flags


def sections_of(page):
    """Title of a subsection: the options that it explains"""
    found = {}
    for part in re.split(r"^\.Ss ", page, flags=re.M)[1:]:
        title, body = part.split("\n", 1)
        items = re.findall(r"^\.It (.*)", body.split("\n.Sh ")[0], re.M)
        found[title] = set().union(*map(flags_of, items))
    return found


def main():
    path, command = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        sections = sections_of(file.read())
    verbs = verbs_of(command)
    wrong = []
    for verb, options in verbs.items():
        own = set().union(*(flags for title, flags in sections.items() if verb in title.split()))
        shared = sections[SHARED]
        wrong += [f"{verb}: {option} isn't explained" for option in sorted(options - own - shared)]
        wrong += [f"{verb}: has no {option}" for option in sorted(own - options)]
    anywhere = set().union(*verbs.values())
    wrong += [f"no verb has {option}" for option in sorted(sections[SHARED] - anywhere)]
    for line in wrong:
        print(f"{path}: {line}")
    return 1 if wrong or not verbs else 0


if __name__ == "__main__":
    sys.exit(main())
