"""A frame as it is before anybody paints on it: its lines, its colors beneath them, and its exact pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from app.media.line_colors import line_colors
from app.media.pictures import PictureKey, parts_of, render
from engine.imaging.filling import without_lines
from engine.imaging.linework import Linework
from engine.imaging.stills import to_8_bit


@dataclass(frozen=True)
class Base:
    """`color` (H, W, 4) uint8 RGBA are the colors without lines, clear where there is none; `picture` (H, W, 3) or
    (H, W, 4), uint8 or uint16, what the frame looks like, which stays bit for bit where nothing is painted."""

    lines: Linework
    color: np.ndarray
    picture: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.color.shape[:2]
        return height, width


def base_of(key: PictureKey) -> Base:
    """Read what a frame is painted on; slow. Raises StillError, FrameFileError, ValueError for a picture of another
    size than the shot's, MemoryError.

    A key gives its colors with the lines taken out, a finished frame those of its take; without either there is none.
    """
    key = replace(key, layer="picture", colors=())
    parts, shape = parts_of(key), (key.height, key.width)
    lines = Linework(parts.line, key.polarity, shape)
    if key.key_path:
        picture = parts.key(())
        if picture.shape[:2] != shape:
            raise ValueError(f"a key of {picture.shape[:2]} in a shot of {shape}")
        seen = with_alpha(to_8_bit(picture))
        color = without_lines(seen, lines.ink)
        told = _told(Path(key.key_path), shape)
        return Base(lines.colored_as(seen, color) if told is None else lines.colored(told), color, picture)
    if key.take_path:
        color, picture = with_alpha(parts.take(())), render(key, parts)
        return Base(lines.tinted(parts.tint(())), color, picture)  # whose colors stay over what is painted beneath
    return Base(lines, np.zeros((*shape, 4), np.uint8), lines.alone())


def _told(path: Path, shape: tuple[int, int]) -> np.ndarray | None:
    """What a key's file says of the colors of its lines, where it was painted here."""
    try:
        return line_colors(path.read_bytes(), shape)
    except OSError:
        return None  # its picture was read: what its lines look like is seen there


def with_alpha(picture: np.ndarray) -> np.ndarray:
    """(H, W, 4) of a uint8 RGB or RGBA picture, its own memory; clear pixels have no color."""
    if picture.shape[2] == 3:
        return cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA)
    result = picture.copy()
    result[result[..., 3] == 0] = 0
    return result
