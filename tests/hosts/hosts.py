# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running real hosts without a sound card, a display or a way to hang.  Python's own library alone."""

import array
import atexit
import contextlib
import math
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

STEREO = "urn:equus:stereo"
MONO = "urn:equus:mono"
STEREO_SIDE = "urn:equus:stereo-sidechain"
MONO_SIDE = "urn:equus:mono-sidechain"
SKIP = 77


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIP)


def need(*commands):
    """Skip the test unless all these commands are there."""
    for command in commands:
        if not shutil.which(command):
            skip(f"{command} is not installed")


def build_folder():
    """The build folder, which is the test's only argument; hosts find the bundle there and no other plug-ins."""
    build = os.path.abspath(sys.argv[1])
    plugins = tempfile.mkdtemp(prefix="equus-test-lv2-")
    atexit.register(shutil.rmtree, plugins)
    os.symlink(f"{build}/equus.lv2", f"{plugins}/equus.lv2")
    os.environ["LV2_PATH"] = f"{plugins}:/usr/lib/lv2"
    return build


def run(command, timeout=120, check=True, **options):
    """Run to the end or to the timeout; fail with what was printed unless it went well."""
    result = subprocess.run(
        command, timeout=timeout, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
    )
    if check and result.returncode:
        print(result.stdout)
        raise AssertionError(f"{command[0]} ended with {result.returncode}")
    return result.stdout


@contextlib.contextmanager
def running(command, **options):
    """A process and all its children, which end with the block."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
        if process.stdout:
            process.stdout.close()


@contextlib.contextmanager
def jack_server(rate=48000, period=1024):
    """A private JACK server without a sound card, which clients in the block find by the environment.

    It waits for its clients: on a busy machine the music plays slowly, but nothing is left out.
    """
    name = f"equus-test-{os.getpid()}"
    os.environ["JACK_DEFAULT_SERVER"] = name
    os.environ["JACK_NO_AUDIO_RESERVATION"] = "1"
    os.environ["JACK_NO_START_SERVER"] = "1"
    server = ["jackd", "--no-realtime", "--sync", "-t", "10000", "-n", name]
    command = [*server, "-d", "dummy", "-r", str(rate), "-p", str(period)]
    with running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(100):
            if process.poll() is not None:
                skip("jackd doesn't start here")
            if not subprocess.run(["jack_lsp"], capture_output=True, timeout=20, check=False).returncode:
                yield process
                return
            time.sleep(0.1)
        skip("jackd doesn't answer here")


@contextlib.contextmanager
def display(width=1280, height=900):
    """A display in memory on a number that is free; the block finds it in the environment."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with running(command, pass_fds=[write], stderr=subprocess.DEVNULL) as process:
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        if not number or process.poll() is not None:
            skip("Xvfb doesn't start here")
        os.environ["DISPLAY"] = f":{number}"
        yield number


def screenshot(width=1280, height=900):
    """The whole screen as bytes: red, green, blue of each pixel."""
    command = ["import", "-window", "root", "-depth", "8", "rgb:-"]
    pixels = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
    assert len(pixels) == 3 * width * height, f"a screenshot of {len(pixels)} bytes"
    return pixels


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="equus-test-") as path:
        yield path


def noise(frames, channels=2, seed=1):
    """Uniform noise at -12 dBFS, interleaved, always the same."""
    source = random.Random(seed)
    return array.array("f", (source.uniform(-0.25, 0.25) for _ in range(frames * channels)))


def constant(frames, channels=2, value=0.25):
    return array.array("f", [value]) * (frames * channels)


def music(seconds, rate=48000):
    """A chord each second with a beat over it, interleaved stereo: enough for the models to have opinions."""
    samples = array.array("f")
    chords = ((220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (164.8, 207.7, 246.9))
    source = random.Random(7)
    for second in range(seconds):
        phases = [2.0 * math.pi * f / rate for f in chords[second % len(chords)]]
        for i in range(rate):
            tone = sum(math.sin(phase * i) + 0.3 * math.sin(3.0 * phase * i) for phase in phases) * 0.08
            beat = source.uniform(-0.3, 0.3) * math.exp(-(i % (rate // 2)) / 900.0)
            samples.extend((tone + beat, tone - beat))
    return samples


def write_wav(path, samples, channels=2, rate=48000):
    """A WAV file of 32-bit floats."""
    data = samples.tobytes()
    layout = struct.pack("<HHIIHH", 3, channels, rate, 4 * channels * rate, 4 * channels, 32)
    with open(path, "wb") as file:
        file.write(struct.pack("<4sI4s4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16) + layout)
        file.write(struct.pack("<4sI", b"data", len(data)) + data)


def read_wav(path):
    """The samples of a WAV file of 32-bit floats, interleaved."""
    with open(path, "rb") as file:
        content = file.read()
    at = 12
    while content[at : at + 4] != b"data":
        at += 8 + struct.unpack_from("<I", content, at + 4)[0]
    size = min(struct.unpack_from("<I", content, at + 4)[0], len(content) - at - 8)
    samples = array.array("f")
    samples.frombytes(content[at + 8 : at + 8 + size - size % 4])
    return samples


def assert_same_bits(expected, actual):
    """The same samples bit for bit; hosts may add silence at the end."""
    assert len(actual) >= len(expected), f"{len(actual)} samples of {len(expected)}"
    assert actual[: len(expected)].tobytes() == expected.tobytes(), "the samples differ"


def assert_gain(dry, wet, decibels, from_sample=0):
    """Wet is dry times a gain, to a thousandth of it."""
    factor = 10.0 ** (decibels / 20.0)
    worst = max(abs(w - factor * d) for d, w in zip(dry[from_sample:], wet[from_sample:]))
    assert worst < 1e-3 * factor, f"off by {worst}"


def assert_no_steps(wet, decibels, dry=0.25):
    """What was constant has arrived at this gain, and no sample of the left channel jumps from the one before it.

    All at once a gain of 12 dB would be a step of 0.75, in a hundred parts still one of 0.014.
    """
    left = wet[::2]
    worst = max(abs(b - a) for a, b in zip(left, left[1:]))
    assert abs(left[-1] - dry * 10.0 ** (decibels / 20.0)) < 0.01, f"ends at {left[-1]}"
    assert worst < 0.002, f"a step of {worst}"
