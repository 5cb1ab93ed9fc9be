"""Opens the preferences, and has what they say come true at once: keys, memory, saving, telling."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app import paths
from app.language import tr
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer
from app.ui.dialogs.preferences_dialog import PreferencesDialog
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.handlers.projects import Projects
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.workspace import cache_budget

_RESTART = 2  # what the dialog results in, beside accepted and rejected
_SEEN = 8000  # ms that the desktop shows a message


class Preferring:
    """Joins the preferences to the window and the open project; `told` is what the desktop was asked to show last."""

    def __init__(self, window: MainWindow, preferences: Preferences, projects: Projects) -> None:
        self._window, self._preferences, self._projects = window, preferences, projects
        self.told = ""
        self._colored = False
        self._tray = QSystemTrayIcon(window.windowIcon(), window)
        self._tray.messageClicked.connect(window.activateWindow)
        preferences.changed.connect(self.apply)
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"preferences": lambda: self._open("General"), "shortcuts": self._list_shortcuts}

    def apply(self) -> None:
        """Have the preferences as they are now come true."""
        settings, workspace = self._preferences.settings, self._window.workspace
        actions = self._window.actions_table
        actions.set_keys(settings.shortcuts)
        self._window.hints.set_keys(actions.keys)
        if workspace is not None:
            workspace.frames.set_memory(cache_budget(settings.cache_bytes))
            workspace.autosave.set_limit(settings.save_within)

    async def _open(self, page: str) -> None:
        workspace = self._window.workspace
        folder = workspace.folder if workspace is not None else paths.data_folder()
        free = await asyncio.to_thread(_free, folder)
        dialog = PreferencesDialog(self._window, self._preferences, self._window.largest_size, free)
        dialog.show_page(page)
        dialog.restart_wanted.connect(lambda: dialog.done(_RESTART))
        await answer(dialog)
        if dialog.result() == _RESTART:
            self._window.errands.run(self._projects.quit(again=True), lasting=True)

    async def _list_shortcuts(self) -> None:
        if await answer(ShortcutsDialog(self._window, self._window.actions_table.keys)):
            await self._open("Shortcuts")

    def _join(self) -> None:
        workspace = self._window.workspace
        self._colored = False
        if workspace is not None:
            workspace.coloring.changed.connect(self._look_at_queue)
            self.apply()

    def _look_at_queue(self) -> None:
        workspace = self._window.workspace
        before, self._colored = self._colored, workspace is not None and workspace.coloring.queue.busy
        if workspace is None or self._colored or not before or not self._preferences.settings.notify:
            return
        if not QApplication.activeWindow():
            self._tell(f'Coloring "{workspace.name}" is done.')

    def _tell(self, sentence: str) -> None:
        self.told = sentence
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
            self._tray.showMessage("Shiage", tr(sentence), self._window.windowIcon(), _SEEN)


def _free(folder: Path) -> int | None:
    """Bytes free on the disk of a folder, or of the nearest one above it that is there."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None
