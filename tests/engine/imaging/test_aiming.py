"""Which area a bucket is meant for that is put on a line."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.aiming import aimed
from engine.imaging.filling import Areas, areas_of

RED, BLUE, CLEAR = (200, 30, 30, 255), (30, 40, 220, 255), (0, 0, 0, 0)
GREEN = np.array((20, 200, 60, 255), np.uint8)
LINE = 100  # the column of the line between both halves of the picture


def halves(wide: int, left: tuple[int, ...], right: tuple[int, ...], at: int = LINE):
    """Areas and colors (80, 200) left and right of an upright line."""
    ink = np.zeros((80, 200), np.uint8)
    ink[:, at - wide // 2 : at - wide // 2 + wide] = 1
    color = np.empty((80, 200, 4), np.uint8)
    color[:, :at], color[:, at:] = left, right
    areas = areas_of(ink, 0)
    areas.look(color)
    return areas, color


def meant(areas: Areas, color: np.ndarray, x: int, paint: np.ndarray = GREEN) -> tuple[int, int] | None:
    return aimed(areas, color, x, 40, 8, paint)


def test_beside_a_line_it_is_the_pixel_itself_and_on_one_the_nearer_side():
    areas, color = halves(7, RED, BLUE)
    assert meant(areas, color, 90) == (90, 40)
    assert meant(areas, color, 98) == (96, 40)
    assert meant(areas, color, 102) == (104, 40)


@pytest.mark.parametrize("wide", [1, 2, 3])
@pytest.mark.parametrize(("left", "right", "side"), [(CLEAR, BLUE, -1), (RED, CLEAR, 1), (RED, BLUE, 0)])
def test_in_the_middle_of_a_line_it_is_the_side_that_alone_is_unpainted(wide, left, right, side):
    areas, color = halves(wide, left, right)
    assert areas.lines is not None
    for x in np.flatnonzero(areas.lines[40])[1:-1].tolist() or [LINE]:
        target = meant(areas, color, x) or (x, 40)
        assert np.sign(target[0] - x) == side


def test_of_two_unpainted_sides_it_is_the_far_smaller_one_and_of_equal_ones_neither():
    areas, color = halves(1, CLEAR, CLEAR, at=30)
    assert meant(areas, color, 30) == (29, 40)
    areas, color = halves(1, CLEAR, CLEAR)
    assert meant(areas, color, LINE) is None


def test_a_second_click_on_the_same_place_fills_no_other_area():
    areas, color = halves(1, CLEAR, RED, at=30)
    assert meant(areas, color, 30) == (29, 40)
    color[:, :30] = GREEN
    areas.changed(np.s_[0:80, 0:30])
    assert meant(areas, color, 30) is None


def test_a_line_with_the_same_area_on_both_sides_is_none():
    ink = np.zeros((80, 200), np.uint8)
    ink[20:60, LINE] = 1
    areas, color = areas_of(ink, 0), np.zeros((80, 200, 4), np.uint8)
    areas.look(color)
    assert meant(areas, color, LINE) in ((LINE - 1, 40), (LINE + 1, 40))


def test_within_black_that_is_no_line_nothing_is_meant():
    ink = np.zeros((80, 200), np.uint8)
    cv2.rectangle(ink, (10, 10), (190, 70), 1, 2)
    ink[20:60, 80:120] = 1
    areas, color = areas_of(ink, 0), np.zeros((80, 200, 4), np.uint8)
    areas.look(color)
    assert meant(areas, color, LINE) is None
    assert meant(areas, color, 81) == (79, 40)
