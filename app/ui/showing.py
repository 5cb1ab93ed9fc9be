"""What the Edit and View actions do."""

from __future__ import annotations

from collections.abc import Callable

from app.media.pictures import Layer
from app.ui.actions import Handler
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage


class Showing:
    """Looking at the shot: layers, zoom; and undo."""

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
        }

    def _on(self, action: Callable[[ShotPage], None]) -> Handler:
        def handler() -> None:
            if self._window.page is not None:
                action(self._window.page)

        return handler

    def _layer(self, layer: Layer) -> Handler:
        def show(page: ShotPage) -> None:
            page.workspace.frames.set_layer(layer)
            self._window.refresh_soon()  # a second press unchecks the button, though the layer is the same

        return self._on(show)
