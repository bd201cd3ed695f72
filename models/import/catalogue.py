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

_MSD = "Million Song Dataset: about 200,000 songs with the 50 most used Last.fm tags"
_MTT = "MagnaTagATune: about 19,000 clips of 29 s tagged by players of a game, the 50 most used tags"

_MUSICNN_LIMITS = (
    "Hears 3 seconds at a time. The tags were given by listeners to whole songs and overlap "
    "(chill, chillout, Mellow); a value says how much a window sounds like songs so tagged, not what is in it."
)


def _musicnn(name, title, network, labels, training_data, accuracy):
    return {
        "name": name,
        "title": title,
        "kind": "tags",
        "package": "musicnn",
        "network": network,
        "labels": labels,
        "licence": "ISC",
        "source": f"{name} of the Python package musicnn 0.1.0, converted from its TensorFlow checkpoint",
        "training_data": training_data,
        "accuracy": accuracy,
        "limits": _MUSICNN_LIMITS,
        "frontend": _MUSICNN_FRONTEND,
        "input": "mel",
        "output": "logits",
        "live_hop": 31,
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
    "training_data": "Free Music Archive (FMA) with Echo Nest audio features as labels; "
    "a student distilled from a teacher on PANNs embeddings",
    "accuracy": "none published with the package",
    "limits": "Its labels are the output of another program, not of listeners. The package feeds whole "
    "songs; Equus feeds windows of 10 seconds.",
    "frontend": _VIBENET_FRONTEND,
    "input": "x",
    "output": "out",
    "axes": {
        "valence": {"output": "valence", "minimum": 0, "centre": 0.5, "maximum": 1},
        "arousal": {"output": "energy", "minimum": 0, "centre": 0.5, "maximum": 1},
    },
    "live_hop": 50,
}

MODELS = [
    _musicnn("MSD_musicnn", "MSD musicnn", networks.musicnn, "MSD_LABELS", _MSD, "ROC-AUC 88.02, PR-AUC 28.91"),
    _musicnn("MTT_musicnn", "MTT musicnn", networks.musicnn, "MTT_LABELS", _MTT, "ROC-AUC 90.67, PR-AUC 38.31"),
    _musicnn("MSD_vgg", "MSD vgg", networks.vgg, "MSD_LABELS", _MSD, "ROC-AUC 87.68, PR-AUC 28.19"),
    _musicnn("MTT_vgg", "MTT vgg", networks.vgg, "MTT_LABELS", _MTT, "ROC-AUC 90.30, PR-AUC 38.23"),
    _VIBENET,
]

# What models/bundled/ holds
BUNDLED = ["MSD_musicnn", "vibenet"]
