"""The colors of a shot's keys, and where the keys have them: what finished frames are checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

OFF = 255
"""The id of every color that neither a key has nor a model sheet or a hint."""

_BITS = 3  # of a channel that do not tell two colors apart
_SIDE = 256 >> _BITS
_FLAT = 8  # how much a channel of a flat differs over 3x3 pixels at most
_ALIKE = 16  # how much two colors differ in any channel to be told apart
_SEEN = 32  # how much two colors differ in any channel for the eye to see one become the other
_SHARE = 1 / 20000  # of a key's pixels that a color fills at least


@dataclass(frozen=True)
class KeyPlane:
    """A key at the size of the check: `image` (H, W, 3) uint8 RGB and the `ink` (H, W) uint8 of its frame's lines."""

    image: np.ndarray
    ink: np.ndarray


@dataclass(frozen=True)
class ColorModel:
    """`colors` (F, 3) uint8 are the keys' flats, their places the ids; `table` (cells,) uint8 has each cell's id.

    `background` is the id that most of the keys' borders have. `at_border` are the ids that reach the border in any
    key, and those that no key has, which do not tell; `shares` (F,) float64 how much of a key each fills at most.
    """

    colors: np.ndarray
    table: np.ndarray
    background: int
    at_border: frozenset[int]
    shares: np.ndarray

    def ids(self, pixels: np.ndarray) -> np.ndarray:
        """(...) uint8 ids of (..., 3) uint8 RGB."""
        return self.table[cells(pixels)]

    def differ(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """(...) bool: where two planes of ids have colors that anybody can tell apart; those of OFF are not known."""
        known = self.colors.astype(np.int16)
        apart = np.zeros((OFF + 1, OFF + 1), bool)
        apart[: len(known), : len(known)] = np.abs(known[:, None] - known[None]).max(axis=2) > _SEEN
        return apart[one, other]

    def name(self, color: int) -> str:
        """A color as "#rrggbb"; empty for OFF."""
        return "" if color == OFF else f"#{bytes(self.colors[color].tolist()).hex()}"


def cells(pixels: np.ndarray) -> np.ndarray:
    """(...) int32: RGB (..., 3) uint8 as the number of one of 32x32x32 cells."""
    red, green, blue = (pixels[..., at].astype(np.int32) >> _BITS for at in range(3))
    return (red * _SIDE + green) * _SIDE + blue


def color_model(keys: Sequence[KeyPlane], others: np.ndarray | None = None) -> ColorModel:
    """What the keys, one at least, say of the colors of a shot; `others` (F, 3) uint8 are in it too, as those of model
    sheets and hints are."""
    flats = _flats(keys)
    own = len(_apart(flats))
    if others is not None:
        flats = np.concatenate([flats, others])
    colors = _apart(flats)  # those of the keys first, as they are without the others
    table = _table(flats, colors)
    planes = [table[cells(key.image)] for key in keys]
    counts = np.array([np.bincount(plane[key.ink == 0], minlength=256) for plane, key in zip(planes, keys)])
    borders = np.array([_border_counts(plane, key.ink) for plane, key in zip(planes, keys)])
    inside = np.array([[max(1, plane.size)] for plane in planes])
    reach = np.flatnonzero((borders > 4).any(axis=0))
    return ColorModel(
        colors=colors,
        table=table,
        background=int(borders.sum(axis=0)[: len(colors)].argmax()),
        at_border=frozenset([*(int(color) for color in reach if color != OFF), *range(own, len(colors))]),
        shares=(counts / inside).max(axis=0)[: len(colors)],
    )


def border_of(plane: np.ndarray) -> np.ndarray:
    """The values along the border of an (H, W) plane."""
    return np.concatenate([plane[0], plane[-1], plane[1:-1, 0], plane[1:-1, -1]])


def _border_counts(plane: np.ndarray, ink: np.ndarray) -> np.ndarray:
    return np.bincount(border_of(plane)[border_of(ink) == 0], minlength=256)


def _flats(keys: Sequence[KeyPlane]) -> np.ndarray:
    """(F, 3) uint8 mean colors of the cells that areas without an edge fall into, the largest first; at least one."""
    totals, enough, sums = np.zeros(_SIDE**3), np.zeros(_SIDE**3, bool), np.zeros((_SIDE**3, 3))
    for key in keys:
        flat = _flat(key.image)
        for chosen in (flat, np.ones_like(flat)) if not flat.any() else (flat,):
            found = cells(key.image)[chosen]
            counts = np.bincount(found, minlength=_SIDE**3)
            totals += counts
            enough |= counts >= max(1, _SHARE * flat.size)
            for channel in range(3):
                sums[:, channel] += np.bincount(found, key.image[..., channel][chosen], _SIDE**3)
    order = np.argsort(-np.where(enough, totals, 0), kind="stable")
    order = order[enough[order]]
    return np.rint(sums[order] / totals[order][:, None]).astype(np.uint8)


def _apart(flats: np.ndarray) -> np.ndarray:
    """Those of (F, 3) uint8 flats that can be told from every larger one, noise or not."""
    kept: list[np.ndarray] = []
    for color in flats.astype(np.int16):
        if all(np.abs(color - other).max() > _ALIKE for other in kept):
            kept.append(color)
    return np.array(kept[:OFF], np.uint8)


def _flat(image: np.ndarray) -> np.ndarray:
    """(H, W) bool: where nothing differs much from its neighbours, so that no mixture along an edge counts."""
    block = np.ones((3, 3), np.uint8)
    spread = cv2.subtract(cv2.dilate(image, block), cv2.erode(image, block))
    return spread.max(axis=2) <= _FLAT


def _table(flats: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """(cells,) uint8: for each cell the nearest of the colors, or OFF where no flat lies in it or beside it."""
    held = np.zeros((_SIDE, _SIDE, _SIDE), bool)
    held.reshape(-1)[cells(flats)] = True
    near = held.copy()
    for axis in range(3):
        step = near.copy()
        for way in (1, -1):
            moved = np.roll(near, way, axis)
            edge: list[slice | int] = [slice(None)] * 3
            edge[axis] = 0 if way == 1 else -1
            moved[tuple(edge)] = False
            step |= moved
        near = step
    places = np.argwhere(near)
    middles = (places << _BITS) + (1 << _BITS >> 1)
    nearest = np.empty(len(places), np.uint8)
    for at in range(0, len(places), 4096):
        apart = middles[at : at + 4096, None].astype(np.int32) - colors[None].astype(np.int32)
        nearest[at : at + 4096] = (apart**2).sum(axis=2).argmin(axis=1)
    table = np.full((_SIDE, _SIDE, _SIDE), OFF, np.uint8)
    table[tuple(places.T)] = nearest
    return table.reshape(-1)
