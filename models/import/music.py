# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Freely licensed music that Debian packages: music.json names the packages, this finds short clips in them."""

import dataclasses
import json
import pathlib
import subprocess

import numpy as np
import soundfile

import embed

SECONDS = 6
CLIPS = 8  # at most, of a package
SHORTEST = 20  # seconds; what is shorter is a jingle or a noise
AUDIO = {".ogg", ".opus", ".mp3", ".flac"}


@dataclasses.dataclass(frozen=True)
class Clip:
    """A short part of a song; its files sound together, as those of Frets on Fire do."""

    name: str
    files: tuple
    place: float  # of the song's length

    def read(self, seconds=SECONDS):
        """[samples, channels] and their rate."""
        length, rate = _length(self.files[0])
        start = int(self.place * (length - seconds * rate))
        parts = [embed.read(path, start, seconds * rate)[0] for path in self.files]
        return sum(parts), rate


def packages(use):
    """Table entries for "fit" or "check"."""
    table = pathlib.Path(__file__).with_name("music.json")
    return json.loads(table.read_text(encoding="utf-8"))[use]


def unpack(entry, folder):
    """The package's files, fetched with apt-get into `folder` unless they are there."""
    folder = pathlib.Path(folder).resolve()
    target = folder / entry["package"]
    if not target.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = f"{entry['package']}={entry['version']}"
        subprocess.run(["apt-get", "--quiet", "download", wanted], cwd=folder, check=True)
        archive = next(folder.glob(f"{entry['package']}_*.deb"))
        subprocess.run(["dpkg-deb", "--extract", archive, target], check=True)
    return target


def _length(path):
    information = soundfile.info(path)
    return information.frames, information.samplerate


def _songs(folder):
    """Tuples of files, one tuple a song."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in AUDIO and path.is_file())
    folders = {path.parent for path in found if path.name == "song.ogg"}
    songs = [tuple(path for path in found if path.parent == parent) for parent in sorted(folders)]
    songs += [(path,) for path in found if path.parent not in folders]
    return [song for song in songs if np.divide(*_length(song[0])) >= SHORTEST]


def clips(folder):
    """At most CLIPS clips of a package, spread evenly over its songs and over each song."""
    songs = _songs(folder)
    chosen = [songs[i] for i in np.unique(np.linspace(0, len(songs) - 1, CLIPS).astype(int))]
    each = min(3, CLIPS // len(chosen))
    places = [(i + 1) / (each + 1) for i in range(each)]
    return [Clip(f"{song[0].relative_to(folder)} {place:.2f}", song, place) for song in chosen for place in places]
