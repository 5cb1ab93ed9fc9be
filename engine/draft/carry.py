"""Carry colors from known drawings to another: match regions, follow the lines, keep borders without ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.drawing import Drawing
from engine.draft.flats import Meetings, left_behind, strayed
from engine.draft.gone import doubted, without_gone
from engine.draft.matcher.known import Known, matchable
from engine.draft.motion import common_motion
from engine.draft.pull import Teller, cover, pull_borders
from engine.draft.sights import Sight, Sights
from engine.draft.specks import absorb_specks
from engine.draft.tuning import Tuning
from engine.imaging.flow import places_of
from engine.imaging.lookup import for_each_pixel

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
    """What one source says of the target: what is seen of it, and what `left_behind` says."""

    source: Source
    sight: Sight
    left: np.ndarray | None


def carry(
    target: Drawing,
    sources: Sequence[Source],
    older: Sequence[Memory],
    meet: Meetings,
    tuning: Tuning,
    sights: Sights,
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
    told = list(pool.map(lambda source: listen(target, source, sights, tuning), sources))
    voices = [(one.sight.share[..., 0] @ one.source.coloring.sure) * one.sight.fit for one in told]
    loudness = np.sum(voices, axis=0) + 0.02 * len(voices)
    beliefs = [one.sight.share[..., 0] * ((voice + 0.02) / loudness)[:, None] for one, voice in zip(told, voices)]
    worth = np.max(voices, axis=0)
    if matcher is not None and tuning.ask != "flow" and matchable(target.look, looks):
        beliefs, worth = _matched(matcher, target, told, older, flow=tuning.ask == "both")
        stays_of = partial(sights.stays, target, tuning=tuning)
        beliefs, left = _without_gone(target, told, beliefs, stays_of, pool)
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
    colors = for_each_pixel(best.astype(np.uint16), target.regions.labels)
    if keeps.any():
        pull_borders(colors, target, np.flatnonzero(keeps), _tellers(target, told, beliefs))
        if (stray := strayed(target, colors, keeps, meet)) is not None:
            cover(colors, target, np.flatnonzero(keeps), stray)
        absorb_specks(colors, for_each_pixel(keeps, target.regions.labels))
        sure = np.where(keeps, worth * borders, sure)
    sure = np.clip(sure, 0, _SUREST).astype(np.float32)
    return Coloring(colors, target.regions.labels, sure, keeps, best.astype(np.uint16))


def _tellers(target: Drawing, told: Sequence[Told], beliefs: Sequence[np.ndarray]) -> list[Teller]:
    height, width = target.ink.shape
    return [
        Teller(
            one.source.drawing,
            one.source.coloring,
            one.sight.flow,
            places_of(one.sight.flow, (width, height)),
            belief,
            one.sight.fit,
            one.sight.there,
            one.left,
            common_motion(one.sight.flow, target.near),
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
    target: Drawing,
    told: Sequence[Told],
    beliefs: Sequence[np.ndarray],
    stays_of: Callable[[Drawing], np.ndarray],
    pool: Executor,
) -> tuple[list[np.ndarray], np.ndarray]:
    """As `without_gone`: what stays is looked for only in sources that lend to regions with other lines."""
    seen = target.extent.areas >= _SEEN * target.ink.size
    asked = [bool((doubted(belief, one.sight.fit) & seen).any()) for one, belief in zip(told, beliefs)]
    found = pool.map(stays_of, [one.source.drawing for one, wanted in zip(told, asked) if wanted])
    stays = [next(found) if wanted else np.ones(len(one.source.coloring.sure)) for one, wanted in zip(told, asked)]
    return without_gone(beliefs, [one.sight.fit for one in told], stays)


def _known(told: Told, *, flow: bool) -> Known:
    source = told.source
    drawing, share = source.drawing, told.sight.share if flow else None
    return Known(drawing.tokens, drawing.look, share, source.coloring.sure, source.key, source.distance)


def _by_color(best: np.ndarray, belief: np.ndarray, palette: int) -> np.ndarray:
    """(n, palette): belief in each color, of which each known region has one."""
    colors = np.zeros((palette, belief.shape[0]), np.float64)
    np.add.at(colors, best, belief.T)
    return colors.T


def listen(target: Drawing, source: Source, sights: Sights, tuning: Tuning) -> Told:
    """What `source` says of `target`; of keys it is asked again when colors come from the other side."""
    sight = sights.sight(target, source.drawing, tuning, again=source.key)
    small = places_of(sight.flow, target.near.shape[::-1])
    return Told(source, sight, left_behind(source.drawing, source.coloring, small, sight.moved, target.near))
