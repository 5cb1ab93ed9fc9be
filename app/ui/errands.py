"""Work that a slot begins and does not wait for: coroutines kept, their errors told, long ones shown with a cancel."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import ShiageError
from app.media.errors import MediaCancelled
from app.media.export import ExportCancelled

log = logging.getLogger(__name__)
Result = TypeVar("Result")
FAULT = "Something went wrong in Shiage; your project is kept. Try again, and if it stays so, see Help > Show log."
_PATIENCE = 10.0  # seconds for a thread to end once it is asked to
_OFTEN = 0.05  # seconds between two reports that reach the window


class Cancelled(ShiageError):
    """The artist stopped this piece of work."""


STOPPED = (Cancelled, ExportCancelled, MediaCancelled)
"""What is raised where the artist wanted it so."""


class Undertaking(QObject):
    """A long piece of work: its title, how far it is, and whether the artist wants it stopped. `beside` it, others
    can be begun.

    `report` and `stopped` may be called from any thread.
    """

    progressed = Signal(int, int, str)

    def __init__(self, title: str, can_stop: bool, beside: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title, self.can_stop, self.beside = title, can_stop, beside
        self._stop = threading.Event()
        self._told = 0.0

    def report(self, done: int, total: int, stage: str = "") -> None:
        """Say how far the work is; raises Cancelled once the artist wants it stopped."""
        if self._stop.is_set():
            raise Cancelled(f"{self.title}: stopped; nothing was changed.")
        now = time.monotonic()
        if done >= total or now - self._told >= _OFTEN:
            self._told = now
            self.progressed.emit(done, total, stage)

    def stopped(self) -> bool:
        """Whether the artist wants it stopped."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask for the work to end at its next report."""
        self._stop.set()


class Errands(QObject):
    """Runs coroutines for slots.

    Signals:
        begun: what it is that is run, by its name.
        failed: a sentence for the artist; `failing` names what it was.
        stopped: a sentence; the artist wanted it so.
        began, ended: an Undertaking.
    """

    begun = Signal(str)
    failed = Signal(str)
    stopped = Signal(str)
    began = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.failing = ""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._lasting: set[asyncio.Task[Any]] = set()  # those that go on when the project is left
        self._undertakings: list[Undertaking] = []

    @property
    def busy(self) -> bool:
        """Whether a long piece of work is under way that others must wait for."""
        return any(not undertaking.beside for undertaking in self._undertakings)

    def call(self, action: Callable[[], Coroutine[Any, Any, object] | None]) -> None:
        """Carry out an action; what it raises, now or later, is told. A coroutine it returns is run."""
        try:
            work = action()
        except ShiageError as error:
            self._fail(str(error), "")
            return
        if work is not None:
            self.run(work)

    def run(self, work: Coroutine[Any, Any, object], lasting: bool = False) -> None:
        """Run a coroutine; what it raises is told. A `lasting` one goes on when the project is left."""
        self.start(work, lasting)

    def start(self, work: Coroutine[Any, Any, Result], lasting: bool = False) -> asyncio.Task[Result]:
        """The same, for whoever may want to stop it."""
        self.begun.emit(work.__qualname__)
        task = asyncio.ensure_future(work)
        task.set_name(work.__qualname__)
        self._tasks.add(task)
        if lasting:
            self._lasting.add(task)
        task.add_done_callback(self._done)
        return task

    def outlast(self) -> None:
        """Have the errand that calls this go on when the project is left."""
        current = asyncio.current_task()
        if current in self._tasks:
            self._lasting.add(current)

    async def undertake(
        self, title: str, work: Callable[[Undertaking], Result], can_stop: bool = True, beside: bool = False
    ) -> Result:
        """Run `work` on a thread, shown with its progress; raises what it raises. `beside` it, others can be begun."""
        with self._shown(Undertaking(title, can_stop, beside, self)) as undertaking:
            thread = asyncio.get_running_loop().run_in_executor(None, work, undertaking)
            try:
                return await asyncio.shield(thread)
            except asyncio.CancelledError:
                undertaking.stop()
                thread.add_done_callback(_heard)
                await asyncio.wait([thread], timeout=_PATIENCE)  # it may be writing into the project
                raise

    def shown(self, title: str, can_stop: bool = False) -> contextlib.AbstractContextManager[Undertaking]:
        """Show work that is done in several steps, beside which others can be begun."""
        return self._shown(Undertaking(title, can_stop, True, self))

    @contextlib.contextmanager
    def _shown(self, undertaking: Undertaking) -> Iterator[Undertaking]:
        self._undertakings.append(undertaking)
        self.began.emit(undertaking)
        try:
            yield undertaking
        finally:
            self._undertakings.remove(undertaking)
            self.ended.emit(undertaking)
            undertaking.deleteLater()

    async def leave(self) -> None:
        """Stop what works on the project, and wait for it."""
        await self._stop(self._tasks - self._lasting)

    async def close(self) -> None:
        """Stop everything that runs, and wait for it."""
        await self._stop(self._tasks)

    async def _stop(self, tasks: set[asyncio.Task[Any]]) -> None:
        tasks = {task for task in tasks if task is not asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._lasting.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, STOPPED):
            self.stopped.emit(str(error))
        elif isinstance(error, ShiageError):
            self._fail(str(error), task.get_name())
        elif error is not None:
            log.error("uncaught exception in an errand", exc_info=error)
            self._fail(FAULT, task.get_name())

    def _fail(self, sentence: str, name: str) -> None:
        self.failing = name
        self.failed.emit(sentence)
        self.failing = ""


def _heard(thread: asyncio.Future[Any]) -> None:
    """Take note of what a thread raised whose result nobody wants any more."""
    if not thread.cancelled():
        thread.exception()
