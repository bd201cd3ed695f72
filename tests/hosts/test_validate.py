#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the bundle is valid LV2 and that hosts see all four plug-ins, their ports, presets and window."""

import glob
import json
import pathlib
import re

from hosts import MONO, MONO_SIDE, STEREO, STEREO_SIDE, build_folder, need, run


def ports(description):
    """One text a port of what lv2info printed."""
    return re.split(r"\n\tPort \d+:\n", description.split("\nUIs:")[0])[1:]


def field(port, name):
    match = re.search(rf"{name}:\s+(\S+)", port)
    return match[1] if match else None


def check_ports(uri, description):
    numbers = [int(number) for number in re.findall(r"\n\tPort (\d+):", description)]
    assert numbers == list(range(len(numbers))), f"{uri}: ports {numbers}"
    symbols = [field(port, "Symbol") for port in ports(description)]
    assert len(set(symbols)) == len(symbols), f"{uri}: symbols twice in {symbols}"
    for port in ports(description):
        low, high, initial = (field(port, name) for name in ("Minimum", "Maximum", "Default"))
        if initial is not None:
            assert float(low) <= float(initial) <= float(high), f"{uri}: {field(port, 'Symbol')}"
    sides = [symbol for symbol in symbols if symbol.startswith("side")]
    expected = {STEREO_SIDE: ["side_left", "side_right"], MONO_SIDE: ["side"]}.get(uri, [])
    assert sides == expected, f"{uri}: side-chain ports {sides}"
    for symbol in ("enabled", "output_gain", "level_match", "p1_gain", "wet_valence", "dry_tag_1"):
        assert symbol in symbols, f"{uri}: no port {symbol}"


def preset_titles():
    sources = (pathlib.Path(__file__).parents[2] / "presets").glob("*.json")
    return sorted(json.loads(source.read_text(encoding="utf-8"))["title"] for source in sources)


def main():
    need("lv2_validate", "sord_validate", "lv2ls", "lv2info")
    build = build_folder()
    print(run(["lv2_validate", *glob.glob(f"{build}/equus.lv2/*.ttl")]))
    listed = run(["lv2ls"]).split()
    titles = preset_titles()
    for uri in (STEREO, MONO, STEREO_SIDE, MONO_SIDE):
        assert uri in listed, f"lv2ls doesn't list {uri}"
        description = run(["lv2info", uri])
        assert "error" not in description.lower(), description
        check_ports(uri, description)
        assert "urn:equus:ui" in description, f"{uri}: no window"
        listed_presets = description.split("Presets:")[1].split("\n\n")[0]
        assert sorted(line.strip() for line in listed_presets.strip().splitlines()) == titles, listed_presets
        print(f"{uri}: {len(ports(description))} ports, {len(titles)} presets")


if __name__ == "__main__":
    main()
