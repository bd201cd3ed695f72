# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Equus knows of each model that it can import: a table entry a model."""

import networks

_MUSICNN_FRONTEND = {
    "sample_rate": 16000,
    "fft_size": 512,
    "window": "hann",
    "window_length": 512,
    "hop": 256,
    "centred": True,
    "spectrum": "power",
    "mel": {"bands": 96, "low": 0, "high": 8000, "scale": "slaney", "norm": "slaney"},
    "log": {"form": "log10(1+scale*x)", "scale": 10000},
    "frames": 187,
    "axes": "time,mel",
}

_VIBENET_FRONTEND = {
    "sample_rate": 16000,
    "fft_size": 1024,
    "window": "hann",
    "window_length": 640,
    "hop": 320,
    "centred": False,
    "spectrum": "power",
    "mel": {"bands": 128, "low": 0, "high": 8000, "scale": "slaney", "norm": "slaney"},
    "log": {"form": "10*log10(max(floor,x))", "floor": 1e-10, "top_db": 80},
    "frames": 499,
    "window_samples": 160000,
    "axes": "mel,time",
}

_MSD = "Million Song Dataset, 50 Last.fm tags: about 200,000 songs"
_MTT = "MagnaTagATune, 50 tags: about 19,000 songs"

_LIMITS = {
    "MSD_LABELS": "Hears 3 s at 16 kHz, mono. Listeners gave the tags to songs, not to seconds; tags overlap. "
    "Values are low for most music, silence has tags too, and the level matters.",
    "MTT_LABELS": "Hears 3 s at 16 kHz, mono. Players of a game gave the tags to clips of half a minute, not to seconds; "
    "many tags mean nearly the same. Silence has tags too, and the level matters much.",
}


def _musicnn(
    name, title, network, labels, training_data, accuracy, mmac, checkpoint=None, live_hop=31, moods=None
):
    pools = ", with the poolings of the graph saved beside it" if checkpoint else ""
    checkpoint = checkpoint or name
    return {
        "name": name,
        "title": title,
        "kind": "tags",
        "package": "musicnn",
        "checkpoint": checkpoint,
        "network": network,
        "labels": labels,
        "licence": "ISC",
        "source": f"{checkpoint} of the Python package musicnn 0.1.0, converted from its TensorFlow checkpoint{pools}",
        "training_data": training_data,
        "accuracy": accuracy,
        "limits": _LIMITS[labels],
        "frontend": _MUSICNN_FRONTEND,
        "input": "mel",
        "output": "logits",
        "live_hop": live_hop,
        "mmac_per_second": mmac,
        **({"moods": moods} if moods else {}),
    }


_RATED = (
    "Mean ratings of 190 of the 356 clips of MUSIFEAST-17, which 701 listeners in the UK and the US rated; "
    "quadrants of the 900 clips of 4Q; what listeners felt with the 400 songs of Emotify"
)
_MOOD_LIMITS = (
    "What music is heard to express, the mean of many raters; single listeners differ far more. Rated were "
    "half-minute instrumental clips of 17 genres that are heard in the West. Valence is the weaker axis. "
    "One reading covers 3 s."
)
_MOODS = {
    "listeners": {
        "title": "Listeners",
        "training_data": f"{_RATED}; held still when level or codec change.",
        "limits": _MOOD_LIMITS,
    },
    "steady": {
        "title": "Steady",
        "training_data": f"{_RATED}; held still when level, codec or equaliser change.",
        "limits": f"{_MOOD_LIMITS} Less accurate than listeners, and moved less by an equaliser.",
    },
}

_VIBENET = {
    "name": "vibenet",
    "title": "vibenet EfficientNet-B0",
    "kind": "mood",
    "package": "vibenet",
    "file": "artifacts/efficientnet_model.onnx",
    "activations": {"acousticness": "sigmoid", "instrumentalness": "sigmoid", "liveness": "sigmoid"},
    "licence": "GPL-3.0-or-later",
    "source": "efficientnet_model.onnx of the Python package vibenet 0.1.0, unchanged",
    "training_data": "90,437 clips of the Free Music Archive, labelled by a teacher network that had learned "
    "Echo Nest's audio features of some 13,000 tracks",
    "accuracy": "none published with the package; models/MODELS.md has figures from the author's notebooks. "
    "Against listeners, 190 clips of MUSIFEAST-17: valence r 0.53 (0.43 to 0.62), energy r 0.80 (0.74 to 0.84); "
    "the halves of the plane in 4Q: area under the ROC curve 0.68 and 0.91",
    "limits": "Imitates a program's opinion, not a listener's. Learned from clips of 30 s, hears 10 s at 16 kHz, mono; "
    "energy follows the level.",
    "frontend": _VIBENET_FRONTEND,
    "input": "x",
    "output": "out",
    "axes": {
        "valence": {"output": "valence", "minimum": 0, "centre": 0.5, "maximum": 1},
        "arousal": {"output": "energy", "minimum": 0, "centre": 0.5, "maximum": 1},
    },
    "live_hop": 50,
    "mmac_per_second": 886,
}


def _on(data, roc, pr):
    """Published accuracy: areas under the curves, means over the tags."""
    return f"ROC-AUC {roc}, PR-AUC {pr} on the test songs of {data}"


_MSD_MUSICNN = _on("the Million Song Dataset", 0.8802, 0.2891)
_MSD_VGG = _on("the Million Song Dataset", 0.8768, 0.2819)
_MTT_MUSICNN = _on("MagnaTagATune", 0.9067, 0.3831)
_MTT_VGG = _on("MagnaTagATune", "0.9030", 0.3823)
_MSD_VGG_NOTE = f"none published; MSD_vgg_as_trained, the same weights with the poolings of their training: {_MSD_VGG}"

# A multiple of the strides of all poolings but the last, so that what windows share is kept
_VGG_HOP = 32

# 10^6 multiply-adds a second of live readings, as `equus models` counts them
_MUSICNN_WORK = 534
_VGG_WORK = 527
_VGG_AS_TRAINED_WORK = 598

MODELS = [
    _musicnn("MSD_musicnn", "MSD musicnn", networks.musicnn, "MSD_LABELS", _MSD, _MSD_MUSICNN, _MUSICNN_WORK, moods=_MOODS),
    _musicnn("MTT_musicnn", "MTT musicnn", networks.musicnn, "MTT_LABELS", _MTT, _MTT_MUSICNN, _MUSICNN_WORK, moods=_MOODS),
    _musicnn("MSD_vgg", "MSD vgg", networks.vgg, "MSD_LABELS", _MSD, _MSD_VGG_NOTE, _VGG_WORK, live_hop=_VGG_HOP),
    _musicnn(
        "MSD_vgg_as_trained",
        "MSD vgg as trained",
        networks.vgg_as_trained_on_msd,
        "MSD_LABELS",
        _MSD,
        _MSD_VGG,
        _VGG_AS_TRAINED_WORK,
        checkpoint="MSD_vgg",
        live_hop=_VGG_HOP,
    ),
    _musicnn("MTT_vgg", "MTT vgg", networks.vgg, "MTT_LABELS", _MTT, _MTT_VGG, _VGG_WORK, live_hop=_VGG_HOP),
    _VIBENET,
]
