"""The undo commands: the project before and after an edit, alone or with takes put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from PySide6.QtGui import QUndoCommand

from app.project.model import Project


@dataclass(frozen=True)
class Step:
    """An edit named `text`, to be taken back or done again."""

    text: str
    before: Project
    after: Project


@dataclass(frozen=True)
class Steps:
    """The edits of a `project` that was left, the first `done` of which were not taken back: for whoever comes back."""

    project: Project
    each: tuple[Step, ...]
    done: int

    @property
    def painted(self) -> frozenset[str]:
        """The names of the files of painted keys that a step could bring back."""
        projects = (project for step in self.each for project in (step.before, step.after))
        keys = (key for project in projects for shot in project.shots for key in shot.keys)
        return frozenset(PurePosixPath(key.path).name for key in keys if key.painted)


class EditProject(QUndoCommand):
    """Swaps one frozen project for another. Never merged: merged Python commands leak in PySide6."""

    def __init__(self, text: str, before: Project, after: Project, apply: Callable[[Project], None]) -> None:
        super().__init__(text)
        self._before, self._after, self._apply = before, after, apply

    def redo(self) -> None:
        self._apply(self._after)

    def undo(self) -> None:
        self._apply(self._before)

    @property
    def step(self) -> Step | None:
        """What it does, to be done elsewhere too; None where it cannot be."""
        return Step(self.text(), self._before, self._after)

    def amend(self, change: Callable[[Project], Project]) -> None:
        """Have had `change` made before and after this step; a step left with nothing to do is obsolete."""
        self._before, self._after = change(self._before), change(self._after)
        self.setObsolete(self._before == self._after)


class DeleteTakes(EditProject):
    """Puts takes away and brings them back, along with what the segments show instead."""

    def __init__(
        self,
        text: str,
        before: Project,
        after: Project,
        apply: Callable[[Project], None],
        put_away: Callable[[], None],
        bring_back: Callable[[], None],
    ) -> None:
        super().__init__(text, before, after, apply)
        self._put_away, self._bring_back = put_away, bring_back

    def amend(self, change: Callable[[Project], Project]) -> None:
        super().amend(change)
        self.setObsolete(False)  # it still moves the files

    @property
    def step(self) -> None:
        """Files are moved for the project as it is open now."""

    def redo(self) -> None:
        super().redo()
        self._put_away()

    def undo(self) -> None:
        super().undo()
        self._bring_back()
