"""What needs a look in the shot: a list with the worst first, to go there and to mark what is fine."""

from __future__ import annotations

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
LISTED = 200  # rows at most, the worst ones


class ChecksPanel(QWidget):
    """Follows `checking`; hidden while nothing needs a look and everything could be checked. While something is looked
    over again it keeps its height.

    Signals:
        wanted: the artist wants to see this Concern.
        fine_wanted: the one marked in the list is fine.
        focus_left: the panel goes away, and had the focus.
    """

    wanted = Signal(object)
    fine_wanted = Signal()
    focus_left = Signal()

    def __init__(self, checking: Checking, actions: Actions) -> None:
        super().__init__()
        self._checking = checking
        self._listed: tuple[Concern, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        self.title = label("", "heading")
        column.addWidget(self.title)
        self.unread = label("", "dim", wrap=True)
        column.addWidget(self.unread)
        self.list = RowList("Places that need a look", _ROW_HEIGHT, MOST)
        self.list.setToolTip(tr("The worst first. Click or Enter goes there, Delete marks it as fine."))
        self.list.itemClicked.connect(lambda item: self._go(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self._go(self.list.row(item)))
        self.list.delete_pressed.connect(self._mark)
        row = QHBoxLayout()
        row.setSpacing(SIZES.space_s)
        self.fine_button = action_button(actions["mark_fine"], "Mark as fine")
        self.view_button = action_button(actions["check_view"], "Check view")
        row.addWidget(self.fine_button)
        row.addWidget(self.view_button)
        column.addLayout(row)  # over the list, which would move it under the pointer as more is found
        column.addWidget(self.list)
        checking.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        concerns, unread = self._checking.concerns, self._checking.unread
        more = self._checking.waiting
        listed = bool(concerns) or (bool(more) and not self.isHidden())
        shown = listed or bool(unread)
        if not listed and self.isAncestorOf(self.window().focusWidget() or self):
            self.focus_left.emit()
        for part in (self.list, self.fine_button, self.view_button):
            part.setVisible(listed)
        self.unread.setVisible(bool(unread))
        self.unread.setText(tr(unread_words(unread)) if unread else "")
        self.setVisible(shown)
        self.list.show_at_least(self.list.rows if more and listed else 1)
        worst = tuple(sorted(concerns, key=lambda each: -each.worst.severity))[:LISTED]
        count = len(concerns)
        self.title.setText(tr(f"Needs a look (at least {count})" if more else f"Needs a look ({count})"))
        self.title.setToolTip(tr("Still looking: more may come" if more else ""))
        current = self._checking.current
        place = worst.index(current) if current in worst else -1
        if worst != self._listed:
            self._listed = worst
            self.list.show_rows([_row(concern) for concern in worst], place)
        elif place != self.list.currentRow():
            self.list.show_rows([_row(concern) for concern in worst], place)

    @property
    def listed(self) -> tuple[Concern, ...]:
        """What the rows stand for."""
        return self._listed

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._listed):
            self.wanted.emit(self._listed[row])

    def _mark(self) -> None:
        self._go(self.list.currentRow())
        self.fine_wanted.emit()


def _row(concern: Concern) -> Row:
    frames = f"{concern.first}" if concern.first == concern.last else f"{concern.first}-{concern.last}"
    return Row(WORDS[concern.kind], frames, icon="look", ink="warning", name=concern.fine)
