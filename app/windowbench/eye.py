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
THICK = 1.5  # pixels from its edge to its middle: what is thinner is the rim of a line, which nobody paints
_LOOKED_AT = 6  # parts of a color, from the largest on
_SAME = 3  # levels between pixels of one color


@dataclass(frozen=True)
class Wrong:
    """A part of a frame with the wrong color: its size in pixels, a point well inside, how far that is from its edge,
    what color it should have, and where it is: `mask` (H, W) bool."""

    size: int
    x: int
    y: int
    inside: float
    color: Color
    mask: np.ndarray


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
    """The largest part of a mask that is no mere rim."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    sizes = stats[1:, cv2.CC_STAT_AREA]
    for label in (np.argsort(-sizes)[:_LOOKED_AT] + 1).tolist():
        part = labels == label
        depth = _depth(part)
        y, x = np.unravel_index(int(depth.argmax()), depth.shape)
        if depth[y, x] >= THICK:
            return Wrong(int(sizes[label - 1]), int(x), int(y), float(depth[y, x]), color, part)
    return None


def _depth(mask: np.ndarray) -> np.ndarray:
    """(H, W) how far each pixel is from the edge of a mask, and from that of the picture."""
    return cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]


def outlines(mask: np.ndarray, wide: int) -> list[list[tuple[float, float]]]:
    """Closed ways (x, y) of a round brush, `wide` pixels, that go round the inside of a part (H, W) bool; points are
    as far apart as a hand's are."""
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * (wide // 2) + 1,) * 2)
    around = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inner = cv2.erode(around, brush)[1:-1, 1:-1]
    found = cv2.findContours(inner, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)[0]
    ways = [way[:, 0, :].astype(float) for way in found]
    return [[(x, y) for x, y in np.concatenate([way[::3], way[:1]]).tolist()] for way in ways]


def deepest(mask: np.ndarray) -> tuple[int, int] | None:
    """The pixel (x, y) farthest inside of a part (H, W) bool; None where it is empty."""
    if not mask.any():
        return None
    depth = _depth(mask)
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return int(x), int(y)


def painted_so(color: np.ndarray, wanted: Color, drawing: np.ndarray) -> tuple[int, int] | None:
    """A point well inside an area that has a color already; None where there is none worth aiming at."""
    same = (color[..., 3] == 255) & (color[..., :3] == np.array(wanted, np.uint8)).all(axis=2) & ~lines(drawing)
    depth = _depth(same)
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return (int(x), int(y)) if depth[y, x] >= 4 else None
