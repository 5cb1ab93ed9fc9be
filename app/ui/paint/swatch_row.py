"""The palette's colors in a row beside a tool's options: a click paints with one; the one in use wears a frame."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.language import tr
from app.project.palettes import Color, Swatch
from app.ui import theme
from app.ui.paint.current_color import CurrentColor
from app.ui.panels.palette_panel import PalettePanel

_SIDE, _STEP = 20, 24  # px: of a square, and from one to the next
_MOST = 12  # squares that other controls make room for
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class SwatchRow(QWidget):
    """Follows the palette that is shown; what has no room in the row is in the menu of the color button.

    Left and Right go from color to color while it has the keyboard.

    Signals:
        changed: the palette has other swatches, or another color is painted with.
    """

    changed = Signal()

    def __init__(self, current: CurrentColor, palettes: PalettePanel) -> None:
        super().__init__()
        self._current, self._palettes = current, palettes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_STEP + 4)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shown: tuple[object, ...] | None = None
        self._wide = 0
        palettes.marked_changed.connect(self.refresh)
        current.changed.connect(self.refresh)
        self.refresh()

    @property
    def swatches(self) -> tuple[Swatch, ...]:
        """Those of the palette that have room: the first ones, and the one in use whatever its place is."""
        each = self._palettes.palette_now.swatches
        room = max(1, self.width() // _STEP)
        used = each.index(self._used) if self._used in each else 0
        return each[:room] if used < room else (*each[: room - 1], each[used])

    def place(self, at: int) -> QRect:
        """Where a swatch is, by its place in the row."""
        return QRect(at * _STEP + 2, (self.height() - _SIDE) // 2, _SIDE, _SIDE)

    @property
    def _used(self) -> Swatch | None:
        """What is painted with; a color of no swatch has none."""
        return self._palettes.palette_now.swatch(self._current.color) if self._current.chosen else None

    def refresh(self) -> None:
        """Show what is so; nothing where that is as before, for each stroke asks for it."""
        used = self._used
        shown = (self._palettes.palette_now.swatches, used)
        if shown == self._shown:
            return
        self._shown = shown
        wide = self.sizeHint().width()
        name = f"Colors of the palette, {used.name}" if used is not None else "Colors of the palette"
        self.setAccessibleName(tr(name))
        if wide != self._wide:  # else the row around it has nothing to measure anew
            self._wide = wide
            self.updateGeometry()
        self.update()
        self.changed.emit()

    @property
    def any(self) -> bool:
        """Whether the palette has swatches."""
        return bool(self._palettes.palette_now.swatches)

    def sizeHint(self) -> QSize:
        return QSize(min(_MOST, max(1, len(self._palettes.palette_now.swatches))) * _STEP, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def _at(self, x: int) -> Swatch | None:
        """The swatch under a point."""
        place, swatches = x // _STEP, self.swatches
        return swatches[place] if 0 <= place < len(swatches) else None

    def _take(self, color: Color) -> None:
        self._current.set_color(color)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        swatch = self._at(event.position().toPoint().x())
        if swatch is not None and event.button() == Qt.MouseButton.LeftButton:
            self._take(swatch.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, each = _STEPS.get(Qt.Key(event.key())), self._palettes.palette_now.swatches
        if step is None or not each:
            super().keyPressEvent(event)
            return
        at = each.index(self._used) + step if self._used in each else 0
        self._take(each[max(0, min(at, len(each) - 1))].id)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            swatch = self._at(event.pos().x())
            words = tr(f"{swatch.name}, #{bytes(swatch.color).hex()}: paint with it") if swatch is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            event.accept()  # its own here, a step of the playhead elsewhere
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, used = theme.tokens(), self._used
        for at, swatch in enumerate(self.swatches):
            place = QRectF(self.place(at))
            painter.setBrush(QColor(*swatch.color))
            painter.setPen(QPen(QColor(tokens.border_strong), 1))
            painter.drawRoundedRect(place.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
            if swatch == used:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(tokens.text if self.hasFocus() else tokens.accent), 2))
                painter.drawRoundedRect(place, 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), tokens.focus))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
