"""Ctrl+C, polite kills, being left alone: an exception where nothing is at stake, else a callback: work is put away."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from app.errors import ShiageError

INTERRUPTED = 130  # the exit code shells use for Ctrl+C
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Interrupted(ShiageError):
    """Somebody asked the command to stop; the text says what is kept."""


@contextmanager
def as_keyboard_interrupt() -> Iterator[None]:
    """Inside, a kill or a closed terminal raises KeyboardInterrupt as Ctrl+C does. Main thread only."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    with _handled_by(stop):
        yield


@contextmanager
def calling(callback: Callable[[], object]) -> Iterator[None]:
    """Inside, the same signals call `callback` (from a signal handler: it may only set a flag or post to a loop)."""

    def stop(number: int, frame: FrameType | None) -> None:
        callback()

    with _handled_by(stop):
        yield


@contextmanager
def unattended(callback: Callable[[], object]) -> Iterator[None]:
    """Inside, `callback` is called on another thread once standard input closes: whoever wanted this done is gone, or
    wants it no more."""
    inside = True

    def wait() -> None:
        with contextlib.suppress(OSError):
            # Not through sys.stdin, whose lock a thread that waits for ever would hold when Python ends.
            while os.read(0, 4096):
                pass
        if inside:
            callback()

    threading.Thread(target=wait, name="attended", daemon=True).start()
    try:
        yield
    finally:
        inside = False


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old if old is not None else signal.SIG_DFL)
