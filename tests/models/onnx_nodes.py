#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that every node test of the onnx package for an operator of Equus' passes: onnx_nodes.py RUNNER FOLDER

The package's case modules make the tests; each becomes an ONNX file with one
input at run time, and all other inputs as constants.  Where an operator takes
several float inputs, each of them is the one, and all of them at once.
What gives shapes, integers or nothing is anchored: shape and values are
appended to a zero that is computed at run time.
"""

import collections
import os
import pathlib
import subprocess
import sys
import warnings

LEAST_CASES = 368  # That run with the onnx that references/requirements.txt pins
LEAST_CHECKS = 540
LEAST_FORMS = 332

OPERATORS = """Add AveragePool BatchNormalization Cast Clip Concat Constant ConstantOfShape Conv Div Dropout Elu Equal Erf
    Exp Expand Flatten Gather Gelu Gemm GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish Identity LayerNormalization
    LeakyRelu MatMul MaxPool Mul Pad Pow PRelu Range ReduceMax ReduceMean ReduceSum Relu Reshape Shape Sigmoid Size Slice
    Softmax Split Sqrt Squeeze Sub Tanh Tile Transpose Unsqueeze Where""".split()

# Operators any float input of which may be computed at run time
ANY_INPUT = "Add Sub Mul Div Pow PRelu MatMul Gemm Concat Where".split()

# Outputs after the first that Equus doesn't compute: places of maxima, what was dropped
NOT_COMPUTED = ("MaxPool", "Dropout")

RELATIVE, ABSOLUTE = 1e-5, 1e-6
ROUNDED = ("test_averagepool_2d_ceil_last_window_starts_on_pad",)  # Four digits are written in them


def rerun():
    """Go on in the Python of EQUUS_PYTHON, which has onnx."""
    python = os.environ.get("EQUUS_PYTHON", "")
    if not os.access(python, os.X_OK):
        print("needs the onnx package, which ./bootstrap test installs (EQUUS_PYTHON)", file=sys.stderr)
        sys.exit(77)
    if os.path.abspath(sys.executable) != os.path.abspath(python):
        os.execv(python, [python, *sys.argv])


rerun()

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnx_forms  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

RUN_TYPES = (TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT32, TensorProto.BOOL)


def skip_reason(case):
    """Why a case can't run, or None."""
    graph = case.model.graph
    for value in [*graph.input, *graph.output]:
        if value.type.WhichOneof("value") != "tensor_type":
            return "sequences and optional values"
    for value in [*graph.input, *graph.output]:
        if value.type.tensor_type.elem_type not in RUN_TYPES:
            return "another data type"
    if graph.input and graph.input[0].type.tensor_type.elem_type == TensorProto.BOOL and graph.node[0].op_type != "Where":
        return "another data type"
    for node in graph.node:
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "BatchNormalization" and attributes.get("training_mode"):
            return "training mode"
        if node.op_type == "Dropout" and len(node.input) > 2 and case.data_sets[0][0][2]:
            return "training mode"
        if node.op_type == "Cast" and attributes["to"] not in RUN_TYPES:
            return "another data type"
    return None


class Case:
    """One case of the onnx package with its values."""

    def __init__(self, case):
        self.name = case.name
        self.model = case.model
        self.ops = {node.op_type for node in case.model.graph.node}
        inputs, outputs = case.data_sets[0]
        self.inputs = {v.name: np.asarray(a) for v, a in zip(case.model.graph.input, inputs)}
        self.outputs = {v.name: np.asarray(a) for v, a in zip(case.model.graph.output, outputs)}
        if self.ops == {"Pad"}:  # Its modes are tested with int32 alone, whose values are floats as well
            self.as_float()

    def as_float(self):
        for values, infos in ((self.inputs, self.model.graph.input), (self.outputs, self.model.graph.output)):
            for info in infos:
                if values[info.name].dtype == np.int32:
                    values[info.name] = values[info.name].astype(np.float32)
                    info.type.tensor_type.elem_type = TensorProto.FLOAT

    def floats(self):
        """Inputs that can be the one at run time."""
        return [name for name, value in self.inputs.items() if value.dtype == np.float32 and value.size]

    def computed(self):
        """Outputs that Equus computes."""
        first = 1 if self.ops & set(NOT_COMPUTED) else len(self.outputs)
        return list(self.outputs)[:first]


def constants_of(case, run_time):
    return [numpy_helper.from_array(value, name) for name, value in case.inputs.items() if name not in run_time]


def finish(case, nodes, inputs, constants, output):
    """A model of the case's nodes and these."""
    source = case.model
    info = [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(value.shape)) for name, value in inputs.items()]
    graph = helper.make_graph(
        nodes, case.name, info, [helper.make_empty_tensor_value_info(output)], [*source.graph.initializer, *constants]
    )
    return helper.make_model(graph, opset_imports=source.opset_import, ir_version=source.ir_version)


def direct(case, name, output):
    """One input at run time, the output as it is."""
    model = finish(case, case.model.graph.node, {name: case.inputs[name]}, constants_of(case, [name]), output)
    return model, name, case.inputs[name], output, case.outputs[output]


def ints(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def together(case, output):
    """All float inputs at run time, cut from one vector."""
    names = case.floats()
    nodes, constants, at = [], constants_of(case, names), 0
    for i, name in enumerate(names):
        value = case.inputs[name]
        constants += [ints(f"begin{i}", at), ints(f"end{i}", at + value.size), ints(f"shape{i}", *value.shape)]
        nodes += [
            helper.make_node("Slice", ["all", f"begin{i}", f"end{i}"], [f"part{i}"]),
            helper.make_node("Reshape", [f"part{i}", f"shape{i}"], [name]),
        ]
        at += value.size
    vector = np.concatenate([case.inputs[name].ravel() for name in names])
    model = finish(case, [*nodes, *case.model.graph.node], {"all": vector}, constants, output)
    return model, "all", vector, output, case.outputs[output]


def anchored(case, output):
    """Shape and values of an output as floats, and a zero that depends on the input."""
    rests_on_shape = case.ops & {"Shape", "Size"}
    names = case.floats()[:1] if rests_on_shape else []
    name = names[0] if names else "anchor"
    value = case.inputs[name] if names else np.zeros(1, np.float32)
    nodes = [
        *case.model.graph.node,
        helper.make_node("Shape", [output], ["out.shape"]),
        helper.make_node("Cast", ["out.shape"], ["out.sizes"], to=TensorProto.FLOAT),
        helper.make_node("Cast", [output], ["out.floats"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["out.floats", "out.flat"], ["out.values"]),
        helper.make_node("Mul", [name, "out.nought"], ["out.zeros"]),
        helper.make_node("Reshape", ["out.zeros", "out.flat"], ["out.zero"]),
        helper.make_node("Concat", ["out.sizes", "out.values", "out.zero"], ["out.all"], axis=0),
    ]
    constants = [
        *constants_of(case, names),
        ints("out.flat", -1),
        numpy_helper.from_array(np.zeros((), np.float32), "out.nought"),
    ]
    want = case.outputs[output]
    expected = np.concatenate([np.array(want.shape), want.ravel(), np.zeros(value.size)]).astype(np.float32)
    return finish(case, nodes, {name: value}, constants, "out.all"), name, value, "out.all", expected


def checks_of(case):
    """All forms in which the case is run."""
    several = bool(case.ops & set(ANY_INPUT)) and len(case.ops) == 1
    for output in case.computed():
        want = case.outputs[output]
        names = case.floats()
        known = case.ops & {"Constant", "ConstantOfShape", "Range", "Shape", "Size"} and len(case.ops) == 1
        empty = any(not value.size for value in case.inputs.values() if value.dtype == np.float32)
        if want.dtype != np.float32 or not want.size or not names or known or empty:
            yield anchored(case, output)
            continue
        for name in names if several else names[:1]:
            yield direct(case, name, output)
        if several and len(names) > 1:
            yield together(case, output)


def collect():
    """Cases of the onnx package of Equus' operators alone."""
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.seterr(all="ignore")
        cases = collect_testcases(None)
    return [case for case in cases if all(node.op_type in OPERATORS for node in case.model.graph.node)]


def write(folder, list_file, name, check):
    model, input_name, input_value, output_name, output_value = check
    (folder / f"{name}.onnx").write_bytes(model.SerializeToString())
    np.save(folder / f"{name}.input.npy", np.array(input_value, np.float32, order="C"))
    np.save(folder / f"{name}.output.npy", np.array(output_value, np.float32, order="C"))
    relative = 1e-3 if name.startswith(ROUNDED) else RELATIVE
    print(name, input_name, output_name, relative, ABSOLUTE, sep="\t", file=list_file)


def main():
    runner, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    skipped = collections.defaultdict(list)
    cases = checks = 0
    with open(folder / "list", "w", encoding="utf-8") as list_file:
        for source in collect():
            reason = skip_reason(source)
            if reason:
                if "_expanded" not in source.name:  # Another operator's, taken apart
                    skipped[reason].append(source.name)
                continue
            cases += 1
            for i, check in enumerate(checks_of(Case(source))):
                write(folder, list_file, f"{source.name}.{i}", check)
                checks += 1
        forms = list(onnx_forms.forms())
        for name, check in forms:
            write(folder, list_file, name, check)
    result = subprocess.run([runner, folder / "list"], check=False, stdout=subprocess.PIPE, text=True)
    print(result.stdout, end="")
    for reason, names in sorted(skipped.items()):
        print(f"skipped for {reason}: {len(names)}: {' '.join(names)}")
    reasons = ", ".join(f"{len(names)} for {reason}" for reason, names in sorted(skipped.items()))
    total = sum(map(len, skipped.values()))
    print(f"onnx {onnx.__version__}: {cases} node tests run in {checks} forms, {total} skipped ({reasons})")
    print(f"and {len(forms)} older forms and windows as ONNX Runtime computes them")
    if cases < LEAST_CASES or checks < LEAST_CHECKS or len(forms) < LEAST_FORMS:
        print(f"that is less than the {LEAST_CASES} tests in {LEAST_CHECKS} forms and {LEAST_FORMS} that ran before")
        return 1
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
