#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that all formats arrive where hosts look, find their models there, and go without a trace: test_install.py SOURCE BUILD

For a user by ./bootstrap, below a DESTDIR by meson.
"""

import ctypes
import filecmp
import os
import pathlib
import platform
import subprocess
import sys
import tempfile


class Entry(ctypes.Structure):
    """CLAP's clap_entry as far as init()"""

    _fields_ = [("version", ctypes.c_uint32 * 3), ("init", ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_char_p))]


def clap_finds_models(path):
    """Whether the module, asked by this path, is ready to make instances; in a process of its own."""
    return not subprocess.run([sys.executable, __file__, "--clap", path], check=False).returncode


def init_clap(path):
    return Entry.in_dll(ctypes.CDLL(path), "clap_entry").init(path.encode())


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def check_same(built, installed):
    """All that was installed is what was built, models and presets included."""
    names = files(installed)
    assert any(name.endswith(".onnx") for name in names), f"no models in {installed}: {names}"
    assert any(name.endswith("telephone.json") for name in names), f"no presets in {installed}: {names}"
    for name in names:
        assert filecmp.cmp(built / name, installed / name, shallow=False), f"{installed / name} isn't what was built"


def check_formats(build, lv2, vst3, clap):
    check_same(build / "equus.lv2", lv2 / "equus.lv2")
    check_same(build / "Equus.vst3", vst3 / "Equus.vst3")
    assert (lv2 / "equus.lv2/manifest.ttl").exists()
    assert (vst3 / f"Equus.vst3/Contents/{platform.machine()}-linux/Equus.so").exists()
    assert clap_finds_models(str(clap / "Equus.clap")), f"{clap}/Equus.clap finds no models"


def check_lonely_clap(build, folder):
    """Without models a module says so; by a symbolic link it finds those of the real one."""
    lonely, linked = folder / "lonely/Equus.clap", folder / "linked/Equus.clap"
    for path in (lonely, linked):
        path.parent.mkdir()
    lonely.write_bytes((build / "Equus.clap").read_bytes())
    linked.symlink_to(build / "Equus.clap")
    assert not clap_finds_models(str(lonely))
    assert clap_finds_models(str(linked))


def bootstrap(source, home, *words):
    environment = {**os.environ, "HOME": str(home)}
    environment.pop("LV2_PATH", None)
    subprocess.run([source / "bootstrap", *words], env=environment, check=True)


def check_user(source, build, home):
    bootstrap(source, home, "install", "--no-build")
    check_formats(build, home / ".lv2", home / ".vst3", home / ".clap")
    command = home / ".local/bin/equus"
    assert subprocess.run([command, "help"], stdout=subprocess.DEVNULL, check=False).returncode == 0
    bootstrap(source, home, "install", "--no-build")  # In place of what is there
    check_formats(build, home / ".lv2", home / ".vst3", home / ".clap")
    bootstrap(source, home, "uninstall")
    left = [path for path in home.rglob("*") if not path.is_dir() or path.is_symlink()]
    assert not left, f"uninstall left {left}"


def check_packager(build, folder):
    environment = {**os.environ, "DESTDIR": str(folder)}
    subprocess.run(
        ["meson", "install", "-C", build, "--no-rebuild"], env=environment, stdout=subprocess.DEVNULL, check=True
    )
    plugins = next(folder.rglob("equus.lv2")).parents[1]
    check_formats(build, plugins / "lv2", plugins / "vst3", plugins / "clap")
    commands = list(folder.rglob("bin/equus"))
    assert len(commands) == 1, commands


def main():
    if sys.argv[1] == "--clap":
        return 0 if init_clap(sys.argv[2]) else 1
    source, build = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part in ("home", "stage", "lonely-one"):
            (folder / part).mkdir()
        check_packager(build, folder / "stage")
        check_lonely_clap(build, folder / "lonely-one")
        if build == source / "build":
            check_user(source, build, folder / "home")
        else:
            print(f"./bootstrap installs what is in {source}/build, which isn't what is tested here")
    return 0


if __name__ == "__main__":
    sys.exit(main())
