"""How much of the picture differs between two takes of the same frames; off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2

from engine.protocol.frames import FrameFile

NEAR = 0.002
"""Share of the picture that differs in any frame at most, for two takes to look the same while they play."""
_SEEN = 8  # levels in a channel by which a color is another one


@dataclass(frozen=True)
class Difference:
    """The largest share of the picture that differs in any frame, and the number of that frame."""

    share: float
    number: int


def difference(one: Path, other: Path, stopped: Callable[[], bool]) -> Difference | None:
    """How two takes differ; None where they cannot be compared, or differ by more than `NEAR`: the rest is not looked
    at. Raises FrameFileError and OSError."""
    with FrameFile(one) as first, FrameFile(other) as second:
        a, b = first.header, second.header
        if (a.first, a.last, a.width, a.height, a.channels) != (b.first, b.last, b.width, b.height, b.channels):
            return None
        found = Difference(0.0, a.first)
        for at in range(len(first)):
            if stopped():
                return None
            apart = cv2.absdiff(first.frame(at), second.frame(at))
            changed = cv2.threshold(apart, _SEEN, 255, cv2.THRESH_BINARY)[1]
            share = float(changed.any(axis=2).mean())
            if share > NEAR:
                return None
            if share > found.share:
                found = Difference(share, a.first + at)
        return found
