"""Closed and open outlines as (N, 2) points: smooth curves, limbs, hulls, ellipses and lofted bodies that can turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

Point = Sequence[float] | np.ndarray

_PER = 5  # points a spline gives for each of its own
_T = np.linspace(0, 1, _PER, endpoint=False)
# Catmull-Rom: the weights of four neighbors at each step between the middle two.
_CATMULL = 0.5 * np.stack(
    [-(_T**3) + 2 * _T**2 - _T, 3 * _T**3 - 5 * _T**2 + 2, -3 * _T**3 + 4 * _T**2 + _T, _T**3 - _T**2], axis=1
)
_CIRCLE = np.stack([np.cos(np.arange(24) * np.pi / 12), np.sin(np.arange(24) * np.pi / 12)], axis=1)


def closed_curve(points: np.ndarray) -> np.ndarray:
    """A smooth closed curve through (N, 2) points."""
    around = np.concatenate([points[-1:], points, points[:2]])
    return _curve(around, len(points))


def open_curve(points: np.ndarray) -> np.ndarray:
    """A smooth curve through (N, 2) points, from the first to the last."""
    around = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    return np.concatenate([_curve(around, len(points) - 1), points[-1:]])


def _curve(around: np.ndarray, count: int) -> np.ndarray:
    windows = np.stack([around[i : i + count] for i in range(4)])  # (4, count, 2)
    return np.einsum("ts,scd->ctd", _CATMULL, windows).reshape(-1, 2)


def ellipse(center: Point, rx: float, ry: float, turn: float = 0.0) -> np.ndarray:
    """(24, 2): turned by `turn` radians."""
    return turned(_CIRCLE * (rx, ry), turn) + np.asarray(center)


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    """Turned about the origin by radians, clockwise as y points down."""
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, s], [-s, c]])


def hull(*circles: tuple[Point, float]) -> np.ndarray:
    """The outline around circles, each (center, radius)."""
    points = np.concatenate([_CIRCLE * max(radius, 1e-4) + np.asarray(center) for center, radius in circles])
    return cv2.convexHull(points.astype(np.float32))[:, 0].astype(np.float64)


def rounded(points: np.ndarray, share: float = 0.15) -> np.ndarray:
    """A polygon with its corners cut round; `share` of each side goes into a corner."""
    after, before = np.roll(points, -1, 0), np.roll(points, 1, 0)
    a, b = points + (before - points) * share, points + (after - points) * share
    middle = (a + b + 2 * points) / 4
    return np.stack([a, middle, b], axis=1).reshape(-1, 2)


def _chaikin(points: np.ndarray, rounds: int) -> np.ndarray:
    for _ in range(rounds):
        a, b = points[:-1], points[1:]
        cut = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1).reshape(-1, points.shape[1])
        points = np.concatenate([points[:1], cut[1:-1], points[-1:]])
    return points


# A limb's bent middle line as weights of shoulder, elbow and wrist.
_BEND = _chaikin(np.array([[1, 0, 0], [0.35, 0.65, 0], [0, 1, 0], [0, 0.65, 0.35], [0, 0, 1]], float), 2)
_ALONG = np.linspace(0, 1, len(_BEND))


def limb_line(joints: np.ndarray, start: float = 0.0, end: float = 1.0) -> np.ndarray:
    """(14, 2) of (3, 2), or any last size: the bent line through three joints, from share `start` to share `end`."""
    line = _BEND @ joints
    steps = np.linspace(start, end, 14)
    return np.stack([np.interp(steps, _ALONG, line[:, k]) for k in range(line.shape[1])], axis=1)


def tube(line: np.ndarray, radii: np.ndarray, flat_end: bool = False, flat_start: bool = False) -> np.ndarray:
    """The outline around a line with a radius at each point; round ends unless said otherwise.

    A tube that points at the viewer, shorter than wide, becomes the outline around its two ends.
    """
    capped = not (flat_end and flat_start)
    if (
        capped
        and np.linalg.norm(line[-1] - line[0]) < 0.8 * max(radii[0], radii[-1])
        and np.ptp(line, axis=0).max() < radii.max()
    ):
        return hull((line[0], radii[0]), (line[-1], radii[-1]))
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * radii[:, None]
    left, right = line + side, (line - side)[::-1]
    end = _cap(line[-1], along[-1], radii[-1], flat_end)
    start = _cap(line[0], -along[0], radii[0], flat_start)
    return np.concatenate([left, end, right, start])


def _cap(center: np.ndarray, along: np.ndarray, radius: float, flat: bool) -> np.ndarray:
    if flat:
        return np.empty((0, 2))
    angles = np.linspace(np.pi / 2, -np.pi / 2, 9)[1:-1]
    side = np.array([-along[1], along[0]])
    return center + radius * (np.cos(angles)[:, None] * along + np.sin(angles)[:, None] * side)


def star(center: Point, radius: float, points: int = 5, inner: float = 0.45, turn: float = 0.0) -> np.ndarray:
    """A star's 2 * points corners."""
    angles = turn - np.pi / 2 + np.arange(2 * points) * np.pi / points
    reach = np.where(np.arange(2 * points) % 2 == 0, radius, radius * inner)
    return np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1) + np.asarray(center)


@dataclass(frozen=True)
class Loft:
    """A body of ellipses stacked along y: `rings` (N, 4) of y, half width, half depth, shift forward; y rising.

    Turning it by `yaw` radians (0 faces the viewer, pi/2 the right) gives its outline and where a point of its surface
    is seen: this is how everything on a head or a torso follows a turn.
    """

    rings: np.ndarray

    def outline(self, yaw: float) -> np.ndarray:
        """The smooth silhouette."""
        y, half, middle = self._seen(yaw)
        right = np.stack([middle + half, y], axis=1)
        left = np.stack([middle - half, y], axis=1)[::-1]
        # Rings of no width are poles: one point each.
        return closed_curve(np.concatenate([right, left[half[::-1] > 1e-9]]))

    def _seen(self, yaw: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        y, w, d, z = self.rings.T
        return y, np.hypot(w * np.cos(yaw), d * np.sin(yaw)), z * np.sin(yaw)

    def surface(self, longitude: np.ndarray, y: np.ndarray, yaw: float) -> np.ndarray:
        """(N, 2) where surface points are seen; those turned away lie on the silhouette."""
        seen = np.clip(longitude + yaw, -1.5, 1.5) - yaw
        w, d, z = (np.interp(y, self.rings[:, 0], self.rings[:, k]) for k in (1, 2, 3))
        x = w * np.sin(seen) * np.cos(yaw) + (d * np.cos(seen) + z) * np.sin(yaw)
        return np.stack([x, np.broadcast_to(y, x.shape)], axis=1)

    def patch(self, longitude: float, y: float, points: np.ndarray, yaw: float) -> np.ndarray:
        """A small flat shape, (N, 2) around its own origin, laid on the surface there."""
        width = max(float(np.interp(y, self.rings[:, 0], self.rings[:, 1])), 1e-6)
        return self.surface(longitude + points[:, 0] / width, y + points[:, 1], yaw)

    def scaled(self, factor: float) -> Loft:
        """All of it larger about the origin."""
        return Loft(self.rings * factor)


def faces(longitude: float, yaw: float, limit: float = 1.35) -> bool:
    """Whether a point of the surface is turned to the viewer."""
    around = (longitude + yaw + np.pi) % (2 * np.pi) - np.pi
    return abs(around) < limit
