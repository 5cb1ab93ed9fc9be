"""Carry colors from known drawings to another: match regions, follow the lines, keep borders without ink."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.drawing import Drawing
from engine.draft.matcher.known import Known
from engine.draft.matcher.pairs import overlap, shares
from engine.draft.motion import common_motion
from engine.draft.pull import Teller, pull_borders
from engine.draft.tuning import Tuning
from engine.imaging.flow import Places, flow_between, places_of

if TYPE_CHECKING:
    from engine.draft.matcher.matching import Matcher


@dataclass(frozen=True)
class Source:
    """A drawing whose coloring is known: a key or not, and how many drawings away."""

    drawing: Drawing
    coloring: Coloring
    key: bool = False
    distance: int = 1


@dataclass(frozen=True)
class Told:
    """What one source says of the target's n regions from its own m.

    `share` (n, m, 2) is as `pairs.shares` gives it; `fit` (n,) from 0 to 1 how well the source's lines lie on the
    target's; `flow` (h, w, 2) and `places` say where the target's places are in the source.
    """

    source: Source
    flow: np.ndarray
    places: Places
    share: np.ndarray
    fit: np.ndarray


def carry(
    target: Drawing, sources: Sequence[Source], palette: int, tuning: Tuning, pool: Executor, matcher: Matcher | None
) -> Coloring:
    """The coloring of `target` from those of `sources`, in the same palette of so many colors.

    The matcher says which of the sources' regions each region is, having seen what the flow says; without one, the
    flow alone is heard, each source as loud as its lines fit and as sure as it was of its own colors.
    """
    told = list(pool.map(lambda source: listen(target, source, tuning), sources))
    voices = [(one.share[..., 0] @ one.source.coloring.sure) * one.fit for one in told]
    loudness = np.sum(voices, axis=0) + 0.02 * len(voices)
    beliefs = [one.share[..., 0] * ((voice + 0.02) / loudness)[:, None] for one, voice in zip(told, voices)]
    spoken = np.max(voices, axis=0) * 0.99
    if matcher is not None:
        beliefs, spoken = _matched(matcher, target, told, beliefs, tuning)
    chances = sum((_by_color(one, belief, palette) for one, belief in zip(told, beliefs)), np.zeros(()))
    best = chances.argmax(axis=1)
    sure = chances[np.arange(len(best)), best] / np.maximum(chances.sum(axis=1), 1e-9) * np.minimum(spoken, 1)
    borders = sum((belief @ one.source.coloring.mixed for one, belief in zip(told, beliefs)), np.zeros(len(best)))
    keeps = borders > 0.5
    colors = best.astype(np.uint16)[target.regions.labels]
    if keeps.any():
        tellers = [
            Teller(
                one.source.drawing,
                one.source.coloring,
                one.flow,
                one.places,
                belief,
                common_motion(one.flow, target.near),
            )
            for one, belief in zip(told, beliefs)
        ]
        pull_borders(colors, target, np.flatnonzero(keeps), tellers)
        sure = np.where(keeps, np.minimum(spoken, 1) * borders, sure)
    return Coloring(
        colors, target.regions.labels, np.clip(sure, 0, 1).astype(np.float32), keeps, best.astype(np.uint16)
    )


def _matched(
    matcher: Matcher, target: Drawing, told: Sequence[Told], flowed: Sequence[np.ndarray], tuning: Tuning
) -> tuple[list[np.ndarray], np.ndarray]:
    """What matcher and flow believe together, (n, m) for each source and summing to 1, and how much it is worth."""
    known = [
        Known(
            one.source.drawing.tokens,
            one.source.drawing.look,
            one.share,
            one.source.coloring.sure,
            one.source.key,
            one.source.distance,
        )
        for one in told
    ]
    chances = matcher.chances(target.tokens, target.look, known)
    worth = 1 - chances[:, -1]
    both = chances[:, :-1] * (np.concatenate(flowed, axis=1) + tuning.flow_floor) ** tuning.flow_weight
    both /= np.maximum(both.sum(axis=1, keepdims=True), 1e-12)
    ends = np.cumsum([one.share.shape[1] for one in told])[:-1]
    return np.split(both, ends, axis=1), worth


def _by_color(told: Told, belief: np.ndarray, palette: int) -> np.ndarray:
    """(n, palette): belief in each color, of which each region of the source has one."""
    colors = np.zeros((palette, belief.shape[0]), np.float64)
    np.add.at(colors, told.source.coloring.best, belief.T)
    return colors.T


def listen(target: Drawing, source: Source, tuning: Tuning) -> Told:
    """What `source` says of `target`, seen along the flow of the lines."""
    height, width = target.ink.shape
    flow = still(target, source.drawing, flow_between(target.near, source.drawing.near))
    places = places_of(flow, (width, height))
    known = source.drawing.regions
    pulled = places.pull(known.labels.astype(np.uint16))
    pixels = overlap(target.regions.labels, pulled, target.regions.count, known.count)
    return Told(
        source, flow, places, shares(pixels, source.drawing.extent.areas), fit(target, source.drawing, flow, tuning)
    )


def fit(target: Drawing, source: Drawing, flow: np.ndarray, tuning: Tuning) -> np.ndarray:
    """(regions,) 0..1: how well the source's lines, moved along `flow`, lie on the lines around each region."""
    size = target.near.shape[::-1]
    places: Places = places_of(flow, size)
    moved = cv2.remap(source.near, places.x, places.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    apart = cv2.absdiff(moved, target.near).astype(np.float32)
    lined = np.maximum(moved, target.near).astype(np.float32) ** 2
    labels = cv2.resize(target.regions.labels.astype(np.float32), size, interpolation=cv2.INTER_NEAREST)
    at = labels.astype(np.int32).ravel()
    weight = np.bincount(at, lined.ravel(), target.regions.count)
    missed = np.bincount(at, (apart * lined).ravel(), target.regions.count) / np.maximum(255 * weight, 1e-9)
    return np.clip((1 - missed - tuning.fit_low) / (tuning.fit_high - tuning.fit_low), 0.03, 1) ** tuning.fit_power


def still(target: Drawing, source: Drawing, flow: np.ndarray) -> np.ndarray:
    """`flow` with exactly no motion where the lines around a place did not change."""
    changed = (cv2.absdiff(target.near, source.near) > 24).astype(np.uint8)
    around = cv2.dilate(changed, np.ones((9, 9), np.uint8))
    return flow * around[..., None]
