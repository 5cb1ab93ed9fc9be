"""The queue with the real engine: order, progress, cancel, and going on after the engine died."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import replace

import psutil
import pytest

from app.project.model import Drawing, Reference, Shot, Span
from app.project.staleness import Status
from app.render import journal
from app.render.runner import CANCEL_LIMIT
from engine.protocol.frames import FrameFile

GOES_ON = "yield from super().colorize(shot, stop)"


async def color_all(rig) -> None:
    await rig.color_all()


def test_a_shot_is_colored_segment_by_segment_with_no_frame_lost(drawn, play) -> None:
    shot = drawn(40)
    rig = play(shot, color_all)
    assert [take.span for take in rig.takes] == [Span(1, 12), Span(13, 24), Span(25, 36), Span(37, 40)]
    assert all(segment.fresh for segment in rig.segments)
    assert rig.notices == rig.failures == []
    for take in rig.takes:
        with FrameFile(rig.folder / take.path) as file:
            assert len(file) == take.span.length
            assert file.frame(0).shape == (72, 96, 3)
            assert file.header.pixels == take.pixels
    assert not (rig.folder / "queue.json").exists()


def test_the_same_shot_twice_gives_the_same_pixels(drawn, play) -> None:
    shot = drawn(24)
    assert play(shot, color_all, "first").pixels == play(shot, color_all, "second").pixels


def test_an_engine_killed_in_mid_shot_loses_nothing_finished_and_the_rest_is_resumed(drawn, play) -> None:
    shot = drawn(60)
    whole = play(shot, color_all, "whole")
    written: dict[str, int] = {}

    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: len(rig.takes) == 2)
        written.update({take.path: (rig.folder / take.path).stat().st_mtime_ns for take in rig.takes})
        os.kill(rig.queue.engine.pid, signal.SIGKILL)
        await rig.all_done()

    killed = play(shot, scenario, "killed")
    assert len(killed.takes) == 5
    assert killed.pixels == whole.pixels
    assert {path: (killed.folder / path).stat().st_mtime_ns for path in written} == written
    assert len(killed.notices) == 1
    assert "started again; finished segments are kept" in killed.notices[0]


@pytest.mark.parametrize("when", ["before it is ready", "at once", "between two segments", "after the last"])
def test_the_moment_of_the_kill_makes_no_difference(drawn, play, when: str) -> None:
    shot = drawn(24)

    async def scenario(rig) -> None:
        rig.submit()
        if when == "before it is ready":
            await rig.until(lambda: rig.queue.engine.pid)
        elif when == "at once":
            await rig.until(lambda: rig.queue.engine.ready)
        else:
            await rig.until(lambda: len(rig.takes) == (1 if when == "between two segments" else 2))
        os.kill(rig.queue.engine.pid, signal.SIGKILL)
        await rig.all_done()
        await asyncio.sleep(0.1)

    rig = play(shot, scenario, when.replace(" ", "-"))
    assert [take.span for take in rig.takes] == [Span(1, 12), Span(13, 24)]
    assert rig.pixels == play(shot, color_all, "whole").pixels


def test_a_cancel_stops_soon_keeps_what_is_finished_and_drops_the_rest(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        rig.submit(rig.segments[3:])
        await rig.until(lambda: rig.takes)
        begun = time.monotonic()
        rig.queue.clear()
        assert rig.queue.cancelling
        assert rig.queue.pending("shot1") == frozenset()
        rig.queue.clear()  # impatience does no harm
        await rig.all_done()
        assert time.monotonic() - begun < CANCEL_LIMIT
        pid = rig.queue.engine.pid
        assert not rig.queue.busy
        kept = len(rig.takes)
        assert kept < 10
        await rig.color_all()
        assert rig.queue.engine.pid == pid  # the engine stayed alive
        assert len(rig.takes) == 10

    rig = play(drawn(120), scenario)
    assert all(segment.fresh for segment in rig.segments)
    assert rig.notices == rig.failures == []


def test_an_engine_that_does_not_stop_is_killed_and_the_next_job_gets_a_new_one(drawn, play) -> None:
    body = """
if not os.path.exists(shot.cache_dir + "/stuck"):
    open(shot.cache_dir + "/stuck", "w").close()
    time.sleep(600)
yield from super().colorize(shot, stop)
"""

    async def scenario(rig) -> None:
        rig.submit()
        await rig.until((rig.folder / "cache" / "stuck").exists)
        pid, begun = rig.queue.engine.pid, time.monotonic()
        rig.queue.cancel()
        rig.submit()  # waits behind the cancelled one
        await rig.until(lambda: rig.queue.engine.pid != pid)
        assert CANCEL_LIMIT - 0.1 < time.monotonic() - begun < CANCEL_LIMIT + 5
        await rig.all_done()
        assert not psutil.pid_exists(pid)

    rig = play(drawn(12), scenario, body=body)
    assert len(rig.takes) == 1


def test_a_cancel_while_the_engine_starts_takes_effect_at_once(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.engine.pid)
        assert not rig.queue.engine.ready
        rig.queue.cancel()
        await asyncio.wait_for(rig.queue.wait_idle(), 0.5)
        await rig.color_all()  # the same engine serves the next job

    rig = play(drawn(12), scenario)
    assert len(rig.takes) == 1
    assert rig.notices == rig.failures == []


def test_a_cancel_in_the_moment_the_engine_dies_raises_nothing(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.takes)
        process = psutil.Process(rig.queue.engine.pid)
        process.kill()
        while rig.queue.engine.ready:
            await asyncio.sleep(0)
        rig.queue.cancel()
        await asyncio.wait_for(rig.queue.wait_idle(), 5)

    play(drawn(60), scenario)


def test_states_go_from_queued_to_working_to_done_and_time_left_is_told(drawn, play) -> None:
    async def scenario(rig) -> None:
        first, last = rig.segments[0].span, rig.segments[-1].span
        assert rig.queue.work("shot1", first) is None
        rig.submit()
        assert rig.queue.work("shot1", first).status is Status.QUEUED
        assert rig.queue.pending("shot1") == {segment.inputs for segment in rig.segments}
        assert rig.queue.seconds_left() is None
        seen = set()
        left = []
        while rig.queue.busy:
            work = rig.queue.work("shot1", first)
            if work is not None and work.status is Status.WORKING and work.total:
                seen.add(work.done)
                assert 0 <= work.done <= work.total
                assert rig.queue.work("shot1", last).status is Status.QUEUED
            left.append(rig.queue.seconds_left())
            await asyncio.sleep(0.002)
        assert len(seen) > 3
        assert any(seconds is not None and 0 < seconds < 60 for seconds in left)
        assert rig.queue.work("shot1", first) is None
        assert rig.changes > 10

    play(drawn(36), scenario)


def test_the_front_is_right_behind_the_segment_under_way(drawn, play) -> None:
    async def scenario(rig) -> None:
        segments = rig.segments
        rig.submit(segments[:2])
        rig.submit(segments[2:3])
        await rig.until(lambda: rig.queue.running)
        rig.submit(segments[3:], front=True)
        await rig.all_done()

    rig = play(drawn(48), scenario)
    assert [take.span.first for take in rig.takes] == [1, 37, 13, 25]
    assert rig.notices == rig.failures == []


def recolored(shot: Shot) -> Shot:
    """The shot after an edit that every segment depends on."""
    return replace(shot, references=(*shot.references, Reference("sheet", "sheet.png", "1")))


def test_what_an_edit_made_useless_is_not_colored_before_the_new(drawn, play) -> None:
    async def scenario(rig) -> None:
        segments = rig.segments
        rig.submit(segments[:1])
        rig.submit(segments[1:])
        rig.shot = recolored(rig.shot)
        rig.submit(rig.segments[1:3])
        assert [item.span.first for item in rig.queue.items] == [1, 37, 13, 25]
        rig.shot = recolored(replace(rig.shot, seed=7))
        rig.submit(rig.segments[1:2], front=True)  # another variation, beside the one that is waiting
        assert [item.span.first for item in rig.queue.items] == [13, 1, 37, 13, 25]
        await rig.all_done()

    rig = play(drawn(48), scenario)
    assert [take.span.first for take in rig.takes] == [13, 1, 37, 13, 25]
    assert rig.notices == rig.failures == []


def test_a_job_outdated_before_the_engine_is_up_is_never_sent(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.engine.pid)
        rig.shot = recolored(rig.shot)
        rig.submit()
        assert len(rig.queue.items) == 2
        await rig.all_done()

    rig = play(drawn(24), scenario)
    assert [take.span.first for take in rig.takes] == [1, 13]
    assert all(segment.fresh for segment in rig.segments)


def test_a_running_job_that_is_outdated_makes_way(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.takes)
        pid = rig.queue.engine.pid
        rig.shot = recolored(rig.shot)
        rig.submit()
        assert rig.queue.cancelling
        assert rig.queue.pending("shot1") == {segment.inputs for segment in rig.segments}
        await rig.all_done()
        assert rig.queue.engine.pid == pid
        old = [take for take in rig.takes if take.inputs not in {segment.inputs for segment in rig.segments}]
        assert len(old) < 9

    rig = play(drawn(120), scenario)
    assert all(segment.fresh for segment in rig.segments)
    assert rig.notices == rig.failures == []


def test_what_is_unfinished_at_the_end_stays_in_the_journal_and_is_picked_up(drawn, play) -> None:
    shot = drawn(48)

    async def leave(rig) -> None:
        rig.submit()
        await rig.until(lambda: len(rig.takes) == 1)

    left = play(shot, leave)
    (entry,) = journal.read(left.folder / "queue.json").entries
    assert entry.shot == "shot1"
    assert set(entry.spans) == {(13, 24), (25, 36), (37, 48)} - {tuple(take.span) for take in left.takes[1:]}

    async def go_on(rig) -> None:
        rig.takes.extend(left.takes)
        await rig.color_all()

    rig = play(shot, go_on)
    assert all(segment.fresh for segment in rig.segments)
    assert not (rig.folder / "queue.json").exists()


def test_a_request_of_five_thousand_frames_is_carried_out(drawn, play) -> None:
    shot: Shot = drawn(2, size=(48, 32), length=500)
    assert shot.line is not None
    first, second = shot.line.frames
    frames = [Drawing(number, first.path, first.digest) for number in range(1, 5000)]
    shot = replace(shot, line=replace(shot.line, frames=(*frames, Drawing(5000, second.path, second.digest))))
    rig = play(shot, color_all)
    assert sum(take.span.length for take in rig.takes) == 5000
    assert rig.takes[-1].span.last == 5000
