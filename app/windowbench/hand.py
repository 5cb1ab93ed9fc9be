"""An artist's hand on the real window: mouse and key events with moments between them, each press counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QDialog, QLineEdit, QToolButton, QWidget
from shiboken6 import isValid

from app.bench.rig import BenchFailed
from app.project.palettes import Color
from app.windowbench.stage import Stage

_BEAT = 0.12  # seconds that a hand takes between two presses
_POINT = 1 / 120  # seconds between two points of a line that is drawn
_LEFT = Qt.MouseButton.LeftButton
_PLAIN, _ALT, _CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


async def _outside(event: Callable[[], object]) -> None:
    """Send an event from the loop rather than from a task: sending goes round Qt's loop, which may step other tasks."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def send() -> None:
        event()
        done.set_result(None)

    QTimer.singleShot(0, send)
    await done


class Hand:
    """Presses and counts. `clicks` and `keys` are all so far."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.clicks = 0
        self.keys = 0

    async def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN, on: QWidget | None = None) -> None:
        """Press a key where the keyboard is, or on a widget."""
        self.keys += 1
        widget = on or QApplication.focusWidget() or self._stage.application.window
        await _outside(lambda: QTest.keyClick(widget, key, modifiers))
        await asyncio.sleep(_BEAT)

    async def click(self, widget: QWidget, at: QPoint, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Click with the left button on what lies there."""
        place = widget.mapToGlobal(at)
        await self._clear(place)
        self.clicks += 1
        target = QApplication.widgetAt(place) or widget
        there = target.mapFromGlobal(place)
        await _outside(lambda: QTest.mouseMove(target, there))
        await asyncio.sleep(_BEAT)
        await _outside(lambda: QTest.mouseClick(target, _LEFT, modifiers, there))
        await asyncio.sleep(_BEAT)

    async def _clear(self, place: QPoint) -> None:
        """Close the notices that lie over a place."""
        for notice in self._stage.application.window.notices.shown:
            if isValid(notice) and notice.rect().contains(notice.mapFromGlobal(place)):  # one may have gone meanwhile
                button = notice.findChild(QToolButton)
                assert button is not None
                self.clicks += 1
                await _outside(lambda button=button: QTest.mouseClick(button, _LEFT))
                await asyncio.sleep(_BEAT)

    async def click_picture(self, x: float, y: float, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Click on a pixel of the picture, which is in view."""
        await self.click(self._stage.page.canvas, self._on_canvas(x, y), modifiers)

    def _on_canvas(self, x: float, y: float) -> QPoint:
        """Where a pixel of the picture is on the canvas."""
        place = self._stage.page.canvas.picture_rect()
        scale = place.width() / self._stage.page.viewer.full_size.width()
        return (place.topLeft() + QPointF((x + 0.5) * scale, (y + 0.5) * scale)).toPoint()

    async def draw(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw through pixels of the picture, which are in view, with the button held; counts as one click."""
        canvas = self._stage.page.canvas
        await self._clear(canvas.mapToGlobal(self._on_canvas(*points[0])))
        self.clicks += 1
        places = [canvas.mapToGlobal(self._on_canvas(*point)) for point in points]
        target = QApplication.widgetAt(places[0]) or canvas
        first, last = (target.mapFromGlobal(place) for place in (places[0], places[-1]))
        await _outside(lambda: QTest.mousePress(target, _LEFT, _PLAIN, first))
        for place in places[1:]:
            await _outside(lambda place=place: QTest.mouseMove(target, target.mapFromGlobal(place)))
            await asyncio.sleep(_POINT)
        await _outside(lambda: QTest.mouseRelease(target, _LEFT, _PLAIN, last))
        await asyncio.sleep(_BEAT)

    async def go(self, number: int) -> None:
        """Click on a frame of the timeline."""
        timeline = self._stage.page.timeline
        at = QPointF(timeline.geometry_now.center(number), 8)
        await self.click(timeline, at.toPoint())
        await self._stage.until(lambda: self._stage.page.workspace.playhead.number == number, f"frame {number}")

    async def type_color(self, color: Color) -> None:
        """Choose a color by its number in the dialog."""
        self._stage.page.canvas.setFocus()
        await self.press(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
        dialog = await self.dialog(QColorDialog)
        fields = [field for field in dialog.findChildren(QLineEdit) if field.text().startswith("#")]
        if not fields:
            raise BenchFailed("The color dialog has no field for a color's number.")
        fields[0].setFocus()
        fields[0].selectAll()
        words = "#{:02x}{:02x}{:02x}".format(*color)
        self.keys += len(words)
        await _outside(lambda: QTest.keyClicks(fields[0], words))
        await self.press(Qt.Key.Key_Return, on=fields[0])
        await self._stage.until(lambda: self._stage.page.workspace.current_color.color == color, "the typed color")

    async def dialog(self, kind: type[QDialog]) -> QDialog:
        """The dialog of this kind, once it is there."""
        await self._stage.until(lambda: isinstance(QApplication.activeModalWidget(), kind), f"a {kind.__name__}")
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    async def generate(self) -> None:
        """Ctrl+Enter."""
        self._stage.page.canvas.setFocus()
        await self.press(Qt.Key.Key_Return, _CTRL)

    async def undo(self) -> None:
        """Ctrl+Z."""
        await self.press(Qt.Key.Key_Z, _CTRL)

    async def pick(self, x: float, y: float) -> None:
        """Pick the color of a pixel: Alt and a click."""
        await self.click_picture(x, y, _ALT)
