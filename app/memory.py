"""Has the C library give the room of large blocks back to the system as soon as they are free."""

from __future__ import annotations

import ctypes
import sys

LARGE = 3_000_000  # bytes: pictures that are kept are larger; most of what they are made from is used again and again
_TRIM = 32_000_000  # bytes: free room of smaller blocks that is kept for the next ones
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # from malloc.h


def give_back_large_blocks() -> None:
    """From now on, in all threads. Without it, glibc keeps what pictures of a few MB leave, in pieces, for later: with
    a large cache hundreds of MB that nobody uses. Does nothing where the C library is another one."""
    if sys.platform != "linux":
        return
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(_M_MMAP_THRESHOLD, LARGE)
        option(_M_TRIM_THRESHOLD, _TRIM)
