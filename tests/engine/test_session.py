"""The engine as a process, spoken to in raw bytes: nothing that comes in ends it but the end of the stream."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import psutil
import pytest
from spoken_to import ROOT, Engine

from engine.protocol import framing
from engine.protocol.messages import (
    PROTOCOL_VERSION,
    Cancel,
    ColorizeShot,
    Hello,
    JobFailed,
    KeyFrame,
    LineFrame,
    Progress,
    SegmentRequest,
    Shutdown,
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    hello = engine.next()
    assert isinstance(hello, Hello)
    assert hello.protocol == PROTOCOL_VERSION
    yield engine
    if engine.process.poll() is None:
        engine.process.kill()
    engine.end()


def framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"{", b"\xff\xfe", b'{"type":"Explode"}', b'{"type":"Cancel"}', b'{"type":"Hello"}', b"[" * 100_000],
    ids=["empty", "null", "cut", "bytes", "unknown", "no job", "wrong way", "nested"],
)
def test_a_malformed_message_is_answered_and_the_conversation_goes_on(engine: Engine, body: bytes) -> None:
    engine.raw(framed(body))
    answer = engine.next(2)
    assert isinstance(answer, JobFailed)
    assert (answer.job, answer.fault) == ("", "bad_request")
    engine.send(Cancel(job="still there"))
    assert engine.next(2) == Progress(job="still there", segment=-1, stage="stopping", done=0, total=0)


def test_messages_glued_together_and_cut_apart_are_all_answered(engine: Engine) -> None:
    data = b"".join(framing.encode(Cancel(job=str(number))) for number in range(50))
    for at in range(0, len(data), 7):
        engine.raw(data[at : at + 7])
    answers = [engine.next(2) for _ in range(50)]
    assert [answer.job for answer in answers if isinstance(answer, Progress)] == [str(number) for number in range(50)]


@pytest.mark.parametrize("how", ["end of stream", "Shutdown", "out of step", "cut inside a message"])
def test_the_engine_ends_by_itself(engine: Engine, how: str) -> None:
    match how:
        case "end of stream":
            engine.hang_up()
        case "Shutdown":
            engine.send(Shutdown())
        case "out of step":
            engine.raw(b"\xff\xff\xff\xff and more")
        case _:
            engine.raw(framing.encode(Cancel(job="j"))[:9])
            engine.hang_up()
    assert engine.next(3) is None
    assert engine.process.wait(3) == 0


def test_the_engine_ends_when_nobody_reads_what_it_says() -> None:
    command = [sys.executable, "-m", "engine"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, bufsize=0) as process:
        assert framing.read_body(cast(Any, process.stdout)) is not None
        cast(IO[bytes], process.stdout).close()
        cast(IO[bytes], process.stdin).write(framing.encode(Cancel(job="x")))
        assert process.wait(3) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the closed pipe ends it")
def test_the_engine_dies_with_its_parent_even_when_somebody_else_holds_the_pipe_open() -> None:
    out, into = os.pipe()
    os.set_inheritable(out, True)
    script = (
        "import os, subprocess, sys, time\n"
        f"p = subprocess.Popen([sys.executable, '-m', 'engine'], stdin={out}, stdout=subprocess.PIPE, "
        "env={**os.environ, 'SHIAGE_APP_PID': str(os.getpid())})\n"
        "p.stdout.read(4); print(p.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=(out,), cwd=ROOT
    )
    pid = int(cast(IO[bytes], parent.stdout).readline())
    assert psutil.pid_exists(pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 2
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end, "the engine outlived its parent"
        time.sleep(0.01)
    cast(IO[bytes], parent.stdout).close()
    os.close(out)
    os.close(into)


def test_an_engine_started_for_an_app_that_is_gone_ends_at_once() -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere the closed pipe ends it")
    engine = Engine(SHIAGE_APP_PID="1")
    assert engine.next() is None
    assert engine.process.wait(3) == 0
    engine.end()


NOISY = """
import ctypes, os, sys
from engine import colorizers
class Noisy(colorizers.DraftColorizer):
    def colorize(self, shot, stop):
        print("a stray print")
        sys.__stdout__.write("another")
        sys.__stdout__.flush()
        os.write(1, b"a write to fd 1")
        libc = ctypes.CDLL(None)
        libc.puts(b"a line from C")
        libc.fflush(None)
        os.system("echo a line from a child process")
        yield from super().colorize(shot, stop)
colorizers.DraftColorizer = Noisy
import runpy
runpy.run_module("engine", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="ctypes.CDLL(None) is for POSIX")
def test_stray_words_from_python_c_and_children_go_to_stderr(tmp_path: Path) -> None:
    engine = Engine((sys.executable, "-c", NOISY))
    try:
        assert isinstance(engine.next(), Hello)
        engine.send(bad_request(tmp_path))
        answer = engine.next(10)
        while isinstance(answer, Progress):
            answer = engine.next(10)
        assert isinstance(answer, JobFailed)
        engine.send(Cancel(job="still in step"))
        assert engine.next(2) == Progress(job="still in step", segment=-1, stage="stopping", done=0, total=0)
    finally:
        words = engine.end()
    stray = ("a stray print", "another", "a write to fd 1", "a line from C", "a line from a child process")
    assert [word for word in stray if word not in words] == []


def bad_request(folder: Path, **changes: object) -> ColorizeShot:
    """A request whose line art is not there."""
    plain: dict[str, Any] = {
        "job": "j",
        "colorizer": "draft",
        "width": 64,
        "height": 48,
        "frames": tuple(LineFrame(number=n, path=str(folder / f"{n}.png"), digest=f"d{n}") for n in (1, 2, 3)),
        "keys": (KeyFrame(number=1, path=str(folder / "key.png"), digest="k"),),
        "segments": (SegmentRequest(index=0, first=1, last=3, seed=0, digest="i"),),
        "out_dir": str(folder / "out"),
        "cache_dir": str(folder / "cache"),
    }
    return ColorizeShot(**{**plain, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"colorizer": "magic"},
        {"width": 0},
        {"height": -4},
        {"frames": ()},
        {"keys": ()},
        {"keys": (KeyFrame(number=9, path="/k.png", digest="k"),)},
        {"segments": (SegmentRequest(index=0, first=2, last=9, seed=0, digest="i"),)},
        {"segments": (SegmentRequest(index=0, first=3, last=1, seed=0, digest="i"),)},
        {"frames": (LineFrame(number=1, path="", digest=""), LineFrame(number=3, path="", digest=""))},
        {"out_dir": "/dev/null/x"},
        {"out_dir": "/x\0y"},
    ],
    ids=lambda changes: ", ".join(changes) or "no such files",
)
def test_a_request_that_makes_no_sense_is_answered_as_such(
    engine: Engine, tmp_path: Path, changes: dict[str, object]
) -> None:
    engine.send(bad_request(tmp_path, **changes))
    answer = engine.next(5)
    while isinstance(answer, Progress):
        answer = engine.next(5)
    assert isinstance(answer, JobFailed)
    assert (answer.job, answer.fault) == ("j", "bad_request")
    assert len(answer.detail) > 10
    assert not list(tmp_path.rglob("*.frames"))
