"""One job at a time: a request in, events out; exceptions become JobFailed, and Cancel is honored."""

from __future__ import annotations

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.colorizers import Colorizer
from engine.errors import BadRequest, JobCancelled, MissingWeights, OutOfMemory
from engine.protocol.messages import ColorizeShot, Fault, JobDone, JobFailed, Message

log = logging.getLogger(__name__)


class Worker:
    """Runs jobs from a queue on the calling thread; `submit`, `cancel` and `stop` may come from any other."""

    def __init__(self, colorizers: Mapping[str, Colorizer], send: Callable[[Message], None]) -> None:
        self._colorizers = colorizers
        self._send = send
        self._jobs: queue.Queue[ColorizeShot | None] = queue.Queue()
        self._cancelled: set[str] = set()
        self._stopping = threading.Event()

    def submit(self, shot: ColorizeShot) -> None:
        """Queue a job."""
        self._jobs.put(shot)

    def cancel(self, job: str) -> None:
        """Stop this job at its next frame, or before it begins."""
        self._cancelled.add(job)

    def stop(self) -> None:
        """Stop the running job and end `run`."""
        self._stopping.set()
        self._jobs.put(None)

    def run(self) -> None:
        """Work until `stop`."""
        while (shot := self._jobs.get()) is not None and not self._stopping.is_set():
            self._send(self._run_job(shot))
            self._cancelled.discard(shot.job)

    def _run_job(self, shot: ColorizeShot) -> Message:
        begun = time.monotonic()

        def stop() -> bool:
            return self._stopping.is_set() or shot.job in self._cancelled

        def failed(fault: Fault, detail: str) -> JobFailed:
            log.warning("job %s failed: %s: %s", shot.job, fault, detail)
            return JobFailed(job=shot.job, fault=fault, detail=detail)

        try:
            self._color(shot, stop)
        except JobCancelled:
            return failed("cancelled", "")
        except BadRequest as error:
            return failed("bad_request", str(error))
        except MissingWeights as error:
            return failed("missing_weights", str(error))
        except (OutOfMemory, MemoryError) as error:
            return failed("out_of_memory", str(error))
        except OSError as error:
            reason = f"{error.strerror or error} ({error.filename or shot.out_dir})"
            return failed("bad_request", f"{reason}. Check that file and the disk, then try again.")
        except Exception:  # noqa: BLE001 - the job boundary: whatever a colorizer does, the engine goes on
            return failed("internal", traceback.format_exc())
        return JobDone(job=shot.job, seconds=time.monotonic() - begun)

    def _color(self, shot: ColorizeShot, stop: Callable[[], bool]) -> None:
        colorizer = self._colorizers.get(shot.colorizer)
        if colorizer is None:
            raise BadRequest(f"there is no colorizer named {shot.colorizer!r}")
        if stop():
            raise JobCancelled
        Path(shot.out_dir).mkdir(parents=True, exist_ok=True)
        Path(shot.cache_dir).mkdir(parents=True, exist_ok=True)
        for event in colorizer.colorize(shot, stop):
            self._send(event)
