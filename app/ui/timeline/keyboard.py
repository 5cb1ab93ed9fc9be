"""The keyboard on the timeline: going from lane to lane and from item to item, and what Enter and Delete do there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.ui.timeline import steering
from app.ui.timeline.accessible import tell_selected
from app.ui.timeline.steering import ItemLane
from app.ui.timeline.surface import TimelineSurface

_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SteeredTimeline(TimelineSurface):
    """A timeline whose keys, prompts and segments are reached by keyboard.

    Signals:
        prompt_edit_requested, prompt_remove_requested: for a prompt, by its place among the shot's.
    """

    prompt_edit_requested = Signal(int)
    prompt_remove_requested = Signal(int)

    _lane: ItemLane | None = None  # in which the keyboard is

    def steers(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the timeline, whatever the window does with it."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == _CTRL:
            return event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if held != _NONE:
            return False
        if event.key() == Qt.Key.Key_Delete:
            return self.selected_prompt is not None
        return event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, *_ENTER)

    def steer(self, event: QKeyEvent) -> bool:
        """Do what a key means here; false when it means nothing."""
        if self.scene is None or not self.steers(event):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._to_lane(down=key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._along_lane(on=key == Qt.Key.Key_Right)
        elif key in _ENTER:
            self._enter()
        elif self.selected_prompt is not None:
            self.prompt_remove_requested.emit(self.selected_prompt)
        return True

    def _selected(self) -> int | None:
        """The frame or index of the item the keyboard is on."""
        chosen = self._chosen
        return {"keys": chosen.key, "prompts": chosen.prompt, "segments": chosen.segment}.get(self._lane or "")

    def _to_lane(self, down: bool) -> None:
        assert self.scene is not None
        lane = steering.lane_after(self.scene, self._lane, down)
        if lane is None:
            return
        number = self._playhead.number
        if self._lane is not None:
            here = next((s for s, name in steering.items(self.scene, self._lane) if name == self._selected()), None)
            number = (here.first + here.last) // 2 if here is not None and number not in here else number
        self._select(lane, steering.nearest(steering.items(self.scene, lane), number))

    def _along_lane(self, on: bool) -> None:
        assert self.scene is not None
        lane = self._lane or "keys"
        found = steering.items(self.scene, lane)
        name = steering.beside(found, self._selected(), self._playhead.number, on)
        if name is not None:
            self._select(lane, name)

    def _select(self, lane: ItemLane, name: int) -> None:
        self._lane = lane
        if lane == "keys":
            self.selected_key = name
        elif lane == "prompts":
            self.selected_prompt = name
        else:
            self.selected_key = self.selected_prompt = None
            self.selected_segment = name
        assert self.scene is not None
        span = next(span for span, other in steering.items(self.scene, lane) if other == name)
        tell_selected(self)
        geometry = self.geometry_now
        if span.last < geometry.visible.first or span.first > geometry.visible.last:
            self._set_geometry(geometry.revealing(span.first))

    def _enter(self) -> None:
        """Go to a key, change a prompt, zoom to a segment."""
        name = self._selected()
        if name is None:
            return
        if self._lane == "keys":
            self._playhead.go(name)
        elif self._lane == "prompts":
            self.prompt_edit_requested.emit(name)
        else:
            self.zoom_to_segment(name)

    def zoom_to_segment(self, index: int) -> None:
        """A segment as wide as there is room."""
        assert self.scene is not None
        self.zoom_to_span(self.scene.bars[index].span)
