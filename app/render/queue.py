"""Colors the segments that wait: order, pause, cancel, the journal on disk, and going on after the engine died."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.errors import ShiageError
from app.project.model import Span, Take
from app.project.staleness import Status
from app.render import faults
from app.render.engine_process import EngineError, EngineProcess
from app.render.journal import Journal
from app.render.pace import PaceBook, forecast
from app.render.runner import Runner
from app.render.waiting import Item, Waiting
from engine.protocol.messages import ColorizeShot, Hello, Preview

log = logging.getLogger(__name__)
CRASHES_ALLOWED = 1


async def at_once() -> None:
    """Nothing is to be waited for."""


@dataclass(frozen=True)
class Work:
    """What the queue is doing about one segment. `sentence` says why it failed.

    It is `done` of `total`; `stage` is the engine's word, and `step` of `steps` are denoised.
    """

    status: Status
    done: int = 0
    total: int = 0
    sentence: str = ""
    stage: str = ""
    step: int = 0
    steps: int = 0


class RenderQueue:
    """Colors waiting segments one after the other on an engine it keeps alive. Everything here belongs to the event
    loop.

    `on_change` is called after any change of state, `on_take` with each finished segment once its file is safe,
    `on_notice` when the engine was started again or has something to say, `on_failure` when segments could not be
    colored; both with a sentence for the artist. `check` is called on a thread before anything is colored; when it
    raises a ShiageError, nothing is any more. `settled` is awaited just before the engine is given anything, and before
    what it has finished is looked at: what moves files out of the places where it writes is through then. `on_early` is
    called with frames of the segment under way that can be looked at already, as a take of them alone.
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
        book: PaceBook | None = None,
        check: Callable[[], None] = lambda: None,
        settled: Callable[[], Awaitable[None]] = at_once,
        on_early: Callable[[Item, Take], None] = lambda item, early: None,
    ) -> None:
        self._check, self._settled, self._on_early = check, settled, on_early
        self._book = book or PaceBook()
        self._runner = Runner(engine_log, self, self._book, command)
        self._journal = journal
        self._on_change, self._on_take = on_change, on_take
        self._on_notice, self._on_failure = on_notice, on_failure
        self._waiting = Waiting()
        self._paused = False
        self._failed: dict[tuple[str, Span], str] = {}
        self._told: set[str] = set()  # failures since something was asked for last
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task = self._begin()

    # What the window asks

    @property
    def engine(self) -> EngineProcess:
        """The engine that colors."""
        return self._runner.engine

    @property
    def hello(self) -> Hello | None:
        """What the engine said of itself, once it runs."""
        return self.engine.hello

    @property
    def items(self) -> tuple[Item, ...]:
        """Segments to color in their order, the one under way first."""
        return tuple(self._waiting)

    @property
    def running(self) -> Item | None:
        """The segment that the engine is at; None also once that one is no longer wanted."""
        running = self._runner.running
        return running if running in self._waiting else None

    @property
    def share(self) -> float:
        """How much of the running segment is done, 0 to 1."""
        return self._runner.share

    @property
    def stage(self) -> str:
        """What is done at the running segment, in the engine's word; empty before it has said so."""
        progress = self._runner.progress
        return progress.stage if progress is not None else ""

    @property
    def preview(self) -> tuple[Item, Preview] | None:
        """The newest picture of the segment under way, where its colorizer makes some."""
        run, running = self._runner.run, self.running
        return (running, run.preview) if run is not None and running is not None and run.preview is not None else None

    @property
    def busy(self) -> bool:
        """Whether anything waits or is under way, also while paused."""
        return bool(self._waiting) or self._runner.run is not None

    @property
    def paused(self) -> bool:
        """Whether the artist paused coloring."""
        return self._paused

    @property
    def held(self) -> bool:
        """Whether anything that waits cannot be colored as its shot stands."""
        return any(item.held for item in self._waiting)

    @property
    def cancelling(self) -> bool:
        """Whether the engine was told to stop what is no longer wanted, and has not yet."""
        run = self._runner.run
        return run is not None and run.urgent and bool(run.left) and run.left[0] not in self._waiting

    @property
    def pausing(self) -> bool:
        """Whether the engine was told to stop for a pause, and has not yet."""
        return self._paused and self._runner.run is not None and not self.cancelling

    def work(self, shot: str, span: Span) -> Work | None:
        """What is being done about this segment, or why it failed; None when nothing is."""
        waits = self._waiting.find(shot, span)
        if self.running is not None and self.running in waits:
            progress = self._runner.progress
            if progress is None:
                return Work(Status.WORKING)
            done, total, stage = progress.done, progress.total, progress.stage
            return Work(Status.WORKING, done, total, stage=stage, step=progress.step, steps=progress.steps)
        if waits:
            return Work(Status.QUEUED)
        reason = self._failed.get((shot, span))
        return Work(Status.FAILED, sentence=reason) if reason else None

    def pending(self, shot: str) -> frozenset[str]:
        """Digests of the segments of this shot that are queued or under way."""
        return frozenset(item.segment.digest for item in self._waiting if item.shot == shot)

    def seconds_left(self) -> float | None:
        """Time until all is colored, from past runs and this one; None while paused, or with nothing to go by."""
        if self._paused or self.cancelling or not self._waiting or self.held:
            return None
        first, running = self._waiting.items[0], self.running
        waiting = sum(item.work for item in self._waiting if item is not running)
        if self._runner.run is None:  # the engine is starting
            return self.forecast(first.kind, waiting)
        return self._runner.meter.left(running.work if running is not None else 0.0, waiting, first.frame)

    def forecast(self, kind: str, work: float) -> float | None:
        """Seconds that `work` megapixel-frames of this kind of run would take from now on; None the first time on
        this computer."""
        return forecast(self._book.past(kind), work, self.engine.ready)

    # What the window tells

    def submit(self, shot: str, folder: Path, request: ColorizeShot, front: bool = False) -> str:
        """Queue the segments of a request; returns its job id. `front` puts them next after the one under way.

        Segments still to do that the request asks for anew, out of other inputs, are dropped.
        """
        self._told.clear()
        for segment in request.segments:
            self._failed.pop((shot, Span(segment.first, segment.last)), None)
        self._drop(self._waiting.outdated(shot, request))
        items = [Item(shot, folder, request, segment) for segment in request.segments]
        self._waiting.add(items, self._held if front else None)
        self._changed()
        return request.job

    def pause(self) -> None:
        """Stop at the engine's next frame. Everything stays queued; the segment under way is colored anew later."""
        if self.busy and not self._paused:
            self._paused = True
            self._runner.stop(urgent=True)
            self._changed()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._paused:
            self._paused = False
            self._changed()

    def cancel(self) -> None:
        """Drop the segment under way, or the first one, and those that came with it; finished segments stay.

        An engine that has not stopped within CANCEL_LIMIT seconds is killed; what is next starts a new one.
        """
        if not self.cancelling and self._waiting:
            first = self._waiting.items[0]
            self._drop([item for item in self._waiting if item.request is first.request])
            self._changed()

    def clear(self) -> None:
        """Drop everything; finished segments stay."""
        self._drop(self.items)
        self._changed()

    def cancel_segment(self, shot: str, span: Span) -> None:
        """Drop one segment; the others go on."""
        self._drop(self._waiting.find(shot, span))
        self._changed()

    def cancel_item(self, item: Item) -> None:
        """Drop one variation of a segment."""
        self._drop([item])
        self._changed()

    def to_front(self, shot: str, span: Span) -> None:
        """Color this segment next."""
        self._waiting.to_front(self._waiting.find(shot, span), self._held)
        self._changed()

    def shift(self, shot: str, span: Span, by: int) -> None:
        """Color this segment `by` places later, or earlier where `by` is negative."""
        items = self._waiting.find(shot, span)
        for item in items if by < 0 else reversed(items):
            self._waiting.shift(item, by, self._held)
        self._changed()

    def move(self, item: Item, before: Item | None) -> None:
        """Color an item just before another one, or last where that is None."""
        self._waiting.move(item, before, self._held)
        self._changed()

    def forget_failures(self, shot: str) -> frozenset[str]:
        """Know no more that segments of this shot could not be colored; returns why that was."""
        gone = {place: why for place, why in self._failed.items() if place[0] == shot}
        self._failed = {place: why for place, why in self._failed.items() if place not in gone}
        self._told -= {*gone.values()}
        if gone:
            self._on_change()
        return frozenset(gone.values())

    def change(self, item: Item, request: ColorizeShot) -> Item:
        """Color something else at the place of an item that waits: the one segment of `request`. Returns what waits
        there now. Raises ValueError for an item that does not wait: it is under way, or through."""
        if item not in self._waiting or item is self.running:
            raise ValueError("only what waits can be changed")
        new = Item(item.shot, item.folder, request, request.segments[0])
        self._failed.pop((new.shot, new.span), None)
        self._drop([old for old in self._waiting.outdated(new.shot, request) if old is not item])
        self._waiting.put_in_place({item: (new,)})
        self._changed()
        return new

    def renew(self, instead: Mapping[Item, Sequence[Item]]) -> None:
        """Color others at the places of items that wait, and begin none that is held. Raises ValueError for the one
        under way."""
        if self.running in instead:
            raise ValueError("only what waits can be made anew")
        for new in chain.from_iterable(instead.values()):
            self._failed.pop((new.shot, new.span), None)
        self._waiting.put_in_place(instead)
        self._changed()

    async def wait_idle(self) -> None:
        """Wait until nothing is queued or under way; that is not while it is paused."""
        await self._idle.wait()

    async def close(self) -> None:
        """Stop the engine, now where it is still starting. What is unfinished stays in the journal."""
        # First, or it would take the end of a starting engine for a failure, and give up on what waits.
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._runner.drop_run()
        await (self.engine.stop() if self.engine.ready else self.engine.kill())
        await asyncio.to_thread(self._journal.close)
        await asyncio.to_thread(self._book.close)

    # Order and stopping

    @property
    def _held(self) -> int:
        """How many items at the head cannot be moved: the one under way."""
        return 0 if self.running is None else 1

    def _drop(self, items: Sequence[Item]) -> None:
        self._waiting.remove(items)
        run = self._runner.run
        if run is not None and run.left and run.left[0] in items:
            self._runner.stop(urgent=True)

    def _changed(self) -> None:
        """After any change of what is to be done."""
        if not self._waiting:
            self._paused = False
        if self.busy:
            self._idle.clear()
        else:
            self._idle.set()
        self._runner.meter.changed()
        self._record()
        self._wake.set()
        self._on_change()

    def _record(self) -> None:
        self._journal.record(self._waiting.entries(), self._paused)

    # How segments are colored

    def _begin(self) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(self._work())
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault in the queue itself, or in a callback, must not leave anybody waiting."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.critical("the queue failed", exc_info=error)
        for item in self._waiting:
            self._failed[(item.shot, item.span)] = faults.sentence("internal", "")
        self._waiting.remove(self.items)
        self._runner.drop_run()
        self._paused = False
        self._idle.set()
        self._task = self._begin()
        self._changed()

    async def _work(self) -> None:
        while True:
            if self._paused or not self._waiting.run():
                if not self._waiting:
                    self._idle.set()
                    self._runner.meter.forget()
                self._wake.clear()
                await self._wake.wait()
                continue
            if await self._ready(self._waiting.run()) and not self._paused and (run := self._waiting.run()):
                await self._runner.attend(run)

    async def _ready(self, run: Sequence[Item]) -> bool:
        """Whether the project may be written into and the engine runs; what cannot be colored is given up on."""
        try:
            await asyncio.to_thread(self.check)
        except ShiageError as error:
            self.run_failed(self.items, str(error))
            return False
        try:
            await self._runner.start()
        except EngineError as error:
            self.run_failed(run, str(error))
            return False
        await self.settled()
        return True

    # What the runner tells

    def check(self) -> None:
        self._check()

    async def settled(self) -> None:
        await self._settled()

    def run_changed(self) -> None:
        self._on_change()

    def run_early(self, item: Item, early: Take) -> None:
        if item in self._waiting:
            self._on_early(item, early)

    def run_finished(self, item: Item, take: Take) -> None:
        """Tell of a take, and have the engine stop where what it goes on with is not what should be next."""
        self._waiting.remove([item])
        self._waiting.remember(item, take)
        self._record()
        left = self._runner.run.left if self._runner.run is not None else []
        if left and (not self._waiting or self._waiting.items[0] is not left[0] or left[0].held):
            self._runner.stop(urgent=not self._waiting)
        self._on_take(take)
        self._on_change()

    def run_failed(self, items: Sequence[Item], sentence: str) -> None:
        """Give up on those of these that are still wanted."""
        failing = [item for item in items if item in self._waiting]
        if not failing:
            return
        for item in failing:
            self._failed[(item.shot, item.span)] = sentence
        self._waiting.remove(failing)
        self._record()
        if sentence not in self._told:  # many segments may fail one after the other of the same thing
            self._told.add(sentence)
            self._on_failure(sentence)
        self._on_change()

    def run_noted(self, sentence: str) -> None:
        self._on_notice(sentence)

    def run_crashed(self, item: Item) -> None:
        """Give a segment at which the engine died another chance, and only one."""
        if item not in self._waiting:
            return
        item.crashes += 1
        if item.crashes <= CRASHES_ALLOWED:
            self._on_notice("The engine stopped unexpectedly and was started again; finished segments are kept.")
            return
        frames = f"{item.span.first}-{item.span.last}"
        text = f"The engine stopped twice at frames {frames}. See the engine log, then try again."
        self.run_failed([item], text)
