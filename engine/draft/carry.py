"""Carry colors from one drawing to another: follow the lines, vote in each region, keep borders without ink."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import cv2
import numpy as np

from engine.draft.drawing import Drawing
from engine.draft.tuning import Tuning
from engine.imaging.flow import flow_between, places_of
from engine.imaging.ink import nearest_fill


@dataclass(frozen=True)
class Coloring:
    """The color layer of a drawing as one key tells it.

    `colors` (H, W) uint16 are indices into the key's palette, flats running under the lines; `trust` (H, W)
    uint8 how sure they are; `mixed` (H, W) uint8 is 1 in regions that hold borders without ink.
    """

    colors: np.ndarray
    trust: np.ndarray
    mixed: np.ndarray


def plain(color: int, height: int, width: int) -> Coloring:
    """One color everywhere: what a drawing without ink gets."""
    shape = (height, width)
    return Coloring(np.full(shape, color, np.uint16), np.full(shape, 255, np.uint8), np.zeros(shape, np.uint8))


def region_counts(drawing: Drawing, colors: np.ndarray, weight: np.ndarray, palette: int) -> np.ndarray:
    """(regions, palette) float64: the weight of each color in each region."""
    flat = drawing.regions.labels * palette + colors
    total = np.bincount(flat.ravel(), weight.ravel(), minlength=drawing.regions.count * palette)
    return total.reshape(drawing.regions.count, palette)


def color_key(drawing: Drawing, colors: np.ndarray, same: np.ndarray, tuning: Tuning) -> Coloring:
    """The coloring of a key: its own colors, filled under the ink from within each region.

    `same` (P, P) bool says which colors count as one when borders without ink are looked for.
    """
    counts = region_counts(drawing, colors, drawing.weight, len(same))
    best = counts.argmax(axis=1)
    labels = drawing.regions.labels
    core = drawing.core
    odd = (core & ~same[best[labels], colors]).astype(np.uint8)
    odd = cv2.erode(odd, np.ones((3, 3), np.uint8))
    share = np.bincount(labels.ravel(), odd.ravel(), drawing.regions.count)
    area = np.bincount(labels.ravel(), core.ravel(), drawing.regions.count)
    mixed = share > np.maximum(tuning.mixed_share * area, 6)
    filled = nearest_fill(colors, core)
    bare = area == 0
    filled = np.where(bare[labels], best[labels], filled).astype(np.uint16)
    return Coloring(filled, np.full(colors.shape, 255, np.uint8), mixed[labels].astype(np.uint8))


@dataclass(frozen=True)
class Source:
    """A drawing whose coloring is known."""

    drawing: Drawing
    coloring: Coloring


@dataclass(frozen=True)
class Told:
    """What one source says of the target.

    `colors` and `mixed` (H, W) are the source's, seen from the target; per region, `votes` (regions, palette) are
    the shares of each color, `border` the share that holds borders without ink, `sure` (0..1) the source's own
    trust and `fit` (0..1) how well its lines lie on the target's.
    """

    colors: np.ndarray
    mixed: np.ndarray
    votes: np.ndarray
    border: np.ndarray
    sure: np.ndarray
    fit: np.ndarray


def carry(target: Drawing, sources: Sequence[Source], palette: int, tuning: Tuning, pool: Executor) -> Coloring:
    """The coloring of `target` from those of `sources`, in the same palette of so many colors.

    In each region a source is heard as loud as its lines fit and as sure as it was of its own colors.
    """
    told = list(pool.map(lambda source: listen(target, source, palette, tuning), sources))
    voices = np.array([(one.sure + 0.02) * one.fit for one in told])
    loudness = voices.sum(axis=0)
    votes = sum((one.votes * voice[:, None] for one, voice in zip(told, voices)), np.zeros_like(told[0].votes))
    best = votes.argmax(axis=1)
    agreed = votes[np.arange(len(best)), best] / loudness
    borders = np.array([one.border for one in told])
    keeps = (borders * voices).sum(axis=0) > 0.5 * loudness
    labels = target.regions.labels
    colors = best.astype(np.uint16)[labels]
    if keeps.any():
        leader = np.where(keeps, np.where(borders > 0.5, voices, -1).argmax(axis=0), -1)
        for at, one in enumerate(told):
            led = (leader == at)[labels]
            if led.any():
                kept = nearest_fill(one.colors, target.core & (one.mixed > 0))
                colors = np.where(led, kept, colors)
    sure = np.max([one.sure * one.fit for one in told], axis=0) * np.where(keeps, 1.0, agreed)
    trust = np.clip(sure * 255, 0, 255).astype(np.uint8)
    return Coloring(colors, trust[labels], keeps.astype(np.uint8)[labels])


def listen(target: Drawing, source: Source, palette: int, tuning: Tuning) -> Told:
    """What `source` says of `target`, seen along the flow of the lines."""
    height, width = target.ink.shape
    flow = still(target, source.drawing, flow_between(target.near, source.drawing.near))
    places = places_of(flow, (width, height))
    colors, mixed = places.pull(source.coloring.colors), places.pull(source.coloring.mixed)
    return Told(
        colors=colors,
        mixed=mixed,
        votes=region_counts(target, colors, target.weight, palette) / target.mass[:, None],
        border=region_mean(target, mixed) if mixed.any() else np.zeros(target.regions.count),
        sure=region_mean(target, places.pull(source.coloring.trust)) / 255,
        fit=fit(target, source.drawing, flow, tuning),
    )


def region_mean(drawing: Drawing, values: np.ndarray) -> np.ndarray:
    """(regions,) float64: the mean of (H, W) values in each region, by the drawing's weights."""
    summed = np.bincount(drawing.regions.labels.ravel(), (values * drawing.weight).ravel(), drawing.regions.count)
    return summed / drawing.mass


def fit(target: Drawing, source: Drawing, flow: np.ndarray, tuning: Tuning) -> np.ndarray:
    """(regions,) 0..1: how well the source's lines, moved along `flow`, lie on the lines around each region."""
    size = target.near.shape[::-1]
    places = places_of(flow, size)
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
