"""What has no lines and moves behind a scene that rests is shown where it is between two keys."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from shots_made import BODY, HEIGHT, PAPER, SKY, WIDTH, color, shot, with_segments

CLOUD, NIGHT = (250, 250, 250), (30, 40, 90)
LENGTH = 9


def sky(step: int, *, fill: bool) -> np.ndarray:
    """A cloud without lines that drifts to the right behind a house that rests."""
    image = np.full((HEIGHT, WIDTH, 3), SKY if fill else PAPER, np.uint8)
    if fill:
        cv2.ellipse(image, (50 + 3 * step, 35), (26, 14), 0, 0, 360, CLOUD, -1)
    cv2.rectangle(image, (140, 90), (180, 130), BODY if fill else PAPER, -1)
    cv2.rectangle(image, (140, 90), (180, 130), (0, 0, 0), 2)
    return image


def passing(step: int, *, fill: bool) -> np.ndarray:
    """The same with a ball in front that is on neither key."""
    image = sky(step, fill=fill)
    if 0 < step < LENGTH - 1:
        cv2.circle(image, (20 + 12 * step, 35), 9, BODY if fill else PAPER, -1)
        cv2.circle(image, (20 + 12 * step, 35), 9, (0, 0, 0), 2)
    return image


def dusk(step: int, *, fill: bool) -> np.ndarray:
    """A cloud that stays, and changes its color on the way."""
    image = sky(0, fill=fill)
    if fill and step:
        image[(image == CLOUD).all(axis=2)] = NIGHT
    return image


def middle(image: np.ndarray, tone: tuple[int, int, int]) -> float:
    """The column around which a color lies."""
    return float(np.nonzero((image == tone).all(axis=2))[1].mean())


def test_a_cloud_goes_on_drifting_between_two_keys_also_while_the_drawing_is_held(tmp_path: Path) -> None:
    done = color(shot(tmp_path, list(range(LENGTH)), {1: 0, LENGTH: LENGTH - 1}, length=5, draw=sky))
    for number in range(2, LENGTH):
        assert abs(middle(done[number], CLOUD) - middle(sky(number - 1, fill=True), CLOUD)) < 1.5, number
        assert set(map(tuple, done[number].reshape(-1, 3).tolist())) == {SKY, CLOUD, BODY}, "no color is mixed"


def test_what_passes_in_front_of_the_cloud_keeps_its_color(tmp_path: Path) -> None:
    done = color(shot(tmp_path, list(range(LENGTH)), {1: 0, LENGTH: LENGTH - 1}, length=LENGTH, draw=passing))
    ball = passing(3, fill=True)[28:43, 49:64]
    inside = (ball == BODY).all(axis=2)
    assert inside.any()
    assert not (done[4][28:43, 49:64][inside] == CLOUD).all(axis=1).any()


def test_a_cloud_that_changes_its_color_stays_where_it_is(tmp_path: Path) -> None:
    done = color(shot(tmp_path, list(range(LENGTH)), {1: 0, LENGTH: LENGTH - 1}, length=LENGTH, draw=dusk))
    for number in range(2, LENGTH):
        first, last = ((done[number] == dusk(step, fill=True)).all(axis=2).mean() for step in (0, LENGTH - 1))
        assert max(first, last) > 0.95, f"frame {number} is one key's or the other's"


def test_a_drifting_cloud_is_the_same_in_segments_colored_apart(tmp_path: Path) -> None:
    request = shot(tmp_path / "a", list(range(LENGTH)), {1: 0, LENGTH: LENGTH - 1}, length=3, draw=sky)
    together = color(request)
    other = shot(tmp_path / "b", list(range(LENGTH)), {1: 0, LENGTH: LENGTH - 1}, length=3, draw=sky)
    for number, image in color(with_segments(other, 1)).items():
        np.testing.assert_array_equal(image, together[number])
