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
_WORTH = 0.1


@dataclass(frozen=True)
class Teller:
    """A source of pixels: its drawing and coloring, the flow to it and the places that it leads to, how much it is
    believed, (n, m), and how the whole drawing moved."""

    drawing: Drawing
    coloring: Coloring
    flow: np.ndarray
    places: Places
    belief: np.ndarray
    common: Motion


def pull_borders(colors: np.ndarray, target: Drawing, regions: np.ndarray, tellers: Sequence[Teller]) -> None:
    """Write the colors of these regions into `colors` (H, W).

    Each region asks the sources in the order they are believed. Only what was the same region there is taken over;
    what no source knows, as where something moved away, gets the color of the nearest known place.
    """
    small = cv2.resize(
        target.regions.labels.astype(np.float32), target.near.shape[::-1], interpolation=cv2.INTER_NEAREST
    )
    for region in regions.tolist():
        x, y, wide, high = target.extent.boxes[region].tolist()
        box = np.s_[y : y + high, x : x + wide]
        inside = target.regions.labels[box] == region
        known = np.zeros(inside.shape, bool)
        found = np.zeros(inside.shape, np.uint16)
        weights = [float(teller.belief[region] @ teller.coloring.mixed) for teller in tellers]
        for at in np.argsort(weights)[::-1][:_ASKED]:
            if weights[at] < _WORTH * max(weights) or known[inside].all():
                break
            seen, right = _seen(target, tellers[at], region, small == region, box)
            taken = right & inside & ~known
            found[taken] = seen[taken]
            known |= taken
        known &= target.core[box]
        if known.any():
            colors[box][inside] = nearest_fill(found, known)[inside]


def _seen(
    target: Drawing, teller: Teller, region: int, inside: np.ndarray, box: tuple[slice, slice]
) -> tuple[np.ndarray, np.ndarray]:
    """The source's colors seen from the places in `box`, and which of them were this region there."""
    motion = region_motion(teller.flow, target.near, inside, float(target.extent.on_edge[region]), teller.common)
    scale = target.ink.shape[1] / teller.flow.shape[1]
    places = teller.places.within(box) if motion is None else motion.places(box, scale)
    belief = teller.belief[region]
    same = belief >= _ALIKE * belief.max()
    labels = places.pull(teller.coloring.labels.astype(np.uint16))
    return places.pull(teller.coloring.colors), same[labels]
