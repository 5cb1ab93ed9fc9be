"""The colors of a drawing: what a key says of itself, and what is carried on from drawing to drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.draft.drawing import Drawing
from engine.draft.tuning import Tuning
from engine.imaging.ink import nearest_fill
from engine.imaging.lookup import for_each_pixel
from engine.imaging.subregions import split_by_color

SMALLEST = 5.0
"""Pixels of a side of the smallest flat that counts, at a longer side of tuning.SIDE."""

CALM = 0.6
"""Of a region that has one color at least, so much is it from where what differs by little is noise, not a gradient."""

BORDERS = 0.85
"""What is carried with borders without ink is no surer than this: of such regions so many were mostly right on made-up
clips where nothing spoke against them."""


@dataclass(frozen=True)
class Coloring:
    """The color layer of a drawing of n regions.

    `colors` (H, W) uint16 are indices into a palette, flats running under the lines, and `labels` (H, W) the
    drawing's regions; for each region, `sure` (n,) float32 says from 0 to 1 how likely its color is right, `mixed`
    (n,) bool whether it holds borders without ink, `best` (n,) uint16 its commonest color.
    """

    colors: np.ndarray
    labels: np.ndarray
    sure: np.ndarray
    mixed: np.ndarray
    best: np.ndarray

    @property
    def trust(self) -> np.ndarray:
        """(H, W) uint8: `sure` for each pixel, 255 where it is certain, which only what was painted by hand is."""
        open_ended = self.mixed & (self.sure < 1)
        sure = np.where(open_ended, np.minimum(self.sure, BORDERS), self.sure)
        return for_each_pixel(np.rint(sure * 255).astype(np.uint8), self.labels)


def plain(color: int, drawing: Drawing) -> Coloring:
    """One color everywhere: what a drawing without ink gets."""
    count = drawing.regions.count
    return Coloring(
        np.full(drawing.ink.shape, color, np.uint16),
        drawing.regions.labels,
        np.ones(count, np.float32),
        np.zeros(count, bool),
        np.full(count, color, np.uint16),
    )


def renumbered(coloring: Coloring, table: np.ndarray) -> Coloring:
    """The coloring in another palette, in which color i has the number `table[i]`."""
    return replace(
        coloring, colors=table[coloring.colors].astype(np.uint16), best=table[coloring.best].astype(np.uint16)
    )


def color_key(drawing: Drawing, colors: np.ndarray, same: np.ndarray, tuning: Tuning) -> Coloring:
    """The coloring of a key: its own colors, filled under the ink from within each region.

    `same` (P, P) bool says which colors count as one: no border is seen between them, and in a region that is mostly
    one color those are it, which compression left around it; they would be carried on as faint shapes.
    """
    labels, count, core = drawing.regions.labels, drawing.regions.count, drawing.core
    best = commonest(drawing, colors, len(same))
    main = for_each_pixel(best, labels)
    area = np.bincount(labels.ravel(), core.ravel(), count)
    share = np.bincount(labels.ravel(), (core & (colors == main)).ravel(), count)
    calm = for_each_pixel(share >= CALM * np.maximum(area, 1), labels)
    colors = np.where(calm & same[main, colors], main, colors)
    height, width = colors.shape
    merged = same.argmax(axis=1).astype(np.int32)[colors]
    split = split_by_color(drawing.regions, merged, core, round(tuning.length(SMALLEST, height, width) ** 2))
    mixed = np.bincount(split.parent, minlength=count) > 1
    mixed[split.parent[split.gradient]] = True
    filled = np.where(for_each_pixel(area == 0, labels), main, nearest_fill(colors, core)).astype(np.uint16)
    return Coloring(filled, labels, np.ones(count, np.float32), mixed, best)


def commonest(drawing: Drawing, colors: np.ndarray, palette: int) -> np.ndarray:
    """(n,) uint16: the color that most of each region has, by the drawing's weights."""
    count = drawing.regions.count
    flat = drawing.regions.labels * palette + colors
    weights = np.bincount(flat.ravel(), drawing.weight.ravel(), minlength=count * palette)
    return weights.reshape(count, palette).argmax(axis=1).astype(np.uint16)
