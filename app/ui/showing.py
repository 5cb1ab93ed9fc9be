"""What the Edit, View and Playback actions do."""

from __future__ import annotations

from collections.abc import Callable

from app.media.pictures import Layer
from app.ui.actions import Handler
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage


class Showing:
    """Looking at the shot: moving the playhead, layers, zoom; and undo."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "undo": self._on(lambda page: page.workspace.document.undo_stack.undo()),
            "redo": self._on(lambda page: page.workspace.document.undo_stack.redo()),
            "layer_picture": self._layer("picture"),
            "layer_color": self._layer("color"),
            "layer_line": self._layer("line"),
            "fit": self._on(lambda page: page.canvas.fit()),
            "actual_size": self._on(lambda page: page.canvas.actual_size()),
            "zoom_in": self._on(lambda page: page.canvas.zoom_by(1.25)),
            "zoom_out": self._on(lambda page: page.canvas.zoom_by(0.8)),
            "timeline_in": self._on(lambda page: page.timeline.zoom_in()),
            "timeline_out": self._on(lambda page: page.timeline.zoom_out()),
            "timeline_shot": self._on(lambda page: page.timeline.zoom_to_shot()),
            "play": self._on(lambda page: page.workspace.playhead.toggle()),
            "play_on": self._on(lambda page: page.workspace.playhead.play()),
            "stop": self._on(lambda page: page.workspace.playhead.pause()),
            "step_back": self._step(-1),
            "step_on": self._step(1),
            "ten_back": self._step(-10),
            "ten_on": self._step(10),
            "first": self._on(lambda page: page.workspace.playhead.first()),
            "last": self._on(lambda page: page.workspace.playhead.last()),
            "previous_drawing": self._on(lambda page: page.workspace.playhead.previous_drawing()),
            "next_drawing": self._on(lambda page: page.workspace.playhead.next_drawing()),
            "previous_key": self._on(lambda page: page.workspace.playhead.previous_key()),
            "next_key": self._on(lambda page: page.workspace.playhead.next_key()),
            "every_frame": self._on(self._toggle_every_frame),
        }

    def _on(self, action: Callable[[ShotPage], None]) -> Handler:
        def handler() -> None:
            if self._window.page is not None:
                action(self._window.page)

        return handler

    def _step(self, count: int) -> Handler:
        return self._on(lambda page: page.workspace.playhead.step(count))

    def _layer(self, layer: Layer) -> Handler:
        def show(page: ShotPage) -> None:
            page.workspace.frames.set_layer(layer)
            self._window.refresh_soon()  # a second press unchecks the button, though the layer is the same

        return self._on(show)

    def _toggle_every_frame(self, page: ShotPage) -> None:
        page.workspace.playhead.realtime = not page.workspace.playhead.realtime
        self._window.refresh_soon()
