"""How the app takes memory for pictures from the system, and gives it back."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import queue
import re
import sys
import threading
import weakref
from collections import deque
from collections.abc import Mapping

from app.threads import Worker

LARGE = 3_000_000  # bytes: pictures that are kept are larger; most of what they are made from is used again and again
SPARE = 128_000_000
"""Bytes of free blocks that are kept for the next pictures."""
_OF_HEAPS = 1 << 25  # bytes: the most that glibc takes from heaps
_KEPT_FREE = 1 << 28  # bytes at the end of the first heap that stay for what comes next
_HEAPS = 3  # each has free room of its own; with one alone, whoever grows it keeps all others waiting
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # from malloc.h
_MADV_HUGEPAGE = 14  # from mman.h, as what follows
_READ_WRITE, _PRIVATE, _ANONYMOUS = 3, 2, 32
_NOT_MAPPED = 2**64 - 1
_PAGE = 4096
_C = ctypes.CDLL(None) if sys.platform == "linux" else None  # calls of it let go of Python's lock
_TUNABLES, _LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
_ADVICE_OF_NUMPY = "NUMPY_MADVISE_HUGEPAGE"
_BEGUN_ANEW = "shiage_large_pages"  # an option of Python's that says nothing to Python
_DEBUGGERS = frozenset(("pydevd", "debugpy"))


def use_heaps() -> None:
    """Have the C library take what pictures are made from out of a few heaps that stay, from now on, in all threads.

    numpy and OpenCV ask for room, and give it back, while Python's lock is kept. Where that goes to the system it waits
    for every thread that fills fresh room at the time, 20 to 90 ms were seen, and the window for the lock. What is kept
    for long would cut heaps into pieces: pictures lie in `blocks`. Does nothing where the C library is another one.
    """
    option = getattr(_C, "mallopt", None)
    if option is not None:
        option(_M_MMAP_THRESHOLD, _OF_HEAPS)
        option(_M_TRIM_THRESHOLD, _KEPT_FREE)
        option(_M_ARENA_MAX, _HEAPS)


class Blocks:
    """Room for pictures, each in a block of the system's own, which does not change places with anything else.

    Blocks that become free are used again, so that a full cache of pictures asks the system for nothing. Safe in any
    thread.
    """

    def __init__(self, spare: int = SPARE) -> None:
        """Of free blocks `spare` bytes are kept, of those that became free last."""
        self._most = spare
        self._change = threading.Lock()
        self._free: list[tuple[int, int]] = []  # size and address, the latest last: there are few
        self._returned = deque[tuple[int, int]]()  # the same, of blocks that just became free

    @property
    def spare(self) -> int:
        """Bytes of free blocks that are kept."""
        self._tidy_up()
        with self._change:
            return sum(size for size, _ in self._free)

    def take(self, size: int) -> memoryview | None:
        """`size` bytes with whatever was in them, free again once nobody holds them; None for what is small, and where
        the system is not Linux. Raises MemoryError."""
        if _C is None or size < LARGE:
            return None
        whole = -(-size // _PAGE) * _PAGE
        address = self._again(whole) or _mapped(whole)
        _unmapping.begin()
        block = (ctypes.c_ubyte * size).from_address(address)
        weakref.finalize(block, self._give_back, whole, address).atexit = False
        return memoryview(block).cast("B")

    def _again(self, size: int) -> int | None:
        self._tidy_up()
        with self._change:
            for at in range(len(self._free) - 1, -1, -1):
                if self._free[at][0] == size:
                    return self._free.pop(at)[1]
        return None

    def _give_back(self, size: int, address: int) -> None:
        self._returned.append((size, address))
        self._tidy_up(wait=False)  # Python's collector may find a free block in the midst of a change, in its thread

    def _tidy_up(self, wait: bool = True) -> None:
        """Take in what was returned, and let the system have what is too much."""
        gone = list[tuple[int, int]]()
        while self._returned and self._change.acquire(blocking=wait):
            try:
                while self._returned:
                    self._free.append(self._returned.popleft())
                kept = sum(size for size, _ in self._free)
                while kept > self._most:
                    gone.append(self._free.pop(0))
                    kept -= gone[-1][0]
            finally:
                self._change.release()
        for block in gone:
            _unmapping.blocks.put(block)


class _Unmapping:
    """Gives blocks back to the system in a thread of its own: it takes a millisecond each, and when a segment's
    pictures are no longer true, whoever finds that lets go of all of them at once, which may be the window."""

    def __init__(self) -> None:
        self.blocks = queue.SimpleQueue[tuple[int, int]]()  # the one queue that Python's collector may put into
        self._change = threading.Lock()
        self._thread: Worker | None = None

    def begin(self) -> None:
        """Have the thread there; not by what a collector calls, which may be in the midst of making a thread."""
        if self._thread is None:
            with self._change:
                if self._thread is None:
                    self._thread = Worker("unmapping", self._go)
                    self._thread.start()

    def _go(self) -> None:
        assert _C is not None
        while True:
            size, address = self.blocks.get()
            _C.munmap(ctypes.c_void_p(address), ctypes.c_size_t(size))


_unmapping = _Unmapping()


def _mapped(size: int) -> int:
    """The address of fresh room. The system gives it in pages of MBs as it is filled, where it can: a picture of 4K
    takes 8,000 small ones, and to be given each takes longer than to fill all of them."""
    assert _C is not None
    _C.mmap.restype = ctypes.c_void_p
    how = _PRIVATE | _ANONYMOUS
    address = _C.mmap(None, ctypes.c_size_t(size), _READ_WRITE, how, -1, ctypes.c_long(0))
    if address is None or address == _NOT_MAPPED:
        raise MemoryError
    _C.madvise(ctypes.c_void_p(address), ctypes.c_size_t(size), _MADV_HUGEPAGE)
    return address


blocks = Blocks()
"""Of all pictures of the app."""


def with_large_pages(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which a new process has the C library ask for pages of MBs for all large blocks, those of
    OpenCV, Qt and torch included. glibc reads it as the process starts, from 2.35 on. numpy need not ask again then."""
    there = environment.get(_TUNABLES, "")
    if not _knows_large_pages() or "glibc.malloc.hugetlb=" in there:
        return dict(environment)
    return {_ADVICE_OF_NUMPY: "0", **environment, _TUNABLES: ":".join(filter(None, (there, _LARGE_PAGES)))}


def _knows_large_pages() -> bool:
    if sys.platform != "linux" or "CS_GNU_LIBC_VERSION" not in os.confstr_names:
        return False
    found = re.findall(r"\d+", os.confstr("CS_GNU_LIBC_VERSION") or "")
    return [int(part) for part in found] >= [2, 35]


def start_in_large_pages() -> None:
    """Begin this process anew in such an environment, where it is not there yet: a fill in a picture of 4K took up to
    four times as long while the system gave out small pages. Once only, whatever becomes of the environment on the way,
    and not under a debugger, which would lose the process."""
    wanted = with_large_pages(os.environ)
    debugged = sys.gettrace() is not None or not _DEBUGGERS.isdisjoint(sys.modules)
    if wanted == os.environ or debugged or _BEGUN_ANEW in sys._xoptions:
        return
    with contextlib.suppress(OSError):  # then it works in small ones
        os.execve(sys.executable, [sys.executable, "-X", _BEGUN_ANEW, *sys.orig_argv[1:]], wanted)


def spare_what_is_loaded() -> None:
    """Have Python's collector leave alone what there is by now, which are the modules: none of it is ever garbage, and
    to look through all of it again and again held the window up, whichever thread it was done in."""
    gc.freeze()
