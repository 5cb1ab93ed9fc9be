"""The canvas: paints the picture of one frame, zoomed and panned, with words over it where there are any to say."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.ui import drops, theme
from app.ui.viewer import overlay

LEAST, MOST = 1 / 32, 64.0  # device pixels for one picture pixel
NEAREST_FROM = 2.0
BUSY_AFTER = 300  # ms before a wait is shown
_MARGIN = 16  # px around a fitted picture


class Canvas(QWidget):
    """Shows one picture. Zoom is device pixels for each picture pixel, so 1.0 is exact on every display.

    Signals:
        zoom_changed: another zoom.
        files_dropped: brought by a drag, with the point in the widget.
        image_dropped: a picture brought by a drag.
        space_tapped: Space was pressed and let go without panning.
    """

    zoom_changed = Signal(float)
    files_dropped = Signal(list, QPoint)
    image_dropped = Signal(QImage)
    space_tapped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._fitted = True
        self._zoom = 1.0
        self._center = QPointF()  # the picture's point in the middle of the widget, when not fitted
        self._reduced: tuple[int, QSize, QImage] | None = None
        self._message = self._note = ""
        self._key = self._dropping = False
        self._pan_from: tuple[QPointF, QPointF] | None = None
        self._space = self._space_used = False
        self._turn = 0
        self._busy_timer = QTimer(self)
        self._busy_timer.timeout.connect(self._busy_tick)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Viewer")

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    # What it shows

    @property
    def image(self) -> QImage:
        """The picture shown; null before the first."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show a picture; zoom and place stay unless its size is another one."""
        resized = image.size() != self._image.size()
        self._image = image
        if resized:
            self.fit()
        self.update()

    def clear(self) -> None:
        """Show no picture."""
        self.show_image(QImage())

    def message(self, text: str) -> None:
        """Say something in the middle, instead of a picture or over it; empty takes it away."""
        if text != self._message:
            self._message = text
            self.setAccessibleDescription(text)
            self.update()

    def note(self, text: str) -> None:
        """Say something quietly below the picture; empty takes it away."""
        if text != self._note:
            self._note = text
            self.update()

    def set_key(self, key: bool) -> None:
        """Whether the picture is a color key, which wears a badge."""
        if key != self._key:
            self._key = key
            self.update()

    def set_busy(self, busy: bool) -> None:
        """Whether the picture is still on its way; shown when it takes longer than BUSY_AFTER."""
        if busy and not self._busy_timer.isActive():
            self._turn = 0
            self._busy_timer.start(BUSY_AFTER)
        elif not busy and self._busy_timer.isActive():
            self._busy_timer.stop()
            if self._turn:
                self._turn = 0
                self.update()

    @property
    def busy_shown(self) -> bool:
        """Whether the artist sees that something is on its way."""
        return self._turn > 0

    def _busy_tick(self) -> None:
        self._busy_timer.setInterval(50)
        self._turn += 1
        self.update()

    # Zoom

    @property
    def zoom(self) -> float:
        """Device pixels for each picture pixel."""
        return self._fitting() if self._fitted else self._zoom

    @property
    def fitted(self) -> bool:
        """Whether the whole picture is kept in view."""
        return self._fitted

    def fit(self) -> None:
        """Keep the whole picture in view."""
        self._fitted = True
        self._changed_zoom()

    def actual_size(self) -> None:
        """One picture pixel on one pixel of the display, around what is in the middle."""
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that what lies under `at` (the middle when None) stays there."""
        if self._image.isNull():
            return
        at = at if at is not None else QPointF(self.rect().center())
        point = self.to_picture(at)
        self._fitted = False
        self._zoom = min(max(zoom, LEAST), MOST)
        away = (at - QPointF(self.width() / 2, self.height() / 2)) * self.devicePixelRatioF() / self._zoom
        self._look_at(point - away)
        self._changed_zoom()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in (above 1) or out."""
        self.set_zoom(self.zoom * factor, at)

    def to_picture(self, at: QPointF) -> QPointF:
        """The picture's point under a point of the widget."""
        place = self.picture_rect()
        scale = self.devicePixelRatioF() / self.zoom
        return (at - place.topLeft()) * scale

    def picture_rect(self) -> QRectF:
        """Where the picture lies in the widget."""
        scale = self.zoom / self.devicePixelRatioF()
        size = QSizeF(self._image.width() * scale, self._image.height() * scale)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self._fitted:
            return QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)
        return QRectF(middle - self._center * scale, size)

    def _fitting(self) -> float:
        if self._image.isNull():
            return 1.0
        ratio = self.devicePixelRatioF()
        across = (self.width() - 2 * _MARGIN) * ratio / self._image.width()
        down = (self.height() - 2 * _MARGIN) * ratio / self._image.height()
        return min(max(min(across, down), LEAST), MOST)

    def _look_at(self, point: QPointF) -> None:
        """Bring a point of the picture to the middle; the picture is never lost from view."""
        self._center = QPointF(
            min(max(point.x(), 0.0), float(self._image.width())), min(max(point.y(), 0.0), float(self._image.height()))
        )

    def _changed_zoom(self) -> None:
        self.zoom_changed.emit(self.zoom)
        self._show_cursor()
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().canvas))
        if not self._image.isNull():
            self._paint_picture(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._message:
            overlay.words(painter, self._message, self.size(), self.height() / 2)
        if self._note:
            overlay.words(painter, self._note, self.size(), self.height() - 44)
        if self._key:
            picture = self.picture_rect()
            overlay.badge(painter, QPointF(max(picture.left(), 0) + 10, max(picture.top(), 0) + 10), theme.tokens())
        if self.busy_shown:
            overlay.spinner(painter, self.width(), self._turn)
        if self._dropping or self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            wide = 3 if self._dropping else 1
            color = theme.tokens().key if self._dropping else theme.tokens().accent
            painter.setPen(QPen(QColor(color), wide))
            painter.drawRect(self.rect().adjusted(wide // 2, wide // 2, -1 - wide // 2, -1 - wide // 2))

    def _paint_picture(self, painter: QPainter) -> None:
        """In whole device pixels, whatever the display's scale: sharp where enlarged, averaged where reduced."""
        ratio = self.devicePixelRatioF()
        place = self.picture_rect()
        left, top = round(place.left() * ratio), round(place.top() * ratio)
        size = QSize(max(1, round(place.width() * ratio)), max(1, round(place.height() * ratio)))
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        if self.zoom < 1:
            painter.drawImage(QPoint(left, top), self._reduction(size))
        else:
            smooth = self.zoom < NEAREST_FROM and self.zoom != 1.0
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            target, source = self._part(left, top, size, ratio)
            painter.drawImage(target, self._image, source)
        painter.restore()

    def _reduction(self, size: QSize) -> QImage:
        """The picture at a smaller size; kept, because most repaints show the same picture again."""
        key = self._image.cacheKey()
        if self._reduced is None or self._reduced[:2] != (key, size):
            mode = Qt.TransformationMode.SmoothTransformation
            small = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            self._reduced = (key, size, small)
        return self._reduced[2]

    def _part(self, left: int, top: int, size: QSize, ratio: float) -> tuple[QRectF, QRectF]:
        """Target and source of the part in view, so that a far zoom does not paint what nobody sees."""
        zoom_x, zoom_y = size.width() / self._image.width(), size.height() / self._image.height()
        first_x = max(0, math.floor(-left / zoom_x))
        first_y = max(0, math.floor(-top / zoom_y))
        end_x = min(self._image.width(), math.ceil((self.width() * ratio - left) / zoom_x))
        end_y = min(self._image.height(), math.ceil((self.height() * ratio - top) / zoom_y))
        source = QRectF(first_x, first_y, max(0, end_x - first_x), max(0, end_y - first_y))
        target = QRectF(
            left + first_x * zoom_x, top + first_y * zoom_y, source.width() * zoom_x, source.height() * zoom_y
        )
        return target, source

    # Mouse and keyboard

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y()
        if delta:
            self.zoom_by(1.2 ** (delta / 120), event.position())
        event.accept()

    @property
    def can_pan(self) -> bool:
        """Whether a part of the picture is out of view."""
        return not self._image.isNull() and not QRectF(self.rect()).contains(self.picture_rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left = event.button() == Qt.MouseButton.LeftButton and (self._space or self.can_pan)
        if not self._image.isNull() and (left or event.button() == Qt.MouseButton.MiddleButton):
            if self._fitted:
                self._zoom, self._center = self.zoom, QPointF(self._image.width() / 2, self._image.height() / 2)
            self._pan_from = (event.position(), self._center)
            self._space_used = True
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is None:
            self._show_cursor()
            return
        pressed, center = self._pan_from
        away = (event.position() - pressed) * self.devicePixelRatioF() / self._zoom
        if not away.isNull():
            self._fitted = False
            self._look_at(center - away)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan_from = None
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space or self.can_pan:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def event(self, event: QEvent) -> bool:
        # Space pans while it is held here, so it must reach us before the window's shortcut for playing.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_space(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_space(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._space, self._space_used = True, False
            self._show_cursor()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not _is_space(event):
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat() and self._space:
            self._space = False
            self._show_cursor()
            if not self._space_used:
                self.space_tapped.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.zoom_changed.emit(self.zoom)

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.brings_something(event.mimeData()):
            event.acceptProposedAction()
            self._set_dropping(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_dropping(False)
        found: list[Path] | QImage | None = drops.brought(event.mimeData())
        if isinstance(found, QImage):
            self.image_dropped.emit(found)
        elif found:
            self.files_dropped.emit(found, event.position().toPoint())
        event.acceptProposedAction()

    def _set_dropping(self, dropping: bool) -> None:
        self._dropping = dropping
        self.update()


def _is_space(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Space and not event.modifiers()
