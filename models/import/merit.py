#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print, for every bundled model, how far its readings move when a random equaliser changes the music.

Music: the packages that no mood head was fitted to (music.json, "check").  A reading is the mean over a clip's
windows; distances are means of |change| in standard deviations of the model's own readings over the clean clips.
"""

import argparse
import json
import pathlib

import numpy as np

import alter
import embed
import frontends
import music
import nuisance

SECONDS = 12  # four windows of the tag networks, one of vibenet
DRAWS = 4  # random equalisers a clip and strength
STRENGTHS = (3, 6)  # largest gain of a band in dB

ACTIVATIONS = {"none": lambda x: x, "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "clip": lambda x: np.clip(x, 0, 1)}


def musicnn_windows(samples):
    return frontends.musicnn_windows(frontends.musicnn_log_mel(samples), frontends.MUSICNN_FRAMES)


def vibenet_windows(samples):
    return frontends.vibenet_windows(samples, frontends.VIBENET_SAMPLES)


FRONT_ENDS = {96: musicnn_windows, 128: vibenet_windows}  # by mel bands


class Model:
    """A bundled model by its side-car, in ONNX Runtime on one thread."""

    def __init__(self, path):
        self.side_car = json.loads(path.read_text(encoding="utf-8"))
        self.bands = self.side_car["frontend"]["mel"]["bands"]
        self.session = embed.session(path.with_name(self.side_car["file"]))

    def _activate(self, row):
        return [ACTIVATIONS[output["activation"]](x) for output, x in zip(self.side_car["outputs"], row)]

    def read(self, windows):
        """[outputs]: mean over windows on the published scale; `windows` by mel bands."""
        inputs = [{self.side_car["input"]: window[None]} for window in windows[self.bands]]
        rows = [self.session.run([self.side_car["output"]], one)[0][0] for one in inputs]
        return np.mean([self._activate(row) for row in rows], axis=0)

    def moods(self):
        """(name, valence axis, arousal axis), the model's own axes first."""
        own = [self.side_car["axes"] | {"name": "as published"}] if "axes" in self.side_car else []
        return [(mood["name"], mood["valence"], mood["arousal"]) for mood in own + self.side_car.get("moods", [])]

    def names(self):
        return [output["name"] for output in self.side_car["outputs"]]

    def tags(self):
        """Places of the tags among the outputs."""
        axes = {axis["output"] for _, *pair in self.moods() for axis in pair}
        return [i for i, name in enumerate(self.names()) if self.side_car["kind"] == "tags" and name not in axes]


def plane(axis, values):
    """Published values to -1...1 on the plane, as models/sidecar.h."""
    above = values >= axis["centre"]
    span = np.where(above, axis["maximum"] - axis["centre"], axis["centre"] - axis["minimum"])
    return (values - axis["centre"]) / span


def moved(values):
    """Mean |change| in standard deviations over the clips; `values` [clips, 1 + draws], the clean ones first."""
    return np.abs(values[:, 1:] - values[:, :1]).mean() / values[:, 0].std()


def flipped(choices):
    """Share of altered clips whose choice isn't the clean clip's; `choices` [clips, 1 + draws]."""
    return np.mean(choices[:, 1:] != choices[:, :1])


def windows_of(samples, rate, bands):
    """{mel bands: windows} of [samples, channels]."""
    mono = frontends.resample(samples.mean(axis=1), rate)
    return {n: FRONT_ENDS[n](mono) for n in bands}


def hear(clip, models, strength, generator):
    """For each model [1 + DRAWS, outputs]: the clip clean, then through random equalisers."""
    samples, rate = clip.read(SECONDS)
    bands = {model.bands for model in models}
    altered = [alter.equalise(samples, rate, alter.random_bands(generator, strength)) for _ in range(DRAWS)]
    heard = [windows_of(signal, rate, bands) for signal in (samples, *altered)]
    return [np.stack([model.read(windows) for windows in heard]) for model in models]


def mood_cells(model, valence, arousal, values):
    """Changes of valence and arousal, and flips of the quadrant; `values` [clips, 1 + draws, outputs]."""
    names = model.names()
    v, a = (plane(axis, values[..., names.index(axis["output"])]) for axis in (valence, arousal))
    return moved(v), moved(a), flipped(2 * (v > 0) + (a > 0))


def report_moods(models, heard):
    """`heard`: for each strength and model [clips, 1 + draws, outputs]."""
    print("| model | mood |" + "".join(f" \u00b1{s} dB: V | A | quadrant |" for s in STRENGTHS))
    print("| --- | --- |" + " ---: | ---: | ---: |" * len(STRENGTHS))
    for i, model in enumerate(models):
        for name, *axes in model.moods():
            cells = [mood_cells(model, *axes, heard[s][i]) for s in STRENGTHS]
            texts = [f" {v:.2f} | {a:.2f} | {100 * flips:.0f} % |" for v, a, flips in cells]
            print(f"| {model.side_car['name']} | {name} |" + "".join(texts))


def report_tags(models, heard):
    print("\n| model |" + "".join(f" \u00b1{s} dB: top tag |" for s in STRENGTHS))
    print("| --- |" + " ---: |" * len(STRENGTHS))
    for i, model in enumerate(models):
        if model.tags():
            cells = [flipped(heard[s][i][..., model.tags()].argmax(axis=-1)) for s in STRENGTHS]
            print(f"| {model.side_car['name']} |" + "".join(f" {100 * cell:.0f} % |" for cell in cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--music", required=True, type=pathlib.Path, help="folder for the packages")
    parser.add_argument("--models", required=True, type=pathlib.Path, help="folder of side-cars and networks")
    options = parser.parse_args()
    models = [Model(path) for path in sorted(options.models.glob("*.json"))]
    clips = [clip for entry in music.packages("check") for clip in music.clips(music.unpack(entry, options.music))]
    heard = {}
    for strength in STRENGTHS:
        generator = np.random.default_rng([nuisance.SEED, strength])
        rows = [hear(clip, models, strength, generator) for clip in clips]
        heard[strength] = [np.stack(values) for values in zip(*rows)]
    print(f"{len(clips)} clips of {SECONDS} s, {DRAWS} draws each\n")
    report_moods(models, heard)
    report_tags(models, heard)


if __name__ == "__main__":
    main()
