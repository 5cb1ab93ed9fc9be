"""The paint tools over the canvas: mouse, pen and keys in, strokes out; shows what a bucket fills and the brush."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)

from app.document import Document
from app.paint.strokes import Box
from app.project.palettes import Color
from app.ui import turns
from app.ui.paint.current_color import CurrentColor
from app.ui.paint.easel import Easel
from app.ui.paint.hand import ON_LINE, Hand
from app.ui.paint.preview import Preview
from app.ui.paint.through import range_to_fill
from app.ui.paint.toolbox import Tool, Toolbox
from app.ui.viewer import overlay
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.canvas_overlay import CanvasOverlay
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.viewer import Viewer
from engine.imaging.filling import Area

HOLD = 0.3  # seconds from which a tool's key counts as held: letting go of it gives the tool before back
_REST = 120  # ms the playhead rests until its frame is made ready
_PATIENCE = 400  # ms of making ready until that is said
_EDGE, _RIM = QColor(16, 16, 16), QColor(245, 245, 245)
READYING = "Getting this frame ready to paint on..."
LETTERS = {Qt.Key.Key_F: Tool.FILL, Qt.Key.Key_K: Tool.PICKER}
"""Keys that take up a tool while one is in hand; without one they fit and stop."""
_EVERYWHERE = (*LETTERS, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight)  # Esc is first that of what has the keyboard


class PaintView(CanvasOverlay):
    """Takes the mouse while a paint tool is in hand.

    Signals:
        through_wanted: fill through a range of frames at a point of the line art, in its pixels.
        began: a stroke or a fill begins.
        told: why a click painted nothing, a sentence.
    """

    TOOL = True
    through_wanted = Signal(QPointF)
    began = Signal()
    told = Signal(str)

    def __init__(
        self, canvas: Canvas, viewer: Viewer, easel: Easel, toolbox: Toolbox, color: CurrentColor,
        frames: FrameSource, playhead: Playhead, document: Document,
    ) -> None:  # fmt: skip
        super().__init__(canvas, viewer, "Paint tools")
        self._easel, self._toolbox, self._color = easel, toolbox, color
        self._frames, self._playhead, self._document = frames, playhead, document
        self.hand = Hand(easel, toolbox, color, color.set_color, self.told.emit)
        self._hover: QPointF | None = None
        self._alt = self._shift = False  # which pick with any tool, and fill through frames
        self._preview: Preview | None = None
        self._since = 0.0
        self._down: int | None = None  # the key that went down last on the canvas and is down still
        self._holding: int | None = None  # the key that took up the tool, while it is down
        self._before: Tool | None = None
        self._slow = False
        self._rest, self._patience = QTimer(self), QTimer(self)
        for timer, due in ((self._rest, self._ask), (self._patience, self._say_slow)):
            timer.setSingleShot(True)
            timer.timeout.connect(due)
        toolbox.tool_changed.connect(self._tool_changed)
        toolbox.changed.connect(self._set)
        easel.changed.connect(self._easel_changed)
        easel.painted.connect(self._painted)
        color.changed.connect(self._forget_preview)
        canvas.zoom_changed.connect(lambda _zoom: self._forget_preview())  # all of the canvas is painted anew then
        playhead.moved.connect(lambda _number: self._go())
        playhead.playing_changed.connect(lambda _playing: self._go())
        frames.layer_changed.connect(lambda _layer: self.look())
        self.setTabletTracking(True)
        easel.set_gap(toolbox.gap)
        self.look()

    # What is shown

    def gather(self, number: int) -> bool:
        live = self._easel.live if self.on and self._easel.number == number and self._shows() else None
        self.canvas.show_live(live)
        return self.on

    def _shows(self) -> bool:
        return self._frames.layer == "picture" and not self._playhead.playing

    def _tool_changed(self) -> None:
        tool = self._toolbox.tool
        if tool is not None and self._frames.layer != "picture":
            self._frames.set_layer("picture")
        self.hand.lift()
        self.hand.forget_wish()
        self._forget_preview()
        self.set_on(tool is not None)
        self._ask()
        self._show_cursor()

    def _go(self) -> None:
        """The playhead moves: its frame is made ready when it rests."""
        self._forget_preview()
        self.hand.forget_wish()
        if self.on:
            self._rest.start(_REST)
        self.look()

    def _ask(self) -> None:
        wanted = self.on and not self._playhead.playing
        self._slow = False
        if wanted:
            self._easel.look_at(self._playhead.number)
            if not self._easel.ready:
                self._patience.start(_PATIENCE)
        elif not self.on:
            self._easel.look_at(None)
        self.look()

    def _say_slow(self) -> None:
        self._slow = self.on and not self._ready
        self.update()

    def _set(self) -> None:
        """Tools work another way now."""
        toolbox, sheet = self._toolbox, self._easel.sheet
        self._easel.set_gap(toolbox.gap)
        self._easel.set_on_lines(toolbox.on_lines)
        if sheet is not None and not sheet.painting:
            sheet.show_as(toolbox.lines_shown, toolbox.holes_shown)
        self._forget_preview()
        self.update()  # the brush's ring may be another

    def _easel_changed(self) -> None:
        if self._easel.sheet is not None:
            self._set()
        self._slow = self._slow and not self._ready
        self.look()
        self.hand.paint_wished()
        self.update()

    def _painted(self, box: Box) -> None:
        turns.hold()  # all else that a stroke leaves to be done comes after it, and after those that follow at once
        left, top, width, height = box
        place = self.to_canvas().mapRect(QRectF(left, top, width, height)).toAlignedRect()
        self.canvas.update(place.adjusted(-2, -2, 2, 2))
        self.canvas.update(overlay.readout_place(self.canvas.size()).toAlignedRect())

    @property
    def _ready(self) -> bool:
        return self._easel.ready and self._easel.number == self.number and self._shows()

    @property
    def _tool(self) -> Tool | None:
        """What the next click does."""
        return Tool.PICKER if self._alt and self._toolbox.tool is not None else self._toolbox.tool

    @property
    def _through(self) -> bool:
        """Whether the next click fills through a range of frames."""
        return self._tool is Tool.FILL and not self._toolbox.on_lines and (self._shift or self._toolbox.through)

    # The tool on the picture

    def _exact(self, at: QPointF) -> QPointF:
        """The point of the line art under a point of the canvas, also outside of it."""
        return self.canvas.to_picture(at) - QPointF(0.5, 0.5)

    def _press(self, at: QPointF, pressure: float, tool: Tool | None) -> None:
        """The mouse button or the pen goes down at a point of the canvas."""
        self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        inside = self.canvas.picture_rect().contains(at)
        self.began.emit()
        if tool is Tool.FILL and self._through:
            if inside and self._shows():
                self._fill_through(self.point(at))
        elif self._ready if tool is not Tool.FILL else inside and self._shows():
            self.hand.press(self._exact(at), pressure, tool)
            self._forget_preview()  # what was looked ahead to is there now
            self.update()

    def _fill_through(self, point: QPointF) -> None:
        """Have the area at a point filled through frames: the same one that is seen ahead of a click."""
        if not self._easel.fillable or not self._ready:
            self.through_wanted.emit(point)
        elif (target := self.hand.aimed(point)) is not None:
            beside = target != (round(point.x()), round(point.y()))
            self.through_wanted.emit(QPointF(*target) if beside else point)
        else:
            self.told.emit(ON_LINE)

    def _move(self, at: QPointF, pressure: float) -> None:
        if self.hand.down:
            self.hand.move(self._exact(at), pressure)
        else:
            self._look_ahead(at)

    def _lift(self) -> None:
        self.hand.lift()
        self._forget_preview()

    # Looking ahead

    def _look_ahead(self, at: QPointF) -> None:
        """Show what a bucket would fill under the pointer."""
        sheet = self._easel.sheet
        inside = self.canvas.picture_rect().contains(at)
        if sheet is None or self._tool is not Tool.FILL or not self._ready or not self._easel.fillable or not inside:
            self._forget_preview()
            return
        area = self.hand.target(self._exact(at))
        if area is None:
            self._forget_preview()
        elif self._preview is None or self._preview.area is not area:
            self._forget_preview()
            shown = self.shown_color
            on_lines = self._toolbox.on_lines
            look = sheet.line_ahead(area, np.array((*shown, 255), np.uint8)) if on_lines else None
            self._preview = Preview(area, shown, look)
            self.update(self._place_of(area))

    def _place_of(self, area: Area) -> QRect:
        height, width = area.mask.shape
        return self.to_canvas().mapRect(QRectF(area.left, area.top, width, height)).toAlignedRect()

    def _forget_preview(self) -> None:
        if self._preview is not None:
            self.update(self._preview.place)
            self._preview = None

    @property
    def shown_color(self) -> Color:
        """The current color as the shown palette has it."""
        sheet = self._easel.sheet
        return dict(sheet.mapping).get(self._color.color, self._color.color) if sheet is not None else self._color.color

    # Mouse and pen

    def _drawn_with(self, event: QMouseEvent | QTabletEvent) -> Tool | None:
        """The tool that an event is for."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and self._toolbox.tool is not None:
            return Tool.PICKER
        rubber = event.pointerType() == QPointingDevice.PointerType.Eraser
        return Tool.ERASER if rubber and self._toolbox.tool is not None else self._toolbox.tool

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._press(event.position(), 1.0, self._drawn_with(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick strokes, not another zoom

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow_pointer(event.position())
        self._move(event.position(), 1.0)
        event.ignore()  # the canvas tells the color under the pointer

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift()
        else:
            event.ignore()

    def tabletEvent(self, event: QTabletEvent) -> None:
        tool, kind = self._drawn_with(event), event.type()
        self.take_keys()  # a pen does not enter as a mouse does
        self._follow_pointer(event.position())
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position(), event.pressure(), tool)
        elif kind == QEvent.Type.TabletMove:
            self._move(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease and event.button() == Qt.MouseButton.LeftButton:
            self._lift()
        else:
            event.ignore()
            return
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._follow_pointer(None)
        self._forget_preview()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.FocusOut:
            self._alt = self._shift = False  # they may be let go of elsewhere, as in a dialog
            self._show_cursor()
        return super().eventFilter(watched, event)

    def held(self, tool: Tool | None) -> None:
        """Another tool than `tool` is taken up: if a key did that and is held, letting go of it gives `tool` back."""
        self._holding, self._since, self._before = self._down, time.monotonic(), tool

    def heard_elsewhere(self, event: QKeyEvent) -> bool:
        """A key while a control beside the canvas has the keyboard and no use for it; whether it was meant for this."""
        return self.on and event.key() in _EVERYWHERE and self.key_pressed(event)

    def key_pressed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Shift:
            self._shift = event.type() != QEvent.Type.KeyRelease
            self.update()
        if event.key() == Qt.Key.Key_Alt:
            self._alt = event.type() != QEvent.Type.KeyRelease
            self._show_cursor()
            return False
        if event.type() == QEvent.Type.KeyRelease:
            self._let_go(event)
            return False
        if event.type() == QEvent.Type.ShortcutOverride and not event.isAutoRepeat():
            self._down = event.key()
        known = event.key() in (*_EVERYWHERE, Qt.Key.Key_Escape)
        if not self.on or not known or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        else:
            self._act(Qt.Key(event.key()), event.isAutoRepeat())
        return True

    def _act(self, key: Qt.Key, again: bool) -> None:
        if key == Qt.Key.Key_BracketLeft:
            self._toolbox.smaller()
        elif key == Qt.Key.Key_BracketRight:
            self._toolbox.larger()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif not again:
            self.held(self._toolbox.tool)
            self._toolbox.take_up(LETTERS[key])

    def _escape(self) -> None:
        """Call off the stroke under way; without one, put the tool away."""
        if not self.hand.call_off():
            self._toolbox.take_up(None)

    def _let_go(self, event: QKeyEvent) -> None:
        """Of a key; only the one that took up the tool gives back the one before."""
        if event.isAutoRepeat():
            return
        if event.key() == self._down:
            self._down = None
        if self._holding is not None and event.key() == self._holding:
            self._holding = None
            if time.monotonic() - self._since >= HOLD:
                self._toolbox.take_up(self._before)

    # Painting

    def _follow_pointer(self, at: QPointF | None) -> None:
        """Move the brush's ring."""
        for old in (self._hover, at):
            if old is not None:
                self.update(self._ring(old).toAlignedRect().adjusted(-3, -3, 3, 3))
        self._hover = at

    def _ring(self, at: QPointF) -> QRectF:
        radius = self._toolbox.size / 2 * self.to_canvas().m11()
        return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)

    def _show_cursor(self) -> None:
        if self.on:
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if self._tool is Tool.PICKER else Qt.CursorShape.CrossCursor
            )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.canvas.image.isNull():
            return
        painter = QPainter(self)
        if self._preview is not None:
            self._preview.paint(painter, self._place_of)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hover is not None and self._tool in (Tool.BRUSH, Tool.ERASER):
            for color, wide in ((_EDGE, 2.6), (_RIM, 1.2)):
                painter.setPen(QPen(color, wide))
                painter.drawEllipse(self._ring(self._hover))
        words = READYING if self._slow or self.hand.waiting else self._meant() if self.on and self._through else ""
        if words:  # at the right, for the badge of a key is at the left; the sign of a wait has the corner
            overlay.label(painter, words, QPointF(self.width() - 60, 8), Qt.AlignmentFlag.AlignRight)

    def _meant(self) -> str:
        """Which frames a click fills."""
        first, last = range_to_fill(self._document.shot, self._playhead.number, self._playhead.in_out)
        frames = "1 frame" if first == last else f"{last - first + 1} frames"
        return f"A click fills through frames {first} to {last}: {frames}"
