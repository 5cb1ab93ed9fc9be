"""Colors what a shot's queue has left in a process of its own, `main.py render --left`, beside the window.

It is nicer than the engine of the open shot: what the artist looks at comes first, and where nothing else is wanted
the other shot has the whole computer. To pause it instead would throw away the segment under way at each Generate, and
leave the computer idle in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.errors import ShiageError
from app.logs import complaints_of
from app.render.engine_process import ROOT, lower_priority
from app.threads import Worker

log = logging.getLogger(__name__)
NICENESS = 19  # from 0 to 19; the engine of the open shot has less
END_LIMIT = 20.0  # seconds to put its work away once it is told to stop
COMMAND = (sys.executable, str(ROOT / "main.py"))


class BackgroundError(ShiageError):
    """The shot was not colored to its end; finished segments are kept, and the rest is left."""


@dataclass(frozen=True)
class Heard:
    """What the process tells: `done` of `total` frames; or that a segment is `finished`."""

    done: int = 0
    total: int = 0
    finished: bool = False


async def events(folder: Path, command: Sequence[str] = COMMAND) -> AsyncGenerator[Heard, None]:
    """Color what the queue of the shot in `folder` has left, and tell how far it is, up to its end.

    Leaving the iteration early stops the process, and waits until it has put away what is finished and let go of the
    project. Raises BackgroundError with a sentence for the artist; an empty one where the process said nothing.
    """
    loop = asyncio.get_running_loop()
    said: asyncio.Queue[bytes] = asyncio.Queue()
    starting = asyncio.ensure_future(asyncio.to_thread(_started, folder, command))
    try:
        await _whole(starting)  # whoever stops the process must know it, to end it
    except asyncio.CancelledError:
        if starting.exception() is None:
            await _whole(asyncio.ensure_future(asyncio.to_thread(_end, starting.result(), None)))
        raise
    process = starting.result()

    def hear(line: bytes) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone, and with it whoever wanted to hear this
            loop.call_soon_threadsafe(said.put_nowait, line)

    def read() -> None:
        for line in cast(BinaryIO, process.stdout):
            hear(line)
        hear(b"")

    reader = Worker("background", read)
    reader.start()
    try:
        while line := await said.get():
            event = _decoded(line)
            match event.get("event"):
                case "progress":
                    yield Heard(int(event["done"]), int(event["total"]))
                case "segment":
                    yield Heard(finished=True)
                case "error":
                    raise BackgroundError(str(event["sentence"]))
                case "done":
                    return
                case _:
                    log.info("background: %s", event.get("sentence", ""))
        raise BackgroundError("")
    finally:
        await _whole(asyncio.ensure_future(asyncio.to_thread(_end, process, reader)))


async def _whole(work: asyncio.Future[Any]) -> None:
    """Wait for all of it, however often whoever waits is cancelled meanwhile; that is raised once it is done."""
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled


def _started(folder: Path, command: Sequence[str]) -> subprocess.Popen[bytes]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.IDLE_PRIORITY_CLASS
    try:
        with complaints_of("background-errors.log") as complaints:
            process = subprocess.Popen(
                [*command, "render", str(folder), "--left", "--attended", "--json"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                creationflags=flags,
                start_new_session=True,  # Ctrl+C in a terminal is for the app alone
            )
    except OSError as error:
        raise BackgroundError(f"The engine could not be started ({error}). Run the set-up command again.") from error
    lower_priority(process.pid, NICENESS)
    return process


def _end(process: subprocess.Popen[bytes], reader: threading.Thread | None) -> None:
    """Have the process stop, and wait for it to be gone."""
    with contextlib.suppress(OSError):
        cast(BinaryIO, process.stdin).close()  # this is what stops it
    try:
        process.wait(END_LIMIT)
    except subprocess.TimeoutExpired:
        log.warning("coloring in the background did not stop within %s s and is killed", END_LIMIT)
        process.kill()
        process.wait()
    if reader is not None:
        reader.join(END_LIMIT)
    cast(BinaryIO, process.stdout).close()


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        log.warning("background said %r", line[:200])
        return {}
    return event
