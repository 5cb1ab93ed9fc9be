"""Comparing takes, in the row above the canvas: the ways to do it, and which two pictures are compared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.document import Document
from app.language import tr
from app.project.model import Take
from app.ui.actions import Actions
from app.ui.panels.fitting_row import FittingRow
from app.ui.panels.takes_panel import take_words
from app.ui.tokens import SIZES
from app.ui.turns import Later
from app.ui.viewer.compare import MODES, Comparison
from app.ui.viewer.playhead import Playhead
from app.ui.widgets import label


class CompareBar(QWidget):
    """Follows a comparison, and changes it."""

    def __init__(self, document: Document, playhead: Playhead, compare: Comparison, actions: Actions) -> None:
        super().__init__()
        self._document, self._playhead, self._compare, self._actions = document, playhead, compare, actions
        self.setAccessibleName(tr("Compare"))
        self._shown = label("", "dim")
        self.other = QToolButton()
        self.other.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.other.setToolTip(tr("What the shown take is compared with"))
        self.other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.others = QMenu(self.other)
        self.others.aboutToShow.connect(self._list)
        self.other.setMenu(self.others)
        self._row = FittingRow()
        self._ways = {QLabel(tr("Compare")): 3, _beside(*(self._button(f"compare_{mode}") for mode in MODES)): 0}
        for part, rank in self._ways.items():
            self._row.put(part, rank)
        self.empty = label("Takes are compared here, once a segment is colored.", "dim")
        self._row.put(self.empty, 0)
        self._between = {self._shown: 4, _beside(self.other): 1, _beside(self._button("compare_swap")): 2}
        for part, rank in self._between.items():
            self._row.put(part, rank)
        self._row.put_space()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, 4, SIZES.space_m, 4)
        column.addWidget(self._row)
        for signal in (compare.changed, playhead.moved):
            signal.connect(self.refresh)
        later = Later(self, self.refresh)
        for signal in (document.changed, document.takes_changed):
            signal.connect(later.ask)
        self.refresh()

    def _button(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[action_id])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self._actions[action_id].text())
        return button

    def refresh(self) -> None:
        """Show what is so."""
        on = self._compare.mode != "off"
        there = on or bool(self._document.takes)
        for part in self._ways:
            self._row.want(part, there)
        self._row.want(self.empty, not there)
        for part in self._between:
            self._row.want(part, on)
        if not on:
            return
        number = self._playhead.number
        segment, other = self._document.segment_at(number), self._compare.other(number)
        take = segment.take if segment is not None else None
        shown = f"A: {take_words(take)}" if take is not None else "A: No take"
        against = take_words(other) if other is not None else "No other take"
        self._shown.setText(tr(shown))
        self.other.setText(tr(f"B: {'Line art' if self._compare.against_line else against}"))
        self.other.setAccessibleName(self.other.text())

    def _list(self) -> None:
        """What there is to compare with here."""
        self.others.clear()
        number = self._playhead.number
        segment, other = self._document.segment_at(number), self._compare.other(number)
        line = self._compare.against_line
        takes = self._document.takes_of(segment.span) if segment is not None and segment.take is not None else ()
        for take in reversed(takes):
            if segment is not None and take != segment.take:
                self._offer(take, take == other and not line)
        if not self.others.isEmpty():
            self.others.addSeparator()
        self.others.addAction(self._actions["compare_line"])

    def _offer(self, take: Take, chosen: bool) -> None:
        action = self.others.addAction(tr(take_words(take)))
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _checked=False: self._compare.set_other(take))


def _beside(*buttons: QToolButton) -> QWidget:
    """Buttons that come and go together, and always wear their words."""
    together = QWidget()
    row = QHBoxLayout(together)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SIZES.space_xs)
    for button in buttons:
        row.addWidget(button)
    return together
