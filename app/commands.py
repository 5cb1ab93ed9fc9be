"""The one undo command: the project before and after an edit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from app.project.model import Project


class EditProject(QUndoCommand):
    """Swaps one frozen project for another. Never merged: merged Python commands leak in PySide6."""

    def __init__(self, text: str, before: Project, after: Project, apply: Callable[[Project], None]) -> None:
        super().__init__(text)
        self._before, self._after, self._apply = before, after, apply

    def redo(self) -> None:
        self._apply(self._after)

    def undo(self) -> None:
        self._apply(self._before)
