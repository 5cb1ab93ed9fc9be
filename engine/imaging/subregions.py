"""Cuts regions further where a key changes color without a line: shadow borders, color-trace lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.ink import nearest_fill
from engine.imaging.regions import Regions

MANY = 8
"""More colors than this in a region, none of them common, are a gradient."""
COMMON = 0.25
"""A color of this share of a region is common."""


@dataclass(frozen=True)
class Split:
    """Finer regions: `parent` (count,) int32 is the region each was cut from, `gradient` (count,) bool whether it holds
    a soft gradient instead of flat colors."""

    regions: Regions
    parent: np.ndarray
    gradient: np.ndarray


def split_by_color(regions: Regions, colors: np.ndarray, core: np.ndarray, smallest: int) -> Split:
    """The connected flats of each region as regions of their own.

    `colors` (H, W) are palette indices from 0, trusted where `core` (H, W) bool is set, which is paper off the lines.
    A flat has at least `smallest` pixels and is three wide somewhere, so softened rims are none. What is no flat
    goes to the nearest. Gradients stay whole. Regions are numbered by parent, then from the top left.
    """
    labels, count = regions.labels, regions.count
    if not core.any():
        return Split(regions, np.arange(count, dtype=np.int32), np.zeros(count, bool))
    palette = int(colors[core].max()) + 1
    keys = np.where(core, labels.astype(np.int64) * palette + np.where(core, colors, 0), -1)
    parts, total = alike(keys, core)
    key_of = np.zeros(total, np.int64)
    key_of[parts[core]] = keys[core]
    area = np.bincount(parts.ravel(), minlength=total)
    wide = np.bincount(parts[_inner(keys)], minlength=total)
    flat = (area >= smallest) & (wide * 10 >= area)
    flat[0] = False
    found = _found(key_of, area, flat, palette, count)
    mixed = (found.flats >= 2) & ~found.gradient
    if not mixed.any():
        return Split(regions, np.arange(count, dtype=np.int32), found.gradient)
    inside = mixed[labels]
    nearest = key_of[nearest_fill(parts, flat[parts] & inside)]
    strange = nearest // palette != labels  # the nearest flat lies across a line
    keys = np.where(inside, np.where(strange, found.main[labels], nearest), -1)
    pieces = _pieces(keys, flat[parts] & inside)
    return _numbered(labels, count, pieces, found.gradient)


@dataclass(frozen=True)
class _Found:
    """Per region: its number of flat colors, the key of the largest of them, and whether it is a gradient."""

    flats: np.ndarray
    main: np.ndarray
    gradient: np.ndarray


def _found(key_of: np.ndarray, area: np.ndarray, flat: np.ndarray, palette: int, count: int) -> _Found:
    keys, member = np.unique(key_of[1:], return_inverse=True)
    shares = np.bincount(member, area[1:], len(keys))
    flats = np.bincount(member, area[1:] * flat[1:], len(keys))
    owner = keys // palette
    core, in_flats = np.bincount(owner, shares, count), np.bincount(owner, flats, count)
    commonest, largest = np.zeros(count), np.zeros(count)
    np.maximum.at(commonest, owner, shares)
    np.maximum.at(largest, owner, flats)
    main = np.full(count, -1, np.int64)
    lead = (flats > 0) & (flats == largest[owner])
    main[owner[lead][::-1]] = keys[lead][::-1]
    flat_colors = np.bincount(owner, flats > 0, count).astype(np.int64)
    many = np.bincount(owner, minlength=count) > MANY
    flat_enough = (flat_colors <= MANY) & (in_flats >= 0.5 * core)
    return _Found(flat_colors, main, many & (commonest < COMMON * core) & ~flat_enough)


def _pieces(keys: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """(H, W) int32: the connected parts of equal keys, from 1, 0 where the key is -1.

    Parts that hold none of the `seeds` are crumbs of the filling; they join the first part of their key that does.
    """
    parts, total = alike(keys, keys >= 0)
    key_of = np.full(total, -1, np.int64)
    key_of[parts.ravel()] = keys.ravel()
    real = np.bincount(parts[seeds], minlength=total) > 0
    order = np.flatnonzero(real)
    first_of, at = np.unique(key_of[order], return_index=True)
    joined = order[at][np.searchsorted(first_of, key_of).clip(0, len(first_of) - 1)]
    return np.where(real, np.arange(total), np.where(key_of >= 0, joined, 0)).astype(np.int32)[parts]


def _numbered(labels: np.ndarray, count: int, pieces: np.ndarray, gradient: np.ndarray) -> Split:
    owners = np.zeros(int(pieces.max()) + 1, np.int64)
    owners[pieces.ravel()] = labels.ravel()
    used = np.unique(pieces[pieces > 0])
    whole = np.setdiff1d(np.arange(count), owners[used])
    parents = np.concatenate([whole, owners[used]])
    order = np.argsort(parents, kind="stable")
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order))
    of_region, of_piece = np.zeros(count, np.int32), np.zeros(len(owners), np.int32)
    of_region[whole] = number[: len(whole)]
    of_piece[used] = number[len(whole) :]
    finer = np.where(pieces > 0, of_piece[pieces], of_region[labels])
    parent = parents[order].astype(np.int32)
    return Split(Regions(finer, len(parent)), parent, gradient[parent])


def alike(keys: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, int]:
    """(H, W) int32 connected parts of equal keys from 1, 0 outside `where`, and the highest number plus one.

    On a grid twice as fine, with a pixel between two neighbors set when they are alike, parts become plain ones.
    """
    height, width = keys.shape
    grid = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    grid[::2, ::2] = where
    grid[::2, 1::2] = (keys[:, 1:] == keys[:, :-1]) & where[:, 1:]
    grid[1::2, ::2] = (keys[1:] == keys[:-1]) & where[1:]
    total, parts = cv2.connectedComponents(grid, connectivity=4)
    return np.ascontiguousarray(parts[::2, ::2]), total


def _inner(keys: np.ndarray) -> np.ndarray:
    """(H, W) bool: pixels whose eight neighbors all have their key; none has on the picture's border."""
    inner = np.zeros(keys.shape, bool)
    middle = keys[1:-1, 1:-1]
    if middle.size:
        height, width = keys.shape
        same = middle >= 0
        for row in range(3):
            for column in range(3):
                same &= keys[row : height - 2 + row, column : width - 2 + column] == middle
        inner[1:-1, 1:-1] = same
    return inner
