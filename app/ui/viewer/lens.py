"""How a picture is looked at: its zoom, whether all of it is kept in view, and which point of it is in the middle."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

LEAST, MOST = 1 / 32, 64.0  # device pixels for one picture pixel


@dataclass(frozen=True)
class Room:
    """What a picture is shown in: a part of a widget, device pixels for each of its units, a margin when fitted."""

    view: QRectF
    ratio: float
    margin: float


class Lens:
    """Zoom and place of pictures of one size; the zoom is device pixels for each picture pixel."""

    def __init__(self) -> None:
        self.size = QSize()
        self.fitted = True
        self._zoom = 1.0
        self._center = QPointF()  # the picture's point in the middle of the room, when not fitted

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look at."""
        return self.size.isEmpty()

    @property
    def center(self) -> QPointF:
        """The picture's point in the middle, once the place is held."""
        return self._center

    def zoom(self, room: Room) -> float:
        """Device pixels for each picture pixel."""
        if not self.fitted:
            return self._zoom
        if self.empty:
            return 1.0
        across = (room.view.width() - 2 * room.margin) * room.ratio / self.size.width()
        down = (room.view.height() - 2 * room.margin) * room.ratio / self.size.height()
        return min(max(min(across, down), LEAST), MOST)

    def place(self, room: Room) -> QRectF:
        """Where the picture lies."""
        scale = self.zoom(room) / room.ratio
        size, middle = QSizeF(self.size) * scale, room.view.center()
        if self.fitted:
            return QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)
        return QRectF(middle - self._center * scale, size)

    def to_picture(self, at: QPointF, room: Room) -> QPointF:
        """The picture's point under a point of the widget."""
        return (at - self.place(room).topLeft()) * (room.ratio / self.zoom(room))

    def set_zoom(self, zoom: float, at: QPointF, room: Room) -> None:
        """Zoom so that what lies under `at` stays there."""
        point = self.to_picture(at, room)
        self.fitted = False
        self._zoom = min(max(zoom, LEAST), MOST)
        self.look_at(point - (at - room.view.center()) * room.ratio / self._zoom)

    @property
    def kept(self) -> tuple[float, float, float] | None:
        """Zoom and the point in the middle, for `take_up`; None while all of the picture is kept in view."""
        return None if self.fitted else (self._zoom, self._center.x(), self._center.y())

    def take_up(self, size: QSize, kept: tuple[float, float, float]) -> None:
        """Look at pictures of this size as it was `kept`."""
        self.size, self.fitted = size, False
        self._zoom = min(max(kept[0], LEAST), MOST)
        self.look_at(QPointF(kept[1], kept[2]))

    def hold(self, room: Room) -> None:
        """Make the place it has the one that panning begins from."""
        if self.fitted:
            self._zoom, self._center = self.zoom(room), QPointF(self.size.width() / 2, self.size.height() / 2)

    def pan(self, begun: QPointF, moved: QPointF, room: Room) -> None:
        """Move the picture this far in the widget from where `begun` was in the middle, after `hold`."""
        self.fitted = False
        self.look_at(begun - moved * room.ratio / self._zoom)

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the picture to the middle; the picture is never lost from view."""
        self._center = QPointF(
            min(max(point.x(), 0.0), float(self.size.width())), min(max(point.y(), 0.0), float(self.size.height()))
        )
