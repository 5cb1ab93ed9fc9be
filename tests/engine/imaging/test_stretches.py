"""The stretches of lines that are colored at once."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.filling import areas_of
from engine.imaging.stretches import Stretches


def stretches_of(ink: np.ndarray) -> Stretches:
    drawn = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
    return Stretches(areas_of(ink, 0).labels, ink, drawn)


def boxes() -> np.ndarray:
    """Ink (120, 200) of two boxes that share a wall at x 100, with a line within the left one."""
    ink = np.zeros((120, 200), np.uint8)
    cv2.rectangle(ink, (20, 20), (100, 100), 1, 3)
    cv2.rectangle(ink, (100, 20), (180, 100), 1, 3)
    cv2.line(ink, (22, 60), (70, 60), 1, 3)
    return ink


def test_a_stretch_goes_up_to_where_other_lines_meet_it():
    stretches = stretches_of(boxes())
    wall, left, right, inner = (stretches.at(*at) for at in ((100, 60), (60, 20), (180, 60), (50, 60)))
    assert wall is not None
    assert left is not None
    assert right is not None
    assert inner is not None
    assert wall.shape[1] < 8
    assert 76 <= wall.shape[0] <= 86
    assert left.covers(20, 90)
    assert left.covers(60, 100)
    assert not left.covers(110, 20)
    assert right.covers(150, 100)
    assert inner.covers(68, 60)
    assert inner.left >= 20
    assert not inner.covers(20, 40)


def test_every_pixel_of_a_line_belongs_to_one_stretch():
    ink = boxes()
    stretches = stretches_of(ink)
    count = np.zeros(ink.shape, int)
    for at in ((100, 60), (60, 20), (180, 60), (50, 60)):
        area = stretches.at(*at)
        assert area is not None
        count[area.window] += area.mask
    assert count.max() == 1
    assert (count[ink > 0] == 1).mean() > 0.98, "but for what little lies where lines meet"


def test_beside_a_line_it_is_the_nearest_one_within_reach():
    stretches = stretches_of(boxes())
    near, same = stretches.at(95, 70, 4), stretches.at(100, 70)
    assert near is not None
    assert same is not None
    np.testing.assert_array_equal(near.mask, same.mask)
    assert stretches.at(90, 75, 4) is None


def test_a_drawing_of_one_area_and_one_without_lines():
    ink = np.zeros((40, 60), np.uint8)
    assert stretches_of(ink).at(20, 20, 5) is None
    ink[20, 10:50] = 1
    area = stretches_of(ink).at(30, 20)
    assert area is not None
    assert area.shape == (3, 42)
