"""What the artist does with takes beside showing them: stars, notes, and tidying away those nobody needs; and the room
that takes have on disk."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QTimer

from app.media.takes import DiskUse, disk_use, empty_trash
from app.project.model import Take, with_mark
from app.project.spare import spare_takes
from app.ui.actions import Handler
from app.ui.deleting import Deletion, offer_undo
from app.ui.dialogs.asking import answer, choose
from app.ui.dialogs.note_dialog import NoteDialog
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.panels.room_line import room
from app.ui.panels.shot_page import ShotPage
from app.ui.panels.takes_panel import take_words
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace

NOTHING_SPARE = "Every take is shown, starred, or kept for the other colorizer: there is nothing to tidy away."
_TIDY, _EMPTY = "Tidy away", "Empty trash"
_CALM = 1500  # ms after the last take came or went until the disk is looked at


class Minding:
    """Joins stars, notes and tidying to the document, and has the status bar tell the room on disk."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        self._used: DiskUse | None = None
        self._calm = QTimer(window)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM)
        self._calm.timeout.connect(self._measure)
        window.page_changed.connect(self._join)
        preferences.changed.connect(self._show)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "star_take": on_page(self._window, self._star),
            "note_take": self._note,
            "tidy_takes": self._tidy,
            "empty_trash": self._empty_trash,
        }

    def _join(self) -> None:
        page = self._window.page
        self._used = None
        self._show()
        if page is not None:
            page.workspace.document.takes_changed.connect(self._calm.start)
            self._measure()

    # Stars and notes

    def _star(self, page: ShotPage) -> None:
        take = page.panel.selected_take
        if take is not None:
            document = page.workspace.document
            mark = document.shot.mark(take.id)
            words = "Take the star off" if mark.star else "Star take"
            document.edit(words, with_mark(document.shot, replace(mark, star=not mark.star)))

    async def _note(self) -> None:
        page = self._window.page
        take = page.panel.selected_take if page is not None else None
        if page is None or take is None:
            return
        document = page.workspace.document
        dialog = NoteDialog(self._window, take_words(take), document.shot.mark(take.id).note)
        if await answer(dialog) and self._window.page is page:
            mark = document.shot.mark(take.id)
            document.edit("Note on a take", with_mark(document.shot, replace(mark, note=dialog.text)))

    # Room on disk

    async def _tidy(self) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        spare = _spare(workspace)
        if not spare:
            self._window.notices.info(NOTHING_SPARE)
            return
        many, size = _count(spare), room(sum(take.bytes for take in spare))
        text = f"Put {many} into the trash, {size} on disk?"
        detail = (
            "They are neither shown nor starred. Undo brings them back; the room is free once the trash is emptied."
        )
        if await choose(self._window, "Tidy takes away", text, (_TIDY, "Cancel"), detail) != _TIDY:
            return
        if self._window.workspace is workspace and (spare := _spare(workspace)):
            deletion = Deletion(workspace, spare, self._window.errands)
            document = workspace.document
            document.delete_takes("Tidy takes away", document.shot, deletion.put_away, deletion.bring_back)
            went = f"{_count(spare)} went into the trash."
            offer_undo(self._window, workspace, went, "The takes stay in its trash.")

    async def _empty_trash(self) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        used = await asyncio.to_thread(disk_use, workspace.folder)
        if not used.trash:
            self._window.notices.info("The trash of this project is empty.")
            return
        text = f"Remove the deleted takes of this project for good? That frees {used.trash / 1e6:.1f} MB."
        if await choose(self._window, "Empty trash", text, (_EMPTY, "Cancel"), "This cannot be undone.") == _EMPTY:
            await asyncio.to_thread(workspace.check)
            freed = await asyncio.to_thread(empty_trash, workspace.folder)
            self._window.notices.info(f"The trash was emptied; {freed / 1e6:.1f} MB are free again.")
            self._measure()

    def _measure(self) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            self._window.errands.run(self._look(workspace))

    async def _look(self, workspace: Workspace) -> None:
        await workspace.moved()
        used = await asyncio.to_thread(disk_use, workspace.folder)
        if self._window.workspace is workspace:
            self._used = used
            self._show()

    def _show(self) -> None:
        self._window.room.show_use(self._used, self._preferences.settings.takes_bytes)


def _spare(workspace: Workspace) -> tuple[Take, ...]:
    document = workspace.document
    return spare_takes(document.shot, document.segments, document.takes, document.shown_last)


def _count(takes: tuple[Take, ...]) -> str:
    return "1 take" if len(takes) == 1 else f"{len(takes)} takes"
