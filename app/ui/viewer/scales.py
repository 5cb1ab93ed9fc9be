"""Weighs the app again and again, so that pictures at hand make room for whatever else it holds."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

import psutil

from app.threads import Worker

APP = 400_000_000  # bytes that the app takes beside the pictures at hand: itself, thumbnails, what is painted
AROUND = 20  # and as many exact pictures: what they are made from
EVERY = 0.2  # seconds between two weighings
_LATELY = 50  # weighings: what was held for a moment will be held again, as each frame of an export is
_SLACK = 50_000_000  # bytes that may come between two weighings
_MORE = 4  # and as many exact pictures
_STEP = 16_000_000  # bytes: smaller changes are none


def room(allowed: int, beside: int, width: int, height: int) -> int:
    """Bytes for pictures at hand, of this size, in an app that is allowed so many in all and holds `beside` them."""
    picture = width * height * 4
    other = max(APP + AROUND * picture, -(-beside // _STEP) * _STEP + _SLACK + _MORE * picture)
    return max(allowed - other, allowed // 2)


class Scales:
    """A thread that says how much room there is for pictures: `use(bytes)`, whenever it is another than before.

    `used()` is what they take now. `use` and `used` are called from the thread. All but `close` return at once.
    """

    def __init__(self, allowed: int, width: int, height: int, used: Callable[[], int]) -> None:
        self._limits = (allowed, width, height)
        self._used = used
        self._use: Callable[[int], object] = lambda _: None
        self._beside: deque[int] = deque(maxlen=_LATELY)
        self._process = psutil.Process()
        self._news = threading.Event()
        self._closed = False
        self.room = room(allowed, 0, width, height)
        self._thread = Worker("scales", self._go)

    def begin(self, use: Callable[[int], object]) -> None:
        """Weigh from now on."""
        self._use = use
        self._thread.start()

    def expect(self, allowed: int, width: int, height: int) -> None:
        """So much is allowed in all from now on, and pictures are of this size."""
        if (allowed, width, height) != self._limits:
            self._limits = (allowed, width, height)
            self._news.set()

    def close(self) -> None:
        """Stop."""
        self._closed = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join()

    def _go(self) -> None:
        while not self._closed:
            allowed, width, height = self._limits
            self._beside.append(self._process.memory_info().rss - self._used())
            found = room(allowed, max(self._beside), width, height)
            if found != self.room:
                self.room = found
                self._use(found)
            self._news.wait(EVERY)
            self._news.clear()
