"""The words of two keys on one frame become one picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.draft.drawing import Drawing
from engine.draft.tuning import Tuning


@dataclass(frozen=True)
class Word:
    """What one key says of a frame: `colors` (H, W) palette indices, `trust` (H, W) uint8, `distance` in frames."""

    colors: np.ndarray
    trust: np.ndarray
    distance: int


def blend(drawing: Drawing, before: Word, after: Word, tuning: Tuning) -> tuple[np.ndarray, np.ndarray]:
    """(H, W) palette indices and trust: where two keys disagree, each region follows the nearer and surer one."""
    if np.array_equal(before.colors, after.colors):
        return before.colors, np.maximum(before.trust, after.trust)
    labels, count = drawing.regions.labels, drawing.regions.count
    weights = [
        np.bincount(labels.ravel(), (word.trust * drawing.weight).ravel(), count)
        / (word.distance + 1.0) ** tuning.key_sharpness
        for word in (before, after)
    ]
    heard = (weights[0] >= weights[1])[labels]
    return np.where(heard, before.colors, after.colors), np.where(heard, before.trust, after.trust)
