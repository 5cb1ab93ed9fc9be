"""Ink is told from paper in every kind of line art, and as much ink is found as was drawn."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.line import detect_polarity, line_layer, looks_colored


def drawing(ink: int = 0, paper: int = 255) -> np.ndarray:
    """(120, 160) gray: an outlined figure with soft edges."""
    page = np.full((120, 160), paper, np.uint8)
    cv2.circle(page, (80, 60), 35, ink, 2, cv2.LINE_AA)
    cv2.line(page, (20, 20), (60, 100), ink, 1, cv2.LINE_AA)
    return page


def transparent(ink: tuple[int, int, int] = (0, 0, 0)) -> np.ndarray:
    """The same figure as ink on nothing."""
    return np.dstack([np.full((120, 160, 3), ink, np.uint8), 255 - drawing()])


def cut_out() -> np.ndarray:
    """Dark lines on a white figure cut out of its paper."""
    alpha = np.zeros((120, 160), np.uint8)
    cv2.circle(alpha, (80, 60), 50, 255, -1)
    return np.dstack([np.repeat(drawing()[..., None], 3, axis=2), alpha])


def framed(page: np.ndarray, tone: int) -> np.ndarray:
    cv2.rectangle(page, (0, 0), (159, 119), tone, 1)
    return page


def dark_figure() -> np.ndarray:
    page = drawing()
    cv2.rectangle(page, (20, 8), (140, 112), 0, -1)
    return page


@pytest.mark.parametrize(
    ("name", "image", "expected"),
    [
        ("black on white", drawing(), "dark"),
        ("white on black", drawing(255, 0), "light"),
        ("faint pencil", drawing(190, 250), "dark"),
        ("16 bit", drawing().astype(np.uint16) * 257, "dark"),
        ("16 bit negative", drawing(255, 0).astype(np.uint16) * 257, "light"),
        ("three channels", np.repeat(drawing()[..., None], 3, axis=2), "dark"),
        ("gray paper", drawing(20, 140), "dark"),
        ("chalk on gray", drawing(250, 110), "light"),
        ("mostly black fill", dark_figure(), "dark"),
        ("frame drawn on the border", framed(drawing(), 0), "dark"),
        ("blank", np.full((120, 160), 255, np.uint8), "dark"),
        ("blank black", np.zeros((120, 160), np.uint8), "light"),
        ("one dot", np.pad(np.zeros((1, 1), np.uint8), 60, constant_values=255), "dark"),
        ("black on nothing", transparent(), "alpha"),
        ("white on nothing", transparent((255, 255, 255)), "alpha"),
        ("red on nothing", transparent((255, 0, 0)), "alpha"),
        ("nothing at all", np.zeros((120, 160, 4), np.uint8), "alpha"),
        ("opaque with alpha", np.dstack([drawing()] * 3 + [np.full((120, 160), 255, np.uint8)]), "dark"),
        ("cut out figure", cut_out(), "dark"),
    ],
)
def test_polarity(name: str, image: np.ndarray, expected: str):
    assert detect_polarity(image) == expected, name


def test_every_kind_of_line_art_gives_the_same_layer():
    page = drawing()
    assert np.array_equal(line_layer(page, "dark"), page)
    assert np.array_equal(line_layer(255 - page, "light"), page)
    assert np.array_equal(line_layer(transparent(), "alpha"), page)
    assert np.array_equal(line_layer(transparent((255, 255, 255)), "alpha"), page)
    assert np.array_equal(line_layer(transparent(), "dark"), page)
    assert np.array_equal(line_layer(page.astype(np.uint16) * 257, "dark"), page)
    assert np.array_equal(line_layer(page, "alpha"), page)


@pytest.mark.parametrize("color", [(255, 0, 0), (0, 0, 255), (0, 160, 0), (255, 0, 255)])
def test_trace_lines_are_full_ink(color: tuple[int, int, int]):
    page = np.full((40, 40, 3), 255, np.uint8)
    page[20] = color
    layer = line_layer(page, "dark")
    assert (layer[20] == 0).all()
    assert (np.delete(layer, 20, axis=0) == 255).all()


def test_tinted_paper_is_paper():
    page = np.full((40, 40, 3), (252, 246, 230), np.uint8)
    page[20] = (30, 30, 30)
    layer = line_layer(page, "dark")
    assert (np.delete(layer, 20, axis=0) == 255).all()
    assert layer[20].max() < 40


def test_painted_pictures_are_told_from_line_art():
    painted = np.repeat(drawing()[..., None], 3, axis=2)
    cv2.circle(painted, (80, 60), 33, (230, 60, 40), -1)
    traced = np.full((120, 160, 3), 255, np.uint8)
    cv2.circle(traced, (80, 60), 35, (255, 0, 0), 3, cv2.LINE_AA)
    assert looks_colored(painted)
    assert not looks_colored(traced)
    assert not looks_colored(drawing())
    assert not looks_colored(dark_figure())
