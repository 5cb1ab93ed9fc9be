"""Carry colors from known drawings to another: match regions, follow the lines, keep borders without ink."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.drawing import Drawing
from engine.draft.flats import Meetings, left_behind, lines_kept, strayed
from engine.draft.gone import doubted, staying, without_gone
from engine.draft.matcher.known import Known, matchable
from engine.draft.matcher.pairs import overlap, shares
from engine.draft.motion import common_motion
from engine.draft.pull import Teller, cover, pull_borders
from engine.draft.tuning import Tuning
from engine.imaging.flow import Places, flow_between, places_of

if TYPE_CHECKING:
    from engine.draft.matcher.matching import Matcher


_SUREST = 0.99
"""What was not painted by hand is never certain."""
_SEEN = 1 / 4000
"""Share of the picture from which on a region is worth a look at whether what lends it its color is still there."""


@dataclass(frozen=True)
class Source:
    """A drawing whose coloring is known: a key or not, and how many drawings away."""

    drawing: Drawing
    coloring: Coloring
    key: bool = False
    distance: int = 1


@dataclass(frozen=True)
class Memory:
    """What is kept of a drawing that was colored long before: `known` for the matcher, and for each of its regions
    the color `best` and whether it was `mixed`."""

    known: Known
    best: np.ndarray
    mixed: np.ndarray

    def seen_from(self, distance: int) -> Memory:
        """The same memory, so many drawings away."""
        return replace(self, known=replace(self.known, distance=distance))


def memory_of(drawing: Drawing, coloring: Coloring) -> Memory:
    """What to keep of a colored drawing."""
    known = Known(drawing.tokens, drawing.look, None, coloring.sure, key=False, distance=1)
    return Memory(known, coloring.best, coloring.mixed)


@dataclass(frozen=True)
class Told:
    """What one source says of the target's n regions from its own m.

    `share` (n, m, 2) is as `pairs.shares` gives it; `fit` (n,) from 0 to 1 how well the source's lines lie on the
    target's, `there` (m,) bool which of the source's regions still have their lines, `left` what `left_behind` says;
    `flow` (h, w, 2) and `places` say where the target's places are in the source.
    """

    source: Source
    flow: np.ndarray
    places: Places
    share: np.ndarray
    fit: np.ndarray
    there: np.ndarray
    left: np.ndarray | None


def carry(
    target: Drawing,
    sources: Sequence[Source],
    older: Sequence[Memory],
    meet: Meetings,
    tuning: Tuning,
    pool: Executor,
    matcher: Matcher | None,
) -> Coloring:
    """The coloring of `target` from those of `sources`, in the same palette.

    `meet` says how its colors meet on the keys.

    The matcher says which known region each region is, having seen what the flow says, and remembers `older` drawings
    too; without one, or where regions are too many, the flow alone is heard, each source as loud as its lines fit and
    as sure as it was of its own colors.
    """
    palette = len(meet.colors)
    looks = [one.drawing.look for one in sources]
    older = older if matchable(target.look, [*looks, *(one.known.look for one in older)]) else ()
    told = list(pool.map(lambda source: listen(target, source, tuning), sources))
    voices = [(one.share[..., 0] @ one.source.coloring.sure) * one.fit for one in told]
    loudness = np.sum(voices, axis=0) + 0.02 * len(voices)
    beliefs = [one.share[..., 0] * ((voice + 0.02) / loudness)[:, None] for one, voice in zip(told, voices)]
    worth = np.max(voices, axis=0)
    if matcher is not None and tuning.ask != "flow" and matchable(target.look, looks):
        beliefs, worth = _matched(matcher, target, told, older, flow=tuning.ask == "both")
        beliefs, left = _without_gone(target, told, beliefs, tuning)
        worth = worth * left
    bests = [one.source.coloring.best for one in told] + [one.best for one in older]
    sures = [one.source.coloring.sure for one in told] + [one.known.sure for one in older]
    mixed = [one.source.coloring.mixed for one in told] + [one.mixed for one in older]
    chances = sum((_by_color(best, belief, palette) for best, belief in zip(bests, beliefs)), np.zeros(()))
    best = chances.argmax(axis=1)
    rows = np.arange(len(best))
    proven = sum((_by_color(b, belief * s, palette) for b, belief, s in zip(bests, beliefs, sures)), np.zeros(()))
    sure = proven[rows, best] * worth
    borders = sum((belief @ having for belief, having in zip(beliefs, mixed)), np.zeros(len(best)))
    keeps = borders > 0.5
    colors = best.astype(np.uint16)[target.regions.labels]
    if keeps.any():
        pull_borders(colors, target, np.flatnonzero(keeps), _tellers(target, told, beliefs))
        if (stray := strayed(target, colors, keeps, meet)) is not None:
            cover(colors, target, np.flatnonzero(keeps), stray)
        sure = np.where(keeps, worth * borders, sure)
    sure = np.clip(sure, 0, _SUREST).astype(np.float32)
    return Coloring(colors, target.regions.labels, sure, keeps, best.astype(np.uint16))


def _tellers(target: Drawing, told: Sequence[Told], beliefs: Sequence[np.ndarray]) -> list[Teller]:
    return [
        Teller(
            one.source.drawing,
            one.source.coloring,
            one.flow,
            one.places,
            belief,
            one.fit,
            one.there,
            one.left,
            common_motion(one.flow, target.near),
        )
        for one, belief in zip(told, beliefs)
    ]


def _matched(
    matcher: Matcher, target: Drawing, told: Sequence[Told], older: Sequence[Memory], *, flow: bool
) -> tuple[list[np.ndarray], np.ndarray]:
    """What the matcher believes, having seen the `flow` or not: (n, m) for each source and each older drawing,
    summing to 1 for each region, and (n,) the chance that it is among them at all."""
    known = [_known(one, flow=flow) for one in told] + [one.known for one in older]
    chances = matcher.chances(target.tokens, target.look, known)
    worth = 1 - chances[:, -1]
    among = chances[:, :-1] / np.maximum(worth, 1e-12)[:, None]
    ends = np.cumsum([len(one.tokens) for one in known])[:-1]
    return np.split(among, ends, axis=1), worth


def _without_gone(
    target: Drawing, told: Sequence[Told], beliefs: Sequence[np.ndarray], tuning: Tuning
) -> tuple[list[np.ndarray], np.ndarray]:
    """As `without_gone`: what stays is looked for only in sources that lend to regions with other lines."""
    seen = target.extent.areas >= _SEEN * target.ink.size
    stays = [
        stays_of(target, one.source.drawing, tuning)
        if (doubted(belief, one.fit) & seen).any()
        else np.ones(len(one.source.coloring.sure))
        for one, belief in zip(told, beliefs)
    ]
    return without_gone(beliefs, [one.fit for one in told], stays)


def _known(told: Told, *, flow: bool) -> Known:
    source = told.source
    drawing, share = source.drawing, told.share if flow else None
    return Known(drawing.tokens, drawing.look, share, source.coloring.sure, source.key, source.distance)


def _by_color(best: np.ndarray, belief: np.ndarray, palette: int) -> np.ndarray:
    """(n, palette): belief in each color, of which each known region has one."""
    colors = np.zeros((palette, belief.shape[0]), np.float64)
    np.add.at(colors, best, belief.T)
    return colors.T


def listen(target: Drawing, source: Source, tuning: Tuning) -> Told:
    """What `source` says of `target`, seen along the flow of the lines."""
    height, width = target.ink.shape
    flow = still(target, source.drawing, flow_between(target.near, source.drawing.near))
    places = places_of(flow, (width, height))
    known = source.drawing.regions
    pulled = places.pull(known.labels.astype(np.uint16))
    pixels = overlap(target.regions.labels, pulled, target.regions.count, known.count)
    small = places_of(flow, target.near.shape[::-1])
    moved = cv2.remap(source.drawing.near, small.x, small.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    there = lines_kept(small.pull(source.drawing.small), known.count, moved, target.near)[0]
    return Told(
        source,
        flow,
        places,
        shares(pixels, source.drawing.extent.areas),
        fit_of(target, moved, tuning),
        there,
        left_behind(source.drawing, source.coloring, small, moved, target.near),
    )


def stays_of(target: Drawing, source: Drawing, tuning: Tuning) -> np.ndarray:
    """(m,) from 0 to 1: how much of each of the source's regions the target still shows."""
    flow = still(source, target, flow_between(source.near, target.near))
    places = places_of(flow, source.near.shape[::-1])
    moved = cv2.remap(target.near, places.x, places.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return staying(fit_of(source, moved, tuning), source.tokens.touching)


def fit_of(target: Drawing, moved: np.ndarray, tuning: Tuning) -> np.ndarray:
    """(n,) from 0 to 1 around each of the target's regions: how well a source's lines, `moved` along the flow as (h, w)
    nearness to them, lie on the target's."""
    apart = cv2.absdiff(moved, target.near).astype(np.float32)
    lined = np.maximum(moved, target.near).astype(np.float32) ** 2
    at, count = target.small.ravel(), target.regions.count
    weight = np.bincount(at, lined.ravel(), count)
    missed = np.bincount(at, (apart * lined).ravel(), count) / np.maximum(255 * weight, 1e-9)
    return np.clip((1 - missed - tuning.fit_low) / (tuning.fit_high - tuning.fit_low), 0.03, 1) ** tuning.fit_power


def still(target: Drawing, source: Drawing, flow: np.ndarray) -> np.ndarray:
    """`flow` with exactly no motion where the lines around a place did not change."""
    changed = (cv2.absdiff(target.near, source.near) > 24).astype(np.uint8)
    around = cv2.dilate(changed, np.ones((9, 9), np.uint8))
    return flow * around[..., None]
