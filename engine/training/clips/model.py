"""What a made clip is: frozen frames of line art with their exact regions, a palette and a caption."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RGB = tuple[int, int, int]


class ClipError(ValueError):
    """A clip was asked for that cannot be made; the message says what to ask for instead."""


@dataclass(frozen=True)
class Area:
    """One region identity: a body part in one of its colors. It keeps its color over the whole clip.

    `bounded_with` is the identity it shares its lines with: another one where no ink lies between the two (a shadow
    with an inkless border and the part it falls on), else its own.
    """

    identity: int
    name: str
    color: RGB
    bounded_with: int


@dataclass(frozen=True)
class Frame:
    """One frame: `line` (H, W) uint8 ink on white, `color` (H, W, 3) uint8 flat RGB, `regions` (H, W) int32.

    `regions` holds identities; beneath a line it is the part that would be seen were the line not there.
    """

    line: np.ndarray
    color: np.ndarray
    regions: np.ndarray


@dataclass(frozen=True)
class Clip:
    """`palette[i]` is identity i, 0 the background; `drawings[t]` numbers the drawing that frame t shows.

    Frames that show the same drawing are equal pixel for pixel unless `camera` moves. `acts` and `plans` name what the
    figures are and do, back to front.
    """

    seed: int
    frames: tuple[Frame, ...]
    palette: tuple[Area, ...]
    drawings: tuple[int, ...]
    caption: str
    plans: tuple[str, ...]
    acts: tuple[str, ...]
    camera: str

    def bounded(self, regions: np.ndarray) -> np.ndarray:
        """(H, W) int32: `regions` with every identity replaced by the one whose lines bound it."""
        return np.array([area.bounded_with for area in self.palette], np.int32)[regions]
