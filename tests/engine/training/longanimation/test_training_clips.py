"""Examples for LongAnimation's training: made-up ones and a studio's own, the same each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from engine.imaging.stills import read_still
from engine.training.longanimation.clips import CAPTION, Example, FolderExamples, MadeExamples
from engine.training.longanimation.configs import MINI, TINY, TrainingError
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.objectives import Lot, crop_with_a_line
from engine.training.longanimation.samples import data_sheet


def same(one: Example, other: Example) -> bool:
    arrays = ("sketch", "color", "reference", "reference_sketch", "history")
    return one.words == other.words and all(np.array_equal(getattr(one, at), getattr(other, at)) for at in arrays)


def test_a_made_example_is_a_segment_with_its_history_and_a_key_of_it(tmp_path) -> None:
    examples = MadeExamples(TINY)
    one = examples.example(1)
    assert one.sketch.shape == one.color.shape == (17, 48, 64, 3)
    assert one.history.shape == (24, 48, 64, 3)
    assert set(np.unique(one.sketch)) == {0, 255}
    assert any(np.array_equal(one.reference, frame) for frame in one.history)
    assert one.words.startswith("2D cel animation")
    assert same(one, MadeExamples(TINY).example(1))
    assert not same(one, examples.example(2))
    kept = KeptExamples(examples, tmp_path)
    assert same(kept.example(1), one)
    (path,) = tmp_path.iterdir()
    assert same(KeptExamples(examples, tmp_path).example(1), one)
    path.write_bytes(b"damaged")
    assert same(KeptExamples(examples, tmp_path).example(1), one)


def test_segments_are_as_long_as_the_product_colors_them() -> None:
    assert (MINI.frames, MINI.history) == (81, 160)


def test_a_studios_clips_are_cut_into_segments(make_shot, tmp_path) -> None:
    shows = tmp_path / "show"
    shot = make_shot(shows / "walk", 60, (100, 50))
    make_shot(shows / "short", 10, (100, 50))
    colored = shows / "colored"
    colored.mkdir()
    for path in shot.color[:20]:
        (colored / path.name).write_bytes(path.read_bytes())
    (shows / "walk.txt").write_text("A figure walks.", "utf-8")
    film(shows / "film.avi", shot.color[:40])
    examples = FolderExamples(replace(TINY, frames=17), shows)
    found = [examples.example(item) for item in range(len(examples))]
    assert len(found) == 1 + 2 + 3
    assert all(one.sketch.shape == one.color.shape == (17, 48, 96, 3) for one in found)
    assert [len(one.history) for one in found] == [0, 0, 17, 0, 17, 24]
    assert [one.words for one in found] == [CAPTION] * 3 + ["A figure walks."] * 3
    assert all(one.sketch.any() for one in found)
    assert examples.buckets == [(96, 48, 17)] * 6
    assert np.array_equal(found[4].history[0], found[3].color[0])
    assert any(np.array_equal(found[3].reference, frame) for frame in found[3].color), "a first segment's own frame"
    assert any(np.array_equal(found[5].reference, frame) for frame in found[5].history)


def test_clips_of_other_shapes_are_in_other_buckets_and_of_few_lengths(make_shot, tmp_path) -> None:
    for name, frames, size in (("a", 40, (100, 50)), ("b", 70, (50, 100)), ("c", 33, (96, 48))):
        make_shot(tmp_path / name, frames, size)
    examples = FolderExamples(replace(TINY, frames=33), tmp_path)
    shapes = [examples.example(item).color.shape for item in range(len(examples))]
    assert [(width, height, frames) for frames, height, width, _ in shapes] == examples.buckets
    assert sorted(set(examples.buckets)) == [(48, 96, 33), (96, 48, 33)]
    sheet = data_sheet(examples.example(1))
    assert sheet.shape == (3 * 96, 6 * 48, 3)
    assert np.array_equal(sheet[96:192, :48], examples.example(1).color[0])
    assert np.array_equal(sheet[192:, :48], examples.example(1).reference)


def test_a_folder_without_clips_is_told(tmp_path) -> None:
    with pytest.raises(TrainingError, match="There are no clips of 17 frames"):
        FolderExamples(TINY, tmp_path)


def test_the_codec_is_shown_crops_that_a_line_runs_through() -> None:
    sketch = np.zeros((17, 48, 64, 3), np.uint8)
    sketch[3:6, 40, 10:14] = 255
    crops = [crop_with_a_line(sketch, (32, 9), Lot(0, index)) for index in range(60)]
    for frames, rows, columns in crops:
        assert sketch[frames, rows, columns].shape == (9, 32, 32, 3)
        assert sketch[frames, rows, columns].any() or frames.start > 5
    assert len({(rows.start, columns.start) for _, rows, columns in crops}) > 20
    empty = crop_with_a_line(np.zeros_like(sketch), (32, 9), Lot(0, 1))
    assert sketch[empty].shape == (9, 32, 32, 3)


def test_times_of_much_noise_come_oftener_where_that_is_wanted() -> None:
    even, noisy = ([Lot(0, index).time(power) for index in range(2000)] for power in (1.0, 2.0))
    assert min(even) >= 0
    assert max(even) <= 999
    assert 0.2 < np.mean([time >= 750 for time in even]) < 0.3
    assert 0.45 < np.mean([time >= 750 for time in noisy]) < 0.55


def film(path: Path, pictures: tuple[Path, ...]) -> None:
    """A movie of these pictures."""
    frames = [read_still(picture)[..., ::-1].copy() for picture in pictures]
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 24, (width, height))
    for frame in frames:
        writer.write(frame)
    writer.release()


def test_the_small_model_is_as_small_as_agreed() -> None:
    parts = build(MINI, torch.device("cpu"))
    sizes = [sum(value.numel() for value in module.parameters()) for module in parts.all]
    assert sum(sizes[3:]) <= 40_000_000, "what denoises"
    assert 2 * sum(sizes) <= 60_000_000, "bytes of all of it in 16 bits"
