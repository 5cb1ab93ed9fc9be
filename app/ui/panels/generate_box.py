"""The head of the side panel: what colors, what Generate would do and how long that takes here, and its button."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.coloring import Coloring, Forecast
from app.document import Document
from app.project.staleness import usable_keys
from app.ui.actions import Actions
from app.ui.panels.colorizer_box import ColorizerBox
from app.ui.tokens import SIZES
from app.ui.widgets import action_button, label


class GenerateBox(QWidget):
    """Follows a document and its coloring by being refreshed."""

    def __init__(self, document: Document, coloring: Coloring, actions: Actions) -> None:
        super().__init__()
        self._document, self._coloring = document, coloring
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        head = QHBoxLayout()
        head.addWidget(label("Color", "heading"))
        head.addStretch(1)
        self._engine = label("Starting the engine...", "dim")
        head.addWidget(self._engine)
        column.addLayout(head)
        self.colorizer = ColorizerBox(document, coloring, actions)
        column.addWidget(self.colorizer)
        self.next = label("", wrap=True)
        self.next.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.next)
        self.button = action_button(actions["generate"], "Generate", primary=True)
        column.addWidget(self.button)

    def refresh(self) -> None:
        """Show everything as it stands."""
        self._engine.setVisible(self._coloring.queue.hello is None)
        self.colorizer.refresh()
        self.next.setText(self._next_step())
        # Always as high as two lines, so that nothing below moves while there is more or less to say.
        self.next.setMinimumHeight(2 * self.next.fontMetrics().lineSpacing())

    def _next_step(self) -> str:
        """What the artist can do next, in one line."""
        shot, coloring = self._document.shot, self._coloring
        if shot.line is None:
            return "Drop line art on the window to begin."
        if not usable_keys(shot):
            return "Lay a colored key: drop a colored picture on its frame."
        forecast = coloring.forecast()
        if forecast.segments:
            return forecast_words(forecast)
        if coloring.queue.busy:
            return "Everything is on its way, see the queue below."
        kept = sum(1 for segment in self._document.segments if not segment.fresh)
        return "Every segment is colored." if not kept else "Every segment is colored or locked."


def forecast_words(forecast: Forecast) -> str:
    """What Generate would do and how long it takes: "4 segments to color, 88 frames: about 20 s on this computer."."""
    what = f"{forecast.segments} segment{'s' * (forecast.segments != 1)} to color, "
    what += f"{forecast.frames} frame{'s' * (forecast.frames != 1)}"
    if forecast.seconds is None:
        return f"{what}. First time on this computer: no forecast yet."
    return f"{what}: {time_left(forecast.seconds)} on this computer."


def time_left(seconds: float) -> str:
    """A time span as an artist says it: "about 40 s", "about 3 min", "about 1 h 20 min"; a line never ends in it."""
    if seconds < 55:
        words = f"{max(5, math.ceil(seconds / 5) * 5)} s"
    else:
        minutes = max(1, round(seconds / 60))
        words = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
    return f"about {words}".replace(" ", "\N{NO-BREAK SPACE}")
