"""A row of controls that leaves out what has no room, and labels that stand still while their figures change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.ui.tokens import SIZES
from app.ui.widgets import MoreButton

_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly


class FittingRow(QWidget):
    """As wide as it is made. Tool buttons wear their words while everything fits; then what matters least goes, into
    the menu of a button at the end where it stands for an action."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIZES.space_s)
        self._ranks: dict[QWidget, int] = {}
        self._actions: dict[QWidget, QAction] = {}
        self.more_button = MoreButton("More of this row", SIZES.icon, self._left_out)
        self._unwanted: set[QWidget] = set()

    def put(self, widget: QWidget, rank: int, action: QAction | None = None) -> None:
        """Add a control, which stands for an `action` or for none; those of a low `rank` stay the longest."""
        self._row.addWidget(widget)
        self._ranks[widget] = rank
        if action is not None:
            self._actions[widget] = action

    def put_space(self) -> None:
        """Let what comes after stand at the other end; what has no room is behind a button before it."""
        self._row.addWidget(self.more_button)
        self._row.addStretch(1)

    def want(self, widget: QWidget, wanted: bool) -> None:
        """Whether the control is of use now."""
        if wanted == (widget in self._unwanted):
            (self._unwanted.discard if wanted else self._unwanted.add)(widget)
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # some control has another size
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        wanted = [widget for widget in self._ranks if widget not in self._unwanted]
        space, room = self._row.spacing(), self.width()
        words = sum(_width(widget, True) + space for widget in wanted) - space <= room
        shown = self._fitting(wanted, words, room + space)
        lacking = any(widget in self._actions and widget not in shown for widget in wanted)
        if lacking:
            shown = self._fitting(wanted, words, room - self.more_button.sizeHint().width())
        if self.more_button.isHidden() == lacking:
            self.more_button.setVisible(lacking)
        for widget in self._ranks:
            if isinstance(widget, QToolButton):
                widget.setToolButtonStyle(_BESIDE if words else _ICON_ONLY)
            if widget.isHidden() == (widget in shown):
                widget.setVisible(widget in shown)

    def _fitting(self, wanted: Iterable[QWidget], words: bool, room: int) -> set[QWidget]:
        """What fits into so many px, a space behind each."""
        shown = set[QWidget]()
        for widget in sorted(wanted, key=self._ranks.__getitem__):
            needed = _width(widget, words) + self._row.spacing()
            if needed <= room:
                room -= needed
                shown.add(widget)
        return shown

    def _left_out(self) -> Iterator[QAction]:
        for widget, action in self._actions.items():
            if widget.isHidden() and widget not in self._unwanted:
                yield action


def _width(widget: QWidget, words: bool) -> int:
    """What a control needs, in px; a tool button with its words or without."""
    width = min(max(widget.sizeHint().width(), widget.minimumWidth()), widget.maximumWidth())
    if not isinstance(widget, QToolButton) or words == (widget.toolButtonStyle() == _BESIDE):
        return width
    text = 4 + widget.fontMetrics().horizontalAdvance(f"{widget.text()}  ")  # as Qt adds it
    return width + text if words else width - text


def keep_room(words: QLabel, longest: str) -> None:
    """Let the label stay as wide as this text is with the widest figures in it."""
    words.setMinimumWidth(widest(words, longest))


def widest(widget: QWidget, longest: str) -> int:
    """Px that the text takes with the widest figures in it."""
    widget.ensurePolished()
    metrics = widget.fontMetrics()
    digit = max("0123456789", key=metrics.horizontalAdvance)
    return metrics.horizontalAdvance(re.sub(r"\d", digit, longest)) + 2
