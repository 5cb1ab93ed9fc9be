"""Lines in the colors that the keys have them in: which colors of a take have which, and where the ones that differ
by what lies across the line go."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engine.imaging.palette import Palette
from engine.imaging.tints import NUMBERS, Rgb, Tints, across, alike, flat_numbers, merged_tints

_MOST = 1 << 16


class Traced:
    """A palette with its lines, in which a color may come several times, each time with other lines over it.

    `colors` are (P, 3) uint8 RGB, those of the palette first; `lines` (P, 3) uint8 what full ink over each looks like,
    black as it is drawn.
    """

    def __init__(self, palette: Palette, tints: Iterable[Tints], used: np.ndarray) -> None:
        """`tints` are what the keys say; `used` the color numbers of what flats there are on them."""
        said = merged_tints(tints)
        self._numbers = flat_numbers(palette.colors)
        black: Rgb = (0, 0, 0)
        usual = {number: told.line for number, told in said.over.items()}
        lines = [usual.get(number, black) for number in self._numbers.tolist()]
        of: dict[int, list[int]] = {}
        for at in np.flatnonzero(np.isin(palette.codes, used)).tolist():
            of.setdefault(int(self._numbers[at]), []).append(at)
        others: dict[tuple[int, Rgb], int] = {}
        places: dict[int, int] = {}
        for pair, told in sorted(said.between.items(), key=lambda each: (-each[1].pixels, each[0])):
            for number, other in {pair, pair[::-1]}:
                for at in of.get(number, ()) if not alike(told.line, usual.get(number, black)) else ():
                    line = next((line for known, line in others if known == at and alike(line, told.line)), told.line)
                    if (at, line) not in others and len(palette) + len(others) < _MOST:
                        others[at, line] = len(palette) + len(others)
                    if (at, line) in others:
                        places[at * NUMBERS + other] = others[at, line]
        self.colors = np.concatenate([palette.colors, palette.colors[[at for at, _ in others]]])
        self.lines = np.array([*lines, *(line for _, line in others)], np.uint8)
        self._from = np.array(sorted(places), np.int64)
        self._to = np.array([places[place] for place in sorted(places)], np.uint16)
        self._wanted = np.zeros(len(palette), bool)
        self._wanted[self._from // NUMBERS] = True

    def of(self, frame: np.ndarray) -> np.ndarray:
        """The frame (H, W) uint16 of palette indices, those colors in place of theirs that have other lines there."""
        if not len(self._from):
            return frame
        wanted = self._wanted[frame]
        if not wanted.any():
            return frame
        at = np.flatnonzero(wanted)
        there = frame.ravel()[at].astype(np.int64) * NUMBERS + across(self._numbers[frame]).ravel()[at]
        place = np.minimum(np.searchsorted(self._from, there), len(self._from) - 1)
        known = self._from[place] == there
        result = frame.copy()
        result.ravel()[at[known]] = self._to[place[known]]
        return result
