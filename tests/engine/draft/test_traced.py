"""Draft's takes have lines in the colors of the keys: which of them, where they go, and when there are none."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from shots_made import BODY, HEAD, SKY, color, figure, relaid, shot, write

from engine.draft.colorizer import DraftColorizer
from engine.draft.reading import Shot
from engine.draft.traced import KeyLines, Traced
from engine.errors import BadRequest, JobCancelled
from engine.imaging.palette import Palette, color_codes
from engine.imaging.tints import Tints, Told, flat_numbers
from engine.protocol.frames import FrameFile
from engine.protocol.messages import ColorizeShot, SegmentDone

BROWN, BLUE = (120, 60, 30), (20, 30, 90)
Color = tuple[int, int, int]


def palette_of(*colors: Color) -> Palette:
    return Palette(color_codes(np.array([colors], np.uint8)))


def number(color: Color) -> int:
    return int(flat_numbers(np.array([color], np.uint8))[0])


def pair(one: Color, other: Color) -> tuple[int, int]:
    first, last = sorted((number(one), number(other)))
    return first, last


def test_a_line_between_two_flats_has_one_color_on_both_sides_of_its_middle():
    palette = palette_of(SKY, HEAD, BODY)
    tints = Tints(
        {number(HEAD): Told(BROWN, 90), number(SKY): Told((0, 0, 0), 200)},
        {pair(HEAD, SKY): Told(BROWN, 60), pair(BODY, SKY): Told(BLUE, 50), pair(SKY, SKY): Told((0, 0, 0), 9)},
    )
    traced = Traced(palette, {0: KeyLines(tints, palette.codes)}, palette.codes)
    frame = np.full((140, 200), palette.find(color_codes(np.array([[SKY]], np.uint8)))[0, 0], np.uint16)
    sky, head, body = (palette.find(color_codes(np.array([[each]], np.uint8)))[0, 0] for each in (SKY, HEAD, BODY))
    frame[20:60, 40:90], frame[80:120, 40:90] = head, body
    shown = traced.of(frame)
    assert (traced.colors[shown] == palette.colors[frame]).all(), "the flats are the same"
    lines = traced.lines[shown]
    for beside, inside, wanted in (((30, 39), (30, 40), BROWN), ((90, 39), (90, 40), BLUE)):
        assert tuple(lines[beside]) == tuple(lines[inside]) == wanted
    assert tuple(lines[40, 65]) == BROWN, "within a flat as over it"
    assert tuple(lines[5, 5]) == (0, 0, 0)
    assert (frame[90, 39], frame[30, 39]) == (sky, sky), "what was given is left alone"


def test_colors_that_are_no_flat_of_a_key_are_not_repeated():
    palette = palette_of(SKY, HEAD, (SKY[0] + 1, SKY[1], SKY[2]))
    tints = Tints({}, {pair(HEAD, SKY): Told(BROWN, 60)})
    said = {0: KeyLines(tints, palette.codes)}
    assert len(Traced(palette, said, palette_of(SKY, HEAD).codes).colors) == 5
    assert len(Traced(palette, said, palette.codes).colors) == 6
    nothing = Traced(palette, {}, palette.codes)
    assert not nothing.lines.any()
    frame = np.zeros((9, 9), np.uint16)
    assert nothing.of(frame) is frame


def traced_figure(step: int, *, fill: bool) -> np.ndarray:
    """The figure; its key has blue lines round the body and brown ones round the head."""
    image = figure(step, fill=fill)
    if fill:
        black = (image == 0).all(axis=2)
        image[:60][black[:60]], image[60:][black[60:]] = BROWN, BLUE
    return image


def layer(step: int, *, fill: bool) -> np.ndarray:
    """The figure; its key is a color layer without lines."""
    image = figure(step, fill=fill)
    if fill:
        left = 20 + 3 * step
        cv2.rectangle(image, (left - 1, 59), (left + 51, 121), BODY, -1)
        cv2.circle(image, (left + 25, 38), 21, HEAD, -1)
    return image


def lines_of(request: ColorizeShot) -> dict[int, tuple[np.ndarray, np.ndarray | None]]:
    """Of each frame the colors (H, W, 3) and what full ink over them looks like, if that is told."""
    found: dict[int, tuple[np.ndarray, np.ndarray | None]] = {}
    request = msgspec.structs.replace(request, settings={"line_colors": True} | request.settings)
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, SegmentDone):
            with FrameFile(Path(event.path)) as file:
                for at in range(len(file)):
                    lines = file.lines[file.indices(at)] if file.lines is not None else None
                    found[event.first_frame + at] = file.frame(at), lines
    return found


def inked(step: int) -> np.ndarray:
    return (figure(step, fill=False) == 0).all(axis=2)


@pytest.mark.parametrize("key", [1, 4])
def test_frames_between_keys_have_their_lines(tmp_path, key: int):
    request = shot(tmp_path, [0, 1, 2, 3], {key: key - 1}, draw=traced_figure)
    for frame, (_, lines) in lines_of(request).items():
        assert lines is not None
        step, ink = frame - 1, inked(frame - 1)
        left = 20 + 3 * step
        assert (lines[ink & (np.arange(len(ink))[:, None] < 56)] == BROWN).all(axis=1).mean() > 0.98
        assert (lines[ink & (np.arange(len(ink))[:, None] > 64)] == BLUE).all(axis=1).mean() > 0.98
        assert tuple(lines[100, left - 1]) == tuple(lines[100, left + 1]) == BLUE, "both halves of a line"


@pytest.mark.parametrize("draw", [figure, layer])
def test_black_lines_and_no_lines_leave_takes_as_they_were(tmp_path, draw):
    request = shot(tmp_path, [0, 1, 2], {1: 0}, draw=draw)
    assert all(lines is None for _, lines in lines_of(request).values())


def test_line_colors_change_no_flat_and_can_be_left_out(tmp_path):
    request = shot(tmp_path, [0, 1, 2], {1: 0}, draw=traced_figure)
    off = lines_of(msgspec.structs.replace(request, settings={"line_colors": False}))
    for frame, (colors, lines) in lines_of(request).items():
        assert lines is not None
        assert off[frame][1] is None
        assert (off[frame][0] == colors).all()
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, SegmentDone):
            with FrameFile(Path(event.path)) as file:
                assert file.lines is None, "where nothing is said of them, as in shots from before"
    with pytest.raises(BadRequest, match="line_colors"):
        color(msgspec.structs.replace(request, settings={"line_colors": "no"}))
    with pytest.raises(BadRequest, match="line_colors"):
        color(msgspec.structs.replace(request, settings={"lines": False}))


def test_transparent_lines_stay_in_their_own_colors(tmp_path):
    request = shot(tmp_path, [0, 1], {1: 0}, draw=traced_figure)
    for frame in request.frames:
        line = cv2.imread(frame.path)
        assert line is not None
        cv2.imwrite(frame.path, np.dstack([np.zeros_like(line), 255 - line[..., 0]]))
    frames = tuple(msgspec.structs.replace(frame, digest="") for frame in request.frames)
    request = msgspec.structs.replace(relaid(request), frames=frames, polarity="alpha")
    assert all(lines is None for _, lines in lines_of(request).values())


def test_a_key_without_lines_does_not_speak_against_one_that_has_them(tmp_path):
    request = shot(tmp_path, [0, 1, 2, 3], {1: 0, 4: 3}, draw=traced_figure)
    write(Path(request.keys[1].path), layer(3, fill=True))
    for frame, (_, lines) in lines_of(relaid(request)).items():
        assert lines is not None
        assert tuple(lines[100, 20 + 3 * (frame - 1)]) == BLUE


BROW, MOUTH = slice(24, 34), slice(42, 52)  # rows
STEPS = [0, 1, 1, 3, 8, 14]  # with a hold


def face(step: int, *, fill: bool) -> np.ndarray:
    """The figure with a brow and a mouth, two lines in the same flat; its key has the brow in blue."""
    image = figure(step, fill=fill)
    middle = 45 + 3 * step
    cv2.line(image, (middle - 10, 30), (middle + 10, 28), BLUE if fill else (0, 0, 0), 3)
    cv2.line(image, (middle - 8, 46), (middle + 8, 48), (0, 0, 0), 3)
    return image


def without_outlines(step: int, *, fill: bool) -> np.ndarray:
    """The same, whose key shows eyes and mouth in black, but no outlines."""
    image = face(step, fill=fill)
    if fill:
        features = (image == 0).all(axis=2) | (image == BLUE).all(axis=2)
        image = layer(step, fill=True)
        for rows in (BROW, MOUTH):
            left = 45 + 3 * step - 12
            image[rows, left : left + 24][features[rows, left : left + 24]] = 0
    return image


@pytest.mark.parametrize("key", [1, 6])
def test_lines_in_one_flat_have_the_color_that_each_has_on_the_key(tmp_path, key: int):
    request = shot(tmp_path, [*STEPS], {key: STEPS[key - 1]}, length=6, draw=face)
    for frame, (_, lines) in lines_of(request).items():
        assert lines is not None
        step = STEPS[frame - 1]
        ink = (face(step, fill=False) == 0).all(axis=2)
        within = slice(45 + 3 * step - 8, 45 + 3 * step + 8)
        brow, mouth = (lines[rows, within][ink[rows, within]] for rows in (BROW, MOUTH))
        assert (brow == BLUE).all(axis=1).mean() > 0.95
        assert (mouth == 0).all(axis=1).mean() > 0.95
        assert tuple(lines[100, 20 + 3 * step]) == (0, 0, 0), "nor is any outline blue"


def test_a_key_without_outlines_has_none_in_its_frames_but_what_it_shows(tmp_path):
    request = shot(tmp_path, [0, 1, 2, 3], {1: 0}, draw=without_outlines)
    for frame, (colors, lines) in lines_of(request).items():
        assert lines is not None
        ink, middle = (face(frame - 1, fill=False) == 0).all(axis=2), 45 + 3 * (frame - 1)
        body = ink & (np.arange(len(ink))[:, None] > 64)
        assert (lines[body] == colors[body]).all(axis=1).mean() > 0.98
        assert tuple(lines[47, middle]) == (0, 0, 0)


@pytest.mark.parametrize("name", ["_colored", "key_lines"])
def test_each_of_many_keys_is_looked_at_once_and_no_more_once_the_job_is_stopped(tmp_path, monkeypatch, name: str):
    looked: list[int] = []
    asked, original = threading.Event(), getattr(Shot, name)
    asked.set()

    def counted(shot: Shot, at: int, *more: object) -> object:
        looked.append(at)
        if len(looked) > 1:
            asked.wait(10)
        return original(shot, at, *more)

    monkeypatch.setattr(Shot, name, counted)
    keys = {number: number - 1 for number in range(1, 13)}
    request = shot(tmp_path, list(range(12)), keys, length=12, draw=traced_figure)
    request = msgspec.structs.replace(request, settings={"line_colors": True})
    events = DraftColorizer().colorize(request, lambda: False)
    while not looked:
        next(events)  # the next to come is told once all keys are looked at
    assert sorted(looked) == list(range(12))
    del events
    looked.clear()
    asked.clear()

    def stop() -> bool:
        if looked:
            asked.set()
        return bool(looked)

    with pytest.raises(JobCancelled):
        list(DraftColorizer().colorize(request, stop))
    assert len(looked) < 12
