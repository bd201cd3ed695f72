#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the gradients' parity files: musicnn's networks in TensorFlow, vibenet in PyTorch.  README.md lists them.

They are apart from write.py since PyTorch is large, and since the input windows are those that write.py has written.
"""

import argparse
import pathlib
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models/import"))
DATA = pathlib.Path(__file__).resolve().parent / "data"
STRIDE = 7

# Network -> checkpoint
MUSICNN = {
    "MSD_musicnn": "MSD_musicnn",
    "MTT_musicnn": "MTT_musicnn",
    "MSD_vgg": "MSD_vgg",
    "MSD_vgg_as_trained": "MSD_vgg",
    "MTT_vgg": "MTT_vgg",
}


def seed_of(n):
    """One factor a value, neither equal nor all positive."""
    return np.cos(np.arange(n) * 1.7).astype(np.float32)


def save(folder, model, d_input):
    (folder / model).mkdir(parents=True, exist_ok=True)
    np.save(folder / model / f"d_input.every{STRIDE}.npy", np.asarray(d_input, np.float32).ravel()[::STRIDE])


def write_musicnn(folder, packages):
    """Of the graph that musicnn's authors saved, with respect to the mel window, before the sigmoid."""
    import originals
    import wheels

    window = np.load(DATA / "MSD_musicnn/mel.npy")[1:2]
    with tempfile.TemporaryDirectory() as scratch:
        package = wheels.package_folder(packages, "musicnn", pathlib.Path(scratch))
        for model, checkpoint in MUSICNN.items():
            network = originals.Musicnn(package / checkpoint, originals.PACKAGE_POOLS.get(model))
            tf = originals.tf
            with network.graph.as_default():
                logits = network.graph.get_tensor_by_name("model/Sigmoid:0").op.inputs[0]
                seed = seed_of(logits.shape[-1])
                (slope,) = tf.gradients(logits, network.graph.get_tensor_by_name("mel:0"), grad_ys=seed[None])
            save(folder, model, network.session.run(slope, {"mel:0": window}))


class Torch:
    """The operators of vibenet's file, each by PyTorch's own."""

    def __init__(self, path):
        import onnx
        import onnx.numpy_helper
        import torch

        self.torch = torch
        self.graph = onnx.load(path).graph
        self.attribute = onnx.helper.get_attribute_value
        self.weights = {w.name: torch.tensor(onnx.numpy_helper.to_array(w)) for w in self.graph.initializer}

    def run(self, x):
        values = {**self.weights, self.graph.input[0].name: x}
        for node in self.graph.node:
            attributes = {a.name: self.attribute(a) for a in node.attribute}
            inputs = [values[name] if name else None for name in node.input]
            values[node.output[0]] = getattr(self, node.op_type)(inputs, attributes)
        return values[self.graph.output[0].name]

    def Add(self, x, _):
        return x[0] + x[1]

    def Mul(self, x, _):
        return x[0] * x[1]

    def Sigmoid(self, x, _):
        return self.torch.sigmoid(x[0])

    def Gelu(self, x, a):
        approximate = a.get("approximate", b"none").decode()
        return self.torch.nn.functional.gelu(x[0], approximate=approximate)

    def Conv(self, x, a):
        pads = a.get("pads", [0, 0, 0, 0])
        padded = self.torch.nn.functional.pad(x[0], (pads[1], pads[3], pads[0], pads[2]))
        bias = x[2] if len(x) > 2 else None
        conv = self.torch.nn.functional.conv2d
        strides, dilations = tuple(a.get("strides", (1, 1))), tuple(a.get("dilations", (1, 1)))
        return conv(padded, x[1], bias, strides, 0, dilations, a.get("group", 1))

    def BatchNormalization(self, x, a):
        norm = self.torch.nn.functional.batch_norm
        return norm(x[0], x[3], x[4], x[1], x[2], False, 0.0, a.get("epsilon", 1e-5))

    def ReduceMean(self, x, a):
        axes = a.get("axes") or x[1].tolist()
        return x[0].mean(dim=tuple(axes), keepdim=bool(a.get("keepdims", 1)))

    def Gemm(self, x, a):
        left = x[0].T if a.get("transA", 0) else x[0]
        right = x[1].T if a.get("transB", 0) else x[1]
        return a.get("alpha", 1.0) * (left @ right) + a.get("beta", 1.0) * x[2]

    def LayerNormalization(self, x, a):
        shape = x[0].shape[a.get("axis", -1) :]
        return self.torch.nn.functional.layer_norm(x[0], shape, x[1], x[2], a.get("epsilon", 1e-5))

    def Unsqueeze(self, x, a):
        for axis in sorted(a.get("axes") or x[1].tolist()):
            x[0] = x[0].unsqueeze(axis)
        return x[0]

    def Expand(self, x, _):
        return x[0] * self.torch.ones(x[1].tolist())

    def Tile(self, x, _):
        return x[0].repeat(x[1].tolist())

    def Reshape(self, x, _):
        return x[0].reshape([size or x[0].shape[i] for i, size in enumerate(x[1].tolist())])

    def Concat(self, x, a):
        return self.torch.cat(x, dim=a["axis"])


def write_vibenet(folder):
    """Of the committed file, with respect to the dB mel window."""
    network = Torch(ROOT / "models/bundled/vibenet.onnx")
    x = network.torch.tensor(np.load(DATA / "vibenet/x.npy")[:1], requires_grad=True)
    y = network.run(x)
    difference = np.abs(y.detach().numpy().ravel() - np.load(DATA / "vibenet/out.npy")[0].ravel()).max()
    assert difference < 1e-4, f"PyTorch's values differ from ONNX Runtime's by {difference}"
    (y.ravel() * network.torch.tensor(seed_of(y.numel()))).sum().backward()
    save(folder, "vibenet", x.grad.numpy())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", choices=("musicnn", "vibenet"))
    parser.add_argument("--wheels", type=pathlib.Path, help="folder with the .whl files or their content")
    parser.add_argument("--out", type=pathlib.Path, default=DATA)
    options = parser.parse_args()
    if options.networks == "vibenet":
        write_vibenet(options.out)
    else:
        write_musicnn(options.out, options.wheels)


if __name__ == "__main__":
    main()
