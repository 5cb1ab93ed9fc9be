"""Pause, resume, order and cancel of single segments, with the real engine; and what the journal keeps of it."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from app.project.model import Span
from app.project.staleness import Status
from app.render import journal
from app.render.pace import PaceBook

SLOW = """
for event in super().colorize(shot, stop):
    time.sleep(0.02)
    yield event
"""


def firsts(rig) -> list[int]:
    return [item.span.first for item in rig.queue.items]


def test_a_pause_stops_soon_keeps_everything_and_resume_ends_the_work(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.takes and rig.queue.share > 0)
        pid, kept = rig.queue.engine.pid, len(rig.takes)
        rig.queue.pause()
        assert rig.queue.pausing
        assert not rig.queue.cancelling
        await rig.until(lambda: not rig.queue.pausing)
        assert rig.queue.paused
        assert rig.queue.busy
        assert rig.queue.seconds_left() is None
        assert len(rig.takes) in (kept, kept + 1)
        waiting = firsts(rig)
        assert len(waiting) == 10 - len(rig.takes)
        for first in waiting:
            assert rig.queue.work("shot1", Span(first, first + 11)).status is Status.QUEUED
        await asyncio.sleep(0.2)
        assert firsts(rig) == waiting  # nothing goes on
        rig.queue.resume()
        await rig.all_done()
        assert rig.queue.engine.pid == pid
        assert not rig.queue.paused

    rig = play(drawn(120), scenario, body=SLOW)
    assert all(segment.fresh for segment in rig.segments)
    assert len(rig.takes) == 10
    assert rig.notices == rig.failures == []


def test_the_engine_killed_while_paused_is_started_again_on_resume(drawn, play) -> None:
    shot = drawn(60)

    async def whole(rig) -> None:
        rig.submit()
        await rig.all_done()

    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.takes)
        rig.queue.pause()
        os.kill(rig.queue.engine.pid, signal.SIGKILL)  # while it stops
        await rig.until(lambda: not rig.queue.pausing)
        rig.queue.resume()
        await rig.until(lambda: len(rig.takes) == 2)
        rig.queue.pause()
        await rig.until(lambda: not rig.queue.pausing)
        if rig.queue.engine.pid:
            os.kill(rig.queue.engine.pid, signal.SIGKILL)  # while it rests
        await rig.until(lambda: not rig.queue.engine.ready)
        rig.queue.resume()
        await rig.all_done()

    rig = play(shot, scenario, "killed")
    assert rig.pixels == play(shot, whole, "whole").pixels
    assert rig.failures == []


def test_a_pause_while_the_engine_starts_holds(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        rig.queue.pause()
        await rig.until(lambda: rig.queue.paused)
        await asyncio.sleep(0.3)
        assert rig.takes == []
        assert len(firsts(rig)) == 2
        rig.queue.resume()
        await rig.all_done()

    assert len(play(drawn(24), scenario).takes) == 2


def test_a_paused_queue_that_is_emptied_is_paused_no_more(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.running)
        rig.queue.pause()
        rig.queue.clear()
        await rig.all_done()
        assert not rig.queue.paused
        rig.queue.pause()  # there is nothing to pause
        assert not rig.queue.paused
        rig.submit()
        await rig.all_done()

    rig = play(drawn(36), scenario)
    assert all(segment.fresh for segment in rig.segments)


def test_the_running_segment_cancelled_alone_leaves_the_rest(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.share > 0)
        gone = rig.queue.running.span
        rig.queue.cancel_segment("shot1", gone)
        assert rig.queue.cancelling
        assert rig.queue.work("shot1", gone) is None
        rig.queue.cancel_segment("shot1", Span(37, 48))
        await rig.all_done()

    rig = play(drawn(60), scenario, body=SLOW)
    assert [take.span.first for take in rig.takes] == [13, 25, 49]
    assert rig.notices == rig.failures == []


def test_cancel_drops_what_came_together_and_the_others_go_on(drawn, play) -> None:
    async def scenario(rig) -> None:
        segments = rig.segments
        rig.submit(segments[:3])
        rig.submit(segments[3:])
        await rig.until(lambda: rig.queue.share > 0)
        rig.queue.cancel()
        assert firsts(rig) == [37, 49]
        rig.queue.cancel()  # impatience does no harm
        assert firsts(rig) == [37, 49]
        await rig.all_done()

    rig = play(drawn(60), scenario, body=SLOW)
    assert [take.span.first for take in rig.takes] == [37, 49]


def test_the_order_is_the_artists_and_the_journal_keeps_it(drawn, play) -> None:
    shot = drawn(72)

    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.share > 0)
        queue = rig.queue
        queue.to_front("shot1", Span(61, 72))
        assert firsts(rig) == [1, 61, 13, 25, 37, 49]
        queue.to_front("shot1", Span(1, 12))  # it is under way
        queue.shift("shot1", Span(25, 36), 1)
        queue.shift("shot1", Span(49, 60), -10)
        queue.shift("shot1", Span(1, 12), 3)
        assert firsts(rig) == [1, 49, 61, 13, 37, 25]
        queue.pause()
        await rig.until(lambda: not queue.pausing)
        queue.shift("shot1", Span(1, 12), 1)  # nothing is under way now
        assert firsts(rig) == [49, 1, 61, 13, 37, 25]

    left = journal.read(play(shot, scenario, body=SLOW).folder / "queue.json")
    assert left.paused
    assert [span.first for span in left.spans("shot1")] == [49, 1, 61, 13, 37, 25]

    async def go_on(rig) -> None:
        by_span = {segment.span: segment for segment in rig.segments}
        rig.submit([by_span[span] for span in left.spans("shot1")])
        rig.queue.pause()
        await rig.until(lambda: journal.read(rig.folder / "queue.json") == left)
        rig.queue.resume()
        await rig.all_done()

    rig = play(shot, go_on, "again")
    assert [take.span.first for take in rig.takes] == [49, 1, 61, 13, 37, 25]


def test_an_order_changed_under_way_takes_effect_after_the_segment_under_way(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.share > 0)
        rig.queue.to_front("shot1", Span(49, 60))
        await rig.all_done()

    rig = play(drawn(60), scenario, body=SLOW)
    assert [take.span.first for take in rig.takes] == [1, 49, 13, 25, 37]
    assert rig.notices == rig.failures == []


def test_what_a_run_took_is_the_next_ones_forecast(drawn, play, tmp_path) -> None:
    shot, path = drawn(48), tmp_path / "pace.json"

    async def first(rig) -> None:
        assert rig.queue.forecast("draft", 1.0) is None
        rig.submit()
        await rig.all_done()

    async def second(rig) -> None:
        await rig.until(lambda: rig.queue.forecast("draft", 1.0))
        expected = rig.queue.forecast("draft", 48 * 96 * 72 / 1e6)
        rig.submit()
        assert rig.queue.seconds_left() == pytest.approx(expected)  # with the engine's start
        await rig.all_done()

    play(shot, first, "first", book=PaceBook(path))
    play(shot, second, "second", book=PaceBook(path))
