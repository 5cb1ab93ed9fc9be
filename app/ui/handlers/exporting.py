"""What Export does: asks, writes on a thread, says what was written and shows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from app.media.export import ExportReport, ExportSettings, export
from app.media.export_names import make_folder, next_version
from app.media.pictures import ShotPictures
from app.project.model import Span
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose_folder
from app.ui.dialogs.export_dialog import ExportDialog, unfinished
from app.ui.errands import Undertaking
from app.ui.folders import start_folder
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
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
        start = await asyncio.to_thread(start_folder, workspace.exported, document, True)
        dialog = ExportDialog(self._window, document, start, workspace.playhead.in_out, workspace.exported)
        dialog.folder.textChanged.connect(lambda: self._window.errands.run(self._number(dialog)))
        self._window.errands.run(self._number(dialog))
        dialog.browse.clicked.connect(lambda: self._window.errands.run(self._browse(dialog)))
        if await answer(dialog):
            await self._write(workspace, dialog.settings, dialog.palette_name)

    async def _browse(self, dialog: ExportDialog) -> None:
        folder = await choose_folder(dialog, "Export to", dialog.folder.text())
        if folder is not None:
            dialog.folder.setText(str(folder))

    async def _number(self, dialog: ExportDialog) -> None:
        """Look up which version comes next in the folder of the dialog."""
        folder = dialog.settings.target
        version = await asyncio.to_thread(_next, folder, dialog.stem)
        if isValid(dialog) and dialog.settings.target == folder:
            dialog.show_version(version)

    async def _write(self, workspace: Workspace, settings: ExportSettings, palette: str) -> None:
        workspace.exported = str(settings.target)
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
        offer = Offer("Show in folder", lambda: show_folder(folder))
        if left:
            self._window.notices.warn(f"{report.sentence()} {left}", offer)
        else:
            self._window.notices.info(report.sentence(), offer)


def _next(folder: Path, stem: str) -> int:
    try:
        return next_version([entry.name for entry in folder.iterdir()], stem)
    except OSError:
        return 1  # it is not there yet; what else may be wrong with it, the export says


def show_folder(folder: Path) -> None:
    """Open a folder in the system's own file browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
