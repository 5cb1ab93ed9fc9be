"""The artist's preferences while the app runs: read at the start, written after each change, in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app import settings as store
from app.settings import Settings
from app.ui.errands import Errands


class Preferences(QObject):
    """The current Settings.

    Signals:
        changed: some preference is another one.
    """

    changed = Signal()

    def __init__(self, settings: Settings, errands: Errands) -> None:
        super().__init__()
        self.settings = self._begun = settings
        self._errands = errands
        self._writing = False
        self._again = False

    @property
    def wait_for_start(self) -> bool:
        """Whether there is one that comes true only at the next start."""
        begun, now = self._begun, self.settings
        return (begun.language, begun.ui_scale) != (now.language, now.ui_scale)

    def folder(self, purpose: str) -> str:
        """The folder last used for a purpose; empty where there is none."""
        return self.settings.folders.get(purpose, "")

    def set_folder(self, purpose: str, folder: str) -> None:
        """Remember the folder last used for a purpose."""
        self.edit(lambda settings: store.with_folder(settings, purpose, folder))

    def edit(self, change: Callable[[Settings], Settings]) -> None:
        """Change preferences and write them."""
        after = change(self.settings)
        if after != self.settings:
            self.settings = after
            self.changed.emit()
            self._again = True
            self._errands.run(self._write(), lasting=True)

    async def flush(self) -> None:
        """Wait until what was changed is written."""
        while self._writing or self._again:
            await asyncio.sleep(0.01)

    async def _write(self) -> None:
        if self._writing:
            return
        self._writing = True
        try:
            while self._again:
                self._again = False
                await asyncio.to_thread(store.save, self.settings)
        finally:
            self._writing = self._again = False  # also after a failure: nobody is left to write what came meanwhile
