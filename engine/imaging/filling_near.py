"""Colors for what is unpainted, from another drawing of the same figures: by the flow of the lines, area by area."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.filling import Area, packed
from engine.imaging.flow import flow_between, nearness, places_of

SIDE = 640
"""Flow is measured at this longest side."""
REACH = 20.0
"""How far lines give texture to the areas beside them, in pixels of that size."""
SURE = 0.35
"""Of an area's pixels: so many must see the color that it gets."""


def carried(
    ink: np.ndarray, labels: np.ndarray, empty: np.ndarray, other_ink: np.ndarray, other_color: np.ndarray
) -> tuple[Area, np.ndarray] | None:
    """Colors for the pixels of a drawing that are `empty` (H, W) bool, from another one.

    `labels` (H, W) integers are its areas; each takes one color, the commonest that its empty pixels see where the
    flow leads them in `other_color` (H, W, 4) uint8, which may be clear. Returns the area that gets colors, and those
    of its pixels (n, 4) in reading order; None where nothing does.
    """
    height, width = ink.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    flow = flow_between(nearness(ink, size, REACH), nearness(other_ink, size, REACH))
    table, codes = np.unique(packed(np.ascontiguousarray(other_color)), return_inverse=True)
    if len(table) > 1 << 16:
        return None  # a photograph: there are no flats to carry
    seen = places_of(flow, (width, height)).pull(codes.reshape(height, width).astype(np.uint16))
    chosen = _chosen(labels, empty & (ink == 0), seen, len(table))
    some = np.flatnonzero(chosen < 0)
    if len(some):  # areas that are all lines
        rest = _chosen(labels, empty, seen, len(table))
        chosen[some] = rest[some]
    colors = np.append(table, np.uint32(0)).astype(np.uint32)
    mask = empty & (colors.view(np.uint8).reshape(-1, 4)[:, 3] > 0)[chosen][labels]
    left, top, wide, high = cv2.boundingRect(mask.view(np.uint8))
    if not wide:
        return None
    window = np.s_[top : top + high, left : left + wide]
    kept = np.ascontiguousarray(mask[window])
    values = colors[chosen[labels[window][kept]]]
    return Area(left, top, kept), values.view(np.uint8).reshape(-1, 4)


def _chosen(labels: np.ndarray, voting: np.ndarray, seen: np.ndarray, colors: int) -> np.ndarray:
    """(areas,) the color that each area sees most of, -1 where it sees none for sure."""
    count = int(labels.max()) + 1
    votes, counts = np.unique(
        labels[voting].astype(np.int64) * colors + seen[voting].astype(np.int64), return_counts=True
    )
    areas, which = votes // colors, votes % colors
    total = np.bincount(areas, counts, count)
    order = np.argsort(counts, kind="stable")  # the commonest last
    best, share = np.full(count, -1, np.int64), np.zeros(count)
    best[areas[order]] = which[order]
    share[areas[order]] = counts[order]
    best[share < SURE * np.maximum(total, 1)] = -1
    return best
