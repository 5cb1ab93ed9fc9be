"""Lifting: a small, soft and noisy picture comes back at its line art's size with the flats that it was made from."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.bench import metrics
from engine.imaging.compose import lay_lines
from engine.imaging.lifting import lifted
from engine.training.clips import make_clip

SIZE = (768, 432)


def _small(picture: np.ndarray, soft: float, noise: float) -> np.ndarray:
    """What a small colorizer would give: 256 pixels wide, blurred, with grain and slow drifts of color."""
    draw = np.random.default_rng(1)
    small = cv2.resize(picture, (256, 144), interpolation=cv2.INTER_AREA)
    if soft:
        small = cv2.GaussianBlur(small, (0, 0), soft)
    drift = cv2.resize(draw.normal(0, noise, (18, 32, 3)).astype(np.float32), (256, 144))
    return np.clip(np.rint(small + drift + draw.normal(0, noise, small.shape)), 0, 255).astype(np.uint8)


def _right(made: np.ndarray, true: np.ndarray, line: np.ndarray) -> float:
    """The share of the figures' pixels off the lines that have their color."""
    paper = np.broadcast_to(metrics.commonest(true), true.shape)
    figures = (metrics.apart(true, paper) > metrics.TOLERANCE) & ~metrics.lines(line)
    return metrics.share(metrics.apart(made, true) <= metrics.TOLERANCE, figures)


@pytest.mark.parametrize(("soft", "noise", "least"), [(0.0, 0.0, 0.97), (0.7, 3.0, 0.92)])
def test_made_up_clips_come_back(soft: float, noise: float, least: float) -> None:
    found: list[tuple[float, float, float]] = []
    for seed in (1_000_301, 1_000_302, 1_000_303, 1_000_304):
        clip = make_clip(seed, SIZE, 2)
        frame = clip.frames[-1]
        small = _small(lay_lines(frame.color, frame.line, "dark"), soft, noise)
        enlarged = cv2.resize(small, SIZE, interpolation=cv2.INTER_CUBIC)
        swatches = np.array([area.color for area in clip.palette], np.uint8)
        ways = (enlarged, lifted(small, frame.line), lifted(small, frame.line, swatches))
        found.append(tuple(_right(way, frame.color, frame.line) for way in ways))  # pyright: ignore[reportArgumentType]
    plain, flat, snapped = np.mean(found, axis=0)
    assert flat > least > plain
    assert snapped >= flat


def test_flats_are_of_one_color_and_run_on_beneath_the_lines() -> None:
    line = np.full((240, 320), 255, np.uint8)
    cv2.circle(line, (160, 120), 80, 0, 9)
    color = np.full((240, 320, 3), 255, np.uint8)
    cv2.circle(color, (160, 120), 80, (200, 40, 40), -1)
    made = lifted(_small(lay_lines(color, line, "dark"), 0.5, 2.0), line, np.array([(255, 255, 255), (200, 40, 40)]))
    assert len(np.unique(made.reshape(-1, 3), axis=0)) == 2
    assert (made[120, 160] == (200, 40, 40)).all()
    assert (made[line < 200].max(axis=1) >= 200).all(), "no line's own dark is left beneath it"


def test_a_border_without_a_line_stays_where_it_was_and_is_hard() -> None:
    line = np.full((288, 512), 255, np.uint8)
    cv2.rectangle(line, (40, 40), (470, 250), 0, 5)
    color = np.full((288, 512, 3), 255, np.uint8)
    color[40:250, 40:470] = (240, 190, 60)
    color[40:250, 251:470] = (150, 110, 90)  # a shadow
    made = lifted(_small(lay_lines(color, line, "dark"), 0.6, 1.0), line)
    row = made[145, 60:450].astype(int)
    changes = np.flatnonzero(np.abs(np.diff(row, axis=0)).sum(axis=1)) + 61
    assert len(changes) == 1
    assert abs(int(changes[0]) - 251) <= 2
    assert np.abs(made[145, 100].astype(int) - (240, 190, 60)).max() <= 4
    assert np.abs(made[145, 400].astype(int) - (150, 110, 90)).max() <= 4


def test_a_gradient_stays_one() -> None:
    line = np.full((288, 512), 255, np.uint8)
    cv2.rectangle(line, (20, 20), (490, 270), 0, 5)
    color = np.empty((288, 512, 3), np.uint8)
    color[:] = np.linspace((20, 40, 200), (240, 220, 60), 512).astype(np.uint8)
    made = lifted(_small(lay_lines(color, line, "dark"), 0.0, 0.0), line).astype(int)
    inside = np.s_[40:250, 40:470]
    assert np.abs(made[inside] - color[inside]).max() <= 12
    assert np.abs(np.diff(made[145, 40:470], axis=0)).max() <= 6


def test_the_same_again_and_pictures_without_lines_or_without_pixels_to_spare() -> None:
    line = np.full((90, 160), 255, np.uint8)
    small = np.full((90, 160, 3), 7, np.uint8)
    assert (lifted(small, line) == 7).all()
    clip = make_clip(1_000_305, (320, 192), 1)
    frame = clip.frames[0]
    tiny = cv2.resize(frame.color, (64, 38), interpolation=cv2.INTER_AREA)
    assert (lifted(tiny, frame.line) == lifted(tiny, frame.line)).all()
