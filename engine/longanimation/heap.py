"""Keeps the computer's memory from being cut up by tensors, where the C library would let it be."""

from __future__ import annotations

import ctypes
import functools
import sys

LARGE = 1 << 20  # bytes
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as glibc's malloc.h numbers them
_KEPT_FREE = 64 << 20  # bytes at the end of the heap that are kept for the next small tensors


@functools.cache
def large_tensors_apart() -> None:
    """Give every tensor over LARGE pages of its own, that go back to the system with it.

    glibc begins so, but moves the limit up to 32 MiB with what is freed. Tensors of a shot's growing memory then lie in
    one heap with what stays, each a little larger than the hole its forerunner left: over 1,000 frames the heap grew by
    more than all that was kept in it.
    """
    if sys.platform != "linux":
        return
    option = getattr(ctypes.CDLL(None), "mallopt", None)  # another C library may have none
    if option is not None:
        option(_MMAP_THRESHOLD, LARGE)
        option(_TRIM_THRESHOLD, _KEPT_FREE)
