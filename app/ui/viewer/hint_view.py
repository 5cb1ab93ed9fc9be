"""Color hints on the picture: dots where they are seen, and the tool that places, picks and drags them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from app.document import Document
from app.language import tr
from app.project.palettes import Color
from app.ui import theme
from app.ui.hint_tracks import HintTracks, Seen
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.canvas_overlay import CanvasOverlay
from app.ui.viewer.viewer import Viewer

_DOT, _GRIP, _STILL = 7.0, 11.0, 4.0  # px: a dot's radius, how near counts as on it, a click that is no drag
_LEAST, _FULL = 3.5, 0.6  # px of its radius in a small picture; the zoom from which it has its full size
_PICK = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
_EDGE, _RIM = QColor(16, 16, 16), QColor(245, 245, 245)


class HintView(CanvasOverlay):
    """Shows the hints of the frame; the tool puts, picks and drags them.

    Signals:
        changed: also: another hint is selected, or the next one has another color.
        place_wanted: put a hint at a point of the line art, in its pixels.
        move_wanted: put the hint with this id at such a point.
        pick_wanted: take the color seen at such a point as the tool's.
        remove_wanted: remove the selected hint.
        menu_wanted: a menu at a point of the screen, for the hint with this id, "" for none.
    """

    TOOL = True
    place_wanted = Signal(QPointF)
    move_wanted = Signal(str, QPointF)
    pick_wanted = Signal(QPointF)
    remove_wanted = Signal()
    menu_wanted = Signal(str, QPoint)

    def __init__(self, canvas: Canvas, tracks: HintTracks, document: Document, viewer: Viewer) -> None:
        super().__init__(canvas, viewer, "Color hints")
        self._tracks, self._document, self._selected = tracks, document, ""
        self._color: Color | None = None
        self._alone = False
        self._seen: list[Seen] = []
        self._pressed: tuple[QPointF, str] | None = None  # where, and on which hint
        self._dragged: QPointF | None = None  # where the hint under the mouse is drawn meanwhile
        tracks.changed.connect(self.look)
        self.look()

    @property
    def color(self) -> Color | None:
        """The color of the next hint, as keys have it."""
        return self._color

    def set_color(self, color: Color) -> None:
        """Give the next hint this color."""
        self._color = color
        self.look()
        self.changed.emit()

    @property
    def selected(self) -> str:
        """The id of the hint that actions are about; empty for none."""
        known = any(hint.id == self._selected for hint in self._document.shot.hints)
        return self._selected if known else ""

    def select(self, hint_id: str) -> None:
        """Let actions be about this hint."""
        if hint_id != self._selected:
            self._selected = hint_id
            self.look()
            self.changed.emit()

    @property
    def seen(self) -> list[Seen]:
        """The hints on the frame that is shown."""
        return self._seen

    @property
    def dot(self) -> float:
        """The radius of a dot: in a small picture a smaller one, else it would hide what it marks."""
        return min(_DOT, max(_LEAST, _DOT * self.canvas.zoom / _FULL))

    def on_canvas(self, seen: Seen) -> QPointF:
        """Where the middle of a hint's dot is."""
        return self.spot(seen.place.x, seen.place.y)

    def set_alone(self, alone: bool) -> None:
        """Whether nothing but the picture is on the display: hints are seen then with the tool in hand only."""
        self._alone = alone
        self.look()

    # Following

    def gather(self, number: int) -> bool:
        self._seen = self._tracks.at(number)
        here = "1 hint" if len(self._seen) == 1 else f"{len(self._seen)} hints"
        self.setAccessibleDescription(tr(f"{here} on this frame."))
        return self.on or (bool(self._seen) and not self._alone)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Delete removes the selected hint, and Esc puts the tool away, before any key of the window."""
        remove = event.key() == Qt.Key.Key_Delete and bool(self.selected)
        put_away = event.key() == Qt.Key.Key_Escape and self.on
        if not (remove or put_away) or event.modifiers() or event.type() == QEvent.Type.KeyRelease:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif remove:
            self.remove_wanted.emit()
        else:
            self._escape()
        return True

    def _escape(self) -> None:
        """Call off the hint that is put or dragged; without one, put the tool away."""
        if self._pressed is None:
            self.set_on(False)
        else:
            self._pressed = self._dragged = None
            self.update()

    # Mouse

    def _hit(self, at: QPointF) -> str:
        """The id of the hint under a point; of several the nearest."""
        near = [((self.on_canvas(seen) - at), seen.hint.id) for seen in self._seen]
        lengths = sorted((QPointF.dotProduct(away, away) ** 0.5, hint) for away, hint in near)
        return lengths[0][1] if lengths and lengths[0][0] <= _GRIP else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        inside = self.canvas.picture_rect().contains(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not inside:
            event.ignore()
            return
        self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.modifiers() & _PICK:
            self.pick_wanted.emit(self.point(event.position()))
            return
        hit = self._hit(event.position())
        self._pressed = (event.position(), hit)
        self.select(hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            event.ignore()  # the canvas tells the color under the pointer
            return
        if self._pressed[1] and (self._dragged is not None or self._far(event.position())):
            self._dragged = event.position()
            self.update()

    def _far(self, at: QPointF) -> bool:
        return self._pressed is not None and (at - self._pressed[0]).manhattanLength() > _STILL

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        hit, dragged, far = self._pressed[1], self._dragged, self._far(event.position())
        self._pressed = self._dragged = None
        if hit and dragged is not None:
            self.move_wanted.emit(hit, self.point(event.position()))
        elif not hit and not far:
            self.place_wanted.emit(self.point(event.position()))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick hints, not another zoom

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        hit = self._hit(QPointF(event.pos()))
        self.select(hit)
        self.menu_wanted.emit(hit, event.globalPos())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.canvas.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for seen in self._seen:
            dragged = self._dragged if self._pressed is not None and self._pressed[1] == seen.hint.id else None
            self._paint_dot(painter, seen, dragged or self.on_canvas(seen))

    def _paint_dot(self, painter: QPainter, seen: Seen, at: QPointF) -> None:
        """Filled with its color; where it was put by hand it has a cross, where it was followed to a dashed rim."""
        dot, wide = self.dot, self.dot / _DOT
        if seen.hint.id == self._selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.tokens().accent), 2.5))
            painter.drawEllipse(at, dot + 4 * wide, dot + 4 * wide)
        painter.setBrush(QColor(*self.shown_color(seen.hint.color)))
        painter.setPen(QPen(_EDGE, 3.5 * wide))
        painter.drawEllipse(at, dot, dot)
        rim = QPen(_RIM, 1.6 * wide)
        if not seen.anchored:
            rim.setDashPattern([2.0, 1.6])
        painter.setPen(rim)
        painter.drawEllipse(at, dot, dot)
        if seen.anchored:
            for color, thick in ((_EDGE, 3.0), (_RIM, 1.4)):
                painter.setPen(QPen(color, thick * wide))
                for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    painter.drawLine(at + QPointF(x, y) * dot, at + QPointF(x, y) * (dot + 4 * wide))

    def shown_color(self, color: Color) -> Color:
        """The color as the shown palette has it."""
        swatch = self._document.shot.palettes.shown.swatch(color)
        return swatch.color if swatch is not None else color
