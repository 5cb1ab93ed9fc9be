"""How the tool for color hints works, in the row above the canvas, with the color of the next hint."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.document import Document
from app.language import tr
from app.ui import theme
from app.ui.panels.fitting_row import FittingRow
from app.ui.tokens import SIZES
from app.ui.viewer.hint_view import HintView
from app.ui.widgets import label

HOW = "Click where it belongs. Alt+click picks another color, right-click for more."
NO_COLOR = "Click where a color is wrong, and choose the right one. Alt+click picks one."
_SIDE = 20  # px


class HintBar(QWidget):
    """Follows the tool; the words are off the picture, which is looked at while hints are put."""

    def __init__(self, hints: HintView, document: Document) -> None:
        super().__init__()
        self._hints = hints
        self.setAccessibleName(tr("Color hints"))
        self.color, self.way = _Square(hints), label("", "dim")
        self._row = FittingRow()
        self._row.put(label("Color hints", "heading"), 1)
        self._row.put(self.color, 0)
        self._row.put(self.way, 0)
        self._row.put_space()
        column = QHBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, 4, SIZES.space_m, 4)
        column.addWidget(self._row)
        hints.changed.connect(self.refresh)
        document.changed.connect(self.color.update)  # another palette may be shown
        self.refresh()

    def refresh(self) -> None:
        """Show what is so."""
        self._row.want(self.color, self._hints.color is not None)
        self.way.setText(tr(NO_COLOR if self._hints.color is None else HOW))
        self.color.update()


class _Square(QWidget):
    """The color of the next hint, as the shown palette has it."""

    def __init__(self, hints: HintView) -> None:
        super().__init__()
        self._hints = hints
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setToolTip(tr("The color of the next hint"))
        self.setAccessibleName(tr("The color of the next hint"))

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._hints.color
        if color is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens().border_strong), 1))
        painter.setBrush(QColor(*self._hints.shown_color(color)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
