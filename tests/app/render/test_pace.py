"""Time left and forecasts: pure arithmetic, the clock that leaves out sleep, the book on disk."""

from __future__ import annotations

import itertools
import random
import threading
from pathlib import Path

import pytest

from app.render import pace
from app.render.pace import AwakeClock, Kept, Meter, PaceBook, Past, blended, forecast, past, turned


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_past_is_the_median_and_damage_does_not_count() -> None:
    kept = Kept(rates={"draft": (1.0, 50.0, 2.0, float("nan"), -3.0)}, starts=(0.5,))
    assert past(kept, "draft") == Past(2.0, None, 0.5)
    assert past(kept, "other") == Past(None, None, 0.5)


def test_a_new_pace_soon_counts_and_an_outlier_does_not() -> None:
    slow = (10.0,) * 12
    assert past(Kept(rates={"draft": (*slow, 1.0)}), "draft").rate == 10.0
    assert past(Kept(rates={"draft": (*slow, 1.0, 1.0, 1.0)}), "draft").rate == 1.0


def test_a_slow_spell_is_soon_outweighed() -> None:
    book, clock = PaceBook(), Clock()
    run_segments(Meter(book, clock), clock, [120.0] * 6)  # ten seconds a frame
    book._worker.submit(int).result()
    meter = Meter(book, clock)
    meter.sent("draft")
    clock.now += 2
    meter.progressed(0.0, colors=True)
    for step in range(1, 13):  # now one second a frame
        clock.now += 1
        meter.progressed(step / 12, colors=True)
    meter.changed()
    left = meter.left(12, 48, 1.0)
    assert left is not None
    assert 48 * 1.1 < left < 48 * 1.3, "the past counts a little, after twelve seconds"
    meter.finished(12)
    for _ in range(3):
        clock.now += 12
        meter.progressed(1.0, colors=True)
        meter.finished(12)
    meter.changed()
    left = meter.left(0, 12, 1.0)
    assert left is not None
    assert 11.9 < left < 12 * 1.5
    book.close()


def test_on_a_busy_computer_the_time_left_is_soon_that_of_the_run_at_hand() -> None:
    book, clock = PaceBook(), Clock()
    run_segments(Meter(book, clock), clock, [1.2] * 7)  # a tenth of a second a frame
    book._worker.submit(int).result()
    meter = Meter(book, clock)
    meter.sent("draft")
    meter.progressed(0.0, colors=True)
    assert meter.left(48, 96, 1.0) == pytest.approx(14.4)
    for second in range(1, 9):  # now a second a frame: eight of them, of 144
        clock.now += 1
        meter.progressed(second / 48, colors=True)
    meter.changed()
    left = meter.left(48, 96, 1.0)
    assert left is not None
    assert 0.9 * 136 < left < 137
    book.close()


def test_between_two_long_steps_the_time_left_sinks() -> None:
    book, clock = PaceBook(), Clock()
    meter = Meter(book, clock)
    meter.sent("longanimation")
    meter.progressed(0.0, colors=True)
    for step in range(1, 4):
        clock.now += 30
        meter.progressed(step / 20, colors=True)
    told = [meter.left(49, 0, 1.0) or 0]
    for _ in range(29):
        clock.now += 1
        told.append(meter.left(49, 0, 1.0) or 0)
    assert told[0] == pytest.approx(17 * 30)
    assert all(after < before for before, after in itertools.pairwise(told)), "no step longer than those before"
    clock.now += 300
    assert (meter.left(49, 0, 1.0) or 0) > told[-1], "this one is"
    book.close()


def test_a_forecast_counts_the_engine_and_the_beginning_and_needs_a_past() -> None:
    told = Past(rate=0.5, begin=2.0, start=3.0)
    assert forecast(told, 40, engine_runs=True) == 22.0
    assert forecast(told, 40, engine_runs=False) == 25.0
    assert forecast(Past(begin=2.0, start=3.0), 40, engine_runs=True) is None


def test_the_present_counts_more_the_more_there_is_of_it() -> None:
    assert blended(None, 10, 0, 0) is None
    assert blended(None, 10, 4, 8) == 2.0
    assert blended(1.0, 10, 0, 0) == 1.0
    rates = [blended(1.0, 10, work, 3.0 * work) or 0 for work in (1, 5, 10, 100, 1000)]
    assert rates == sorted(rates)
    assert rates[2] == 2.0
    assert 2.9 < rates[-1] < 3.0


def test_what_is_shown_counts_down_and_turns_slowly() -> None:
    assert turned(60, 1, 59) == pytest.approx(59)
    assert turned(60, 0, 600) == 60
    assert 59 < turned(60, 1, 600) < 140
    assert turned(60, 600, 20) == pytest.approx(20)
    assert turned(1, 5, 0) == 0


def test_the_clock_leaves_out_sleep() -> None:
    wall = Clock()
    clock = AwakeClock(wall)
    for _ in range(5):
        wall.now += 1.0
        clock()
    wall.now += 8 * 3600  # the lid was closed
    assert clock() == 5.0 + pace.LONGEST_GAP
    wall.now -= 60  # a clock that was set back
    assert clock() == 5.0 + pace.LONGEST_GAP


def run_segments(meter: Meter, clock: Clock, seconds: list[float], work: float = 12.0) -> None:
    meter.sent("draft")
    for at, each in enumerate(seconds):
        if at == 0:
            clock.now += 2.0
            meter.progressed(0.0, colors=True)
        for step in range(1, 5):
            clock.now += each / 4
            meter.progressed(step / 4, colors=True)
        meter.finished(work)
    meter.stopped()


def test_segments_become_the_past_of_the_next_run() -> None:
    book, clock = PaceBook(), Clock()
    run_segments(Meter(book, clock), clock, [6.0, 6.0, 60.0])
    book.close()
    assert book.past("draft") == Past(rate=0.5, begin=2.0)


def test_a_segment_that_was_stopped_tells_nothing() -> None:
    book, clock = PaceBook(), Clock()
    meter = Meter(book, clock)
    meter.sent("draft")
    clock.now += 1
    meter.progressed(0.1, colors=True)
    clock.now += 500  # paused, or killed
    meter.stopped()
    run_segments(meter, clock, [6.0])
    book.close()
    assert book.past("draft").rate == 0.5


def test_time_left_is_never_negative_and_never_jumps(tmp_path: Path) -> None:
    dice = random.Random(5)
    book, clock = PaceBook(), Clock()
    for _ in range(8):
        book.add_rate("draft", 0.5, 1)
    book.add_begin("draft", 2)
    book._worker.submit(int).result()
    meter = Meter(book, clock)
    meter.sent("draft")
    shown: list[tuple[float, float]] = []
    segments = [12.0] * 20
    for at, work in enumerate(segments):
        for step in range(1, 13):
            clock.now += dice.uniform(0.01, 2.0)  # from much faster to much slower than the past
            meter.progressed(step / 12, colors=True)
            left = meter.left(work, sum(segments[at + 1 :]), 1.0)
            assert left is not None
            assert left >= 0
            shown.append((clock.now, left))
        meter.finished(work)
    for (then, before), (now, after) in itertools.pairwise(shown):
        assert abs(after - (before - (now - then))) < 0.25 * before + 3
    assert shown[-1][1] < 8
    book.close()


def test_without_a_past_there_is_no_time_left_before_a_frame_is_done() -> None:
    book, clock = PaceBook(), Clock()
    meter = Meter(book, clock)
    meter.sent("draft")
    assert meter.left(12, 24, 1.0) is None
    meter.progressed(0.0, colors=True)
    clock.now += 1
    meter.progressed(0.5 / 12, colors=True)
    assert meter.left(12, 24, 1.0) is None
    clock.now += 1
    meter.progressed(1 / 12, colors=True)
    assert meter.left(12, 24, 1.0) == pytest.approx(35 * 2)
    book.close()


def test_without_a_past_a_first_frame_that_took_long_is_soon_forgotten() -> None:
    book, clock = PaceBook(), Clock()
    meter = Meter(book, clock)
    meter.sent("draft")
    meter.progressed(0.0, colors=True)
    clock.now += 0.5
    meter.progressed(1 / 24, colors=True)
    assert meter.left(24, 24, 1.0) is None, "half a second tells nothing"
    clock.now += 5.5
    meter.progressed(2 / 24, colors=True)
    first = told = meter.left(24, 24, 1.0)
    assert first == pytest.approx(46 * 3)
    for frame in range(3, 19):
        clock.now += 0.25
        meter.progressed(frame / 24, colors=True)
        told = meter.left(24, 24, 1.0)
    measured = (6.0 + 16 * 0.25) / 18 * 30
    assert first is not None
    assert told is not None
    assert 0 < told - measured < 0.25 * (first - measured), "within four seconds"
    book.close()


def test_the_book_lasts(tmp_path: Path) -> None:
    path = tmp_path / "data" / "pace.json"
    first = PaceBook(path)
    for seconds in range(1, 40):
        first.add_rate("draft", seconds, 2)
    first.add_rate("draft", 0, 0)  # nothing was done
    first.add_begin("draft", 1.5)
    first.add_start(0.7)
    first.close()
    second = PaceBook(path)
    second.add_start(0.9)
    second.close()
    assert second.past("draft") == Past(rate=37 / 2, begin=1.5, start=0.9)
    assert [entry.name for entry in path.parent.iterdir()] == ["pace.json"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("pace")]


@pytest.mark.parametrize("data", [b"", b"[1]", b'{"rates": {"draft": "fast"}}', b"\xff", b'{"starts": [null]}'])
def test_a_damaged_book_begins_anew(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "pace.json"
    path.write_bytes(data)
    book = PaceBook(path)
    book.add_start(2.0)
    book.close()
    assert book.past("draft") == Past(start=2.0)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_bytes(b"")
    book = PaceBook(tmp_path / "file" / "pace.json")
    book.add_start(2.0)
    book.close()
    assert book.past("draft").start == 2.0
    assert "cannot be kept" in caplog.text
