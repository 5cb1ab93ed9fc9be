"""The timeline widget: turns mouse, keyboard and drops on the timeline into what the artist means by them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.coloring import Coloring
from app.document import Document
from app.ui import drops
from app.ui.timeline import bars, tools
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import HEADER, LaneName
from app.ui.timeline.scene import key_places
from app.ui.timeline.surface import TimelineSurface
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.thumbnails import Thumbnails


@dataclass(frozen=True)
class Hit:
    """What lies under the pointer."""

    lane: LaneName | None
    number: int
    key: int | None = None
    segment: int | None = None


class TimelineView(TimelineSurface):
    """The timeline of a document's shot.

    Signals (frames in source numbers, 0 while there is no line art; points are global):
        files_dropped, image_dropped: brought by a drag onto a frame.
        key_move_requested: a key was dragged from one frame to another.
        key_menu_requested, frame_menu_requested: a menu was asked for on a frame.
        segment_menu_requested: a menu was asked for on a segment, by index.
    """

    files_dropped = Signal(int, list)
    image_dropped = Signal(int, QImage)
    key_move_requested = Signal(int, int)
    key_menu_requested = Signal(int, QPoint)
    frame_menu_requested = Signal(int, QPoint)
    segment_menu_requested = Signal(int, QPoint)

    def __init__(
        self,
        document: Document,
        coloring: Coloring,
        playhead: Playhead,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, coloring, playhead, thumbnails, parent)
        self._gesture: tools.Gesture | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)

    # Mouse

    def hit(self, at: QPointF) -> Hit:
        """What lies at this point; only with line art."""
        geometry, shown, rows = self.geometry_now, self.scene, self._lanes()
        assert shown is not None
        lane = rows.at(at.y())
        number = geometry.number_at(at.x())
        key = segment = None
        if at.x() < HEADER:
            return Hit(None, number)
        if lane == "keys":
            places = key_places(shown.keys, geometry, rows.keys, shown.aspect)
            key = next((place.number for place in reversed(places) if place.contains(at.x(), at.y())), None)
        elif lane == "segments":
            segment = next((bar.index for bar in shown.bars if number in bar.shown), None)
        return Hit(lane, number, key, segment)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._current_geometry() is None or self._gesture is not None:
            return
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = tools.Scroll(self, at)
        elif event.button() == Qt.MouseButton.LeftButton:
            hit = self.hit(at)
            if hit.key is not None:
                self.selected_key = hit.key
                self._gesture = tools.MoveKey(self, hit.key, at)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            elif hit.segment is not None:
                self.selected_segment = hit.segment
            elif hit.lane in ("ruler", "line", "keys"):
                self.selected_key = None
                self._gesture = tools.Scrub(self, self._playhead, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._gesture.move(event.position())
        elif self._current_geometry() is not None:
            over_key = self.hit(event.position()).key is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if over_key else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            self.unsetCursor()
            gesture.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._current_geometry() is None or event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self.hit(event.position())
        if hit.key is not None:
            self._playhead.go(hit.key)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        geometry = self._current_geometry()
        if geometry is None or delta == 0:
            event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1.25 ** (delta / 120), event.position().x())
        else:
            fine = event.pixelDelta().x() or event.pixelDelta().y()
            self.scroll_to(geometry.scroll - (fine or delta))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        geometry = self._current_geometry()
        if geometry is None:
            self.frame_menu_requested.emit(0, event.globalPos())
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._menu_at_playhead(geometry)
            return
        hit = self.hit(QPointF(event.pos()))
        if hit.key is not None:
            self.selected_key = hit.key
            self.key_menu_requested.emit(hit.key, event.globalPos())
        elif hit.segment is not None:
            self.selected_segment = hit.segment
            self.segment_menu_requested.emit(hit.segment, event.globalPos())
        elif hit.lane is not None:
            self.frame_menu_requested.emit(hit.number, event.globalPos())

    def _menu_at_playhead(self, geometry: Geometry) -> None:
        number = self._playhead.number
        x = min(max(geometry.center(number), geometry.left), geometry.right)
        place = self.mapToGlobal(QPoint(round(x), self._lanes().line.top))
        if self._document.shot.key(number):
            self.key_menu_requested.emit(number, place)
        else:
            self.frame_menu_requested.emit(number, place)

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            self.unsetCursor()
            gesture.cancel()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._tip(QPointF(event.pos())) if self._current_geometry() else ""
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and self._gesture is not None:
            event.accept()  # Esc belongs to the gesture, whatever the window does with it
            return True
        return super().event(event)

    def _tip(self, at: QPointF) -> str:
        hit, shown = self.hit(at), self.scene
        assert shown is not None
        if hit.key is not None:
            return f"Key on frame {hit.key}. Drag to move it, double-click to go there."
        if hit.segment is not None:
            bar = shown.bars[hit.segment]
            text = f"Segment {bar.index + 1}, frames {bar.span.first} to {bar.span.last}: {bars.word(bar.work)}"
            return f"{text}. {bar.work.sentence}" if bar.work.sentence else text
        if hit.lane == "line" and hit.number in shown.line.gaps:
            return f"Frame {hit.number} has no file."
        if hit.lane == "line" and hit.number in shown.line.holds:
            return f"Frame {hit.number} holds the drawing before it."
        return ""

    # What gestures ask for

    def show_moving_key(self, preview: tuple[int, int] | None) -> None:
        """Show a key as it would lie, (from, to); None puts it back."""
        if (preview is None) != (self._moving.key is None):
            self._rest = None
        self._moving = replace(self._moving, key=preview)
        self.update()

    def move_key(self, number: int, to: int) -> None:
        """Ask for a key to be moved; the selection goes with it."""
        self.key_move_requested.emit(number, to)
        if self._document.shot.key(to) is not None:
            self.selected_key = to

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.brings_something(event.mimeData()):
            event.acceptProposedAction()
            self._show_drop(event.position())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_drop(event.position())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(None)
        geometry = self._current_geometry()
        number = geometry.number_at(event.position().x()) if geometry else 0
        found = drops.brought(event.mimeData())
        if isinstance(found, QImage):
            self.image_dropped.emit(number, found)
        elif found:
            self.files_dropped.emit(number, found)
        event.acceptProposedAction()

    def _show_drop(self, at: QPointF | None) -> None:
        geometry = self._current_geometry()
        number = None if at is None else geometry.number_at(at.x()) if geometry else 0
        if number != self._moving.drop:
            self._moving = replace(self._moving, drop=number)
            self.update()
