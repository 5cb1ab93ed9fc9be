"""The hand of an artist who paints in the window with mouse and pen, and a project to paint in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.project.model import Project, SegmentPlan, Shot, with_key
from app.project.storage import create_project, save_project
from engine.imaging.stills import read_still

SIZE = (192, 128)
RED = (220, 20, 60)


def project_to_paint(make_shot: Callable, tmp_path: Path) -> Path:
    """A saved project of twelve frames with a key on the first."""
    drawn = make_shot(tmp_path / "drawn", frames=12, size=SIZE)
    folder = tmp_path / "painted.shiage"
    create_project(folder)
    line = import_line_art([drawn.line_folder], folder).line
    shot = Shot("shot1", "painted", line=line, plan=SegmentPlan(4))
    save_project(folder, Project((with_key(shot, lay_key(drawn.color[0], line, 1, folder).key),)))
    return folder


class Painter:
    """The hand of the artist."""

    def __init__(self, driver) -> None:
        self.driver, self.page = driver, driver.page
        self.view, self.easel, self.down = driver.page.paint, driver.workspace.easel, False

    def spot(self, x: float, y: float) -> QPoint:
        """Where a pixel of the line art is on the canvas."""
        return self.view.spot(x, y).toPoint()

    def send(self, kind: QEvent.Type, x: float, y: float, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        """A mouse event at a pixel of the line art, as the window system sends it."""
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        button = none if kind is QEvent.Type.MouseMove else left
        self.down = kind is QEvent.Type.MouseButtonPress or (self.down and kind is QEvent.Type.MouseMove)
        at = QPointF(self.spot(x, y))
        globally = QPointF(self.view.mapToGlobal(at))
        held = left if self.down else none
        QApplication.sendEvent(self.view, QMouseEvent(kind, at, globally, button, held, modifiers))

    def click(self, x: float, y: float, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        for kind in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self.send(kind, x, y, modifiers)

    def drag(self, *points: tuple[float, float]) -> None:
        self.send(QEvent.Type.MouseButtonPress, *points[0])
        for point in points[1:]:
            self.send(QEvent.Type.MouseMove, *point)
        self.send(QEvent.Type.MouseButtonRelease, *points[-1])

    def pen(self, *points: tuple[float, float, float]) -> None:
        """A stroke of a pen through pixels, each with its pressure."""
        kinds = [QEvent.Type.TabletPress] + [QEvent.Type.TabletMove] * (len(points) - 2) + [QEvent.Type.TabletRelease]
        for kind, (x, y, pressure) in zip(kinds, points, strict=True):
            self._pen_event(kind, x, y, pressure, kind is not QEvent.Type.TabletRelease)

    def hover_pen(self, x: float, y: float) -> None:
        """A pen comes over a pixel without touching it."""
        self._pen_event(QEvent.Type.TabletMove, x, y, 0.0, False)

    def _pen_event(self, kind: QEvent.Type, x: float, y: float, pressure: float, down: bool) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        device, at = QPointingDevice.primaryPointingDevice(), QPointF(self.spot(x, y))
        event = QTabletEvent(
            kind, device, at, QPointF(self.view.mapToGlobal(at)), pressure, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, none if kind is QEvent.Type.TabletMove else left, left if down else none,
        )  # fmt: skip
        QApplication.sendEvent(self.view, event)

    async def ready(self, number: int | None = None) -> None:
        number = self.driver.workspace.playhead.number if number is None else number
        await self.driver.until(
            lambda: self.easel.ready and self.easel.number == number and self.easel.fillable and self.view._ready,
            "the frame to be ready to paint on",
        )

    async def take_up(self, action_id: str) -> None:
        await self.driver.act(action_id)
        if action_id != "paint_none":
            await self.ready()

    async def settled(self) -> None:
        await self.driver.until(lambda: not self.easel.busy, "strokes to be in the document")

    def key(self, number: int):
        return self.driver.workspace.document.shot.key(number)

    def pixels(self, number: int) -> np.ndarray:
        key = self.key(number)
        assert key is not None
        return read_still(self.driver.workspace.folder / key.path)

    def seen(self, x: float, y: float) -> tuple[int, int, int]:
        color = self.page.canvas.grab().toImage().pixelColor(self.spot(x, y))
        return color.red(), color.green(), color.blue()


async def painter_in(driver) -> Painter:
    await driver.opened()
    await driver.keyboard()
    await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
    return Painter(driver)


def inner(painter: Painter) -> tuple[int, int]:
    """A pixel well inside an area that is not around everything: of those, in the largest."""
    sheet = painter.easel.sheet
    areas = sheet.areas[painter.easel.gap]
    outside = areas.labels[1, 1]
    counts = np.bincount(areas.labels.ravel())
    counts[outside] = 0
    inside = areas.labels == counts.argmax()
    deep = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    y, x = np.unravel_index(int(deep.argmax()), deep.shape)
    return int(x), int(y)
