# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the node tests leave out: forms of older operator sets, and all kinds of windows, as ONNX Runtime computes them."""

import itertools

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def values(*shape, seed=1):
    return np.random.default_rng(seed).uniform(-1.5, 1.5, shape).astype(np.float32)


def ints(*numbers):
    return np.array(numbers, np.int64)


def node_forms():
    """Operator, operator sets, attributes and inputs; the first input is the one at run time."""
    x, image, row = values(2, 3, 4, 5), values(1, 4, 7, 9), values(2, 3)
    channels = [values(3, seed=seed) for seed in (2, 3, 4)] + [np.abs(values(3, seed=5)) + 0.1]
    yield from (("Softmax", (7, 11, 12), {"axis": axis}, [x]) for axis in (0, 1, 2, 3))
    yield "Softmax", (7, 11), {}, [x]
    yield "Softmax", (13, 21), {"axis": 1}, [x]
    yield "Slice", (7, 9), {"starts": [1, -3], "ends": [9, -1], "axes": [1, 3]}, [x]
    yield "Slice", (7, 9), {"starts": [0, 1], "ends": [2, 3]}, [x]
    yield "Slice", (10, 11, 13), {}, [x, ints(3, -1), ints(-9, -4), ints(2, 3), ints(-1, -2)]
    yield "Squeeze", (7, 11), {"axes": [0, 3]}, [values(1, 2, 3, 1)]
    yield "Squeeze", (7, 13), {}, [values(1, 2, 3, 1)]
    yield "Unsqueeze", (7, 11), {"axes": [0, 3]}, [row]
    yield "Split", (7, 11), {"axis": 1, "split": [1, 2]}, [x]
    yield "Split", (7, 11), {"axis": 2}, [x]
    for reduction in ("ReduceSum", "ReduceMean", "ReduceMax"):
        yield reduction, (7, 11), {"axes": [1, 3], "keepdims": 0}, [x]
        yield reduction, (11,), {"axes": [-2]}, [x]
        yield reduction, (7, 11), {}, [x]
    yield "ReduceMean", (13,), {"axes": [2]}, [x]
    for mode in ("constant", "edge", "reflect"):
        yield "Pad", (7, 10), {"mode": mode, "pads": [0, 1, 2, 0, 0, 0, 1, 3]}, [x]
        yield "Pad", (11, 13, 18), {"mode": mode}, [x, ints(0, 0, 1, 2, 0, 2, 0, 1)]
    yield "Pad", (7, 10), {"pads": [0, -1, 0, 1, 0, 0, -2, 0], "value": 0.5}, [x]
    yield "Pad", (19,), {"mode": "wrap"}, [x, ints(0, 0, 1, 2, 0, 2, 0, 1)]
    yield "Clip", (7, 10), {"min": -0.5, "max": 0.7}, [x]
    yield "Clip", (7, 10), {"max": 0.7}, [x]
    yield "Clip", (11, 12), {}, [x, np.float32(-0.5)]
    yield "Dropout", (7, 10, 12, 13), {}, [x]
    yield "BatchNormalization", (7, 9, 14, 15), {"epsilon": 0.01}, [x, *channels]
    yield "Flatten", (7, 9, 11, 13), {"axis": 2}, [x]
    yield "Gemm", (7, 9, 11, 13), {"alpha": 0.5, "beta": 2.0, "transB": 1}, [row, values(4, 3), values(4)]
    yield "Gemm", (11, 13), {"transA": 1}, [row, values(2, 5)]
    yield "PRelu", (7, 9, 16), {}, [x, values(3, 1, 1)]
    yield "Elu", (7,), {"alpha": 0.7}, [x]
    yield "LeakyRelu", (7, 16), {"alpha": 0.3}, [x]
    yield "HardSigmoid", (7,), {"alpha": 0.3, "beta": 0.4}, [x]
    yield "Pow", (7, 12, 13), {}, [np.abs(x), np.float32(1.7)]
    yield "Pow", (7, 12, 13, 15), {}, [x, np.float32(2)]
    yield "Tile", (7, 13), {}, [row, ints(2, 3)]
    yield "Expand", (8, 13), {}, [values(3, 1), ints(2, 1, 4)]
    yield "Gather", (7, 11, 13), {"axis": 1}, [x, np.array([[2, 0], [1, 1]], np.int64)]
    yield "Reshape", (7, 13, 14), {}, [x, ints(0, -1, 10)]
    yield "Transpose", (7, 13), {"perm": [0, 3, 1, 2]}, [x]
    yield "Concat", (7, 11, 13), {"axis": 1}, [x, values(2, 2, 4, 5)]
    for name in ("Sigmoid", "Tanh", "Exp", "Relu", "Sqrt", "Erf", "HardSwish"):
        yield name, (13 if name == "Erf" else 14 if name == "HardSwish" else 7,), {}, [np.abs(x) * 3]
    for name in ("Add", "Sub", "Mul", "Div"):
        yield name, (7, 13, 14), {}, [x, values(3, 1, 5) + 2]
    yield from windows(image)


def windows(image):
    """Convolutions and pools of one and two dimensions with every kind of padding."""
    for dimensions, group, stride, dilation in itertools.product((1, 2), (1, 2, 4), (1, 2), (1, 2)):
        x = image if dimensions == 2 else image[:, :, 0]
        kernel = (3, 2)[:dimensions]
        weights = values(8, 4 // group, *kernel, seed=group)
        same = {"group": group, "strides": [stride] * dimensions, "dilations": [dilation] * dimensions}
        yield "Conv", (7, 11), {**same, "pads": [1, 2][:dimensions] + [0, 1][:dimensions]}, [x, weights, values(8)]
        yield "Conv", (11,), {**same, "auto_pad": "VALID", "kernel_shape": list(kernel)}, [x, weights]
        if dilation == 1:
            yield "Conv", (11,), {**same, "auto_pad": "SAME_UPPER"}, [x, weights]
            yield "Conv", (11,), {**same, "auto_pad": "SAME_LOWER"}, [x, weights]
    for pool, dimensions, stride, ceil in itertools.product(("MaxPool", "AveragePool"), (1, 2), (1, 2, 3), (0, 1)):
        x = image if dimensions == 2 else image[:, :, 0]
        same = {"kernel_shape": [3, 2][:dimensions], "strides": [stride] * dimensions, "ceil_mode": ceil}
        yield pool, (10, 11), {**same, "pads": [1, 1][:dimensions] + [0, 1][:dimensions]}, [x]
        if pool == "MaxPool":
            yield pool, (10,), {**same, "dilations": [2] * dimensions}, [x]
        elif not ceil:  # Older sets round up and count padding in no agreed way
            yield pool, (11, 19), {**same, "pads": [1] * (2 * dimensions), "count_include_pad": 1}, [x]
        if not ceil and stride < 3:
            yield pool, (11,), {**same, "auto_pad": "SAME_UPPER"}, [x]
            yield pool, (11,), {**same, "auto_pad": "SAME_LOWER"}, [x]


def constant_forms():
    """Constants in every form, added to the input."""
    tensor = numpy_helper.from_array(values(3))
    for form in ({"value": tensor}, {"value_float": 0.5}, {"value_floats": [1.0, 2.0, 3.0]}):
        yield [helper.make_node("Constant", [], ["c"], **form), helper.make_node("Add", ["x", "c"], ["y"])]
    yield [
        helper.make_node("Constant", [], ["c"], value_ints=[3, 1, 2]),
        helper.make_node("Reshape", ["x", "c"], ["y"]),
    ]
    yield [
        helper.make_node("Constant", [], ["c"], value_int=2),
        helper.make_node("Cast", ["c"], ["f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["x", "f"], ["y"]),
    ]


def model(nodes, opset, x, constants, outputs):
    info = [helper.make_tensor_value_info("x", TensorProto.FLOAT, list(x.shape))]
    made = helper.make_graph(nodes, "form", info, [helper.make_empty_tensor_value_info(o) for o in outputs], constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def computed(made, x, outputs):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(outputs, {"x": x})


def forms():
    """Name and (model, input's name and value, output's name and value) of each."""
    for number, (op, opsets, attributes, inputs) in enumerate(node_forms()):
        names = [f"i{i}" for i in range(1, len(inputs))]
        constants = [numpy_helper.from_array(np.asarray(v), n) for n, v in zip(names, inputs[1:])]
        outputs = ["y", "z"] if op == "Split" else ["y"]
        node = helper.make_node(op, ["x", *names], outputs, **attributes)
        for opset in opsets:
            made = model([node], opset, inputs[0], constants, outputs)
            for output, value in zip(outputs, computed(made, inputs[0], outputs)):
                yield f"form_{op}_{number}_{output}_opset{opset}", (made, "x", inputs[0], output, value)
    for number, nodes in enumerate(constant_forms()):
        x = values(2, 3)
        made = model(nodes, 13, x, [], ["y"])
        yield f"form_Constant_{number}", (made, "x", x, "y", computed(made, x, ["y"])[0])
