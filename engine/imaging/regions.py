"""Cut a drawing into the regions a painter would fill, closing small gaps in the lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.ink import distance_to_ink, nearest_fill

LEVELS = (1.0, 0.6, 0.3, 0.0)
"""Shares of half the gap at which places narrower than it begin regions of their own, widest first."""


@dataclass(frozen=True)
class Regions:
    """`labels` is (H, W) int32, 0..count-1, covering every pixel: regions meet in the middle of the lines."""

    labels: np.ndarray
    count: int


def segment(ink: np.ndarray, gap: float) -> Regions:
    """Regions of a drawing from its (H, W) uint8 ink mask; `gap` is the widest closed gap in pixels.

    Grown from wide places inward: what two places share only through a passage narrower than `gap` stays
    apart, where connected components would leak. Without paper the whole drawing is one region.
    """
    seeds, count = _seeds(distance_to_ink(ink), gap / 2)
    if count <= 1:
        return Regions(np.zeros(ink.shape, np.int32), 1)
    # Label 1 holds the ink back until all paper is taken: entering it costs, paper to paper does not.
    markers = np.where(ink > 0, 1, np.where(seeds > 0, seeds + 1, 0)).astype(np.int32)
    cost = ink * np.uint8(255)
    cv2.watershed(cv2.merge([cost, cost, cost]), markers)
    labels = nearest_fill(markers, (markers > 1) & (ink == 0))
    return Regions(labels - 2, count)


def _seeds(distance: np.ndarray, half: float) -> tuple[np.ndarray, int]:
    """(H, W) int32 seed numbers from 1, 0 elsewhere, and their count."""
    seeds = np.zeros(distance.shape, np.int32)
    inside: list[tuple[int, int]] = []  # one pixel of each seed
    for level in LEVELS:
        wide = (distance > half * level).astype(np.uint8)
        parts, boxes = cv2.connectedComponentsWithStats(wide, connectivity=4)[1:3]
        taken = {int(parts[place]) for place in inside}
        for part in range(1, len(boxes)):
            if part not in taken:
                left, top, width, height = boxes[part][:4]
                window = np.s_[top : top + height, left : left + width]
                found = parts[window] == part
                seeds[window][found] = len(inside) + 1
                inside.append((int(top), int(left + found[0].argmax())))
    return seeds, len(inside)
