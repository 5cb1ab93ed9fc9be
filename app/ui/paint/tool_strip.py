"""The strip of tools at the left of the canvas."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.language import tr
from app.ui.actions import Actions
from app.ui.paint.color_button import ColorButton
from app.ui.tokens import SIZES
from app.ui.widgets import MoreButton

TOOLS = ("paint_none", "paint_fill", "paint_brush", "paint_eraser", "paint_picker")
ALSO = ("hint_tool", "fill_from_neighbour", "mark_unpainted")
_ICON = 20
_SPACE = 2
WIDTH = 44


class ToolStrip(QWidget):
    """A button for each tool, the color they paint with, and what else painting needs at hand.

    Where a window is too low for all of it, the last ones are in the menu of a button at the foot; the color that
    is painted with stays in sight.
    """

    def __init__(self, actions: Actions, color: ColorButton) -> None:
        super().__init__()
        self._actions = actions
        self.setAccessibleName(tr("Tools"))
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, SIZES.space_xs, 4, SIZES.space_xs)
        column.setSpacing(_SPACE)
        self._each: list[QWidget] = []
        self._color = color
        for action_id in TOOLS:
            self._add(self._button(action_id))
        self._add(color)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        self._add(line)
        for action_id in ALSO:
            self._add(self._button(action_id))
        self.more_button = MoreButton("More tools", _ICON, self._hidden)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _add(self, part: QWidget) -> None:
        self._each.append(part)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        if isinstance(part, QFrame):
            column.addWidget(part)
        else:
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)

    @property
    def shown(self) -> list[QWidget]:
        """The parts that have room."""
        return [part for part in self._each if not part.isHidden()]

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.height() - 2 * SIZES.space_xs
        needed = {part: max(part.sizeHint().height(), part.minimumHeight()) + _SPACE for part in self._each}
        lacking = sum(needed.values()) > room
        if self.more_button.isHidden() == lacking:
            self.more_button.setVisible(lacking)
        left = room - (self.more_button.sizeHint().height() + _SPACE if lacking else 0)
        for part in sorted(self._each, key=lambda part: part is not self._color):
            left -= needed[part]
            if part.isHidden() == (left >= 0):
                part.setVisible(left >= 0)

    def _hidden(self) -> Iterator[QAction]:
        """What has no room; the menus of the color stand behind one entry."""
        for part in self._each:
            if part.isHidden() and part is self._color:
                yield self._actions["paint_color"]
            elif part.isHidden() and isinstance(part, QToolButton):
                yield part.defaultAction()

    def _button(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[action_id])
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self._actions[action_id].text())
        return button
