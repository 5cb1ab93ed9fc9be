"""How the threads of the app share the computer: whoever the artist waits for comes before whoever can wait."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

NICENESS = 9
"""Of threads that can wait. The engine is nicer still: it keeps none of them for long that has Python's lock."""
_HELPERS = 10  # most of them wait for a disk
_TURN = 0.0001  # seconds
_SLICE = 200_000  # nanoseconds; of others it is some milliseconds
_NOT_INHERITED = 1  # SCHED_FLAG_RESET_ON_FORK: threads begun by this one are as others are
_BEGINNING = 0.02  # seconds for which a helper is kept from a second task, so that the others are begun too
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}  # its number as a call of the system


_starter = ThreadPoolExecutor(1, "starter")


class Worker(threading.Thread):
    """A thread that ends with the app at the latest and is begun by another one than asks for it: Python's `start`
    waits until the new thread runs, which was 10 ms and more of the window's time while others had the processors."""

    def __init__(self, name: str, work: Callable[..., object], *args: object) -> None:
        super().__init__(target=work, args=args, name=name, daemon=True)
        self._beginning: Future[None] | None = None

    def start(self) -> None:
        try:
            self._beginning = _starter.submit(super().start)
        except RuntimeError:  # Python is about to end, and the thread that begins others has ended
            super().start()

    def is_alive(self) -> bool:
        """Whether it is to run, or runs."""
        return (self._beginning is not None and not self._beginning.done()) or super().is_alive()

    def join(self, timeout: float | None = None) -> None:
        if self._beginning is not None and not wait([self._beginning], timeout).done:
            return
        super().join(timeout)


def give_way() -> None:
    """Have the calling thread get the less of the processor the more others want of it; where the system knows no such
    thing for a thread, it is as before."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def helpers() -> ThreadPoolExecutor:
    """Threads for what the window has done beside it: they give way, and so do threads and programs begun by them, as
    those that encode an export or decode a movie."""
    pool = ThreadPoolExecutor(_HELPERS, "helpers", give_way)
    _starter.submit(_begin_all, pool)  # else each by the first who needs it, who waits for that
    return pool


def _begin_all(pool: ThreadPoolExecutor) -> None:
    for _ in range(_HELPERS):
        pool.submit(time.sleep, _BEGINNING)


def come_first() -> None:
    """Have the calling thread, the window's, get a processor as soon as it wants one.

    It wants one often and for short: it says so, where Linux can be told (6.12 and newer), and is then let in between
    two ticks of the clock; otherwise it waits until one of those that have all of them has had its share.
    """
    if sys.platform == "linux" and (number := _SCHED_SETATTR.get(platform.machine())):
        own = os.getpriority(os.PRIO_PROCESS, 0)
        wish = _Scheduling(size=ctypes.sizeof(_Scheduling), flags=_NOT_INHERITED, nice=own, runtime=_SLICE)
        ctypes.CDLL(None).syscall(number, 0, ctypes.byref(wish), 0)  # older ones refuse or ignore it: it is as before


class _Scheduling(ctypes.Structure):
    """`struct sched_attr` of Linux; `runtime` is the slice in nanoseconds."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_uint32),
        ("flags", ctypes.c_uint64),
        ("nice", ctypes.c_int32),
        ("priority", ctypes.c_uint32),
        ("runtime", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("period", ctypes.c_uint64),
    )


def take_short_turns() -> None:
    """Have threads that run Python pass its lock on sooner than usual: the window's thread asks for it again and
    again while it paints, and waits for a whole turn each time. Beside three busy ones, sixty askings took it 7 ms, and
    25 with turns of a millisecond; the others got a tenth less done."""
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
