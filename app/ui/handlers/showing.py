"""What the Edit and View actions do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.media.pictures import Layer
from app.project.changes import changed_spans
from app.ui.actions import Handler
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage


class Showing:
    """Looking at the shot: layers, zoom; and undo."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        on = partial(on_page, self._window)
        return {
            "undo": on(lambda page: _in_sight(page, page.workspace.document.undo_stack.undo)),
            "redo": on(lambda page: _in_sight(page, page.workspace.document.undo_stack.redo)),
            "layer_picture": self._layer("picture"),
            "layer_color": self._layer("color"),
            "layer_line": self._layer("line"),
            "fit": on(lambda page: page.canvas.fit()),
            "actual_size": on(lambda page: page.canvas.actual_size()),
            "zoom_in": on(lambda page: page.canvas.zoom_by(1.25)),
            "zoom_out": on(lambda page: page.canvas.zoom_by(0.8)),
            "timeline_in": on(lambda page: page.timeline.zoom_in()),
            "timeline_out": on(lambda page: page.timeline.zoom_out()),
            "timeline_shot": on(lambda page: page.timeline.zoom_to_shot()),
        }

    def _layer(self, layer: Layer) -> Handler:
        def show(page: ShotPage) -> None:
            page.workspace.frames.set_layer(layer)

        return on_page(self._window, show)


def _in_sight(page: ShotPage, step: Callable[[], None]) -> None:
    """Undo or redo a step; where only frames changed that are not shown, go to the first of them."""
    document, playhead = page.workspace.document, page.workspace.playhead
    before = document.shot
    step()
    spans = changed_spans(before, document.shot)
    if spans and not any(playhead.number in span for span in spans):
        playhead.pause()
        playhead.go(spans[0].first)
