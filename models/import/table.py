# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of clips: embeddings of networks, and what is known of how people heard the clips.

An .npz file of any number of sets.  For a set S and a network's key K (see KEYS):

    S_K             [clips, values]  mean of the embedding over the clip's windows
    S_valence_M     [clips]          mean rating of valence, on the raters' scale   } a rated set,
    S_arousal_M     [clips]          the same of arousal                            } exactly one
    S_genre         [clips]          optional: groups to leave out one by one
    S_quadrant      [clips]          1 (+V +A), 2 (-V +A), 3 (-V -A) or 4 (+V -A)   : a set of signs
    S_gems          [clips, names]   share of listeners who felt each emotion       } a set of feelings
    S_gems_names    [names]          the emotions, see FEELINGS                     }

A set with none of these is music without labels.  Other arrays are passed over.
"""

import dataclasses

import numpy as np

AXES = ("valence", "arousal")
KEYS = {"MSD_musicnn": "msd", "MTT_musicnn": "mtt"}

# What the emotions of the Geneva Emotional Music Scale add to an axis; the others say little of it
FEELINGS = {
    "valence": {"joyful_activation": 1, "amazement": 1, "tension": -1, "sadness": -1},
    "arousal": {"joyful_activation": 1, "power": 1, "calmness": -1, "tenderness": -1},
}


@dataclasses.dataclass
class Set:
    """Clips of one origin."""

    name: str
    embeddings: dict  # network -> [clips, values]
    kind: str = "music"  # or what the targets are: "ratings", "signs", "feelings"
    targets: dict = dataclasses.field(default_factory=dict)  # axis -> [clips], but for "music"
    groups: np.ndarray | None = None  # of a rated set


def _signs(quadrants):
    return {"valence": np.where(np.isin(quadrants, (1, 4)), 1.0, -1.0), "arousal": np.where(quadrants <= 2, 1.0, -1.0)}


def _feelings(shares, names):
    """Sums of the emotions' shares, of mean 0 and unit spread."""
    columns = dict(zip(map(str, names), shares.T.astype(np.float64)))
    sums = {axis: sum(sign * columns[name] for name, sign in parts.items()) for axis, parts in FEELINGS.items()}
    return {axis: (total - total.mean()) / total.std() for axis, total in sums.items()}


def _set(file, name):
    embeddings = {n: file[f"{name}_{k}"].astype(np.float64) for n, k in KEYS.items() if f"{name}_{k}" in file}
    if f"{name}_valence_M" in file:
        ratings = {axis: file[f"{name}_{axis}_M"].astype(np.float64) for axis in AXES}
        groups = file[f"{name}_genre"].astype(str) if f"{name}_genre" in file else None
        return Set(name, embeddings, "ratings", ratings, groups)
    if f"{name}_quadrant" in file:
        return Set(name, embeddings, "signs", _signs(file[f"{name}_quadrant"]))
    if f"{name}_gems" in file:
        return Set(name, embeddings, "feelings", _feelings(file[f"{name}_gems"], file[f"{name}_gems_names"]))
    return Set(name, embeddings)


def load(path):
    """The rated set, and the list of the others."""
    with np.load(path, allow_pickle=True) as file:
        arrays = {name: file[name] for name in file.files}
    endings = {f"_{key}" for key in KEYS.values()}
    names = dict.fromkeys(name.rpartition("_")[0] for name in arrays if f"_{name.rpartition('_')[2]}" in endings)
    sets = [_set(arrays, name) for name in names]
    rated = [s for s in sets if s.kind == "ratings"]
    if len(rated) != 1:
        raise ValueError(f"{path} holds {len(rated)} rated sets (SET_valence_M, SET_arousal_M); one is needed")
    return rated[0], [s for s in sets if s.kind != "ratings"]
