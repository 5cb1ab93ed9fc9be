"""What goes wrong in an engine, a request or a file fails its own segment with its reason, and nothing waits."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from app.project.model import Shot, Span
from app.project.staleness import Status
from app.render.requests import colorize_shot


def test_a_segment_that_kills_the_engine_twice_fails_alone(drawn, play) -> None:
    body = """
for segment in shot.segments:
    if segment.index == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    import msgspec
    yield from super().colorize(msgspec.structs.replace(shot, segments=(segment,)), stop)
"""

    async def scenario(rig) -> None:
        await rig.color_all()
        work = rig.queue.work("shot1", Span(13, 24))
        assert work.status is Status.FAILED
        assert "stopped twice at frames 13-24" in work.sentence
        assert rig.queue.work("shot1", Span(1, 12)) is None

    rig = play(drawn(36), scenario, body=body)
    assert [take.span for take in rig.takes] == [Span(1, 12), Span(25, 36)]


def test_an_engine_that_lost_its_graphics_card_is_started_again_and_goes_on(drawn, play) -> None:
    body = """
lost = os.path.join(shot.cache_dir, "lost")
for segment in shot.segments:
    if segment.index == 1 and not os.path.exists(lost):
        open(lost, "w").close()
        raise RuntimeError("CUDA error: an illegal memory access was encountered")
    import msgspec
    yield from super().colorize(msgspec.structs.replace(shot, segments=(segment,)), stop)
"""

    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: rig.queue.engine.ready)
        pid = rig.queue.engine.pid
        await rig.all_done()
        assert rig.queue.engine.pid != pid
        assert rig.failures == []
        assert len(rig.notices) == 1
        assert "started again; finished segments are kept" in rig.notices[0]

    rig = play(drawn(36), scenario, body=body)
    assert [take.span.first for take in rig.takes] == [1, 13, 25]


def test_an_error_of_the_engine_in_one_segment_leaves_the_others_their_chance(drawn, play) -> None:
    body = """
for segment in shot.segments:
    if segment.index == 1:
        raise RuntimeError("planted")
    import msgspec
    yield from super().colorize(msgspec.structs.replace(shot, segments=(segment,)), stop)
"""

    async def scenario(rig) -> None:
        await rig.color_all()
        assert rig.queue.work("shot1", Span(13, 24)).status is Status.FAILED
        assert len(rig.failures) == 1

    rig = play(drawn(36), scenario, body=body)
    assert [take.span for take in rig.takes] == [Span(1, 12), Span(25, 36)]


def test_a_request_that_cannot_be_sent_fails_alone(drawn, play) -> None:
    async def scenario(rig) -> None:
        request = colorize_shot(rig.shot, rig.segments, rig.segments[1:], rig.folder, "job")
        rig.queue.submit("shot1", rig.folder, msgspec.structs.replace(request, settings={"name": "\udc90"}))
        rig.submit(rig.segments[:1])
        await rig.all_done()
        assert "cannot be handed to the engine" in rig.queue.work("shot1", Span(13, 24)).sentence
        assert len(rig.failures) == 1

    assert [take.span.first for take in play(drawn(24), scenario).takes] == [1]


def test_a_request_that_the_engine_cannot_read_fails_alone(drawn, play) -> None:
    async def scenario(rig) -> None:
        request = colorize_shot(rig.shot, rig.segments, rig.segments[1:], rig.folder, "job")
        unread = msgspec.structs.replace(request, settings={"guidance": float("nan")})  # which JSON has no word for
        rig.queue.submit("shot1", rig.folder, unread)
        rig.submit(rig.segments[:1])
        await rig.all_done(20)
        assert "cannot be handed to the engine" in rig.queue.work("shot1", Span(13, 24)).sentence
        assert len(rig.failures) == 1

    assert [take.span.first for take in play(drawn(24), scenario).takes] == [1]


def test_an_engine_that_is_lost_before_the_job_is_sent_is_started_again(drawn, play) -> None:
    async def scenario(rig) -> None:
        start = rig.queue.engine.start

        async def start_and_lose() -> None:
            await start()
            rig.queue.engine.start = start
            await rig.queue.engine.kill()

        rig.queue.engine.start = start_and_lose
        await rig.color_all()
        assert len(rig.notices) == 1

    assert len(play(drawn(24), scenario).takes) == 2


def test_a_request_that_cannot_be_carried_out_fails_with_its_reason(drawn, play) -> None:
    shot: Shot = drawn(24)
    assert shot.line is not None
    Path(shot.line.frames[14].path).write_bytes(b"not a picture")

    async def scenario(rig) -> None:
        await rig.color_all()
        work = rig.queue.work("shot1", Span(13, 24))
        assert work.status is Status.FAILED
        assert work.sentence.startswith("The shot cannot be colored as it stands:")
        assert "15" in work.sentence
        assert (rig.notices, rig.failures) == ([], [work.sentence])
        rig.submit()  # trying again forgets the failure
        assert rig.queue.work("shot1", Span(13, 24)).status is Status.QUEUED
        await rig.all_done()

    rig = play(shot, scenario)
    assert [take.span for take in rig.takes] == [Span(1, 12)]


def test_a_drawing_that_cannot_be_read_fails_the_segments_it_tells_of_and_is_told_once(drawn, play) -> None:
    shot: Shot = drawn(36, length=6)
    assert shot.line is not None
    Path(shot.line.frames[14].path).write_bytes(b"not a picture")

    async def scenario(rig) -> None:
        await rig.color_all()
        failed = [rig.queue.work("shot1", span) for span in (Span(13, 18), Span(19, 24))]
        assert [work.status for work in failed] == 2 * [Status.FAILED]
        assert rig.failures == [failed[0].sentence]
        rig.submit(rig.segments[2:3])  # asked for again, it is told again
        await rig.all_done()
        assert len(rig.failures) == 2

    # The drawings come again after 24 frames.
    assert [take.span.first for take in play(shot, scenario).takes] == [1, 7, 25, 31]


@pytest.mark.parametrize(
    "body",
    [
        "return\nyield",
        "from engine.protocol.messages import SegmentDone\n"
        "yield SegmentDone(job=shot.job, segment=0, first_frame=1, path=shot.out_dir + '/none.frames', "
        "shape=(12, 72, 96, 3), digest='x')",
        "yield from ()\nraise RuntimeError('CUDA error: an illegal memory access was encountered')",
    ],
    ids=["done without the work", "a file that is not there", "an error inside"],
)
def test_an_engine_that_is_wrong_ends_in_a_failed_segment_not_in_a_wait(drawn, play, body: str) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.all_done(20)
        work = rig.queue.work("shot1", Span(1, 12))
        assert work.status is Status.FAILED
        assert "CUDA" not in work.sentence

    assert play(drawn(12), scenario, body=body).takes == []


def test_an_engine_that_never_starts_fails_the_job_with_one_sentence(drawn, play) -> None:
    async def scenario(rig) -> None:
        rig.queue.engine._command = [sys.executable, "-c", "raise SystemExit(1)"]
        await rig.color_all()
        assert "stopped while starting" in rig.queue.work("shot1", Span(1, 12)).sentence
        assert (len(rig.notices), len(rig.failures)) == (0, 1)

    play(drawn(24), scenario)


def test_a_file_made_from_other_inputs_is_not_taken(drawn, play) -> None:
    body = """
import msgspec
segments = tuple(msgspec.structs.replace(segment, digest="other") for segment in shot.segments)
yield from super().colorize(msgspec.structs.replace(shot, segments=segments), stop)
"""

    async def scenario(rig) -> None:
        await rig.color_all()
        assert rig.queue.work("shot1", Span(1, 12)).status is Status.FAILED

    assert play(drawn(12), scenario, body=body).takes == []


def test_a_fault_in_a_callback_fails_the_job_and_leaves_nobody_waiting(drawn, play, caplog) -> None:
    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: len(rig.takes) == 1)
        rig.queue._on_take = None  # any fault of ours
        await rig.all_done(20)
        assert rig.queue.work("shot1", Span(37, 48)).status is Status.FAILED
        assert "the queue failed" in caplog.text
        rig.queue._on_take = rig.takes.append
        await rig.color_all()

    rig = play(drawn(48), scenario)
    assert all(segment.fresh for segment in rig.segments)
