"""The check view: colors dimmed to gray, and over them every region that needs a look, by outline, pattern and word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from app.project.concerns import WORDS, Concern, Kind, Problem
from app.ui.checking import Checking
from app.ui.viewer import overlay
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.viewer import Viewer

_VEIL = QColor(122, 122, 122, 196)
_EDGE = QColor(16, 16, 16)
_INKS: dict[Kind, QColor] = {
    "doubt": QColor("#f2b84b"),
    "off_model": QColor("#d58cff"),
    "hole": QColor("#5fd3f3"),
    "leak": QColor("#ff7a6b"),
    "flicker": QColor("#a6e36a"),
}
_PATTERNS: dict[Kind, Qt.BrushStyle] = {
    "doubt": Qt.BrushStyle.BDiagPattern,
    "off_model": Qt.BrushStyle.CrossPattern,
    "hole": Qt.BrushStyle.VerPattern,
    "leak": Qt.BrushStyle.FDiagPattern,
    "flicker": Qt.BrushStyle.HorPattern,
}
_TINT = 70  # of 255: how much a region is tinted below its pattern
_FLASHES, _FLASH = 6, 140  # times the box lights up or goes out, and ms between


class CheckView(QWidget):
    """Lies over a canvas, lets the mouse through, and marks what `checking` knows of the frame that is shown.

    Signals:
        changed: it is on or off.
    """

    changed = Signal()

    def __init__(self, canvas: Canvas, checking: Checking, viewer: Viewer) -> None:
        super().__init__(canvas)
        self._canvas, self._checking, self._viewer = canvas, checking, viewer
        self._number = viewer.number  # of the frame that is shown
        self._on, self._flashes = False, 0
        self._paths: dict[int, QPainterPath] = {}  # outlines, by the id of the problem they belong to
        self._problems: list[tuple[Concern, Problem]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Check view")
        self._flash = QTimer(self)
        self._flash.setInterval(_FLASH)
        self._flash.timeout.connect(self._blink)
        canvas.installEventFilter(self)
        checking.changed.connect(self._look)
        viewer.compare.shown.connect(self._shown)
        self.setGeometry(canvas.rect())
        self.setVisible(False)

    @property
    def on(self) -> bool:
        """Whether the artist wants the check view."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Show or hide it."""
        if on != self._on:
            self._on = on
            self._look()
            self.changed.emit()

    def flash(self) -> None:
        """Light up the box of the current one for a moment, check view or not."""
        self._flashes = _FLASHES
        self._flash.start()
        self._look()

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
        if not many:
            return "Check view: nothing needs a look"
        still = ", still looking" if self._checking.waiting else ""
        return f"Check view: {here or 'none'} in this frame, {many} in the shot{still}"

    # Following

    def _shown(self, number: int) -> None:
        self._number = number
        self._look()

    def _look(self) -> None:
        wanted = self._on or self._flashes > 0
        self.setVisible(wanted)
        if not wanted:
            return
        self._problems = self._checking.at(self._number)
        self._paths = {id(problem): _path(problem) for _, problem in self._problems}
        kinds = ", ".join(dict.fromkeys(WORDS[problem.kind] for _, problem in self._problems))
        self.setAccessibleDescription(f"{self.words}. {kinds}".rstrip(". ") + ".")
        self.raise_()
        self.update()

    def _blink(self) -> None:
        self._flashes -= 1
        if self._flashes <= 0:
            self._flash.stop()
            self._look()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return False

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        image, place = self._canvas.image, self._canvas.picture_rect()
        full = self._viewer.full_size
        if image.isNull() or full.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = QTransform.fromTranslate(place.left(), place.top()).scale(
            place.width() / full.width(), place.height() / full.height()
        )
        if self._on:
            self._paint_veil(painter, place, scale)
            for _, problem in reversed(self._problems):
                self._paint_region(painter, problem, scale)
            self._paint_names(painter, scale)
            overlay.label(painter, self.words, QPointF(8, self.height() - 32), Qt.AlignmentFlag.AlignLeft)
        if self._flashes % 2 == 1 or (self._flashes and not self._on):
            self._paint_box(painter, scale)

    def _paint_veil(self, painter: QPainter, place: QRectF, scale: QTransform) -> None:
        """Gray over everything but the regions that need a look."""
        veil = QPainterPath()
        veil.setFillRule(Qt.FillRule.OddEvenFill)  # regions lie apart: what is in one of them is covered twice
        veil.addRect(place)
        for path in self._paths.values():
            veil.addPath(scale.map(path))
        painter.fillPath(veil, _VEIL)

    def _paint_region(self, painter: QPainter, problem: Problem, scale: QTransform) -> None:
        path, ink = scale.map(self._paths[id(problem)]), _INKS[problem.kind]
        tint = QColor(ink)
        tint.setAlpha(_TINT)
        painter.fillPath(path, tint)
        painter.fillPath(path, QBrush(ink, _PATTERNS[problem.kind]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, wide in ((_EDGE, 3.5), (ink, 1.8)):
            painter.setPen(QPen(color, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(path)

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

    def _paint_box(self, painter: QPainter, scale: QTransform) -> None:
        current = self._checking.current
        problem = current.at(self._number) if current is not None else None
        if problem is None:
            return
        around = 6 + 3 * (self._flashes % 2)
        box = scale.mapRect(QRectF(*problem.box)).adjusted(-around, -around, around, around)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, wide in ((_EDGE, 6.0), (_INKS[problem.kind], 3.0)):
            painter.setPen(QPen(color, wide))
            painter.drawRoundedRect(box, 6, 6)


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
