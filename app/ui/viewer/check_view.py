"""The check view: colors dimmed to gray, and over them every region that needs a look, by outline, pattern and word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QTransform

from app.language import tr
from app.project.concerns import WORDS, Concern, Kind, Problem
from app.ui.checking import Checking
from app.ui.viewer import overlay
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.canvas_overlay import CanvasOverlay
from app.ui.viewer.viewer import Viewer

_VEIL = QColor(122, 122, 122, 196)
_EDGE = QColor(16, 16, 16)
_INKS: dict[Kind, QColor] = {
    "doubt": QColor("#f2b84b"),
    "off_model": QColor("#d58cff"),
    "hole": QColor("#5fd3f3"),
    "leak": QColor("#ff7a6b"),
    "flicker": QColor("#a6e36a"),
    "seam": QColor("#8fb3ff"),
}
_PATTERNS: dict[Kind, Qt.BrushStyle] = {
    "doubt": Qt.BrushStyle.BDiagPattern,
    "off_model": Qt.BrushStyle.CrossPattern,
    "hole": Qt.BrushStyle.VerPattern,
    "leak": Qt.BrushStyle.FDiagPattern,
    "flicker": Qt.BrushStyle.HorPattern,
    "seam": Qt.BrushStyle.DiagCrossPattern,
}
_FINE = "Check view: nothing needs a look"
_TINT = 70  # of 255: how much a region is tinted below its pattern
_FLASHES, _FLASH = 6, 140  # times the box lights up or goes out, and ms between


class CheckView(CanvasOverlay):
    """Lets the mouse through, and marks what `checking` knows of the frame that is shown."""

    def __init__(self, canvas: Canvas, checking: Checking, viewer: Viewer) -> None:
        super().__init__(canvas, viewer, "Check view")
        self._checking, self._flashes = checking, 0
        self._pointed_at: int | None = None  # the frame in which the current one stays marked, until it is left
        self._paths: dict[int, QPainterPath] = {}  # outlines, by the id of the problem they belong to
        self._problems: list[tuple[Concern, Problem]] = []
        self._flash = QTimer(self)
        self._flash.setInterval(_FLASH)
        self._flash.timeout.connect(self._blink)
        checking.changed.connect(self.look)
        self.look()

    def flash(self) -> None:
        """Light up the box of the current one for a moment, check view or not; it stays marked until the playhead goes
        on."""
        self._flashes, current = _FLASHES, self._checking.current
        self._pointed_at = current.worst.number if current is not None else None
        self._flash.start()
        self.look()

    @property
    def flashing(self) -> bool:
        """Whether a box is being lit up."""
        return self._flashes > 0

    @property
    def words(self) -> str:
        """What there is to say about the frame that is shown, and the shot."""
        many, here = len(self._checking.concerns), len(self._problems)
        if self._checking.waiting and not many:
            return "Check view: looking at the finished frames..."
        left = len(self._checking.unread)
        if not many:
            return f"Check view: nothing needs a look, not checked: {left}" if left else _FINE
        still = ", still looking" if self._checking.waiting else f", not checked: {left}" if left else ""
        if not here:
            return f"Check view: nothing in this frame needs a look; in the shot, {many}{still}"
        return f"Check view: to be looked at, {here} in this frame, {many} in the shot{still}"

    # Following

    def gather(self, number: int) -> bool:
        self.canvas.set_told_over(self.on)
        if number != self._pointed_at and not self.flashing:
            self._pointed_at = None
        if not self.on and not self.flashing and self._pointed_at is None:
            self.canvas.show_veil(None)
            return False
        self._problems = self._checking.at(number)
        self._paths = {id(problem): _path(problem) for _, problem in self._problems}
        self.canvas.show_veil(self._paint_veil if self.on else None)
        kinds = ", ".join(dict.fromkeys(WORDS[problem.kind] for _, problem in self._problems))
        self.setAccessibleDescription(tr(f"{self.words}. {kinds}".rstrip(". ") + "."))
        return True

    def _blink(self) -> None:
        self._flashes -= 1
        if self._flashes <= 0:
            self._flash.stop()
            self.look()
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.canvas.image.isNull() or self.viewer.full_size.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.to_canvas()
        boxed = self._flashes % 2 == 1 or (self._flashes > 0 and not self.on)
        if self.on:
            for _, problem in reversed(self._problems):
                self._paint_region(painter, problem, scale)
        if boxed:
            self._paint_box(painter, scale)  # below its own name
        if self.on:
            self._paint_names(painter, scale)
            at = QPointF(8, self.height() - self.canvas.foot() - overlay.LINE)
            overlay.label(painter, self.words, at, Qt.AlignmentFlag.AlignLeft)
        elif not boxed:
            self._paint_outline(painter, scale)

    def _paint_veil(self, painter: QPainter) -> None:
        """Gray over everything but the regions that need a look; on the canvas, whose words and marks stay as they
        are."""
        if self.viewer.full_size.isEmpty():
            return
        scale = self.to_canvas()
        veil = QPainterPath()
        veil.setFillRule(Qt.FillRule.OddEvenFill)  # regions lie apart: what is in one of them is covered twice
        veil.addRect(self.canvas.picture_rect())
        for path in self._paths.values():
            veil.addPath(scale.map(path))
        painter.fillPath(veil, _VEIL)

    def _paint_region(self, painter: QPainter, problem: Problem, scale: QTransform) -> None:
        path, ink = scale.map(self._paths[id(problem)]), _INKS[problem.kind]
        tint = QColor(ink)
        tint.setAlpha(_TINT)
        painter.fillPath(path, tint)
        painter.fillPath(path, QBrush(ink, _PATTERNS[problem.kind]))
        _draw_outline(painter, path, ink)

    def _paint_names(self, painter: QPainter, scale: QTransform) -> None:
        """The kind of the current one and of the worst of each kind, where there is room, and none over another."""
        taken: list[QRectF] = []
        for problem in self._named():
            box = scale.mapRect(QRectF(*problem.box))
            place = _name_place(painter, WORDS[problem.kind], box, QRectF(self.rect()), taken)
            if place is not None:
                taken.append(place)
                overlay.tag(painter, WORDS[problem.kind], place, _INKS[problem.kind])

    def _named(self) -> list[Problem]:
        current = self._checking.current
        here = [problem for concern, problem in self._problems if concern is current]
        worst = {problem.kind: problem for _, problem in reversed(self._problems)}
        return [*here, *(problem for problem in worst.values() if problem not in here)]

    def _paint_outline(self, painter: QPainter, scale: QTransform) -> None:
        """Where the current one is, in colors that are left as they are."""
        problem = self._current()
        if problem is None:
            return
        ink, box = _INKS[problem.kind], scale.mapRect(QRectF(*problem.box))
        _draw_outline(painter, scale.map(self._paths.get(id(problem)) or _path(problem)), ink)
        place = _name_place(painter, WORDS[problem.kind], box, QRectF(self.rect()), [])
        if place is not None:
            overlay.tag(painter, WORDS[problem.kind], place, ink)

    def _current(self) -> Problem | None:
        current = self._checking.current
        return current.at(self.number) if current is not None else None

    def _paint_box(self, painter: QPainter, scale: QTransform) -> None:
        problem = self._current()
        if problem is None:
            return
        around = 6 + 3 * (self._flashes % 2)
        box = scale.mapRect(QRectF(*problem.box)).adjusted(-around, -around, around, around)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, wide in ((_EDGE, 6.0), (_INKS[problem.kind], 3.0)):
            painter.setPen(QPen(color, wide))
            painter.drawRoundedRect(box, 6, 6)


def _draw_outline(painter: QPainter, path: QPainterPath, ink: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, wide in ((_EDGE, 3.5), (ink, 1.8)):
        painter.setPen(QPen(color, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)


def _path(problem: Problem) -> QPainterPath:
    """The region's outline in picture pixels; its holes stay free."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in problem.outline:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in zip(ring[::2], ring[1::2])]))
        path.closeSubpath()
    if path.isEmpty():
        path.addRect(QRectF(*problem.box))
    return path


def _name_place(painter: QPainter, words: str, box: QRectF, room: QRectF, taken: list[QRectF]) -> QRectF | None:
    """Where a name finds room: above its region, below it, or beside it; None where it would hide another name."""
    size = overlay.tag_size(painter, words)
    lefts = (box.left(), box.right() - size.width())
    places = [
        *(QRectF(QPointF(left, box.top() - size.height() - 4), size) for left in lefts),
        *(QRectF(QPointF(left, box.bottom() + 4), size) for left in lefts),
        QRectF(QPointF(box.right() + 4, box.top()), size),
        QRectF(QPointF(box.left() - size.width() - 4, box.top()), size),
    ]
    free = (place for place in places if room.contains(place) and not any(place.intersects(each) for each in taken))
    return next(free, None)
