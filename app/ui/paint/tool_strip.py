"""The strip of tools at the left of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from app.language import tr
from app.ui.actions import Actions
from app.ui.paint.color_button import ColorButton
from app.ui.tokens import SIZES

TOOLS = ("paint_none", "paint_fill", "paint_brush", "paint_eraser", "paint_picker")
ALSO = ("hint_tool", "fill_from_neighbour", "mark_unpainted")
_ICON = 20
WIDTH = 44


class ToolStrip(QWidget):
    """A button for each tool, the color they paint with, and what else painting needs at hand."""

    def __init__(self, actions: Actions, color: ColorButton) -> None:
        super().__init__()
        self._actions = actions
        self.setAccessibleName(tr("Tools"))
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, SIZES.space_s, 4, SIZES.space_s)
        column.setSpacing(2)
        for action_id in TOOLS:
            column.addWidget(self._button(action_id), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(SIZES.space_s)
        column.addWidget(color, 0, Qt.AlignmentFlag.AlignHCenter)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        column.addSpacing(SIZES.space_s)
        column.addWidget(line)
        for action_id in ALSO:
            column.addWidget(self._button(action_id), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _button(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[action_id])
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self._actions[action_id].text())
        return button
