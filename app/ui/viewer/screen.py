"""Paints pictures at any zoom: exact where enlarged, averaged where reduced, and no more of them than can be seen."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Protocol

import cv2
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.media.proxies import reduced
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.pixels import image_of, pixels_of

NEAREST_FROM = 2.0  # device pixels for one picture pixel, from where pixels are squares
AT_ONCE = 2_500_000  # pixels of a picture that is reduced while painting; larger ones are in the darkroom
_REDUCED = "reduced"
_KEPT = 4  # reductions kept: two pictures compared, an onion skin, and one more


class Live(Protocol):
    """A picture that is being painted: its memory changes, and it knows which part of itself to draw anew."""

    image: QImage

    def paint(self, painter: QPainter, place: QRect, window: QRect, smooth: bool) -> None:
        """Paint it to fill `place`, as far as `window` shows it; both in device pixels."""

    def color_at(self, x: int, y: int) -> QColor | None:
        """What color a pixel has, without what only marks it; None for none."""


class Screen:
    """Paints on a widget's painter in whole device pixels, whatever the display's scale.

    With a darkroom, large pictures are reduced there; until that is done, they are painted roughly. `made` is to hear
    what the darkroom has made.
    """

    def __init__(self) -> None:
        self._reduced: OrderedDict[tuple[int, QSize], QImage] = OrderedDict()
        self._failed: set[object] = set()  # names of reductions there was no memory for
        self.darkroom: Darkroom | None = None
        self.live: Live | None = None  # paints itself, when its image is to be painted

    def made(self, name: object, image: QImage) -> bool:
        """The darkroom has made this; whether to paint again. What failed is not asked for until something succeeds."""
        if not isinstance(name, tuple) or name[0] != _REDUCED:
            return False
        if image.isNull():
            self._failed.add(name)
        else:
            self._failed.clear()
        return True

    def paint(
        self, painter: QPainter, image: QImage, place: QRectF, view: QRectF, full_width: int, role: int = 0
    ) -> None:
        """Paint a picture to fill `place`, as far as `view` shows it; both in the widget's coordinates.

        `full_width` is that of the picture it stands for, which may be wider than the image at hand. Pictures of one
        `role` follow each other.
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
        live = self.live if self.live is not None and image is self.live.image else None
        reduction = self._reduction(image, size, role) if live is None and size.width() < image.width() else None
        if live is not None:
            live.paint(painter, QRect(QPoint(left, top), size), window, 1 <= size.width() / full_width < NEAREST_FROM)
        elif reduction is not None:
            painter.drawImage(QPoint(left, top), reduction)
        else:
            zoom = size.width() / full_width
            exact = image.width() == full_width and (zoom >= NEAREST_FROM or size == image.size())
            smooth = not exact and size.width() >= image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            target, source = part_in(image, QRect(QPoint(left, top), size), window)
            painter.drawImage(target, image, source)
        painter.restore()

    def _reduction(self, image: QImage, size: QSize, role: int) -> QImage | None:
        """The picture at a smaller size, for a moment a rough one where it is large; None where there is no memory."""
        if self.darkroom is None or image.width() * image.height() <= AT_ONCE:
            return self._kept(image, size, _reduce)
        name = (_REDUCED, image.cacheKey(), size.width(), size.height())
        made = self.darkroom.find(name)
        if made is not None or name in self._failed:
            return made
        self.darkroom.want(f"{_REDUCED} {role}", name, partial(_reduce, image, size))
        return self._kept(image, size, _reduce_roughly)

    def _kept(self, image: QImage, size: QSize, make: Callable[[QImage, QSize], QImage]) -> QImage:
        """Made once, because most repaints show the same picture again."""
        key = (image.cacheKey(), size)
        found = self._reduced.get(key)
        if found is None:
            found = self._reduced[key] = make(image, size)
            while len(self._reduced) > _KEPT:
                self._reduced.popitem(last=False)
        self._reduced.move_to_end(key)
        return found


def _reduce(image: QImage, size: QSize) -> QImage:
    """A 32-bit picture at a smaller size; OpenCV takes a fraction of the time that QImage.scaled takes."""
    if image.depth() != 32 or size.height() > image.height():
        return image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
    made, pixels = image_of(size.width(), size.height(), image.format())
    pixels[:] = reduced(pixels_of(image), size.width(), size.height())
    return made


def _reduce_roughly(image: QImage, size: QSize) -> QImage:
    """The same from four pixels for each: some lines are thinner, and a large picture takes 2 ms."""
    if image.depth() != 32:
        return image.scaled(size)
    made, pixels = image_of(size.width(), size.height(), image.format())
    pixels[:] = cv2.resize(pixels_of(image), (size.width(), size.height()), interpolation=cv2.INTER_LINEAR)
    return made


def part_in(image: QImage, place: QRect, window: QRect) -> tuple[QRectF, QRectF]:
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
