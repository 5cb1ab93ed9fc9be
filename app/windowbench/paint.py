"""The part of the measurement that paints: fills, strokes of a brush, undo and redo, each until it is on the screen."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.bench.rig import percentile
from app.windowbench.stage import Stage

_TURN = 1 / 60  # seconds between two events of a hand at work
_LOOK = 0.25  # seconds an artist looks before the next fill
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_SIZES = (6, 20, 60, 200)  # px of the brush


class _Screen(QObject):
    """Tells when the canvas has been painted."""

    _under_way = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._news = asyncio.Event()
        self._under_way.connect(self._news.set, Qt.ConnectionType.QueuedConnection)
        stage.page.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._under_way.emit()  # heard when the painting is through
        return False

    async def after(self, begun: float) -> float:
        """Seconds from `begun` until the next painting is through."""
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), 30)
        return time.perf_counter() - begun


class _Painter:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.view = stage, stage.page.paint
        self.workspace, self.screen = stage.page.workspace, _Screen(stage)
        self.chance = random.Random(3)

    def send(self, kind: QEvent.Type, at: QPointF, held: Qt.MouseButton = _LEFT) -> None:
        """A mouse event at a point of the canvas."""
        button = _NONE if kind is QEvent.Type.MouseMove else _LEFT
        held = _NONE if kind is QEvent.Type.MouseButtonRelease else held
        event = QMouseEvent(kind, at, self.view.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.view, event)

    async def take_up(self, action_id: str) -> float:
        """Take up a tool: seconds until it can be used."""
        begun, easel = time.perf_counter(), self.workspace.easel
        self.stage.application.window.actions_table[action_id].trigger()
        await self.stage.until(lambda: easel.fillable and easel.number == self.view.number, "the frame to be ready")
        return time.perf_counter() - begun

    def spots(self) -> list[QPointF]:
        """A point of each area, the largest first."""
        sheet = self.workspace.easel.sheet
        assert sheet is not None
        labels = sheet.areas[self.workspace.easel.gap].labels
        order = np.argsort(-np.bincount(labels.ravel()), kind="stable")
        found: list[QPointF] = []
        for label in order[:24].tolist():
            rows, columns = np.nonzero(labels[::8, ::8] == label)
            if len(rows):
                middle = len(rows) // 2
                found.append(self.view.spot(float(columns[middle] * 8), float(rows[middle] * 8)))
        return found

    async def fills(self, count: int, hovering: bool) -> list[float]:
        """Fill areas with other colors, after looking at them for a moment or at once."""
        took = list[float]()
        spots = await asyncio.to_thread(self.spots)  # what it takes to find them is no work of the window's
        for at in range(count):
            color = tuple(self.chance.randrange(256) for _ in range(3))
            self.workspace.current_color.set_color((color[0], color[1], color[2]))
            spot = spots[at % len(spots)]
            self.send(QEvent.Type.MouseMove, spot, _NONE)
            if hovering:
                await asyncio.sleep(_LOOK)
            begun = time.perf_counter()
            self.send(QEvent.Type.MouseButtonPress, spot)
            took.append(await self.screen.after(begun))
            self.send(QEvent.Type.MouseButtonRelease, spot)
            await asyncio.sleep(_TURN)
        return took

    async def strokes(self, count: int) -> list[float]:
        """Draw with brushes of several sizes: the time from each event to the screen."""
        place, took = self.stage.page.canvas.picture_rect(), list[float]()
        for at in range(count):
            self.workspace.toolbox.set_size(_SIZES[at % len(_SIZES)])
            point = QPointF(self.chance.uniform(0.1, 0.9), self.chance.uniform(0.1, 0.9))
            way = QPointF(self.chance.uniform(-0.02, 0.02), self.chance.uniform(-0.02, 0.02))
            for step in range(40):
                spot = place.topLeft() + QPointF(
                    place.width() * min(max(point.x(), 0.0), 1.0), place.height() * min(max(point.y(), 0.0), 1.0)
                )
                begun = time.perf_counter()
                self.send(QEvent.Type.MouseMove if step else QEvent.Type.MouseButtonPress, spot)
                took.append(await self.screen.after(begun))
                point += way
                await asyncio.sleep(_TURN)
            self.send(QEvent.Type.MouseButtonRelease, place.center())
        return took

    async def steps(self, action_id: str, count: int) -> list[float]:
        """Undo or redo, one step after the other."""
        action, took = self.stage.application.window.actions_table[action_id], list[float]()
        for _ in range(count):
            await self.workspace.easel.settled()
            if not action.isEnabled():
                break
            begun = time.perf_counter()
            action.trigger()
            took.append(await self.screen.after(begun))
            await asyncio.sleep(0.1)
        return took


async def paint(stage: Stage) -> None:
    """Bring a shot in, lay a key, and paint on it and on a bare frame."""
    window, order = stage.application.window, stage.order
    await stage.application.open(())
    window.files_dropped.emit([Path(order.line)])
    await stage.until(lambda: window.page is not None, "the new project")
    document = stage.page.workspace.document
    await stage.until(lambda: document.shot.line is not None and not window.errands.busy, "the line art")
    for number, path in order.keys.items():
        stage.page.timeline.files_dropped.emit(number, [Path(path)])
    await stage.until(lambda: len(document.shot.keys) == len(order.keys), "the key")
    await stage.until(lambda: stage.page.workspace.coloring.queue.hello is not None, "the engine")
    await asyncio.sleep(1.0)
    painter, few = _Painter(stage), order.quick
    stage.heartbeat.phase = "painting"
    stage.tell("a frame ready to paint on", await painter.take_up("paint_fill"), "s", "with its areas")
    _tell(stage, "fill, from the click to the screen", await painter.fills(12 if few else 48, True))
    _tell(stage, "fill without looking first", await painter.fills(12 if few else 48, False))
    await painter.take_up("paint_brush")
    _tell(stage, "brush, from each event to the screen", await painter.strokes(4 if few else 16))
    begun = time.perf_counter()
    await stage.page.workspace.easel.settled()
    stage.tell("strokes on their way into the document, in the end", time.perf_counter() - begun, "s")
    await asyncio.sleep(0.5)
    _tell(stage, "undo, from the key to the screen", await painter.steps("undo", 8 if few else 30))
    _tell(stage, "redo, from the key to the screen", await painter.steps("redo", 8 if few else 30))
    stage.page.workspace.playhead.go(order.span[0] + 1)
    await painter.take_up("paint_fill")
    _tell(stage, "fill on a bare frame", await painter.fills(8 if few else 24, True))
    await stage.page.workspace.easel.settled()


def _tell(stage: Stage, name: str, seconds: list[float]) -> None:
    for share in (0.5, 0.95) if seconds else ():
        stage.tell(f"{name}, p{share * 100:.0f}", percentile(seconds, share) * 1000, "ms", f"{len(seconds)} times")
