"""Frames that are told of before their segment is done: the same pixels, in time, and nothing left of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from shots_made import color, shot

from engine.draft import early
from engine.draft.colorizer import DraftColorizer
from engine.protocol.frames import FrameFile, FrameFileHeader
from engine.protocol.messages import ColorizeShot, FramesReady, Progress, SegmentDone

STEPS: list[int | None] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "EVERY", 0.0)


def watched(request: ColorizeShot, number: int = 0) -> ColorizeShot:
    return msgspec.structs.replace(request, watched=number)


def test_frames_come_early_with_the_pixels_that_their_segment_will_have(tmp_path: Path) -> None:
    request = watched(shot(tmp_path, STEPS, {1: 0, 10: 9}, length=5))
    whole = color(request)
    told: set[int] = set()
    segment = -1
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, FramesReady):
            segment = event.segment
            with FrameFile(Path(event.path)) as file:
                for at in range(len(file)):
                    assert event.first + at not in told
                    told.add(event.first + at)
                    assert np.array_equal(file.frame(at), whole[event.first + at])
        elif isinstance(event, SegmentDone):
            assert segment == event.segment, "some came before the segment"
    assert told
    assert told <= set(whole) - {5, 10}, "the last frame of a segment comes with it"


def test_looking_on_changes_no_pixel(tmp_path: Path) -> None:
    plain = color(shot(tmp_path / "plain", STEPS, {1: 0, 6: 5, 10: 9}, length=10))
    for number in (0, 4, 8):
        again = color(watched(shot(tmp_path / str(number), STEPS, {1: 0, 6: 5, 10: 9}, length=10), number))
        assert sorted(again) == sorted(plain)
        assert all(np.array_equal(again[at], plain[at]) for at in plain)


def test_a_frame_far_along_from_its_key_does_not_hold_up_those_before_it(tmp_path: Path) -> None:
    request = watched(shot(tmp_path, STEPS, {1: 0}, length=10), 9)
    events = DraftColorizer().colorize(request, lambda: False)
    assert next(event for event in events if isinstance(event, FramesReady)).first == 1


def test_frames_that_come_faster_than_they_are_written_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early, "EVERY", 1e9)
    monkeypatch.setattr(early, "ROOM", 2 * 6 * 8)
    header = FrameFileHeader(
        first=1, last=9, width=8, height=6, channels=3, colorizer="draft", seed=0, inputs="x", palette=((0, 0, 0),)
    )
    frames = early.EarlyFolder(tmp_path / "early", "job").begin(header)
    frames.show(5, np.zeros((6, 8), np.uint8))
    for _ in range(9):
        frames.append(np.zeros((6, 8), np.uint8))
        assert sum(frame.nbytes for frame in frames._waiting) <= 2 * 6 * 8
    assert not frames._waiting
    assert [(first, last) for first, last, _ in frames.ready()] == [(5, 5)]


def test_nobody_who_looks_on_costs_nothing(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0})
    assert not any(isinstance(event, FramesReady) for event in DraftColorizer().colorize(request, lambda: False))
    assert not (Path(request.cache_dir) / "draft" / "early").exists()


def test_what_one_key_colors_alone_does_not_wait_for_the_other_one(tmp_path: Path) -> None:
    request = watched(shot(tmp_path, STEPS, {1: 0, 10: 9}, length=10))
    done = 0
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, Progress):
            done = max(done, event.done)
        if isinstance(event, FramesReady) and event.first > 1:
            break
    assert done <= 5, "frames 1 to 3, and 2 and 3 once more for their colors; nothing of the way back from frame 10"


@pytest.mark.parametrize("looked_at", [3, 5, 8])
def test_the_frame_looked_at_comes_first_as_it_will_be(tmp_path: Path, looked_at: int) -> None:
    request = watched(shot(tmp_path, STEPS, {2: 1, 10: 9}, length=10), looked_at)
    told: list[tuple[int, int]] = []
    early_one: np.ndarray | None = None
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, FramesReady):
            told.append((event.first, event.last))
            if early_one is None:
                with FrameFile(Path(event.path)) as file:
                    early_one = file.frame(0)
    assert told[0] == (looked_at, looked_at)
    assert told[1][0] == 1
    assert early_one is not None
    assert np.array_equal(early_one, color(request)[looked_at])


def test_nothing_comes_out_of_turn_where_a_key_is_looked_at(tmp_path: Path) -> None:
    request = watched(shot(tmp_path, STEPS, {4: 3}, length=10), 4)
    events = DraftColorizer().colorize(request, lambda: False)
    assert next(event for event in events if isinstance(event, FramesReady)).first == 1


def test_files_of_the_segment_before_stay_readable_and_older_ones_go(tmp_path: Path) -> None:
    request = watched(shot(tmp_path, STEPS[:9], {1: 0}, length=3))
    folder = Path(request.cache_dir) / "draft" / "early"
    of: dict[int, set[str]] = {}
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, FramesReady):
            of.setdefault(event.segment, set()).add(event.path)
            assert all(Path(path).exists() for path in of.get(event.segment - 1, ()))
            assert not any(Path(path).exists() for path in of.get(event.segment - 2, ()))
    assert sorted(of) == [0, 1, 2]
    left = set(folder.iterdir())
    assert of[2] <= {str(path) for path in left}
    next(DraftColorizer().colorize(request, lambda: False))
    assert not any(path.exists() for path in left), "the next job takes away what the last one has left"


def test_frames_that_cannot_be_shown_early_stop_nothing(tmp_path: Path) -> None:
    request = watched(shot(tmp_path, STEPS, {1: 0}))
    whole = color(request)
    folder = Path(request.cache_dir) / "draft" / "early"
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()
    folder.write_text("a file lies in its place")
    events = list(DraftColorizer().colorize(request, lambda: False))
    assert sum(isinstance(event, SegmentDone) for event in events) == 3
    assert not any(isinstance(event, FramesReady) for event in events)
    assert sorted(color(request)) == sorted(whole)
