"""Which area a bucket is meant for where it is put on a line."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from engine.imaging.filling import Area, Areas

_BEYOND = 2  # pixels that a line may be wider than nearly all others for its sides to be looked for
_EQUAL = 1.5  # pixels that one side may be nearer than the other, and nobody can say which one was meant
_MUCH = 2  # times as large as the other: a small area is easily missed by a line's width


class _Side(NamedTuple):
    """What a fill from one side of a line fills, and the pixel that it begins at."""

    x: int
    y: int
    area: Area


def aimed(areas: Areas, color: np.ndarray, x: int, y: int, tolerance: int, paint: np.ndarray) -> tuple[int, int] | None:
    """The pixel that a bucket with the (4,) uint8 color `paint`, put on a pixel, begins at; None where nobody can say.

    Beside lines that is the pixel itself, on one the nearest that is beside it. In the middle of a line the side that
    alone is unpainted is meant, and the far smaller one where none is painted. `color` (H, W, 4) uint8 and `tolerance`
    are as for `Areas.at`.
    """
    if areas.lines is None or not areas.lines[y, x]:
        return x, y
    sides = [_Side(*at, areas.at(color, *at, tolerance)) for at in _nearest(areas.lines, x, y, areas.behind + _BEYOND)]
    apart: list[_Side] = []
    for side in sides:
        if not any(other.area.covers(side.x, side.y) for other in apart):
            apart.append(side)
    meant = apart if len(apart) == 1 else _of_several(apart, color, paint)
    return (meant[0].x, meant[0].y) if meant else None


def _nearest(lines: np.ndarray, x: int, y: int, reach: int) -> list[tuple[int, int]]:
    """On each side of a line (H, W) bool the pixel nearest to one on it, of sides that are as near as the nearest."""
    top, left = max(0, y - reach), max(0, x - reach)
    bare = np.ascontiguousarray(~lines[top : y + reach + 1, left : x + reach + 1]).view(np.uint8)
    rows, columns = np.nonzero(bare)
    away = np.hypot(rows + top - y, columns + left - x)
    near = np.flatnonzero(away <= min(reach, away.min(initial=reach) + _EQUAL))
    parts = cv2.connectedComponents(bare, connectivity=4)[1]
    found: dict[int, tuple[int, int]] = {}
    for at in near[np.argsort(away[near], kind="stable")].tolist():
        found.setdefault(int(parts[rows[at], columns[at]]), (int(columns[at]) + left, int(rows[at]) + top))
    return list(found.values())


def _of_several(sides: list[_Side], color: np.ndarray, paint: np.ndarray) -> list[_Side]:
    """The one of several areas that is meant; none where nobody can say."""
    if any(np.array_equal(color[side.y, side.x], paint) for side in sides):
        return []  # a second click on the same place fills no other area
    bare = [side for side in sides if color[side.y, side.x, 3] == 0]
    if len(bare) == 1:
        return bare
    if len(bare) == len(sides):
        bare.sort(key=lambda side: np.count_nonzero(side.area.mask))
        if len(bare) and _MUCH * np.count_nonzero(bare[0].area.mask) <= np.count_nonzero(bare[1].area.mask):
            return bare[:1]
    return []
