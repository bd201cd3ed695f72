#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the embeddings of music move when its level, codec or equaliser changes.

`embed` runs the clips of music.json, clean and altered, through the networks; `covariance` sums the
differences up as the second moments that train_mood.py penalises.
"""

import argparse
import pathlib

import numpy as np

import alter
import embed
import music

SEED = 2026
# Draws of a random equaliser for each clip: its bands' largest gain in dB -> how many
DRAWS = {"fit": {6: 12}, "check": {3: 4, 6: 8}}


def alterations(samples, rate, draws, generator):
    """Names and altered signals with their rates, the clean one first."""
    yield "clean", samples, rate
    for decibel in alter.GAINS:
        yield f"level {decibel:+d} dB", alter.gain(samples, decibel), rate
    for name in alter.CODECS:
        yield f"codec {name}", *alter.codec(samples, rate, name)
    for decibel, count in draws.items():
        for i in range(count):
            bands = alter.random_bands(generator, decibel)
            yield f"equaliser {decibel} dB {i}", alter.equalise(samples, rate, bands), rate


def embed_clip(clip, networks, draws, generator):
    """Names of the alterations, and for each network [alterations, windows, values]."""
    samples, rate = clip.read()
    names, values = [], {name: [] for name in networks}
    for alteration, altered, new_rate in alterations(samples, rate, draws, generator):
        mel = embed.log_mel(altered, new_rate)
        names.append(alteration)
        for name, network in networks.items():
            values[name].append(network.embed(mel))
    return names, {name: np.asarray(v, np.float32) for name, v in values.items()}


def embed_package(entry, use, folder, networks, out):
    """One .npz file a package; what is there already is kept."""
    path = out / use / f"{entry['package']}.npz"
    if path.exists():
        return
    clips = music.clips(music.unpack(entry, folder))
    parts = []
    for i, clip in enumerate(clips):
        generator = np.random.default_rng([SEED, *entry["package"].encode(), i])
        parts.append(embed_clip(clip, networks, DRAWS[use], generator))
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: np.stack([values[name] for _, values in parts]) for name in networks}
    np.savez(path, clips=[clip.name for clip in clips], alterations=parts[0][0], **arrays)
    print(f"{path}: {len(clips)} clips", flush=True)


def load(folder, use, network):
    """Names of the alterations, and [clips, alterations, windows, values] of all packages."""
    parts = [np.load(path) for path in sorted((pathlib.Path(folder) / use).glob("*.npz"))]
    return list(parts[0]["alterations"]), np.concatenate([part[network] for part in parts]).astype(np.float64)


def second_moment(names, values, kinds):
    """[values, values]: mean over kinds of alteration of the differences' second moment."""
    clean = values[:, names.index("clean")][:, None]
    moments = []
    for kind in kinds:
        chosen = [i for i, name in enumerate(names) if name.startswith(kind)]
        difference = (values[:, chosen] - clean).reshape(-1, values.shape[-1])
        moments.append(difference.T @ difference / len(difference))
    return np.mean(moments, axis=0)


def write_covariance(embeddings, network, path):
    """Upper triangles, float32."""
    names, values = load(embeddings, "fit", network)
    upper = np.triu_indices(values.shape[-1])
    moments = {
        "level": second_moment(names, values, ["level", "codec"]),
        "equaliser": second_moment(names, values, ["equaliser"]),
    }
    np.savez(path, **{kind: moment[upper].astype(np.float32) for kind, moment in moments.items()})


def read_covariance(path):
    """{"level": [values, values], "equaliser": ...}"""
    moments = {}
    with np.load(path) as file:
        for kind in file:
            size = int(np.sqrt(2 * len(file[kind])))
            moment = np.zeros((size, size))
            moment[np.triu_indices(size)] = file[kind]
            moments[kind] = moment + np.triu(moment, 1).T
    return moments


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("embed", help="fetch the packages, run their clips; takes an hour of one core")
    verb.add_argument("--music", required=True, type=pathlib.Path, help="folder for the packages")
    verb.add_argument("--networks", required=True, type=pathlib.Path, help="folder of NAME.onnx, see convert.py")
    verb.add_argument("--out", required=True, type=pathlib.Path, help="folder for the embeddings")
    verb.add_argument("names", nargs="+", metavar="NAME", help="networks to run")
    verb = verbs.add_parser("covariance", help="write NAME.nuisance.npz for the networks")
    verb.add_argument("--embeddings", required=True, type=pathlib.Path, help="what embed wrote")
    verb.add_argument("--out", required=True, type=pathlib.Path, help="folder for the files")
    verb.add_argument("names", nargs="+", metavar="NAME")
    options = parser.parse_args()
    if options.verb == "embed":
        networks = {name: embed.Network(options.networks / f"{name}.onnx") for name in options.names}
        for use in DRAWS:
            for entry in music.packages(use):
                embed_package(entry, use, options.music, networks, options.out)
        return
    for name in options.names:
        write_covariance(options.embeddings, name, options.out / f"{name}.nuisance.npz")


if __name__ == "__main__":
    main()
