"""Mouse gestures on the timeline: one object from press to release, which Esc calls off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from app.project.model import Span
from app.ui.timeline.geometry import Geometry, Part, dragged
from app.ui.viewer.playhead import Playhead

_STEADY = 4  # px that a hand may move without meaning to drag


class Surface(Protocol):
    """What gestures need of the timeline."""

    @property
    def geometry_now(self) -> Geometry: ...

    def scroll_to(self, scroll: float) -> None: ...

    def show_moving_key(self, preview: tuple[int, int] | None) -> None: ...

    def move_key(self, number: int, to: int) -> None: ...


class Gesture(Protocol):
    """A press that was begun. `along`: past an edge the timeline scrolls along; `edits`: the project, on release."""

    along: bool
    edits: bool

    def move(self, at: QPointF) -> None: ...

    def release(self, at: QPointF) -> None: ...

    def cancel(self) -> None: ...


class Scrub:
    """The playhead follows the pointer. Esc puts it back."""

    along, edits = True, False

    def __init__(self, surface: Surface, playhead: Playhead, at: QPointF) -> None:
        self._surface, self._playhead, self._before = surface, playhead, playhead.number
        playhead.pause()
        self.move(at)

    def move(self, at: QPointF) -> None:
        geometry = self._surface.geometry_now
        self._playhead.go(geometry.number_at(min(max(at.x(), geometry.left), geometry.right - 1)))

    def release(self, at: QPointF) -> None:
        pass

    def cancel(self) -> None:
        self._playhead.go(self._before)


class MoveKey:
    """A key follows the pointer from frame to frame and is moved once, on release."""

    along, edits = True, True

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


class MarkSpan:
    """A range of frames is drawn out from where the press was, and put once, on release.

    `show` previews the range, None ends that; `put` is told the new one.
    """

    along, edits = True, False

    def __init__(
        self, surface: Surface, at: QPointF, show: Callable[[Span | None], None], put: Callable[[Span], None]
    ) -> None:
        self._surface, self._pressed, self._show, self._put = surface, at, show, put
        self._from = surface.geometry_now.number_at(at.x())
        self._before: Span | None = None  # a range that need not be put again
        self._dragging = False

    def move(self, at: QPointF) -> None:
        self._dragging = self._dragging or (at - self._pressed).manhattanLength() >= _STEADY
        if self._dragging:
            self._show(self._target(at))

    def release(self, at: QPointF) -> None:
        self._show(None)
        if self._dragging and self._target(at) != self._before:
            self._put(self._target(at))

    def cancel(self) -> None:
        self._show(None)

    def _target(self, at: QPointF) -> Span:
        number = self._surface.geometry_now.number_at(at.x())
        return Span(min(self._from, number), max(self._from, number))


class DragSpan(MarkSpan):
    """The begin, end or middle of a range of frames follows the pointer; it is put where it has changed."""

    def __init__(
        self,
        surface: Surface,
        span: Span,
        part: Part,
        at: QPointF,
        show: Callable[[Span | None], None],
        put: Callable[[Span], None],
        edits: bool,
    ) -> None:
        super().__init__(surface, at, show, put)
        self._part: Part = part
        self._span, self.edits = span, edits
        self._before = span

    def _target(self, at: QPointF) -> Span:
        geometry = self._surface.geometry_now
        return dragged(self._span, self._part, geometry.number_at(at.x()) - self._from, geometry.span)


class Scroll:
    """The timeline is pulled along under the pointer."""

    along, edits = False, False

    def __init__(self, surface: Surface, at: QPointF) -> None:
        self._surface, self._pressed, self._before = surface, at, surface.geometry_now.scroll

    def move(self, at: QPointF) -> None:
        self._surface.scroll_to(self._before - (at.x() - self._pressed.x()))

    def release(self, at: QPointF) -> None:
        pass

    def cancel(self) -> None:
        self._surface.scroll_to(self._before)
