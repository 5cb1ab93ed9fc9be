"""Line art as the networks see it, and the canvas: nothing is cropped, and what goes on comes back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from shots import drawn

from engine.longanimation.reading import ShotPictures, canvas_of, padded_length, reference_on


@pytest.mark.parametrize(
    ("size", "inner", "whole"),
    [
        ((1920, 1080), (1024, 576), (1024, 576)),
        ((1080, 1920), (576, 1024), (576, 1024)),
        ((1000, 562), (1025, 576), (1040, 576)),
        ((333, 331), (579, 576), (592, 576)),
        ((6000, 1000), (3456, 576), (3456, 576)),
    ],
)
def test_the_canvas_holds_the_whole_picture_in_whole_tokens(
    size: tuple[int, int], inner: tuple[int, int], whole: tuple[int, int]
) -> None:
    canvas = canvas_of(*size, 576)
    assert (canvas.inner_width, canvas.inner_height) == inner
    assert (canvas.canvas_width, canvas.canvas_height) == whole


@pytest.mark.parametrize("size", [(96, 64), (101, 67), (37, 90), (16, 16)])
def test_what_goes_on_the_canvas_comes_back_at_its_size(size: tuple[int, int]) -> None:
    width, height = size
    same = canvas_of(width, height, min(size))
    image = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    np.testing.assert_array_equal(same.back(same.picture(image)), image)
    smooth = np.dstack([np.add.outer(np.arange(height), np.arange(width)).astype(np.uint8)] * 3)
    larger = canvas_of(width, height, 4 * min(size))
    back = larger.back(larger.picture(smooth))
    assert back.shape == smooth.shape
    assert np.abs(back.astype(int) - smooth).max() <= 2


def test_ink_is_white_on_black_and_what_is_added_is_paper() -> None:
    line = np.full((67, 101), 255, np.uint8)
    line[:, 100] = 0
    canvas = canvas_of(101, 67, 67)
    sketch = canvas.sketch(line)
    assert sketch.shape == (80, 112, 3)
    assert set(np.unique(sketch)) == {0, 255}
    assert (sketch[:67, 100] == 255).all()
    assert (sketch[:, :100] == 0).all()
    assert (sketch[:, 101:] == 0).all()
    assert (sketch[67:] == 0).all()


@pytest.mark.parametrize("shrink", [2, 4, 7])
def test_thin_lines_are_not_lost_on_a_small_canvas(shrink: int) -> None:
    line = np.full((64 * shrink, 96 * shrink), 255, np.uint8)
    cv2.line(line, (3, 5), (90 * shrink, 60 * shrink), 0, 1)
    sketch = canvas_of(96 * shrink, 64 * shrink, 64).sketch(line)[..., 0]
    parts = cv2.connectedComponents((sketch > 0).astype(np.uint8), connectivity=8)[0] - 1
    assert parts == 1


def test_other_fits_fill_the_canvas_and_frames_come_back_at_their_size() -> None:
    gray = np.tile(np.linspace(20, 220, 200, dtype=np.uint8), (100, 1))
    picture = cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB)
    padded, squashed, covered = (canvas_of(200, 100, 50, fit, fit) for fit in ("pad", "squash", "cover"))
    assert {(one.canvas_width, one.canvas_height) for one in (padded, squashed, covered)} == {(112, 64)}
    rows = {one.sketch_fit: one.picture(picture) for one in (padded, squashed, covered)}
    assert (rows["pad"][:, 100:] == rows["pad"][:, 99:100]).all()
    assert abs(int(rows["squash"][30, 111, 0]) - 220) < 3
    # 128 wide to be 64 high: 8 pixels are lost on either side
    assert abs(int(rows["cover"][30, 0, 0]) - (20 + 200 * 8 / 128)) < 4
    assert abs(int(rows["cover"][30, 111, 0]) - (20 + 200 * 120 / 128)) < 4
    for canvas in (padded, squashed, covered):
        back = canvas.back(canvas.picture(picture)).astype(int)
        assert back.shape == picture.shape
        assert np.abs(back[:, 16:184] - picture[:, 16:184]).max() < 5
    assert covered.back(covered.picture(picture))[50, :12].std() < 0.5  # what was lost is its edge, gone on with


@pytest.mark.parametrize(("frames", "padded"), [(1, 17), (14, 17), (17, 17), (18, 33), (80, 81), (81, 81), (82, 97)])
def test_lengths_are_those_the_base_model_knows(frames: int, padded: int) -> None:
    assert padded_length(frames) == padded


def test_a_short_segment_ends_on_its_last_drawing(make_shot, tmp_path) -> None:
    shot = drawn(make_shot, tmp_path, 6)
    pictures, canvas = ShotPictures(shot.request), canvas_of(96, 64, 64)
    asked = []
    clip = pictures.sketches(canvas.sketch, range(2, 7), lambda: asked.append(1))
    assert clip.shape == (17, 64, 96, 3)
    assert len(asked) == 5
    for at in range(5):
        np.testing.assert_array_equal(clip[at], canvas.sketch(pictures.line(2 + at)))
    for at in range(5, 17):
        np.testing.assert_array_equal(clip[at], clip[4])
    assert not np.array_equal(clip[0], clip[4])


def test_a_key_without_background_stands_on_white() -> None:
    key = np.zeros((64, 96, 4), np.uint8)
    key[20:40, 30:60] = (200, 20, 20, 255)
    seen = reference_on(canvas_of(96, 64, 64), key)
    assert seen.shape == (1, 64, 96, 3)
    assert (seen[0, 20:40, 30:60] == (200, 20, 20)).all()
    assert (seen[0, :20] == 255).all()
