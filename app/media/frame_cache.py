"""Keeps decoded pictures within a budget of bytes and decodes more in the background, what was asked for first."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, Protocol, TypeVar

from app.threads import Turns, Worker, give_way

log = logging.getLogger(__name__)


class Sized(Protocol):
    """Anything that says how many bytes of memory it takes, as a numpy array does."""

    @property
    def nbytes(self) -> int: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class FrameCache(Generic[K, V]):
    """A least-recently-used cache of `budget_bytes`, filled by `workers` threads that call `decode(key)`.

    `reading_ahead` of them (all when 0) work in advance and give way to others; the rest are kept free for what is
    asked for, with which all of them help where that is not enough. What is read in advance takes one of the `turns`,
    which others may share. `changed()` is called from a worker when another picture is at hand.

    Every method may be called from any thread and returns at once, except `close`. Callbacks are called as
    callback(key, picture) or callback(key, exception), from a worker, or at once where the picture is at hand.
    """

    def __init__(
        self,
        budget_bytes: int,
        workers: int,
        decode: Callable[[K], V],
        reading_ahead: int = 0,
        changed: Callable[[], object] | None = None,
        turns: Turns | None = None,
    ) -> None:
        self._budget, self._decode, self._turns = budget_bytes, decode, turns or Turns(workers)
        self._most_ahead, self._changed = reading_ahead or workers, changed
        self._change = threading.Condition()
        self._kept: OrderedDict[K, V] = OrderedDict()  # least recently used first
        self._bytes = 0
        self._wishes: list[K] = []  # newest last, which is taken first
        self._ahead: list[K] = []  # nearest last, which is taken first
        self._callbacks: dict[K, list[Callable[[K, V | Exception], object]]] = {}
        self._busy: set[K] = set()
        self._failed: set[K] = set()  # not read in advance again
        self._closed = False
        self._free = 0  # of the workers kept for what is asked for, those that have nothing to do
        kept = workers - self._most_ahead
        self._threads = [
            Worker(f"frames-{index}", self._work, index < kept, 0 < kept <= index) for index in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def get(self, key: K) -> V | None:
        """The picture if it is at hand."""
        with self._change:
            picture = self._kept.get(key)
            if picture is not None:
                self._kept.move_to_end(key)
            return picture

    def set_budget(self, budget_bytes: int) -> None:
        """Keep no more than this from now on."""
        with self._change:
            self._budget = budget_bytes
            dropped = self._make_room(0)
        del dropped  # not before: giving memory back takes a while, and others wait for the lock

    def put(self, key: K, picture: V) -> None:
        """Keep a picture that was made elsewhere, if nobody is making it."""
        with self._change:
            wanted = not self._closed and key not in self._kept and key not in self._busy
            dropped = self._keep(key, picture) if wanted else []
        del dropped

    def request(self, key: K, callback: Callable[[K, V | Exception], object]) -> None:
        """Ask for a picture ahead of everything asked before; one that failed before is tried again."""
        with self._change:
            if self._closed:
                return
            picture = self._kept.get(key)
            if picture is None:
                self._callbacks.setdefault(key, []).append(callback)
                if key in self._wishes:
                    self._wishes.remove(key)
                if key not in self._busy:
                    self._wishes.append(key)
                    self._change.notify_all()  # not just any: one that is kept for it may be free
            else:
                self._kept.move_to_end(key)
        if picture is not None:
            callback(key, picture)

    def withdraw(self, key: K, callback: Callable[[K, V | Exception], object]) -> None:
        """Take back a wish with this callback; a picture that nobody else wishes for is not begun any more."""
        with self._change:
            waiting = self._callbacks.get(key, [])
            if callback in waiting:
                waiting.remove(callback)
            if not waiting:
                self._callbacks.pop(key, None)
                if key in self._wishes:
                    self._wishes.remove(key)

    def cancel_ahead(self) -> None:
        """Read nothing in advance any more until `prefetch` is called again."""
        with self._change:
            self._ahead.clear()

    def prefetch(self, keys: Iterable[K]) -> None:
        """Decode these when nothing is asked for, first ones first, instead of those of the last call.

        Keys that are at hand count as used now, so that reading ahead does not push them out.
        """
        with self._change:
            self._ahead = []
            for key in reversed(dict.fromkeys(keys)):
                if key in self._kept:
                    self._kept.move_to_end(key)
                elif key not in self._failed:
                    self._ahead.append(key)
            self._change.notify_all()

    def cached(self) -> frozenset[K]:
        """The keys at hand."""
        with self._change:
            return frozenset(self._kept)

    @property
    def used_bytes(self) -> int:
        """Memory taken by the pictures at hand; never more than the budget."""
        with self._change:
            return self._bytes

    def close(self) -> None:
        """Stop after the pictures being decoded now; open wishes are dropped without a callback."""
        with self._change:
            self._closed = True
            self._changed = None
            self._wishes.clear()
            self._ahead.clear()
            self._callbacks.clear()
            self._change.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def _work(self, kept: bool, gives_way: bool) -> None:
        """A worker that is kept for what is asked for, or one that works in advance."""
        if gives_way:
            give_way()
        while (task := self._next(kept)) is not None:
            key, in_advance = task
            try:
                self._serve(key)  # apart, so that neither picture nor callback is kept alive until the next key comes
            finally:
                if in_advance:
                    self._turns.end()

    def _serve(self, key: K) -> None:
        result: V | Exception
        try:
            result = self._decode(key)
        except Exception as error:  # noqa: BLE001 - the pool's boundary: whatever it is, the asker hears of it
            log.info("a picture could not be decoded: %s", error)
            result = error.with_traceback(None)  # which would keep all that was at hand here
        for callback in self._finished(key, result):
            callback(key, result)
        if (changed := self._changed) is not None and not isinstance(result, Exception):
            changed()

    def _next(self, kept: bool) -> tuple[K, bool] | None:
        """The key to decode now, and whether it is in advance, with a turn begun for it; None once closed."""
        while True:
            with self._change:
                key = self._asked_for(kept)
                if key is not None:
                    return key, False
                if self._closed:
                    return None
            self._turns.begin()  # without the lock, which the window's thread takes
            with self._change:
                key = self._taken(self._ahead)
                if key is not None:
                    return key, True
            self._turns.end()

    def _asked_for(self, kept: bool) -> K | None:
        """The key that somebody waits for, once there is one; None where there is something to read in advance, or once
        closed."""
        while not self._closed:
            key = self._taken(self._wishes) if kept or not self._free else None
            if key is not None:
                if self._wishes and not self._free:
                    self._change.notify_all()  # the others help
                return key
            if not kept and self._ahead:
                return None
            self._free += kept
            self._change.wait()
            self._free -= kept
        return None

    def _taken(self, queue: list[K]) -> K | None:
        while queue:
            key = queue.pop()
            if key not in self._busy and key not in self._kept:
                self._busy.add(key)
                return key
        return None

    def _finished(self, key: K, result: V | Exception) -> list[Callable[[K, V | Exception], object]]:
        """Keep the result; returns who waits for it."""
        dropped: list[V] = []  # let go of when the lock is free: giving memory back takes a while
        with self._change:
            self._busy.discard(key)
            if isinstance(result, Exception):
                self._failed.add(key)
            else:
                self._failed.discard(key)
                dropped = self._keep(key, result)
            waiting = self._callbacks.pop(key, [])
        del dropped
        return waiting

    def _keep(self, key: K, picture: V) -> list[V]:
        """Returns what had to go for it."""
        if picture.nbytes > self._budget:
            return []
        dropped = self._make_room(picture.nbytes)
        self._kept[key] = picture
        self._bytes += picture.nbytes
        return dropped

    def _make_room(self, nbytes: int) -> list[V]:
        dropped: list[V] = []
        while self._kept and self._bytes + nbytes > self._budget:
            dropped.append(self._kept.popitem(last=False)[1])
            self._bytes -= dropped[-1].nbytes
        return dropped
