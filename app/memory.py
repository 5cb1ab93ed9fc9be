"""How the app takes memory for pictures from the system, and gives it back."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
from collections.abc import Mapping

LARGE = 3_000_000  # bytes: pictures that are kept are larger; most of what they are made from is used again and again
_TRIM = 32_000_000  # bytes: free room of smaller blocks that is kept for the next ones
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # from malloc.h
_MADV_HUGEPAGE = 14  # from mman.h
_PAGE = 4096
_C = ctypes.CDLL(None) if sys.platform == "linux" else None
_TUNABLES, _LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
_BEGUN_ANEW = "shiage_large_pages"  # an option of Python's that says nothing to Python
_DEBUGGERS = frozenset(("pydevd", "debugpy"))


def give_back_large_blocks() -> None:
    """Have the C library give the room of large blocks back to the system as soon as they are free, from now on, in all
    threads. Without it, glibc keeps what pictures of a few MB leave, in pieces, for later: with a large cache hundreds
    of MB that nobody uses. Does nothing where the C library is another one."""
    option = getattr(_C, "mallopt", None)
    if option is not None:
        option(_M_MMAP_THRESHOLD, LARGE)
        option(_M_TRIM_THRESHOLD, _TRIM)


def take_in_large_pages(address: int, size: int) -> None:
    """Have the system give a fresh block, of `size` bytes at `address`, in pages of MBs as it is filled, where it can:
    a picture of 4K takes 8,000 small ones, and to be given each takes longer than to fill all of them."""
    advise = getattr(_C, "madvise", None)
    if advise is not None and size >= LARGE:
        first, end = -(-address // _PAGE) * _PAGE, (address + size) // _PAGE * _PAGE
        advise(ctypes.c_void_p(first), ctypes.c_size_t(end - first), _MADV_HUGEPAGE)


def with_large_pages(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which a new process has the C library ask for pages of MBs for all large blocks, those of
    OpenCV, Qt and torch included. glibc reads it as the process starts, from 2.35 on; nothing else minds it."""
    there = environment.get(_TUNABLES, "")
    if sys.platform != "linux" or "glibc.malloc.hugetlb=" in there:
        return dict(environment)
    return {**environment, _TUNABLES: ":".join(filter(None, (there, _LARGE_PAGES)))}


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
