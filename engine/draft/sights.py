"""What a drawing shows of another one, seen along the flow of the lines; told again while it is remembered."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.draft.drawing import Drawing
from engine.draft.flats import lines_kept
from engine.draft.gone import staying
from engine.draft.matcher.pairs import overlap, shares
from engine.draft.recent import Recent
from engine.draft.tuning import Tuning
from engine.imaging.flow import flow_between, places_of

_KEPT, _FITS = 48, 256
"""As many as a segment asks for again: both keys are seen from each drawing, as colors come from either side."""
_MOST = 4 << 20
"""Bytes of the shares of the largest sight that is kept."""


@dataclass(frozen=True)
class Sight:
    """A target's n regions seen beside a source's m.

    `flow` (h, w, 2) says where the target's places are in the source, `moved` (h, w) uint8 is the nearness to the
    source's lines seen along it; `fit` (n,) from 0 to 1 how well those lie on the target's, `there` (m,) bool which of
    the source's regions still have their lines; `share` (n, m, 2) is as `pairs.shares` gives it.
    """

    flow: np.ndarray
    moved: np.ndarray
    fit: np.ndarray
    there: np.ndarray
    share: np.ndarray


class Sights:
    """Looks from drawing to drawing, and remembers the newest of what it saw. Any thread may ask."""

    def __init__(self) -> None:
        self._sights: Recent[tuple[object, object], Sight] = Recent(_KEPT)
        self._fits: Recent[tuple[object, object], np.ndarray] = Recent(_FITS)

    def sight(self, target: Drawing, source: Drawing, tuning: Tuning, *, again: bool) -> Sight:
        """What `target` shows of `source`; remembered where it is likely to be asked for `again`."""
        pair = (target.mark, source.mark)
        sight = self._sights.find(pair)
        if sight is None:
            sight = _sight(target, source, tuning)
            self._fits.put(pair, sight.fit)
            if again and sight.share.nbytes <= _MOST:
                self._sights.put(pair, sight)
        return sight

    def stays(self, target: Drawing, source: Drawing, tuning: Tuning) -> np.ndarray:
        """(m,) from 0 to 1: how much of each of the source's regions the target still shows."""
        # Seen the other way round: the lines around a region that stays are found on the target.
        fit = self._fits.get((source.mark, target.mark), lambda: _glance(source, target, tuning)[2])
        return staying(fit, source.tokens.touching)


def _sight(target: Drawing, source: Drawing, tuning: Tuning) -> Sight:
    flow, moved, fit = _glance(target, source, tuning)
    height, width = target.ink.shape
    known = source.regions
    pulled = places_of(flow, (width, height)).pull(known.labels.astype(np.uint16))
    pixels = overlap(target.regions.labels, pulled, target.regions.count, known.count)
    came = places_of(flow, target.near.shape[::-1]).pull(source.small)
    there = lines_kept(came, known.count, moved, target.near)[0]
    return Sight(flow, moved, fit, there, shares(pixels, source.extent.areas))


def _glance(target: Drawing, source: Drawing, tuning: Tuning) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Flow, moved and fit of a sight, for which the small pictures are enough."""
    flow = _still(target, source, flow_between(target.near, source.near))
    places = places_of(flow, target.near.shape[::-1])
    moved = cv2.remap(source.near, places.x, places.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return flow, moved, _fit(target, moved, tuning)


def _fit(target: Drawing, moved: np.ndarray, tuning: Tuning) -> np.ndarray:
    """(n,) from 0 to 1 around each of the target's regions: how well a source's lines, `moved` along the flow as (h, w)
    nearness to them, lie on the target's."""
    apart = cv2.absdiff(moved, target.near).astype(np.float32)
    lined = np.maximum(moved, target.near).astype(np.float32) ** 2
    at, count = target.small.ravel(), target.regions.count
    weight = np.bincount(at, lined.ravel(), count)
    missed = np.bincount(at, (apart * lined).ravel(), count) / np.maximum(255 * weight, 1e-9)
    return np.clip((1 - missed - tuning.fit_low) / (tuning.fit_high - tuning.fit_low), 0.03, 1) ** tuning.fit_power


def _still(target: Drawing, source: Drawing, flow: np.ndarray) -> np.ndarray:
    """`flow` with exactly no motion where the lines around a place did not change."""
    changed = (cv2.absdiff(target.near, source.near) > 24).astype(np.uint8)
    around = cv2.dilate(changed, np.ones((9, 9), np.uint8))
    return flow * around[..., None]
