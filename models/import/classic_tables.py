# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of librosa's statistics of music, and the classic models that are trained on them.

A table is a CSV file with a row a clip; columns that a model doesn't name are passed over.  With it come the
feature, element and statistic of dsp/feature.h that each column holds.
"""

import csv
import dataclasses
import re

import numpy as np

MFCCS = range(1, 21)
INSTRUMENTS = {
    "cel": "cello",
    "cla": "clarinet",
    "flu": "flute",
    "gac": "acoustic guitar",
    "gel": "electric guitar",
    "org": "organ",
    "pia": "piano",
    "sax": "saxophone",
    "tru": "trumpet",
    "vio": "violin",
    "voi": "voice",
}

GTZAN = {
    "task": "genre",
    "sample_rate": 22050,
    "span": 30,
    "target": "label",
    "columns": [
        *(
            f"{feature}_{statistic}"
            for feature in (
                "chroma_stft",
                "rms",
                "spectral_centroid",
                "spectral_bandwidth",
                "rolloff",
                "zero_crossing_rate",
            )
            for statistic in ("mean", "var")
        ),
        "tempo",
        *(f"mfcc{i}_{statistic}" for i in MFCCS for statistic in ("mean", "var")),
    ],
    "source": "statistics by librosa of the GTZAN clips, features_30_sec of github.com/stoicum/Music_Tagger_Project",
    "training_data": "GTZAN (G. Tzanetakis, P. Cook, IEEE Transactions on Speech and Audio Processing 10(5), 2002): 999 clips"
    " of 30 s, ten genres",
    "limits": "GTZAN holds clips twice and artists in several folds, mislabelled and distorted clips (B. Sturm,"
    " arXiv:1306.1461): accuracies in shuffled folds say more than the model can. Every sound gets one of ten genres.",
}

IRMAS = {
    "task": "instrument",
    "sample_rate": 22050,
    "span": 3,
    "target": "label",
    "names": INSTRUMENTS,
    "columns": [
        "chroma_stft",
        "spectral_centroid",
        "spectral_bandwidth",
        "rolloff",
        "zero_crossing_rate",
        *(f"mfcc{i}" for i in MFCCS),
    ],
    "source": "means by librosa of the IRMAS clips, github.com/BartlomiejWojcik/Music-instrument-recognition",
    "training_data": "IRMAS, training part (J. Bosch et al., ISMIR 2012): 6,705 clips of 3 s, eleven predominant instruments",
    "limits": "Several clips come from one recording, so that shuffled folds flatter it. It names the predominant"
    " instrument of a mix, one of eleven: no drums, no bass, no synthesiser.",
}

DEAM = {
    "task": "mood",
    "sample_rate": 44100,
    "span": 0,
    "targets": {"valence": "valence_mean", "arousal": "arousal_mean"},
    "scale": {"minimum": 1, "centre": 5, "maximum": 9},
    "columns": [
        f"{feature}_{statistic}"
        for statistic in ("mean", "std")
        for feature in (
            "chroma_stft",
            "spectral_centroid",
            "spectral_bandwidth",
            "spectral_rolloff",
            "melspectrogram",
            "rhythm.tempogram",
            "mfcc",
            "rms",
            "zero_crossing_rate",
        )
    ],
    "source": "statistics by librosa of the DEAM songs, github.com/TakatoMatsumoto/va_value_predictor",
    "training_data": "DEAM (A. Aljanaki, Y.-H. Yang, M. Soleymani, PLoS ONE 12(3), 2017): 1,802 songs, mean ratings of"
    " valence and arousal, 1 to 9",
    "limits": "Statistics of whole songs: it reads a stretch of music as if it were one. It keeps near the mean rating."
    " Statistics are of all bands and bins together.",
}

MODELS = {
    "gtzan_svm": {"data": GTZAN, "kind": "svm", "title": "GTZAN genres, SVM"},
    "gtzan_knn": {"data": GTZAN, "kind": "knn", "title": "GTZAN genres, nearest neighbours"},
    "gtzan_gmm": {"data": GTZAN, "kind": "gmm", "title": "GTZAN genres, Gaussian mixtures"},
    "irmas_svm": {"data": IRMAS, "kind": "svm", "title": "IRMAS instruments, SVM"},
    "deam_svr": {"data": DEAM, "kind": "svr", "title": "DEAM mood, support vector regression"},
}

STATISTICS = {"mean": "mean", "var": "variance", "std": "deviation"}
FEATURES = {"spectral_rolloff": "rolloff", "rhythm.tempogram": "tempogram", "tempo": "beat_tempo"}


@dataclasses.dataclass
class Table:
    """Rows of a CSV file as a model reads them."""

    x: np.ndarray  # [rows, columns]
    y: np.ndarray  # [rows] classes, or [rows, targets] values
    labels: list  # Names of classes or targets


def describe(column):
    """The feature, element and statistic of a column, as a classic model's file has them."""
    matched = re.fullmatch(r"(.+)_(mean|var|std)", column)
    name, statistic = (matched[1], STATISTICS[matched[2]]) if matched else (column, "mean")
    entry = {"feature": FEATURES.get(name, name)}
    if mfcc := re.fullmatch(r"mfcc(\d+)", name):
        entry = {"feature": "mfcc", "element": int(mfcc[1])}
    return {**entry, "statistic": "value" if column == "tempo" else statistic}


def read_rows(path, names):
    """Rows as dictionaries; a file without a header line has the columns `names`."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header = rows.pop(0) if any(name in rows[0] for name in names) else names
    if missing := [name for name in names if name not in header]:
        raise SystemExit(f"{path} has no column {missing[0]!r}")
    return [dict(zip(header, row)) for row in rows]


def load(path, data):
    """The table of a data set."""
    targets = data.get("targets")
    rows = read_rows(path, [*data["columns"], *(targets.values() if targets else [data["target"]])])
    x = np.array([[float(row[column]) for column in data["columns"]] for row in rows])
    if targets:
        return Table(x, np.array([[float(row[c]) for c in targets.values()] for row in rows]), list(targets))
    classes = sorted({row[data["target"]] for row in rows})
    y = np.array([classes.index(row[data["target"]]) for row in rows])
    return Table(x, y, [data.get("names", {}).get(name, name) for name in classes])
