"""The colors that a painted picture has its lines in: over each of its flats, and between any two of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from engine.imaging.compose import black_ink
from engine.imaging.palette import color_codes, colors_of

PLAIN = 16
"""Levels in a channel up to which lines are as the drawing has them: multiplied over the flats."""
SAME = 24
"""Levels around a line's color within which it is the same color."""
NUMBERS = 1 << 15
"""Flats are told apart by five bits of each channel: what compression makes of a flat is one of few numbers."""
_INK = 128  # of 255: what covers less says little of a line's color
_TRACE = 16  # of 255: so much of it is ink
_GRAY = 24  # levels between the channels of ink that is black or gray; colored ink is left as it is drawn
_LIKE = 20  # levels in a channel up to which a pixel has a flat's color
_STRAIGHT = 12  # levels that a mixture of two flats may lie off the straight line between them
_LINED = 0.2
"""Of all ink, what shows lines in a picture that is drawn without outlines, but with eyes and such; one that shows
fewer is a color layer, to which lines are still to come."""
_BARE = 0.8  # of the ink between two flats, what shows none in such a picture: there is no outline
_CLOSE = 10  # levels around a color within which pixels agree: what softens thick lines is spread wider
_EXACT = 8  # levels off what they agree on: the commonest color among them is the one that was painted
_CLEAR = 0.5
"""What stands off a flat so much less than black does, and is lighter, is a highlight: as a line it would vanish."""
_LIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)  # of red, green and blue
_FULL = 0.98  # of 1: ink that leaves nothing of the flat
_AROUND = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right)
Rgb = tuple[int, int, int]


class Quorum(NamedTuple):
    """How many `pixels` of ink have to agree on a color: of those that are not soft edges the part that is to show a
    line rather than flats, and of these the part that is to agree."""

    pixels: int
    shown: float
    agreed: float


FLATS, STROKE = Quorum(24, 0.5, 0.35), Quorum(12, 0.85, 0.5)
"""Of all ink over a flat, or between two; of one stroke, of which there are many."""


class Told(NamedTuple):
    """A line's color, black where it is as the drawing has it, None where flats alone are seen; and how many pixels of
    ink say so."""

    line: Rgb | None
    pixels: int


@dataclass(frozen=True)
class Tints:
    """What pictures say of their lines: over a flat by its number, and between two flats, the lower number first.

    Nothing is said of flats that are not there.
    """

    over: Mapping[int, Told]
    between: Mapping[tuple[int, int], Told]


def flat_numbers(colors: np.ndarray) -> np.ndarray:
    """(P,) uint16 below NUMBERS: by which flats (P, 3) uint8 RGB are told apart."""
    coarse = colors.astype(np.uint16) >> 3
    return coarse[:, 0] << 10 | coarse[:, 1] << 5 | coarse[:, 2]


def across(numbers: np.ndarray) -> np.ndarray:
    """(H, W) uint16: for each pixel of a picture's flats (H, W) uint16, which run on under its lines, the one on the
    other side of the line; its own where there is none as near as lines are wide."""
    away = _away(numbers.shape[0])
    square = np.ones((2 * away + 1, 2 * away + 1), np.uint8)
    most = cv2.dilate(numbers, square)
    return np.where(most != numbers, most, cv2.erode(numbers, square))


class LineSight:
    """What a painted picture shows where its drawing has ink: `at` (n,) the flat indices of these pixels, `pairs` (n,)
    int64 what `pair_codes` says of them."""

    def __init__(self, picture: np.ndarray, factor: np.ndarray, flats: np.ndarray, colors: np.ndarray) -> None:
        """Of a picture (H, W, 3) uint8. `factor` is what the drawing leaves of a color, as `line_factor` gives it;
        `flats` (H, W) the indices of the flat colors (P, 3) uint8 that run on under the lines."""
        self.at = at = _inked(factor)
        own = colors[flats.ravel()[at]]
        left = factor.reshape(factor.shape[0] * factor.shape[1], -1)[at].astype(np.float32) / 255
        seen = np.ascontiguousarray(picture.reshape(-1, 3)[at])
        cover, added = 1 - left.max(axis=1), seen - own * left
        solved = added / cover[:, None]
        flat, mixture = _flats_seen(seen, flats, colors, at)
        strong = cover > _INK / 255
        line = strong & ~flat & ~mixture & ~_faint(solved, own)
        self._pixels = _Pixels(seen, added, solved, cover, strong & flat, strong & (flat | mixture), line)
        self.numbers = flat_numbers(colors)[flats]
        self.pairs = pair_codes(self.numbers, at)
        lines, bare = np.count_nonzero(line), np.count_nonzero(self._pixels.bare)
        self._outlined = not _LINED * (lines + bare) < lines < bare

    def tints(self) -> Tints:
        """What it says of lines over each flat and between any two.

        A picture without lines, or with them elsewhere than the drawing, shows flats where there is ink, and says
        nothing; nor does colored ink. Where all ink together, with grays that fill something, is nearer to black than
        to a color, it is black. Where a picture that has some lines, but mostly none, shows none, that is told as None.
        """
        over = self.numbers.ravel()[self.at].astype(np.int64)
        between = {divmod(pair, NUMBERS): told for pair, told in self.said(self.pairs).items()}
        return Tints(self.said(over), between)

    def said(self, labels: np.ndarray, quorum: Quorum | None = None) -> dict[int, Told]:
        """What pixels with the same of the labels (n,) say together, where enough of them do."""
        return dict(_said(labels, self._pixels, quorum or FLATS, bare=not self._outlined and quorum is None))


def pair_codes(numbers: np.ndarray, at: np.ndarray) -> np.ndarray:
    """(n,) int64: between which two flats pixels lie, by their flat indices in a picture's flats (H, W) uint16; the
    lower number times NUMBERS and the other one, which is the same within a flat."""
    own, other = numbers.ravel()[at].astype(np.int64), across(numbers).ravel()[at].astype(np.int64)
    return np.minimum(own, other) * NUMBERS + np.maximum(own, other)


def merged_tints(each: Iterable[Tints]) -> Tints:
    """What several pictures say together: where they differ, what most pixels of ink say."""
    over, between = dict[int, list[Told]](), dict[tuple[int, int], list[Told]]()
    for tints in each:
        for number, told in tints.over.items():
            over.setdefault(number, []).append(told)
        for pair, told in tints.between.items():
            between.setdefault(pair, []).append(told)
    return Tints(
        {number: _joined(told) for number, told in over.items()},
        {pair: _joined(told) for pair, told in between.items()},
    )


def alike(one: Rgb | None, other: Rgb | None) -> bool:
    """Whether two lines are one color, to the eye; black ones, and those that are not seen, are like such alone."""
    if one is None or other is None or not any(one) or not any(other):
        return one == other
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < SAME


def _joined(each: list[Told]) -> Told:
    def voices(told: Told) -> int:
        return sum(other.pixels for other in each if alike(told.line, other.line))

    chosen = max(each, key=lambda told: (voices(told), told.pixels, told.line or ()))
    return Told(chosen.line, voices(chosen))


def _away(height: int) -> int:
    """Half as many pixels as lines are wide at most: the flats of both sides meet in the middle of a line."""
    return max(3, round(5 * height / 720))


def _inked(factor: np.ndarray) -> np.ndarray:
    """(n,) the flat indices of pixels with ink that is not colored."""
    inked = black_ink(factor) > _TRACE
    if factor.ndim == 3:
        inked &= factor.max(axis=2) - factor.min(axis=2) <= _GRAY
    return np.flatnonzero(inked)


def _flats_seen(
    seen: np.ndarray, flats: np.ndarray, colors: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Each (n,) bool: which of the colors (n, 3) seen at pixels are one of the flats around them; and which are a
    mixture of their own and another of these, which softens an edge without a line."""
    height, width = flats.shape
    away = _away(height)
    rows, columns = np.divmod(at, width)
    own = colors[flats.ravel()[at]].astype(np.float32)
    off = seen - own
    like, between = np.abs(off).max(axis=1) <= _LIKE, np.zeros(len(at), bool)
    for down, right in _AROUND:
        there = flats[np.clip(rows + down * away, 0, height - 1), np.clip(columns + right * away, 0, width - 1)]
        way = colors[there] - own
        like |= np.abs(off - way).max(axis=1) <= _LIKE
        share = (off * way).sum(axis=1) / np.maximum(1, (way * way).sum(axis=1))
        between |= (share > 0) & (share < 1) & (np.abs(off - share[:, None] * way).max(axis=1) <= _STRAIGHT)
    return like, between


def _faint(lines: np.ndarray, flats: np.ndarray) -> np.ndarray:
    """(n,) bool: which of the lines (n, 3) are lighter than the flats (n, 3) that they lie over, and hardly seen."""
    line, flat = np.clip(lines, 0, 255) @ _LIGHTNESS, flats @ _LIGHTNESS
    return (line > flat) & (line - flat < _CLEAR * flat)


class _Pixels(NamedTuple):
    """Of pixels of ink: the colors (n, 3) `seen`, what they have `added` to black ink, that `solved` for full ink; how
    much is covered, (n,) 0 to 1; and (n,) bool whether strong ink shows a `flat`, a flat or a mixture of two, `bare`,
    or a `line`."""

    seen: np.ndarray
    added: np.ndarray
    solved: np.ndarray
    cover: np.ndarray
    flat: np.ndarray
    bare: np.ndarray
    line: np.ndarray


def _said(labels: np.ndarray, pixels: _Pixels, quorum: Quorum, *, bare: bool) -> Iterable[tuple[int, Told]]:
    """What pixels with the same of the labels (n,) say together, where they say anything; `bare` too."""
    order = np.argsort(labels, kind="stable")
    bounds = np.flatnonzero(np.diff(labels[order], prepend=-1, append=-1))
    for first, last in itertools.pairwise(bounds):
        some = order[first:last]
        shows = some[pixels.line[some]]
        hidden = int(np.count_nonzero(pixels.bare[some]))
        if bare and hidden >= max(quorum.pixels, _BARE * (len(shows) + hidden)):
            yield int(labels[some[0]]), Told(None, hidden)
            continue
        if len(shows) < max(quorum.pixels, quorum.shown * (len(shows) + np.count_nonzero(pixels.flat[some]))):
            continue
        agreed = shows[_agreed(pixels.solved[shows])]
        if len(agreed) >= max(quorum.pixels, quorum.agreed * len(shows)):
            line = _painted(pixels, agreed)
            off = np.abs(pixels.added[some] - pixels.cover[some, None] * np.array(line, np.float32)).sum()
            nearer = off < np.abs(pixels.added[some]).sum()
            yield int(labels[some[0]]), Told(line if nearer else (0, 0, 0), len(agreed))


def _agreed(solved: np.ndarray) -> np.ndarray:
    """(n,) bool: which of the colors (n, 3) float lie around the one that most do."""
    places = (np.clip(solved, 0, 255).astype(np.int32) >> 4) @ np.array([256, 16, 1])
    center = np.median(solved[places == np.bincount(places).argmax()], axis=0)
    center = np.median(solved[np.abs(solved - center).max(axis=1) <= SAME], axis=0)
    return np.abs(solved - center).max(axis=1) <= _CLOSE


def _painted(pixels: _Pixels, agreed: np.ndarray) -> Rgb:
    """The color that these pixels agree on, exactly as it was painted where there is full ink; black if it is nearly
    that."""
    color = np.clip(np.rint(np.median(pixels.solved[agreed], axis=0)), 0, 255).astype(np.uint8)
    if color.max() <= PLAIN:
        return (0, 0, 0)
    full = pixels.seen[agreed[pixels.cover[agreed] >= _FULL]]
    near = full[(np.abs(full - color.astype(np.int16)) <= _EXACT).all(axis=1)]
    if len(near):
        codes, counts = np.unique(color_codes(near[None]), return_counts=True)
        color = colors_of(codes[counts.argmax()])
    red, green, blue = color.tolist()
    return (red, green, blue)
