"""What Export does: asks, writes on a thread, says what was written and shows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from app import APP_VERSION
from app.media.export import BadTarget, ExportReport, ExportSettings, export
from app.media.export_names import make_folder, next_version, safe_name
from app.media.pictures import ShotPictures
from app.media.timeline_export import SUFFIX, CutShot, TimelineReport, TimelineWish, export_timeline
from app.project.model import Span
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose, choose_folder, choose_new
from app.ui.dialogs.export_dialog import ExportDialog, unfinished
from app.ui.errands import Undertaking
from app.ui.folders import start_folder
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace

_SHOWN, _ALL = "Shown takes", "All takes"


class Exporting:
    """The export of the open shot."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"export": self._export, "export_timeline": self._export_timeline}

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

    async def _export_timeline(self) -> None:
        workspace = self._window.workspace
        if workspace is None or workspace.document.shot.line is None:
            return
        document = workspace.document
        start = await asyncio.to_thread(start_folder, workspace.exported, document, True)
        name = f"{start}/{safe_name(document.shot.name)}{SUFFIX}"
        target = await choose_new(self._window, "Export timeline (OpenTimelineIO)", name, SUFFIX)
        if target is None:
            return
        if await asyncio.to_thread(target.exists):
            raise BadTarget(f"{target.name} exists already; choose another name.")
        wanted = _SHOWN
        if len(document.takes) > sum(segment.take is not None for segment in document.segments):
            text = "Which takes go into the timeline? Their pictures are written beside it."
            detail = "An editing program can switch between the takes of a clip where all are there."
            wanted = await choose(self._window, "Export timeline", text, (_SHOWN, _ALL, "Cancel"), detail)
        if wanted in (_SHOWN, _ALL):
            await self._write_timeline(workspace, target, wanted == _ALL)

    async def _write_timeline(self, workspace: Workspace, target: Path, all_takes: bool) -> None:
        workspace.exported = str(target.parent)
        document = workspace.document
        shot, segments, takes = document.shot, document.segments, document.takes
        assert shot.line is not None
        left = unfinished(shot, segments, shot.line.span).exported()
        drawing = next((Path(frame.path) for frame in shot.line.frames if frame.path), None)
        source = drawing.parent if drawing is not None and drawing.is_absolute() else None
        software = {"Software": f"Shiage {APP_VERSION}"}
        base = ExportSettings("png", target.parent, "", source_folder=source, provenance=software)

        def write(undertaking: Undertaking) -> TimelineReport:
            wish, told = TimelineWish(target, base, all_takes), undertaking.progressed.emit
            return export_timeline(document.folder, (CutShot(shot, segments, takes),), wish, told, undertaking.stopped)

        report = await self._window.errands.undertake("Export timeline", write)
        offer = Offer("Show in folder", lambda: show_folder(target.parent))
        say = self._window.notices.warn if left else self._window.notices.info
        say(f"{report.sentence()} {left}".strip(), offer)

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
