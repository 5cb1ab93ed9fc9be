"""Mouse gestures on the timeline: one object from press to release, which Esc calls off."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from app.ui.timeline.geometry import Geometry
from app.ui.viewer.playhead import Playhead


class Surface(Protocol):
    """What gestures need of the timeline."""

    @property
    def geometry_now(self) -> Geometry: ...

    def scroll_to(self, scroll: float) -> None: ...

    def show_moving_key(self, preview: tuple[int, int] | None) -> None: ...

    def move_key(self, number: int, to: int) -> None: ...


class Gesture(Protocol):
    """A press that was begun."""

    def move(self, at: QPointF) -> None: ...

    def release(self, at: QPointF) -> None: ...

    def cancel(self) -> None: ...


class Scrub:
    """The playhead follows the pointer; past an edge the timeline scrolls along. Esc puts it back."""

    def __init__(self, surface: Surface, playhead: Playhead, at: QPointF) -> None:
        self._surface, self._playhead, self._before = surface, playhead, playhead.number
        playhead.pause()
        self.move(at)

    def move(self, at: QPointF) -> None:
        geometry = self._surface.geometry_now
        inside = min(max(at.x(), geometry.left), geometry.right - 1)
        if inside != at.x():
            self._surface.scroll_to(geometry.scroll + (at.x() - inside) / 2)
        self._playhead.go(self._surface.geometry_now.number_at(inside))

    def release(self, at: QPointF) -> None:
        pass

    def cancel(self) -> None:
        self._playhead.go(self._before)


class MoveKey:
    """A key follows the pointer from frame to frame and is moved once, on release."""

    def __init__(self, surface: Surface, number: int, at: QPointF) -> None:
        self._surface, self._number, self._pressed = surface, number, at
        self._grip = at.x() - surface.geometry_now.center(number)
        self._dragging = False

    def move(self, at: QPointF) -> None:
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging:
            self._surface.show_moving_key((self._number, self._target(at)))

    def release(self, at: QPointF) -> None:
        self._surface.show_moving_key(None)
        if self._dragging and self._target(at) != self._number:
            self._surface.move_key(self._number, self._target(at))

    def cancel(self) -> None:
        self._surface.show_moving_key(None)

    def _target(self, at: QPointF) -> int:
        return self._surface.geometry_now.number_at(at.x() - self._grip)


class Scroll:
    """The timeline is pulled along under the pointer."""

    def __init__(self, surface: Surface, at: QPointF) -> None:
        self._surface, self._pressed, self._before = surface, at, surface.geometry_now.scroll

    def move(self, at: QPointF) -> None:
        self._surface.scroll_to(self._before - (at.x() - self._pressed.x()))

    def release(self, at: QPointF) -> None:
        pass

    def cancel(self) -> None:
        self._surface.scroll_to(self._before)
