"""Deleting: a take's file goes into the project's trash and comes back, as often as it is undone or redone; and the
notice that offers to undo what was deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.errors import ShiageError
from app.media.takes import delete_take, restore_take
from app.project.model import Take
from app.ui.errands import Errands, Undertaking
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace

_Moved = TypeVar("_Moved")


class Deletion:
    """What one step of undo does with a take; files go and come in the order of the steps.

    The same take may be there again, colored once more from the same inputs: that one is not this step's to move, nor
    is its file, which the engine puts into the same place some time before it says so.
    """

    def __init__(self, workspace: Workspace, take: Take, errands: Errands) -> None:
        self._workspace, self._take, self._errands = workspace, take, errands
        self._away = False  # whether this step has the file in the trash

    def put_away(self) -> None:
        """Delete the take: from the document at once, so that nobody reads its file or deletes it twice."""
        gone = not self._away and self._workspace.document.remove_take(self._take.id)
        self._errands.run(self._put_away(gone))

    def bring_back(self) -> None:
        """Have the take again, when its file is back."""
        self._errands.run(self._bring_back())

    async def _put_away(self, gone: bool) -> None:
        document = self._workspace.document
        async with self._workspace.moving:
            if gone and self._there():  # colored once more in this very moment
                return
            if not gone and (self._away or not document.remove_take(self._take.id)):
                return
            try:
                self._away = await self._move("Delete take", delete_take)
            except ShiageError:
                document.add_take(self._take)
                raise

    async def _bring_back(self) -> None:
        document = self._workspace.document
        async with self._workspace.moving:
            if self._away and not self._there():
                back = await self._move("Bring a take back", restore_take)
                self._away = back != self._take
                if not self._there():
                    document.add_take(back)

    async def _move(self, title: str, move: Callable[[Path, Take], _Moved]) -> _Moved:
        def work(_: Undertaking) -> _Moved:
            self._workspace.check()
            return move(self._workspace.folder, self._take)

        return await self._errands.undertake(title, work, False, beside=True)

    def _there(self) -> bool:
        return any(take.id == self._take.id for take in self._workspace.document.takes)


def offer_undo(window: MainWindow, workspace: Workspace, sentence: str, elsewhere: str) -> None:
    """Say what the last step deleted, with a way back for as long as it is the last one: not once it is undone, nor
    after another one. `elsewhere` is said to who wants it back when the project is closed."""
    stack, notices = workspace.document.undo_stack, window.notices

    def undo() -> None:
        if window.workspace is workspace:
            stack.undo()
        else:
            notices.info(f'"{workspace.name}" is no longer open. {elsewhere}')

    notices.info(sentence, Offer("Undo", undo))
    stack.indexChanged.connect(notices.shown[-1].close_now)
