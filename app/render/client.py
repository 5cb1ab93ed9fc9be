"""Typed requests out, typed events in, over any pair of byte streams."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
from collections.abc import Callable
from typing import BinaryIO

from app.threads import Worker
from engine.protocol import framing
from engine.protocol.messages import Message, ToApp

log = logging.getLogger(__name__)


class EngineClient:
    """Reads and writes on two threads of its own, so that neither side ever waits on the event loop.

    `on_message` and `on_closed` are called on the loop; `on_closed` once, with the reason, when nothing more can come.
    """

    def __init__(
        self,
        events: BinaryIO,
        requests: BinaryIO,
        on_message: Callable[[ToApp], None],
        on_closed: Callable[[str], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._events, self._requests = events, requests
        self._on_message, self._on_closed = on_message, on_closed
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._threads = [
            Worker("engine-events", self._read),
            Worker("engine-requests", self._write),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, message: Message) -> None:
        """Hand a message over; returns at once. Raises ValueError when it cannot be put into bytes."""
        self._outbox.put(framing.encode(message))

    def hang_up(self) -> None:
        """Close the requests stream after what is already handed over; the engine then ends by itself."""
        self._outbox.put(None)

    def join(self, timeout: float) -> None:
        """Wait for both threads."""
        for thread in self._threads:
            thread.join(timeout)

    def _post(self, call: Callable[..., None], *args: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(call, *args)

    def _read(self) -> None:
        reason = "the engine closed its stream"
        try:
            while (body := framing.read_body(self._events)) is not None:
                message: ToApp = framing.decode(body, ToApp)
                self._post(self._on_message, message)
        except (framing.FramingError, framing.MalformedMessageError, OSError, ValueError) as error:
            reason = f"the engine's messages cannot be read: {error}"
            log.error("%s", reason)
        self._post(self._on_closed, reason)

    def _write(self) -> None:
        try:
            while (data := self._outbox.get()) is not None:
                self._requests.write(data)
                self._requests.flush()
        except (OSError, ValueError) as error:
            log.info("the engine takes no more requests: %s", error)
        with contextlib.suppress(OSError, ValueError):
            self._requests.close()
