"""Notes when the canvas has really been painted, and with which frame."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.ui.panels.shot_page import ShotPage

PATIENCE = 60.0  # seconds for a frame to come


@dataclass(frozen=True)
class Paint:
    """The canvas was painted at `when` (perf_counter) with this frame; `exact` is false for one that stands in."""

    when: float
    number: int
    exact: bool


class Paints(QObject):
    """Looks at the paintings of a page's canvas."""

    _under_way = Signal()

    def __init__(self, page: ShotPage) -> None:
        super().__init__()
        self._page = page
        self.log: list[Paint] = []
        # What came before can only be the frame the playhead stands on: nothing has moved it yet.
        self._named = {page.canvas.image.cacheKey(): (page.workspace.playhead.number, True)}
        self._waiting = False
        self._news = asyncio.Event()
        self._under_way.connect(self._through, Qt.ConnectionType.QueuedConnection)
        frames = page.workspace.frames
        frames.ready.connect(lambda number, image: self._name(number, image, True))
        frames.stand_in.connect(lambda number, image: self._name(number, image, False))
        page.canvas.installEventFilter(self)
        page.canvas.update()

    def close(self) -> None:
        """Leave the canvas alone."""
        self._page.canvas.removeEventFilter(self)

    def _name(self, number: int, image: QImage, exact: bool) -> None:
        self._named = {image.cacheKey(): (number, exact)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and not self._waiting:
            self._waiting = True
            self._under_way.emit()  # heard when the painting, which is an event too, is through and on the screen
        return False

    def _through(self) -> None:
        self._waiting = False
        found = self._named.get(self._page.canvas.image.cacheKey())
        if found is not None:
            self.log.append(Paint(time.perf_counter(), *found))
            self._news.set()

    async def go(self, number: int) -> tuple[float, float]:
        """Send the playhead there: seconds until anything new was painted, and until the frame itself was.

        Raises TimeoutError.
        """
        self.log.clear()
        return await self.seen(number, lambda: self._page.workspace.playhead.go(number))

    async def seen(self, number: int, begin: Callable[[], object]) -> tuple[float, float]:
        """Carry `begin` out, which has this frame shown: seconds as `go` gives them."""
        begun = time.perf_counter()
        begin()
        while not (exact := [paint for paint in self.log if paint.number == number and paint.exact]):
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), PATIENCE)
        return self.log[0].when - begun, exact[0].when - begun
