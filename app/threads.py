"""How the threads of the app share the computer: whoever the artist waits for comes before whoever can wait."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator

NICENESS = 5
"""Of threads that can wait. The engine is nicer still: it keeps none of them for long that has Python's lock."""
_TURN = 0.001  # seconds


def give_way() -> None:
    """Have the calling thread get the less of the processor the more others want of it; where the system knows no such
    thing for a thread, it is as before."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def take_short_turns() -> None:
    """Have threads that run Python pass its lock on sooner than usual: the window's thread asks for it again and
    again while it paints, and waits for a whole turn each time."""
    sys.setswitchinterval(_TURN)


class Turns:
    """Lets so many of the threads that can wait work at a time, in the order in which they came.

    Three that hand Python's lock to one another keep the window's thread from it for many times as long as one does,
    however low their priority.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._change = threading.Condition()
        self._free = most
        self._waiting: deque[object] = deque()

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """A turn, as long as the body takes; waits for it."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def begin(self) -> None:
        """Wait for a turn."""
        place = object()
        with self._change:
            self._waiting.append(place)
            self._change.wait_for(lambda: self._free and self._waiting[0] is place)
            self._waiting.popleft()
            self._free -= 1
            self._change.notify_all()

    def end(self) -> None:
        """Let the next one begin."""
        with self._change:
            self._free += 1
            self._change.notify_all()

    def pass_on(self) -> None:
        """In the midst of a turn: let those who wait have theirs first."""
        if self._waiting:
            self.end()
            self.begin()


in_advance = Turns(max(1, min((os.cpu_count() or 2) - 1, 8)))
"""Of all that is made before anybody asks for it."""
