"""How the threads of the app share the computer: whoever the artist waits for comes before whoever can wait."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

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
