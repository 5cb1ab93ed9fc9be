"""The key that a painted frame becomes: its exact pixels with the strokes in them, written into the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from app.media.decoded import digest_of, not_written
from app.media.keys import KEY_FOLDER
from app.media.line_colors import with_line_colors
from app.paint.base import Base
from app.paint.strokes import Part, Stroke, put
from app.project.files import write_atomic
from app.project.model import PAINTED, Key
from engine.imaging.filling import Area
from engine.imaging.spots import Spots
from engine.imaging.stills import StillError

NAME = "Painted"
"""What such a key is called."""


class Copy:
    """A second copy of a sheet's picture, in the key's own depth, for the thread that writes keys. For one thread."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._lines = base.lines.own()
        self._picture: np.ndarray | None = None  # (H, W, 4), made with the first stroke
        self._laid: list[Stroke | None] = []  # None for those that the sheet has forgotten

    def follow(self, strokes: Sequence[Stroke], forgotten: int) -> None:
        """Have these strokes laid, after as many that are forgotten, and no others."""
        same = forgotten
        while same < min(len(self._laid), forgotten + len(strokes)) and self._laid[same] is strokes[same - forgotten]:
            same += 1
        while len(self._laid) > same:
            stroke = self._laid.pop()
            assert stroke is not None
            for part in reversed(stroke.parts):
                self._take_back(part)
        for stroke in strokes[same - forgotten :]:
            for part in stroke.parts:
                self._lay(part)
            self._laid.append(stroke)
        self._laid[:forgotten] = [None] * forgotten

    def picture(self) -> np.ndarray:
        """(H, W, 3), or (H, W, 4) where anything is clear; uint8 or uint16 as the frame was."""
        picture = self._pixels()
        opaque = bool(picture[..., 3].min() == np.iinfo(picture.dtype).max)
        return cv2.cvtColor(picture, cv2.COLOR_RGBA2RGB) if opaque else picture

    def write(self, folder: Path, number: int) -> Key:
        """Write the picture into the project's keys; raises MediaNotWritten or StillError."""
        return written(self.picture(), folder, number, self.line_colors())

    def line_colors(self) -> np.ndarray | None:
        """(H, W, 4) uint8 RGBA: what lines are colored as, clear where they are as the drawing has them; None where all
        of them are."""
        return self._lines.told()

    def _pixels(self) -> np.ndarray:
        if self._picture is None:
            picture = self._base.picture
            whole = picture if picture.shape[2] == 4 else cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA)
            self._picture = np.ascontiguousarray(whole) if whole is not picture else picture.copy()
        return self._picture

    def _lay(self, part: Part) -> None:
        self._put(part, part.after)

    def _take_back(self, part: Part) -> None:
        """What had been painted on gets its colors of before under the lines; the rest, its exact pixels."""
        self._put(part, part.before)
        original, there = self._base.picture, self._pixels()
        if isinstance(part.area, Spots):
            rows, columns = part.area.rows[~part.touched], part.area.columns[~part.touched]
            there[rows, columns, : original.shape[2]] = original[rows, columns]
            if original.shape[2] == 3:
                there[rows, columns, 3] = np.iinfo(original.dtype).max
            return
        never, window = part.area.mask & ~part.touched, part.area.window
        np.copyto(there[window][..., : original.shape[2]], original[window], where=never[..., None])
        if original.shape[2] == 3:
            np.copyto(there[window][..., 3], np.iinfo(original.dtype).max, where=never)

    def _put(self, part: Part, values: np.ndarray) -> None:
        """Lay (4,), (n, 4) or (h, w, 4) uint8 colors in a part's area, beneath the lines; or as the color of these."""
        area = part.area
        if part.below is not None:
            put(self._lines.colors, area, values)
            values = part.below
        pixels = self._pixels()
        deep = 257 if pixels.dtype == np.uint16 else 1
        put(pixels, area, values.astype(pixels.dtype) * deep)
        lines = self._lines
        if isinstance(area, Spots):
            at = lines.inked_of(area.places(lines.ink.shape[1]))
        else:
            at = lines.inked(area.window, area.mask)
        if len(at):
            below = values if values.ndim == 1 else np.ascontiguousarray(_at_ink(area, values, self._base))
            over = lines.over(below, at)
            pixels.reshape(-1, 4)[at] = over.astype(pixels.dtype) * deep


def _at_ink(area: Area | Spots, values: np.ndarray, base: Base) -> np.ndarray:
    """(n, 4): those of an area's colors, (n, 4) or (h, w, 4), that lines lie over."""
    if isinstance(area, Spots):
        return values[base.lines.drawn[area.rows, area.columns]]
    if values.ndim == 3:
        return values[area.mask & base.lines.drawn[area.window]]
    return values[base.lines.drawn[area.window][area.mask]]


def written(picture: np.ndarray, folder: Path, number: int, lines: np.ndarray | None = None) -> Key:
    """Write a picture into the project's keys, named by its content, with the colors of its `lines` as
    `with_line_colors` takes them; raises MediaNotWritten or StillError."""
    data = with_line_colors(quick_png(picture), lines)
    digest = digest_of(data)
    path = folder / KEY_FOLDER / f"{number:04d}{PAINTED}{digest[:16]}.png"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            write_atomic(path, data)
    except OSError as error:
        raise not_written(path.parent, error) from error
    return Key(number, f"{KEY_FOLDER}/{path.name}", digest, NAME)


def quick_png(image: np.ndarray) -> bytes:
    """The bytes of a PNG as `encode_png` takes it, in a third of its time: flats are the same as the row above them.

    Raises StillError.
    """
    settings = [cv2.IMWRITE_PNG_COMPRESSION, 1]
    if hasattr(cv2, "IMWRITE_PNG_FILTER"):  # OpenCV before 4.12 chooses for each row, which takes most of the time
        settings += [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]
    kind = cv2.COLOR_RGBA2BGRA if image.shape[2] == 4 else cv2.COLOR_RGB2BGR
    done, data = cv2.imencode(".png", cv2.cvtColor(image, kind), settings)
    if not done:
        raise StillError("A picture could not be packed as PNG; free some memory and try again.")
    return data.tobytes()
