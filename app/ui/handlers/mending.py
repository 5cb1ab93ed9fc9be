"""What is told of drawings that are amiss on disk, with a way out: when a shot opens, and when coloring failed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from app.media.amiss import Amiss, look_over
from app.project.media_paths import is_decoded
from app.project.model import LineArt, runs
from app.project.timing import frames_in_short
from app.render.faults import is_of_the_line_art
from app.ui.dialogs.import_dialog import WITHOUT
from app.ui.guarded import finding, still_open, while_open
from app.ui.handlers.importing import Importing
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace


class Mending:
    """Looks at the drawings, off the window's thread."""

    def __init__(self, window: MainWindow, importing: Importing) -> None:
        self._window, self._importing = window, importing
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        workspace, run = self._window.workspace, self._window.errands.run
        if workspace is not None:
            workspace.coloring.failed.connect(lambda sentence: self._tell_failed(workspace, sentence))
            run(self._tell_amiss(workspace))

    async def _tell_amiss(self, workspace: Workspace) -> None:
        """Say what became of the drawings since the shot was open last; of those that are gone it is said elsewhere."""
        line = workspace.document.shot.line
        amiss = await _looked_over(workspace, line) if line is not None else Amiss()
        if line is None or self._window.workspace is not workspace or workspace.document.shot.line is not line:
            return
        if is_decoded(line):
            self._tell_decoded(line, amiss)
            return
        if amiss.changed:
            where = frames_in_short(runs(amiss.changed))
            self._window.notices.warn(f"The line art of {where} was changed on disk.", self._reload(workspace, line))
        if amiss.damaged:
            words = f"The line art of {frames_in_short(runs(amiss.damaged))} is damaged on disk. Save or copy it again."
            self._window.notices.warn(words, self._without(workspace, line))

    def _tell_decoded(self, line: LineArt, amiss: Amiss) -> None:
        """Say how drawings that the project holds itself can be had again: they cannot be reloaded."""
        if bad := sorted((*amiss.changed, *amiss.damaged)):
            where = frames_in_short(runs(bad))
            self._window.notices.warn(
                f'The line art of {where} in the project is damaged. Import "{line.source}" again.'
            )

    def _tell_failed(self, workspace: Workspace, sentence: str) -> None:
        """Say why segments could not be colored, at once; the way out, where there is one, is looked for then."""
        if self._window.workspace is workspace:
            self._window.notices.error(sentence, about=sentence)
            if is_of_the_line_art(sentence):
                self._window.errands.run(self._offer_way_out(workspace, sentence))

    async def _offer_way_out(self, workspace: Workspace, sentence: str) -> None:
        """Give an error its way out, unless it was closed or is over in the meantime."""
        offer, notices = await self._way_out(workspace), self._window.notices
        if offer is not None and offer.still() and sentence in {notice.sentence for notice in notices.shown}:
            notices.error(sentence, offer, about=sentence)

    async def _way_out(self, workspace: Workspace) -> Offer | None:
        """What helps with drawings that are amiss; None where none is."""
        line = workspace.document.shot.line
        if line is None:
            return None
        amiss = await _looked_over(workspace, line)
        if amiss == Amiss():  # but what was there may be damaged since before it was brought in
            amiss = await _looked_over(workspace, line, thorough=True)
        if amiss.missing:
            return finding(self._window, workspace, amiss.missing)
        if is_decoded(line):
            if workspace.document.shot.line is line and self._window.workspace is workspace:
                self._tell_decoded(line, amiss)
            return None
        if amiss.damaged:
            return self._without(workspace, line)
        return self._reload(workspace, line) if amiss.changed else None

    def _reload(self, workspace: Workspace, line: LineArt) -> Offer:
        """The offer to read the drawings again, for as long as they are those that were looked at."""
        action = self._window.actions_table["reload_line_art"]
        again = while_open(self._window, workspace, action.trigger)
        return Offer("Reload", again, self._still(workspace, line), stays=True, can=action.isEnabled)

    def _without(self, workspace: Workspace, line: LineArt) -> Offer:
        """The offer to go on without the damaged drawings, likewise."""

        def go_on() -> None:
            self._window.errands.run(self._importing.go_without_damaged(workspace, line))

        words, still = WITHOUT[line.missing], self._still(workspace, line)
        return Offer(words, while_open(self._window, workspace, go_on), still, stays=True, closes=False)

    def _still(self, workspace: Workspace, line: LineArt) -> Callable[[], bool]:
        return still_open(self._window, workspace, lambda: workspace.document.shot.line is line)


async def _looked_over(workspace: Workspace, line: LineArt, thorough: bool = False) -> Amiss:
    stop = threading.Event()
    try:
        return await asyncio.to_thread(look_over, line, workspace.folder, stop.is_set, thorough)
    finally:
        stop.set()  # where nobody waits for it any more
