"""One drawing as the draft colorizer sees it: its ink, its regions and what flow is measured on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.draft.matcher.known import MOST_REGIONS
from engine.draft.matcher.tokens import Extent, Tokens, extent_of, tokens_of
from engine.draft.tuning import Tuning
from engine.imaging.flow import nearness
from engine.imaging.ink import ink_mask
from engine.imaging.regions import Regions, run_starts, segment

if TYPE_CHECKING:
    from engine.draft.matcher.matching import Matcher

WEIGHT_CORE, WEIGHT_RIM, WEIGHT_INK = 1.0, 0.01, 0.0001
_WEIGHTS = np.zeros(256, np.float32)
_WEIGHTS[:3] = WEIGHT_CORE, WEIGHT_RIM, WEIGHT_INK


@dataclass(frozen=True)
class Drawing:
    """`weight` (H, W) float32 is what a pixel's color counts: most on clean paper, next to nothing under ink.

    `near` is the small picture for flow, `small` uint16 the regions as small; `blank` says that there is no ink at
    all. `tokens` is what the matcher sees of it, `look` (regions, width) float32 what it makes of that; without a
    matcher, or with too many regions for it, `look` is (regions, 0). `mark` tells it from all others that were studied.
    """

    ink: np.ndarray
    regions: Regions
    weight: np.ndarray
    near: np.ndarray
    small: np.ndarray
    blank: bool
    extent: Extent
    tokens: Tokens
    look: np.ndarray
    mark: object = field(default_factory=object)

    @property
    def core(self) -> np.ndarray:
        """(H, W) bool: clean paper away from ink and its rim."""
        return self.weight == np.float32(WEIGHT_CORE)


def study(line: np.ndarray, tuning: Tuning, matcher: Matcher | None) -> Drawing:
    """What there is to know of a (H, W) uint8 line layer."""
    height, width = line.shape
    ink = ink_mask(line)
    scale = min(1.0, tuning.flow_side / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    regions = segment(ink, tuning.length(tuning.gap, height, width))
    near = nearness(ink, size, tuning.length(tuning.reach, height, width) * scale)
    extent = extent_of(regions)
    tokens = tokens_of(line, regions, extent)
    seen = matcher if regions.count <= MOST_REGIONS else None
    return Drawing(
        ink=ink,
        regions=regions,
        weight=_weight(ink),
        near=near,
        small=cv2.resize(regions.labels.astype(np.uint16), size, interpolation=cv2.INTER_NEAREST),
        blank=not ink.any(),
        extent=extent,
        tokens=tokens,
        look=np.zeros((regions.count, 0), np.float32) if seen is None else seen.look(tokens),
    )


def _weight(ink: np.ndarray) -> np.ndarray:
    rim = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    return cv2.LUT(cv2.add(ink, rim), _WEIGHTS)


@dataclass(frozen=True)
class Folded:
    """A drawing in a twentieth of the memory, or less: ink as bits, regions as runs of equal labels, `values` (k,)
    uint16 and `lengths` (k,) int32, and what is small as it is."""

    shape: tuple[int, int]
    ink: np.ndarray
    values: np.ndarray
    lengths: np.ndarray
    count: int
    near: np.ndarray
    small: np.ndarray
    blank: bool
    extent: Extent
    tokens: Tokens
    look: np.ndarray
    mark: object

    def unfolded(self) -> Drawing:
        """The drawing again, in a tenth of the time that it takes to study it."""
        height, width = self.shape
        ink = np.unpackbits(self.ink, count=height * width).reshape(self.shape)
        labels = np.repeat(self.values.astype(np.int32), self.lengths).reshape(self.shape)
        return Drawing(
            ink,
            Regions(labels, self.count),
            _weight(ink),
            self.near,
            self.small,
            self.blank,
            self.extent,
            self.tokens,
            self.look,
            self.mark,
        )


def folded(drawing: Drawing) -> Folded:
    """A drawing to be kept for later."""
    labels = drawing.regions.labels
    starts = run_starts(labels)
    height, width = drawing.ink.shape
    return Folded(
        shape=(height, width),
        ink=np.packbits(drawing.ink),
        values=labels.ravel()[starts].astype(np.uint16),
        lengths=np.diff(starts, append=labels.size).astype(np.int32),
        count=drawing.regions.count,
        near=drawing.near,
        small=drawing.small,
        blank=drawing.blank,
        extent=drawing.extent,
        tokens=drawing.tokens,
        look=drawing.look,
        mark=drawing.mark,
    )
