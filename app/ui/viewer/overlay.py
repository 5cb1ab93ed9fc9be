"""What lies over a picture: words on a plate, names, the badge of a color key, a pixel's color, the sign of a wait."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.language import tr
from app.ui import theme

PLATE = QColor(16, 16, 16, 224)  # dark in every theme: it lies on the picture, not on the window
INK = QColor(233, 233, 233)
LINE = 32  # px that a `label` takes at the foot, with what parts it from the next

_CENTERED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
_SHORTER = 12.0  # px by which lines are tried shorter
_NARROW = 150.0  # px beside the picture that words have room in


def words(painter: QPainter, text: str, room: QSize, middle: float) -> None:
    """Words in the middle of `room`, at this height, on a plate that keeps them readable over any picture."""
    plate = _needed(painter, text, room.width() - 64)
    plate.moveCenter(QPointF(room.width() / 2, min(middle, room.height() - 8 - plate.height() / 2)))
    _say(painter, text, plate)


def note(painter: QPainter, text: str, room: QSize, picture: QRectF) -> None:
    """Words at the foot of `room`, off the picture where there is room for them: below it, else at its left."""
    plate = _needed(painter, text, room.width() - 64)
    if room.height() - picture.bottom() < plate.height() + 16 and picture.left() >= _NARROW:
        plate = _needed(painter, text, picture.left() - 44)
        plate.moveBottomLeft(QPointF(8, room.height() - 8))
    else:
        plate.moveCenter(QPointF(room.width() / 2, room.height() - 8 - plate.height() / 2))
    _say(painter, text, plate)


def _needed(painter: QPainter, text: str, wide: float) -> QRectF:
    """The plate that words need, their lines being no longer than so many px, and about as long as one another: no
    word stands alone in the last one."""
    painter.setFont(theme.font(13))
    found = _extent(tr(text), max(80.0, min(560.0, wide)))
    return QRectF(0, 0, found.width() + 28, found.height() + 16)


@lru_cache(64)
def _extent(text: str, most: float) -> QSizeF:
    """What words take; looked for once, as it takes longer than all else about painting them."""
    metrics = QFontMetricsF(theme.font(13))

    def needed(wide: float) -> QSizeF:
        return metrics.boundingRect(QRectF(0, 0, wide, 400), _CENTERED, text).size()

    tall = needed(most).height()
    while (less := most - _SHORTER) >= 80.0 and (shorter := needed(less)).height() == tall and shorter.width() <= less:
        most = less
    return needed(most)


def _say(painter: QPainter, text: str, plate: QRectF) -> None:
    _plate(painter, plate)
    painter.setPen(INK)
    painter.drawText(plate.adjusted(12, 6, -12, -6), _CENTERED, tr(text))


def badge(painter: QPainter, picture: QRectF) -> None:
    """The sign of a color key: left of the picture where there is room, else in its upper left corner."""
    tokens = theme.tokens()
    painter.setFont(theme.font(bold=True))
    word = tr("Key")
    wide = QFontMetricsF(painter.font()).horizontalAdvance(word) + 36
    beside = picture.left() - wide - 10
    at = QPointF(beside if beside >= 4 else max(picture.left(), 0) + 10, max(picture.top(), 0) + (beside < 4) * 10)
    plate = QRectF(at.x(), at.y(), wide, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.key))
    painter.drawRoundedRect(plate, 4, 4)
    icon = theme.icon_image("key", tokens.on_key, 14, painter.device().devicePixelRatioF())
    painter.drawImage(QPointF(round(at.x() + 7), round(at.y() + 5)), icon)
    painter.setPen(QColor(tokens.on_key))
    painter.drawText(plate.adjusted(26, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)


def label(painter: QPainter, text: str, at: QPointF, side: Qt.AlignmentFlag) -> None:
    """A name on a plate; `at` is its upper left corner, or with AlignRight its upper right one."""
    painter.setFont(theme.font(12, bold=True))
    text = tr(text)
    plate = QRectF(at.x(), at.y(), QFontMetricsF(painter.font()).horizontalAdvance(text) + 20, 24)
    if side == Qt.AlignmentFlag.AlignRight:
        plate.moveRight(at.x())
    _plate(painter, plate)
    painter.setPen(INK)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def tag_size(painter: QPainter, text: str) -> QSizeF:
    """The room that a `tag` takes."""
    painter.setFont(theme.font(11, bold=True))
    return QSizeF(QFontMetricsF(painter.font()).horizontalAdvance(tr(text)) + 24, 20)


def tag(painter: QPainter, text: str, place: QRectF, mark: QColor) -> None:
    """A small name on a plate of `tag_size`, with a spot of the color in which what it names is marked."""
    painter.setFont(theme.font(11, bold=True))
    _plate(painter, place)
    painter.setBrush(mark)
    painter.drawEllipse(QPointF(place.left() + 10, place.center().y()), 4, 4)
    painter.setPen(INK)
    words = place.adjusted(18, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr(text))


def readout_place(room: QSize) -> QRectF:
    """Where the color under the pointer is told in a widget of this size."""
    return QRectF(room.width() - 276, room.height() - 32, 268, 24)


def readout(painter: QPainter, room: QSize, x: int, y: int, color: QColor | None) -> None:
    """The picture's point under the pointer and its color, in the lower right corner, with a square of that color; None
    for what is unpainted."""
    place = readout_place(room)
    _plate(painter, place)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(INK, 1))
    square = QRectF(place.left() + 8, place.top() + 6, 12, 12)
    painter.setBrush(color if color is not None else Qt.BrushStyle.NoBrush)
    painter.drawRect(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(11))
    if color is not None:
        told = ((color.name().upper(), 126), (f"{color.red()} {color.green()} {color.blue()}", 188))
    else:
        painter.drawLine(square.bottomLeft(), square.topRight())
        told = ((tr("Unpainted"), 126),)
    for text, left in ((f"x {x}, y {y}", 28), *told):
        part = QRectF(place.left() + left, place.top(), place.width() - left, place.height())
        painter.drawText(part, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def frame(painter: QPainter, place: QRect, color: str, wide: int) -> None:
    """A frame inside the edges of a widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), wide))
    painter.drawRect(place.adjusted(wide // 2, wide // 2, -1 - wide // 2, -1 - wide // 2))


def spinner(painter: QPainter, width: float, turn: int) -> None:
    """A turning arc in the upper right corner of a widget this wide; `turn` counts up."""
    plate = QRectF(width - 52, 12, 40, 40)
    _plate(painter, plate)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(INK, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(plate.adjusted(10, 10, -10, -10), -turn * 30 * 16, 270 * 16)


def _plate(painter: QPainter, place: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PLATE)
    painter.drawRoundedRect(place, 6, 6)
