"""Saving in the background: soon after an edit, never twice at once, never an older state last, never giving up."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable

from app.errors import ShiageError
from app.project.model import Project
from app.threads import Worker

FAULT = "The project could not be saved because of a fault in Shiage. Save it as a copy, and look at the log."


class Autosave:
    """Saves the newest project given to `request` on a thread of its own.

    `save` writes it and raises ShiageError when it cannot. A save begins `delay` seconds after the last edit, at
    most `limit` after the first unsaved one; one that failed is tried again after `retry` seconds. `on_error` gets
    each new sentence, `on_saved` each project that is safe; both are called on the saving thread.
    """

    def __init__(
        self,
        save: Callable[[Project], None],
        on_error: Callable[[str], None],
        on_saved: Callable[[Project], None] | None = None,
        *,
        delay: float = 1.0,
        limit: float = 10.0,
        retry: float = 5.0,
    ) -> None:
        self._save, self._on_error, self._on_saved = save, on_error, on_saved
        self._delay, self._limit, self._retry = delay, limit, retry
        self._changed = threading.Condition()
        self._waiting: Project | None = None
        self._asked = self._taken = self._safe = 0  # states requested, being saved, on disk: numbers of the newest
        self._begun = self._failed = 0  # saves begun; which of them failed last
        self._flush_to = self._flush_from = 0  # save up to this state at once, unless a save from this one on fails
        self._first = self._last = 0.0  # when the first and the last edit of those waiting came
        self._retry_at: float | None = None
        self._told: str | None = None
        self._closed = False
        self._thread: Worker | None = None
        atexit.register(self.close)

    @property
    def saved(self) -> bool:
        """Whether everything requested is on disk."""
        with self._changed:
            return self._safe == self._asked

    def set_limit(self, seconds: float) -> None:
        """Begin each save at most so long after the first unsaved edit, and after a tenth of it without another."""
        with self._changed:
            self._delay, self._limit = min(1.0, seconds / 10), seconds
            self._changed.notify_all()

    def request(self, project: Project) -> None:
        """Have this state saved soon; returns at once."""
        with self._changed:
            if self._closed:
                raise ValueError("the autosave is closed")
            self._last = time.monotonic()
            if self._waiting is None:
                self._first = self._last
            self._waiting = project
            self._asked += 1
            self._run()
            self._changed.notify_all()

    def flush(self) -> bool:
        """Save now what is waiting; returns false when that failed (it stays waiting, and is tried again)."""
        with self._changed:
            target, own = self._asked, self._begun + 1
            self._flush_to, self._flush_from = target, own
            if self._waiting is not None:
                self._run()
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._safe >= target or self._failed >= own)
            return self._safe >= target

    def close(self) -> bool:
        """Save what is waiting and end the thread; returns false when the newest state could not be saved."""
        atexit.unregister(self.close)
        done = self.flush()
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()
        return done

    def _run(self) -> None:
        """Start the thread, also again after a fault in `save` ended it."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = Worker("autosave", self._work)
            self._thread.start()

    def _work(self) -> None:
        while (project := self._next()) is not None:
            sentence: str | None = FAULT
            try:
                self._save(project)
                sentence = None
            except ShiageError as error:
                sentence = str(error)
            finally:
                self._settle(project, sentence)

    def _next(self) -> Project | None:
        """Wait until a save is due; None when closed."""
        with self._changed:
            while not self._closed:
                wait = None if self._waiting is None else self._due() - time.monotonic()
                if wait is not None and wait <= 0:
                    project, self._waiting = self._waiting, None
                    self._begun += 1
                    self._taken = self._asked
                    return project
                self._changed.wait(wait)
            return None

    def _due(self) -> float:
        if self._safe < self._flush_to and self._failed < self._flush_from:
            return 0.0
        if self._retry_at is not None:
            return self._retry_at
        return min(self._last + self._delay, self._first + self._limit)

    def _settle(self, project: Project, sentence: str | None) -> None:
        """Take note of how a save went; a state that failed waits on unless a newer one does."""
        with self._changed:
            told, self._told = self._told, sentence
            if sentence is None:
                self._safe, self._retry_at = self._taken, None
            else:
                self._failed, self._retry_at = self._begun, time.monotonic() + self._retry
                self._waiting = project if self._waiting is None else self._waiting
            if sentence is FAULT:
                self._thread = None  # it is about to end
            self._changed.notify_all()
        if sentence is None and self._on_saved is not None:
            self._on_saved(project)
        if sentence is not None and sentence != told:
            self._on_error(sentence)
