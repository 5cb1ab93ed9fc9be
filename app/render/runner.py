"""Has the engine color segments in one go, and follows it until it is through, is stopped, or is lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import msgspec

from app.errors import ShiageError
from app.media.takes import read_take
from app.project.model import Take
from app.render import faults
from app.render.engine_process import UNSENDABLE, EngineDiedAtStart, EngineError, EngineProcess, UnsendableError
from app.render.pace import Meter, PaceBook
from app.render.waiting import Item
from engine.protocol.frames import FrameFileError
from engine.protocol.messages import (
    Cancel,
    FramesReady,
    Hello,
    JobDone,
    JobFailed,
    Note,
    Preview,
    Progress,
    SegmentDone,
    ToApp,
)

log = logging.getLogger(__name__)
CANCEL_LIMIT = 2.0
COLORS = ("coloring", "writing")  # the engine's words for the work itself; what comes before is done once a run
BEAT = 1.0  # seconds between two words of a change while coloring, so that the time left goes on sinking


class Listener(Protocol):
    """Whom a Runner tells; called on the event loop."""

    def check(self) -> None:
        """Raises a ShiageError when nothing may be colored into the project any more; called on a thread."""

    async def settled(self) -> None:
        """Wait until what moves files out of the places where the engine writes is through."""

    def run_changed(self) -> None:
        """Something is under way, further, or no longer."""

    def run_early(self, item: Item, early: Take) -> None:
        """Some frames of the segment under way can be looked at: a take of them alone, not to be kept."""

    def run_finished(self, item: Item, take: Take) -> None:
        """A segment is colored and its file is safe."""

    def run_failed(self, items: Sequence[Item], sentence: str) -> None:
        """These cannot be colored; `sentence` is for the artist."""

    def run_noted(self, sentence: str) -> None:
        """The engine has something to say; coloring goes on."""

    def run_crashed(self, item: Item) -> None:
        """The engine died, unasked, at this segment."""


@dataclass(frozen=True)
class _Lost:
    """The engine ended by itself or was killed."""

    detail: str


@dataclass(eq=False)
class Run:
    """What the engine was given in one go: the items it has not finished, in its order, the first under way.

    `stopping`: it is asked to end before it is through; `urgent`: it is killed if that takes too long.
    """

    left: list[Item]
    job: str
    stopping: bool = False
    urgent: bool = False
    progress: Progress | None = None
    preview: Preview | None = None


class Runner:
    """The engine, and the one run it may be at."""

    def __init__(self, engine_log: Path, listener: Listener, book: PaceBook, command: tuple[str, ...] | None) -> None:
        self.engine = EngineProcess(engine_log, self._message, self._engine_lost, command)
        self.run: Run | None = None
        self.meter = Meter(book)
        self._listener = listener
        self._start_told: float | None = None
        self._beating: asyncio.TimerHandle | None = None
        self._events: asyncio.Queue[ToApp | _Lost] = asyncio.Queue()

    @property
    def running(self) -> Item | None:
        """The segment that the engine is at."""
        run = self.run
        return run.left[0] if run is not None and run.left and not run.stopping else None

    @property
    def progress(self) -> Progress | None:
        """How far the running segment is; None before the engine has said so."""
        return self.run.progress if self.run is not None and not self.run.stopping else None

    @property
    def share(self) -> float:
        """How much of the running segment is done, 0 to 1."""
        progress = self.progress
        return min(1.0, progress.done / max(1, progress.total)) if progress is not None else 0.0

    async def start(self) -> None:
        """Start the engine if it does not run; one that dies at its start gets a second chance. Raises EngineError."""
        try:
            await self.engine.start()
        except EngineDiedAtStart:
            await self.engine.start()
        took = self.engine.start_seconds
        if took is not None and took != self._start_told:
            self._start_told = took
            self.meter.book.add_start(took)

    async def attend(self, items: list[Item]) -> None:
        """Give the engine these items, of one request, and follow it until it has ended, one way or the other."""
        while not self._events.empty():
            self._events.get_nowait()  # words of an earlier engine
        # A new id each time: a late word about an earlier run must not be taken for this one.
        run = self.run = Run(items, uuid.uuid4().hex)
        segments = tuple(item.segment for item in items)
        try:
            self.engine.send(msgspec.structs.replace(items[0].request, job=run.job, segments=segments))
        except UnsendableError as error:
            self._listener.run_failed(items, str(error))
        except EngineError:  # it died between its hello and here
            self._crashed(run)
        else:
            self.meter.sent(items[0].kind)
            self._beat()
            while not await self._hear(run, await self._events.get()):
                await asyncio.sleep(0)  # what one word changes is shown before the next is taken, which may be there
        self.drop_run()
        self._listener.run_changed()

    def drop_run(self) -> None:
        """Forget what the engine is at."""
        self.run = None
        self.meter.stopped()
        if self._beating is not None:
            self._beating.cancel()
            self._beating = None

    def stop(self, urgent: bool) -> None:
        """Have the engine end its run early; where it is `urgent`, within CANCEL_LIMIT seconds or by being killed."""
        run = self.run
        if run is None:
            return
        if not run.stopping:
            run.stopping = True
            with contextlib.suppress(EngineError):  # the engine has just died; that ends the run as well
                self.engine.send(Cancel(job=run.job))
        if urgent and not run.urgent:
            run.urgent = True
            asyncio.get_running_loop().call_later(CANCEL_LIMIT, self._overdue, run)

    def _overdue(self, run: Run) -> None:
        if self.run is run:
            log.warning("the engine did not stop within %s s and is killed", CANCEL_LIMIT)
            self._killing = asyncio.ensure_future(self.engine.kill())
            self._events.put_nowait(_Lost("killed after cancel"))

    def _message(self, message: ToApp) -> None:
        self._events.put_nowait(message)

    def _engine_lost(self, detail: str) -> None:
        self._events.put_nowait(_Lost(detail))

    def _beat(self) -> None:
        self._beating = asyncio.get_running_loop().call_later(BEAT, self._beat)
        self._listener.run_changed()

    async def _hear(self, run: Run, event: ToApp | _Lost) -> bool:
        """Act on one word of the engine; returns whether it ends the run."""
        if isinstance(event, _Lost):
            self._crashed(run)
            return True
        if isinstance(event, Hello) or (event.job != run.job and not _undecoded(event)):
            return False
        match event:
            case Progress(segment=segment):
                if run.left and segment == run.left[0].segment.index:
                    run.progress = event
                    self.meter.progressed(self.share, event.stage in COLORS)
                    self._listener.run_changed()
                return False
            case Preview(segment=segment):
                if run.left and segment == run.left[0].segment.index:
                    run.preview = event
                    self._listener.run_changed()
                return False
            case FramesReady(segment=segment):
                if run.left and segment == run.left[0].segment.index:
                    await self._early(run.left[0], Path(event.path))
                return False
            case Note(text=text):
                self._listener.run_noted(text)
                return False
            case SegmentDone():
                await self._finish(run, event)
                return False
            case JobFailed(job="", detail=detail):
                log.error("the engine could not take the job: %s", detail)
                self._listener.run_failed(run.left, UNSENDABLE)
                return True
            case JobFailed(fault=fault, detail=detail):
                if fault != "cancelled":
                    log.error("job failed: %s: %s", fault, detail)
                    # It may lie in this segment alone, in a drawing that was changed: the others get their chance.
                    alone = fault in ("internal", "bad_request")
                    self._listener.run_failed(run.left[:1] if alone else run.left, faults.sentence(fault, detail))
                return True
            case JobDone():
                self._listener.run_failed(
                    run.left, faults.sentence("internal", "")
                )  # the engine is wrong about being done
                return True

    async def _early(self, item: Item, path: Path) -> None:
        try:
            early = await asyncio.to_thread(_asked_for, item, path)
        except (FrameFileError, OSError, ValueError) as error:  # the segment will come all the same
            log.warning("early frames cannot be read: %s", error)
            return
        if item is self.running:
            self._listener.run_early(item, early)

    async def _finish(self, run: Run, event: SegmentDone) -> None:
        item = next((item for item in run.left if item.segment.index == event.segment), None)
        if item is None:
            return
        try:
            await asyncio.to_thread(self._listener.check)
        except ShiageError as error:  # what is written already harms nobody: it is whole, and named after its inputs
            self._listener.run_failed(run.left, str(error))
            self.stop(urgent=True)
            return
        await self._listener.settled()
        try:
            take = await asyncio.to_thread(take_of, item, Path(event.path))
        except (FrameFileError, OSError, ValueError) as error:
            log.error("finished segment cannot be read: %s", error)
            run.left.remove(item)
            self._listener.run_failed([item], faults.sentence("internal", ""))
            return
        run.left.remove(item)
        run.progress = run.preview = None
        self.meter.finished(item.work)
        self._listener.run_finished(item, take)

    def _crashed(self, run: Run) -> None:
        if not run.urgent and run.left:
            self._listener.run_crashed(run.left[0])


def _undecoded(event: ToApp) -> bool:
    """Whether the engine could not read what it was sent, and so does not know of which job that was."""
    return isinstance(event, JobFailed) and not event.job


def take_of(item: Item, path: Path) -> Take:
    """The take in a finished file, checked against what was asked; raises FrameFileError or ValueError."""
    take = _asked_for(item, path)
    if take.span != item.span:
        raise ValueError(f"{path.name} does not hold what was asked for")
    return take


def _asked_for(item: Item, path: Path) -> Take:
    """A file with all or some of the frames that were asked for; raises FrameFileError or ValueError."""
    take = read_take(item.folder, path)
    if take.inputs != item.segment.digest or take.span.first < item.span.first or take.span.last > item.span.last:
        raise ValueError(f"{path.name} does not hold what was asked for")
    return replace(take, shot=item.shot)
