"""A model sheet to pick colors from: zoomed by the wheel, panned by dragging, picked by a click or by keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent

from app.language import tr
from app.project.palettes import Color
from app.ui import theme
from app.ui.viewer import overlay
from app.ui.viewer.drop_target import DropTarget
from app.ui.viewer.lens import Lens, Room

_MARGIN = 8
_DRAG = 4.0  # px the mouse is moved before a click is a drag
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_OWN = (*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal,
        Qt.Key.Key_0)  # fmt: skip


class SheetView(DropTarget):
    """Shows one picture, as `reductions` gives it, so that painting never waits.

    Keys while it has the focus: arrows move the cross, with Shift by ten pixels, Enter picks, + and - zoom, 0 fits.

    Signals:
        picked: the color that was picked.
        pointed: the color under the pointer or the cross, or None.
    """

    picked = Signal(object)
    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__(only_pictures=True)
        self._levels: list[QImage] = []
        self._lens = Lens()
        self._words = ""
        self._cross: tuple[int, int] | None = None
        self._pressed: tuple[QPointF, QPointF] | None = None  # where the button went down, and the middle then
        self._dragged = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 40)
        self.setAccessibleName(tr("Model sheet"))

    def sizeHint(self) -> QSize:
        return QSize(260, 240)

    def show_levels(self, levels: list[QImage], words: str = "") -> None:
        """Show a picture, the largest of `levels` first, or with none of them these words."""
        self._levels, self._words, self._cross = levels, words, None
        self._lens.size = levels[0].size() if levels else QSize()
        self._lens.fitted = True
        self.setAccessibleDescription(tr(words))
        self.setCursor(Qt.CursorShape.CrossCursor if levels else Qt.CursorShape.ArrowCursor)
        self.update()

    def color_at(self, at: QPointF) -> Color | None:
        """The sheet's color under a point of the widget."""
        point = self._lens.to_picture(at, self._room())
        return self._color(math.floor(point.x()), math.floor(point.y()))

    def fit(self) -> None:
        """The whole sheet in view."""
        self._lens.fitted = True
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in (above 1) or out, around a point or the middle."""
        if self._levels:
            room = self._room()
            self._lens.set_zoom(self._lens.zoom(room) * factor, at or room.view.center(), room)
            self.update()

    @property
    def zoom(self) -> float:
        """Device pixels for each picture pixel."""
        return self._lens.zoom(self._room())

    def _room(self) -> Room:
        return Room(QRectF(self.rect()), self.devicePixelRatioF(), _MARGIN)

    def _color(self, x: int, y: int) -> Color | None:
        if not self._levels or not self._levels[0].rect().contains(x, y):
            return None
        color = self._levels[0].pixelColor(x, y)
        return color.red(), color.green(), color.blue()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.fillRect(self.rect(), QColor(t.canvas))
        if self._levels:
            zoom = self.zoom
            at = min(max(0, math.floor(-math.log2(zoom))), len(self._levels) - 1) if zoom < 1 else 0
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < 1)
            image = self._levels[at]
            painter.drawImage(self._lens.place(self._room()), image, QRectF(image.rect()))
            if self._cross is not None and self.hasFocus():
                self._paint_cross(painter, *self._cross)
        else:
            painter.setPen(QColor(t.text_dim))
            inner = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(self._words))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.dropping:
            overlay.frame(painter, self.rect(), t.key, 3)
        elif self.hasFocus():
            overlay.frame(painter, self.rect(), t.accent, 1)

    def _paint_cross(self, painter: QPainter, x: int, y: int) -> None:
        place = self._lens.place(self._room())
        scale = place.width() / max(1, self._lens.size.width())
        at = place.topLeft() + QPointF(x + 0.5, y + 0.5) * scale
        for color, wide in (("#000000", 3.0), ("#ffffff", 1.0)):
            painter.setPen(QPen(QColor(color), wide))
            for ends in ((QPointF(-12, 0), QPointF(-4, 0)), (QPointF(4, 0), QPointF(12, 0)),
                         (QPointF(0, -12), QPointF(0, -4)), (QPointF(0, 4), QPointF(0, 12))):  # fmt: skip
                painter.drawLine(at + ends[0], at + ends[1])

    # Mouse and keyboard

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y()
        if delta:
            self.zoom_by(1.2 ** (delta / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) and self._levels:
            self._lens.hold(self._room())
            self._pressed, self._dragged = (event.position(), self._lens.center), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self.color_at(event.position()))
        if self._pressed is None:
            return
        begun, center = self._pressed
        moved = event.position() - begun
        if self._dragged or max(abs(moved.x()), abs(moved.y())) >= _DRAG:
            self._dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._lens.pan(center, moved, self._room())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self.setCursor(Qt.CursorShape.CrossCursor)
        if pressed is not None and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            self._pick(self.color_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    def _pick(self, color: Color | None) -> None:
        if color is not None:
            self.picked.emit(color)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()  # before the window's shortcuts take them
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _own(event) or not self._levels:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._move_cross(*_ARROWS[key], 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._color(*self._cross) if self._cross is not None else None)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            self.zoom_by(1 / 1.2 if key == Qt.Key.Key_Minus else 1.2)

    def _move_cross(self, dx: int, dy: int, by: int) -> None:
        size = self._lens.size
        x, y = self._cross or (size.width() // 2, size.height() // 2)
        self._cross = (min(max(0, x + dx * by), size.width() - 1), min(max(0, y + dy * by), size.height() - 1))
        if not self._lens.fitted:
            self._lens.look_at(QPointF(*self._cross))
        self.pointed.emit(self._color(*self._cross))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _own(event: QKeyEvent) -> bool:
    allowed = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return event.key() in _OWN and not event.modifiers() & ~allowed
