"""Lines in the colors that the keys have them in: which colors of a take have which, and where the ones that differ
by what lies across the line, or from line to line, go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.palette import Palette
from engine.imaging.strokes import Others, Stroke, Strokes
from engine.imaging.tints import (
    NUMBERS,
    STROKE,
    LineSight,
    Rgb,
    Tints,
    across,
    alike,
    flat_numbers,
    merged_tints,
)

_MOST = 1 << 16
_SAME = 1.5  # as `Others` has it: a stroke that is less like all strokes of the keys is none of theirs
_SOFT = 5  # pixels of the square by which ink is widened: its soft edge has its color


@dataclass(frozen=True)
class KeyLines:
    """What a key says of its lines: `tints`, and the color of each of the `strokes` that tell theirs; and the color
    numbers (n,) of the flats it has, ascending."""

    tints: Tints
    flats: np.ndarray
    strokes: tuple[tuple[Stroke, Rgb | None], ...] = ()


def key_lines(sight: LineSight, flats: np.ndarray) -> KeyLines:
    """What is seen of a key's lines, with the color numbers of its flats."""
    found = list(Strokes(sight.numbers, sight.at).of())
    labels = np.zeros(len(sight.at), np.int64)
    for number, stroke in enumerate(found):
        labels[np.searchsorted(sight.at, stroke.at)] = number
    told = sight.said(labels, STROKE)
    strokes = tuple((stroke, told[number].line) for number, stroke in enumerate(found) if number in told)
    return KeyLines(sight.tints(), flats, strokes)


class Traced:
    """A palette with its lines, in which a color may come several times, each time with other lines over it.

    `colors` are (P, 3) uint8 RGB, those of the palette first; `lines` (P, 3) uint8 what full ink over each looks like,
    black as it is drawn.
    """

    def __init__(self, palette: Palette, keys: Mapping[int, KeyLines], used: np.ndarray) -> None:
        """`keys` is what they say, by their places; `used` the color numbers of what flats there are on them."""
        said = merged_tints(key.tints for key in keys.values())
        self._numbers = flat_numbers(palette.colors)
        usual = {number: told.line for number, told in said.over.items()}
        flats: list[Rgb] = [(red, green, blue) for red, green, blue in palette.colors.tolist()]
        lines = [_seen(usual.get(number, _BLACK), flat) for number, flat in zip(self._numbers.tolist(), flats)]
        of: dict[int, list[int]] = {}
        for at in np.flatnonzero(np.isin(palette.codes, used)).tolist():
            of.setdefault(int(self._numbers[at]), []).append(at)
        others: dict[tuple[int, Rgb], int] = {}

        def entry(at: int, wanted: Rgb | None) -> int:
            """The place of a color with lines in the color wanted over it; that with the usual ones where there is no
            room."""
            line = _seen(wanted, flats[at])
            if alike(line, lines[at]):
                return at
            line = next((line_ for known, line_ in others if known == at and alike(line_, line)), line)
            if (at, line) not in others and len(palette) + len(others) < _MOST:
                others[at, line] = len(palette) + len(others)
            return others.get((at, line), at)

        places: dict[int, int] = {}
        for pair, told in sorted(said.between.items(), key=lambda each: (-each[1].pixels, each[0])):
            for number, other in {pair, pair[::-1]}:
                for at in of.get(number, ()):
                    if (place := entry(at, told.line)) != at:
                        places[at * NUMBERS + other] = place
        between = {first * NUMBERS + second: told.line for (first, second), told in said.between.items()}
        self._strokes = {at: key.strokes for at, key in keys.items()}
        self._others: dict[tuple[int, ...], dict[int, tuple[Others, list[Rgb | None]]]] = {}
        told_of = [(stroke.pair, line) for strokes in self._strokes.values() for stroke, line in strokes]
        self._apart = {pair for pair, line in told_of if not alike(line, between.get(pair, _BLACK))}
        self._as: dict[Rgb | None, np.ndarray] = {}
        for pair, line in sorted(set(told_of), key=lambda each: (each[0], each[1] or ())):
            if pair in self._apart:
                table = self._as.setdefault(line, np.arange(len(palette), dtype=np.uint16))
                for at in (at for number in divmod(pair, NUMBERS) for at in of.get(number, ())):
                    table[at] = entry(at, line)
        self.colors = np.concatenate([palette.colors, palette.colors[[at for at, _ in others]]])
        self.lines = np.array([*lines, *(line for _, line in others)], np.uint8)
        self._from = np.array(sorted(places), np.int64)
        self._to = np.array([places[place] for place in sorted(places)], np.uint16)
        self._wanted = np.zeros(len(palette), bool)
        self._wanted[self._from // NUMBERS] = True

    @property
    def by_stroke(self) -> bool:
        """Whether lines that are alike by their flats differ in color: then the ink of each frame is looked at."""
        return bool(self._apart)

    def of(self, frame: np.ndarray, ink: np.ndarray | None = None, keys: Collection[int] = ()) -> np.ndarray:
        """The frame (H, W) uint16 of palette indices, those colors in place of theirs that have other lines there.

        Strokes of its `ink` (H, W) uint8 have the color of those that they are most like on the keys in these places.
        """
        wanted = self._wanted[frame] if len(self._from) else np.zeros(frame.shape, bool)
        result = frame
        if wanted.any():
            at = np.flatnonzero(wanted)
            there = frame.ravel()[at].astype(np.int64) * NUMBERS + across(self._numbers[frame]).ravel()[at]
            place = np.minimum(np.searchsorted(self._from, there), len(self._from) - 1)
            known = self._from[place] == there
            result = frame.copy()
            result.ravel()[at[known]] = self._to[place[known]]
        if ink is not None and self._apart:
            result = self._by_stroke(frame, result, ink, keys)
        return result

    def _known(self, keys: tuple[int, ...]) -> dict[int, tuple[Others, list[Rgb | None]]]:
        """The strokes that keys tell of, by the pair of flats, with the line of each; for those keys made once."""
        found = self._others.get(keys)
        if found is None:
            told: dict[int, list[tuple[Stroke, Rgb | None]]] = {}
            for stroke, line in (each for key in keys for each in self._strokes.get(key, ())):
                if stroke.pair in self._apart:
                    told.setdefault(stroke.pair, []).append((stroke, line))
            found = {
                pair: (Others([one for one, _ in each]), [line for _, line in each]) for pair, each in told.items()
            }
            self._others = {keys: found}
        return found

    def _by_stroke(self, frame: np.ndarray, usual: np.ndarray, ink: np.ndarray, keys: Collection[int]) -> np.ndarray:
        lines = list(self._as)
        known = self._known(tuple(keys))
        chosen = np.zeros(ink.shape, np.uint16)  # which of them, from 1 on
        for stroke in Strokes(self._numbers[frame], np.flatnonzero(ink)).of(self._apart):
            if stroke.pair in known:
                others, of_each = known[stroke.pair]
                at, off = others.most_like(stroke)
                if off < _SAME and of_each[at] in self._as:
                    chosen.ravel()[stroke.at] = lines.index(of_each[at]) + 1
        soft = cv2.dilate(chosen, np.ones((_SOFT, _SOFT), np.uint8))
        chosen = np.where(ink > 0, chosen, soft).ravel()
        at, result = np.flatnonzero(chosen), usual.copy()
        if len(at):
            tables = np.stack(list(self._as.values()))
            result.ravel()[at] = tables[chosen[at] - 1, frame.ravel()[at]]
        return result


_BLACK: Rgb = (0, 0, 0)


def _seen(line: Rgb | None, flat: Rgb) -> Rgb:
    """A line's color over a flat's: one that is not seen has the flat's."""
    return flat if line is None else line
