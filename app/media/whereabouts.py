"""In which frames of a take, and in which keys, any of some colors is seen; off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from app.errors import ShiageError
from app.project.palettes import Color
from engine.imaging.line import flatten
from engine.imaging.palette import color_codes
from engine.imaging.stills import read_still, to_8_bit
from engine.protocol.frames import FrameFile

LEAST = 1 / 20000
"""Of the picture: less of a color than that is the mixture of an edge."""
_NEAR = 10  # levels in each channel that a color in frames without a palette may be off
_SIDE = 640  # the longer side at which frames without a palette are looked at


class SearchStopped(ShiageError):
    """Somebody wanted no more of it."""


def used_in_take(path: Path, colors: Sequence[Color], stop: Callable[[], bool] = lambda: False) -> tuple[int, ...]:
    """The frames of a take, counted from 0, that have any of these colors.

    Raises SearchStopped, FrameFileError and OSError.
    """
    found: list[int] = []
    with FrameFile(path) as file:
        table = None
        if file.palette is not None:
            wanted = color_codes(np.array([colors], np.uint8))[0]
            table = np.isin(color_codes(file.palette[None, :, :3])[0], wanted)
            if not table.any():
                return ()
        for at in range(len(file)):
            if stop():
                raise SearchStopped("the search was stopped")
            there = table[file.indices(at)] if table is not None else _near(file.frame(at)[..., :3], colors)
            if np.count_nonzero(there) >= max(1.0, LEAST * there.size):
                found.append(at)
    return tuple(found)


def used_in_key(path: Path, colors: Sequence[Color]) -> bool:
    """Whether a key has any of these colors. Raises StillError and OSError."""
    image = flatten(to_8_bit(read_still(path)), 255)
    image = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image
    there = np.isin(color_codes(image), color_codes(np.array([colors], np.uint8))[0])
    return int(np.count_nonzero(there)) >= max(1.0, LEAST * there.size)


def _near(image: np.ndarray, colors: Sequence[Color]) -> np.ndarray:
    """(h, w) bool: where a picture with grain has any of the colors, at the size of looking."""
    shrink = min(1.0, _SIDE / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * shrink)), max(1, round(image.shape[0] * shrink))
    small = cv2.medianBlur(cv2.resize(np.ascontiguousarray(image), size, interpolation=cv2.INTER_NEAREST), 5)
    found = np.zeros(small.shape[:2], bool)
    for color in colors:
        low, high = (np.clip(np.array(color) + by, 0, 255).astype(np.uint8) for by in (-_NEAR, _NEAR))
        found |= cv2.inRange(small, low, high) > 0
    return found
