"""What is told of coloring that failed, with a way out where the line art on disk is amiss."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.project.media_paths import missing_media
from app.project.model import Project
from app.render.faults import is_of_the_shot
from app.ui.guarded import finding
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace


class Mending:
    """Looks at the drawings where something was wrong with the shot, off the window's thread."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        workspace, run = self._window.workspace, self._window.errands.run
        if workspace is not None:
            workspace.coloring.failed.connect(lambda sentence: run(self._tell_failed(workspace, sentence)))

    async def _tell_failed(self, workspace: Workspace, sentence: str) -> None:
        """Say why segments could not be colored, unless they were asked for anew in the meantime."""
        offer = await self._way_out(workspace) if is_of_the_shot(sentence) else None
        shot, queue = workspace.document.shot, workspace.coloring.queue
        works = [queue.work(shot.id, segment.span) for segment in workspace.document.segments]
        if self._window.workspace is workspace and sentence in {work.sentence for work in works if work is not None}:
            self._window.notices.error(sentence, offer, about=sentence)

    async def _way_out(self, workspace: Workspace) -> Offer | None:
        """What helps with drawings that are amiss; None where none is."""
        drawings = Project((replace(workspace.document.shot, keys=(), references=(), sheets=()),))
        missing = await asyncio.to_thread(missing_media, drawings, workspace.folder)
        return finding(self._window, workspace, missing) if missing else None
