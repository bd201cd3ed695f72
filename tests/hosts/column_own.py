# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of the tests' own hosts in C, which load a built module as the format says."""

import os
import sys

from hosts import run


class Own:
    cannot = {}
    untried = ()

    def __init__(self, build, place):
        del place
        self.build = build

    @staticmethod
    def need():
        pass

    def rows(self, row):
        """A row of tests/formats/test_rows.c"""
        out = run([f"{self.build}/tests/formats/test_rows", self.format, f"{self.build}/{self.module}", row])
        assert f"[       OK ] {row}" in out, out

    def load(self):
        self.rows("load")

    def flat(self):
        self.rows("flat")

    def parameter(self):
        self.rows("set_parameter")

    def automation(self):
        self.rows("automation")

    def state(self):
        """Through all three formats and back"""
        modules = [f"{self.build}/{kind.module}" for kind in (Lv2, Vst3, Clap)]
        out = run([f"{self.build}/tests/formats/test_formats", *modules, "test_a_document_goes_round"])
        assert "[       OK ] test_a_document_goes_round" in out, out

    def side_chain(self):
        self.rows("side_chain")

    def outputs(self):
        self.rows("outputs")

    def odd_rates(self):
        self.rows("odd_rates")

    def block_changes(self):
        self.rows("block_changes")

    def two_instances(self):
        self.rows("two_instances")

    def offline_is_live(self):
        self.rows("offline_is_live")

    def unload(self):
        self.rows("unload")


class Lv2(Own):
    title = "own C host (LV2, lilv)"
    format = "lv2"
    module = "equus.lv2"

    def window(self):
        with_display = os.path.join(os.path.dirname(__file__), "../ui/with_display.py")
        out = run([sys.executable, with_display, f"{self.build}/tests/ui/test_ui_lv2", f"{self.build}/{self.module}"])
        assert "[  PASSED  ]" in out, out

    def preset(self):
        self.rows("preset")


class Vst3(Own):
    title = "own C host (VST3)"
    format = "vst3"
    module = f"Equus.vst3/Contents/{os.uname().machine}-linux/Equus.so"
    untried = ("window",)

    def preset(self):
        self.rows("preset")


class Clap(Own):
    title = "own C host (CLAP)"
    format = "clap"
    module = "Equus.clap"
    untried = ("window",)
    cannot = {"preset": "CLAP 1.1.1 has no presets; they are in the window"}
