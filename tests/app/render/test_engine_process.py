"""Starting, stopping and losing the engine process, with the real engine and with ones that misbehave."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeGuard

import psutil
import pytest
from engine_bench import HELLO, Bench, gone, played

from app.project import staleness
from app.render.engine_process import (
    LOG_LIMIT,
    NICENESS,
    STOP_GRACE,
    EngineDiedAtStart,
    EngineError,
    UnsendableError,
)
from app.render.requests import colorize_shot
from engine.protocol.messages import PROTOCOL_VERSION, Cancel, JobFailed, Progress, ToApp


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    return partial(played, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names priorities otherwise")
def test_the_engine_with_all_its_threads_lets_the_window_go_first(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        if sys.platform == "linux":
            threads = [int(task.name) for task in Path(f"/proc/{bench.pid}/task").iterdir()]
            assert len(threads) > 1
            assert {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads} == {max(NICENESS, os.nice(0))}
        assert psutil.Process(bench.pid).nice() == max(NICENESS, os.nice(0))

    play(scenario)


def test_the_real_engine_says_hello_and_ends_when_asked(play) -> None:
    async def scenario(bench: Bench) -> None:
        hello = await bench.engine.start()
        pid = bench.pid
        assert hello.protocol == PROTOCOL_VERSION
        assert hello.memory > 0
        assert [info.name for info in hello.colorizers if info.ready] == ["draft"]
        assert bench.engine.ready
        assert await bench.engine.start() is hello  # starting a running engine changes nothing
        assert bench.pid == pid
        begun = time.monotonic()
        await bench.engine.stop()
        assert time.monotonic() - begun < STOP_GRACE
        assert gone(pid)
        assert not bench.engine.ready
        assert bench.engine.pid is None
        assert bench.exits == []  # asked for, so nothing to report
        await bench.engine.stop()  # a second time does no harm

    play(scenario)


def test_a_cancel_is_acknowledged_at_once_and_stops_a_busy_engine_soon(play, drawn, tmp_path) -> None:
    """Told by what the engine gets done meanwhile; `bench ui` tells how long it takes."""
    shot = drawn(200, size=(320, 240), length=200)
    segments = staleness.segments(shot, ())

    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        for job in ("first", "second", "third", "fourth", "fifth"):
            bench.messages.clear()
            bench.engine.send(colorize_shot(shot, segments, segments, tmp_path / job, job))
            await bench.until(lambda: any(is_coloring(message) for message in bench.messages))
            bench.engine.send(Cancel(job=job))
            begun = done(bench)
            await bench.said(Progress(job=job, segment=-1, stage="stopping", done=0, total=0))
            assert done(bench) - begun <= 4, job
            await bench.said(JobFailed(job=job, fault="cancelled"))
            assert done(bench) - begun <= 8, job
        assert not list(tmp_path.rglob("*.frames"))

    play(scenario)


def done(bench: Bench) -> int:
    """The most frames that the engine said were colored."""
    return max(message.done for message in bench.messages if is_coloring(message))


def living() -> list[psutil.Process]:
    """Processes that this one started and that still run; one that was killed may take a moment to be gone."""
    return [child for child in psutil.Process().children() if not gone(child.pid)]


def is_coloring(message: ToApp) -> TypeGuard[Progress]:
    return isinstance(message, Progress) and message.stage == "coloring"


def test_a_killed_engine_is_reported_once_and_can_be_started_again(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        first = bench.pid
        os.kill(first, signal.SIGKILL)
        await bench.until(lambda: bench.exits)
        assert "exit code -9" in bench.exits[0]
        with pytest.raises(EngineError, match="not running"):
            bench.engine.send(Cancel(job="j"))
        await bench.engine.start()
        assert bench.pid != first
        await asyncio.sleep(0.2)
        assert len(bench.exits) == 1

    play(scenario)


def test_ctrl_c_in_the_terminal_does_not_reach_the_engine(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        assert os.getpgid(bench.pid) != os.getpgid(0)

    play(scenario)


def test_the_log_keeps_what_the_engine_writes_to_stderr_and_the_end_of_it_is_reported(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        await bench.until(lambda: bench.exits)
        assert "the disk is on fire" in bench.exits[0]
        assert "exit code 3" in bench.exits[0]
        assert "the disk is on fire" in bench.log.read_text()

    play(scenario, f"say({HELLO!r})\ntime.sleep(0.2)\nprint('the disk is on fire', file=sys.stderr)\nsys.exit(3)")


def test_a_log_that_has_grown_is_put_aside(play) -> None:
    async def scenario(bench: Bench) -> None:
        bench.log.parent.mkdir()
        bench.log.write_bytes(b"x" * (LOG_LIMIT + 1))
        await bench.engine.start()
        assert bench.log.stat().st_size < 10_000
        assert bench.log.with_suffix(".old.log").stat().st_size == LOG_LIMIT + 1

    play(scenario)


def test_a_disk_that_takes_no_log_does_not_stop_the_engine(play) -> None:
    async def scenario(bench: Bench) -> None:
        bench.log.parent.write_text("a file where the folder should be")
        await bench.engine.start()
        bench.engine.send(Cancel(job="x"))
        await bench.until(lambda: bench.messages)

    play(scenario)


def test_an_engine_that_says_nothing_is_given_up_after_the_timeout(play) -> None:
    async def scenario(bench: Bench) -> None:
        begun = time.monotonic()
        with pytest.raises(EngineError, match="did not answer within 1 seconds"):
            await bench.engine.start()
        assert time.monotonic() - begun < 10
        assert bench.engine.pid is None
        assert bench.exits == []

    play(scenario, "time.sleep(60)", timeout=1.0)


def test_another_version_of_the_protocol_stops_with_a_hint_how_to_repair_it(play) -> None:
    async def scenario(bench: Bench) -> None:
        with pytest.raises(EngineError, match=r"version 999 .* Run the set-up command again"):
            await bench.engine.start()
        assert bench.engine.pid is None

    play(
        scenario,
        'say(\'{"type":"Hello","protocol":999,"engine":"9","device":"","memory":0,"colorizers":[]}\')\ntime.sleep(60)',
    )


@pytest.mark.parametrize(
    "script",
    [
        "print('Loading checkpoint shards: 100%')\nsys.stdout.flush()\ntime.sleep(60)",
        "sys.stdout.buffer.write(bytes(64))\nsys.stdout.flush()\ntime.sleep(60)",
        "say('{}')\ntime.sleep(60)",
        'say(\'{"type":"Shutdown"}\')\ntime.sleep(60)',
        "sys.stdout.buffer.write(struct.pack('>I', 500) + b'{')\nsys.stdout.flush()",
        "sys.exit(1)",
        "raise ImportError('no module named engine')",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    ],
    ids=["prints text", "zeros", "no type", "a request", "cut short", "exits", "raises", "crashes"],
)
def test_an_engine_that_babbles_or_dies_at_the_start_is_one_sentence_and_no_process_stays(play, script: str) -> None:
    async def scenario(bench: Bench) -> None:
        with pytest.raises(EngineError, match="stopped while starting"):
            await bench.engine.start()
        assert bench.engine.pid is None
        await bench.until(lambda: not living())
        assert bench.exits == []

    play(scenario, script)


def test_a_program_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        bench = Bench(tmp_path, (str(tmp_path / "no-such-python"), "-m", "engine"))
        with pytest.raises(EngineError, match="could not be started"):
            await bench.engine.start()
        await bench.engine.stop()

    asyncio.run(scenario())


def test_garbage_in_the_middle_of_a_conversation_ends_that_engine(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        pid = bench.pid
        await bench.until(lambda: bench.exits)
        assert "over the cap" in bench.exits[0]
        assert gone(pid)

    play(scenario, f"say({HELLO!r})\ntime.sleep(0.2)\nprint('oops, a print')\nsys.stdout.flush()\ntime.sleep(60)")


def test_an_engine_lost_right_after_its_hello_is_not_taken_for_a_running_one(play) -> None:
    async def scenario(bench: Bench) -> None:
        starting = asyncio.ensure_future(bench.engine.start())
        await bench.until(lambda: bench.engine.pid)
        time.sleep(2)  # the hello and the end are to reach the loop on one turn
        with pytest.raises(EngineDiedAtStart, match="stopped while starting"):
            await starting
        assert not bench.engine.ready
        assert bench.engine.pid is None
        assert bench.exits == []
        with pytest.raises(EngineError, match="not running"):
            bench.engine.send(Cancel(job="x"))

    play(scenario, f"time.sleep(0.5)\nsay({HELLO!r})")  # not over before it was seen to run


def test_a_folder_named_engine_where_the_artist_is_is_not_ours(play, tmp_path, monkeypatch) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)

    async def scenario(bench: Bench) -> None:
        await bench.engine.start()

    play(scenario)


def test_a_message_that_cannot_be_put_into_bytes_is_one_sentence_and_the_engine_goes_on(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        with pytest.raises(UnsendableError, match="cannot be handed to the engine"):
            bench.engine.send(Cancel(job="\udc90"))
        bench.engine.send(Cancel(job="x"))
        await bench.until(lambda: bench.messages)

    play(scenario)
