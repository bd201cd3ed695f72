# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks of musicnn as ONNX graphs of plain operators.

Layout is (batch, channel, time, mel).  Each builder takes the checkpoint's arrays
and reads like the network's published definition (J. Pons and X. Serra, "musicnn:
pre-trained convolutional neural networks for music audio tagging", 2019).
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
IR_VERSION = 10
BN_EPSILON = 1e-3  # TensorFlow's default, which the published graphs use

FRAMES, BANDS, LABELS = 187, 96, 50
AXES = ("valence", "arousal")


class Builder:
    """Collects nodes and constants; each method adds one operator and returns its output's name."""

    def __init__(self, weights):
        self.weights = weights
        self.nodes = []
        self.constants = []

    def constant(self, name, array, dtype=np.float32):
        array = np.ascontiguousarray(array, dtype)
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def node(self, operator, name, inputs, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    def axes(self, name, *values):
        return self.constant(name, values, np.int64)

    def batch_norm(self, name, x, scope):
        parts = {"scale": "gamma", "bias": "beta", "mean": "moving_mean", "variance": "moving_variance"}
        constants = [self.constant(f"{name}.{p}", self.weights(f"{scope}/{k}")) for p, k in parts.items()]
        return self.node("BatchNormalization", name, [x, *constants], epsilon=BN_EPSILON)

    def conv(self, name, x, scope, pads):
        """Convolution with TensorFlow's kernel (time, mel, in, out) as (out, in, time, mel), and ReLU."""
        kernel = self.weights(f"{scope}/kernel").transpose(3, 2, 0, 1)
        return self.conv_relu(name, x, kernel, self.weights(f"{scope}/bias"), pads)

    def conv_relu(self, name, x, kernel, bias, pads):
        w = self.constant(f"{name}.weight", kernel)
        b = self.constant(f"{name}.bias", bias)
        y = self.node("Conv", name, [x, w, b], kernel_shape=kernel.shape[2:], pads=pads, strides=[1, 1])
        return self.node("Relu", f"{name}_relu", [y])

    def dense(self, name, x, scope):
        w = self.constant(f"{name}.weight", self.weights(f"{scope}/kernel"))
        b = self.constant(f"{name}.bias", self.weights(f"{scope}/bias"))
        return self.node("Gemm", name, [x, w, b])

    def input(self):
        """The window as an image of one channel, normalised."""
        image = self.node("Unsqueeze", "image", ["mel", self.axes("image.axes", 1)])
        return self.batch_norm("image_norm", image, "batch_normalization")

    def model(self, name, description, outputs):
        inputs = [helper.make_tensor_value_info("mel", TensorProto.FLOAT, [1, FRAMES, BANDS])]
        outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, size]) for n, size in outputs]
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.constants)
        model = helper.make_model(
            graph,
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET)],
            producer_name="equus",
            producer_version="1",
        )
        model.doc_string = description
        return model


def _same(length):
    """Padding that keeps the length, the odd one after, as TensorFlow's SAME."""
    return (length - 1) // 2, length - 1 - (length - 1) // 2


def _front_branch(b, name, x, index):
    """Convolution along time (the zeros come after the first batch norm), then the largest over frequency."""
    scope = f"conv2d_{index}" if index else "conv2d"
    before, after = _same(b.weights(f"{scope}/kernel").shape[0])
    y = b.conv(name, x, scope, [before, 0, after, 0])
    y = b.batch_norm(f"{name}_norm", y, f"batch_normalization_{index + 1}")
    return b.node("ReduceMax", f"{name}_max", [y, "mel_axis"], keepdims=1)


def _middle_layer(b, name, x, index):
    """A dense layer over all features of seven frames: (7, features, 1, out) as (out, features, 7, 1)."""
    kernel = b.weights(f"conv2d_{index}/kernel").transpose(3, 1, 0, 2)
    y = b.conv_relu(name, x, kernel, b.weights(f"conv2d_{index}/bias"), [3, 0, 3, 0])
    return b.batch_norm(f"{name}_norm", y, f"batch_normalization_{index + 1}")


def _middle(b, front):
    first = _middle_layer(b, "middle_1", front, 5)
    second = b.node("Add", "middle_2_sum", [_middle_layer(b, "middle_2", first, 6), first])
    third = b.node("Add", "middle_3_sum", [_middle_layer(b, "middle_3", second, 7), second])
    return b.node("Concat", "features", [front, first, second, third], axis=1)


def _pool(b, features):
    """Largest and mean over time, side by side for each feature."""
    axes = b.axes("time_axes", 2, 3)
    last = b.axes("pair_axis", 2)
    pools = []
    for operator, name in (("ReduceMax", "pool_max"), ("ReduceMean", "pool_mean")):
        y = b.node(operator, name, [features, axes], keepdims=0)
        pools.append(b.node("Unsqueeze", f"{name}_column", [y, last]))
    pairs = b.node("Concat", "pool_pairs", pools, axis=2)
    return b.node("Reshape", "pool", [pairs, b.axes("pool.shape", 1, -1)])


def _readings(b, heads):
    """Each head's valence and arousal, then one row of the logits and all of them."""
    rows = []
    for head in heads:
        w = b.constant(f"{head['name']}.weight", np.transpose([head[axis]["weights"] for axis in AXES]))
        c = b.constant(f"{head['name']}.bias", [head[axis]["bias"] for axis in AXES])
        rows.append(b.node("Gemm", head["name"], ["embedding", w, c]))
    b.node("Concat", "readings", ["logits", *rows], axis=1)
    return [(row, len(AXES)) for row in rows] + [("readings", LABELS + len(AXES) * len(rows))]


def musicnn(name, description, weights, heads=()):
    """Two timbral and three temporal convolutions, three dense layers along time, two dense layers.

    `heads`: mood heads as train_mood.py writes them; their readings stand in "readings", behind the logits.
    """
    b = Builder(weights)
    image = b.input()
    b.axes("mel_axis", 3)
    branches = ["timbral_38", "timbral_67", "temporal_128", "temporal_64", "temporal_32"]
    front = b.node("Concat", "front", [_front_branch(b, n, image, i) for i, n in enumerate(branches)], axis=1)
    pool = b.batch_norm("pool_norm", _pool(b, _middle(b, front)), "batch_normalization_9")
    dense = b.node("Relu", "dense_relu", [b.dense("dense", pool, "dense")])
    embedding = b.batch_norm("embedding", dense, "batch_normalization_10")
    b.dense("logits", embedding, "dense_1")
    outputs = [("logits", LABELS), ("embedding", 200)]
    return b.model(name, description, outputs + (_readings(b, heads) if heads else []))


# Kernel and strides (time, mel) of a vgg's five poolings
_LAST_POOLS = (((2, 2), (2, 2)), ((2, 2), (2, 2)), ((4, 4), (4, 4)))
POOLS_OF_PACKAGE = (((4, 1), (2, 2)), ((2, 2), (2, 2)), *_LAST_POOLS)
POOLS_OF_MSD_TRAINING = (((4, 1), (4, 1)), ((1, 4), (1, 4)), *_LAST_POOLS)


def vgg(name, description, weights, pools=POOLS_OF_PACKAGE):
    """Five 3x3 convolutions with pooling, one dense layer."""
    b = Builder(weights)
    x = b.input()
    for i, (kernel, strides) in enumerate(pools, 1):
        x = b.conv(f"conv_{i}", x, f"{i}CNN", [1, 1, 1, 1])
        x = b.batch_norm(f"conv_{i}_norm", x, f"batch_normalization_{i}")
        x = b.node("MaxPool", f"pool_{i}", [x], kernel_shape=kernel, strides=strides)
    x = b.node("Transpose", "channels_last", [x], perm=[0, 2, 3, 1])
    x = b.node("Reshape", "embedding", [x, b.axes("embedding.shape", 1, -1)])
    b.dense("logits", x, "dense")
    return b.model(name, description, [("logits", LABELS), ("embedding", 256)])


def vgg_as_trained_on_msd(name, description, weights):
    """The graph saved with MSD_vgg's checkpoint: its first two poolings aren't those that the package builds."""
    return vgg(name, description, weights, POOLS_OF_MSD_TRAINING)
