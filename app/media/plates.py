"""The picture of one frame made ready for other colors: each of its flats is found, and its lines; showing is quick."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from app.media.parts import Parts, Table
from app.media.pictures import PictureKey
from app.media.proxies import proxy_size, reduced
from app.project.palettes import Mapping
from engine.imaging.compose import black_ink, line_factor


class Plate:
    """Flat colors with lines over them. Filling it takes a tenth of the time of rendering the picture."""

    def __init__(self, table: Table, factor: np.ndarray | None = None) -> None:
        """`factor`: what the lines leave of each channel, (H, W) or (H, W, 3) uint8 as `line_factor` gives it."""
        self.height, self.width = table.places.shape
        self._places = np.ascontiguousarray(table.places, np.intp)  # others would be converted at each filling
        self._inked = np.zeros(0, np.intp)
        self._factors = np.zeros((0, 4), np.uint8)
        self._table, self._under, self._black = table, np.zeros(0, np.intp), self._factors
        if factor is not None:
            if factor.shape[:2] != table.places.shape:
                raise ValueError(f"lines of {factor.shape[:2]} do not fit colors of {table.places.shape}")
            lines = factor.reshape(-1, 1 if factor.ndim == 2 else 3)
            self._inked = np.flatnonzero(lines.min(axis=1) < 255)
            self._factors = np.full((len(self._inked), 4), 255, np.uint8)
            self._factors[:, :3] = lines[self._inked, ::-1]
            if table.lines is not None:
                self._under = self._places.reshape(-1)[self._inked]
                self._black = np.zeros_like(self._factors)
                self._black[:, :3] = black_ink(np.ascontiguousarray(self._factors[:, None, :3]))

    def fill(self, mapping: Mapping, target: np.ndarray) -> None:
        """Write the picture as (H, W, 4) uint8 BGRA, opaque, in the colors that the mapping shows."""
        packed = np.full((len(self._table.colors), 4), 255, np.uint8)
        packed[:, :3] = self._table.recolored(mapping)[:, 2::-1]
        pixels = target.view(np.uint32).reshape(self._places.shape)
        # The places are right: "clip" changes none; it spares numpy looking at each of them.
        np.take(packed.view(np.uint32).ravel(), self._places, mode="clip", out=pixels)
        if len(self._inked):
            flat = pixels.reshape(-1)
            below = flat[self._inked].view(np.uint8).reshape(-1, 4)
            laid = cv2.multiply(below, self._factors, scale=1 / 255)
            if (inks := self._table.inks(mapping)) is not None:
                packed[:, :3], packed[:, 3] = inks[:, ::-1], 0
                tint = np.take(packed.view(np.uint32).ravel(), self._under, mode="clip").view(np.uint8).reshape(-1, 4)
                laid = cv2.add(laid, cv2.multiply(tint, self._black, scale=1 / 255))
            flat[self._inked] = laid.view(np.uint32).ravel()


def plate_of(key: PictureKey, parts: Parts) -> Plate | None:
    """For the pictures of `key` in any palette, bit for bit what `render` makes of them; None where it has no flats.

    Raises StillError or FrameFileError, and ValueError for lines of another size.
    """
    found = _sheets(key, parts)
    return Plate(*found) if found is not None else None


def small_plate_of(key: PictureKey, parts: Parts) -> Plate | None:
    """The same for pictures of a proxy's size: the lines as `render_proxy` has them, edges between colors harder."""
    found = _sheets(key, parts)
    if found is None:
        return None
    table, factor = found
    wide, high = proxy_size(key.width, key.height)
    down, across = (
        np.arange(count) * whole // count for count, whole in zip((high, wide), table.places.shape, strict=True)
    )
    places = table.places[np.ix_(down, across)]
    return Plate(replace(table, places=places), reduced(factor, wide, high) if factor is not None else None)


def _sheets(key: PictureKey, parts: Parts) -> tuple[Table, np.ndarray | None] | None:
    """The flats of a picture and what its lines leave of them, if there are any; None for what is not made so."""
    if key.layer not in ("picture", "color"):
        return None
    laid = bool(key.key_path) and key.layer == "picture"
    table = parts.key_table() if laid else parts.take_table() if key.take_path else None
    if table is None or laid or key.layer == "color" or parts.line is None:
        return (table, None) if table is not None else None
    factor = line_factor(parts.line, key.polarity)
    return (table, factor) if factor is not None else None
