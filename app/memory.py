"""How the app takes memory for pictures from the system, and gives it back."""

from __future__ import annotations

import ctypes
import gc
import sys

LARGE = 3_000_000  # bytes: pictures that are kept are larger; most of what they are made from is used again and again
_TRIM = 32_000_000  # bytes: free room of smaller blocks that is kept for the next ones
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # from malloc.h
_MADV_HUGEPAGE = 14  # from mman.h
_PAGE = 4096
_C = ctypes.CDLL(None) if sys.platform == "linux" else None


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


def spare_what_is_loaded() -> None:
    """Have Python's collector leave alone what there is by now, which are the modules: none of it is ever garbage, and
    to look through all of it again and again held the window up, whichever thread it was done in."""
    gc.freeze()
