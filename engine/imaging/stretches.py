"""The stretches of a drawing's lines, each up to where other lines meet it: what takes a color of its own at once."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.filling import Area

_EDGE = 1  # pixels that the soft edge of a line reaches beyond its ink
_FAR = 1 << 16  # more than there are areas


class Stretches:
    """A stretch is ink that hangs together, corners too, between the same two areas, or within the same one."""

    def __init__(self, labels: np.ndarray, ink: np.ndarray, drawn: np.ndarray) -> None:
        """`labels` (H, W) are the areas, which meet in the middle of lines; `ink` (H, W) uint8 is where these are,
        `drawn` (H, W) bool the same with their soft edges."""
        self._shape = labels.shape
        self._at = np.flatnonzero(drawn)  # of most drawings, a twentieth of all pixels
        own = labels.ravel()[self._at].astype(np.int64)
        self._kinds = own * _FAR + own
        middle, across = _borders(labels)
        if not middle.any() or not len(self._at):
            return
        wide = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
        away, nearest = cv2.distanceTransformWithLabels(
            (~middle).view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
        )
        borders = np.flatnonzero(middle)[
            np.asarray(nearest, np.int32).ravel()[self._at] - 1
        ]  # numbered from 1 in reading order
        near = away.ravel()[self._at] <= wide.ravel()[borders] + _EDGE
        ends = np.stack([labels.ravel()[borders], across.ravel()[borders]]).astype(np.int64)
        pairs = ends.min(axis=0) * _FAR + ends.max(axis=0)
        self._kinds = np.where(near, pairs, self._kinds)

    def at(self, x: int, y: int, reach: int = 0) -> Area | None:
        """The stretch at a pixel, or the nearest one within `reach` pixels; None where there is none."""
        place = self._place(x, y, reach)
        if place is None:
            return None
        width = self._shape[1]
        rows, columns = np.divmod(self._at[self._kinds == self._kinds[place]], width)
        y, x = divmod(int(self._at[place]), width)
        left, top = int(columns.min()), int(rows[0])
        mask = np.zeros((int(rows[-1]) - top + 1, int(columns.max()) - left + 1), np.uint8)
        mask[rows - top, columns - left] = 1
        _, _, _, (across, down, wide, high) = cv2.floodFill(mask, None, (x - left, y - top), 2, flags=8)
        found = np.ascontiguousarray(mask[down : down + high, across : across + wide] == 2)
        return Area(left + across, top + down, found)

    def _place(self, x: int, y: int, reach: int) -> int | None:
        """Which of the pixels with ink is at a pixel, or nearest to it."""
        height, width = self._shape
        found: list[tuple[float, int]] = []
        for row in range(max(0, y - reach), min(height, y + reach + 1)):
            first, last = max(0, x - reach), min(width - 1, x + reach)
            begin, end = np.searchsorted(self._at, (row * width + first, row * width + last + 1))
            for place in range(int(begin), int(end)):
                away = float(np.hypot(row - y, int(self._at[place]) % width - x))
                found += [(away, place)] if away <= reach else []
        return min(found)[1] if found else None


def _borders(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(H, W) bool, the pixels with another area on their right or below, and (H, W) as `labels`, which one that is."""
    middle, across = np.zeros(labels.shape, bool), labels.copy()
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        other = labels[here] != labels[there]
        middle[here] |= other
        np.copyto(across[here], labels[there], where=other)
    return middle, across
