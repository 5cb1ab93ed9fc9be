"""The head of the side panel: what colors, what Generate would do, what that takes here, and its button."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.coloring import Coloring
from app.document import Document
from app.language import tr
from app.project.staleness import usable_keys
from app.render.forecast import Forecast
from app.ui.actions import Actions
from app.ui.panels.colorizer_box import ColorizerBox
from app.ui.tokens import SIZES
from app.ui.widgets import action_button, label

GB = 1e9
LARGE = 5 * GB  # bytes of takes that are worth a word before they are made
MEMORY_TIP = "As it was when the engine started, for pictures of 16:9; wider ones take more"


class GenerateBox(QWidget):
    """Follows a document and its coloring by being refreshed."""

    def __init__(self, document: Document, coloring: Coloring, actions: Actions) -> None:
        super().__init__()
        self._document, self._coloring = document, coloring
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        self.colorizer = ColorizerBox(document, coloring, actions)
        column.addWidget(self.colorizer)
        self.memory = label("", "dim", wrap=True)
        self.memory.setToolTip(tr(MEMORY_TIP))
        column.addWidget(self.memory)
        self.next = label("", wrap=True)
        self.next.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.next)
        self.disk = label("", "warning", wrap=True)
        column.addWidget(self.disk)
        self.button = action_button(actions["generate"], "Generate", primary=True)
        column.addWidget(self.button)
        self._engine = label("Starting the engine...", "dim")
        column.addWidget(self._engine)

    def refresh(self) -> None:
        """Show everything as it stands."""
        self.colorizer.refresh()
        forecast, queue = self._coloring.forecast(), self._coloring.queue
        # Else nobody waits for it, and what stands below would only move.
        awaited = queue.busy or (forecast.segments > 0 and bool(usable_keys(self._document.shot)))
        self._engine.setVisible(queue.hello is None and awaited)
        self.next.setText(tr(self._next_step(forecast)))
        for shown, sentence in ((self.memory, self._coloring.memory()), (self.disk, disk_short(forecast))):
            shown.setText(tr(sentence))
            shown.setVisible(bool(sentence))
        # Always as high as two lines, so that nothing below moves while there is more or less to say.
        self.next.setMinimumHeight(2 * self.next.fontMetrics().lineSpacing())

    def _next_step(self, forecast: Forecast) -> str:
        """What the artist can do next, in one line."""
        shot, coloring = self._document.shot, self._coloring
        if shot.line is None:
            return "Drop line art on the window to begin."
        if not usable_keys(shot):
            return "Lay a colored key: drop a colored picture on its frame, or paint one."
        if forecast.segments:
            return f"{forecast_words(forecast)}{disk_words(forecast)}"
        if coloring.queue.paused and coloring.queue.busy:
            return "Coloring is paused. Resume goes on with what is in the queue."
        if coloring.queue.busy:
            return "Everything is on its way in the queue."
        kept = sum(1 for segment in self._document.segments if not segment.fresh)
        return "Every segment is colored." if not kept else "Every segment is colored or locked."


def forecast_words(forecast: Forecast) -> str:
    """What Generate would do and how long it takes: "4 segments to color, 88 frames: about 20 s on this computer."."""
    what = f"{forecast.segments} segment{'s' * (forecast.segments != 1)} to color, "
    what += f"{forecast.frames} frame{'s' * (forecast.frames != 1)}"
    if forecast.seconds is None:
        return f"{what}. First time on this computer: no forecast yet."
    return f"{what}: {time_left(forecast.seconds)} on this computer."


def disk_words(forecast: Forecast) -> str:
    """What the takes come to where it is much: " Up to 12 GB on disk."."""
    return f" Up to {_shown(forecast.disk)} on disk." if forecast.disk >= LARGE and not disk_short(forecast) else ""


def disk_short(forecast: Forecast) -> str:
    """A sentence where the disk may be too small for the takes; else, and where that is not known, empty."""
    if forecast.free is None or forecast.free >= forecast.disk:
        return ""
    need, free = _shown(forecast.disk), _shown(forecast.free)
    return f"This may take up to {need} on disk, but only {free} is free. Free some space first."


def _shown(size: float) -> str:
    """Bytes as an artist reads them: "12 GB", "1.5 GB", "340 MB"."""
    unit, name = (GB, "GB") if size >= GB else (GB / 1000, "MB")
    return f"{size / unit:.{0 if size >= 10 * unit else 1}f} {name}"


def time_left(seconds: float) -> str:
    """A time span as an artist says it: "about 40 s", "about 3 min", "about 1 h 20 min"; a line never ends in it."""
    if seconds < 55:
        words = f"{max(5, math.ceil(seconds / 5) * 5)} s"
    else:
        minutes = max(1, round(seconds / 60))
        words = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
    return f"about {words}".replace(" ", "\N{NO-BREAK SPACE}")
