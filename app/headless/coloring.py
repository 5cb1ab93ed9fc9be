"""Colors segments of a shot to the end without a window: the queue, its progress, an orderly way out on Ctrl+C."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import paths
from app.errors import ShiageError
from app.headless.interrupts import Interrupted, calling, unattended
from app.headless.output import Output
from app.project.model import Shot, Span, Take
from app.project.staleness import Segment, Status
from app.render import journal, pace
from app.render.journal import Entry, Journal, Left
from app.render.left_over import Wanted
from app.render.pace import PaceBook
from app.render.queue import RenderQueue, Work
from app.render.requests import alike, colorize_shot
from engine.protocol.messages import ColorizeShot


class ColoringFailed(ShiageError):
    """Some segments could not be colored; those that were are kept."""


@dataclass
class Coloring:
    """One run through the wanted segments of a shot.

    `on_take` is called with each finished segment on a thread, in order; a ShiageError from it stops the run. What was
    `left` by somebody stays in the journal until it is colored, also where this is stopped or fails. `attended`: it
    stops once standard input closes.
    """

    folder: Path
    shot: Shot
    segments: Sequence[Segment]
    wanted: Wanted
    output: Output
    on_take: Callable[[Take], None]
    left: Left | None = None
    attended: bool = False
    taken: list[Take] = field(default_factory=list)

    def run(self) -> None:
        """Color all wanted segments. Raises RequestError, ColoringFailed, Interrupted, or the error of `on_take`."""
        requests = [
            colorize_shot(self.shot, self.segments, group, self.folder, uuid.uuid4().hex)
            for group in alike(self.shot, self.wanted.chosen) or ([] if self.wanted.variations else [[]])
        ]
        requests += [
            colorize_shot(one.shot, one.segments, [one.segment], self.folder, uuid.uuid4().hex)
            for one in self.wanted.variations
        ]
        if self.wanted.segments:
            asyncio.run(self._color(requests))

    async def _color(self, requests: Sequence[ColorizeShot]) -> None:
        await _Run(self).color(requests)


class _Run:
    """The part of a Coloring that lives on the event loop, made while it runs."""

    def __init__(self, coloring: Coloring) -> None:
        self._coloring = coloring
        self._arrived: asyncio.Queue[Take | None] = asyncio.Queue()
        self._interrupted = asyncio.Event()
        self._trouble: ShiageError | None = None
        self._journal = Journal(coloring.folder / journal.FILE, left=coloring.left)
        # Beside the window, the engine has a log of its own, and is slower than it is alone.
        beside = coloring.attended
        self._queue = RenderQueue(
            paths.log_folder() / ("engine-background.log" if beside else "engine.log"),
            self._journal,
            self._show,
            self._arrived.put_nowait,
            coloring.output.note,
            lambda _: None,  # failures are told at the end
            book=PaceBook() if beside else PaceBook(paths.data_folder() / pace.FILE),
        )

    async def color(self, requests: Sequence[ColorizeShot]) -> None:
        loop, queue = asyncio.get_running_loop(), self._queue

        def interrupt() -> None:
            loop.call_soon_threadsafe(self._interrupt)

        with calling(interrupt), unattended(interrupt) if self._coloring.attended else contextlib.nullcontext():
            putting_away = asyncio.ensure_future(self._put_away())
            for request in requests:
                queue.submit(self._coloring.shot.id, self._coloring.folder, request)
            await self._through()
            failures = self._failures()
            self._keep_failed()
            await queue.close()
            self._arrived.put_nowait(None)
            await putting_away
        if self._trouble is not None:
            raise self._trouble
        if self._interrupted.is_set():
            raise Interrupted(f"Stopped; {self._done_words()} and kept.")
        if failures:
            raise ColoringFailed(" ".join(dict.fromkeys(work.sentence for work in failures.values())))

    async def _through(self) -> None:
        """Wait until all is colored, or this is stopped."""
        ends = [asyncio.ensure_future(end) for end in (self._queue.wait_idle(), self._interrupted.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if self._coloring.left is None:
            await self._queue.wait_idle()
        for end in ends:
            end.cancel()

    def _interrupt(self) -> None:
        self._interrupted.set()
        if self._coloring.left is None:
            self._queue.clear()

    async def _put_away(self) -> None:
        coloring = self._coloring
        while (take := await self._arrived.get()) is not None:
            coloring.taken.append(take)
            if self._trouble is not None or (self._interrupted.is_set() and self._coloring.attended):
                continue  # the window looks at it itself
            try:
                await asyncio.to_thread(coloring.on_take, take)
            except ShiageError as error:
                self._trouble = error
                self._interrupt()

    def _show(self) -> None:
        coloring, queue = self._coloring, self._queue
        total = sum(segment.span.length for segment in coloring.wanted.segments)
        if not queue.items:
            return
        running = queue.running
        left = sum(item.span.length for item in queue.items)
        done = total - left + (running.span.length * queue.share if running is not None else 0.0)
        stage = "starting the engine" if not queue.engine.ready else queue.stage or "coloring"
        coloring.output.progress(int(done), total, stage, queue.seconds_left())

    def _failures(self) -> dict[Span, Work]:
        works = {at.span: self._queue.work(self._coloring.shot.id, at.span) for at in self._coloring.wanted.segments}
        return {span: work for span, work in works.items() if work is not None and work.status is Status.FAILED}

    def _keep_failed(self) -> None:
        """What was left and could not be colored is still left: whoever opens the shot is offered it."""
        failed = tuple(self._failures())
        if failed and self._coloring.left is not None:
            self._journal.add(Entry(self._coloring.shot.id, failed))

    def _done_words(self) -> str:
        done, total = len(self._coloring.taken), len(self._coloring.wanted.segments)
        return f"{done} of {total} segments {'is' if done == 1 else 'are'} finished"
