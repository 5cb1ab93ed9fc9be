"""Regions: gaps close, wide openings do not, every pixel belongs somewhere; nearest fill and palettes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.flow import flow_between, nearness
from engine.imaging.ink import ink_mask, nearest_fill
from engine.imaging.palette import MAX_COLORS, Palette, color_codes, colors_of, reduce_colors, same_color
from engine.imaging.regions import segment


def box(gap: int) -> np.ndarray:
    """Ink of a square with an opening `gap` pixels wide in its right side."""
    line = np.full((120, 160), 255, np.uint8)
    cv2.rectangle(line, (30, 30), (90, 90), 0, 2)
    line[60 : 60 + gap, 87:94] = 255
    return ink_mask(line)


@pytest.mark.parametrize(("gap", "apart"), [(0, True), (4, True), (7, True), (30, False)])
def test_small_gaps_close_and_wide_ones_stay_open(gap: int, apart: bool) -> None:
    regions = segment(box(gap), gap=10)
    assert (regions.labels[60, 50] != regions.labels[60, 140]) == apart


def test_every_pixel_has_a_region_and_regions_meet_under_the_line() -> None:
    ink = box(0)
    regions = segment(ink, gap=10)
    assert regions.labels.min() >= 0
    assert regions.labels.max() == regions.count - 1 == 1
    inside = regions.labels == regions.labels[60, 50]
    assert inside[32:89, 32:89].all()
    assert not inside[:29].any()


@pytest.mark.parametrize("value", [0, 1])
def test_no_ink_and_all_ink_are_one_region(value: int) -> None:
    regions = segment(np.full((40, 50), value, np.uint8), gap=8)
    assert regions.count == 1
    assert not regions.labels.any()


def test_small_regions_survive() -> None:
    line = np.full((80, 80), 255, np.uint8)
    cv2.circle(line, (40, 40), 5, 0, 2)
    regions = segment(ink_mask(line), gap=20)
    assert regions.labels[40, 40] != regions.labels[5, 5]


def test_faint_lines_are_ink() -> None:
    line = np.full((60, 60), 255, np.uint8)
    cv2.circle(line, (30, 30), 20, 235, 1)
    line[:, 5] = 250
    assert np.array_equal(ink_mask(line), (line == 235).astype(np.uint8))


def test_grain_of_the_paper_is_not_ink() -> None:
    line = np.full((200, 300), 250, np.uint8)
    cv2.rectangle(line, (60, 40), (200, 150), 20, 3)
    grain = np.random.default_rng(5).normal(0, 5, line.shape)
    scan = np.clip(line + grain, 0, 255).astype(np.uint8)
    ink = ink_mask(scan)
    assert ink[line > 200].mean() < 0.002
    assert ink[line < 100].all()
    regions = segment(ink, gap=8)
    assert regions.labels[100, 100] != regions.labels[10, 10]


def test_nearest_fill_takes_the_nearest_known_value() -> None:
    rng = np.random.default_rng(3)
    values = rng.integers(0, 60000, (40, 50)).astype(np.uint16)
    known = rng.random((40, 50)) < 0.02
    filled = nearest_fill(values, known)
    assert filled.dtype == values.dtype
    assert np.array_equal(filled[known], values[known])
    rows, columns = np.nonzero(known)
    for y, x in ((0, 0), (20, 25), (39, 49), (5, 44)):
        away = np.hypot(rows - y, columns - x)
        near = values[rows[away < away.min() + 1.5], columns[away < away.min() + 1.5]]
        assert filled[y, x] in near
    assert np.array_equal(nearest_fill(values, np.zeros_like(known)), values)


def test_flow_finds_a_moved_shape() -> None:
    near = nearness(box(0), (160, 120), 12)
    moved = np.roll(near, (2, 5), axis=(0, 1))
    flow = flow_between(moved, near)
    assert np.abs(np.median(flow[34:90, 38:92].reshape(-1, 2), axis=0) - (-5, -2)).max() < 1


def test_flow_picture_without_ink_is_empty() -> None:
    assert not nearness(np.zeros((50, 60), np.uint8), (30, 25), 6).any()


def test_palette_is_exact_and_reversible() -> None:
    image = np.random.default_rng(0).integers(0, 256, (9, 11, 3), dtype=np.uint8)
    codes = color_codes(image)
    palette = Palette(codes)
    assert np.array_equal(palette.colors[palette.find(codes)], image)
    assert np.array_equal(colors_of(codes.ravel()), image.reshape(-1, 3))


def test_reducing_keeps_flats_and_bounds_the_rest() -> None:
    image = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    image[:100] = (201, 17, 33)
    image[100:110] = (203, 17, 33)
    reduced = colors_of(reduce_colors(image, np.ones((300, 300), bool)).ravel()).reshape(image.shape)
    assert np.array_equal(reduced[:110], image[:110])
    assert len(np.unique(color_codes(reduced))) <= MAX_COLORS
    few = image[:110]
    assert np.array_equal(reduce_colors(few, np.ones(few.shape[:2], bool)), color_codes(few))


def test_same_color_tolerates_what_it_is_told() -> None:
    colors = np.array([(0, 0, 0), (8, 0, 0), (9, 0, 0), (255, 255, 255)], np.uint8)
    assert same_color(colors, 8).astype(int).tolist() == [[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 1]]
