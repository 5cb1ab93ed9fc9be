"""The cores of large areas: a fill that is told from them is the one that looking at every pixel gives."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging import filling
from engine.imaging.cores import FEW, core_of
from engine.imaging.filling import Areas, areas_of, packed

HEIGHT, WIDTH = 120, 160
RED, NEAR_RED, BLUE = (200, 30, 30, 255), (208, 30, 30, 255), (30, 40, 220, 255)


def picture() -> tuple[np.ndarray, np.ndarray]:
    """Ink (H, W) of a box, and colors (H, W, 4): red, with a trail of near-red that leads to blue, and lone spots."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.rectangle(ink, (30, 20), (130, 100), 1, 3)
    color = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    color[...] = RED
    color[50, 60:70] = NEAR_RED
    color[50, 70:74] = BLUE
    color[40, 40] = color[80, 110] = BLUE
    color[0, 0] = color[5:8, 158] = NEAR_RED
    return ink, color


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> tuple[Areas, Areas, np.ndarray]:
    """The same areas, which look at every pixel and which have cores; and their colors."""
    monkeypatch.setattr(filling, "LARGE", 100)
    ink, color = picture()
    plain, ready = areas_of(ink, 0), areas_of(ink, 0)
    ready.prepare()
    ready.find_cores(color)
    return plain, ready, color


def assert_alike(plain: Areas, ready: Areas, color: np.ndarray, at: tuple[int, int], tolerance: int) -> None:
    one, other = plain.at(color, *at, tolerance), ready.at(color, *at, tolerance)
    assert (one.left, one.top, one.whole) == (other.left, other.top, other.whole)
    np.testing.assert_array_equal(one.mask, other.mask)


@pytest.mark.parametrize("tolerance", [0, 7, 8, 255])
@pytest.mark.parametrize("at", [(80, 60), (10, 10), (65, 50), (72, 50), (0, 0)])
def test_a_fill_told_from_a_core_is_the_one_that_looks_at_every_pixel(
    pair: tuple[Areas, Areas, np.ndarray], at: tuple[int, int], tolerance: int
):
    plain, ready, color = pair
    assert_alike(plain, ready, color, at, tolerance)


def test_what_an_area_is_made_of_adds_up_to_it(pair: tuple[Areas, Areas, np.ndarray]):
    _, ready, color = pair
    area = ready.at(color, 80, 60, 8)
    assert area.makeup is not None
    flat, stray, others = area.makeup.flat, area.makeup.stray, area.makeup.others
    assert stray is not None
    assert others is not None
    whole = np.zeros((HEIGHT, WIDTH), np.uint8)
    whole[flat.window] += flat.mask
    whole[stray.rows, stray.columns] += 1
    wanted = np.zeros_like(whole)
    wanted[area.window] += area.mask
    np.testing.assert_array_equal(whole, wanted)
    assert tuple(area.makeup.color) == RED
    assert {tuple(color[row, column]) for row, column in zip(others.rows, others.columns, strict=True)} == {BLUE}


def test_a_core_that_was_painted_over_is_not_trusted_until_it_has_one_color_again(
    pair: tuple[Areas, Areas, np.ndarray],
):
    plain, ready, color = pair
    before = color.copy()
    window = np.s_[55:65, 85:95]
    color[window] = BLUE
    for areas in (plain, ready):
        areas.changed(window)
    assert_alike(plain, ready, color, (80, 60), 0)
    assert ready.at(color, 80, 60, 0).makeup is None
    color[window] = before[window]
    for areas in (plain, ready):
        areas.changed(window)
    assert_alike(plain, ready, color, (80, 60), 0)
    assert ready.at(color, 80, 60, 0).makeup is not None


def test_a_fill_beside_a_core_may_blend_into_it(pair: tuple[Areas, Areas, np.ndarray]):
    _, ready, color = pair
    spot = ready.at(color, 40, 40, 0)
    assert int(spot.mask.sum()) == 1
    color[40, 39] = NEAR_RED  # as a soft edge of the fill may
    ready.filled(spot, 40, 40)
    area = ready.at(color, 80, 60, 0)
    assert area.makeup is None
    assert not area.covers(39, 40)


def test_other_colors_have_other_cores(pair: tuple[Areas, Areas, np.ndarray]):
    plain, ready, color = pair
    again, other = ready.again(), color.copy()
    other[..., 2] += 20
    other[:, 80:] = BLUE  # half of each: nothing is nearly all
    again.find_cores(other)
    assert_alike(plain, again, other, (50, 60), 0)
    assert again.at(other, 50, 60, 0).makeup is None
    assert ready.at(color, 50, 60, 0).makeup is not None


def test_too_many_other_pixels_leave_no_core():
    color = np.zeros((100, 100, 4), np.uint8)
    color[...] = RED
    mask = np.ones((100, 100), bool)
    flat = np.arange(mask.size)
    color.reshape(-1, 4)[flat % 4 == 1] = BLUE  # every fourth column
    assert core_of(packed(color), 0, 0, mask) is None
    color[...] = RED
    color.reshape(-1, 4)[:FEW] = BLUE
    core = core_of(packed(color), 0, 0, mask)
    assert core is not None
    assert core.rest is not None
    assert len(core.rest.rows) == FEW
    color.reshape(-1, 4)[: FEW + 1] = BLUE
    assert core_of(packed(color), 0, 0, mask) is None
