"""The timeline widget: turns mouse, keyboard and drops on the timeline into what the artist means by them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
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
from PySide6.QtWidgets import QToolTip

from app.coloring import Coloring
from app.document import Document
from app.language import tr
from app.project.model import Span
from app.ui import drops
from app.ui.timeline import picking, tips, tools
from app.ui.timeline.geometry import Part
from app.ui.timeline.keyboard import SteeredTimeline
from app.ui.timeline.painter import Moving
from app.ui.timeline.picking import Hit
from app.ui.timeline.ruler import Marked, flag_place
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.thumbnails import Thumbnails

_TICK = 40  # ms between two steps of scrolling along
_SIDEWAYS = {"start": Qt.CursorShape.SizeHorCursor, "end": Qt.CursorShape.SizeHorCursor}


class TimelineView(SteeredTimeline):
    """The timeline of a document's shot.

    Signals (frames in source numbers, 0 while there is no line art; points are global):
        files_dropped, image_dropped: brought by a drag onto a frame.
        key_move_requested: a key was dragged from one frame to another.
        prompt_move_requested: a prompt, by its place among the shot's, was dragged to other frames, a Span.
        prompt_add_requested: for a frame.
        note_edit_requested: for a note, by its place among the shot's.
        key_menu_requested, frame_menu_requested: a menu was asked for on a frame.
        prompt_menu_requested: a menu was asked for on a prompt: its place, the frame.
        segment_menu_requested: a menu was asked for on a segment, by index.
    """

    files_dropped = Signal(int, list)
    image_dropped = Signal(int, QImage)
    key_move_requested = Signal(int, int)
    prompt_move_requested = Signal(int, object)
    prompt_add_requested = Signal(int)
    note_edit_requested = Signal(int)
    key_menu_requested = Signal(int, QPoint)
    frame_menu_requested = Signal(int, QPoint)
    prompt_menu_requested = Signal(int, int, QPoint)
    segment_menu_requested = Signal(int, QPoint)

    def __init__(self, document: Document, coloring: Coloring, playhead: Playhead, thumbnails: Thumbnails) -> None:
        super().__init__(document, coloring, playhead, thumbnails)
        self._gesture: tools.Gesture | None = None
        self._pointer = QPointF()
        self._edge = QTimer(self)
        self._edge.setInterval(_TICK)
        self._edge.timeout.connect(self._scroll_along)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        document.changed.connect(self._let_edits_go)

    # Mouse

    def hit(self, at: QPointF) -> Hit:
        """What lies at this point; only with line art."""
        shown = self.scene
        assert shown is not None
        geometry, rows, number = self.geometry_now, self._lanes(), self._playhead.number
        flag = flag_place(geometry, rows.ruler, number, self.rule.label(number))
        return picking.hit(at.x(), at.y(), shown, geometry, rows, self.in_out, flag)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._current_geometry() is None or self._gesture is not None:
            return
        at = self._pointer = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hold(tools.Scroll(self, at), Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(self.hit(at), at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _press(self, hit: Hit, at: QPointF, shift: bool) -> None:
        if shift and hit.lane in ("ruler", "line"):
            self._hold(tools.MarkSpan(self, at, self.show_moving_range, self.set_range), Qt.CursorShape.SizeHorCursor)
        elif hit.lane == "ruler" and hit.part is not None and self.in_out is not None:
            drag = tools.DragSpan(self, self.in_out, hit.part, at, self.show_moving_range, self.set_range, edits=False)
            self._hold(drag, _SIDEWAYS.get(hit.part, Qt.CursorShape.ClosedHandCursor))
        elif hit.note is not None:
            self._playhead.go(hit.number)
        elif hit.key is not None:
            self._lane, self.selected_key = "keys", hit.key
            self._hold(tools.MoveKey(self, hit.key, at), Qt.CursorShape.ClosedHandCursor)
        elif hit.prompt is not None and hit.part is not None:
            self._lane, self.selected_prompt = "prompts", hit.prompt
            self._press_prompt(hit.prompt, hit.part, at)
        elif hit.segment is not None:
            self._lane = "segments"
            self.selected_key = self.selected_prompt = None
            self.selected_segment = hit.segment
        elif hit.lane in ("ruler", "line", "keys", "prompts"):
            self._lane = self.selected_key = self.selected_prompt = None
            self._held = True  # before the playhead moves
            self._hold(tools.Scrub(self, self._playhead, at), Qt.CursorShape.ArrowCursor)

    def _press_prompt(self, index: int, part: Part, at: QPointF) -> None:
        assert self.scene is not None
        bar = next(bar for bar in self.scene.prompts if bar.index == index)
        if bar.prompt.span is None and part == "middle":
            return  # there is nowhere else for the whole shot to go

        def show(span: Span | None) -> None:
            self.show_moving_prompt((index, span) if span is not None else None)

        drag = tools.DragSpan(self, bar.span, part, at, show, lambda span: self.move_prompt(index, span), edits=True)
        self._hold(drag, _SIDEWAYS.get(part, Qt.CursorShape.ClosedHandCursor))

    def _hold(self, gesture: tools.Gesture, cursor: Qt.CursorShape) -> None:
        self._gesture, self._held = gesture, True
        self.setCursor(cursor)

    def _let_go(self) -> tools.Gesture | None:
        """End the gesture, if there is one, and return it."""
        gesture, self._gesture, self._held = self._gesture, None, False
        self._edge.stop()
        if gesture is not None:
            self.unsetCursor()
        return gesture

    def _cancel_gesture(self) -> None:
        gesture = self._let_go()
        if gesture is not None and self.scene is not None:
            gesture.cancel()

    def _let_edits_go(self) -> None:
        """What is dragged may be gone, or be another: an edit came in between."""
        if self._gesture is not None and (self._gesture.edits or self.scene is None):
            self._cancel_gesture()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._gesture is not None:
            self._gesture.move(self._pointer)
            if self._gesture.along and self._beyond() != 0:
                if not self._edge.isActive():
                    self._edge.start()
            else:
                self._edge.stop()
        elif self._current_geometry() is not None:
            self.setCursor(self._cursor(self.hit(self._pointer)))

    def _cursor(self, hit: Hit) -> Qt.CursorShape:
        if hit.part in _SIDEWAYS:
            return _SIDEWAYS[hit.part]
        if hit.note is not None:
            return Qt.CursorShape.PointingHandCursor
        grips = hit.key is not None or hit.prompt is not None or hit.part is not None
        return Qt.CursorShape.OpenHandCursor if grips else Qt.CursorShape.ArrowCursor

    def _beyond(self) -> float:
        """How far the pointer is past an edge, in px; the last px counts, for a screen may end there."""
        geometry, x = self.geometry_now, self._pointer.x()
        if x < geometry.left:
            return x - geometry.left
        return max(0.0, x - geometry.right + 2)

    def _scroll_along(self) -> None:
        """The pointer rests past an edge: what is dragged goes on, the faster the farther it is."""
        if self._gesture is None or self.scene is None:
            self._edge.stop()
            return
        beyond = self._beyond()
        pace = max(4.0, min(abs(beyond) * 0.75, 240.0))
        self.scroll_to(self.geometry_now.scroll + (pace if beyond > 0 else -pace))
        self._gesture.move(self._pointer)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture = self._let_go()
        if gesture is not None:
            gesture.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._current_geometry() is None or event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self.hit(event.position())
        if hit.key is not None:
            self._playhead.go(hit.key)
        elif hit.note is not None:
            self._playhead.go(hit.number)
            self.note_edit_requested.emit(hit.note)
        elif hit.prompt is not None:
            self.prompt_edit_requested.emit(hit.prompt)
        elif hit.lane == "prompts":
            self.prompt_add_requested.emit(hit.number)
        elif hit.segment is not None:
            self.zoom_to_segment(hit.segment)
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

    def leaveEvent(self, event: QEvent) -> None:
        if self._gesture is None:
            self.unsetCursor()
        super().leaveEvent(event)

    # Menus

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._gesture is not None:
            return
        if self._current_geometry() is None:
            self.frame_menu_requested.emit(0, event.globalPos())
        elif event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._menu_of_selected()
        else:
            self._menu(self.hit(QPointF(event.pos())), event.globalPos())

    def _menu(self, hit: Hit, place: QPoint) -> None:
        """The menu for what lies under the pointer; the playhead stays where it is."""
        if hit.key is not None:
            self._lane, self.selected_key = "keys", hit.key
            self.key_menu_requested.emit(hit.key, place)
        elif hit.prompt is not None:
            self._lane, self.selected_prompt = "prompts", hit.prompt
            self.prompt_menu_requested.emit(hit.prompt, hit.number, place)
        elif hit.segment is not None:
            self._lane, self.selected_segment = "segments", hit.segment
            self.segment_menu_requested.emit(hit.segment, place)
        elif hit.lane is not None:
            self.frame_menu_requested.emit(hit.number, place)

    def _menu_of_selected(self) -> None:
        """The menu for the item the keyboard is on, else for the frame of the playhead and a key there."""
        chosen, number, rows = self._chosen, self._playhead.number, self._lanes()
        if self._lane == "prompts" and chosen.prompt is not None:
            self._menu(Hit("prompts", number, prompt=chosen.prompt), self._place(number, rows.prompts.top))
        elif self._lane == "segments" and chosen.segment is not None:
            self._menu(Hit("segments", number, segment=chosen.segment), self._place(number, rows.segments.top))
        elif self._lane == "keys" and chosen.key is not None:
            self._menu(Hit("keys", chosen.key, key=chosen.key), self._place(chosen.key, rows.keys.top))
        elif self._document.shot.key(number):
            self.key_menu_requested.emit(number, self._place(number, rows.keys.top))
        else:
            self.frame_menu_requested.emit(number, self._place(number, rows.line.top))

    def _place(self, number: int, y: int) -> QPoint:
        """A point on the screen at this frame, or at the edge where it is out of view."""
        geometry = self.geometry_now
        return self.mapToGlobal(QPoint(round(min(max(geometry.center(number), geometry.left), geometry.right)), y))

    # Everything else

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._cancel_gesture()
        elif self._gesture is not None or not self.steer(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._tip(QPointF(event.pos())) if self._current_geometry() else ""
            QToolTip.showText(event.globalPos(), tr(text), self) if text else QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = self._gesture is not None or self.steers(event)  # Esc above all, whatever the window does with it
            if not mine:
                return super().event(event)
            event.accept()
            return True
        return super().event(event)

    def _tip(self, at: QPointF) -> str:
        assert self.scene is not None
        hit = self.hit(at)
        text = tips.tip(hit, self.scene, self.rule, Marked(self.in_out, self.cached))
        looks = self.looks.words(self.scene.bars[hit.segment].shown) if hit.segment is not None else ""
        return " ".join(filter(None, (text, looks)))

    # What gestures ask for

    def _show_moving(self, moving: Moving) -> None:
        """Show what is dragged where it is now; what rests is painted anew where something leaves its place, or is
        back in it."""
        if moving != self._moving:
            if (moving.key is None, moving.prompt is None) != (self._moving.key is None, self._moving.prompt is None):
                self._resting.spoil()
            self._moving = moving
            self.update()

    def show_moving_key(self, preview: tuple[int, int] | None) -> None:
        """Show a key as it would lie, (from, to); None puts it back."""
        self._show_moving(replace(self._moving, key=preview))

    def move_key(self, number: int, to: int) -> None:
        """Ask for a key to be moved; the selection goes with it."""
        self.key_move_requested.emit(number, to)
        if self._document.shot.key(to) is not None:
            self.selected_key = to

    def show_moving_prompt(self, preview: tuple[int, Span] | None) -> None:
        """Show a prompt as it would lie, (place, frames); None puts it back."""
        self._show_moving(replace(self._moving, prompt=preview))

    def move_prompt(self, index: int, span: Span) -> None:
        """Ask for a prompt to be moved; the selection goes with it."""
        self.prompt_move_requested.emit(index, span)
        prompts = self._document.shot.prompts
        self.selected_prompt = next((at for at, prompt in enumerate(prompts) if prompt.span == span), None)

    def show_moving_range(self, preview: Span | None) -> None:
        """Show an in/out range as it would be; None goes back to the one that is."""
        self._range_preview = preview
        self._repaint_ruler()

    def set_range(self, span: Span) -> None:
        """Make these frames the in/out range."""
        self._playhead.set_range(span)

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.brings_something(event.mimeData()):
            drops.accept(event)
            self._show_drop(event.position())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_drop(event.position())
        drops.accept(event)

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
        drops.accept(event)

    def _show_drop(self, at: QPointF | None) -> None:
        geometry = self._current_geometry()
        number = None if at is None else geometry.number_at(at.x()) if geometry else 0
        self._show_moving(replace(self._moving, drop=number))
