"""Start, handshake, stop and kill the engine process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, cast

import psutil

from app import paths
from app.errors import ShiageError
from app.memory import with_large_pages
from app.render.client import EngineClient
from app.threads import Worker
from engine.protocol.messages import PROTOCOL_VERSION, Hello, Message, Shutdown, ToApp

log = logging.getLogger(__name__)
HANDSHAKE_TIMEOUT = 60.0
STOP_GRACE = 3.0
END_LIMIT = 10.0  # seconds for a process to be gone once it should be
LOST_LIMIT = 0.5  # seconds the loop may wait for the exit code of a process that was lost
LOG_LIMIT = 5_000_000  # bytes
NICENESS = 14  # of the engine, from 0 (as the app) to 19
LAST_WORDS = 8192  # bytes
ROOT = Path(__file__).resolve().parents[2]
DIED = "The engine stopped while starting. See the engine log, or run the set-up command again."
STOPPED = "The engine was stopped while it was starting. Try again."
UNSENDABLE = (
    "The shot cannot be handed to the engine: it is too long, or a name or text in it is not valid. "
    "Rename its files, or split the shot."
)


class EngineError(ShiageError):
    """The engine process cannot be used."""


class EngineDiedAtStart(EngineError):
    """The process ended, or spoke out of turn, before its hello."""


class UnsendableError(EngineError):
    """The message itself cannot be sent; the engine is well."""


def engine_environment() -> dict[str, str]:
    """What a process of the engine finds in its environment."""
    return {
        **with_large_pages(os.environ),
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",  # a folder `engine` where the artist happens to be is not ours
        "PYTHONUNBUFFERED": "1",
        "SHIAGE_WEIGHTS": str(paths.weights_folder()),
    }


_STARTER = ThreadPoolExecutor(1, "engine-start")
"""Starts processes, which takes up to 0.2 s where the computer is busy. One thread for as long as the app runs: Linux
ends a child with the thread that started it."""


class EngineProcess:
    """One engine process at a time. All methods belong to the event loop's thread."""

    def __init__(
        self,
        log_path: Path,
        on_message: Callable[[ToApp], None],
        on_exit: Callable[[str], None],
        command: Sequence[str] | None = None,
        handshake_timeout: float = HANDSHAKE_TIMEOUT,
    ) -> None:
        self._log_path = log_path
        self._on_message, self._on_exit = on_message, on_exit
        self._command = list(command or (sys.executable, "-m", "engine"))
        self._handshake_timeout = handshake_timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._client: EngineClient | None = None
        self._hello: asyncio.Future[Hello] | None = None
        self._closed: asyncio.Future[None] | None = None
        self._expected_exit = False
        self._spawning: asyncio.Task[subprocess.Popen[bytes]] | None = None
        self._starting = asyncio.Lock()
        self.hello: Hello | None = None
        self.start_seconds: float | None = None  # from its start to its hello, of the engine started last

    @property
    def pid(self) -> int | None:
        """Process id while there is a process."""
        return self._process.pid if self._process else None

    @property
    def ready(self) -> bool:
        """Whether the engine has said hello and lives."""
        return self.hello is not None

    async def start(self) -> Hello:
        """Start the engine and wait for its hello; raises EngineError. Does nothing when it already runs.

        Whoever asks while it is starting waits for the same engine.
        """
        async with self._starting:
            return self.hello or await self._start()

    async def _start(self) -> Hello:
        if self._process is not None:
            await self.kill()
        loop = asyncio.get_running_loop()
        self._hello, self._closed = loop.create_future(), loop.create_future()
        self._expected_exit = False
        begun = time.monotonic()
        # Not to be cut short: whoever stops the engine must know the process, to end it.
        self._spawning = asyncio.ensure_future(self._spawn())
        self._spawning.add_done_callback(lambda task: task.exception())  # seen: there may be nobody waiting any more
        process = await asyncio.shield(self._spawning)
        try:
            hello = await asyncio.wait_for(asyncio.shield(self._hello), self._handshake_timeout)
        except TimeoutError:
            await self.kill()
            raise EngineError(
                f"The engine did not answer within {self._handshake_timeout:.0f} seconds. Try again."
            ) from None
        except EngineError:
            await self.kill()
            raise
        # Between the hello and here, on the same turn of the loop, it may have been lost or told to stop.
        if self._expected_exit:
            raise EngineError(STOPPED)
        if self._process is not process:
            raise EngineDiedAtStart(DIED)
        self.hello, self.start_seconds = hello, time.monotonic() - begun
        return hello

    def _popen(self) -> subprocess.Popen[bytes]:
        environment = {**engine_environment(), "SHIAGE_APP_PID": str(os.getpid())}
        flags = 0
        if sys.platform == "win32":
            idle = psutil.Process().nice() == subprocess.IDLE_PRIORITY_CLASS  # the engine is then as well
            flags = subprocess.CREATE_NO_WINDOW | (0 if idle else subprocess.BELOW_NORMAL_PRIORITY_CLASS)
        with self._open_log() as errors:
            try:
                return subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=environment,
                    cwd=ROOT,
                    creationflags=flags,
                    start_new_session=True,  # Ctrl+C in a terminal is for the app alone
                )
            except OSError as error:
                raise EngineError(
                    f"The engine could not be started ({error}). Run the set-up command again."
                ) from error

    def _begin(self) -> subprocess.Popen[bytes]:
        """A process of the app's, of low priority; in the thread that starts them. Raises EngineError."""
        process = self._popen()
        lower_priority(process.pid, NICENESS)  # the window goes first
        if sys.platform == "win32":
            from app.render.windows_job import tie_to_this_process

            try:
                tie_to_this_process(process.pid)
            except OSError as error:
                process.kill()
                process.communicate()
                raise EngineError(f"The engine could not be tied to the app ({error}). Try again.") from error
        return process

    async def _spawn(self) -> subprocess.Popen[bytes]:
        process = await asyncio.get_running_loop().run_in_executor(_STARTER, self._begin)
        self._process = process
        events, requests = cast(BinaryIO, process.stdout), cast(BinaryIO, process.stdin)
        # The callbacks name their process: words of one that was killed must not touch its successor.
        self._client = EngineClient(
            events,
            requests,
            lambda message: self._received(process, message),
            lambda reason: self._lost(process, reason),
        )
        return process

    def _open_log(self) -> BinaryIO:
        """The log to append to; the earlier one is put aside when it has grown, and a full disk costs only the log."""
        try:
            self._log_path.parent.mkdir(parents=True, exist_ok=True)
            if self._log_path.exists() and self._log_path.stat().st_size > LOG_LIMIT:
                self._log_path.replace(self._log_path.with_suffix(".old.log"))
            return self._log_path.open("ab")
        except OSError as error:
            log.warning("no engine log: %s", error)
            return Path(os.devnull).open("ab")

    def send(self, message: Message) -> None:
        """Send to a running engine; raises EngineError when there is none, UnsendableError for a message as such."""
        if self._client is None:
            raise EngineError("The engine is not running. Try again to start it.")
        try:
            self._client.send(message)
        except ValueError as error:
            log.error("a message cannot be sent: %s", error)
            raise UnsendableError(UNSENDABLE) from error

    async def stop(self) -> None:
        """Ask the engine to end, and kill it if it does not in time."""
        await self._spawned()
        if self._process is None:
            return
        self._give_up()
        process, client, closed = self._process, self._client, self._closed
        assert client is not None
        assert closed is not None
        client.send(Shutdown())
        client.hang_up()
        try:
            await asyncio.wait_for(asyncio.shield(closed), STOP_GRACE)
        except TimeoutError:
            process.kill()
        await self._reap(process, client)

    async def kill(self) -> None:
        """End the engine now."""
        await self._spawned()
        if self._process is None:
            return
        self._give_up()
        process, client = self._process, self._client
        process.kill()
        assert client is not None
        client.hang_up()
        await self._reap(process, client)

    async def _spawned(self) -> None:
        """Wait for a process that is just being started, so that there is something to end."""
        if self._spawning is not None and not self._spawning.done():
            await asyncio.wait([self._spawning])

    def _give_up(self) -> None:
        """From here on the process counts as gone: nobody may take it for a running engine or wait for its hello."""
        self._expected_exit = True
        self.hello = None
        if self._hello is not None and not self._hello.done():
            self._hello.set_exception(EngineError(STOPPED))
            self._hello.exception()  # seen: there may be nobody waiting

    async def _reap(self, process: subprocess.Popen[bytes], client: EngineClient) -> None:
        try:
            await asyncio.to_thread(process.wait, END_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):  # stuck in the system: it goes when that lets it
                await asyncio.to_thread(process.wait, END_LIMIT)
        await asyncio.to_thread(client.join, 5)
        if self._process is process:
            self._forget()

    def _forget(self) -> None:
        if self._client is not None:
            self._client.hang_up()  # a second time does no harm; without it the writing thread would stay
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._process = self._client = self.hello = None

    def _received(self, process: subprocess.Popen[bytes], message: ToApp) -> None:
        if process is not self._process:
            return
        if isinstance(message, Hello) and self._hello is not None and not self._hello.done():
            if message.protocol == PROTOCOL_VERSION:
                self._hello.set_result(message)
            else:
                self._hello.set_exception(
                    EngineError(
                        f"The engine speaks version {message.protocol} of the protocol and the app version "
                        f"{PROTOCOL_VERSION}. Run the set-up command again to bring both to the same version."
                    )
                )
            return
        self._on_message(message)

    def _lost(self, process: subprocess.Popen[bytes], reason: str) -> None:
        if process is not self._process:
            return
        if self._closed is not None and not self._closed.done():
            self._closed.set_result(None)
        if self._expected_exit:
            return
        process.kill()  # a process whose stream is out of step is of no use; a dead one does not mind
        try:
            code = str(process.wait(LOST_LIMIT))
        except subprocess.TimeoutExpired:
            code = "unknown"
            Worker("engine-end", process.wait).start()
        was_ready = self.ready
        self._forget()
        detail = f"{reason} (exit code {code}){self._last_words()}"
        log.error("engine lost: %s", detail)
        if was_ready:
            self._on_exit(detail)
        elif self._hello is not None and not self._hello.done():
            self._hello.set_exception(EngineDiedAtStart(DIED))

    def _last_words(self) -> str:
        try:
            with self._log_path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - LAST_WORDS))
                lines = file.read(LAST_WORDS).decode(errors="replace").splitlines()
            return "\n" + "\n".join(lines[-12:])
        except OSError:
            return ""


def lower_priority(pid: int, niceness: int) -> None:
    """Lower the priority of a process just started, all of whose threads are still to come and inherit it.

    An engine takes every core there is while it colors. The window and playback need little, but at once; so the engine
    gets what they leave. Windows is told when the process is made.
    """
    if sys.platform != "win32":
        with contextlib.suppress(psutil.Error, OSError):  # gone already, or not allowed: it works all the same
            process = psutil.Process(pid)
            niceness = max(niceness, process.nice())  # whoever started it may be nicer still
            process.nice(niceness)
        # Where Linux shares cores out by session, niceness counts within the session of the process only.
        with contextlib.suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text(str(niceness))
