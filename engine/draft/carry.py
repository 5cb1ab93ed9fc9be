"""Carry colors from one drawing to another: follow the lines, vote in each region, keep borders without ink."""

from __future__ import annotations

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
    """The coloring of a key: its own colors, filled under the ink from within each region."""
    counts = region_counts(drawing, colors, drawing.weight, len(same))
    best = counts.argmax(axis=1)
    labels = drawing.regions.labels
    core = drawing.core
    odd = (core & ~same[best[labels], colors]).astype(np.uint8)
    odd = cv2.erode(odd, np.ones((3, 3), np.uint8))
    share = np.bincount(labels.ravel(), odd.ravel(), drawing.regions.count)
    area = np.bincount(labels.ravel(), core.ravel(), drawing.regions.count)
    mixed = share > np.maximum(tuning.mixed_share * area, 6)
    filled = fill_within(drawing, colors, core)
    bare = area == 0
    filled = np.where(bare[labels], best[labels], filled).astype(np.uint16)
    return Coloring(filled, np.full(colors.shape, 255, np.uint8), mixed[labels].astype(np.uint8))


def fill_within(drawing: Drawing, colors: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Pixels not known take the nearest known color, of their own region where it is near."""
    return nearest_fill(colors, known)


def carry(target: Drawing, source: Drawing, told: Coloring, same: np.ndarray, tuning: Tuning) -> Coloring:
    """The coloring of `target` from that of `source`; `same` (P, P) bool says which colors count as one."""
    height, width = target.ink.shape
    places = places_of(still(target, source, flow_between(target.near, source.near)), (width, height))
    colors = places.pull(told.colors)
    trust = places.pull(told.trust)
    mixed = places.pull(told.mixed)
    labels, count = target.regions.labels, target.regions.count
    counts = region_counts(target, colors, target.weight, len(same))
    best = counts.argmax(axis=1)
    total = counts.sum(axis=1)
    agreed = counts[np.arange(count), best] / np.maximum(total, 1e-9)
    blend = np.bincount(labels.ravel(), (mixed * target.weight).ravel(), count) / np.maximum(total, 1e-9)
    keeps = blend > 0.5
    kept = keeps[labels]
    out = np.where(kept, fill_within(target, colors, target.core & (mixed > 0)), best[labels]).astype(np.uint16)
    sure = np.bincount(labels.ravel(), (trust * target.weight).ravel(), count) / np.maximum(total, 1e-9)
    sure = sure * np.where(keeps, 1.0, agreed)
    return Coloring(out, sure[labels].astype(np.uint8), kept.astype(np.uint8))


def still(target: Drawing, source: Drawing, flow: np.ndarray) -> np.ndarray:
    """`flow` with exactly no motion where the lines around a place did not change."""
    changed = (cv2.absdiff(target.near, source.near) > 24).astype(np.uint8)
    around = cv2.dilate(changed, np.ones((9, 9), np.uint8))
    return flow * around[..., None]
