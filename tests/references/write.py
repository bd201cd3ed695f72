#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the parity files: what the Python originals compute, stage by stage.  README.md lists them."""

import argparse
import json
import pathlib
import sys
import tempfile

import librosa
import numpy as np
import soundfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models/import"))

import features
import figures
import frontends
import originals
import signals
import wheels

DATA = pathlib.Path(__file__).resolve().parent / "data"
SONGS = "/usr/share/games/fretsonfire/data/songs/sectoid"  # Debian's fretsonfire-songs-sectoid
RATES = (8000, 22050, 44100, 44123, 48000, 96000)
SPARSE_ABOVE, SPARSE_STRIDE = 40000, 61
THIN_STRIDES, THIN_VALUES = (1, 61, 1009), 3000

# ONNX tensor -> tensor in the graph that musicnn's authors saved
MUSICNN_TENSORS = {
    "image_norm": "model/batch_normalization/cond/Merge",
    "front": "model/concat",
    "middle_1_norm": "model/transpose",
    "middle_2_sum": "model/Add",
    "middle_3_sum": "model/Add_1",
    "pool": "model/Flatten/flatten/Reshape",
    "pool_norm": "model/batch_normalization_9/batchnorm/add_1",
    "dense_relu": "model/dense/Relu",
    "embedding": "model/batch_normalization_10/batchnorm/add_1",
    "logits": "model/dense_1/BiasAdd",
}

VGG_TENSORS = {
    "image_norm": "model/batch_normalization/cond/Merge",
    "conv_1_norm": "model/batch_normalization_1/cond/Merge",
    "pool_1": "model/max_pooling2d/MaxPool",
    "conv_2_norm": "model/batch_normalization_2/cond/Merge",
    "pool_2": "model/max_pooling2d_1/MaxPool",
    "conv_3_norm": "model/batch_normalization_3/cond/Merge",
    "pool_3": "model/max_pooling2d_2/MaxPool",
    "conv_4_norm": "model/batch_normalization_4/cond/Merge",
    "pool_4": "model/max_pooling2d_3/MaxPool",
    "conv_5_norm": "model/batch_normalization_5/cond/Merge",
    "pool_5": "model/max_pooling2d_4/MaxPool",
    "embedding": "model/Flatten/flatten/Reshape",
    "logits": "model/dense/BiasAdd",
}

# Tag networks beside MSD_musicnn -> checkpoint, tensors, frames between live readings
MORE_NETWORKS = {
    "MTT_musicnn": ("MTT_musicnn", MUSICNN_TENSORS, 31),
    "MSD_vgg": ("MSD_vgg", VGG_TENSORS, 32),
    "MSD_vgg_as_trained": ("MSD_vgg", VGG_TENSORS, 32),
    "MTT_vgg": ("MTT_vgg", VGG_TENSORS, 32),
}

# Ends of vibenet's stages: stem, blocks 1 to 7, last convolution, mean, trunk
VIBENET_TENSORS = [
    *("silu", "mean", "mul_63", "getitem_6", "add_157", "add_262", "add_426", "add_590", "add_813", "getitem_141"),
    *("silu_48", "mean_16", "layer_norm", "gelu", "out"),
]


class Writer:
    """Writes arrays as .npy files (format 1.0, little endian, C order) below a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.total = 0

    def path(self, name):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def note(self, path, text):
        self.total += path.stat().st_size
        print(f"{path.stat().st_size:9}  {path.relative_to(self.folder)}  {text}")

    def array(self, name, values):
        values = np.ascontiguousarray(values, "<i2" if values.dtype == np.int16 else "<f4")
        path = self.path(f"{name}.npy")
        with open(path, "wb") as file:
            np.lib.format.write_array(file, values, version=(1, 0), allow_pickle=False)
        self.note(path, list(values.shape))

    def sparse(self, name, values):
        """Whole if small, else each 61st value of the flattened tensor."""
        if values.size <= SPARSE_ABOVE:
            self.array(name, values)
        else:
            self.array(f"{name}.every{SPARSE_STRIDE}", values.ravel()[::SPARSE_STRIDE])

    def thin(self, name, values):
        """At the first of a few strides that leaves few values."""
        stride = next(s for s in THIN_STRIDES if values.size <= s * THIN_VALUES)
        self.array(name if stride == 1 else f"{name}.every{stride}", values.ravel()[::stride] if stride > 1 else values)

    def flac(self, name, samples):
        path = self.path(f"{name}.flac")
        soundfile.write(path, samples, signals.RATE, subtype="PCM_16")
        self.note(path, list(samples.shape))


def write_resampler(out, songs):
    for rate in RATES:
        frames = rate // 2 + 7
        tones = signals.tones(rate, frames)
        out.array(f"resampler/tones_{rate}", tones)
        out.array(f"resampler/tones_{rate}_16000", frontends.resample_in_silence(tones, rate))
        music = signals.to_int16(signals.mix(songs, "freedom", 60, frames).mean(axis=1) / 2)
        out.array(f"resampler/music_{rate}", music)
        out.array(f"resampler/music_{rate}_16000", frontends.resample_in_silence(from_int16(music), rate))


def from_int16(samples):
    return samples.astype(np.float32) / np.float32(32768)


def write_mel(out, music):
    power = frontends.musicnn_power(music)
    chosen = [0, 1, 2, 300, 749, 750]
    assert len(power) == 751
    out.array("mel/musicnn_power", power[chosen])
    out.array("mel/musicnn_log_mel", frontends.musicnn_log_mel(music))
    out.array("mel/vibenet_power", frontends.vibenet_power(music)[[0, 1, 250, 498]])
    out.array("mel/vibenet_mel", frontends.vibenet_mel(music[: frontends.VIBENET_SAMPLES]))
    bank = librosa.filters.mel
    out.array("mel/bank_slaney_512_96", bank(sr=16000, n_fft=512, n_mels=96))
    out.array("mel/bank_slaney_1024_128", bank(sr=16000, n_fft=1024, n_mels=128))
    out.array("mel/bank_htk_512_40", bank(sr=16000, n_fft=512, n_mels=40, fmin=60, fmax=7600, htk=True, norm=None))
    out.array("mel/bank_htk_area_1024_64", bank(sr=22050, n_fft=1024, n_mels=64, fmin=0, fmax=8000, htk=True))
    out.array("mel/bank_slaney_peak_512_24", bank(sr=44100, n_fft=512, n_mels=24, fmin=30, fmax=17000, norm=None))


def musicnn_windows(songs):
    """[6, 187, 96]: one window of each song, silence, and music far above full scale."""
    starts = {"chaosland": 40, "feelings": 20, "metal": 61, "freedom": 100}
    music = [signals.mono_16k(songs, song, start, 3) for song, start in starts.items()]
    signal = [*music, np.zeros(48000, np.float32), 8 * music[2]]
    return np.concatenate([frontends.musicnn_windows(frontends.musicnn_log_mel(s), 187) for s in signal])


def onnx_layout(values):
    """(batch, time, ..., channel) of TensorFlow's graph as (batch, channel, time, mel)"""
    if values.ndim == 2:
        return values
    if values.ndim == 4 and values.shape[-1] == 1 and values.shape[2] == 96:
        return values.transpose(0, 3, 1, 2)
    return values.reshape(1, 187, -1, 1).transpose(0, 2, 1, 3)


def write_musicnn(out, songs, network):
    windows = musicnn_windows(songs)
    out.array("MSD_musicnn/mel", windows)
    values = network.run(windows[:1], MUSICNN_TENSORS.values())
    for name, value in zip(MUSICNN_TENSORS, values):
        if name not in ("embedding", "logits"):
            out.array(f"MSD_musicnn/{name}", onnx_layout(value))
    write_outputs(out, "MSD_musicnn", network, windows, MUSICNN_TENSORS)


def vgg_layout(values):
    """(batch, time, mel, channel) as (batch, channel, time, mel)"""
    return values.transpose(0, 3, 1, 2) if values.ndim == 4 else values


def write_outputs(out, name, network, windows, tensors):
    embedding, logits, tags = network.run(windows, [tensors["embedding"], tensors["logits"], "model/Sigmoid"])
    out.array(f"{name}/embedding", embedding)
    out.array(f"{name}/logits", logits)
    out.array(f"{name}/probabilities", tags)


def write_readings(out, name, network, hop, heard):
    """What `equus tag` prints of each signal, live and with windows back to back."""
    for folder, samples in heard.items():
        log_mel = frontends.musicnn_log_mel(samples)
        for every in (hop, 187):
            rows = network.run(frontends.musicnn_windows(log_mel, every), ["model/Sigmoid"])[0]
            out.array(f"{folder}/{name}_hop{every}", rows)


def write_network(out, windows, package, name, heard):
    """One of MORE_NETWORKS: layers of the first window, outputs of all, readings."""
    checkpoint, tensors, hop = MORE_NETWORKS[name]
    network = originals.Musicnn(package / checkpoint, originals.PACKAGE_POOLS.get(name))
    layout = onnx_layout if tensors is MUSICNN_TENSORS else vgg_layout
    for tensor, value in zip(tensors, network.run(windows[:1], tensors.values())):
        if tensor not in ("embedding", "logits"):
            out.thin(f"{name}/{tensor}", layout(value))
    write_outputs(out, name, network, windows, tensors)
    write_readings(out, name, network, hop, heard)


def write_heads(out, name):
    """Mood heads on the embedding that stands in the folder already: valence and arousal of each, in their order."""
    path = ROOT / f"models/import/moods/{name}.json"
    heads = json.loads(path.read_text(encoding="utf-8"))["heads"]
    axes = [head[axis] for head in heads for axis in ("valence", "arousal")]
    weights = np.transpose([axis["weights"] for axis in axes])
    embedding = np.load(out.folder / name / "embedding.npy").astype(np.float64)
    out.array(f"{name}/heads", embedding @ weights + [axis["bias"] for axis in axes])


def write_vibenet(out, songs, network):
    music = [signals.mono_16k(songs, "feelings", 30, 10), signals.mono_16k(songs, "metal", 60, 10)]
    windows = np.stack([frontends.vibenet_mel(samples) for samples in music])
    out.array("vibenet/x", windows)
    for name, value in zip(VIBENET_TENSORS, network.run(windows[:1])):
        if name != "out":
            out.sparse(f"vibenet/{name}", value)
    raw = network.run(windows)[-1]
    out.array("vibenet/out", raw)
    out.array("vibenet/published", originals.vibenet_scale(raw))


def write_rows(out, folder, samples, musicnn, vibenet):
    """What `equus tag` and `equus mood` print for 16 kHz mono samples."""
    write_readings(out, "tags", musicnn, 31, {folder: samples})
    rows = vibenet.run(frontends.vibenet_windows(samples, 16000))[-1]
    out.array(f"{folder}/mood_hop1s", originals.vibenet_scale(rows))


def write_music(out, songs, musicnn, vibenet):
    """Returns 16 kHz mono samples by the folder of their readings."""
    music = signals.to_int16(signals.mono_16k(songs, "chaosland", 70, 12) / 2)
    out.array("16k/music", music)
    music = from_int16(music)
    write_mel(out, music)
    write_rows(out, "16k", music, musicnn, vibenet)
    stereo = signals.to_int16(signals.mix(songs, "feelings", 14, 617437))
    out.flac("native/music", stereo)
    mono = frontends.resample(from_int16(stereo).mean(axis=1), signals.RATE)
    write_rows(out, "native", mono, musicnn, vibenet)
    tones = signals.to_int16(signals.tones(16000, 56000))
    out.array("tones/tones", tones)
    write_readings(out, "tags", musicnn, 31, {"tones": from_int16(tones)})
    return {"16k": music, "native": mono, "tones": from_int16(tones)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", required=True, type=pathlib.Path, help="folder with the .whl files or their content")
    parser.add_argument("--songs", default=SONGS, type=pathlib.Path, help="folder of the demo songs (%(default)s)")
    parser.add_argument("--out", default=DATA, type=pathlib.Path, help="folder to write to (%(default)s)")
    options = parser.parse_args()
    out = Writer(options.out)
    figures.write(out)
    features.write(out, options.songs)
    with tempfile.TemporaryDirectory() as scratch:
        networks = wheels.package_folder(options.wheels, "musicnn", scratch)
        musicnn = originals.Musicnn(networks / "MSD_musicnn")
        package = wheels.package_folder(options.wheels, "vibenet", scratch)
        vibenet = originals.Onnx(package / "artifacts/efficientnet_model.onnx", VIBENET_TENSORS)
        write_resampler(out, options.songs)
        heard = write_music(out, options.songs, musicnn, vibenet)
        write_musicnn(out, options.songs, musicnn)
        write_vibenet(out, options.songs, vibenet)
        for name in MORE_NETWORKS:
            write_network(out, musicnn_windows(options.songs), networks, name, heard)
        for name in ("MSD_musicnn", "MTT_musicnn"):
            write_heads(out, name)
    print(f"{out.total:9}  bytes in all")


if __name__ == "__main__":
    main()
