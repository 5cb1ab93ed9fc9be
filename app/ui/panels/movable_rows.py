"""A list whose rows are put into another order by dragging them."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QListWidget

from app.ui import theme
from app.ui.panels.rows import ROW, Row, RowList

_LINE = 2  # px: height of the line that shows where a row would land


class MovableRows(RowList):
    """Rows at the head that are `fixed` stay there, and nothing lands before them. Esc lets go of a row where it was.

    A row is known by its name all the way, as others may come and go while it is dragged.

    Signals:
        row_moved: the name of a row, and that of the one it is to stand before; None for the end.
    """

    row_moved = Signal(object, object)

    def __init__(self, name: str, height: int, most: int) -> None:
        super().__init__(name, height, most)
        self._pressed: tuple[QPoint, Hashable] | None = None
        self._target: int | None = None  # the place in the list before which the dragged row would land

    @property
    def dragging(self) -> bool:
        """Whether a row is being dragged."""
        return self._target is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self._row(self.indexAt(event.position().toPoint()).row())
        if event.button() == Qt.MouseButton.LeftButton and row is not None and not row.fixed:
            self._pressed = (event.position().toPoint(), row.name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
        elif self._pressed is not None:
            at = event.position().toPoint()
            if self.dragging or (at - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance():
                self._drag(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, target = self._pressed, self._target
        self._let_go()
        if event.button() != Qt.MouseButton.LeftButton or pressed is None or target is None:
            super().mouseReleaseEvent(event)
            return
        self.setState(QListWidget.State.NoState)
        at, before = self._place(pressed[1]), self._row(target)
        if at is not None and target not in (at, at + 1):
            self.row_moved.emit(pressed[1], before.name if before is not None else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.dragging and event.key() == Qt.Key.Key_Escape:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escape and self.dragging:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target is not None:
            place = QRect(0, self._edge(self._target) - _LINE // 2, self.viewport().width(), _LINE)
            QPainter(self.viewport()).fillRect(place, QColor(theme.tokens().accent))

    def _drag(self, at: QPoint) -> None:
        """Show where the row would land; the list goes along where that is out of view."""
        fixed = sum(1 for place in range(self.count()) if (row := self._row(place)) is not None and row.fixed)
        middles = [self.visualItemRect(self.item(place)).center().y() for place in range(self.count())]
        self._target = max(fixed, sum(1 for middle in middles if middle < at.y()))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.scrollToItem(self.item(min(self._target, self.count() - 1)))
        self.viewport().update()

    def _let_go(self) -> None:
        self._pressed = self._target = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _edge(self, place: int) -> int:
        """The y at which the row at a place begins, that of the last one's end for the place after it."""
        if place < self.count():
            return max(_LINE, self.visualItemRect(self.item(place)).top())
        return self.visualItemRect(self.item(self.count() - 1)).bottom() - _LINE

    def _row(self, place: int) -> Row | None:
        item = self.item(place) if 0 <= place < self.count() else None
        return item.data(ROW) if item is not None else None

    def _place(self, name: Hashable) -> int | None:
        """Where the row of this name stands now; None where it has gone."""
        rows = (self._row(place) for place in range(self.count()))
        return next((place for place, row in enumerate(rows) if row is not None and row.name == name), None)
