#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write small models in the manner of Essentia's beside this script, and what ONNX Runtime computes with them.

The networks are named, shaped and described as the published ones; their weights are arbitrary.  The files are
committed; this makes them again.  Needs numpy, onnx and onnxruntime.
"""

import copy
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "fixtures"))

from write import weights

FLOAT = onnx.TensorProto.FLOAT
FEATURES = 8


def save(stem, nodes, constants, inputs, outputs):
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        stem,
        [info(name, FLOAT, shape) for name, shape in inputs.items()],
        [info(name, FLOAT, shape) for name, shape in outputs.items()],
        constants,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="equus")
    made.ir_version = 7
    onnx.checker.check_model(made)
    (HERE / f"{stem}.onnx").write_bytes(made.SerializeToString(deterministic=True))


def describe(stem, classes, algorithm, given, outputs, **more):
    """Metadata with the members of the published files, in their order."""
    inference = {"sample_rate": 16000, "algorithm": algorithm}
    if "embedding" in more:
        inference["embedding_model"] = {
            "algorithm": "TensorflowPredictMusiCNN",
            "model_name": more["embedding"],
            "link": f"https://example.org/{more['embedding']}.pb",
        }
    metadata = {
        "name": stem.replace("-", " "),
        "type": "multi-class classifier",
        "link": f"https://example.org/{stem}.pb",
        "version": "1",
        "description": "a small network for tests",
        "author": "The Equus developers",
        "framework": "tensorflow",
        "classes": classes,
        "model_types": ["frozen_model", "onnx"],
        "dataset": {"name": "None", "size": "0 songs", "metrics": more.get("metrics", {"ROC-AUC": 0.5})},
        "schema": {
            "inputs": [{"name": given[0], "type": "float", "shape": given[1]}],
            "outputs": [
                {"name": name, "type": "float", "shape": shape, "op": "", "output_purpose": purpose}
                for name, shape, purpose in outputs
            ],
        },
        "citation": "",
        "inference": inference,
    }
    (HERE / f"{stem}.json").write_text(json.dumps(metadata, indent=4) + "\n")
    return metadata


def body(prefix, source, image_axes, features, output, n_classes=3):
    """Convolution, mean and dense layer: [batch, frames, bands] to [batch, FEATURES]."""
    node = helper.make_node
    nodes, constants = [], []
    if image_axes == "none":
        nodes.append(node("Unsqueeze", [source, "channel"], ["image"], "image"))
        constants.append(numpy_helper.from_array(np.array([1], np.int64), "channel"))
    elif image_axes == "last":
        nodes.append(node("Transpose", [source], ["image"], "image", perm=[0, 3, 1, 2]))
    else:
        nodes.append(node("Identity", [source], ["image"], "image"))
    nodes += [
        node("Conv", ["image", "w1", "b1"], ["conv"], f"{prefix}/conv", strides=[1, 8], pads=[2, 0, 2, 0]),
        node("Relu", ["conv"], ["relu"], f"{prefix}/relu"),
        node("GlobalAveragePool", ["relu"], ["mean"], f"{prefix}/mean"),
        node("Flatten", ["mean"], ["flat"], f"{prefix}/flat"),
        node("Gemm", ["flat", "w2", "b2"], [features], f"{prefix}/dense"),
    ]
    constants += [weights("w1", 24, 1, 5, 8), weights("b1", 24), weights("w2", 24, FEATURES), weights("b2", FEATURES)]
    if output:
        nodes += [
            node("BatchNormalization", [features, "gain", "offset", "average", "variance"], ["norm"], f"{prefix}/norm"),
            node("Relu", ["norm"], ["norm_relu"], f"{prefix}/norm_relu"),
            node("Gemm", ["norm_relu", "w3", "b3"], ["logits"], f"{prefix}/dense_1"),
            node("Sigmoid", ["logits"], [output], f"{prefix}/Sigmoid"),
        ]
        positive = np.linspace(0.5, 2, FEATURES).astype(np.float32)
        constants += [weights("gain", FEATURES), weights("offset", FEATURES), weights("average", FEATURES)]
        constants += [numpy_helper.from_array(positive, "variance"), weights("w3", FEATURES, n_classes), weights("b3", n_classes)]
    return nodes, constants


def musicnn():
    nodes, constants = body("model", "model/Placeholder:0", "none", "model/dense/BiasAdd:0", "model/Sigmoid:0")
    given = {"model/Placeholder:0": ["unk__1", 187, 96]}
    save("toy-musicnn-1", nodes, constants, given, {"model/Sigmoid:0": ["unk__1", 3]})
    outputs = [
        ("model/Sigmoid", [1, 3], "predictions"),
        ("model/dense_1/BiasAdd", [1, 3], ""),
        ("model/dense/BiasAdd", [1, FEATURES], "embeddings"),
    ]
    classes = ["rock", "Mellow", "80s"]
    return describe("toy-musicnn-1", classes, "TensorflowPredictMusiCNN", ("model/Placeholder", [187, 96]), outputs)


def effnet(stem, batch):
    """The published export for single windows names its tensors otherwise than its metadata."""
    nodes, constants = body("effnet", "melspectrogram", "none", "embeddings", "activations")
    given = {"melspectrogram": [batch, 128, 96]}
    save(stem, nodes, constants, given, {"activations": [batch, 3], "embeddings": [batch, FEATURES]})
    outputs = [("PartitionedCall:0", [64, 3], "predictions"), ("PartitionedCall:1", [64, FEATURES], "embeddings")]
    given = ("serving_default_melspectrogram", [64, 128, 96])
    describe(stem, ["Rock---Mod", "Rock---Oi", "Pop"], "TensorflowPredictEffnetDiscogs", given, outputs)


def release():
    """Two outputs of one size, which only their names tell apart."""
    nodes, constants = body("effnet", "melspectrogram", "none", "embeddings", "activations", FEATURES)
    given = {"melspectrogram": ["batch", 128, 96]}
    save("toy-release-1", nodes, constants, given, {"activations": ["batch", FEATURES], "embeddings": ["batch", FEATURES]})
    outputs = [("PartitionedCall:0", [64, FEATURES], "predictions"), ("PartitionedCall:1", [64, FEATURES], "embeddings")]
    given = ("serving_default_melspectrogram", [64, 128, 96])
    describe("toy-release-1", [], "TensorflowPredictEffnetDiscogs", given, outputs)


def vggish(stem, axes):
    nodes, constants = body("vggish", "model/Placeholder:0", axes, "model/vggish/embeddings:0", "")
    shape = ["unk", 1, 96, 64] if axes == "second" else ["unk", 96, 64, 1]
    save(stem, nodes, constants, {"model/Placeholder:0": shape}, {"model/vggish/embeddings:0": ["unk", FEATURES]})
    outputs = [("model/vggish/embeddings", [1, FEATURES], "embeddings")]
    describe(stem, "", "TensorflowPredictVGGish", ("model/Placeholder", [96, 64]), outputs)


def head(stem, classes, embedding, last, features=FEATURES, metrics=None):
    node = helper.make_node
    output = f"model/{last}"
    nodes = [
        node("Gemm", ["model/Placeholder:0", f"{stem}.w1", "b1"], ["hidden"], "model/dense/BiasAdd"),
        node("Relu", ["hidden"], ["hidden_relu"], "model/dense/Relu"),
        node("Gemm", ["hidden_relu", f"{stem}.w2", "b2"], ["scores"], "model/dense_1/BiasAdd"),
        node(last, ["scores"], [f"{output}:0"], output, **({"axis": 1} if last == "Softmax" else {})),
    ]
    n = len(classes)
    constants = [weights(f"{stem}.w1", features, 5), weights("b1", 5), weights(f"{stem}.w2", 5, n), weights("b2", n)]
    given = {"model/Placeholder:0": ["unk", features]}
    save(stem, nodes, constants, given, {f"{output}:0": ["unk", n]})
    return describe(
        stem,
        classes,
        "TensorflowPredict2D",
        ("model/Placeholder", [features]),
        [(output, [n], "predictions")],
        embedding=embedding,
        metrics=metrics or {"accuracy": 0.5},
    )


def run(stem, values, *outputs):
    session = onnxruntime.InferenceSession(str(HERE / f"{stem}.onnx"))
    names = outputs or [session.get_outputs()[0].name]
    given = session.get_inputs()[0]
    if len(given.shape) == 4:
        values = values[:, np.newaxis] if given.shape[1] == 1 else values[..., np.newaxis]
    return session.run(list(names), {given.name: values})


def inner(stem, values, tensor):
    """A tensor inside a network, by a copy of it that has this tensor as its output."""
    made = onnx.load(HERE / f"{stem}.onnx")
    made.graph.output.append(helper.make_tensor_value_info(tensor, FLOAT, None))
    session = onnxruntime.InferenceSession(made.SerializeToString())
    return session.run([tensor], {session.get_inputs()[0].name: values})[0]


def array(name, values):
    with open(HERE / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, values.astype("<f4"), version=(1, 0), allow_pickle=False)


def write_results():
    """An input for each front end, and what each model that works makes of it."""
    pictures = {
        name: numpy_helper.to_array(weights(name, 1, frames, bands)) + np.float32(0.5)
        for name, frames, bands in (("musicnn", 187, 96), ("effnet", 128, 96), ("vggish", 96, 64))
    }
    features = {
        "musicnn": inner("toy-musicnn-1", pictures["musicnn"], "model/dense/BiasAdd:0"),
        "effnet": run("toy-effnet-bsdynamic-1", pictures["effnet"], "embeddings")[0],
        "vggish": run("toy-vggish-1", pictures["vggish"])[0],
        "release": run("toy-release-1", pictures["effnet"], "embeddings")[0],
    }
    assert np.allclose(features["vggish"], run("toy-vggish-2", pictures["vggish"])[0], atol=1e-6)
    for name, picture in pictures.items():
        array(f"{name}_input", picture)
    results = {
        "toy-musicnn-1": run("toy-musicnn-1", pictures["musicnn"])[0],
        "toy-effnet-bsdynamic-1": run("toy-effnet-bsdynamic-1", pictures["effnet"], "activations")[0],
        "mood_happy-toy-musicnn-1": run("mood_happy-toy-musicnn-1", features["musicnn"])[0],
        "emomusic-toy-musicnn-2": run("emomusic-toy-musicnn-2", features["musicnn"])[0],
        "mood_sad-toy-effnet-1": run("mood_sad-toy-effnet-1", features["effnet"])[0],
        "mood_calm-toy-release-1": run("mood_calm-toy-release-1", features["release"])[0],
        "deam-toy-vggish-1": run("deam-toy-vggish-1", features["vggish"])[0],
        "deam-toy-vggish-2": run("deam-toy-vggish-2", features["vggish"])[0],
    }
    for name, values in results.items():
        array(name, values)


def write_failures(musicnn_metadata, head_metadata):
    """One file for each way in which metadata can be wrong or ask for too much."""

    def changed(stem, metadata, change):
        metadata = copy.deepcopy(metadata)
        change(metadata)
        (HERE / f"{stem}.json").write_text(json.dumps(metadata, indent=4) + "\n")

    changed("frozen", musicnn_metadata, lambda m: None)
    (HERE / "frozen.pb").write_bytes(b"\n\x00")
    changed("other_algorithm", musicnn_metadata, lambda m: m["inference"].update(algorithm="TensorflowPredictMAEST"))
    changed("other_bands", musicnn_metadata, lambda m: m["schema"]["inputs"][0].update(shape=[187, 128]))
    changed("no_outputs", musicnn_metadata, lambda m: m["schema"].update(outputs=[]))
    changed("twice", musicnn_metadata, lambda m: m.update(classes=["rock", "rock", "80s"]))
    changed("no_texts", musicnn_metadata, lambda m: m.update(classes=[1, 2, 3]))
    changed("no_embedding", head_metadata, lambda m: m["inference"].pop("embedding_model"))
    changed("absent", head_metadata, lambda m: m["inference"]["embedding_model"].update(model_name="gone-1"))
    changed("on_a_head", head_metadata, lambda m: m["inference"]["embedding_model"].update(model_name="mood_happy-toy-musicnn-1"))
    changed("outside", head_metadata, lambda m: m["inference"]["embedding_model"].update(model_name="../toy-musicnn-1"))


def main():
    musicnn_metadata = musicnn()
    effnet("toy-effnet-bsdynamic-1", "batch")
    effnet("toy-effnet-bs64-1", 64)
    release()
    vggish("toy-vggish-1", "second")
    vggish("toy-vggish-2", "last")
    axes = {axis: {"R^2 Score": 0.5, "Root Mean Square Error": rmse} for axis, rmse in (("arousal", 0.667), ("valence", 0.76))}
    happy = head("mood_happy-toy-musicnn-1", ["happy", "non_happy"], "toy-musicnn-1", "Softmax")
    head("emomusic-toy-musicnn-2", ["valence", "arousal"], "toy-musicnn-1", "Identity", metrics=axes)
    head("mood_sad-toy-effnet-1", ["non_sad", "sad"], "toy-effnet-bs64-1", "Softmax")
    head("mood_calm-toy-release-1", ["calm", "non_calm"], "toy-release-1", "Softmax")
    for version in ("1", "2"):
        head(f"deam-toy-vggish-{version}", ["valence", "arousal"], f"toy-vggish-{version}", "Identity")
    head("wide", ["valence", "arousal"], "toy-musicnn-1", "Identity", features=FEATURES + 1)
    write_results()
    write_failures(musicnn_metadata, happy)


if __name__ == "__main__":
    main()
