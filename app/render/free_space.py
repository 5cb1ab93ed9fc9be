"""How much is free on the disk that takes are written to, looked up on a thread and kept for a while."""

from __future__ import annotations

import asyncio
import contextlib
import math
import shutil
import time
from collections.abc import Callable
from pathlib import Path

LASTS = 10.0  # seconds that a figure is good for


class FreeSpace:
    """`folder` gives a folder on the disk; `changed` is called on the loop's thread when another figure is there."""

    def __init__(self, folder: Callable[[], Path], changed: Callable[[], None]) -> None:
        self._folder, self._changed = folder, changed
        self._known: int | None = None
        self._looked: float | None = None
        self._looking: asyncio.Task[None] | None = None

    def bytes(self) -> int | None:
        """The newest figure; None while there is none. One that is old is looked up anew; needs a running loop."""
        old = self._looked is None or time.monotonic() - self._looked > LASTS
        if old and self._looking is None:
            self._looking = asyncio.ensure_future(self._look())
        return self._known

    async def close(self) -> None:
        """Look no more."""
        self._looked = math.inf  # never old again
        if self._looking is not None:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking

    async def _look(self) -> None:
        try:
            found = (await asyncio.to_thread(shutil.disk_usage, self._folder())).free
        except OSError:  # the disk is away: then nothing is known
            found = None
        finally:
            self._looking = None
        before, self._known, self._looked = self._known, found, time.monotonic()
        if found != before:
            self._changed()
