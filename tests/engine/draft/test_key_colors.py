"""What is taken from a key: its flats without the noise in them, and whatever else it shows."""

from __future__ import annotations

import cv2
import numpy as np
from shots_made import BODY, HEAD, SKY, figure

from engine.draft.coloring import color_key
from engine.draft.drawing import study
from engine.draft.tuning import Tuning
from engine.imaging.palette import Palette, color_codes, same_color

TUNING = Tuning()


def taken_from(picture: np.ndarray) -> np.ndarray:
    """(H, W, 3): the colors that the key `picture` gives its drawing, flats running under the lines."""
    line = cv2.cvtColor(figure(10, fill=False), cv2.COLOR_RGB2GRAY)
    palette = Palette(color_codes(picture))
    same = same_color(palette.colors, TUNING.tolerance)
    return palette.colors[color_key(study(line, TUNING, None), palette.find(color_codes(picture)), same, TUNING).colors]


def noisy(picture: np.ndarray, share: float, levels: int) -> np.ndarray:
    chance = np.random.default_rng(5)
    there = chance.random(picture.shape[:2]) < share
    moved = picture.astype(int) + chance.integers(-levels, levels + 1, picture.shape)
    return np.where(there[..., None], np.clip(moved, 0, 255), picture).astype(np.uint8)


def test_noise_in_the_flats_of_a_key_is_not_taken():
    clean = figure(10, fill=True)
    taken = taken_from(noisy(clean, 0.2, 6))
    assert {tuple(color) for color in taken.reshape(-1, 3).tolist()} == {BODY, HEAD, SKY}
    np.testing.assert_array_equal(taken, taken_from(clean))


def test_what_is_clearly_another_color_is_taken_though_no_line_is_around_it():
    picture = figure(10, fill=True)
    mark = (SKY[0] - 12, SKY[1], SKY[2])
    picture[4:16, 4:16] = mark
    assert (taken_from(picture)[6:14, 6:14] == mark).all()


def test_a_color_of_its_own_within_lines_is_taken_however_little_it_differs():
    picture = figure(10, fill=True)
    body = (picture == BODY).all(axis=2)
    like_the_sky = (SKY[0] - 2, SKY[1], SKY[2])
    picture[body] = like_the_sky
    taken = taken_from(picture)
    assert (taken[body] == like_the_sky).mean() > 0.99


def test_a_soft_change_of_color_stays():
    picture = figure(10, fill=True)
    sky = (picture == SKY).all(axis=2)
    steps = np.linspace(-30, 0, picture.shape[0]).round().astype(int)
    picture[sky] = np.clip(picture.astype(int) + steps[:, None, None], 0, 255).astype(np.uint8)[sky]
    taken = taken_from(picture)
    off = np.abs(taken[sky].astype(int) - picture[sky]).max(axis=1)
    assert (off == 0).mean() > 0.98  # but for what lies right beside the lines
