"""What needs a look in the shot: a list in the order of frames, to go there and to mark what is fine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import tr
from app.project.concerns import WORDS, Concern
from app.ui.actions import Actions
from app.ui.checking import Checking, unread_words
from app.ui.panels.rows import Row, RowList
from app.ui.tokens import SIZES
from app.ui.widgets import action_button, label

_ROW_HEIGHT, MOST = 26, 5
LISTED = 40  # rows at most: keys, and those that are the most of the picture for the longest
LOOKING = "Checking the takes..."
Alike = tuple[Concern, ...]
"""Concerns of one kind that are seen in the same frames, at least one; the worst first."""


class ChecksPanel(QWidget):
    """Follows `checking`; hidden while nothing needs a look and everything could be checked. While something is looked
    over again it keeps its height.

    Signals:
        wanted: the artist wants to see this Concern.
        fine_wanted: those that the row marked in the list stands for, Concerns, are fine.
        focus_left: the panel goes away, and had the focus.
    """

    wanted = Signal(object)
    fine_wanted = Signal(tuple)
    focus_left = Signal()

    def __init__(self, checking: Checking, actions: Actions) -> None:
        super().__init__()
        self._checking = checking
        self._listed: tuple[Alike, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        self.title = label("", "heading")
        column.addWidget(self.title)
        self.unread = label("", "dim", wrap=True)
        column.addWidget(self.unread)
        self.list = RowList("Places that need a look", _ROW_HEIGHT, MOST)
        self.list.setToolTip(
            tr("In the order of frames. Click or Enter goes there, again to the next place. Delete marks it as fine.")
        )
        self.list.itemClicked.connect(lambda item: self._go(self.list.row(item)))
        self.list.enter_pressed.connect(self._go)
        self.list.delete_pressed.connect(self._mark)
        self.buttons = QWidget()
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.space_s)
        self._mark_fine = actions["mark_fine"]
        self.fine_button = action_button(self._mark_fine, "Mark as fine", instead=self._mark)
        self.view_button = action_button(actions["check_view"], "Check view")
        row.addWidget(self.fine_button)
        row.addWidget(self.view_button)
        column.addWidget(self.buttons)  # over the list, which would move it under the pointer as more is found
        column.addWidget(self.list)
        self.list.hide()  # until something is found: a panel without a place in the window would be one of its own
        checking.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        concerns, unread = self._checking.concerns, self._checking.unread
        more = self._checking.waiting
        some = bool(concerns) or (bool(more) and not self.list.isHidden())
        leaves = self if not some else self.buttons if not concerns else None
        if leaves is not None and leaves.isAncestorOf(self.window().focusWidget() or self):
            self.focus_left.emit()
        for part in (self.list, self.buttons):
            part.setVisible(some)
        self.buttons.setEnabled(bool(concerns))  # there is nothing to mark before anything is found
        self.unread.setVisible(bool(unread))
        self.unread.setText(tr(unread_words(unread)) if unread else "")
        self.setVisible(some or bool(unread))
        self.list.show_at_least(self.list.rows if more and some else 1)
        rows = _gathered(concerns)
        listed = self._most(rows)
        count = len(concerns)
        needs = f"Needs a look (at least {count})" if more else f"Needs a look ({count})"
        self.title.setText(tr("Not checked" if not some else needs if concerns else LOOKING))
        left = f"The {LISTED} largest are listed, N goes to all of them" if len(rows) > LISTED else ""
        self.title.setToolTip(tr("Still looking: more may come" if more else left))
        current = self._checking.current
        place = next((at for at, alike in enumerate(listed) if current in alike), -1)
        if listed != self._listed or place != self.list.currentRow():
            self._listed = listed
            self.list.show_rows([_row(alike) for alike in listed], place)

    @property
    def listed(self) -> tuple[Alike, ...]:
        """What the rows stand for."""
        return self._listed

    def _most(self, rows: Sequence[Alike]) -> tuple[Alike, ...]:
        """As many of them as are listed, each whole and in its place, so that what it counts is all there is."""
        if len(rows) <= LISTED:
            return tuple(rows)
        size = [(self._checking.in_key(row[0]), sum(each.extent for each in row)) for row in rows]
        most = sorted(range(len(rows)), key=size.__getitem__, reverse=True)[:LISTED]
        return tuple(rows[at] for at in sorted(most))

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._listed):
            alike, current = self._listed[row], self._checking.current
            at = alike.index(current) + 1 if current is not None and current in alike else 0
            self.wanted.emit(alike[at % len(alike)])

    def _mark(self) -> None:
        """Mark what the row stands for; without one, what is looked at."""
        row = self.list.currentRow()
        if 0 <= row < len(self._listed):
            self.fine_wanted.emit(self._listed[row])
        else:
            self._mark_fine.trigger()


def _gathered(concerns: Iterable[Concern]) -> tuple[Alike, ...]:
    """In the order in which N goes to them, the same kind in the same frames together, the worst of these first."""
    alike: dict[tuple[int, int, str], list[Concern]] = {}
    for concern in concerns:
        alike.setdefault((concern.first, concern.last, concern.kind), []).append(concern)
    return tuple(tuple(sorted(each, key=_worst_first)) for each in alike.values())


def _worst_first(concern: Concern) -> tuple[float, int]:
    return -concern.worst.severity, -concern.extent


def _row(alike: Alike) -> Row:
    worst = alike[0]
    frames = f"{worst.first}" if worst.first == worst.last else f"{worst.first}-{worst.last}"
    many = f" ×{len(alike)}" if len(alike) > 1 else ""
    return Row(WORDS[worst.kind], frames + many, icon="look", ink="warning", name=worst.fine)
