"""Cut a drawing into the regions a painter would fill, closing small gaps in the lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.ink import distance_to_ink, nearest_fill

LEVELS = (1.0, 0.7, 0.45, 0.25, 0.0)
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
    cost = np.repeat((ink * np.uint8(255))[..., None], 3, axis=2)
    cv2.watershed(cost, markers)
    labels = nearest_fill(markers, (markers > 1) & (ink == 0))
    return Regions(labels - 2, count)


def _seeds(distance: np.ndarray, half: float) -> tuple[np.ndarray, int]:
    """(H, W) int32 seed numbers from 1, 0 elsewhere, and their count."""
    seeds = np.zeros(distance.shape, np.int32)
    total = 0
    for level in LEVELS:
        wide = (distance > half * level).astype(np.uint8)
        places, parts = (np.asarray(found) for found in cv2.connectedComponents(wide, connectivity=4))
        taken = np.zeros(int(places), bool)
        taken[parts[seeds > 0]] = True
        taken[0] = True
        fresh = np.flatnonzero(~taken)
        numbers = np.zeros(int(places), np.int32)
        numbers[fresh] = np.arange(total + 1, total + 1 + len(fresh))
        seeds = np.maximum(seeds, numbers[parts])
        total += len(fresh)
    return seeds, total
