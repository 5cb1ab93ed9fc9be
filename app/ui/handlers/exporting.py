"""What Export does: asks, writes on a thread, says what was written and shows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from app.errors import ShiageError
from app.media.export import ExportReport, ExportSettings, export
from app.media.export_names import make_folder, next_version, target_trouble
from app.media.pictures import ShotPictures
from app.project.held import shown_keys
from app.project.model import Span
from app.project.unfinished import unfinished
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose_folder
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.errands import STOPPED, Undertaking
from app.ui.folders import start_folder
from app.ui.guarded import still_open, while_open
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.saying_unpainted import unpainted_words
from app.ui.workspace import Workspace


class Exporting:
    """The export of the open shot."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"export": self._export}

    async def _export(self) -> None:
        workspace = self._window.workspace
        if workspace is None or workspace.document.shot.line is None:
            return
        document = workspace.document
        last = workspace.exported  # also one that refuses files: the dialog says so, where another would go unnoticed
        start = last or await asyncio.to_thread(start_folder, "", document, True)
        marked = workspace.playhead.in_out
        like, chosen, unpainted = workspace.export_as, workspace.export_chosen, partial(_unpainted, workspace)
        dialog = ExportDialog(self._window, document, start, marked, last, like, chosen, unpainted)
        workspace.unpainted.changed.connect(dialog.warn)  # keys that are still looked over
        for news in (dialog.folder.textChanged, dialog.came_back):
            news.connect(lambda: self._window.errands.run(self._look_up(dialog)))
        self._window.errands.run(self._look_up(dialog))
        dialog.browse.clicked.connect(lambda: self._window.errands.run(self._browse(dialog)))
        if await answer(dialog):
            workspace.export_as, workspace.export_chosen = dialog.chosen_as, dialog.chosen
            workspace.kept_view.changed()
            try:
                await self._write(workspace, dialog.settings, dialog.palette_name)
            except STOPPED:
                raise
            except ShiageError as error:
                about = self._export.__qualname__
                self._window.notices.error(str(error), self._again(workspace), about)

    def _again(self, workspace: Workspace) -> Offer:
        """The offer to begin anew with what was chosen."""
        action = self._window.actions_table["export"]
        again = while_open(self._window, workspace, action.trigger)
        return Offer("Export again...", again, still_open(self._window, workspace), can=action.isEnabled)

    async def _browse(self, dialog: ExportDialog) -> None:
        folder = await choose_folder(dialog, "Export to", dialog.folder.text())
        if folder is not None:
            dialog.folder.setText(str(folder))

    async def _look_up(self, dialog: ExportDialog) -> None:
        """Look up which version comes next in the folder of the dialog, and whether it takes an export at all."""
        settings = dialog.settings
        version, trouble = await asyncio.to_thread(_found, settings, dialog.stem)
        if isValid(dialog) and dialog.settings.target == settings.target:
            dialog.show_target(version, trouble)

    async def _write(self, workspace: Workspace, settings: ExportSettings, palette: str) -> None:
        document = workspace.document
        shot, segments = document.shot, document.segments
        shot = replace(shot, palettes=shot.palettes.choose(palette))
        pictures = ShotPictures(shot, segments, document.folder)
        assert settings.range is not None
        left = unfinished(shot, segments, Span(*settings.range)).exported()

        def write(undertaking: Undertaking) -> tuple[ExportReport, Path]:
            make_folder(settings)
            report = export(pictures, settings, undertaking.progressed.emit, undertaking.stopped)
            return report, report.path if report.path.is_dir() else report.path.parent

        report, folder = await self._window.errands.undertake("Export", write)
        workspace.exported = str(settings.target)  # not before: one that takes no files is no place to begin at again
        workspace.kept_view.changed()
        offer = Offer("Show in folder", lambda: show_folder(folder))
        if left:
            self._window.notices.warn(f"{report.sentence()} {left}", offer)
        else:
            self._window.notices.info(report.sentence(), offer)


def _unpainted(workspace: Workspace, wanted: Span) -> str:
    """What the keys that are seen in these frames lack, a sentence; empty for nothing."""
    seen = {key.number for number, key in shown_keys(workspace.document.shot).items() if number in wanted}
    concerns = [
        concern for each in workspace.unpainted.left_open().values() for concern in each if concern.first in seen
    ]
    return unpainted_words(concerns) if concerns else ""


def _found(settings: ExportSettings, stem: str) -> tuple[int, str]:
    """The version that comes next in the folder of an export, and what stands in its way there; asks the disk."""
    try:
        version = next_version([entry.name for entry in settings.target.iterdir()], stem)
    except OSError:
        version = 1  # it is not there yet
    return version, target_trouble(settings)


def show_folder(folder: Path) -> None:
    """Open a folder in the system's own file browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
