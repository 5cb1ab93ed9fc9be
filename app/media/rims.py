"""Tells the soft edges of a picture apart by what lies near them: a gray along a black line on white is no mixture
with a gray flat elsewhere, though it has such a color.

Pure functions on a picture as a table of colors and the places of its pixels in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from app.media.recolor import ANYWHERE, MOST_MIXED, ONE_FLAT, SOLID, Nearness, middles
from engine.imaging.flats import INSIDE_SHARE, LEAST, LEAST_INSIDE, SHARE, counted, edge_colors

_FLATS, _TOLD = 48, 16  # flats that are looked at, the largest; and that are told apart, of those between two others
_REACH, _LEAST_REACH = 5 / 720, 4  # of the height, and pixels at least: an edge that lies farther off is no flat's own
_ALIKE = 2  # neighbours of the same color: a pixel with so many is part of a line or of a flat
_AROUND = 4  # pixels of three by three of one flat, as compression leaves it: likewise
_ALL = 8  # neighbours that a pixel has


@dataclass(frozen=True)
class Parted:
    """A picture by a table in which a color may come several times: `colors` (P, 3) uint8, at `places` (H, W); `edges`
    (P,) bool which are seen along edges alone, `near` what lies near each, None where that is not told apart."""

    colors: np.ndarray
    places: np.ndarray
    edges: np.ndarray
    near: Nearness | None


def parted(colors: np.ndarray, places: np.ndarray) -> Parted:
    """Part the colors (P, 3) uint8 at `places` (H, W) by which flats are near, of those that look like mixtures."""
    edges, alike = edge_colors(places, len(colors)), _alike(places)
    of, flats = _flats(colors, places, alike)
    told = np.flatnonzero(middles(flats))[:_TOLD]
    bit = np.full(len(flats), -1, np.int8)
    bit[told] = np.arange(len(told))
    at = np.flatnonzero(alike != _ALL)
    own, solid = places.ravel()[at], alike.ravel()[at] >= _ALIKE
    near = _near(np.take(of, places, mode="clip"), told, alike >= _ALIKE).ravel()[at].astype(np.uint32)
    near |= np.where(solid, SOLID, np.uint32(0))
    pairs, rows = np.unique(own.astype(np.uint64) << np.uint64(32) | near, return_inverse=True)
    inner = np.flatnonzero(~edges)
    if len(inner) + len(pairs) > MOST_MIXED:
        return Parted(colors, places, edges, None)
    put = np.zeros(len(colors), np.uint16)
    put[inner] = np.arange(len(inner))
    put = np.take(put, places, mode="clip")  # which, unlike an index, lets the window's thread go on
    put.ravel()[at] = len(inner) + rows
    each = np.concatenate([inner, (pairs >> np.uint64(32)).astype(np.int64)])
    said = np.concatenate([np.full(len(inner), ANYWHERE), pairs.astype(np.uint32)])
    return Parted(colors[each], put, edges[each], Nearness(flats, bit, said))


def _alike(places: np.ndarray) -> np.ndarray:
    """(H, W) uint8: how many of the eight neighbours have the same color; those at the border of the picture count."""
    wide = cv2.copyMakeBorder(places.astype(np.int32, copy=False), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    own, found = wide[1:-1, 1:-1], np.zeros(places.shape, np.uint8)
    for down in range(3):
        for right in range(3):
            if (down, right) != (1, 1):
                there = wide[down : down + places.shape[0], right : right + places.shape[1]]
                found += (there == own).view(np.uint8)
    return found


def _flats(colors: np.ndarray, places: np.ndarray, alike: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which flat each color is one with, (P,) int8, -1 for none, and the flats (F, 3), the largest first."""
    among, solid = (counted(places, len(colors), where) for where in (alike == _ALL, alike >= _ALIKE))
    wide = among >= max(LEAST_INSIDE, INSIDE_SHARE * places.size)
    each = np.flatnonzero(wide | (solid >= max(LEAST, SHARE * places.size)))
    found: list[int] = []
    of = np.full(len(colors), -1, np.int8)
    for at in each[np.argsort(-solid[each], kind="stable")].tolist():
        if of[at] < 0 and len(found) < _FLATS:
            same = np.abs(colors.astype(np.int16) - colors[at]).max(axis=1) <= ONE_FLAT
            of[same & (of < 0)] = len(found)
            found.append(at)
    return of, colors[found]


def _near(flat: np.ndarray, told: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """(H, W) uint16: a bit for each flat that is told and lies near; `flat` (H, W) int8 is the one that a pixel's color
    is one with, or -1, which is no more than a soft edge where it is neither `solid` nor among its like."""
    reach = max(_LEAST_REACH, round(_REACH * len(flat)))
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    bits = np.zeros(flat.shape, np.uint16)
    for at, number in enumerate(told.tolist()):
        there = (flat == number).view(np.uint8)
        many = cv2.boxFilter(there, cv2.CV_8U, (3, 3), normalize=False) >= _AROUND
        lies = there & (many | solid).view(np.uint8)
        bits |= cv2.dilate(lies, square).astype(np.uint16) << np.uint16(at)
    return bits
