"""What Export timeline does: asks for a file, for this shot or all, for the takes; writes on a thread and says what."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from app import APP_VERSION
from app.media.export import BadTarget, ExportSettings
from app.media.export_names import safe_name
from app.media.film import cut_of, in_order, placed
from app.media.shots import Beside
from app.media.timeline_export import SUFFIX, CutShot, TimelineReport, TimelineWish, export_timeline
from app.project.unfinished import together, unfinished
from app.ui.actions import Handler
from app.ui.dialogs.asking import choose, choose_new
from app.ui.errands import Undertaking
from app.ui.folders import start_folder
from app.ui.handlers.exporting import show_folder
from app.ui.handlers.switching import Switching
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace

_KINDS = {SUFFIX: "OpenTimelineIO"}
_SHOWN, _ALL = "Shown takes", "All takes"
_THIS, _EVERY, _CANCEL = "This shot", "All shots", "Cancel"


class TimelineExporting:
    """The timeline of the open shot, or of all shots beside it."""

    def __init__(self, window: MainWindow, switching: Switching) -> None:
        self._window, self._switching = window, switching

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"export_timeline": self._export}

    async def _export(self) -> None:
        workspace = self._window.workspace
        if workspace is None or workspace.document.shot.line is None:
            return
        beside = await self._ask_shots(workspace)
        if beside is None:
            return
        document = workspace.document
        start = await asyncio.to_thread(start_folder, workspace.exported, document, True)
        stem = workspace.folder.parent.name if beside else document.shot.name
        name = f"{start}/{safe_name(stem)}{SUFFIX}"
        target = await choose_new(self._window, "Export timeline (OpenTimelineIO)", name, SUFFIX, _KINDS)
        if target is None:
            return
        if await asyncio.to_thread(target.exists):
            raise BadTarget(f"{target.name} exists already; choose another name.")
        own = CutShot(document.shot, document.segments, document.takes, document.folder)
        cuts = [own] if not beside else await asyncio.to_thread(_cuts, own, beside)
        takes = await self._ask_takes(cuts)
        if takes != _CANCEL:
            await self._write(workspace, cuts, target, takes == _ALL)

    async def _ask_shots(self, workspace: Workspace) -> tuple[Beside, ...] | None:
        """The shots for the timeline where it is not for the open one alone; None where it is not wanted at all."""
        shots = tuple(shot for shot in self._switching.shots if shot.folder is not None)
        if len(shots) < 2:
            return ()
        text = f"Which shots go into the timeline? There are {len(shots)} beside one another."
        wanted = await choose(self._window, "Export timeline", text, (_THIS, _EVERY, _CANCEL))
        return None if wanted == _CANCEL else shots if wanted == _EVERY else ()

    async def _ask_takes(self, cuts: Sequence[CutShot]) -> str:
        shown = sum(segment.take is not None for cut in cuts for segment in cut.segments)
        if sum(len(cut.takes) for cut in cuts) <= shown:
            return _SHOWN
        text = "Which takes go into the timeline? Their pictures are written beside it."
        detail = "An editing program can switch between the takes of a clip where all are there."
        return await choose(self._window, "Export timeline", text, (_SHOWN, _ALL, _CANCEL), detail)

    async def _write(self, workspace: Workspace, cuts: Sequence[CutShot], target: Path, all_takes: bool) -> None:
        folder = workspace.folder
        left = together(unfinished(cut.shot, cut.segments, cut.span) for cut in cuts).exported()
        base = ExportSettings("png", target.parent, "", provenance={"Software": f"Shiage {APP_VERSION}"})

        def write(undertaking: Undertaking) -> TimelineReport:
            wish, told = TimelineWish(target, base, all_takes), undertaking.progressed.emit
            return export_timeline(folder, cuts, wish, told, undertaking.stopped)

        report = await self._window.errands.undertake("Export timeline", write)
        workspace.exported = str(target.parent)
        offer = Offer("Show in folder", lambda: show_folder(target.parent))
        say = self._window.notices.warn if left else self._window.notices.info
        say(f"{report.sentence()} {left}".strip(), offer)


def _cuts(own: CutShot, beside: Sequence[Beside]) -> list[CutShot]:
    """All shots in their order, the open one as it stands in the window."""
    cuts: list[CutShot] = []
    for shot in beside:
        if shot.folder is not None:
            found = (own,) if shot.folder == own.folder else cut_of(shot.folder)
            cuts += [placed(cut, shot) for cut in found]
    return in_order(cuts)
