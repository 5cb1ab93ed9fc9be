"""Deleting: files of takes go into the project's trash and come back, as often as it is undone or redone; and the
notice that offers to undo what was deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """What one step of undo does with takes; files go and come in the order of the steps.

    The same take may be there again, colored once more from the same inputs: that one is not this step's to move, nor
    is its file, which the engine puts into the same place some time before it says so.
    """

    def __init__(self, workspace: Workspace, takes: Sequence[Take], errands: Errands) -> None:
        self._workspace, self._takes, self._errands = workspace, takes, errands
        self._away: set[str] = set()  # of which takes this step has the file in the trash

    def put_away(self) -> None:
        """Delete the takes: from the document at once, so that nobody reads their files or deletes them twice."""
        here = [take.id for take in self._takes if take.id not in self._away]
        self._errands.run(self._put_away(self._workspace.document.remove_takes(here)))

    def bring_back(self) -> None:
        """Have the takes again, when their files are back."""
        self._errands.run(self._bring_back())

    async def _put_away(self, gone: frozenset[str]) -> None:
        document = self._workspace.document
        async with self._workspace.moving:
            again = gone & self._there()  # colored once more in this very moment
            late = [take.id for take in self._takes if take.id not in gone and take.id not in self._away]
            going = (gone - again) | document.remove_takes(late)
            takes = [take for take in self._takes if take.id in going]
            if not takes:
                return
            moved, error = await self._move("Delete take" if len(takes) == 1 else "Delete takes", takes, delete_take)
            self._away |= {name for name, away in moved.items() if away}
            if error is not None:
                document.add_takes(take for take in takes if take.id not in moved)
                raise error

    async def _bring_back(self) -> None:
        document = self._workspace.document
        async with self._workspace.moving:
            lacking = [take for take in self._takes if take.id in self._away - self._there()]
            if not lacking:
                return
            title = "Bring a take back" if len(lacking) == 1 else "Bring takes back"
            moved, error = await self._move(title, lacking, restore_take)
            self._away -= {take.id for take in lacking if moved.get(take.id) == take}
            there = self._there()
            document.add_takes(take for name, take in moved.items() if name not in there)
            if error is not None:
                raise error

    async def _move(
        self, title: str, takes: Sequence[Take], move: Callable[[Path, Take], _Moved]
    ) -> tuple[dict[str, _Moved], ShiageError | None]:
        """What moving each of them gave, up to the first that could not be moved."""

        def work(going: Undertaking) -> tuple[dict[str, _Moved], ShiageError | None]:
            moved: dict[str, _Moved] = {}
            try:
                self._workspace.check()
                for take in takes:
                    moved[take.id] = move(self._workspace.folder, take)
                    going.report(len(moved), len(takes))
            except ShiageError as error:
                return moved, error
            return moved, None

        return await self._errands.undertake(title, work, False, beside=True)

    def _there(self) -> frozenset[str]:
        return frozenset(take.id for take in self._workspace.document.takes)


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
