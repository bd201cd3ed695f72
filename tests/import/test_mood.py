#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training finds the heads that a made-up table was made with, the same each time, and is measured on unseen clips."""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import originals_at_hand
from originals_at_hand import ROOT, WHEELS

VALUES = 30
# Emotions that only one axis counts, but for the first
FELT = ["joyful_activation", "sadness", "power", "calmness", "amazement", "tension", "tenderness"]


def made_up(np, seed=1, informative=True):
    """Arrays of a table whose valence and arousal are linear in the embeddings, but for noise; and the weights."""
    generator = np.random.default_rng(seed)
    planted = {axis: generator.normal(size=VALUES) for axis in ("valence", "arousal")}
    arrays = {}
    for name, count in (("rated", 150), ("signs", 300), ("felt", 80), ("plain", 100)):
        x = generator.normal(size=(count, VALUES)) + generator.normal(size=VALUES)
        arrays |= {f"{name}_msd": x, f"{name}_mtt": x @ generator.normal(size=(VALUES, VALUES))}
        truth = {axis: (x - x.mean(axis=0)) @ weights for axis, weights in planted.items()}
        if name == "rated":
            scale = 0.1 if informative else 0
            noise = {axis: generator.normal(size=count) * (0.2 if informative else 1) for axis in planted}
            arrays |= {f"rated_{axis}_M": 3 + scale * truth[axis] + noise[axis] for axis in planted}
            arrays["rated_genre"] = np.arange(count) % 5
        if name == "felt" and informative:
            shares = np.abs(generator.normal(size=(count, len(FELT))) / 20)
            shares[:, 0] += np.maximum(truth["valence"], 0) / 10
            shares[:, 1] += np.maximum(-truth["valence"], 0) / 10
            shares[:, 2] += np.maximum(truth["arousal"], 0) / 10
            shares[:, 3] += np.maximum(-truth["arousal"], 0) / 10
            arrays |= {"felt_gems": shares, "felt_gems_names": FELT}
        if name == "signs" and informative:
            positive = truth["valence"] > 0, truth["arousal"] > 0
            arrays["signs_quadrant"] = np.where(positive[1], np.where(positive[0], 1, 2), np.where(positive[0], 4, 3))
    return arrays, planted


class Mood(unittest.TestCase):
    def setUp(self):
        import numpy as np

        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.np = np

    def table(self, **options):
        arrays, planted = made_up(self.np, **options)
        path = self.folder / "table.npz"
        self.np.savez(path, **arrays)
        return path, planted

    def fitter(self, moments=None, **options):
        import heads
        import table

        path, planted = self.table(**options)
        return heads.Fitter(*table.load(path), "MSD_musicnn", moments), planted

    def train(self, path, name, *arguments):
        out = self.folder / name
        command = [sys.executable, ROOT / "models/import/train_mood.py", "--table", path, "--out", out]
        subprocess.run([*command, *arguments, "MSD_musicnn"], check=True)
        return out

    def test_command(self):
        """The planted weights come out, with figures to match, byte for byte the same in a second run."""
        path, planted = self.table()
        first = self.train(path, "first.json")
        self.assertEqual(first.read_bytes(), self.train(path, "second.json").read_bytes())
        document = json.loads(first.read_text(encoding="utf-8"))
        self.assertEqual([head["name"] for head in document["heads"]], ["listeners"])
        self.assertEqual(document["clips"], {"rated": 150, "signs": 300, "felt": 80, "plain": 100})
        for axis, weights in planted.items():
            found = document["heads"][0][axis]
            self.assertGreater(self.np.corrcoef(found["weights"], weights)[0, 1], 0.97)
            self.assertAlmostEqual(found["rmse"], 0.2, delta=0.06)
            self.assertAlmostEqual(found["centre"], 3, delta=0.15)
            figures = found["figures"]
            for name in ("r_of_groups_left_out", "r_from_others", "area_for_signs"):
                self.assertGreater(figures[name], 0.8, name)
            self.assertAlmostEqual(figures["slope"][0], 1, delta=0.1)
            for name in ("r", "r_squared", "rmse", "slope"):
                value, low, high = figures[name]
                self.assertTrue(low < value < high, (name, value, low, high))

    def test_folds_tell_nothing(self):
        """Ratings that don't depend on the music can't be read from it, however many values there are."""
        import evaluate
        from heads import Settings

        fitter, _ = self.fitter(informative=False)
        y = fitter.rated.targets["valence"]
        folds = evaluate.make_folds(len(y), 5, seed=3)
        for settings in (Settings(), Settings(teacher=0.01, head=0.01)):
            readings = [fitter.out_of_fold("valence", settings, repeat) for repeat in folds]
            self.assertLess(evaluate.over_repeats(evaluate.correlation, y, readings), 0.15)
            self.assertLess(evaluate.over_repeats(evaluate.explained, y, readings), 0.05)

    def test_scale(self):
        """Readings of unseen clips are as wide as they should be, although a ridge narrows them."""
        import evaluate
        from heads import Settings

        fitter, _ = self.fitter()
        y = fitter.rated.targets["arousal"]
        folds = evaluate.make_folds(len(y), 1, seed=3)[0]
        narrow = Settings(teacher=300, head=300)
        for calibrated in (False, True):
            readings = fitter.out_of_fold("arousal", narrow, folds, calibrated=calibrated)
            slope = self.np.polyfit(readings, y, 1)[0]
            self.assertEqual(calibrated, bool(abs(slope - 1) < 0.1), slope)
        weights, bias = fitter.fit("arousal", narrow, folds)
        self.assertAlmostEqual((fitter.rated.embeddings["MSD_musicnn"] @ weights + bias).mean(), y.mean(), places=6)

    def test_penalty(self):
        """A direction in which alterations move the embedding leaves the head, and the more the higher its factor."""
        from heads import Settings

        direction = self.np.eye(VALUES)[0]
        fitter, planted = self.fitter(moments={"level": 4 * self.np.outer(direction, direction)})
        moved = []
        for factor in (0, 1, 100):
            weights = fitter.direction("valence", Settings(nuisance=(("level", factor),)))
            moved.append(abs(weights[0]) / self.np.linalg.norm(weights))
        weights = planted["valence"]
        self.assertAlmostEqual(moved[0], abs(weights[0]) / self.np.linalg.norm(weights), delta=0.1)
        self.assertLess(moved[1], 0.5 * moved[0])
        self.assertLess(moved[2], 0.02 * moved[0])

    def test_second_heads(self):
        """With second moments there are two heads; the file of moments gives back what was written."""
        import nuisance

        generator = self.np.random.default_rng(2)
        names = ["clean", "level +6 dB", "codec mp3 128", "equaliser 6 dB 0"]
        values = generator.normal(size=(40, len(names), 2, VALUES)).astype("f4")
        (self.folder / "fit").mkdir()
        self.np.savez(self.folder / "fit/music.npz", alterations=names, MSD_musicnn=values)
        path = self.folder / "moments.npz"
        nuisance.write_covariance(self.folder, "MSD_musicnn", path)
        moments = nuisance.read_covariance(path)
        difference = (values[:, 3] - values[:, 0]).reshape(-1, VALUES).astype(float)
        expected = difference.T @ difference / len(difference)
        self.np.testing.assert_allclose(moments["equaliser"], expected, rtol=1e-5, atol=1e-6)
        out = self.train(self.table()[0], "out.json", "--covariance", path)
        document = json.loads(out.read_text(encoding="utf-8"))
        self.assertEqual([head["name"] for head in document["heads"]], ["listeners", "steady"])

    def test_comparison(self):
        """The other methods are measured in the same way."""
        import compare_moods
        import evaluate
        import table
        from sklearn.linear_model import Ridge

        rated, others = table.load(self.table()[0])
        folds = evaluate.make_folds(150, 1, seed=3)
        ridge = compare_moods.compare(
            lambda: Ridge(10, fit_intercept=False), rated, others, ["MSD_musicnn"], "valence", folds
        )
        self.assertGreater(min(ridge), 0.7)
        self.assertGreater(min(compare_moods.ours(rated, others, "MSD_musicnn", "valence", folds)), 0.7)
        names = [name.split()[0].strip(",") for name, make in compare_moods.methods() if make(["MSD_musicnn"])]
        self.assertEqual(set(names), {"ridge", "linear", "RBF", "MLP", "PLS"})


class Alterations(unittest.TestCase):
    def test_equaliser(self):
        """Flat bands change nothing; others keep the K-weighted energy and have the response asked for."""
        import alter
        import numpy as np

        noise = np.random.default_rng(1).normal(scale=0.1, size=(96000, 2)).astype(np.float32)
        np.testing.assert_allclose(alter.equalise(noise, 48000, np.zeros(10)), noise, atol=1e-6)
        bands = alter.random_bands(np.random.default_rng(2), 6)
        equalised = alter.equalise(noise, 48000, bands)
        frequencies = np.fft.rfftfreq(96000, 1 / 48000)
        weights = alter.k_weighting(frequencies)[:, None]
        energy = [np.sum(weights * np.abs(np.fft.rfft(x, axis=0)) ** 2) for x in (noise, equalised)]
        self.assertAlmostEqual(energy[1] / energy[0], 1, delta=0.01)
        curve = alter.response(bands, frequencies)
        ratios = []
        for low, high in ((200, 300), (2000, 3000), (9000, 11000)):
            inside = (frequencies > low) & (frequencies < high)
            powers = [np.mean(np.abs(np.fft.rfft(x[:, 0]))[inside] ** 2) for x in (noise, equalised)]
            ratios.append(10 * np.log10(powers[1] / powers[0]) - curve[inside].mean())
        self.assertLess(np.ptp(ratios), 0.5)

    def test_k_weighting(self):
        """ITU-R BS.1770: 0.69 dB at 1 kHz (which -0.691 makes 0), a shelf of 4 dB above, nothing far below."""
        import alter
        import numpy as np

        decibel = 10 * np.log10(alter.k_weighting(np.array([10.0, 997.0, 10000.0])))
        self.assertLess(decibel[0], -20)
        self.assertAlmostEqual(decibel[1], 0.69, delta=0.02)
        self.assertAlmostEqual(decibel[2], 4, delta=0.1)


class Merit(unittest.TestCase):
    def test_measures(self):
        """Changes are told in the spread of the clean clips, flips as a share; the plane is that of the side-cars."""
        import merit
        import numpy as np

        values = np.array([[0.0, 1.0, -1.0], [2.0, 2.0, 6.0]])
        self.assertAlmostEqual(merit.moved(values), (1 + 1 + 0 + 4) / 4)
        self.assertAlmostEqual(merit.flipped(values > 0), 1 / 4)
        axis = {"minimum": 1, "centre": 2, "maximum": 6}
        np.testing.assert_allclose(merit.plane(axis, np.array([1.0, 1.5, 2.0, 4.0])), [-1, -0.5, 0, 0.5])

    def test_models(self):
        """A model reads what TensorFlow reads, and knows which of its outputs are tags and which are moods."""
        import merit
        import numpy as np

        samples = np.load(ROOT / "tests/references/data/16k/music.npy")[:, None] / np.float32(32768)
        model = merit.Model(ROOT / "models/bundled/MSD_musicnn.json")
        reading = model.read(merit.windows_of(samples, 16000, [model.bands]))
        tags = np.load(ROOT / "tests/references/data/16k/tags_hop187.npy")
        np.testing.assert_allclose(reading[model.tags()], tags.mean(axis=0), atol=1e-4)
        self.assertEqual([name for name, *_ in model.moods()], ["listeners", "steady"])
        vibenet = merit.Model(ROOT / "models/bundled/vibenet.json")
        self.assertEqual(([name for name, *_ in vibenet.moods()], vibenet.tags()), (["as published"], []))


class Outputs(unittest.TestCase):
    def build(self, np, folder):
        """A network with two made-up heads, as a session and its heads' weights."""
        import catalogue
        import convert
        import networks
        import onnx
        import onnxruntime
        import wheels

        generator = np.random.default_rng(1)
        heads = [{"name": name} for name in ("one", "two")]
        for head, axis in itertools.product(heads, networks.AXES):
            head[axis] = {"weights": generator.normal(size=200), "bias": generator.normal()}
        entry = next(entry for entry in catalogue.MODELS if entry["name"] == "MSD_musicnn")
        package = wheels.package_folder(WHEELS, "musicnn", folder)
        weights = convert.checkpoint(package / entry["checkpoint"])
        path = pathlib.Path(folder) / "network.onnx"
        path.write_bytes(networks.musicnn("MSD_musicnn", "", weights, heads).SerializeToString())
        onnx.checker.check_model(path, full_check=True)
        return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]), heads

    def test_readings(self):
        """Heads are further outputs of the network, linear in the embedding: the mean of the windows' readings
        is the reading of the windows' mean."""
        import numpy as np

        windows = np.load(ROOT / "tests/references/data/MSD_musicnn/mel.npy")
        with tempfile.TemporaryDirectory() as folder:
            session, heads = self.build(np, folder)
            names = ["readings", "logits", "embedding", "two"]
            runs = [session.run(names, {"mel": window[None]}) for window in windows]
        readings, logits, embedding, two = (np.concatenate(part) for part in zip(*runs))
        self.assertEqual(readings.shape[1], 54)
        np.testing.assert_array_equal(readings[:, :50], logits)
        np.testing.assert_array_equal(readings[:, 52:], two)
        weights = np.stack([head[axis]["weights"] for head in heads for axis in ("valence", "arousal")])
        bias = np.array([head[axis]["bias"] for head in heads for axis in ("valence", "arousal")])
        expected = embedding.mean(axis=0) @ weights.T + bias
        np.testing.assert_allclose(readings[:, 50:].mean(axis=0), expected, rtol=1e-4, atol=1e-4)


if __name__ == "__main__":
    originals_at_hand.main()
