"""The canvas: paints the picture of one frame, zoomed and panned, with words over it where there are any to say."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.language import tr
from app.ui import theme
from app.ui.viewer import overlay
from app.ui.viewer.compared import GRIP, Compared
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.drop_target import DropTarget
from app.ui.viewer.lens import Lens, Room
from app.ui.viewer.screen import Live, Screen

BUSY_AFTER = 300  # ms before a wait is shown
_REPEATING = 0.2  # seconds a key is down before a keyboard repeats it
_AGAIN = 50  # ms within which a key that is only repeated is down again: X11 does not always say that it is
_MARGIN = 16  # px around a fitted picture
_LEAST = 240, 120  # px, so that everything has room in the smallest window


class Canvas(DropTarget):
    """Shows one picture. Zoom is device pixels for each picture pixel, so 1.0 is exact on every display.

    Signals:
        zoom_changed: another zoom.
        space_tapped: Space was pressed and let go without panning.
        space_held: it is down from now on, or up.
    """

    zoom_changed = Signal(float)
    space_tapped = Signal()
    space_held = Signal(bool)

    def __init__(self, parent: QWidget | None = None, lens: Lens | None = None) -> None:
        super().__init__(parent)
        self._image, self.lens, self._screen = QImage(), lens or Lens(), Screen()
        self._compared, self._skin, self._skin_words = Compared(), QImage(), ""
        self._veil: Callable[[QPainter], None] | None = None
        self._told_over = False  # whether what lies over it says something at its foot
        self._wipe, self._wiping = 0.5, False  # where the wipe's line is: share of the picture's width
        self._hover: QPointF | None = None  # where the pointer is on the screen, while it is over the canvas
        self._telling, self._alone, self._key, self._turn = True, False, False, 0
        self._message = self._note = ""
        self._pan_from: tuple[QPointF, QPointF] | None = None
        self._space = self._space_used = False
        self._space_since, self._space_up = 0.0, QTimer(self)
        self._space_up.setSingleShot(True)
        self._space_up.setInterval(_AGAIN)
        self._space_up.timeout.connect(self._let_go_of_space)
        self._busy_timer = QTimer(self)
        self._busy_timer.timeout.connect(self._busy_tick)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(*_LEAST)
        self.setAccessibleName(tr("Viewer"))

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    # What it shows

    @property
    def image(self) -> QImage:
        """The picture shown; null before the first."""
        return self._screen.live.image if self._screen.live is not None else self._image

    def color_at(self, x: int, y: int, image: QImage | None = None) -> QColor | None:
        """The color of a pixel of a picture that is shown, without what only marks it; None for what is unpainted."""
        image, live = self.image if image is None else image, self._screen.live
        return live.color_at(x, y) if live is not None and image is live.image else image.pixelColor(x, y)

    def show_image(self, image: QImage, full_size: QSize | None = None) -> None:
        """Show a picture, or a smaller image for one of `full_size`; another of the same size keeps zoom and place."""
        size = full_size or image.size()
        resized = size != self.lens.size
        self._image, self.lens.size = image, size
        if resized:
            self.fit()
        self.update()

    def show_live(self, live: Live | None) -> None:
        """Show a picture that is being painted in place of the frame's; None shows that again."""
        self._screen.live = live
        self.update()

    def clear(self) -> None:
        """Show no picture; the next one of this size is seen at the same zoom and place."""
        self.show_image(QImage(), self.lens.size)
        self._show_cursor()

    def set_darkroom(self, darkroom: Darkroom) -> None:
        """Have large pictures reduced there, so that painting never waits for it."""
        self._screen.darkroom = darkroom
        darkroom.made.connect(self._made)

    def _made(self, name: object, image: QImage) -> None:
        if self._screen.made(name, image):
            self.update()

    def show_compared(self, compared: Compared) -> None:
        """Show another picture beside or instead of the own one, and their names."""
        rearranged = compared.arrangement != self._compared.arrangement
        self._compared = compared
        self._changed_zoom() if rearranged else self.update()

    def show_skin(self, skin: QImage, words: str = "") -> None:
        """Lay a see-through picture of the picture's proportions over it, and say what it is; a null one is none."""
        if skin.cacheKey() != self._skin.cacheKey() or words != self._skin_words:
            self._skin, self._skin_words = skin, words
            self.update()

    def show_veil(self, veil: Callable[[QPainter], None] | None) -> None:
        """Have this painted over the picture, below all words and marks of the canvas's own; None for nothing."""
        if veil is not None or self._veil is not None:
            self._veil = veil
            self.update()

    def foot(self, over: bool = False) -> float:
        """Px at its foot that words take: its own, and with `over` what else is told there, which stands over them."""
        return overlay.LINE * (bool(self._skin_words) + (over and self._told_over))

    def set_told_over(self, told: bool) -> None:
        """Whether what lies over the canvas says something in the lower left corner, over `foot`."""
        if told != self._told_over:
            self._told_over = told
            self.update()

    def set_telling(self, telling: bool) -> None:
        """Whether the color under the pointer is told; playing has no use for it."""
        self._telling = telling
        self.update(overlay.readout_place(self.size()).toAlignedRect())

    def set_alone(self, alone: bool) -> None:
        """Whether nothing but the picture is on the display, which then is dark around it."""
        self._alone = alone
        self._changed_zoom()

    def move_wipe(self, by: float) -> None:
        """Move the wipe's line by a share of the picture's width."""
        self._wipe = min(max(self._wipe + by, 0.0), 1.0)
        self.update()

    def message(self, text: str) -> None:
        """Say something in the middle, instead of a picture or over it; empty takes it away."""
        if text != self._message:
            self._message = text
            self.setAccessibleDescription(tr(text))
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
        return self.lens.zoom(self._room())

    @property
    def fitted(self) -> bool:
        """Whether the whole picture is kept in view."""
        return self.lens.fitted

    def fit(self) -> None:
        """Keep the whole picture in view."""
        self.lens.fitted = True
        self._changed_zoom()

    def actual_size(self) -> None:
        """One picture pixel on one pixel of the display, around what is in the middle."""
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that what lies under `at` (the middle when None) stays there."""
        if self._image.isNull():
            return
        at = at if at is not None else self._room().view.center()
        self.lens.set_zoom(zoom, at, self._room(at))
        self._changed_zoom()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in (above 1) or out."""
        self.set_zoom(self.zoom * factor, at)

    def toggle_fit(self, at: QPointF) -> None:
        """From the whole picture to its exact pixels around a point, and back."""
        self.set_zoom(1.0, at) if self.lens.fitted else self.fit()

    def to_picture(self, at: QPointF) -> QPointF:
        """The picture's point under a point of the widget."""
        return self.lens.to_picture(at, self._room(at))

    def picture_rect(self) -> QRectF:
        """Where the picture lies in the widget; of two side by side, the left one."""
        return self.lens.place(self._room())

    def _room(self, at: QPointF | None = None) -> Room:
        """What the picture is shown in: all of the widget, or of two side by side the part around a point."""
        views = self._compared.views(QRectF(self.rect()))
        view = next((view for view in views if at is not None and view.contains(at)), views[0])
        return Room(view, self.devicePixelRatioF(), 0 if self._alone else _MARGIN)

    def _changed_zoom(self) -> None:
        self.zoom_changed.emit(self.zoom)
        self._show_cursor()
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().alone if self._alone else theme.tokens().canvas))
        if not self._image.isNull():
            self._paint_pictures(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._message:
            overlay.words(painter, self._message, self.size(), self.height() / 2)
        if self._note and self._screen.live is None:  # who paints looks at the picture
            room = QSize(self.width(), round(self.height() - self.foot(over=True)))
            overlay.note(painter, self._note, room, self.picture_rect())
        if self._key and not self._compared.left:  # the names of what is compared tell of a key themselves
            overlay.badge(painter, self.picture_rect())
        self._paint_readout(painter)
        if self.busy_shown:
            overlay.spinner(painter, self.width(), self._turn)
        if self.dropping:
            overlay.frame(painter, self.rect(), theme.tokens().key, 3)
        elif self.hasFocus() and not self._alone:
            overlay.frame(painter, self.rect(), theme.tokens().accent, 1)

    def _paint_pictures(self, painter: QPainter) -> None:
        whole, line, width = QRectF(self.rect()), self._wipe_line(), self.lens.size.width()
        seen = self._compared.pictures(self.image, whole, line)
        places = [self.lens.place(self._room(view.center())) for view in self._compared.views(whole)]
        for role, (image, view) in enumerate(seen):
            place = places[role % len(places)]
            self._screen.paint(painter, image, place, view, width, role)
            if not self._skin.isNull():
                self._screen.paint(painter, self._skin, place, view, width, role + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._veil is not None:
            self._veil(painter)
        self._compared.paint(painter, places, line, whole)
        if self._skin_words:
            at = QPointF(8, self.height() - overlay.LINE)
            overlay.label(painter, self._skin_words, at, Qt.AlignmentFlag.AlignLeft)

    def _wipe_line(self) -> float:
        """Where the wipe's line stands in the widget: in the picture, and in view."""
        place = self.picture_rect()
        x = place.left() + place.width() * self._wipe
        return min(max(x, place.left(), 0.0), place.right(), float(self.width()))

    def _paint_readout(self, painter: QPainter) -> None:
        """Tell the color under the pointer, where the picture itself is at hand."""
        pointer = self._pointer
        if pointer is None or not self._telling or self._image.isNull():
            return
        x, y = (math.floor(part) for part in self.to_picture(pointer).toTuple())
        image = self._compared.told(self.image, QRectF(self.rect()), self._wipe_line(), pointer)
        if image.size() == self.lens.size and image.rect().contains(x, y):
            overlay.readout(painter, self.size(), x, y, self.color_at(x, y, image))

    # Mouse and keyboard

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta, moved = event.angleDelta().y(), event.pixelDelta()
        fingers = not moved.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase  # two of them on a trackpad
        if fingers and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pan_by(QPointF(moved))
        elif delta:
            self.zoom_by(1.2 ** (delta / 120), event.position())
        event.accept()

    @property
    def can_pan(self) -> bool:
        """Whether a part of the picture is out of view."""
        return not self._image.isNull() and not self._room().view.contains(self.picture_rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left, middle = event.button() == Qt.MouseButton.LeftButton, event.button() == Qt.MouseButton.MiddleButton
        if left and not self._space and self._at_wipe(event.position()):
            self._wiping = True
        elif not self._image.isNull() and (middle or (left and (self._space or self.can_pan))):
            self.lens.hold(self._room())
            self._pan_from = (event.position(), self.lens.center)
            self._space_used = True
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.globalPosition())
        if self._wiping:
            place = self.picture_rect()
            self.move_wipe((event.position().x() - place.left()) / max(1.0, place.width()) - self._wipe)
        elif self._pan_from is not None:
            pressed, center = self._pan_from
            if event.position() != pressed:
                self.lens.pan(center, event.position() - pressed, self._room())
                self.update()
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._at_wipe(event.position()):
            self.toggle_fit(event.position())
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    @property
    def _pointer(self) -> QPointF | None:
        """Where the pointer is now, also when the canvas was moved or resized under it."""
        at = self.mapFromGlobal(self._hover) if self._hover is not None else None
        return at if at is not None and QRectF(self.rect()).contains(at) else None

    def _point_at(self, on_screen: QPointF | None) -> None:
        self._hover = on_screen
        self.update(overlay.readout_place(self.size()).toAlignedRect())

    def _at_wipe(self, at: QPointF) -> bool:
        wiped = self._compared.arrangement == "wipe" and not self._image.isNull()
        return wiped and abs(at.x() - self._wipe_line()) <= GRIP + 4

    def _pan_by(self, moved: QPointF) -> None:
        if self.can_pan:
            self.lens.hold(self._room())
            self.lens.pan(self.lens.center, moved, self._room())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan_from, self._wiping = None, False
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._wiping or (not self._space and (at := self._pointer) is not None and self._at_wipe(at)):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._space or self.can_pan:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def event(self, event: QEvent) -> bool:
        # Space pans while it is held here, so it must reach us before the window's shortcut for playing.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_space(event):
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_space(event):
            super().keyPressEvent(event)
        elif self._space_up.isActive():
            self._space_up.stop()  # it was down all the time
        elif not event.isAutoRepeat():
            self._space_since, self._space_used = time.monotonic(), False
            self._hold_space(True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif event.isAutoRepeat() or not self._space:
            return
        elif time.monotonic() - self._space_since < _REPEATING:
            self._let_go_of_space()
        else:
            self._space_up.start()

    def _let_go_of_space(self) -> None:
        self._hold_space(False)
        if not self._space_used:
            self.space_tapped.emit()

    def _hold_space(self, down: bool) -> None:
        self._space_up.stop()
        if down != self._space:
            self._space = down
            self._show_cursor()
            self.space_held.emit(down)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hold_space(False)
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.lens.fitted:
            self.zoom_changed.emit(self.zoom)


def _is_space(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Space and not event.modifiers()
