"""The seam meter: a step of color over a join is measured apart from lines, motion and what changes anyway."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.importer import import_line_art
from app.media.seams import PLAIN, SEEN, MeasureStopped, Seam, join_of, measure
from app.media.takes import read_take
from app.project.model import Shot, Span, Take
from app.project.storage import create_project
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

WIDTH, HEIGHT, FRAMES = 480, 270, 16
SKY, BODY = (180, 200, 220), (200, 60, 50)
Body = Callable[[int], tuple[int, int, int]]


def left(number: int, speed: int) -> int:
    return 40 + speed * number


def drawn(folder: Path, speed: int, hold: int = 1) -> Shot:
    """Line art of a body that moves by so many pixels a drawing, with a line of a thickness that changes."""
    lines = folder / "line"
    lines.mkdir(parents=True)
    for number in range(1, FRAMES + 1):
        at = (number - 1) // hold
        line = np.full((HEIGHT, WIDTH), 255, np.uint8)
        cv2.rectangle(line, (left(at, speed), 90), (left(at, speed) + 120, 220), 0, 2 + at % 3)
        cv2.imwrite(str(lines / f"{number:04d}.png"), line)
    project = folder / "p.shiage"
    create_project(project)
    return Shot("shot1", "walk", line=import_line_art([lines], project).line)


def take(folder: Path, span: Span, speed: int, body: Body, hold: int = 1, indexed: bool = True) -> Take:
    """A take whose body has a color by frame; with grain where it is of pixels."""
    path = folder / "p.shiage" / "takes" / "shot1" / f"{span.first}-{span.last}-{indexed}-{body(span.first)}.frames"
    palette: Sequence[tuple[int, int, int]] = (SKY, *dict.fromkeys(body(n) for n in range(span.first, span.last + 1)))
    header = FrameFileHeader(
        first=span.first, last=span.last, width=WIDTH, height=HEIGHT, channels=3, colorizer="draft", seed=0, inputs="i",
        palette=tuple(palette) if indexed else (),
    )  # fmt: skip
    writer = FrameFileWriter(path, header)
    for number in range(span.first, span.last + 1):
        at = (number - 1) // hold
        ids = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.rectangle(ids, (left(at, speed), 90), (left(at, speed) + 120, 220), palette.index(body(number)), -1)
        pixels = np.array(palette, np.uint8)[ids].astype(np.int16)
        grain = np.random.default_rng(at).integers(-3, 4, pixels.shape)
        writer.append(ids if indexed else np.clip(pixels + grain, 0, 255).astype(np.uint8))
    writer.commit()
    return read_take(folder / "p.shiage", path)


def measured(folder: Path, speed: int, before: Body, after: Body, hold: int = 1, indexed: bool = True) -> Seam:
    shot = drawn(folder, speed, hold)
    first = take(folder, Span(1, 8), speed, before, hold, indexed)
    second = take(folder, Span(9, FRAMES), speed, after, hold, indexed)
    join = join_of(shot, folder / "p.shiage", first, second, 8)
    assert join is not None
    return measure(join)


def same(number: int) -> tuple[int, int, int]:
    return BODY


def darker(number: int) -> tuple[int, int, int]:
    return (170, 40, 35)


@pytest.mark.parametrize("indexed", [True, False], ids=["flats", "pixels with grain"])
@pytest.mark.parametrize("speed", [0, 6])
def test_the_same_colors_are_smooth_however_lines_and_figure_move(tmp_path: Path, speed: int, indexed: bool):
    seam = measured(tmp_path, speed, same, same, indexed=indexed)
    assert seam.number == 9
    assert seam.excess < SEEN / 2
    assert (seam.word, seam.problem) == ("smooth", None)


@pytest.mark.parametrize("indexed", [True, False], ids=["flats", "pixels with grain"])
@pytest.mark.parametrize("speed", [0, 6])
def test_another_color_after_the_join_is_a_step_where_the_figure_is(tmp_path: Path, speed: int, indexed: bool):
    seam = measured(tmp_path, speed, same, darker, indexed=indexed)
    assert seam.excess > PLAIN
    assert seam.word == "clear step"
    assert seam.problem is not None
    assert (seam.problem.kind, seam.problem.number) == ("seam", 9)
    x, y, width, height = seam.problem.box
    assert 30 < x < 120
    assert 80 <= y <= 110
    assert 90 <= width <= 140
    assert 100 <= height <= 140
    assert all(len(ring) >= 6 for ring in seam.problem.outline)


def test_a_step_no_larger_than_the_usual_ones_is_none(tmp_path: Path):
    def flicker(number: int) -> tuple[int, int, int]:
        return same(number) if number % 2 else darker(number)

    seam = measured(tmp_path, 0, flicker, flicker)
    assert seam.step > PLAIN
    assert seam.excess < 0.01
    assert seam.problem is None


def test_over_a_held_drawing_a_step_counts_against_held_drawings_only(tmp_path: Path):
    """On twos, with colors that change with every drawing: 8 and 9 show drawings 4 and 5 of which each is held."""

    def drifting(number: int) -> tuple[int, int, int]:
        return (200 - 12 * ((number - 1) // 2), 60, 50)

    seam = measured(tmp_path, 0, drifting, drifting, hold=2)
    assert seam.step > SEEN
    assert seam.word == "smooth"


def test_a_take_beyond_the_shot_has_no_join_and_a_measure_can_be_stopped(tmp_path: Path):
    shot = drawn(tmp_path, 0)
    first, second = take(tmp_path, Span(1, 8), 0, same), take(tmp_path, Span(9, 16), 0, same)
    far = take(tmp_path, Span(9, 20), 0, same)
    assert join_of(shot, tmp_path / "p.shiage", first, far, 8) is None
    join = join_of(shot, tmp_path / "p.shiage", first, second, 8)
    assert join is not None
    with pytest.raises(MeasureStopped):
        measure(join, lambda: True)
