"""Which flat colors the keys of a shot have; off the UI thread."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cv2

from engine.imaging.flats import Flat, flat_colors, merged_flats
from engine.imaging.stills import StillError, read_still, to_8_bit


class KeyFlats:
    """Looks each key through once, by its digest."""

    def __init__(self) -> None:
        self._known: dict[str, list[Flat]] = {}

    def knows(self, keys: Iterable[tuple[str, Path]]) -> bool:
        """Whether `of` reads none of these keys, for it has."""
        return all(digest in self._known for digest, _ in keys)

    def of(self, keys: Iterable[tuple[str, Path]]) -> tuple[Flat, ...]:
        """The flats of these keys (digest, file), the largest first; keys that cannot be read are left out."""
        each: list[list[Flat]] = []
        for digest, path in keys:
            if digest not in self._known:
                try:
                    image = to_8_bit(read_still(path))
                except StillError:
                    continue  # showing the key says what is wrong with it
                self._known[digest] = flat_colors(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image)
            each.append(self._known[digest])
        return tuple(merged_flats(each))
