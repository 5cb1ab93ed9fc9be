"""The artist's lines lie over the color exactly as drawn, and white paper leaves the color alone."""

from __future__ import annotations

import numpy as np
import pytest

from engine.imaging.compose import cut_paper, lay_lines, line_rgba


@pytest.fixture
def color() -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (64, 80, 3), np.uint8)


@pytest.fixture
def gray() -> np.ndarray:
    page = np.random.default_rng(6).integers(0, 256, (64, 80), np.uint8)
    page[:20], page[20:30] = 255, 0
    return page


def rounded(values: np.ndarray) -> np.ndarray:
    return np.rint(values).astype(np.uint8)


def test_every_product_is_rounded_exactly():
    tones = np.arange(256, dtype=np.uint8)
    colors, line = np.repeat(np.repeat(tones[:, None, None], 256, 1), 3, 2), np.repeat(tones[None], 256, 0)
    assert np.array_equal(lay_lines(colors, line, "dark")[..., 0], rounded(colors[..., 0] * (line / 255.0)))


def test_paper_leaves_color_bit_for_bit_and_ink_is_black(color, gray):
    laid = lay_lines(color, gray, "dark")
    assert np.array_equal(laid[:20], color[:20])
    assert (laid[20:30] == 0).all()


def test_other_kinds_of_line_art_give_the_same(color, gray):
    wanted = lay_lines(color, gray, "dark")
    ink = np.dstack([np.zeros((64, 80, 3), np.uint8), 255 - gray])
    for image, polarity in [
        (255 - gray, "light"),
        (ink, "alpha"),
        (ink, "dark"),
        (gray.astype(np.uint16) * 257, "dark"),
        (np.dstack([gray] * 3), "dark"),
        (np.dstack([gray] * 3 + [np.full_like(gray, 255)]), "dark"),
        (gray, "alpha"),
    ]:
        assert np.array_equal(lay_lines(color, image, polarity), wanted), (image.shape, polarity)


def test_colored_lines_keep_their_color(color):
    red = np.zeros((64, 80, 4), np.uint8)
    red[10] = (255, 0, 0, 255)
    red[11] = (255, 0, 0, 128)
    laid = lay_lines(color, red, "alpha")
    assert (laid[10] == (255, 0, 0)).all()
    assert np.array_equal(laid[11], rounded((np.array([255, 0, 0]) * 128 + color[11].astype(int) * 127) / 255))
    assert np.array_equal(np.delete(laid, (10, 11), 0), np.delete(color, (10, 11), 0))


def test_lines_of_another_size_are_refused(color, gray):
    with pytest.raises(ValueError, match="do not fit"):
        lay_lines(color, gray[:-1], "dark")


def test_transparent_lines_laid_over_color_give_the_same(color, gray):
    assert np.array_equal(lay_lines(color, line_rgba(gray, "dark"), "alpha"), lay_lines(color, gray, "dark"))
    assert np.array_equal(line_rgba(255 - gray, "light"), line_rgba(gray, "dark"))


def test_transparent_lines_over_white_give_the_drawing_back():
    drawn = np.random.default_rng(7).integers(0, 256, (64, 80, 3), np.uint8)
    white = np.full((64, 80, 3), 255, np.uint8)
    back = lay_lines(white, line_rgba(drawn, "dark"), "alpha")
    assert np.abs(back.astype(int) - drawn).max() <= 1


def test_only_paper_around_the_figures_is_cut():
    color = np.full((60, 80, 3), 255, np.uint8)
    color[10:50, 10:40] = (90, 20, 30)
    color[20:30, 20:30] = 255  # enclosed: an eye
    color[10:50, 60:] = (250, 255, 255)  # nearly paper
    alpha = cut_paper(color)
    assert set(np.unique(alpha)) == {0, 255}
    assert (alpha[10:50, 10:40] == 255).all()
    assert (alpha[10:50, 60:] == 255).all()
    assert (alpha[:10] == 0).all()
    assert (alpha[10:50, 40:60] == 0).all()


def test_paper_is_not_entered_through_corners():
    color = np.zeros((6, 6, 3), np.uint8)
    color[0, 0] = color[1, 1] = 255
    alpha = cut_paper(color)
    assert alpha[0, 0] == 0
    assert alpha[1, 1] == 255


def test_other_paper_colors():
    color = np.full((10, 10, 3), (10, 20, 30), np.uint8)
    color[4:6, 4:6] = 255
    assert (cut_paper(color, (10, 20, 30)) == 255).sum() == 4
    assert (cut_paper(color) == 255).all()
