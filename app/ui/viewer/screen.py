"""Paints pictures at any zoom: exact where enlarged, averaged where reduced, and no more of them than can be seen."""

from __future__ import annotations

import math
from collections import OrderedDict

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

NEAREST_FROM = 2.0  # device pixels for one picture pixel, from where pixels are squares
_KEPT = 4  # reductions kept: two pictures compared, an onion skin, and one more


class Screen:
    """Paints on a widget's painter in whole device pixels, whatever the display's scale."""

    def __init__(self) -> None:
        self._reduced: OrderedDict[tuple[int, QSize], QImage] = OrderedDict()

    def paint(self, painter: QPainter, image: QImage, place: QRectF, view: QRectF, full_width: int) -> None:
        """Paint a picture to fill `place`, as far as `view` shows it; both in the widget's coordinates.

        `full_width` is that of the picture it stands for, which may be wider than the image at hand.
        """
        if image.isNull():
            return
        ratio = painter.device().devicePixelRatioF()
        left, top = round(place.left() * ratio), round(place.top() * ratio)
        size = QSize(max(1, round(place.width() * ratio)), max(1, round(place.height() * ratio)))
        window = QRect(
            QPoint(round(view.left() * ratio), round(view.top() * ratio)),
            QPoint(round(view.right() * ratio) - 1, round(view.bottom() * ratio) - 1),
        )
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setClipRect(window)
        if size.width() < image.width():
            painter.drawImage(QPoint(left, top), self._reduction(image, size))
        else:
            zoom = size.width() / full_width
            exact = image.width() == full_width and (zoom >= NEAREST_FROM or size == image.size())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
            target, source = _part(image, QRect(QPoint(left, top), size), window)
            painter.drawImage(target, image, source)
        painter.restore()

    def _reduction(self, image: QImage, size: QSize) -> QImage:
        """The picture at a smaller size; kept, because most repaints show the same picture again."""
        key = (image.cacheKey(), size)
        found = self._reduced.get(key)
        if found is None:
            mode = Qt.TransformationMode.SmoothTransformation
            found = self._reduced[key] = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            while len(self._reduced) > _KEPT:
                self._reduced.popitem(last=False)
        self._reduced.move_to_end(key)
        return found


def _part(image: QImage, place: QRect, window: QRect) -> tuple[QRectF, QRectF]:
    """Target and source of the part in view, so that a far zoom does not paint what nobody sees."""
    zoom_x, zoom_y = place.width() / image.width(), place.height() / image.height()
    first_x = max(0, math.floor((window.left() - place.left()) / zoom_x))
    first_y = max(0, math.floor((window.top() - place.top()) / zoom_y))
    end_x = min(image.width(), math.ceil((window.right() + 1 - place.left()) / zoom_x))
    end_y = min(image.height(), math.ceil((window.bottom() + 1 - place.top()) / zoom_y))
    source = QRectF(first_x, first_y, max(0, end_x - first_x), max(0, end_y - first_y))
    target = QRectF(
        place.left() + first_x * zoom_x,
        place.top() + first_y * zoom_y,
        source.width() * zoom_x,
        source.height() * zoom_y,
    )
    return target, source
