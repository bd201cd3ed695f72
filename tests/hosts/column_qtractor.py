# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later

import glob
import os

from hosts import need, run, skip


class Qtractor:
    title = "qtractor (scan of CLAP)"
    only = "nothing but its scanner can be driven"
    cannot = dict.fromkeys(
        (
            *("flat", "parameter", "automation", "state", "preset", "window", "side_chain", "outputs", "odd_rates"),
            *("block_changes", "two_instances", "offline_is_live"),
        ),
        only,
    )
    untried = ()

    def __init__(self, build, place):
        del place
        self.build = build

    @staticmethod
    def scanner():
        return next(iter(glob.glob("/usr/lib/*/qtractor/qtractor_plugin_scan")), None)

    @classmethod
    def need(cls):
        need("qtractor")
        if not cls.scanner():
            skip("qtractor's scanner is not installed")

    def load(self):
        """Each plug-in is loaded, asked for its ports and parameters, and listed"""
        path = f"{self.build}/Equus.clap"
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        out = run([self.scanner()], input=f"CLAP:{path}\n", env=environment)
        listed = [line.split("|")[1] for line in out.splitlines() if line.startswith("CLAP|")]
        assert listed == ["Equus", "Equus (mono)"], out

    def unload(self):
        """The scanner takes the module out again and ends well, which run() proves"""
        self.load()
