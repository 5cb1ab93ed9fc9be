"""Runs the engine's weights tool, a process of its own: looks for weights, downloads them, brings them in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Sequence
from typing import BinaryIO, cast

import msgspec

from app.errors import ShiageError
from app.logs import complaints_of
from app.render.engine_process import engine_environment
from app.threads import Worker
from engine.protocol.weights import WeightsDone, WeightsEvent, WeightsFailed

log = logging.getLogger(__name__)
END_LIMIT = 5.0  # seconds for the tool to be gone once it should be


class WeightsToolError(ShiageError):
    """The tool could not do what it was asked; `details` name each thing that is wrong."""

    def __init__(self, sentence: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.details = details


async def events(*arguments: str) -> AsyncGenerator[WeightsEvent, None]:
    """What the tool says while it does what `arguments` ask for (`list`, `download`, ...), up to WeightsDone.

    Leaving the iteration early stops the tool; what has come by then stays. Raises WeightsToolError.
    """
    loop = asyncio.get_running_loop()
    said: asyncio.Queue[bytes] = asyncio.Queue()
    process = _started(arguments)

    def read() -> None:
        for line in cast(BinaryIO, process.stdout):
            with contextlib.suppress(RuntimeError):  # the loop is gone, and with it whoever wanted to hear this
                loop.call_soon_threadsafe(said.put_nowait, line)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(said.put_nowait, b"")

    reader = Worker("weights tool", read)
    reader.start()
    try:
        while line := await said.get():
            event = _decoded(line)
            if isinstance(event, WeightsFailed):
                raise WeightsToolError(event.sentence, event.details)
            yield event
            if isinstance(event, WeightsDone):
                return
        raise WeightsToolError("The search for weights ended too early. Try again, or look into the log.")
    finally:
        cast(BinaryIO, process.stdin).close()  # this is what stops it
        await asyncio.shield(asyncio.to_thread(_end, process, reader))


def size_text(count: int) -> str:
    """Bytes as file browsers tell them: "11.1 GB"."""
    if count >= 1e9:
        return f"{count / 1e9:.1f} GB"
    if count >= 1e6:
        return f"{count / 1e6:.0f} MB"
    return f"{count / 1e3:.0f} kB"


def _started(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    flags = subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0
    try:
        with complaints_of("weights.log") as complaints:
            return subprocess.Popen(
                [sys.executable, "-m", "engine.weights", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=engine_environment(),
                creationflags=flags,
                start_new_session=True,  # Ctrl+C in a terminal is for the app alone
            )
    except OSError as error:
        raise WeightsToolError(f"The engine could not be started ({error}). Run the set-up command again.") from error


def _decoded(line: bytes) -> WeightsEvent:
    try:
        return msgspec.json.decode(line, type=WeightsEvent)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.error("the weights tool said %r: %s", line[:200], error)
        raise WeightsToolError("App and engine do not fit together. Run the set-up command again.") from error


def _end(process: subprocess.Popen[bytes], reader: threading.Thread) -> None:
    """Wait for the tool to be gone."""
    try:
        process.wait(END_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    reader.join(END_LIMIT)
    cast(BinaryIO, process.stdout).close()
