"""Does what was wished for last off the window's thread, resting while the computer is needed for something else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.threads import Worker, give_way, in_advance

log = logging.getLogger(__name__)
Task = TypeVar("Task", bound=Hashable)
Result = TypeVar("Result")
Stopped = Callable[[], bool]


@dataclass
class _Run(Generic[Task]):
    """A task under way."""

    task: Task
    given_up: bool = False


class Newest(Generic[Task, Result]):
    """A thread that does one task of the newest wish after the other; it starts with the first wish for any, and gives
    way to all others.

    `work(task, stopped)` is called there. It asks `stopped()` often, which waits while there is rest, and once that is
    true it ends with whatever result. The results of tasks that were not given up are told by `tell(task, result)`, in
    the thread; None where the work failed, which is logged.

    All methods return at once, but for `close`, and may be called from any thread.
    """

    def __init__(
        self, name: str, work: Callable[[Task, Stopped], Result], tell: Callable[[Task, Result | None], object]
    ) -> None:
        self._name, self._work, self._tell = name, work, tell
        self._news = threading.Condition()
        self._wanted: list[Task] = []
        self._resting = self._closed = False
        self._thread: Worker | None = None

    def want(self, tasks: Iterable[Task]) -> None:
        """Do these, in their order, and no others; one that is under way and among them goes on."""
        with self._news:
            self._wanted = list(tasks)
            self._news.notify()
            if self._wanted and self._thread is None and not self._closed:
                self._thread = Worker(self._name, self._go)
                self._thread.start()

    def rest(self, resting: bool) -> None:
        """Whether somebody else needs the computer for now."""
        with self._news:
            self._resting = resting
            self._news.notify()

    def close(self) -> None:
        """Stop, as soon as the work asks whether it should."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()

    def _stopped(self, run: _Run[Task]) -> bool:
        in_advance.pass_on()
        if self._resting:
            in_advance.end()
            with self._news:
                self._news.wait_for(lambda: self._closed or not self._resting)
            in_advance.begin()
        with self._news:
            run.given_up = run.given_up or self._closed or run.task not in self._wanted
            return run.given_up

    def _go(self) -> None:
        give_way()
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or (self._wanted and not self._resting))
                if self._closed:
                    return
                run = _Run(self._wanted[0])
            self._do(run)

    def _do(self, run: _Run[Task]) -> None:
        result: Result | None = None
        try:
            with in_advance.one():
                result = self._work(run.task, lambda: self._stopped(run))
        except Exception:  # the pool's boundary: one task that fails must not end all others
            log.exception("a task of %s failed", self._name)
        with self._news:
            if run.given_up or self._closed:
                return
            self._wanted = [task for task in self._wanted if task != run.task]
            self._tell(run.task, result)
