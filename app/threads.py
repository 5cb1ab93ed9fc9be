"""How the threads of the app share the computer: whoever the artist waits for comes before whoever can wait."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import deque

NICENESS = 10
"""Of threads that can wait: far from the window's own, so that they seldom put it aside. The engine is nicer still: it
keeps none of them for long that has Python's lock."""
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
    """One works at a time, in the order in which they came. Each more of them that can wait keeps the window waiting
    longer for Python's lock, which the system takes away from nobody: not while a large block is given back either."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._waiting: deque[object] = deque()

    def take(self) -> None:
        """Wait for a turn."""
        me = object()
        with self._change:
            self._waiting.append(me)
            self._change.wait_for(lambda: self._waiting[0] is me)

    def leave(self) -> None:
        """Let the next one have its turn."""
        with self._change:
            self._waiting.popleft()
            self._change.notify_all()
