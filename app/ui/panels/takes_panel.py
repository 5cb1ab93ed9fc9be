"""The selected segment: its state, its takes with their pictures to choose from, and what can be done with it."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import tr
from app.media.seams import SEEN
from app.project.colorizers import made_by
from app.project.model import Take
from app.project.staleness import Segment, fits
from app.ui import theme
from app.ui.actions import Actions
from app.ui.panels.rows import Row, RowList
from app.ui.timeline import bars
from app.ui.tokens import SIZES
from app.ui.widgets import ActionTool, IconLabel, action_button, label
from app.ui.workspace import Workspace

_ROW_HEIGHT, _MOST = 48, 4


class TakesPanel(QWidget):
    """Follows a document and its coloring by being refreshed; `show_segment` chooses the segment in detail.

    Signals:
        chosen: the artist wants this take shown.
        delete_wanted: the marked take is to go.
        menu_wanted: a menu for the marked take, at a global point.
    """

    chosen = Signal(object)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        super().__init__()
        self._document, self._coloring = workspace.document, workspace.coloring
        self._seams, self._thumbnails, self._likenesses = workspace.seams, workspace.thumbnails, workspace.likenesses
        self._index = -1
        self._takes: tuple[Take, ...] = ()
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        self._title = label("", "heading")
        column.addWidget(self._title)
        state = QHBoxLayout()
        state.setSpacing(SIZES.space_s)
        self._state_icon = IconLabel("state-empty")
        self._state = label("", wrap=True)
        state.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        column.addLayout(state)
        self._build_buttons(column, actions)  # over the list, which would move them under the pointer as takes come
        column.addLayout(self._build_title(actions))
        self.list = RowList("Takes of this segment", _ROW_HEIGHT, _MOST, numbers=True)
        self.list.setToolTip(
            tr("Click, Enter or the take's number shows a take. Older: made before an edit. Right-click for more.")
        )
        self.list.itemActivated.connect(lambda item: self._choose(self.list.row(item)))
        self.list.itemClicked.connect(lambda item: self._choose(self.list.row(item)))
        self.list.number_pressed.connect(self._choose_number)
        self.list.delete_pressed.connect(self.delete_wanted)
        self.list.menu_wanted.connect(lambda _row, at: self.menu_wanted.emit(at))
        column.addWidget(self.list)
        self.joins = label("", "dim", wrap=True)
        column.addWidget(self.joins)
        self._thumbnails.arrived.connect(self._show_rows)
        self._likenesses.found.connect(self._show_rows)
        self._seams.changed.connect(self._show_joins)

    def _build_title(self, actions: Actions) -> QHBoxLayout:
        """The word over the list, and what can be done with the take marked in it."""
        row = QHBoxLayout()
        row.setSpacing(0)
        self._takes_title = label("Takes", "dim")
        self.star_button = ActionTool(actions["star_take"], "star-off", "star")
        self.note_button = ActionTool(actions["note_take"], "note")
        self.delete_button = ActionTool(actions["delete_take"], "remove")
        row.addWidget(self._takes_title, 1)
        for button in (self.star_button, self.note_button, self.delete_button):
            button.setFixedSize(24, 24)
            row.addWidget(button)
        return row

    def _build_buttons(self, column: QVBoxLayout, actions: Actions) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.space_s)
        self.regenerate_button = action_button(actions["regenerate"], "Regenerate")
        self.lock_button = action_button(actions["lock"], "Lock")
        buttons.addWidget(self.regenerate_button)
        buttons.addWidget(self.lock_button)
        column.addLayout(buttons)

    # What it shows

    @property
    def segment(self) -> Segment | None:
        """The segment in detail."""
        segments = self._document.segments
        return segments[self._index] if 0 <= self._index < len(segments) else None

    @property
    def selected_take(self) -> Take | None:
        """The take marked in the list."""
        row = self.list.currentRow()
        return self._takes[row] if 0 <= row < len(self._takes) else None

    def show_segment(self, index: int) -> None:
        """Show this segment in detail; -1 for none."""
        self._index = index
        self.refresh()

    def refresh(self) -> None:
        """Show everything as it stands."""
        segment = self.segment
        for widget in (self._takes_title, self.regenerate_button, self.lock_button, self._state_icon):
            widget.setVisible(segment is not None)
        if segment is None:
            for part in (self.list, self.star_button, self.note_button, self.delete_button, self.joins):
                part.setVisible(False)
            self._shown = None
            self._title.setText(tr("Segment"))
            self._state.setText(tr("Click a segment on the timeline to see its takes."))
            return
        work = self._coloring.status(segment)
        self._title.setText(tr(f"Segment {segment.index + 1}"))
        words = f"{bars.word(work)}, frames {segment.span.first} to {segment.span.last}"
        self._state.setText(tr(words + (f"\n{work.sentence}" if work.sentence else "")))
        self._state_icon.show_icon(theme.tokens().state(work.status).icon, f"{work.status.name.lower()}.ink")
        self.lock_button.setText(tr("Unlock" if segment.locked else "Lock"))
        self._list_takes(segment)
        self._show_joins()

    def _show_joins(self) -> None:
        """The seam meter at both ends of the segment."""
        segment = self.segment
        both = (("Before", self._seams.after(self._index - 1)), ("After", self._seams.after(self._index)))
        known = [(name, seam) for name, seam in both if segment is not None and seam is not None]
        self.joins.setVisible(bool(known))
        told = [f"{name}: {seam.word}" + f" ({seam.excess:.0f})" * (seam.excess >= SEEN) for name, seam in known]
        self.joins.setText(tr(f"Joins  {', '.join(told)}"))
        self.joins.setToolTip(
            tr(
                "The step of color where segments meet, apart from lines and motion:\n"
                + "\n".join(f"{name}: {seam.step:.1f}, beside a usual {seam.usual:.1f}" for name, seam in known)
                + f"\nA step of {SEEN} more than usual is just seen."
            )
        )

    def _list_takes(self, segment: Segment) -> None:
        """The newest take first. The one marked stays marked, until another one is shown."""
        takes = tuple(reversed(self._document.takes_of(segment.span)))
        colors = self._document.shot.palettes.shown.mapping
        marks = self._document.shot.marks
        state = (segment.span, segment.take, segment.inputs, segment.locked, takes, colors, marks)
        if state == self._shown:
            return
        same = isinstance(self._shown, tuple) and self._shown[:2] == state[:2]
        marked = self.selected_take if same and self.selected_take in takes else segment.take
        self._shown, self._takes = state, takes
        self._takes_title.setText(tr("Takes" if takes else "No takes yet"))
        for part in (self.list, self.star_button, self.note_button, self.delete_button):
            part.setVisible(bool(takes))
        current = takes.index(marked) if marked in takes else -1
        self.list.show_rows([self._row(segment, take) for take in takes], current)

    def _row(self, segment: Segment, take: Take) -> Row:
        shown, mark = take == segment.take, self._document.shot.mark(take.id)
        made = [*made_by(take, self._document.shot)]
        seen = ["locked" if segment.locked else "shown"] if shown else []  # as its icon says too
        old = [] if fits(self._document.shot, take) else ["older"]  # than the last edit
        said = [f'"{mark.note}"'] if mark.note else []
        varied = [f"variation {take.seed}"] if take.seed != self._document.shot.seed else []
        like = self._likenesses.of(take)
        alike = [f"like take {like.other.number}"] if like is not None else []
        icon, ink = ("state-locked", "locked.ink") if segment.locked else ("done", "good")
        return Row(
            take_words(take),
            ", ".join([*seen, *old, *made, *varied, *alike, *said, *["starred"] * mark.star]),
            ", ".join([*old, *made, *varied, *alike, *said]),
            icon=icon if shown else "",
            ink=ink,
            picture=self._thumbnails.take(take) or QImage(),
            name=take.id,
            starred=mark.star,
        )

    def _show_rows(self) -> None:
        """More is known of some takes, as their pictures are; those that are listed may be among them."""
        segment = self.segment
        if segment is not None and self._takes:
            self.list.show_rows([self._row(segment, take) for take in self._takes])

    # What is done with it

    def _choose(self, row: int) -> None:
        segment = self.segment
        if segment is not None and 0 <= row < len(self._takes) and self._takes[row] != segment.take:
            self.chosen.emit(self._takes[row])

    def _choose_number(self, number: int) -> None:
        """The take of this number."""
        row = next((row for row, take in enumerate(self._takes) if take.number == number), None)
        if row is not None:
            self.list.setCurrentRow(row)
            self._choose(row)


def take_words(take: Take) -> str:
    """What the artist calls a take: its number in the order of making, and when that was."""
    now, made = time.time(), time.localtime(take.created)
    written = "%H:%M"
    if now - take.created > 86400:
        written = "%m-%d" if made.tm_year == time.localtime(now).tm_year else "%Y-%m-%d"
    return f"Take {take.number}, {time.strftime(written, made)}"
