"""How one region as a whole moved, told from the lines around it: for regions that hold borders without ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.imaging.flow import Places

_LINED = 96  # of 255: nearness to ink from which flow is believed
_FEW = 8  # places near lines below which a region says nothing of its motion
_INLIER = 1.5  # pixels of the flow's picture within which places move alike
_RESTING = 0.35
_AGREED = 0.5
_FITTED = 1.0
FRAMED = 0.25
_PANNED = 0.8


@dataclass(frozen=True)
class Motion:
    """An even motion: the place (x, y) was at `matrix` (2, 3) times (x, y, 1), in pixels of the flow's picture."""

    matrix: np.ndarray

    def places(self, box: tuple[slice, slice], scale: float) -> Places:
        """Where the places in a part of the full picture were, which is `scale` times as large as the flow's."""
        y = np.arange(box[0].start, box[0].stop, dtype=np.float32)[:, None]
        x = np.arange(box[1].start, box[1].stop, dtype=np.float32)[None]
        rows = [row[0] * x + row[1] * y + row[2] * scale for row in self.matrix.astype(np.float32)]
        return Places(rows[0].astype(np.float32), rows[1].astype(np.float32))


def shifted(shift: np.ndarray) -> Motion:
    """The motion by (2,) pixels of everything alike."""
    return Motion(np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64))


def common_motion(flow: np.ndarray, near: np.ndarray) -> Motion:
    """How the whole drawing moved where most of its lines moved alike, as under a camera; else it rests."""
    shift, share = _mode(flow[near > _LINED])
    return shifted(shift if share > _PANNED else np.zeros(2))


def region_motion(
    flow: np.ndarray, near: np.ndarray, inside: np.ndarray, on_edge: float, common: Motion
) -> Motion | None:
    """The even motion of one region, None where only the flow itself says where each place was.

    `flow` (h, w, 2) and `near` (h, w) uint8 are as `engine.imaging.flow` makes them, `inside` (h, w) bool is the
    region, `on_edge` the share of the picture's edge that it fills. A region that lies along the picture's edge is
    taken for what lies behind and moves with the camera; others move as one piece if the lines around them do, or
    turn and stretch evenly if that fits.
    """
    if on_edge > FRAMED:
        return common
    rows, columns = np.nonzero(inside & (near > _LINED))
    if len(rows) < _FEW:
        return None
    moves = flow[rows, columns]
    shift, share = _mode(moves)
    if share >= _AGREED:
        return shifted(shift)
    return _even(rows, columns, moves)


def _mode(moves: np.ndarray) -> tuple[np.ndarray, float]:
    """The motion that most of (k, 2) `moves` are close to, and their share."""
    if len(moves) < _FEW:
        return np.zeros(2), 0.0
    cells = np.rint(moves).astype(np.int64)
    found, counts = np.unique(cells[:, 0] * 100_003 + cells[:, 1], return_counts=True)
    best = int(found[counts.argmax()])
    across = (best + 50_001) // 100_003
    middle = np.array([across, best - across * 100_003], np.float32)
    close = np.abs(moves - middle).max(axis=1) <= _INLIER
    shift = moves[close].mean(axis=0)
    return (shift if np.abs(shift).max() >= _RESTING else np.zeros(2)), float(close.mean())


def _even(rows: np.ndarray, columns: np.ndarray, moves: np.ndarray) -> Motion | None:
    """The affine motion that fits the moves of these places, if one does."""
    places = np.stack([columns, rows, np.ones(len(rows))], axis=1).astype(np.float64)
    missed = np.zeros(len(rows))
    solved = np.zeros((3, 2))
    for _ in range(4):
        heavy = places / (1 + missed**2)[:, None]
        solved = np.linalg.lstsq(heavy.T @ places, heavy.T @ moves, rcond=None)[0]
        missed = np.linalg.norm(places @ solved - moves, axis=1)
    if np.median(missed) > _FITTED:
        return None
    return Motion(solved.T + np.eye(2, 3))
