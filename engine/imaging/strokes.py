"""Strokes: lines that hang together between the same two flats, or within one; and how like those of another drawing
they are."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.tints import NUMBERS, pair_codes

_SMALL = 360  # pixels of the longer side of the picture that flats are measured in
_SAMPLES, _DENSE = 24, 160  # places of a stroke that are looked for, and at most among how many
_LOOKED_AT = 3  # strokes whose places are, those that may be nearest
_LEAST_SPREAD = 0.004  # of the picture's diagonal: flats thinner than that are measured as if they were not
_MOVED, _GROWN = 1.0, 0.3  # what it counts that a flat lies elsewhere, in diagonals, or has another size
_LONGER = 0.15  # and that a stroke is longer; a part of a longer one it may well be
_BACK = 0.1  # of what strokes lie apart, the part of what one misses of the other


@dataclass(frozen=True)
class Measured:
    """A stroke seen from a flat that it lies at: `places` (n, 2) float32 in spreads of the flat from its middle, the
    `center` of these and how far they `reach` from it; the flat's `middle` and the root of its area, its `size`, in
    diagonals of the picture."""

    places: np.ndarray
    center: complex
    reach: float
    middle: complex
    size: float


@dataclass(frozen=True)
class Stroke:
    """`pair` as `pair_codes` has it, `at` (n,) the flat indices of its pixels, `seen` from the flats on its sides."""

    pair: int
    at: np.ndarray
    seen: tuple[Measured | None, ...]


class Strokes:
    """The strokes of a drawing whose flats (H, W) uint16, by their numbers, run on under the lines."""

    def __init__(self, numbers: np.ndarray, at: np.ndarray) -> None:
        """`at` (n,) are the flat indices of pixels with ink, ascending."""
        self._numbers, self._at = numbers, at
        self._pairs = pair_codes(numbers, at) if len(at) else np.zeros(0, np.int64)
        self._step = max(1, round(max(numbers.shape) / _SMALL))
        self._diagonal = float(np.hypot(*numbers.shape))
        self._flats: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def of(self, pairs: Collection[int] | None = None) -> Iterator[Stroke]:
        """Those of some pairs, or all of them."""
        width = self._numbers.shape[1]
        order = np.argsort(self._pairs, kind="stable")
        codes, starts = np.unique(self._pairs[order], return_index=True)
        for pair, some in zip(codes.tolist(), np.split(self._at[order], starts[1:]), strict=True):
            if pairs is not None and pair not in pairs:
                continue
            rows, columns = np.divmod(some, width)
            top, left = int(rows.min()), int(columns.min())
            mask = np.zeros((int(rows.max()) - top + 1, int(columns.max()) - left + 1), np.uint8)
            mask[rows - top, columns - left] = 1
            count, labels = cv2.connectedComponents(mask, connectivity=8, ltype=cv2.CV_32S)
            own = labels[rows - top, columns - left]
            each = np.argsort(own, kind="stable")
            for part in np.split(each, np.searchsorted(own[each], np.arange(2, count))):
                yield Stroke(pair, some[part], self._seen(pair, rows[part], columns[part]))

    def _seen(self, pair: int, rows: np.ndarray, columns: np.ndarray) -> tuple[Measured | None, ...]:
        first, second = divmod(pair, NUMBERS)
        return tuple(self._from(number, rows, columns) for number in ((first,) if first == second else (first, second)))

    def _from(self, number: int, rows: np.ndarray, columns: np.ndarray) -> Measured | None:
        labels, measures = self._measured(number)
        own = labels[
            np.minimum(rows // self._step, len(labels) - 1), np.minimum(columns // self._step, labels.shape[1] - 1)
        ]
        own = own[own > 0]
        if not len(own):
            return None
        x, y, spread_x, spread_y, area = measures[int(np.bincount(own).argmax())]
        count = min(len(rows), max(_SAMPLES, min(len(rows) // 8, _DENSE)))
        some = np.linspace(0, len(rows) - 1, count).round().astype(np.int64)
        places = np.stack([(columns[some] - x) / spread_x, (rows[some] - y) / spread_y], axis=1).astype(np.float32)
        center = places.mean(axis=0)
        reach = float(np.sqrt(((places - center) ** 2).sum(axis=1).max()))
        size = math.sqrt(area) / self._diagonal
        return Measured(places, complex(*center.tolist()), reach, complex(x, y) / self._diagonal, size)

    def _measured(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """The parts (h, w) of a flat in the small picture, from 1 on, and (n, 5) the middle, spreads and area of each,
        in pixels."""
        if number not in self._flats:
            step = self._step
            mask = (self._numbers[::step, ::step] == number).view(np.uint8)
            count, labels = cv2.connectedComponents(mask, connectivity=4, ltype=cv2.CV_32S)
            inside = np.flatnonzero(labels)
            own = labels.ravel()[inside]
            rows, columns = np.divmod(inside, labels.shape[1])
            area = np.maximum(1, np.bincount(own, minlength=count))
            found = [area * float(step * step)]
            for values in (rows, columns):
                mean = np.bincount(own, values, count) / area
                around = np.bincount(own, (values - mean[own]) ** 2, count) / area
                found = [mean * step, np.maximum(np.sqrt(around) * step, _LEAST_SPREAD * self._diagonal), *found]
            x, spread_x, y, spread_y, area = found
            self._flats[number] = labels, np.stack([x, y, spread_x, spread_y, area], axis=1)
        return self._flats[number]


class Others:
    """Strokes of other drawings, all between the same flats."""

    def __init__(self, each: Sequence[Stroke]) -> None:
        self._each = each
        self._lengths = np.log([len(stroke.at) for stroke in each])
        self._sides = [_side([stroke.seen[side] for stroke in each]) for side in range(len(each[0].seen))]

    def most_like(self, one: Stroke) -> tuple[int, float]:
        """Which of them is most like a stroke between these flats, and how unlike it is: 0 is the same, 1 lies about a
        spread of the flat away; infinite where they cannot be compared."""
        rough = np.full(len(self._each), np.inf)
        for mine, (centers, reach, middles, sizes) in zip(one.seen, self._sides, strict=True):
            if mine is not None:
                away = np.maximum(0, np.abs(centers - mine.center) - reach) + _MOVED * np.abs(middles - mine.middle)
                rough = np.fmin(rough, away + 2 * _GROWN * np.abs(sizes - math.log(mine.size)))
        rough += _LONGER * np.maximum(0, math.log(len(one.at)) - self._lengths)
        nearest = np.argsort(rough, kind="stable")[:_LOOKED_AT].tolist()
        off, at = min((_unlike(one, self._each[at]), at) for at in nearest)
        return at, off


def _side(each: Sequence[Measured | None]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Centers, reaches, middles and the logarithms of sizes; not a number where a stroke is not seen from there."""
    told = [
        (seen.center, seen.reach, seen.middle, math.log(seen.size)) if seen else (math.nan,) * 4 for seen in each
    ]  # fmt: skip
    centers, reach, middles, sizes = zip(*told, strict=True)
    return np.array(centers, complex), np.array(reach), np.array(middles, complex), np.array(sizes)


def _unlike(one: Stroke, other: Stroke) -> float:
    apart = [
        _apart(mine, its) + _MOVED * abs(mine.middle - its.middle) + _GROWN * 2 * abs(math.log(mine.size / its.size))
        for mine, its in zip(one.seen, other.seen, strict=True)
        if mine and its
    ]
    return min(apart, default=math.inf) + _LONGER * max(0.0, math.log(len(one.at) / len(other.at)))


def _apart(one: Measured, other: Measured) -> float:
    some = one.places[:: -(-len(one.places) // _SAMPLES)]
    away = some[:, None] - other.places[None]
    squares = away[..., 0] ** 2 + away[..., 1] ** 2
    there, back = np.sqrt(squares.min(axis=1)), np.sqrt(squares.min(axis=0))
    return float((1 - _BACK) * there.sum() / len(there) + _BACK * back.sum() / len(back))
