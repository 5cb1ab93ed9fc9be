"""Framing: whatever comes over the pipe is a message, an answerable error, or the end of the conversation."""

from __future__ import annotations

import io
import json
import os
import struct
import threading
from typing import Any

import pytest

from engine.protocol import framing
from engine.protocol.messages import (
    Cancel,
    ColorizerInfo,
    ColorizeShot,
    Hello,
    HistoryFrames,
    JobDone,
    JobFailed,
    KeyFrame,
    LineFrame,
    Message,
    Preview,
    Progress,
    PromptRange,
    Reference,
    SegmentDone,
    SegmentRequest,
    Shutdown,
    ToApp,
    ToEngine,
)


def shot(frames: int = 3) -> ColorizeShot:
    return ColorizeShot(
        job="j",
        colorizer="draft",
        width=64,
        height=48,
        polarity="alpha",
        frames=tuple(LineFrame(number=1001 + at, path=f"/線画/é {at}.png", digest="d") for at in range(frames)),
        keys=(KeyFrame(number=1001, path="/k.png", digest="k"),),
        references=(Reference(name="sheet", path="/s.png", digest="s"),),
        prompts=(PromptRange(first=1001, last=1002, text="night 夜"),),
        segments=(SegmentRequest(index=0, first=1001, last=1003, seed=7, digest="i"),),
        settings={"gap": 3, "soft": 0.5, "fast": True, "mode": "a"},
        history=(HistoryFrames(first=1, last=2, path="/h.frames"),),
        out_dir="/out",
        cache_dir="/cache",
    )


HELLO = Hello(
    protocol=1,
    engine="0",
    device="CPU",
    memory=1 << 40,
    colorizers=(ColorizerInfo(name="draft", version="1", ready=False, missing="all"),),
)
TO_ENGINE: list[Message] = [shot(), Cancel(job="j"), Shutdown()]
TO_APP: list[Message] = [
    HELLO,
    Progress(job="j", segment=-1, stage="stopping", done=0, total=0),
    Preview(job="j", segment=0, step=1, path="/p.png"),
    SegmentDone(job="j", segment=0, first_frame=1, path="/f.frames", shape=(3, 48, 64, 3), digest="p"),
    JobDone(job="j", seconds=1.5),
    JobFailed(job="j", fault="internal", detail="why"),
]


@pytest.mark.parametrize("message", TO_ENGINE, ids=lambda m: type(m).__name__)
def test_requests_come_back_as_they_went(message: Message) -> None:
    body = framing.read_body(io.BytesIO(framing.encode(message)))
    assert body is not None
    assert framing.decode(body, ToEngine) == message


@pytest.mark.parametrize("message", TO_APP, ids=lambda m: type(m).__name__)
def test_events_come_back_as_they_went(message: Message) -> None:
    body = framing.read_body(io.BytesIO(framing.encode(message)))
    assert body is not None
    assert framing.decode(body, ToApp) == message


def test_a_hello_from_before_memory_was_told_is_understood() -> None:
    body = {**as_json(HELLO), "colorizers": [{"name": "draft", "version": "1", "ready": True}]}
    hello = framing.decode(json.dumps(body).encode(), ToApp)
    assert isinstance(hello, Hello)
    assert (hello.colorizers[0].memory, hello.colorizers[0].memory_needed) == ("", 0)


def as_json(message: Message, **changes: object) -> dict[str, Any]:
    body = json.loads(framing.encode(message)[4:])
    body.update(changes)
    return {key: value for key, value in body.items() if value is not ...}


SHOT = as_json(shot())
DONE = as_json(TO_APP[3])

MALFORMED: dict[str, tuple[object, bytes]] = {
    # Requests, as the engine would get them.
    "empty": (ToEngine, b""),
    "spaces": (ToEngine, b"   "),
    "garbage": (ToEngine, b"\x89PNG\r\n\x1a\n"),
    "not utf-8": (ToEngine, b'{"type":"Cancel","job":"\xff\xfe"}'),
    "utf-16": (ToEngine, '{"type":"Cancel","job":"j"}'.encode("utf-16")),
    "null": (ToEngine, b"null"),
    "number": (ToEngine, b"17"),
    "list": (ToEngine, b'["Cancel","j"]'),
    "cut short": (ToEngine, b'{"type":"Cancel","jo'),
    "something behind it": (ToEngine, b'{"type":"Shutdown"}{"type":"Shutdown"}'),
    "single quotes": (ToEngine, b"{'type':'Shutdown'}"),
    "no type": (ToEngine, b'{"job":"j"}'),
    "type of another kind": (ToEngine, b'{"type":3,"job":"j"}'),
    "unknown type": (ToEngine, b'{"type":"Explode","job":"j"}'),
    "type in other letters": (ToEngine, b'{"type":"cancel","job":"j"}'),
    "an event sent the wrong way": (ToEngine, framing.encode(HELLO)[4:]),
    "base type": (ToEngine, b'{"type":"Message"}'),
    "cancel without a job": (ToEngine, b'{"type":"Cancel"}'),
    "cancel with a number": (ToEngine, b'{"type":"Cancel","job":5}'),
    "cancel with null": (ToEngine, b'{"type":"Cancel","job":null}'),
    "deep nesting": (ToEngine, b'{"type":"Cancel","x":' + b"[" * 100_000 + b"]" * 100_000 + b',"job":"j"}'),
    "frames missing": (ToEngine, json.dumps({**SHOT, "frames": None}).encode()),
    "frame number as text": (
        ToEngine,
        json.dumps({**SHOT, "frames": [{"number": "1", "path": "", "digest": ""}]}).encode(),
    ),
    "frame number as a fraction": (
        ToEngine,
        json.dumps({**SHOT, "frames": [{"number": 1.5, "path": "", "digest": ""}]}).encode(),
    ),
    "frame without a path": (ToEngine, json.dumps({**SHOT, "frames": [{"number": 1, "digest": ""}]}).encode()),
    "width as text": (ToEngine, json.dumps({**SHOT, "width": "64"}).encode()),
    "unknown polarity": (ToEngine, json.dumps({**SHOT, "polarity": "red"}).encode()),
    "settings nested": (ToEngine, json.dumps({**SHOT, "settings": {"a": {"b": 1}}}).encode()),
    "not a number": (ToEngine, json.dumps({**SHOT, "settings": {"a": float("nan")}}).encode()),
    # Events, as the app would get them.
    "a request sent the wrong way": (ToApp, framing.encode(Shutdown())[4:]),
    "hello without a protocol": (ToApp, json.dumps(as_json(HELLO, protocol=...)).encode()),
    "protocol as text": (ToApp, json.dumps(as_json(HELLO, protocol="1")).encode()),
    "colorizers as a mapping": (ToApp, json.dumps(as_json(HELLO, colorizers={})).encode()),
    "unknown stage": (ToApp, json.dumps(as_json(TO_APP[1], stage="dreaming")).encode()),
    "progress without a total": (ToApp, json.dumps(as_json(TO_APP[1], total=...)).encode()),
    "shape too short": (ToApp, json.dumps({**DONE, "shape": [3, 48, 64]}).encode()),
    "shape of texts": (ToApp, json.dumps({**DONE, "shape": ["3", "4", "5", "6"]}).encode()),
    "unknown fault": (ToApp, json.dumps(as_json(TO_APP[5], fault="bored")).encode()),
    "seconds as text": (ToApp, b'{"type":"JobDone","job":"j","seconds":"1"}'),
    "a stray line of print": (ToApp, b"loading model: 100%\n"),
}


@pytest.mark.parametrize(("kind", "body"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_message_is_one_error(kind: object, body: bytes) -> None:
    with pytest.raises(framing.MalformedMessageError):
        framing.decode(body, kind)


def test_unknown_fields_are_ignored_so_that_versions_can_grow() -> None:
    assert framing.decode(b'{"type":"Cancel","job":"j","why":["new"]}', ToEngine) == Cancel(job="j")


def test_defaults_may_be_left_out() -> None:
    left_out = {"polarity", "references", "prompts", "settings", "history"}
    body = json.dumps({key: value for key, value in SHOT.items() if key not in left_out}).encode()
    decoded = framing.decode(body, ToEngine)
    assert decoded.polarity == "dark"
    assert decoded.history == ()


def framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


def test_the_end_of_the_stream_between_messages_is_clean() -> None:
    stream = io.BytesIO(framed(b"{}"))
    assert framing.read_body(stream) == b"{}"
    assert framing.read_body(stream) is None


@pytest.mark.parametrize("cut", [1, 3, 4, 5, 30])
def test_a_stream_cut_inside_a_message_is_out_of_step(cut: int) -> None:
    with pytest.raises(framing.FramingError):
        framing.read_body(io.BytesIO(framing.encode(Cancel(job="j" * 40))[:cut]))


@pytest.mark.parametrize("length", [framing.MAX_BYTES + 1, 0xFFFFFFFF, struct.unpack(">I", b"load")[0]])
def test_a_length_over_the_cap_is_refused_before_anything_is_read(length: int) -> None:
    stream = io.BytesIO(struct.pack(">I", length) + b"x" * 100)
    with pytest.raises(framing.FramingError, match="over the cap"):
        framing.read_body(stream)
    assert stream.tell() == 4


def test_a_message_of_exactly_the_cap_passes_and_one_byte_more_does_not() -> None:
    room = framing.MAX_BYTES - len(framing.encode(Cancel(job=""))) + 4
    assert len(framing.encode(Cancel(job="j" * room))) == framing.MAX_BYTES + 4
    with pytest.raises(ValueError, match="over the cap"):
        framing.encode(Cancel(job="j" * (room + 1)))


def test_a_request_of_five_thousand_frames_crosses_a_pipe_in_pieces() -> None:
    message = shot(5000)
    out, into = os.pipe()

    def write() -> None:
        data = framing.encode(message)
        with os.fdopen(into, "wb", buffering=0) as raw:
            for at in range(0, len(data), 1999):  # never in step with the reader
                raw.write(data[at : at + 1999])

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(out, "rb", buffering=0) as raw:
        body = framing.read_body(raw)
    thread.join()
    assert body is not None
    assert framing.decode(body, ToEngine) == message
