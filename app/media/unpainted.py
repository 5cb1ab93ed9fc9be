"""Finds what is unpainted in a key: frames that take their colors from it are white there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.media.checked import check_size, line_at, nearest_at
from app.media.checks import GAP, Plate, Spot, problem_of, spots
from app.media.color_model import border_of
from app.project.concerns import Problem
from app.project.model import Drawing, Key, Polarity
from engine.imaging.ink import ink_mask
from engine.imaging.regions import segment
from engine.imaging.stills import read_still, to_8_bit

_PAINTED = 128  # of alpha: less of it is no color
_PAPER = 0.25  # share of the picture's border from which on what is clear there is paper left as it is
_BLOCK = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class KeyLook:
    """A key and the drawing of its frame, with absolute paths. `hinted` are pixels that have their color from a hint
    on this frame."""

    key: Key
    drawing: Drawing
    polarity: Polarity
    hinted: tuple[tuple[float, float], ...] = ()


def unpainted(look: KeyLook) -> tuple[Problem, ...]:
    """All unpainted areas of a key, the largest first; none in an opaque picture. The paper around the figures is none
    of them where it was left unpainted. Slow. Raises StillError and OSError."""
    image = to_8_bit(read_still(Path(look.key.path)))
    if image.ndim == 2 or image.shape[2] == 3 or image[..., 3].min() == 255:
        return ()
    height, width = image.shape[:2]
    size = check_size(width, height)
    clear = nearest_at(np.ascontiguousarray(image[..., 3]), size) < _PAINTED
    line = line_at(look.drawing, look.polarity, size)
    plate = Plate(look.key.number, np.zeros_like(line), line, ink_mask(line), scale=width / size[0])
    hinted = [(round(x / plate.scale), round(y / plate.scale)) for x, y in look.hinted]
    found = [spot for spot in _areas(plate, clear) if not any(_holds(spot, x, y) for x, y in hinted)]
    found.sort(key=lambda spot: -spot.area)
    return tuple(problem_of(plate, None, "hole", spot, 1.0) for spot in found)


def _areas(plate: Plate, clear: np.ndarray) -> Iterator[Spot]:
    """What is clear (H, W) bool in regions of the drawing, each by itself though the lines between them have gaps."""
    ink = plate.ink > 0
    paper = border_of(clear & ~ink).sum() >= _PAPER * max(1, border_of(~ink).sum())
    labels = segment(plate.ink, GAP * max(clear.shape)).labels
    apart = clear & ~ink
    apart[:, 1:] &= labels[:, 1:] == labels[:, :-1]
    apart[1:] &= labels[1:] == labels[:-1]
    thick = cv2.morphologyEx(apart.astype(np.uint8), cv2.MORPH_OPEN, _BLOCK)
    for spot in spots(thick, plate.least):
        if not (paper and _at_rim(spot, clear.shape)):
            yield spot


def _at_rim(spot: Spot, shape: tuple[int, ...]) -> bool:
    """Whether a region reaches the border of the picture, but for a pixel that lines or rounding take there."""
    height, width = spot.part.shape
    right, bottom = spot.left + width, spot.top + height
    return spot.left <= 1 or spot.top <= 1 or right >= shape[1] - 1 or bottom >= shape[0] - 1


def _holds(spot: Spot, x: int, y: int) -> bool:
    height, width = spot.part.shape
    inside = 0 <= x - spot.left < width and 0 <= y - spot.top < height
    return inside and bool(spot.part[y - spot.top, x - spot.left])
