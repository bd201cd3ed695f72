# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later

from in_venv import InVenv


class Dawdreamer(InVenv):
    title = "dawdreamer (VST3)"
    script = "dawdreamer_cells.py"
    package = "dawdreamer"
    cannot = {
        "window": "its window waits for a hand to close it",
        "outputs": "it shows no values that a plug-in reports",
        "offline_is_live": "it only runs offline",
    }
    untried = ("side_chain",)
