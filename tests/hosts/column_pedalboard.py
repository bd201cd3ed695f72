# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later

from hosts import display, need
from in_venv import InVenv


class Pedalboard(InVenv):
    title = "pedalboard (VST3)"
    script = "pedalboard_cells.py"
    package = "pedalboard"
    cannot = {
        "side_chain": "it gives a plug-in one input",
        "offline_is_live": "it has one way to play",
    }
    untried = ("outputs",)

    @classmethod
    def need(cls):
        super().need()
        need("Xvfb", "import")

    def window(self):
        with display():
            self.cell("window")
