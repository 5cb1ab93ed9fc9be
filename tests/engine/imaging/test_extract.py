"""Lines taken out of colored pictures lie where the outlines and borders are, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.imaging.extract import extract_line
from engine.imaging.line import line_layer
from engine.imaging.stills import read_still


def painted() -> np.ndarray:
    """(360, 480, 3): an outlined disc on a gradient, and two flats that meet without an outline."""
    picture = np.repeat(np.linspace(150, 210, 480)[None, :, None], 360, 0).repeat(3, 2).astype(np.uint8)
    cv2.circle(picture, (130, 180), 80, (220, 60, 50), -1, cv2.LINE_AA)
    cv2.circle(picture, (130, 180), 80, (10, 10, 10), 4, cv2.LINE_AA)
    picture[100:260, 300:360] = (60, 120, 220)
    picture[100:260, 360:420] = (240, 220, 60)
    return picture


def ink(picture: np.ndarray) -> np.ndarray:
    return extract_line(picture) < 128


def test_outlines_and_borders_are_drawn():
    found = ink(painted())
    ring = np.zeros(found.shape, np.uint8)
    cv2.circle(ring, (130, 180), 80, 255, 2)
    assert found[ring > 0].mean() > 0.97
    assert found[110:250, 357:363].any(axis=1).mean() > 0.97
    assert found[110:250, 297:303].any(axis=1).mean() > 0.97


@pytest.mark.parametrize("quality", [0, 70])
def test_gradients_and_compression_leave_no_line(quality: int):
    picture = painted()
    if quality:
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        unpacked = cv2.imdecode(packed, cv2.IMREAD_COLOR)
        assert unpacked is not None
        picture = unpacked
    found = ink(picture)
    allowed = np.zeros(found.shape, np.uint8)
    cv2.circle(allowed, (130, 180), 80, 255, 14)
    cv2.rectangle(allowed, (300, 100), (420, 259), 255, 14)
    cv2.line(allowed, (360, 100), (360, 259), 255, 14)
    assert not found[allowed == 0].any()


def test_lines_are_thin_and_an_outline_is_one_line():
    found = ink(painted())
    across = found[180, 30:70]  # through the left side of the ring
    assert np.count_nonzero(np.diff(np.r_[False, across, False].astype(int)) == 1) == 1
    border = found[180, 340:380]
    assert 1 <= np.count_nonzero(border) <= 3


def test_a_flat_picture_has_no_lines():
    assert (extract_line(np.full((100, 120, 3), (30, 90, 160), np.uint8)) == 255).all()
    assert extract_line(np.zeros((1, 1, 3), np.uint8)).shape == (1, 1)


def test_real_frames_give_about_the_artists_lines(clips: Path):
    clip = clips / "synfig_walk"
    own = line_layer(read_still(clip / "line" / "0010.png"), "dark") < 128
    found = ink(read_still(clip / "color" / "0010.png"))
    near = cv2.dilate(found.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert near[own].mean() > 0.9
    close = cv2.dilate(own.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert close[found].mean() > 0.8
