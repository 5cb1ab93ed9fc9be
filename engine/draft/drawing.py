"""One drawing as the draft colorizer sees it: its ink, its regions and what flow is measured on."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.draft.tuning import Tuning
from engine.imaging.flow import nearness
from engine.imaging.ink import ink_mask
from engine.imaging.regions import Regions, segment

WEIGHT_CORE, WEIGHT_RIM, WEIGHT_INK = 1.0, 0.01, 0.0001


@dataclass(frozen=True)
class Drawing:
    """`weight` (H, W) float32 is what a pixel's color counts: most on clean paper, next to nothing under ink.

    `mass` (regions,) float64 is its sum in each region. `near` is the small picture for flow; `blank` says that there
    is no ink at all.
    """

    ink: np.ndarray
    regions: Regions
    weight: np.ndarray
    near: np.ndarray
    mass: np.ndarray
    blank: bool

    @property
    def core(self) -> np.ndarray:
        """(H, W) bool: clean paper away from ink and its rim."""
        return self.weight == np.float32(WEIGHT_CORE)


def study(line: np.ndarray, tuning: Tuning) -> Drawing:
    """What there is to know of a (H, W) uint8 line layer."""
    height, width = line.shape
    ink = ink_mask(line)
    rim = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    classes = np.array([WEIGHT_CORE, WEIGHT_RIM, WEIGHT_INK], np.float32)
    scale = min(1.0, tuning.flow_side / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    regions = segment(ink, tuning.length(tuning.gap, height, width))
    weight = classes[np.add(ink, rim, dtype=np.uint8)]
    near = nearness(ink, size, tuning.length(tuning.reach, height, width) * scale)
    return Drawing(
        ink=ink,
        regions=regions,
        weight=weight,
        near=near,
        mass=np.maximum(np.bincount(regions.labels.ravel(), weight.ravel(), regions.count), 1e-9),
        blank=not ink.any(),
    )
