"""Flat cels: finished frames as indices into the keys' swatches, so that they are recolored as Draft's are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.imaging.cels import snapped
from engine.imaging.flats import flat_colors, merged_flats
from engine.imaging.palette import Palette, color_codes, reduce_colors
from engine.longanimation.reading import ShotPictures

_MOST = 1 << 16


def flat_cels(pictures: ShotPictures, laid: Mapping[int, np.ndarray]) -> FlatCels | None:
    """For a segment with these keys on it (RGB or RGBA) by place, from 0; None where no key of the shot has flats."""
    found = merged_flats([flat_colors(pictures.picture(key)) for key in pictures.keys])
    return FlatCels(np.array([flat.color for flat in found], np.uint8), laid) if found else None


class FlatCels:
    """Turns frames of a segment into indices of `swatches` (P, 3) uint8 RGB, and of the colors of the keys laid."""

    def __init__(self, swatches: np.ndarray, laid: Mapping[int, np.ndarray]) -> None:
        self._swatches = swatches
        own = color_codes(self._swatches[None])[0]
        opaque = {at: key for at, key in laid.items() if key.shape[2] == 3}
        self._exact = {at: reduce_colors(key, np.ones(key.shape[:2], np.uint8)) for at, key in opaque.items()}
        palette = Palette(np.concatenate([own, *(codes.ravel() for codes in self._exact.values())]))
        if len(palette) > _MOST:  # more than indices tell apart: then keys' frames become flat too
            self._exact, palette = {}, Palette(own)
        self._palette, self._places = palette, palette.find(own)

    @property
    def palette(self) -> tuple[tuple[int, ...], ...]:
        """For the file's header: the swatches, and all colors of the keys laid."""
        return tuple(tuple(color) for color in self._palette.colors.tolist())

    def indices(self, at: int, frame: np.ndarray, line: np.ndarray) -> np.ndarray:
        """(H, W) of a frame (H, W, 3) uint8 with its line layer; a key's own frame keeps the key's colors."""
        if at in self._exact:
            return self._palette.find(self._exact[at])
        return self._places[snapped(frame, line, self._swatches)]
