"""How the tool for color hints works, in the row above the canvas, with the color of the next hint."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.document import Document
from app.language import tr
from app.project.colorizers import colorizer
from app.project.hints import counts_on
from app.project.staleness import usable_keys
from app.ui import theme
from app.ui.panels.fitting_row import FittingRow
from app.ui.tokens import SIZES
from app.ui.viewer.hint_view import HintView
from app.ui.widgets import label

HOW = "Click where it belongs. Alt/Ctrl+click picks another color, right-click for more."
NO_COLOR = "Click where a color is wrong, and choose the right one. Alt/Ctrl+click picks one."
_SIDE = 20  # px


class HintBar(QWidget):
    """Follows the tool; the words are off the picture, which is looked at while hints are put."""

    def __init__(self, hints: HintView, document: Document) -> None:
        super().__init__()
        self._hints = hints
        self.setAccessibleName(tr("Color hints"))
        self._document = document
        self.color, self.way, self.reach = _Square(hints), label("", "dim"), label("", "dim")
        self._row = FittingRow()
        self._row.put(label("Color hints", "heading"), 3)
        self._row.put(self.color, 0)
        self._row.put(self.way, 2)
        self._row.put(self.reach, 1)
        self._row.put_space()
        column = QHBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, 4, SIZES.space_m, 4)
        column.addWidget(self._row)
        hints.changed.connect(self.refresh)
        document.changed.connect(self.refresh)  # another palette may be shown, another key laid
        self.refresh()

    def refresh(self) -> None:
        """Show what is so."""
        self._row.want(self.color, self._hints.color is not None)
        self.way.setText(tr(NO_COLOR if self._hints.color is None else HOW))
        reach = self._reach()
        self.reach.setText(tr(reach))
        self._row.want(self.reach, bool(reach))
        self.color.update()

    def _reach(self) -> str:
        """On which frames the selected hint counts, which its segments depend on; empty without one."""
        shot, selected = self._document.shot, self._hints.selected
        hint = next((hint for hint in shot.hints if hint.id == selected), None)
        if hint is None or shot.line is None or colorizer(shot.colorizer).refers:
            return ""
        keys = [key.number for key in usable_keys(shot)]
        runs = ", ".join(f"{first}-{last}" for first, last in counts_on(hint, *shot.line.span, keys))
        return f"The selected hint counts on frames {runs}, as far as the next keys." if runs else ""


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
