"""Regions: gaps close, wide openings do not, every pixel belongs somewhere; nearest fill and palettes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.closing import closed
from engine.imaging.flow import flow_between, nearness
from engine.imaging.ink import ink_mask, nearest_fill
from engine.imaging.palette import MAX_COLORS, Palette, color_codes, colors_of, reduce_colors, same_color
from engine.imaging.regions import MOST, segment


def box(gap: int) -> np.ndarray:
    """Ink of a square with an opening `gap` pixels wide in its right side."""
    line = np.full((120, 160), 255, np.uint8)
    cv2.rectangle(line, (30, 30), (90, 90), 0, 2)
    line[60 : 60 + gap, 87:94] = 255
    return ink_mask(line)


@pytest.mark.parametrize(("gap", "apart"), [(0, True), (2, True), (4, True), (7, True), (9, True), (30, False)])
def test_small_gaps_close_and_wide_ones_stay_open(gap: int, apart: bool) -> None:
    regions = segment(box(gap), gap=10)
    assert regions.count == 1 + apart
    assert (regions.labels[60, 50] != regions.labels[60, 140]) == apart


@pytest.mark.parametrize("angle", range(0, 180, 15))
@pytest.mark.parametrize("thickness", [1, 2, 4, 7])
def test_gaps_close_at_any_angle_and_line_width(angle: int, thickness: int) -> None:
    line = np.full((200, 200), 255, np.uint8)
    cv2.ellipse(line, (100, 100), (60, 45), angle, 20, 360 + 20 - 7 - thickness, 0, thickness, cv2.LINE_AA)
    regions = segment(ink_mask(line), gap=12)
    assert regions.count == 2
    assert regions.labels[100, 100] != regions.labels[3, 3]


def test_a_gap_at_a_corner_and_one_between_an_end_and_a_line_close() -> None:
    line = np.full((160, 200), 255, np.uint8)
    cv2.polylines(line, [np.array([(46, 40), (150, 40), (150, 120), (40, 120), (40, 46)])], False, (0,), 3)
    cv2.line(line, (95, 40), (95, 112), 0, 3)
    regions = segment(ink_mask(line), gap=10)
    assert len({int(regions.labels[at]) for at in ((80, 60), (80, 120), (5, 5))}) == regions.count == 3


def test_a_shape_narrower_than_the_gap_stays_whole() -> None:
    line = np.full((120, 300), 255, np.uint8)
    x = np.arange(20, 280)
    half = 4 + 2.5 * np.sin(x / 12)  # wide, then narrow, again and again
    sides = [np.stack([x, 60 + way * half], axis=1) for way in (1, -1)]
    cv2.polylines(line, [np.rint(np.concatenate([sides[0], sides[1][::-1]])).astype(np.int32)], True, (0,), 2)
    regions = segment(ink_mask(line), gap=12)
    assert regions.count == 2
    assert len(np.unique(regions.labels[60, 25:275])) == 1


def test_a_limb_thinner_than_the_gap_is_one_with_its_body() -> None:
    line = np.full((200, 300), 255, np.uint8)
    for color, grow in ((0, 2), (255, 0)):
        cv2.circle(line, (80, 100), 50 + grow, color, -1)
        cv2.rectangle(line, (80, 96 - grow), (260 + grow, 103 + grow), color, -1)
    regions = segment(ink_mask(line), gap=14)
    assert regions.count == 2
    assert regions.labels[100, 80] == regions.labels[100, 255]


def test_shapes_that_the_border_cuts_off_are_closed_by_it() -> None:
    line = np.full((100, 140), 255, np.uint8)
    cv2.circle(line, (0, 50), 30, 0, 2)
    cv2.circle(line, (70, 99), 25, 0, 2)
    regions = segment(ink_mask(line), gap=10)
    assert len({int(regions.labels[at]) for at in ((50, 5), (95, 70), (5, 130))}) == regions.count == 3


def test_an_end_far_from_any_ink_and_specks_make_no_region() -> None:
    line = np.full((100, 140), 255, np.uint8)
    cv2.line(line, (30, 50), (110, 40), 0, 3)
    line[80, 30:33] = line[82, 30:33] = line[80:83, 30] = line[80:83, 32] = 0  # one pixel of paper inside
    assert segment(ink_mask(line), gap=10).count == 1


@pytest.mark.parametrize(("shape", "count"), [((1, 1), 1), ((1, 7), 1), ((0, 0), 0), ((0, 5), 0), ((2, 2), 1)])
def test_the_smallest_pictures(shape: tuple[int, int], count: int) -> None:
    for value in (0, 1):
        regions = segment(np.full(shape, value, np.uint8), gap=9)
        assert regions.count == count
        assert regions.labels.shape == shape
        assert not regions.labels.any()


def test_the_same_drawing_gives_the_same_regions() -> None:
    rng = np.random.default_rng(8)
    line = np.full((240, 320), 255, np.uint8)
    cv2.polylines(line, [rng.integers(0, 240, (40, 2))], False, (0,), 2)
    ink = ink_mask(line)
    first, again = segment(ink, 9), segment(ink.copy(), 9)
    assert first.count > 20
    assert np.array_equal(first.labels, again.labels)
    assert not np.shares_memory(first.labels, again.labels)


def test_thousands_of_regions_cost_what_few_do() -> None:
    ink = np.zeros((2160, 3840), np.uint8)
    ink[::48] = ink[:, ::48] = 1
    regions = segment(ink, 12)
    assert regions.count == 45 * 80
    assert np.array_equal(np.unique(regions.labels), np.arange(regions.count))


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


def test_of_the_dots_of_tone_only_so_many_are_regions() -> None:
    ink = np.zeros((400, 900), np.uint8)
    ink[::4] = ink[:, ::4] = 1
    ink[100:200, 100:200] = 0  # the largest region by far
    regions = segment(ink, gap=2)
    assert regions.count == MOST
    assert {*np.unique(regions.labels).tolist()} == {*range(MOST)}
    assert (regions.labels[100:200, 100:200] == regions.labels[150, 150]).all()


def test_ends_of_hatching_are_closed_alike_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    ink, rng = np.zeros((300, 400), np.uint8), np.random.default_rng(5)
    for x, y, slant in rng.integers((0, 0, -6), (400, 300, 6), (300, 3)).tolist():
        cv2.line(ink, (x, y), (x + 14, y + slant), (1,), 1)
    whole = closed(ink, 9.0)
    monkeypatch.setattr("engine.imaging.closing.ENDS_AT_ONCE", 7)
    assert np.count_nonzero(whole) > np.count_nonzero(ink)
    assert np.array_equal(closed(ink, 9.0), whole)
