"""A row of controls that leaves out what has no room, and labels that stand still while their figures change."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.ui.tokens import SIZES

_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly


class FittingRow(QWidget):
    """As wide as it is made. Tool buttons wear their words while everything fits; then what matters least goes."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIZES.space_s)
        self._ranks: dict[QWidget, int] = {}
        self._unwanted: set[QWidget] = set()

    def put(self, widget: QWidget, rank: int) -> None:
        """Add a control; those of a low `rank` stay the longest."""
        self._row.addWidget(widget)
        self._ranks[widget] = rank

    def put_space(self) -> None:
        """Let what comes after stand at the other end."""
        self._row.addStretch(1)

    def want(self, widget: QWidget, wanted: bool) -> None:
        """Whether the control is of use now."""
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
        left, shown = room + space, set[QWidget]()
        for widget in sorted(wanted, key=self._ranks.__getitem__):
            needed = _width(widget, words) + space
            if needed <= left:
                left -= needed
                shown.add(widget)
        for widget in self._ranks:
            if isinstance(widget, QToolButton):
                widget.setToolButtonStyle(_BESIDE if words else _ICON_ONLY)
            if widget.isHidden() == (widget in shown):
                widget.setVisible(widget in shown)


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
