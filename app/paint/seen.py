"""What the colors of a frame look like as the palette shows them while it is painted on, rims as in the viewer."""

from __future__ import annotations

import numpy as np

from app.media.recolor import recolored
from app.project.palettes import Mapping
from engine.imaging.flats import edge_colors, indexed
from engine.imaging.palette import color_codes
from engine.imaging.stills import to_8_bit


class Seen:
    """Shows colors as a mapping has them. Which of them are rims, seen along edges alone, the frame told when it was
    read; what painting softens an edge with joins them."""

    def __init__(self, mapping: Mapping, picture: np.ndarray) -> None:
        """`picture`: the frame's exact pixels, (H, W, 3) or (H, W, 4), uint8 or uint16."""
        self._mapping = mapping
        self._known = self._rims = np.zeros(0, np.int32)  # colors by their numbers, ascending
        if mapping:  # else nobody asks
            colors, places = indexed(to_8_bit(picture)[..., :3])
            self._known = _codes(colors)
            self._rims = self._known[edge_colors(places, len(colors))]

    def softened(self, colors: np.ndarray) -> None:
        """These, (n, 4) uint8, soften an edge from now on: those that the frame did not have are rims."""
        if self._mapping:
            self._rims = np.union1d(self._rims, np.setdiff1d(_codes(colors), self._known))

    def rims(self, colors: np.ndarray) -> np.ndarray:
        """(n,) bool: which of the colors (n, 4) uint8 are rims."""
        return np.isin(_codes(colors), self._rims)

    def of(self, values: np.ndarray) -> np.ndarray:
        """(..., 4) uint8 RGBA as the palette shows them."""
        if not self._mapping:
            return values
        flat = np.ascontiguousarray(values.reshape(-1, 4))
        table, places = np.unique(flat.view(np.uint32)[:, 0], return_inverse=True)
        colors = table.view(np.uint8).reshape(-1, 4)
        return recolored(colors, self._mapping, self.rims(colors))[places].reshape(values.shape)


def _codes(colors: np.ndarray) -> np.ndarray:
    """(n,) the numbers of colors (n, 3) or (n, 4) uint8."""
    return color_codes(colors[None])[0]
