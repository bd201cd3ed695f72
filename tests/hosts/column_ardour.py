# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ardour 7 without its window: sessions are made by its Lua, the music is written into them, its exporter plays them."""

import os
import pathlib
import re
import shutil

from hosts import STEREO, assert_gain, assert_no_steps, assert_same_bits, constant, need, noise, read_wav, run, skip, write_wav

SCANNER = "/usr/lib/ardour7/ardour-vst3-scanner"
SCRIPT = os.path.join(os.path.dirname(__file__), "ardour_session.lua")
TICKS = 282240000  # Of Ardour's time in a second
RATE = 48000

SOURCES = '<Source name="in.wav" take-id="" type="audio" flags="" id="{id}" channel="{channel}" origin="" gain="1"/>'
LOCATION = '<Location id="5010" name="session" start="a0" end="a{length}" flags="IsSessionRange" locked="0" cue="0" timestamp="0"/>'
REGION = (
    '<Region name="in.1" muted="0" opaque="1" locked="0" video-locked="0" automatic="0" whole-file="0" import="0" external="0" '
    'hidden="0" position-locked="0" valid-transients="0" start="a0" length="a{length}@a0" sync-position="a0" layering-index="0" '
    'stretch="1" shift="1" type="audio" first-edit="nothing" layer="0" envelope-active="0" default-fade-in="0" '
    'default-fade-out="0" fade-in-active="0" fade-out-active="0" scale-amplitude="1" id="5003" channels="2" source-0="5001" '
    'source-1="5002" master-source-0="5001" master-source-1="5002"/>'
)


def add_music(session, samples):
    """As no script can import without a window"""
    write_wav(f"{session}/interchange/sess/audiofiles/in.wav", samples)
    path = pathlib.Path(session, "sess.ardour")
    text = path.read_text(encoding="utf-8")
    length = len(samples) // 2 * TICKS // RATE
    sources = "\n".join(SOURCES.format(id=5001 + channel, channel=channel) for channel in (0, 1))
    text = text.replace("<Sources/>", f"<Sources>{sources}</Sources>")
    text = text.replace("<Locations/>", f"<Locations>{LOCATION.format(length=length)}</Locations>")
    region = REGION.format(length=length)
    text = re.sub(r'(<Playlist id="\d+" name="tr"[^>]*?)/>', lambda found: f"{found[1]}>{region}</Playlist>", text)
    text = re.sub(r'id-counter="\d+"', 'id-counter="6000"', text)
    path.write_text(text, encoding="utf-8")


class Ardour:
    cannot = {
        "window": "without its own window it opens none",
    }
    untried = (
        *("state", "preset", "side_chain", "outputs", "odd_rates", "block_changes", "two_instances", "offline_is_live"),
        "unload",
    )

    def __init__(self, build, place):
        self.place = place
        self.environment = {**os.environ, "HOME": place, "EQUUS_PLUGIN": self.plugin, "EQUUS_TYPE": self.type}
        self.environment["LV2_PATH"] = os.environ["LV2_PATH"].split(":", maxsplit=1)[0]  # It looks at all that it finds
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DISPLAY"):
            self.environment.pop(name, None)
        self.install(build)

    @staticmethod
    def need():
        need("ardour7-lua", "ardour7-export")

    def install(self, build):
        """LV2_PATH says it"""

    def script(self, mode, gains="0"):
        environment = {**self.environment, "EQUUS_MODE": mode, "EQUUS_GAINS": gains}
        environment["MALLOC_PERTURB_"] = "0"  # Meson sets it; Ardour ends with a fault where freed memory is overwritten
        out = run(["ardour7-lua", SCRIPT], timeout=60, cwd=self.place, env=environment)
        assert "done" in out and "no plug-in" not in out and "no control" not in out, out
        return out

    def play(self, samples, gains="0", mode="make"):
        shutil.rmtree(f"{self.place}/sess", ignore_errors=True)
        out = self.script(mode, gains)
        assert out.count("inserted") == len(gains.split()), out
        add_music(f"{self.place}/sess", samples)
        wet = f"{self.place}/wet.wav"
        run(["ardour7-export", "-b", "float", "-o", wet, f"{self.place}/sess", "sess"], env=self.environment)
        return read_wav(wet)

    def load(self):
        """By its own script, before any music"""
        shutil.rmtree(f"{self.place}/sess", ignore_errors=True)
        assert "inserted Equus" in self.script("make")

    def flat(self):
        samples = noise(RATE)
        assert_same_bits(samples, self.play(samples))

    def parameter(self):
        samples = noise(RATE)
        assert_gain(samples, self.play(samples, "6"), 6.0)

    def automation(self):
        assert_no_steps(self.play(constant(2 * RATE), mode="automate")[: 4 * RATE], 12.0)


class ArdourLv2(Ardour):
    title = "Ardour 7 (LV2)"
    plugin, type = STEREO, "LV2"


class ArdourVst3(Ardour):
    title = "Ardour 7 (VST3)"
    plugin, type = "4571757573486F72736553696E673031", "VST3"

    @staticmethod
    def need():
        Ardour.need()
        if not os.path.exists(SCANNER):
            skip(f"there is no {SCANNER}")

    def install(self, build):
        """It takes what its scanner has seen, at the very path"""
        os.mkdir(f"{self.place}/.vst3")
        bundle = f"{self.place}/.vst3/Equus.vst3"
        shutil.copytree(f"{build}/Equus.vst3", bundle)
        scan = {**self.environment, "LD_LIBRARY_PATH": "/usr/lib/ardour7"}
        out = run([SCANNER, "-f", "-v", bundle], env=scan)
        assert "Found Plugin: Equus" in out, out
