"""One conversation with the app: requests from a stream to the Worker, its events back."""

from __future__ import annotations

import logging
import os
import platform
import sys
import threading
from typing import BinaryIO

from engine import ENGINE_VERSION
from engine.colorizers import available
from engine.device import best_device
from engine.protocol import framing
from engine.protocol.messages import (
    PROTOCOL_VERSION,
    Cancel,
    ColorizeShot,
    Hello,
    JobFailed,
    Message,
    Progress,
    Shutdown,
    ToEngine,
)
from engine.worker import Worker

log = logging.getLogger(__name__)
EXIT_GRACE = 2.0


class Session:
    """Joins two byte streams and a Worker. `read` runs on its own thread, `work` on the main one."""

    def __init__(self, requests: BinaryIO, events: BinaryIO) -> None:
        self._requests = requests
        self._events = events
        self._lock = threading.Lock()
        self._colorizers = available()
        self._worker = Worker(self._colorizers, self.send)

    def send(self, message: Message) -> None:
        """Write one message; a closed app ends the process."""
        data = framing.encode(message)
        try:
            with self._lock:
                while data:  # a raw pipe may take part of it
                    data = data[self._events.write(data) :]
        except OSError:
            log.info("the app is gone")
            os._exit(0)

    def work(self) -> None:
        """Say hello, then color until the app says goodbye."""
        device, memory = best_device()
        infos = tuple(colorizer.info() for colorizer in self._colorizers.values())
        log.info("engine %s, Python %s, %s", ENGINE_VERSION, platform.python_version(), device)
        self.send(
            Hello(
                protocol=PROTOCOL_VERSION,
                engine=ENGINE_VERSION,
                device=device,
                memory=memory,
                colorizers=infos,
            )
        )
        self._worker.run()

    def read(self) -> None:
        """Take requests until the stream ends; a message that does not decode is answered, not fatal."""
        try:
            while (body := framing.read_body(self._requests)) is not None:
                try:
                    message: ToEngine = framing.decode(body, ToEngine)
                except framing.MalformedMessageError as error:
                    self.send(JobFailed(job="", fault="bad_request", detail=f"malformed message: {error}"))
                    continue
                if not self._take(message):
                    break
        except (framing.FramingError, OSError) as error:
            log.error("requests are out of step: %s", error)
        finally:
            self._leave()  # whatever ended the reading: nobody could stop this process any more

    def _take(self, message: ToEngine) -> bool:
        match message:
            case ColorizeShot():
                self._worker.submit(message)
            case Cancel(job=job):
                self._worker.cancel(job)
                self.send(Progress(job=job, segment=-1, stage="stopping", done=0, total=0))
            case Shutdown():
                return False
        return True

    def _leave(self) -> None:
        """End the worker; if it is deep in one frame, do not wait for it longer than the grace."""
        self._worker.stop()
        timer = threading.Timer(EXIT_GRACE, lambda: (sys.stderr.flush(), os._exit(0)))
        timer.daemon = True
        timer.start()
