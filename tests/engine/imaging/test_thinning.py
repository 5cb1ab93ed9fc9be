"""Thinned lines are one pixel wide and end where lines end."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.thinning import line_ends, thin


@pytest.mark.parametrize("thickness", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("angle", range(0, 360, 36))
def test_a_stroke_thins_to_one_line_with_two_ends(thickness: int, angle: int) -> None:
    ink = np.zeros((120, 120), np.uint8)
    way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    first, last = (np.rint(60 + way * length).astype(int) for length in (-40, 40))
    cv2.line(ink, first.tolist(), last.tolist(), (1,), thickness)
    middle = thin(ink, 8)
    assert middle.shape == (122, 122)
    assert not (middle[1:-1, 1:-1] > ink).any()
    assert cv2.connectedComponents(middle, connectivity=8)[0] == 2
    assert np.count_nonzero(middle) < 95
    ends = line_ends(middle, spur=1, back=6)
    assert len(ends.places) == 2
    for place, ahead in zip(ends.places, ends.ahead, strict=True):
        side = np.sign((place - 60) @ way)
        assert np.abs(place - (60 + side * way * 40)).max() <= thickness / 2 + 2.5
        assert ahead @ (side * way) > 0.93


def test_rings_and_areas_have_no_ends_and_keep_their_form() -> None:
    ink = np.zeros((140, 200), np.uint8)
    cv2.circle(ink, (50, 60), 30, (1,), 4)
    cv2.circle(ink, (140, 60), 40, (1,), -1)
    middle = thin(ink, 5)
    assert cv2.connectedComponents(middle, connectivity=8)[0] == 3
    assert cv2.connectedComponents(1 - middle, connectivity=4)[0] == 3
    assert middle[61, 141]
    assert not len(line_ends(middle, spur=1, back=4).places)


def test_nothing_has_no_ends() -> None:
    for shape in ((1, 1), (5, 9)):
        assert not len(line_ends(thin(np.zeros(shape, np.uint8), 4), 1, 4).places)
