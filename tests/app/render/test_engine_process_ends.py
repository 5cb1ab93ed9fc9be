"""However an engine is stopped, killed or lost, no process, thread or file of it stays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
import pytest
from engine_bench import HELLO, Bench, gone, played

from app.render.engine_process import (
    LAST_WORDS,
    STOP_GRACE,
    EngineError,
)
from engine.protocol.messages import Cancel


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    return partial(played, tmp_path)


def test_an_engine_that_hangs_up_but_stays_is_killed(play, monkeypatch) -> None:
    monkeypatch.setattr("app.render.engine_process.END_LIMIT", 0.3)

    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        pid = bench.pid
        await bench.engine.stop()
        assert gone(pid)
        assert bench.engine.pid is None

    play(scenario, f"import os\nsay({HELLO!r})\nsys.stdin.buffer.read()\nos.close(1)\ntime.sleep(60)")


def test_only_the_end_of_a_long_log_is_reported(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        await bench.until(lambda: bench.exits)
        assert "the last line" in bench.exits[0]
        assert "the first line" not in bench.exits[0]
        assert len(bench.exits[0]) < 2 * LAST_WORDS

    flood = "print('the first line' + 'x' * 100_000, file=sys.stderr)\nprint('the last line', file=sys.stderr)"
    play(scenario, f"say({HELLO!r})\ntime.sleep(0.2)\n{flood}\nsys.exit(3)")


def test_an_engine_that_does_not_end_when_asked_is_killed(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        pid, begun = bench.pid, time.monotonic()
        await bench.engine.stop()
        assert STOP_GRACE <= time.monotonic() - begun < STOP_GRACE + 5
        assert gone(pid)

    play(scenario, f"say({HELLO!r})\ntime.sleep(60)")


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_engine_stopped_while_starting_does_not_leave_the_starter_waiting(play, end: str) -> None:
    async def scenario(bench: Bench) -> None:
        starting = asyncio.ensure_future(bench.engine.start())
        await asyncio.sleep(0.3)
        begun = time.monotonic()
        await getattr(bench.engine, end)()
        with pytest.raises(EngineError, match="stopped while it was starting"):
            await starting
        assert time.monotonic() - begun < STOP_GRACE + 5
        assert bench.engine.pid is None

    play(scenario, "time.sleep(60)", timeout=30.0)


def test_an_engine_stopped_while_its_process_is_begun_is_ended(play) -> None:
    async def scenario(bench: Bench) -> None:
        starting = asyncio.ensure_future(bench.engine.start())
        await asyncio.sleep(0)
        assert bench.engine.pid is None, "the loop goes on while the process is begun"
        await bench.engine.kill()
        with pytest.raises(EngineError):
            await starting
        assert bench.engine.pid is None
        assert not [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
        await bench.engine.start()
        assert bench.engine.ready

    play(scenario)


def test_an_engine_being_killed_is_not_taken_for_a_running_one(play) -> None:
    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        old = bench.pid
        killing = asyncio.ensure_future(bench.engine.kill())
        await asyncio.sleep(0)
        await bench.engine.start()
        assert bench.pid != old
        await killing
        assert bench.engine.ready
        bench.engine.send(Cancel(job="x"))
        await bench.until(lambda: bench.messages)

    play(scenario)


def test_no_threads_or_files_are_left_by_engines_that_died(play) -> None:
    async def scenario(bench: Bench) -> None:
        process = psutil.Process()
        with pytest.raises(EngineError):
            await bench.engine.start()
        await asyncio.sleep(0.2)
        threads, files = process.num_threads(), process.num_fds()
        for _ in range(5):
            with pytest.raises(EngineError):
                await bench.engine.start()
        await asyncio.sleep(0.2)
        assert process.num_threads() <= threads + 1
        assert process.num_fds() <= files

    play(scenario, "sys.exit(1)")
