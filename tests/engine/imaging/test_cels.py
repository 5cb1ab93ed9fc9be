"""Palette lock: noisy color in drawn regions becomes the swatches it is nearest to; what lies apart stays apart."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from engine.imaging.cels import snapped

SWATCHES = np.array([(255, 255, 255), (206, 54, 48), (60, 70, 120), (240, 200, 170), (72, 84, 142)], np.uint8)
WHITE, RED, BLUE, SKIN, LIGHT_BLUE = range(5)


def drawn(size: tuple[int, int] = (240, 320)) -> tuple[np.ndarray, np.ndarray]:
    """Line art and the index of the swatch of each pixel: a red and a blue disk on white."""
    line = np.full(size, 255, np.uint8)
    truth = np.zeros(size, np.uint16)
    for center, swatch in (((90, 120), RED), ((230, 120), BLUE)):
        cv2.circle(truth, center, 60, swatch, -1)
        cv2.circle(line, center, 60, 0, 2, cv2.LINE_AA)
    return line, truth


def uneven(truth: np.ndarray, line: np.ndarray, noise: float = 12, seed: int = 1) -> np.ndarray:
    """As a generator leaves it: noise, a drift of color from left to right, dark lines."""
    rng = np.random.default_rng(seed)
    drift = np.linspace(-10, 10, truth.shape[1])[None, :, None]
    color = SWATCHES[truth] + rng.normal(0, noise, (*truth.shape, 3)) + drift
    return np.clip(color * (line[..., None] / 255), 0, 255).astype(np.uint8)


def off_lines(line: np.ndarray) -> np.ndarray:
    return cv2.erode(line, np.ones((5, 5), np.uint8)) == 255


def test_each_region_takes_its_swatch():
    line, truth = drawn()
    got = snapped(uneven(truth, line), line, SWATCHES)
    assert got.dtype == np.uint16
    assert (got == truth)[off_lines(line)].all()
    assert (got == truth).mean() > 0.98


def test_swatches_hardly_to_be_told_apart_do_not_flicker_in_a_region():
    line, truth = drawn()
    for seed in range(4):
        got = snapped(uneven(truth, line, 8, seed), line, SWATCHES)
        assert len(np.unique(got[(truth == BLUE) & off_lines(line)])) == 1


def test_strays_do_not_turn_a_region():
    line, truth = drawn()
    frame = uneven(truth, line)
    frame[70:80, 60:75] = (0, 255, 0)
    assert (snapped(frame, line, SWATCHES)[(truth == RED) & off_lines(line)] == RED).all()


def test_a_region_of_two_clear_colors_keeps_both_on_their_sides():
    line, truth = drawn()
    disk = truth == RED
    truth[disk & (np.arange(320)[None] > 95)] = SKIN  # a border of colors without a line
    got = snapped(uneven(truth, line, 6), line, SWATCHES)
    away = np.abs(np.arange(320) - 95.5)[None] > 6
    assert (got == truth)[disk & away & off_lines(line)].mean() > 0.98
    assert set(np.unique(got[disk & off_lines(line)])) == {RED, SKIN}


def test_an_empty_drawing_and_one_swatch_are_no_trouble():
    line = np.full((60, 80), 255, np.uint8)
    frame = np.full((60, 80, 3), (250, 250, 250), np.uint8)
    assert (snapped(frame, line, SWATCHES) == WHITE).all()
    assert (snapped(frame, line, SWATCHES[1:2]) == 0).all()
    assert (snapped(frame, np.zeros_like(line), SWATCHES) == WHITE).all()


@pytest.mark.parametrize("size", [(576, 1024)])
def test_it_takes_less_time_than_a_frame_takes_to_be_made(size: tuple[int, int]):
    line, truth = drawn(size)
    frame = uneven(truth, line)
    snapped(frame, line, SWATCHES)
    begun = time.process_time()
    snapped(frame, line, SWATCHES)
    assert time.process_time() - begun < 3
