"""The open project: the only door to edits, with undo, and the finished takes beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.commands import DeleteTakes, EditProject, Step, Steps
from app.project import staleness
from app.project.colorizers import DRAFT, with_colorizer
from app.project.model import Project, Shot, Span, Take
from app.project.segments import segment_at
from app.project.staleness import Segment
from app.project.take_numbers import Highest, numbered, take_numbered


class Document(QObject):
    """Holds the current Project and its takes.

    Signals:
        changed: the project is another one (edit, undo, redo).
        takes_changed: a take was added or removed.
        early_changed: other frames of a segment under way can be looked at.
    """

    changed = Signal()
    takes_changed = Signal()
    early_changed = Signal()

    def __init__(
        self,
        folder: Path,
        project: Project,
        takes: Iterable[Take] = (),
        parent: QObject | None = None,
        highest: Highest | None = None,
    ) -> None:
        """`highest` are the numbers that takes had so far, also those that are deleted by now."""
        super().__init__(parent)
        if not project.shots:
            project = project.with_shot(with_colorizer(Shot(id="shot1", name=folder.stem), DRAFT.name))
        self.folder = folder
        self.undo_stack = QUndoStack(self)
        self._project = project
        self._shot_id = project.shots[0].id
        known, self._highest = numbered(takes)
        self._highest |= highest or {}
        self._takes = {(take.shot, take.id): take for take in known}
        self._segments: tuple[Segment, ...] | None = None
        self._spans: tuple[Span, ...] = ()  # those of the segments
        self._shown_last: dict[Span, str] = {}
        self._early: tuple[Take, ...] = ()  # of this segment:
        self._early_span: Span | None = None
        self._taking_up = False  # steps that were done before: nothing changes
        self.undo_stack.indexChanged.connect(self._skip_obsolete)

    @property
    def project(self) -> Project:
        return self._project

    @property
    def shot(self) -> Shot:
        """The shot being worked on."""
        return self._project.shot(self._shot_id)

    @property
    def takes(self) -> tuple[Take, ...]:
        """All takes of the shot, oldest first."""
        return tuple(
            sorted((take for take in self._takes.values() if take.shot == self._shot_id), key=lambda take: take.created)
        )

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment of the shot as it stands now; computed once after a change."""
        if self._segments is None:
            self._segments = staleness.segments(self.shot, self._takes.values(), self._shown_last)
            self._spans = tuple(segment.span for segment in self._segments)
        return self._segments

    def recall(self, shown: dict[Span, str]) -> None:
        """Show these takes, by their ids, where none was chosen and none fits: they were shown before."""
        self._shown_last |= shown
        self._segments = None

    @property
    def stale_shown(self) -> tuple[str, ...]:
        """The ids of the takes that are shown though they were not chosen and do not fit."""
        return tuple(
            segment.take.id
            for segment in self.segments
            if segment.take is not None and segment.choice.take is None and not segment.fresh
        )

    @property
    def shown_last(self) -> dict[Span, str]:
        """The id of the take that each segment showed before the last change, but for those the artist chose."""
        return dict(self._shown_last)

    def segment_at(self, number: int) -> Segment | None:
        """The segment that shows a frame; None where the shot has no such frame."""
        segments = self.segments
        if not segments or not segments[0].span.first <= number <= segments[-1].span.last:
            return None
        return segments[segment_at(self._spans, number)]

    def takes_of(self, span: Span) -> tuple[Take, ...]:
        """Takes of one segment, oldest first."""
        return tuple(take for take in self.takes if take.span == span)

    def early_at(self, number: int) -> Take | None:
        """Where a frame that is not finished can be looked at meanwhile; None where it cannot, and where what is being
        made would not be shown either."""
        found = next((early for early in reversed(self._early) if number in early.span), None)
        segment = self.segment_at(number) if found is not None else None
        if segment is None or segment.span != self._early_span:
            return None
        return found if segment.wanted and segment.choice.take is None else None

    def path(self, relative: str) -> Path:
        """Where a file of the project lies; an absolute path stays as it is."""
        return self.folder / relative

    def edit(self, text: str, shot: Shot) -> None:
        """Put the edited shot in place as one undo step named `text`; nothing happens when nothing changed."""
        if shot == self.shot:
            return
        after = self._project.with_shot(shot)
        self.undo_stack.push(EditProject(text, self._project, after, self._apply))

    def delete_takes(self, text: str, shot: Shot, put_away: Callable[[], None], bring_back: Callable[[], None]) -> None:
        """Put the edited shot in place, and takes away, as one undo step named `text`.

        `put_away` and `bring_back` move the files and call `remove_takes` and `add_takes` when they have moved.
        """
        after = self._project.with_shot(shot)
        self.undo_stack.push(DeleteTakes(text, self._project, after, self._apply, put_away, bring_back))

    @property
    def steps(self) -> Steps:
        """Those next to now that can be taken back, or done again, when the project is opened anew."""
        stack = self.undo_stack
        done = _in_a_row(stack, range(stack.index() - 1, -1, -1))
        undone = _in_a_row(stack, range(stack.index(), stack.count()))
        return Steps(self._project, (*reversed(done), *undone), len(done))

    def take_up(self, steps: Steps) -> bool:
        """Have these steps to undo and redo, if the project is as it was when it was left; whether it is."""
        if steps.project != self._project:
            return False
        self._taking_up = True
        for step in steps.each:
            self.undo_stack.push(EditProject(step.text, step.before, step.after, self._apply))
        self.undo_stack.setIndex(steps.done)
        self._taking_up = False
        return True

    def amend(self, change: Callable[[Shot], Shot]) -> None:
        """Edit the shot as if it had always been so: here and in each step of undo and redo, none of which is lost
        but those that this leaves with nothing to do."""

        def changed(project: Project) -> Project:
            return project.with_shot(change(project.shot(self._shot_id)))

        stack = self.undo_stack
        for at in range(stack.count()):
            command = stack.command(at)
            if isinstance(command, EditProject):
                command.amend(changed)
        after = changed(self._project)
        if after != self._project:
            self._apply(after)
        self._skip_obsolete()

    def _skip_obsolete(self) -> None:
        """Let the next undo, and the next redo, be of a step that does something; Qt removes an obsolete one
        when it comes to it."""
        stack = self.undo_stack
        while stack.canUndo() and stack.command(stack.index() - 1).isObsolete():
            stack.undo()
        while stack.canRedo() and stack.command(stack.index()).isObsolete():
            stack.redo()

    def _apply(self, project: Project) -> None:
        if self._taking_up:
            return
        before, segments = self.shot, self._segments
        self._remember()
        self._project = project
        if before.line is not self.shot.line:  # what comes may be of another size
            self._early = ()
        if replace(before, palettes=self.shot.palettes) == self.shot:  # nothing is made from a palette
            self._segments = segments
        self.changed.emit()

    def _remember(self) -> None:
        """Keep in mind what is shown before something changes: where no take fits any more, it goes on being shown."""
        for segment in self.segments:
            if segment.take is not None and segment.choice.take is None:
                self._shown_last[segment.span] = segment.take.id
        self._segments = None

    def add_take(self, take: Take) -> None:
        """A segment that was just finished, shown unless another fits better; outside undo."""
        self._remember()
        if take.shot == self._shot_id:
            self._shown_last[take.span] = take.id
            if take.span == self._early_span:
                self._early = ()
        self._add((take,))

    def add_early(self, span: Span, early: Take) -> None:
        """Some frames of the segment under way, to be shown until that is finished or given up; no take to keep."""
        if early.shot == self._shot_id:
            self._early = (*(self._early if span == self._early_span else ()), early)
            self._early_span = span
            self.early_changed.emit()

    def keep_early(self, span: Span | None) -> None:
        """Let go of frames that are not of this segment; of all without one."""
        if self._early and span != self._early_span:
            self._early = ()
            self.early_changed.emit()

    def add_takes(self, takes: Iterable[Take]) -> None:
        """Takes whose files are brought back; outside undo."""
        self._remember()
        self._add(takes)

    def _add(self, takes: Iterable[Take]) -> None:
        for take in takes:
            name = take.shot, take.id
            again = self._takes.get(name)  # colored once more in the same place
            number = take.number or (again.number if again is not None else 0)
            self._takes[name] = take_numbered(replace(take, number=number), self._highest)
        self.takes_changed.emit()

    def remove_take(self, take_id: str) -> bool:
        """Forget a take whose file is put away; whether it was there."""
        return bool(self.remove_takes((take_id,)))

    def remove_takes(self, take_ids: Iterable[str]) -> frozenset[str]:
        """Forget takes whose files are put away; those that were there."""
        self._remember()
        gone = frozenset(name for name in take_ids if self._takes.pop((self._shot_id, name), None) is not None)
        if gone:
            self.takes_changed.emit()
        return gone


def _in_a_row(stack: QUndoStack, places: Iterable[int]) -> list[Step]:
    """The steps at these places, up to the first one that cannot be done elsewhere."""
    found: list[Step] = []
    for at in places:
        command = stack.command(at)
        step = command.step if isinstance(command, EditProject) else None
        if step is None:
            break
        if not command.isObsolete():
            found.append(step)
    return found
