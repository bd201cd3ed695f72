# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A host that is a Python package of the tests' own environment, in a process of its own for each cell."""

import os
import subprocess

from hosts import run, skip


class InVenv:
    def __init__(self, build, place):
        del place
        self.build = build

    @staticmethod
    def python():
        return os.environ.get("EQUUS_PYTHON", "python3")

    @classmethod
    def need(cls):
        known = subprocess.run([cls.python(), "-c", f"import {cls.package}"], capture_output=True, check=False)
        if known.returncode:
            skip(f"{cls.python()} has no package {cls.package}; ./bootstrap test fetches it")

    def cell(self, row):
        """A cell is the function of that name in the script"""
        script = os.path.join(os.path.dirname(__file__), self.script)
        run([self.python(), script, f"{self.build}/Equus.vst3", row])

    def load(self):
        self.cell("load")

    def flat(self):
        self.cell("flat")

    def parameter(self):
        self.cell("parameter")

    def automation(self):
        self.cell("automation")

    def state(self):
        self.cell("state")

    def preset(self):
        self.cell("preset")

    def odd_rates(self):
        self.cell("odd_rates")

    def block_changes(self):
        self.cell("block_changes")

    def two_instances(self):
        self.cell("two_instances")

    def unload(self):
        self.cell("unload")
