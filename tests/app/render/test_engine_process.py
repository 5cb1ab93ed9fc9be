"""Starting, stopping and losing the engine process, with the real engine and with ones that misbehave."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.project import staleness
from app.render.engine_process import (
    LAST_WORDS,
    LOG_LIMIT,
    NICENESS,
    STOP_GRACE,
    EngineDiedAtStart,
    EngineError,
    EngineProcess,
    UnsendableError,
)
from app.render.requests import colorize_shot
from engine.protocol.messages import PROTOCOL_VERSION, Cancel, JobFailed, Progress, ToApp

ROOT = Path(__file__).parents[3]
HELLO = (
    '{"type":"Hello","protocol":%d,"engine":"x","device":"none","memory":0,"colorizers":[]}' % PROTOCOL_VERSION  # noqa: UP031
)
SAY = """import struct, sys, time
def say(text):
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text.encode())
    sys.stdout.flush()
"""


class Bench:
    """An EngineProcess together with everything it said."""

    def __init__(self, folder: Path, command: tuple[str, ...] | None = None, timeout: float = 20.0) -> None:
        self.messages: list[ToApp] = []
        self.exits: list[str] = []
        self.log = folder / "logs" / "engine.log"
        self.engine = EngineProcess(self.log, self.messages.append, self.exits.append, command, timeout)

    @property
    def pid(self) -> int:
        assert self.engine.pid is not None
        return self.engine.pid

    async def until(self, what: Callable[[], object], seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < end, f"waited {seconds} s in vain; messages {self.messages}, exits {self.exits}"
            await asyncio.sleep(0.01)

    async def said(self, message: ToApp) -> None:
        await self.until(lambda: message in self.messages)


Scenario = Callable[[Bench], Coroutine[Any, Any, None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    """Run a scenario with the real engine, or with a script that takes its place."""

    def run(scenario: Scenario, script: str | None = None, timeout: float = 20.0) -> None:
        command = None
        if script is not None:
            path = tmp_path / "engine_stand_in.py"
            path.write_text(SAY + script)
            command = (sys.executable, str(path))

        async def whole() -> None:
            bench = Bench(tmp_path, command, timeout)
            try:
                await scenario(bench)
            finally:
                await bench.engine.kill()

        asyncio.run(whole())

    return run


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


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
    shot = drawn(200, size=(320, 240), length=200)
    segments = staleness.segments(shot, ())

    async def scenario(bench: Bench) -> None:
        await bench.engine.start()
        answered: list[float] = []
        stopped: list[float] = []
        for job in ("first", "second", "third", "fourth", "fifth"):
            bench.messages.clear()
            bench.engine.send(colorize_shot(shot, segments, segments, tmp_path / job, job))
            await bench.until(lambda: any(is_coloring(message) for message in bench.messages))
            begun = time.monotonic()
            bench.engine.send(Cancel(job=job))
            await bench.said(Progress(job=job, segment=-1, stage="stopping", done=0, total=0))
            answered.append(time.monotonic() - begun)
            await bench.said(JobFailed(job=job, fault="cancelled"))
            stopped.append(time.monotonic() - begun)
        assert statistics.median(answered) < 0.1
        assert max(stopped) < 2
        assert not list(tmp_path.rglob("*.frames"))

    play(scenario)


def is_coloring(message: ToApp) -> bool:
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
        assert not [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
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
        time.sleep(1.5)  # the hello and the end are to reach the loop on one turn
        with pytest.raises(EngineDiedAtStart, match="stopped while starting"):
            await starting
        assert not bench.engine.ready
        assert bench.engine.pid is None
        assert bench.exits == []
        with pytest.raises(EngineError, match="not running"):
            bench.engine.send(Cancel(job="x"))

    play(scenario, f"say({HELLO!r})")


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
