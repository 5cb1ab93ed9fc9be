"""Colors of regions that hold borders without ink: taken over from where the region was, pixel by pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.drawing import Drawing
from engine.draft.motion import Motion, region_motion
from engine.imaging.flow import Places
from engine.imaging.ink import nearest_fill

_ALIKE = 0.15
"""A source's region belongs to the target's if it is believed in at least this share of the most believed one."""
_ASKED = 3
_BARE, _RIM = 7, 15
"""Pixels of a side of what counts as laid bare, and of the square around it in which colors are not trusted."""
_TIDIER = 0.8
"""The flow is followed through what lies behind if that leaves so much fewer borders where no line is."""
_WORTH = 0.1


@dataclass(frozen=True)
class Teller:
    """A source of pixels: its drawing and coloring, the flow to it and the places that it leads to, how much it is
    believed, (n, m), how well its lines fit each region, (n,), which of its regions are still `there`, (m,) bool, which
    of its pixels were `left` behind, (H, W) uint8 if any, and how the whole drawing moved."""

    drawing: Drawing
    coloring: Coloring
    flow: np.ndarray
    places: Places
    belief: np.ndarray
    fit: np.ndarray
    there: np.ndarray
    left: np.ndarray | None
    common: Motion


def pull_borders(colors: np.ndarray, target: Drawing, regions: np.ndarray, tellers: Sequence[Teller]) -> None:
    """Write the colors of these regions into `colors` (H, W).

    Each region asks the sources in the order they are believed. Only what was the same region there is taken over;
    what no source knows, as where something moved away, gets the color of the nearest known place.
    """
    for region in regions.tolist():
        x, y, wide, high = target.extent.boxes[region].tolist()
        box = np.s_[y : y + high, x : x + wide]
        inside = target.regions.labels[box] == region
        known = np.zeros(inside.shape, bool)
        found = np.zeros(inside.shape, np.uint16)
        weights = [float(one.belief[region] @ one.coloring.mixed) * float(one.fit[region]) for one in tellers]
        for at in np.argsort(weights)[::-1][:_ASKED]:
            if weights[at] < _WORTH * max(weights) or known[inside].all():
                break
            seen, right = _seen(target, tellers[at], region, target.small == region, box)
            taken = right & inside & ~known
            found[taken] = seen[taken]
            known |= taken
        clean = inside & target.core[box]
        known = _trusted(known & clean, clean)
        if known.any():
            colors[box][inside] = nearest_fill(found, known)[inside]


def cover(colors: np.ndarray, target: Drawing, regions: np.ndarray, stray: np.ndarray) -> None:
    """Give what is `stray` (H, W) uint8 in these regions the color of the nearest place that is not."""
    for region in regions.tolist():
        x, y, wide, high = target.extent.boxes[region].tolist()
        box = np.s_[y : y + high, x : x + wide]
        inside = target.regions.labels[box] == region
        if stray[box][inside].any():
            clean = inside & target.core[box]
            known = _trusted(clean & (stray[box] == 0), clean)
            if known.any():
                colors[box][inside] = nearest_fill(colors[box], known)[inside]


def _trusted(known: np.ndarray, clean: np.ndarray) -> np.ndarray:
    """The known ones of the `clean` places, without those along what is laid bare: lines that went leave color."""
    bare = cv2.morphologyEx((clean & ~known).astype(np.uint8), cv2.MORPH_OPEN, np.ones((_BARE, _BARE), np.uint8))
    if not bare.any():
        return known
    away = known & (cv2.dilate(bare, np.ones((_RIM, _RIM), np.uint8)) == 0)
    return away if away.any() else known


def _seen(
    target: Drawing, teller: Teller, region: int, inside: np.ndarray, box: tuple[slice, slice]
) -> tuple[np.ndarray, np.ndarray]:
    """The source's colors seen from the places in `box`, and which of them were this region there."""
    on_edge = float(target.extent.on_edge[region])
    motion = region_motion(teller.flow, target.near, inside, on_edge, teller.common)
    scale = target.ink.shape[1] / teller.flow.shape[1]
    flowing = teller.places.within(box)
    places = flowing if motion is None else motion.places(box, scale)
    colors = places.pull(teller.coloring.colors)
    if motion is teller.common:
        # Where the region reaches into a figure through a gap, what is in there moves with its lines.
        moved = flowing.pull(teller.coloring.colors)
        clean = target.core[box] & (target.regions.labels[box] == region)
        if _borders(moved, clean) < _TIDIER * _borders(colors, clean):
            places, colors = flowing, moved
    belief = teller.belief[region]
    same = (belief >= _ALIKE * belief.max()) & teller.there
    same[belief.argmax()] = True
    labels = places.pull(teller.coloring.labels.astype(np.uint16))
    right = same[labels]
    if teller.left is not None:
        right &= places.pull(teller.left) == 0
    return colors, right


def _borders(colors: np.ndarray, clean: np.ndarray) -> int:
    """How many neighbouring pixels on clean paper differ in color."""
    across = (colors[:, 1:] != colors[:, :-1]) & clean[:, 1:] & clean[:, :-1]
    down = (colors[1:] != colors[:-1]) & clean[1:] & clean[:-1]
    return int(np.count_nonzero(across) + np.count_nonzero(down))
