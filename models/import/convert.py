#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the bundled ONNX files and side-cars from the published wheels, bit for bit the same each time."""

import argparse
import ast
import json
import os
import pathlib
import sys
import tempfile

import wheels
from catalogue import MODELS
from networks import AXES


def checkpoint(folder):
    """A function from a variable's name to its array, read without a TensorFlow session."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    reader = tf.compat.v1.train.NewCheckpointReader(f"{folder}/")
    return reader.get_tensor


def assigned(path, name):
    """The literal that a Python file assigns to a name, without running the file."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == name:
            return ast.literal_eval(statement.value)
    raise wheels.WheelError(f"{path} defines no {name}")


def mood_heads(entry):
    """The mood heads that the catalogue wants on top of a tag network, as train_mood.py fitted them."""
    if "moods" not in entry:
        return []
    path = pathlib.Path(__file__).with_name("moods") / f"{entry['name']}.json"
    fitted = {head["name"]: head for head in json.loads(path.read_text(encoding="utf-8"))["heads"]}
    return [fitted[name] for name in entry["moods"]]


def mood_accuracy(head):
    """A head's figures in words."""
    parts = []
    for axis in AXES:
        r, r_squared = head[axis]["figures"]["r"], head[axis]["figures"]["r_squared"]
        parts.append(
            f"{axis} r {r[0]:.2f} ({r[1]:.2f} to {r[2]:.2f}), "
            f"R² {r_squared[0]:.2f} ({r_squared[1]:.2f} to {r_squared[2]:.2f})"
        )
    areas = " and ".join(f"{head[axis]['figures']['area_for_signs']:.2f}" for axis in AXES)
    return (
        f"{'; '.join(parts)}: means of ten folds over the rated clips, with 95 % intervals. "
        f"The plane's halves in 4Q, none of it seen: area under the ROC curve {areas}"
    )


def mood_entries(entry):
    """What the side-car says of each head: texts, the outputs that are its axes, their scale and error."""
    keys = ("minimum", "centre", "maximum", "rmse")
    moods = []
    for head in mood_heads(entry):
        texts = entry["moods"][head["name"]] | {"accuracy": mood_accuracy(head)}
        axes = {a: {"output": f"{head['name']} {a}"} | {key: head[a][key] for key in keys} for a in AXES}
        moods.append({"name": head["name"], **texts, **axes})
    return moods


def convert(entry, package):
    """Bytes of the ONNX file, and the outputs in order."""
    if "network" not in entry:
        names = assigned(package / "__init__.py", "labels")
        activations = entry["activations"]
        outputs = [{"name": n, "activation": activations.get(n, "clip")} for n in names]
        return (package / entry["file"]).read_bytes(), outputs
    description = f"{entry['source']}. Copyright (c) Music Technology Group, Universitat Pompeu Fabra 2019. ISC licence."
    heads = mood_heads(entry)
    options = {"heads": heads} if heads else {}
    model = entry["network"](entry["name"], description, checkpoint(package / entry["checkpoint"]), **options)
    names = assigned(package / "configuration.py", entry["labels"])
    outputs = [{"name": n, "activation": "sigmoid"} for n in names]
    outputs += [{"name": mood[axis]["output"], "activation": "none"} for mood in mood_entries(entry) for axis in AXES]
    return model.SerializeToString(deterministic=True), outputs


def side_car(entry, digest, outputs):
    """The JSON document that says what the network needs and means."""
    document = {"format": "equus-model", "version": 1}
    document |= {key: entry[key] for key in ("name", "title", "kind")}
    document |= {"file": f"{entry['name']}.onnx", "sha256": digest}
    keys = ("licence", "source", "training_data", "accuracy", "limits", "frontend", "input", "output")
    document |= {key: entry[key] for key in keys}
    document["output"] = "readings" if "moods" in entry else entry["output"]
    document["outputs"] = outputs
    document |= {key: entry[key] for key in ("axes",) if key in entry}
    document |= {"moods": mood_entries(entry)} if "moods" in entry else {}
    document |= {key: entry[key] for key in ("live_hop", "mmac_per_second")}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write(entry, folder, out, scratch):
    package = wheels.package_folder(folder, entry["package"], scratch)
    network, outputs = convert(entry, package)
    path = out / f"{entry['name']}.onnx"
    path.write_bytes(network)
    digest = wheels.sha256(path)
    path.with_suffix(".json").write_text(side_car(entry, digest, outputs), encoding="utf-8")
    print(f"{digest}  {path}")


def main():
    names = [entry["name"] for entry in MODELS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", required=True, type=pathlib.Path, help="folder with the .whl files or their content")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder to write NAME.onnx and NAME.json to")
    parser.add_argument("models", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; default: all")
    options = parser.parse_args()
    wanted = options.models or names
    unknown = [name for name in wanted if name not in names]
    if unknown:
        parser.error(f"no such model: {', '.join(unknown)}")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for entry in MODELS:
            if entry["name"] in wanted:
                write(entry, options.wheels, options.out, scratch)


if __name__ == "__main__":
    try:
        main()
    except wheels.WheelError as error:
        sys.exit(f"convert.py: {error}")
