"""An engine process at the bench: everything it says is kept, and a script may take its place."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import psutil

from app.render.engine_process import EngineProcess
from engine.protocol.messages import PROTOCOL_VERSION, ToApp

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

    async def until(self, what: Callable[[], object], seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < end, f"waited {seconds} s in vain; messages {self.messages}, exits {self.exits}"
            await asyncio.sleep(0.01)

    async def said(self, message: ToApp) -> None:
        await self.until(lambda: message in self.messages)


Scenario = Callable[[Bench], Coroutine[Any, Any, None]]


def played(folder: Path, scenario: Scenario, script: str | None = None, timeout: float = 20.0) -> None:
    """Run a scenario with the real engine, or with a script that takes its place; files go below `folder`."""
    command = None
    if script is not None:
        path = folder / "engine_stand_in.py"
        path.write_text(SAY + script)
        command = (sys.executable, str(path))

    async def whole() -> None:
        bench = Bench(folder, command, timeout)
        try:
            await scenario(bench)
        finally:
            await bench.engine.kill()

    asyncio.run(whole())


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
