#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutation check: plants an off-by-one in a fast kernel or a plan and demands that a test fails.

Loop bounds, first indices, lost or added ones, strides and comparisons are changed, one at a time, in a copy
of one source; the copy is compiled and linked into test_plan with what the build folder holds, and the test
has to fail, crash or hang.  The sources and the build folder stay as they are.

    tests/models/mutate.py build                   # all of some 700, about an hour
    tests/models/mutate.py build --sample 50       # as many of each source
    tests/models/mutate.py build --only fourier    # where file, function and line match
    tests/models/mutate.py build --chosen          # those that the test models-mutations tries

mutations.txt names those that are chosen, and those that change nothing that a reading depends on, with the reason.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import resource
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNELS = ("conv.inc", "depthwise.inc", "epilogue.inc", "fourier.inc", "map.inc")
PLANS = (
    "plan_conv.c",
    "plan_fourier.c",
    "plan_frames.c",
    "plan_run.c",
    "plan_stream.c",
    "plan_window.c",
)
SOURCES = [ROOT / "models/kernels" / name for name in KERNELS] + [ROOT / "models" / name for name in PLANS]
TESTS = ("steps_that_take_turns*", "pixels_beside_padding*", "random_graphs*")
TIMEOUT = 60
LEAST = 8  # Of the chosen ones that must still be there

FUNCTION = re.compile(r"^(\w+)\(")
LOOP = re.compile(r"for \(.*?;\s*(?P<part>\w[\w.]* <=? [^;&]+?)(?=;| &&)")
START = re.compile(r"for \([\w ]*?\w+ = (?P<part>[^;,]+)(?=[;,])")
ONE = re.compile(r"(?P<part> [+-] 1)(?![\w.])")
STRIDE = re.compile(r" \* (?P<part>(?:\w+(?:->|\.))*\w*(?:stride|step|dilation)\b)")
INDEX = re.compile(r"\w\[(?P<part>[a-z]|row|bin|tap|pixel)\]")
COMPARE = re.compile(r"(?P<part> (?:<=?|>=?) )(?!=)")
OPERATORS = {
    "end": (LOOP, lambda part: f"{part} - 1"),
    "start": (START, lambda part: f"({part}) + 1"),
    "one": (ONE, lambda part: ""),
    "stride": (STRIDE, lambda part: f"({part} + 1)"),
    "index": (INDEX, lambda part: f"{part} + 1"),
    "compare": (COMPARE, lambda part: part.replace("=", "") if "=" in part else part.rstrip() + "= "),
}


class Mutation:
    """One changed line of one source."""

    def __init__(self, source, lines, number, function, operator, after):
        before = " ".join(lines[number - 1].split())
        self.source, self.lines, self.number, self.after = source, lines, number, after
        self.key = f"{source.name} {function} {operator}: {before}"
        self.text = f"{source.name}:{number}: {function}: {before}  ->  {' '.join(after.split())}"

    def write(self, folder):
        """The source with the line changed, at its place below `folder`."""
        lines = [*self.lines[: self.number - 1], self.after, *self.lines[self.number :]]
        path = folder / self.source.relative_to(ROOT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
        return path


def mutations_of(source):
    """Every mutation of every line of code in a function."""
    function, found = "", []
    lines = source.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        named = FUNCTION.match(line)
        function = named[1] if named else function
        if not line.startswith("  ") or not function or line.lstrip().startswith(("//", "*", "__builtin_prefetch")):
            continue
        code = line.split("//")[0]
        for operator, (pattern, change) in OPERATORS.items():
            for place, match in enumerate(pattern.finditer(code), 1):
                if operator == "compare" and re.match(r"\s*(?:\} else )?for ", code):
                    continue
                first, last = match.span("part")
                after = line[:first] + change(match["part"]) + line[last:]
                found.append(Mutation(source, lines, number, function, f"{operator} {place}", after))
    return found


def runs_here(entry):
    """True if this processor has the instructions that the options -m... of a command ask for."""
    words = re.findall(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    flags = set(words[0].split()) if words else None
    return flags is None or all(
        option[2:] in flags for option in shlex.split(entry["command"]) if re.fullmatch(r"-m(avx\w*|fma|sse\w*)", option)
    )


class Bench:
    """How the build folder compiles and links, repeated elsewhere."""

    def __init__(self, build, test):
        self.build, self.test = build, test
        with open(build / "compile_commands.json", encoding="utf-8") as file:
            self.commands = json.load(file)
        links = subprocess.check_output(["ninja", "-C", str(build), "-t", "commands", test], text=True).splitlines()
        self.link = shlex.split(next(line for line in reversed(links) if f" -o {test} " in line))

    def compile(self, mutation, folder, turn):
        """Object of the mutation; kernels for one instruction set of those that there are, by turns."""
        changed = mutation.write(folder)
        kernel = mutation.source.suffix == ".inc"
        name = "kernels/isa.c" if kernel else mutation.source.name
        entries = [entry for entry in self.commands if entry["file"].endswith("/models/" + name) and runs_here(entry)]
        entry = entries[turn % len(entries)]
        command = [word for word in shlex.split(entry["command"]) if not word.startswith(("-W", "-O", "-g", "-fdiag"))]
        command = command[command[0] == "ccache" :]
        for option in ("-MQ", "-MF", "-o", "-c"):
            at = command.index(option)
            del command[at : at + 2]
        command.remove("-MD")
        source = str(self.build / entry["file"]) if kernel else str(changed)
        result = folder / "mutant.o"
        command[1:1] = [f"-I{folder}"]
        subprocess.run([*command, "-O1", "-w", "-c", source, "-o", str(result)], cwd=self.build, check=True)
        return result

    def survives(self, mutation, turn):
        """True if no test notices."""
        with tempfile.TemporaryDirectory(prefix="equus-mutation-") as name:
            folder = pathlib.Path(name)
            link = list(self.link[self.link[0] == "ccache" :])
            link[link.index(self.test)] = str(folder / "test")
            link.insert(link.index("-o") + 2, str(self.compile(mutation, folder, turn)))
            subprocess.run(link, cwd=self.build, check=True)
            return all(passes([str(folder / "test"), pattern], self.build) for pattern in TESTS)


def limit():
    """A mutant may not take the machine's memory, nor leave cores."""
    resource.setrlimit(resource.RLIMIT_DATA, (1 << 31, 1 << 31))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def passes(command, folder):
    try:
        return not subprocess.run(
            command, cwd=folder, timeout=TIMEOUT, capture_output=True, check=False, preexec_fn=limit
        ).returncode
    except subprocess.TimeoutExpired:
        return False


def listed(kind):
    """Keys that mutations.txt gives as of this kind."""
    lines = (ROOT / "tests/models/mutations.txt").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[1] for line in lines if line.startswith(kind + "\t")}


def sample_of(everything, sample):
    """All, or a sample that holds each source as often as the others."""
    if not sample:
        return everything
    source = random.Random(1)
    by_source = {}
    for mutation in everything:
        by_source.setdefault(mutation.source, []).append(mutation)
    chosen = []
    while len(chosen) < sample and any(by_source.values()):
        for mutations in by_source.values():
            if mutations and len(chosen) < sample:
                chosen.append(mutations.pop(source.randrange(len(mutations))))
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, help="a build folder with tests/models/test_plan")
    parser.add_argument("--sample", type=int, help="try only so many")
    parser.add_argument("--chosen", action="store_true", help="try those that mutations.txt chooses")
    parser.add_argument("--only", default="", help="try only what matches this")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()

    known, chosen = listed("harmless"), listed("chosen")
    every = [mutation for source in SOURCES for mutation in mutations_of(source)]
    there = {mutation.key: mutation for mutation in reversed(every)}
    if arguments.chosen:
        tried = [there[key] for key in sorted(chosen & set(there))]
    else:
        tried = [m for m in every if m.key not in known and re.search(arguments.only, m.text)]
        tried = sample_of(tried, arguments.sample)
    for key in sorted((known | chosen) - set(there)):
        print(f"no longer there, as mutations.txt has it: {key}")
    bench = Bench(arguments.build.resolve(), "tests/models/test_plan")
    if not passes([str(arguments.build.resolve() / bench.test), TESTS[0]], arguments.build):
        sys.exit(f"{bench.test} fails without a mutation")
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        survived = []
        for mutation, alive in zip(tried, pool.map(bench.survives, tried, range(len(tried)))):
            survived.append(alive)
            print(f"{'NOT NOTICED' if alive else 'noticed':<12} {mutation.text}", flush=True)
            if alive:
                print(f"             {mutation.key}")
    print(f"{len(tried)} mutations of {len(every)}, {len(tried) - sum(survived)} noticed, {len(known)} known as harmless")
    sys.exit(1 if any(survived) or len(tried) < (LEAST if arguments.chosen else 1) else 0)


if __name__ == "__main__":
    main()
