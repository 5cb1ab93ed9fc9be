"""Jobs for the engine: order, progress, cancel, the journal on disk, and going on after the engine died."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from app.media.takes import read_take
from app.project.model import Span, Take
from app.project.staleness import Status
from app.render import faults
from app.render.engine_process import EngineDiedAtStart, EngineError, EngineProcess, UnsendableError
from app.render.journal import Entry, Journal
from engine.protocol.frames import FrameFileError
from engine.protocol.messages import (
    Cancel,
    ColorizeShot,
    Hello,
    JobDone,
    JobFailed,
    Preview,
    Progress,
    SegmentDone,
    SegmentRequest,
    ToApp,
)

log = logging.getLogger(__name__)
CANCEL_LIMIT = 2.0
CRASHES_ALLOWED = 1


@dataclass(frozen=True)
class Work:
    """What the queue is doing about one segment. `sentence` says why it failed."""

    status: Status
    done: int = 0
    total: int = 0
    sentence: str = ""


@dataclass(frozen=True)
class _Lost:
    """The engine ended by itself or was killed."""

    detail: str


@dataclass
class Job:
    """One request on its way: the segments still to do, the first of them under way."""

    shot: str
    folder: Path
    request: ColorizeShot
    waiting: list[SegmentRequest]
    cancelled: bool = False
    started: float | None = None
    frames_done: int = 0
    crashes: dict[int, int] = field(default_factory=dict)
    progress: Progress | None = None

    @property
    def frames_under_way(self) -> float:
        """The segment under way as frames done: its progress may count other steps than frames."""
        if self.progress is None or not self.waiting:
            return 0.0
        share = min(1.0, self.progress.done / max(1, self.progress.total))
        return share * (self.waiting[0].last - self.waiting[0].first + 1)

    @property
    def frames_left(self) -> float:
        """Frames still to color, those under way counted out."""
        return sum(segment.last - segment.first + 1 for segment in self.waiting) - self.frames_under_way


class RenderQueue:
    """Runs jobs one at a time on an engine it keeps alive. Everything here belongs to the event loop.

    `on_change` is called after any change of state, `on_take` with each finished segment once its file is safe,
    `on_notice` when the engine was started again, `on_failure` when segments could not be colored; both with a
    sentence for the artist.
    """

    def __init__(
        self,
        engine_log: Path,
        journal: Journal,
        on_change: Callable[[], None],
        on_take: Callable[[Take], None],
        on_notice: Callable[[str], None],
        on_failure: Callable[[str], None],
        command: tuple[str, ...] | None = None,
    ) -> None:
        self.engine = EngineProcess(engine_log, self._message, self._engine_lost, command)
        self._journal = journal
        self._on_change, self._on_take = on_change, on_take
        self._on_notice, self._on_failure = on_notice, on_failure
        self._jobs: list[Job] = []
        self._failed: dict[tuple[str, Span], str] = {}
        self._events: asyncio.Queue[ToApp | _Lost] = asyncio.Queue()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._attending = False
        self._task = self._begin()

    # What the window asks

    @property
    def hello(self) -> Hello | None:
        """What the engine said of itself, once it runs."""
        return self.engine.hello

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Jobs in their order, the running one first."""
        return tuple(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether there is any job."""
        return bool(self._jobs)

    @property
    def cancelling(self) -> bool:
        """Whether the running job was told to stop and has not yet."""
        return bool(self._jobs) and self._jobs[0].cancelled

    def work(self, shot: str, span: Span) -> Work | None:
        """What is being done about this segment, or why it failed; None when nothing is."""
        for job in self._jobs:
            if job.shot != shot or job.cancelled:
                continue
            for at, segment in enumerate(job.waiting):
                if (segment.first, segment.last) != span:
                    continue
                if at == 0 and job is self._jobs[0] and job.started is not None:
                    progress = job.progress
                    return Work(Status.WORKING, progress.done, progress.total) if progress else Work(Status.WORKING)
                return Work(Status.QUEUED)
        reason = self._failed.get((shot, span))
        return Work(Status.FAILED, sentence=reason) if reason else None

    def pending(self, shot: str) -> frozenset[str]:
        """Digests of the segments of this shot that are queued or under way."""
        return frozenset(
            segment.digest for job in self._jobs if job.shot == shot and not job.cancelled for segment in job.waiting
        )

    def seconds_left(self) -> float | None:
        """Time left at the pace of the running job; None while there is no pace to go by."""
        job = self._jobs[0] if self._jobs else None
        if job is None or job.started is None:
            return None
        done = job.frames_done + job.frames_under_way
        if done < 1:
            return None
        pace = (time.monotonic() - job.started) / done
        return pace * sum(job.frames_left for job in self._jobs)

    # What the window tells

    def submit(self, shot: str, folder: Path, request: ColorizeShot, front: bool = False) -> str:
        """Queue a request; returns its job id. `front` puts it next after the running one.

        Segments still to do that the request asks for anew, out of other inputs, are dropped.
        """
        job = Job(shot, folder, request, list(request.segments))
        for segment in request.segments:
            self._failed.pop((shot, Span(segment.first, segment.last)), None)
        self._drop_outdated(shot, request)
        self._jobs.insert(1 if front and self._jobs else len(self._jobs), job)
        self._idle.clear()
        self._record()
        self._wake.set()
        self._on_change()
        return request.job

    def cancel(self) -> None:
        """Stop the running job at its next frame and drop those behind it; finished segments stay.

        An engine that has not stopped within CANCEL_LIMIT seconds is killed; the next job starts a new one. A job
        that only waits for an engine to start is dropped at once.
        """
        if not self._jobs:
            return
        running = self._jobs[0]
        running.cancelled, again = True, running.cancelled
        if not self._attending:
            self._jobs.clear()
            self._idle.set()
        else:
            del self._jobs[1:]
            if not again:
                self._stop_running(running)
        self._record()
        self._on_change()

    async def wait_idle(self) -> None:
        """Wait until every job has ended."""
        await self._idle.wait()

    async def close(self) -> None:
        """Stop the engine. Unfinished jobs stay in the journal."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self.engine.stop()
        await asyncio.to_thread(self._journal.close)

    # How jobs run

    def _drop_outdated(self, shot: str, request: ColorizeShot) -> None:
        """Take what `request` makes useless out of the jobs; the running one goes on unless nothing else is left."""
        newer = {(segment.first, segment.last, segment.seed): segment.digest for segment in request.segments}

        def outdated(segment: SegmentRequest) -> bool:
            # Another seed is another variation, which is wanted beside the first.
            at = (segment.first, segment.last, segment.seed)
            return newer.get(at, segment.digest) != segment.digest

        for at, job in enumerate(self._jobs):
            if job.shot != shot or job.cancelled:
                continue
            left = [segment for segment in job.waiting if not outdated(segment)]
            if at > 0 or not self._attending:
                job.waiting, job.cancelled = left, not left
            elif job.waiting and not left:
                job.cancelled = True
                self._stop_running(job)
        self._jobs = [job for at, job in enumerate(self._jobs) if not job.cancelled or (at == 0 and self._attending)]

    def _stop_running(self, job: Job) -> None:
        with contextlib.suppress(EngineError):  # the engine has just died; that ends the job as well
            self.engine.send(Cancel(job=job.request.job))
        asyncio.get_running_loop().call_later(CANCEL_LIMIT, self._cancel_overdue, job)

    def _cancel_overdue(self, job: Job) -> None:
        if self._jobs and self._jobs[0] is job:
            log.warning("the engine did not stop within %s s and is killed", CANCEL_LIMIT)
            self._killing = asyncio.ensure_future(self.engine.kill())
            self._events.put_nowait(_Lost("killed after cancel"))

    def _message(self, message: ToApp) -> None:
        self._events.put_nowait(message)

    def _engine_lost(self, detail: str) -> None:
        self._events.put_nowait(_Lost(detail))

    def _begin(self) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(self._run())
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault in the queue itself, or in a callback, must not leave anybody waiting."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.critical("the queue failed", exc_info=error)
        for job in self._jobs:
            for segment in job.waiting:
                self._failed[(job.shot, Span(segment.first, segment.last))] = faults.sentence("internal", "")
        self._jobs.clear()
        self._attending = False
        self._idle.set()
        self._task = self._begin()

    async def _run(self) -> None:
        while True:
            if not self._jobs:
                self._idle.set()
                self._wake.clear()
                await self._wake.wait()
                continue
            job = self._jobs[0]
            try:
                await self._start_engine()
            except EngineError as error:
                if not job.cancelled:
                    self._fail(job, job.waiting, str(error))
            else:
                if not job.cancelled:
                    self._attending = True
                    await self._attend(job)
                    self._attending = False
            if job.cancelled or not job.waiting:
                self._jobs = [other for other in self._jobs if other is not job]
                self._record()
                self._on_change()

    async def _start_engine(self) -> None:
        """Start the engine if it does not run; one that dies while starting gets a second chance."""
        try:
            await self.engine.start()
        except EngineDiedAtStart:
            await self.engine.start()

    async def _attend(self, job: Job) -> None:
        """Send the job's remaining segments and follow it until it ends or the engine does."""
        while not self._events.empty():
            self._events.get_nowait()  # words of an earlier engine
        job.progress = None
        job.started = job.started or time.monotonic()
        # A new id each time: a late word about an earlier attempt must not be taken for this one.
        job.request = msgspec.structs.replace(job.request, job=uuid.uuid4().hex, segments=tuple(job.waiting))
        try:
            self.engine.send(job.request)
        except UnsendableError as error:
            self._fail(job, job.waiting, str(error))
            return
        except EngineError:  # it died between its hello and here
            self._count_crash(job)
            return
        self._on_change()
        while True:
            event = await self._events.get()
            if isinstance(event, _Lost):
                self._count_crash(job)
                return
            if isinstance(event, Hello) or event.job != job.request.job:
                continue
            match event:
                case Progress(segment=segment):
                    if job.waiting and segment == job.waiting[0].index:
                        job.progress = event
                        self._on_change()
                case Preview():
                    pass
                case SegmentDone():
                    await self._finish(job, event)
                case JobFailed(fault=fault, detail=detail):
                    if fault != "cancelled":
                        log.error("job failed: %s: %s", fault, detail)
                        # An error of the engine's own may lie in this segment alone: the others get their chance.
                        failing = job.waiting[:1] if fault == "internal" else job.waiting
                        self._fail(job, failing, faults.sentence(fault, detail))
                    return
                case JobDone():
                    if job.waiting:  # the engine is wrong about being done
                        self._fail(job, job.waiting, faults.sentence("internal", ""))
                    return

    async def _finish(self, job: Job, event: SegmentDone) -> None:
        segment = next((segment for segment in job.waiting if segment.index == event.segment), None)
        if segment is None:
            return
        try:
            take = await asyncio.to_thread(take_of, job, segment, Path(event.path))
        except (FrameFileError, OSError, ValueError) as error:
            log.error("finished segment cannot be read: %s", error)
            self._fail(job, [segment], faults.sentence("internal", ""))
            return
        job.waiting.remove(segment)
        job.frames_done += segment.last - segment.first + 1
        job.progress = None
        self._record()
        self._on_take(take)
        self._on_change()

    def _count_crash(self, job: Job) -> None:
        if job.cancelled or not job.waiting:
            return
        index = job.waiting[0].index
        job.crashes[index] = job.crashes.get(index, 0) + 1
        if job.crashes[index] <= CRASHES_ALLOWED:
            self._on_notice("The engine stopped unexpectedly and was started again; finished segments are kept.")
            return
        first = job.waiting[0]
        text = f"The engine stopped twice at frames {first.first}-{first.last}. See the engine log, then try again."
        self._fail(job, [first], text)

    def _fail(self, job: Job, segments: list[SegmentRequest], sentence: str) -> None:
        for segment in list(segments):
            self._failed[(job.shot, Span(segment.first, segment.last))] = sentence
            job.waiting.remove(segment)
        job.progress = None
        self._record()
        self._on_failure(sentence)
        self._on_change()

    def _record(self) -> None:
        self._journal.record(
            [
                Entry(job.shot, tuple((segment.first, segment.last) for segment in job.waiting))
                for job in self._jobs
                if job.waiting and not job.cancelled
            ]
        )


def take_of(job: Job, segment: SegmentRequest, path: Path) -> Take:
    """The take in a finished file, checked against what was asked; raises FrameFileError or ValueError."""
    take = read_take(job.folder, path)
    if (*take.span, take.inputs) != (segment.first, segment.last, segment.digest):
        raise ValueError(f"{path.name} does not hold what was asked for")
    return take
