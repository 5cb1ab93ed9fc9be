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
from engine.errors import BadRequest, JobCancelled, MissingWeights, device_is_lost, ran_out_of_memory
from engine.protocol.messages import ColorizeShot, Fault, JobDone, JobFailed, Message

log = logging.getLogger(__name__)
MAX_SIDE = 32_768  # pixels; OpenCV's own remapping ends there


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
        """Work until `stop`.

        An error that says that the device is lost goes through: it ends the engine without a JobFailed, and the app
        goes on with a new one.
        """
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
        except OSError as error:
            reason = f"{error.strerror or error} ({error.filename or shot.out_dir})"
            return failed("bad_request", f"{reason}. Check that file and the disk, then try again.")
        except Exception as error:  # the job boundary: whatever a colorizer does, the engine goes on
            if ran_out_of_memory(error):
                return failed("out_of_memory", str(error))
            if device_is_lost(error):
                log.critical("job %s lost the device", shot.job)
                raise
            return failed("internal", traceback.format_exc())
        return JobDone(job=shot.job, seconds=time.monotonic() - begun)

    def _color(self, shot: ColorizeShot, stop: Callable[[], bool]) -> None:
        colorizer = self._colorizers.get(shot.colorizer)
        if colorizer is None:
            known = ", ".join(self._colorizers)
            raise BadRequest(f'there is no colorizer named "{shot.colorizer}"; choose one of these: {known}.')
        check(shot)
        if stop():
            raise JobCancelled
        Path(shot.out_dir).mkdir(parents=True, exist_ok=True)
        Path(shot.cache_dir).mkdir(parents=True, exist_ok=True)
        for event in colorizer.colorize(shot, stop):
            self._send(event)


def check(shot: ColorizeShot) -> None:
    """Whether the parts of a request fit together, for every colorizer alike; raises BadRequest."""
    if not (0 < shot.width <= MAX_SIDE and 0 < shot.height <= MAX_SIDE):
        raise BadRequest(f"A picture of {shot.width} x {shot.height} pixels cannot be colored; import another size.")
    if not shot.frames:
        raise BadRequest("There are no frames; import line art first.")
    first, last = shot.frames[0].number, shot.frames[-1].number
    if [frame.number for frame in shot.frames] != list(range(first, last + 1)):
        raise BadRequest(f"The frames {first} to {last} are not all there in order; import the line art again.")
    for key in shot.keys:
        if not first <= key.number <= last:
            raise BadRequest(f"The key on frame {key.number} lies outside the shot; move it onto a frame of the shot.")
    for segment in shot.segments:
        if not first <= segment.first <= segment.last <= last:
            raise BadRequest(f"Frames {segment.first} to {segment.last} are not all part of the shot; import it again.")
    for folder in (shot.out_dir, shot.cache_dir):
        if "\0" in folder or not Path(folder).is_absolute():
            raise BadRequest(f"{folder!r} is not the full name of a folder; save the project elsewhere.")
