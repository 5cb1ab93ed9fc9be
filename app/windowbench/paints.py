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
    """The canvas was painted at `when` (perf_counter) with this frame; `stands_in` for another one, or `exact`, which
    its proxy is not."""

    when: float
    number: int
    stands_in: bool
    exact: bool


@dataclass(frozen=True)
class Shown:
    """A frame that was wished for at `begun` (perf_counter), and how many seconds later something new was painted,
    and then the frame itself, be it by its proxy."""

    number: int
    begun: float
    anything: float
    frame: float


class Paints(QObject):
    """Looks at the paintings of a page's canvas."""

    _under_way = Signal()

    def __init__(self, page: ShotPage) -> None:
        super().__init__()
        self._page = page
        self.log: list[Paint] = []
        # What came before can only be the frame the playhead stands on: nothing has moved it yet.
        self._name(page.workspace.playhead.number, page.canvas.image, stands_in=False)
        self._waiting = False
        self._news = asyncio.Event()
        self._under_way.connect(self._through, Qt.ConnectionType.QueuedConnection)
        frames = page.workspace.frames
        frames.ready.connect(lambda number, image: self._name(number, image, stands_in=False))
        frames.stand_in.connect(lambda number, image: self._name(number, image, stands_in=True))
        page.canvas.installEventFilter(self)
        page.canvas.update()

    def close(self) -> None:
        """Leave the canvas alone."""
        self._page.canvas.removeEventFilter(self)

    def _name(self, number: int, image: QImage, stands_in: bool) -> None:
        exact = not stands_in and image.size() == self._page.workspace.frames.full_size
        self._named = {image.cacheKey(): (number, stands_in, exact)}

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

    async def go(self, number: int) -> Shown:
        """Send the playhead there. Raises TimeoutError."""
        self.log.clear()
        begun = time.perf_counter()
        self._page.workspace.playhead.go(number)
        frame = await self._seen(lambda paint: paint.number == number and not paint.stands_in)
        return Shown(number, begun, self.log[0].when - begun, frame.when - begun)

    async def exact(self, shown: Shown) -> float:
        """Stay until the exact picture is there: seconds from when its frame was wished for. Raises TimeoutError."""
        paint = await self._seen(lambda paint: paint.number == shown.number and paint.exact)
        return paint.when - shown.begun

    async def after(self, edit: Callable[[], object]) -> tuple[float, float]:
        """Do something that gives the frame in view another picture: seconds until that is painted in any size, and
        until it is exactly. Raises TimeoutError."""
        came = False

        def ready() -> None:
            nonlocal came
            if not came:
                self.log.clear()  # of the picture of before
            came = True

        frames, begun = self._page.workspace.frames, time.perf_counter()
        frames.ready.connect(ready)
        edit()
        first = await self._seen(lambda paint: came and not paint.stands_in)
        exact = await self._seen(lambda paint: paint.exact)
        frames.ready.disconnect(ready)
        return first.when - begun, exact.when - begun

    async def _seen(self, wanted: Callable[[Paint], bool]) -> Paint:
        while (found := next(filter(wanted, self.log), None)) is None:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), PATIENCE)
        return found
