"""Lines over one color all over look as they do over that color pixel by pixel."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.compose import lay_lines, line_rgba
from engine.imaging.line import Polarity
from engine.imaging.linework import Linework


def drawn(polarity: Polarity, channels: int) -> np.ndarray:
    """(80, 100) or (80, 100, C) uint8: a soft slope and thick lines."""
    gray = np.full((80, 100), 255, np.uint8)
    gray[20:40] = np.linspace(0, 255, 100).astype(np.uint8)
    cv2.circle(gray, (50, 50), 20, 30, 4, cv2.LINE_AA)
    if polarity == "light":
        gray = 255 - gray
    if channels == 1:
        return gray
    image = cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB)
    image[..., 0] = np.where(gray < 200, 60, image[..., 0])
    return image if channels == 3 else np.dstack([image, 255 - gray])


@pytest.mark.parametrize("color", [(200, 30, 40, 255), (200, 30, 40, 128), (0, 0, 0, 0)])
@pytest.mark.parametrize(("polarity", "channels"), [("dark", 1), ("light", 1), ("dark", 3), ("alpha", 4), ("alpha", 1)])
def test_lines_over_one_color_are_those_over_each_pixel_of_it(
    polarity: Polarity, channels: int, color: tuple[int, int, int, int]
):
    image = drawn(polarity, channels)
    lines, below = Linework(image, polarity, image.shape[:2]), np.array(color, np.uint8)
    at = np.flatnonzero(lines.drawn)
    for some in (at, at[:9], at[:0]):  # many and few, which are looked up or not
        each = lines.over(np.tile(below, (len(some), 1)), some)
        np.testing.assert_array_equal(lines.over(below, some), each)
    assert len(np.unique(lines.over(below, at), axis=0)) > 10


def test_lines_in_colors_of_their_own_lie_over_one_color_too():
    image = drawn("dark", 1)
    flat = np.tile(np.array((200, 180, 160, 255), np.uint8), (*image.shape, 1))
    lines = Linework(image, "dark", image.shape)
    seen = flat.copy()
    seen[image < 200] = (150, 20, 220, 255)
    tinted = lines.colored_as(seen, flat)
    at, below = np.flatnonzero(lines.drawn), np.array((90, 200, 30, 255), np.uint8)
    found = tinted.over(below, at)
    np.testing.assert_array_equal(found, tinted.over(np.tile(below, (len(at), 1)), at))
    assert (found != lines.over(below, at)).any()


@pytest.mark.parametrize(("polarity", "channels"), [("dark", 1), ("light", 1), ("dark", 3), ("alpha", 4), ("alpha", 1)])
def test_tinted_lines_lie_over_colors_as_a_take_with_that_tint_shows_them(polarity: Polarity, channels: int):
    image, chance = drawn(polarity, channels), np.random.default_rng(5)
    tint, color = chance.integers(0, 256, (2, *image.shape[:2], 3), dtype=np.uint8)
    tint[:, :30] = (36, 22, 14)
    tint[:, 60:] = 0
    plain = Linework(image, polarity, image.shape[:2])
    lines, at = plain.tinted(tint), np.flatnonzero(plain.drawn)
    below = np.dstack([color, np.full(color.shape[:2], 255, np.uint8)]).reshape(-1, 4)[at]
    shown = lay_lines(color, image, polarity, tint).reshape(-1, 3)[at]
    np.testing.assert_array_equal(lines.over(below, at)[:, :3], shown)
    one = np.array((90, 200, 30, 255), np.uint8)
    np.testing.assert_array_equal(lines.over(one, at), lines.over(np.tile(one, (len(at), 1)), at))
    clear = line_rgba(image, polarity, tint).reshape(-1, 4)[at]
    alone, seen = lines.over(np.zeros((len(at), 4), np.uint8), at), clear[:, 3] > 0
    np.testing.assert_array_equal(alone[seen], clear[seen])
    assert plain.tinted(None) is plain
