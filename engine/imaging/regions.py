"""Cut a drawing into the regions a painter would fill, closing small gaps in the lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.closing import closed
from engine.imaging.ink import nearest_fill

SPECK = 4
"""Paper of fewer pixels between lines is roughness of the ink and belongs to what is nearest."""

MOST = 4096
"""Regions of one drawing at most, the largest: in screen tone every dot would be one. What is told of pairs of regions
grows with the square of it, and maps of regions are kept in 16 bits."""


@dataclass(frozen=True)
class Regions:
    """`labels` is (H, W) int32, 0..count-1, covering every pixel: regions meet in the middle of the lines.

    `lines` (H, W) bool, where they were asked for: what is between them, with the roughness of the ink, without what
    closes gaps.
    """

    labels: np.ndarray
    count: int
    lines: np.ndarray | None = None


def segment(ink: np.ndarray, gap: float, with_lines: bool = False) -> Regions:
    """Regions of a drawing from its (H, W) uint8 ink mask; `gap` is the widest closed gap in pixels, 0 for none.

    Gaps are closed from where lines end, so a shape that is narrower than `gap` all along stays one. Regions are
    numbered as they are met from the top left; of too many the small ones belong to what is nearest. Without paper the
    whole drawing is one region.
    """
    if not ink.size:
        return Regions(np.zeros(ink.shape, np.int32), 0, ink > 0 if with_lines else None)
    shut = closed(ink, gap) if gap > 0 else ink
    total, parts = cv2.connectedComponents(1 - shut, connectivity=4)
    area = np.bincount(parts.ravel(), minlength=total)
    kept = (area >= SPECK) & (area > _touches(parts, shut > ink))
    kept[0] = False
    if np.count_nonzero(kept) > MOST:
        rank = np.argsort(np.where(kept, -area, 1), kind="stable")
        kept[rank[MOST:]] = False
    count = int(np.count_nonzero(kept))
    if count <= 1:
        return Regions(np.zeros(ink.shape, np.int32), 1, ink > 0 if with_lines else None)
    numbers = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    labels = np.take(numbers, np.asarray(parts, np.int32), mode="clip")  # all are inside; to look for others takes time
    there = labels >= 0
    lines = ~there & ((shut == 0) | (ink > 0)) if with_lines else None
    return Regions(nearest_fill(labels, there), count, lines)


def run_starts(labels: np.ndarray) -> np.ndarray:
    """(n,) flat places at which a run of equal labels of a (H, W) picture begins; none goes on into the next row. There
    are far fewer of them than pixels."""
    begins = np.ones(labels.shape, bool)
    np.not_equal(labels[:, 1:], labels[:, :-1], out=begins[:, 1:])
    return np.flatnonzero(begins)


def _touches(parts: np.ndarray, strokes: np.ndarray) -> np.ndarray:
    """How often each part lies beside a stroke that closes a gap: slivers between two of them are all border."""
    height, width = parts.shape
    y, x = np.divmod(np.flatnonzero(strokes), width)
    beside = [
        parts[np.clip(y + down, 0, height - 1), np.clip(x + right, 0, width - 1)]
        for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1))
    ]
    return np.bincount(np.concatenate(beside), minlength=int(parts.max()) + 1)
