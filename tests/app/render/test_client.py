"""The client over plain pipes: events in order on the loop, one word when the stream ends, never a blocked loop."""

from __future__ import annotations

import asyncio
import os
import struct
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from app.render.client import EngineClient
from engine.protocol import framing
from engine.protocol.messages import Cancel, ColorizeShot, JobDone, LineFrame, Preview, Progress, ToApp, ToEngine


class Line:
    """A client and the engine's ends of its two pipes."""

    def __init__(self) -> None:
        events, self._events = os.pipe()
        self._requests, requests = os.pipe()
        self.speak = os.fdopen(self._events, "wb", buffering=0)
        self.listen = os.fdopen(self._requests, "rb", buffering=0)
        self._ours = os.fdopen(events, "rb", buffering=0)
        self.got: list[ToApp] = []
        self.closed: list[str] = []
        self.client = EngineClient(self._ours, os.fdopen(requests, "wb"), self.got.append, self.closed.append)

    async def until(self, what: Callable[[], object]) -> None:
        end = time.monotonic() + 5
        while not what():
            assert time.monotonic() < end, (self.got, self.closed)
            await asyncio.sleep(0.002)

    async def shut(self) -> None:
        self.client.hang_up()
        if not self.speak.closed:
            self.speak.close()
        await asyncio.to_thread(self.client.join, 5)
        self.listen.close()
        self._ours.close()


def talk(scenario: Callable[[Line], Awaitable[None]]) -> Line:
    async def whole() -> Line:
        line = Line()
        try:
            await scenario(line)
        finally:
            await line.shut()
        return line

    return asyncio.run(whole())


def framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


def test_events_arrive_in_order_on_the_loop_however_they_are_cut() -> None:
    messages = [Progress(job="j", segment=0, stage="coloring", done=done, total=40) for done in range(40)]
    data = b"".join(framing.encode(message) for message in messages)

    async def scenario(line: Line) -> None:
        for at in range(0, len(data), 11):
            line.speak.write(data[at : at + 11])
        await line.until(lambda: len(line.got) == 40)

    line = talk(scenario)
    assert line.got == messages
    assert line.closed == ["the engine closed its stream"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (framed(b"{"), "truncated"),
        (framed(b'{"type":"Cancel","job":"j"}'), "Cancel"),
        (framed(b'{"type":"JobFailed","job":"j","fault":"bored"}'), "bored"),
        (b"\xff\xff\xff\xff", "over the cap"),
        (b"Traceback (most recent call last)\n", "over the cap"),
        (framing.encode(JobDone(job="j", seconds=1.0))[:-1], "inside a message"),
        (b"\x00", "inside a length"),
    ],
    ids=["cut json", "wrong way", "unknown fault", "huge", "print", "cut message", "cut length"],
)
def test_words_that_are_none_end_the_line_with_their_reason(data: bytes, reason: str) -> None:
    good = Preview(job="j", segment=0, step=1, path="/p.png")

    async def scenario(line: Line) -> None:
        line.speak.write(framing.encode(good) + data)
        line.speak.close()
        await line.until(lambda: line.closed)

    line = talk(scenario)
    assert line.got == [good]
    assert len(line.closed) == 1
    assert reason in line.closed[0]


def test_a_large_request_to_an_engine_that_does_not_listen_does_not_hold_up_the_loop() -> None:
    frames = tuple(LineFrame(number=number, path=f"/line/{number:05d}.png", digest="d" * 32) for number in range(5000))
    shot = ColorizeShot(
        job="j", colorizer="draft", width=1, height=1, frames=frames, keys=(), segments=(), out_dir="/o", cache_dir="/c"
    )
    heard: list[ToEngine] = []

    async def scenario(line: Line) -> None:
        begun = time.monotonic()
        line.client.send(shot)
        line.client.send(Cancel(job="j"))
        assert time.monotonic() - begun < 0.1
        await asyncio.sleep(0.1)  # the pipe is full now

        def hear() -> None:
            for _ in range(2):
                body = framing.read_body(line.listen)
                assert body is not None
                heard.append(framing.decode(body, ToEngine))

        thread = threading.Thread(target=hear)
        thread.start()
        await asyncio.to_thread(thread.join, 5)

    talk(scenario)
    assert heard == [shot, Cancel(job="j")]


def test_an_engine_that_is_gone_takes_no_requests_and_raises_none() -> None:
    async def scenario(line: Line) -> None:
        line.listen.close()
        line.speak.close()
        for _ in range(3):
            line.client.send(Cancel(job="j"))
        await line.until(lambda: line.closed)

    assert talk(scenario).closed == ["the engine closed its stream"]
