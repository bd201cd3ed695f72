# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published networks, run by the libraries that they were published with."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # TensorFlow's own kernels: the same sums on every processor

import numpy as np
import onnx
import onnxruntime
import tensorflow.compat.v1 as tf
from tensorflow.core.protobuf import meta_graph_pb2


# Where musicnn/models.py builds a network otherwise than the saved graph: see models/import/README.md
PACKAGE_POOLS = {
    "MSD_vgg": {
        "model/max_pooling2d/MaxPool": ((4, 1), (2, 2)),
        "model/max_pooling2d_1/MaxPool": ((2, 2), (2, 2)),
    }
}


class Musicnn:
    """A network of musicnn: the graph that its authors saved beside the checkpoint, in inference mode."""

    def __init__(self, folder, pools=None):
        """`folder` holds .meta, .index and .data-00000-of-00001.

        `pools`: kernel and strides (time, mel) of poolings to change, by their nodes' names.
        """
        self.pools = pools or {}
        self.reader = tf.train.NewCheckpointReader(f"{folder}/")
        saved = meta_graph_pb2.MetaGraphDef()
        saved.ParseFromString((folder / ".meta").read_bytes())
        self.graph = tf.Graph()
        with self.graph.as_default():
            self._import(tf.graph_util.extract_sub_graph(saved.graph_def, ["model/Sigmoid"]))
        self.session = tf.Session(graph=self.graph)

    def _import(self, inference):
        """Import the part up to the tags, with the checkpoint's values for its variables."""
        inputs = {"model/Placeholder": tf.placeholder(tf.float32, [None, 187, 96], "mel")}
        inputs["model/Placeholder_2"] = tf.constant(False, name="is_training")
        for node in inference.node:
            node.attr.pop("_output_shapes", None)
            if node.name in self.pools:
                kernel, strides = self.pools[node.name]
                node.attr["ksize"].list.i[:] = [1, *kernel, 1]
                node.attr["strides"].list.i[:] = [1, *strides, 1]
            if node.op == "VariableV2":
                inputs[node.name] = tf.constant(self.reader.get_tensor(node.name))
        tf.import_graph_def(inference, input_map=inputs, name="")

    def run(self, windows, tensors):
        """Values of the named tensors for windows [n, 187, 96], run one by one."""
        names = [f"{tensor}:0" for tensor in tensors]
        runs = [self.session.run(names, {"mel:0": window[None]}) for window in windows]
        return [np.concatenate(values) for values in zip(*runs)]


class Onnx:
    """An ONNX file in ONNX Runtime on one thread."""

    def __init__(self, path, tensors):
        """`tensors`: names of outputs or inner tensors to compute."""
        model = onnx.load(path)
        present = {output.name for output in model.graph.output}
        model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in tensors if name not in present)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Without fusions every named tensor stays what the file says it is
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        providers = ["CPUExecutionProvider"]
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=providers)
        self.input = model.graph.input[0].name
        self.tensors = tensors

    def run(self, windows):
        """Values of the tensors for each window, run one by one."""
        runs = [self.session.run(self.tensors, {self.input: window[None]}) for window in windows]
        return [np.concatenate(values) for values in zip(*runs)]


def sigmoid(x):
    return 1 / (1 + np.exp(-x.astype(np.float64)))


def vibenet_scale(raw):
    """[n, 7] raw outputs as vibenet publishes them: likelihoods by sigmoid, the others clipped to 0...1"""
    likelihood = np.array([True, False, False, True, True, False, False])
    return np.where(likelihood, sigmoid(raw), np.clip(raw, 0, 1))
