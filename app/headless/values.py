"""What values on the command line mean."""

from __future__ import annotations

import argparse
import contextlib
import math
import re
from pathlib import Path

_KEY = re.compile(r"(\d+)=(.+)", re.DOTALL)
_PIXELS = re.compile(r"(\d+)x(\d+)")
WINDOW_SIZES = ("540p", "1080p", "4k")
WINDOW_PHASES = ("scrub", "zoom", "generation", "playback", "palette", "export")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def bench_size(text: str) -> str:
    """A height by its name, or width x height. Raises ArgumentTypeError."""
    found = _PIXELS.fullmatch(text)
    if text not in WINDOW_SIZES and (found is None or any(int(side) % 16 or not int(side) for side in found.groups())):
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither {', '.join(WINDOW_SIZES)} nor a size like 1024x576 of multiples of 16"
        )
    return text


def count(text: str) -> int:
    """A whole number from 1. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def names(text: str) -> tuple[str, ...]:
    """Names between commas. Raises ArgumentTypeError."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise argparse.ArgumentTypeError("write the names of sets of keys, for example one,three")
    return names


def key(text: str) -> tuple[int, Path]:
    """FRAME=IMAGE. Raises ArgumentTypeError."""
    found = _KEY.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"write FRAME=IMAGE, for example 1=key_0001.png, not {text!r}")
    return int(found[1]), Path(found[2])


def setting(text: str) -> tuple[str, bool | int | float | str]:
    """NAME=VALUE, the value as what it looks like. Raises ArgumentTypeError."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"write NAME=VALUE, for example preset=final, not {text!r}")
    if value in ("true", "false"):
        return name, value == "true"
    with contextlib.suppress(ValueError):
        return name, int(value)
    with contextlib.suppress(ValueError):
        number = float(value)
        if not math.isfinite(number):
            raise argparse.ArgumentTypeError(f"{value!r} is no number that can be worked with; write one like 0.5")
        return name, number
    return name, value


def frame_range(text: str) -> tuple[int, int]:
    """A-B, or one frame. Raises ArgumentTypeError."""
    found = _RANGE.fullmatch(text)
    if found is None or int(found[1]) > int(found[2] or found[1]):
        raise argparse.ArgumentTypeError(f"write first-last, for example 1-48, not {text!r}")
    return int(found[1]), int(found[2] or found[1])
