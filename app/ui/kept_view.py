"""Puts where the artist is looking, and what they paint with, on disk soon after it changes: a kill loses little."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.project.errors import ProjectError
from app.project.lock import Lock
from app.project.view_state import ViewState, write_view

SOON = 500  # ms from a change until it is written with all that came meanwhile


class KeptView(QObject):
    """Needs a running event loop; writes off the window's thread."""

    def __init__(self, folder: Path, lock: Lock, view: Callable[[], ViewState | None], parent: QObject) -> None:
        """`view` gives what is so now; None for nothing to keep. Not written once the lock is not ours."""
        super().__init__(parent)
        self._folder, self._lock, self._view = folder, lock, view
        self._writing: asyncio.Task[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)

    def changed(self) -> None:
        """Write it soon."""
        if not self._timer.isActive():
            self._timer.start(SOON)

    async def close(self) -> None:
        """Write no more; returns when nothing is being written."""
        self._timer.stop()
        if self._writing is not None:
            await self._writing

    def _begin(self) -> None:
        if self._writing is not None and not self._writing.done():
            self._timer.start(SOON)  # one after the other, so that the newest is the last
            return
        view = self._view()
        if view is not None:
            self._writing = asyncio.ensure_future(asyncio.to_thread(self.write, view))

    def write(self, view: ViewState) -> None:
        """Write this one here and now, unless the lock is not ours; off the window's thread."""
        with contextlib.suppress(ProjectError):
            self._lock.check()
            write_view(self._folder, view)
