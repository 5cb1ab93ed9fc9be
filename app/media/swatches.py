"""Which flat colors the keys of a shot have; off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from app.media.line_colors import line_colors, main_colors
from app.project.model import Polarity, Shot
from app.project.staleness import usable_keys
from engine.imaging.flats import Flat, flat_colors, merged_flats
from engine.imaging.line import line_layer
from engine.imaging.stills import StillError, read_still, still_size, to_8_bit

_PAPER = 250  # of a line layer, from where a painted key shows its color alone


class KeyPicture(NamedTuple):
    """A key to look through. One painted in the app has the line art above its colors: `line`, with its digest and
    polarity, tells where, so that what lines and shades of the drawing make of a color is no color of its own."""

    digest: str
    path: Path
    line: Path | None = None
    line_digest: str = ""
    polarity: Polarity = "dark"

    @property
    def name(self) -> tuple[str, str, str]:
        """Equal where the same flats are found."""
        return self.digest, self.line_digest, self.polarity


def key_pictures(shot: Shot, path: Callable[[str], Path]) -> tuple[KeyPicture, ...]:
    """The keys of a shot, those that were brought in before those that were painted; `path` says where a file is."""
    found: list[KeyPicture] = []
    for key in sorted(usable_keys(shot), key=lambda key: key.painted):
        picture = KeyPicture(key.digest, path(key.path))
        if shot.line is not None and key.painted and (drawing := shot.line.drawing(key.number)).path:
            picture = picture._replace(line=path(drawing.path), line_digest=drawing.digest, polarity=shot.line.polarity)
        found.append(picture)
    return tuple(found)


class KeyFlats:
    """Looks each key through once, by its name."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], list[Flat]] = {}

    def knows(self, keys: Iterable[KeyPicture]) -> bool:
        """Whether `of` reads none of these keys, for it has."""
        return all(key.name in self._known for key in keys)

    def of(self, keys: Iterable[KeyPicture]) -> tuple[Flat, ...]:
        """The flats of these keys, each with its mean share: those of the first key before what the next one adds, so
        that a correction moves no swatch, and the largest of each first. Keys that cannot be read are left out."""
        each: list[list[Flat]] = []
        for key in keys:
            if key.name not in self._known:
                try:
                    self._known[key.name] = _with_lines(flat_colors(_picture(key)), key)
                except StillError:
                    continue  # showing the key says what is wrong with it
            each.append(self._known[key.name])
        places = {color: at for at, color in enumerate(dict.fromkeys(flat.color for flats in each for flat in flats))}
        return tuple(sorted(merged_flats(each), key=lambda flat: places[flat.color]))


def _with_lines(flats: list[Flat], key: KeyPicture) -> list[Flat]:
    """The flats of a key, and the colors that it says its lines are painted in."""
    if key.line is None:
        return flats
    try:
        width, height = still_size(key.path)
        lines = line_colors(key.path.read_bytes(), (height, width))
    except (OSError, StillError):
        return flats
    known = {flat.color for flat in flats}
    return flats if lines is None else [*flats, *(Flat(*line) for line in main_colors(lines) if line[0] not in known)]


def _picture(key: KeyPicture) -> np.ndarray:
    """(H, W, 3) RGB, or RGBA where some of it is not to be looked at. Raises StillError."""
    image = to_8_bit(read_still(key.path))
    image = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image
    if key.line is None:
        return image
    try:
        ink = line_layer(read_still(key.line), key.polarity)
    except StillError:
        return image  # showing the drawing says what is wrong with it
    bare = cv2.inRange(ink, (_PAPER,), (255,))
    if ink.shape != image.shape[:2] or 2 * cv2.countNonZero(bare) < bare.size:  # of another size, or on gray paper
        return image
    return cv2.merge([*cv2.split(image)[:3], cv2.min(bare, image[..., 3]) if image.shape[2] == 4 else bare])
