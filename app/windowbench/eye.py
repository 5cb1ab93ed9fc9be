"""What an artist sees at a glance: which part of a frame is most wrong, where to click, and in which color.

Pure functions over pictures; the artist's own colors of each frame stand for what the artist wants.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from app.bench.metrics import TOLERANCE, apart, lines
from app.project.palettes import Color

LEAST = 40  # pixels of a wrong part that are worth a click
_SAME = 3  # levels between pixels of one color


@dataclass(frozen=True)
class Wrong:
    """A part of a frame with the wrong color: its size in pixels, a point well inside, how far that is from its edge,
    and what color it should have."""

    size: int
    x: int
    y: int
    inside: float
    color: Color


def wrong_pixels(color: np.ndarray, true: np.ndarray, drawing: np.ndarray) -> np.ndarray:
    """(H, W) bool: off the lines of the drawing (H, W), where (H, W, 4) colors are clear or not the true (H, W, 3)."""
    made = np.ascontiguousarray(color[..., :3])
    return ((color[..., 3] < 128) | (apart(made, true) > TOLERANCE)) & ~lines(drawing)


def most_wrong(wrong: np.ndarray, true: np.ndarray, given_up: np.ndarray) -> Wrong | None:
    """The largest part of one true color that is wrong, but for what is given up (H, W) bool; None for nothing worth
    a click."""
    left = wrong & ~given_up
    codes = (true.astype(np.uint32) << np.array([16, 8, 0], np.uint32)).sum(axis=2)
    found, counts = np.unique(codes[left], return_counts=True)
    best: Wrong | None = None
    for code in found[np.argsort(-counts)][:12]:
        color: Color = (int(code) >> 16 & 255, int(code) >> 8 & 255, int(code) & 255)
        part = left & (apart(true, np.broadcast_to(np.array(color, np.uint8), true.shape)) <= _SAME)
        part = _largest(part, color)
        if part is not None and (best is None or part.size > best.size):
            best = part
    return best if best is not None and best.size >= LEAST else None


def _largest(mask: np.ndarray, color: Color) -> Wrong | None:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    if count < 2:
        return None
    label = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    depth = cv2.distanceTransform(np.pad((labels == label).astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return Wrong(int(stats[label, cv2.CC_STAT_AREA]), int(x), int(y), float(depth[y, x]), color)


def painted_so(color: np.ndarray, wanted: Color, drawing: np.ndarray) -> tuple[int, int] | None:
    """A point well inside an area that has a color already; None where there is none worth aiming at."""
    same = (color[..., 3] == 255) & (color[..., :3] == np.array(wanted, np.uint8)).all(axis=2) & ~lines(drawing)
    depth = cv2.distanceTransform(np.pad(same.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return (int(x), int(y)) if depth[y, x] >= 4 else None
