"""The engine as a process that a test speaks to in raw bytes or messages."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, cast

from engine.protocol import framing
from engine.protocol.messages import Message, ToApp

ROOT = Path(__file__).resolve().parents[1]


class Engine:
    """An engine process and a thread that collects what it says."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "engine"), **environment: str) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            bufsize=0,
        )
        self.events: queue.Queue[ToApp | Exception | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        stream = cast(Any, self.process.stdout)
        try:
            while (body := framing.read_body(stream)) is not None:
                self.events.put(framing.decode(body, ToApp))
            self.events.put(None)
        except (framing.FramingError, framing.MalformedMessageError) as error:
            self.events.put(error)

    def raw(self, data: bytes) -> None:
        pipe = cast(IO[bytes], self.process.stdin)
        while data:
            data = data[pipe.write(data) :]

    def send(self, message: Message) -> None:
        self.raw(framing.encode(message))

    def next(self, seconds: float = 60.0) -> ToApp | None:
        event = self.events.get(timeout=seconds)
        if isinstance(event, Exception):
            raise event
        return event

    def hang_up(self) -> None:
        cast(IO[bytes], self.process.stdin).close()

    def end(self) -> str:
        """Close everything; returns what the engine wrote to stderr."""
        self.hang_up()
        words = cast(IO[bytes], self.process.stderr).read().decode()
        self.process.wait(5)
        self._thread.join(5)
        for pipe in (self.process.stdout, self.process.stderr):
            cast(IO[bytes], pipe).close()
        return words
