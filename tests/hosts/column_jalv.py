# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

from hosts import need, run


class Jalv:
    title = "jalv (LV2)"
    cannot = {"automation": "it does not automate"}
    untried = (
        *("flat", "parameter", "state", "preset", "side_chain", "odd_rates", "block_changes", "two_instances"),
        "unload",
    )

    def __init__(self, build, place):
        del place
        self.build = build

    @staticmethod
    def need():
        need("jalv.gtk3", "jackd", "jack_lsp", "Xvfb", "import")

    def script(self, name):
        print(run([sys.executable, os.path.join(os.path.dirname(__file__), name), self.build], timeout=300))

    def load(self):
        """Proven by all else; it is the window's test that plays"""
        self.script("test_window.py")

    window = load

    def outputs(self):
        self.script("test_live.py")

    offline_is_live = outputs
