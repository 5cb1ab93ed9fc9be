"""Contact sheets of clips: line art, painted cels or region maps, one clip a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.imaging.compose import lay_lines
from engine.training.clips.model import Clip, Frame

LOOKS = ("painted", "line", "regions")


def contact_sheet(clips: Sequence[Clip], columns: int, look: str = "painted") -> np.ndarray:
    """(H, W, 3) uint8 RGB: `columns` frames of each clip, evenly spread, in one of LOOKS; all clips of one size."""
    rows = []
    for clip in clips:
        picks = np.linspace(0, len(clip.frames) - 1, columns).round().astype(int)
        rows.append(
            np.hstack(
                [np.pad(_shown(clip.frames[i], look), ((1, 1), (1, 1), (0, 0)), constant_values=190) for i in picks]
            )
        )
    return np.vstack(rows)


def _shown(frame: Frame, look: str) -> np.ndarray:
    if look == "line":
        return np.repeat(frame.line[..., None], 3, axis=2)
    if look == "regions":
        # Neighboring numbers get colors far apart.
        return (frame.regions[..., None] * np.array([97, 57, 151]) % 256).astype(np.uint8)
    return lay_lines(frame.color, frame.line, "dark")
