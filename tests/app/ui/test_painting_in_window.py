"""Painting in the window, with real mouse, pen and key events: fills, strokes, undo, and what becomes of the frame."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.project.model import Project, SegmentPlan, Shot, with_key, without_key
from app.project.staleness import Status, inputs_digest
from app.project.storage import create_project, open_project, save_project
from app.ui.paint.paint_view import HOLD
from app.ui.paint.toolbox import Tool
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

SIZE = (192, 128)
RED = (220, 20, 60)


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
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
        device = QPointingDevice.primaryPointingDevice()
        kinds = [QEvent.Type.TabletPress] + [QEvent.Type.TabletMove] * (len(points) - 2) + [QEvent.Type.TabletRelease]
        for kind, (x, y, pressure) in zip(kinds, points, strict=True):
            at = QPointF(self.spot(x, y))
            left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
            button = none if kind is QEvent.Type.TabletMove else left
            held = none if kind is QEvent.Type.TabletRelease else left
            event = QTabletEvent(
                kind, device, at, QPointF(self.view.mapToGlobal(at)), pressure, 0, 0, 0, 0, 0,
                Qt.KeyboardModifier.NoModifier, button, held,
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
    await driver.until(driver.window.isActiveWindow, "the window to have the keyboard", 5)
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


def test_a_fill_on_a_key_is_seen_at_once_written_and_undone(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        before, first = painter.pixels(1), painter.key(1)
        x, y = inner(painter)
        assert painter.seen(x, y) != RED
        painter.click(x, y)
        assert painter.seen(x, y) == RED  # from memory, in the same turn
        await painter.settled()
        after = painter.pixels(1)
        touched = painter.easel.sheet.touched
        assert tuple(after[y, x]) == RED
        np.testing.assert_array_equal(after[~touched], before[~touched])
        assert not touched[1, 1]
        assert driver.workspace.document.undo_stack.undoText() == "Fill"
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert painter.key(1) == first
        assert painter.seen(x, y) != RED
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert painter.key(1) != first
        assert painter.seen(x, y) == RED

    drive(body, str(project))


def test_what_a_fill_would_fill_is_seen_before_the_click(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        painter.send(QEvent.Type.MouseMove, 1, 1)
        before = painter.seen(x, y)
        painter.send(QEvent.Type.MouseMove, x, y)
        tinted = painter.seen(x, y)
        assert tinted != before
        assert abs(tinted[0] - RED[0]) < abs(before[0] - RED[0]) or abs(tinted[2] - RED[2]) < abs(before[2] - RED[2])
        assert driver.workspace.document.undo_stack.count() == 0
        QApplication.sendEvent(painter.view, QEvent(QEvent.Type.Leave))
        assert painter.seen(x, y) == before

    drive(body, str(project))


def test_a_brush_paints_beneath_the_lines_with_the_pens_pressure_and_the_eraser_clears(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_brush")
        driver.workspace.current_color.set_color(RED)
        driver.workspace.toolbox.set_size(20)
        painter.drag((20, 64), (60, 64), (100, 64))
        strong = painter.easel.sheet.touched.copy()
        assert painter.easel.sheet.color_at(60, 64) == RED
        assert strong[:, 60].sum() == pytest.approx(20, abs=1)
        painter.pen((120, 30, 0.25), (140, 30, 0.25), (150, 30, 0.25), (150, 30, 0.0))
        light = painter.easel.sheet.touched & ~strong
        assert 3 <= light[:, 135].sum() <= 7  # a quarter of the size
        await painter.settled()
        assert driver.workspace.document.undo_stack.count() == 2
        lines = painter.easel.sheet.base.lines.ink
        picture = painter.pixels(1)
        inked = strong & (lines > 0)
        assert inked.any()
        assert (picture[inked].max(axis=1) < RED[0]).all()  # the lines are still over the color
        await painter.take_up("paint_eraser")
        painter.drag((20, 64), (60, 64))
        await painter.settled()
        assert painter.easel.sheet.color_at(40, 64) is None
        assert painter.pixels(1)[64, 40, 3] == 0
        assert painter.pixels(1)[100, 40, 3] == 255

    drive(body, str(project))


def test_a_drag_with_the_bucket_is_one_step_of_undo_for_all_it_fills(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        before = painter.easel.sheet.color.copy()
        painter.drag((2, y), (x, y))
        assert painter.easel.sheet.color_at(2, y) == RED
        assert painter.easel.sheet.color_at(x, y) == RED
        await painter.settled()
        assert driver.workspace.document.undo_stack.count() == 1
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        np.testing.assert_array_equal(painter.easel.sheet.color, before)

    drive(body, str(project))


def test_undo_waits_for_the_strokes_on_their_way(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        first = painter.key(1)
        for color in (RED, (20, 200, 40), (10, 10, 200)):
            driver.workspace.current_color.set_color(color)
            painter.click(x, y)
        assert painter.easel.busy
        driver.window.actions_table["undo"].setEnabled(True)
        await driver.act("undo")
        await driver.until(lambda: not painter.easel.busy and not driver.window.errands._tasks)
        assert painter.easel.sheet.color_at(x, y) == (20, 200, 40)
        assert tuple(painter.pixels(1)[y, x, :3]) == (20, 200, 40)
        stack = driver.workspace.document.undo_stack
        assert (stack.count(), stack.index()) == (3, 2)
        stack.undo()
        stack.undo()
        assert painter.key(1) == first
        painter.click(x, y)  # paints on what is there now
        await painter.settled()
        assert stack.count() == 1
        assert tuple(painter.pixels(1)[y, x, :3]) == (10, 10, 200)

    drive(body, str(project))


def test_a_bare_frame_becomes_a_key_and_takes_colors_from_its_neighbour(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        driver.workspace.playhead.go(2)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        driver.workspace.current_color.set_color(RED)
        painter.click(x, y)
        await painter.settled()
        assert painter.pixels(2)[1, 1, 3] == 0
        assert tuple(painter.pixels(2)[y, x]) == (*RED, 255)
        await driver.act("fill_from_neighbour")
        await driver.until(lambda: driver.workspace.document.undo_stack.count() == 2, "colors from the neighbour")
        color = painter.easel.sheet.color
        assert tuple(color[y, x, :3]) == RED  # what was painted stays
        assert (color[..., 3] == 255).mean() > 0.9
        key = painter.pixels(1)
        assert tuple(color[1, 1, :3]) == tuple(key[1, 1, :3])

    drive(body, str(project))


def test_a_correction_makes_exactly_the_segments_stale_that_depend_on_it(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        document = driver.workspace.document
        await driver.until(lambda: driver.workspace.coloring.queue.engine.ready, "the engine")
        await driver.act("generate")
        await driver.until(lambda: all(segment.take for segment in document.segments), "color", 120)
        await driver.idle()
        seen = {segment.span: segment.take.pixels for segment in document.segments}
        driver.workspace.playhead.go(6)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        driver.workspace.current_color.set_color(RED)
        shown = painter.page.canvas.image.copy()
        painter.click(x, y)
        await painter.settled()
        assert painter.pixels(6).shape == (SIZE[1], SIZE[0], 3)
        touched = painter.easel.sheet.touched
        color = shown.pixelColor(2, 2)
        assert tuple(painter.pixels(6)[2, 2]) == (color.red(), color.green(), color.blue())
        assert not touched[2, 2]
        stale = {segment.span for segment in document.segments if segment.status is Status.STALE}
        expected = depending(driver, 6)
        assert stale == expected
        assert document.segment_at(6).span in stale
        await painter.take_up("paint_none")
        driver.window.actions_table["take_back"].setEnabled(True)
        await driver.act("take_back")
        assert document.shot.key(6) is None
        assert all(segment.status is Status.READY for segment in document.segments)
        assert {segment.span: segment.take.pixels for segment in document.segments} == seen

    drive(body, str(project))


def depending(driver, number: int) -> set:
    """The segments whose inputs are others with the key on this frame than without it."""
    shot = driver.workspace.document.shot
    spans = [segment.span for segment in driver.workspace.document.segments]
    seeds = {segment.span: segment.seed for segment in driver.workspace.document.segments}
    bare = without_key(shot, number)
    return {span for span in spans if inputs_digest(shot, span, seeds[span]) != inputs_digest(bare, span, seeds[span])}


def test_tools_are_taken_up_by_keys_of_the_canvas_alone_and_escape_puts_them_away(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        toolbox, canvas, field = driver.workspace.toolbox, driver.page.canvas, driver.page.transport.frame
        canvas.setFocus()
        canvas.zoom_by(2)
        driver.key(Qt.Key.Key_F)
        assert canvas.fitted  # without a tool in hand, F fits
        assert toolbox.tool is None
        for key, tool in ((Qt.Key.Key_B, Tool.BRUSH), (Qt.Key.Key_E, Tool.ERASER), (Qt.Key.Key_F, Tool.FILL),
                          (Qt.Key.Key_K, Tool.PICKER), (Qt.Key.Key_G, Tool.FILL)):  # fmt: skip
            driver.key(key)
            assert toolbox.tool is tool
        size = toolbox.size
        driver.key(Qt.Key.Key_BracketRight)
        assert toolbox.size > size
        driver.key(Qt.Key.Key_BracketLeft)
        assert toolbox.size == size
        assert driver.workspace.playhead.in_out is None
        driver.key(Qt.Key.Key_Escape)
        assert toolbox.tool is None
        field.setFocus()
        for key in (Qt.Key.Key_B, Qt.Key.Key_E, Qt.Key.Key_F, Qt.Key.Key_G):
            driver.key(key)
            assert toolbox.tool is None
        await painter.driver.until(lambda: True)

    drive(body, str(project))


def test_a_tool_whose_key_is_held_gives_the_one_before_back(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        toolbox, canvas = driver.workspace.toolbox, driver.page.canvas
        canvas.setFocus()
        driver.key(Qt.Key.Key_B)
        QTest.keyPress(canvas, Qt.Key.Key_E)
        assert toolbox.tool is Tool.ERASER
        await asyncio.sleep(HOLD + 0.05)
        QTest.keyRelease(canvas, Qt.Key.Key_E)
        assert toolbox.tool is Tool.BRUSH

    drive(body, str(project))


def test_another_key_let_go_leaves_a_tool_in_hand(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        toolbox, canvas = driver.workspace.toolbox, driver.page.canvas
        await driver.act("paint_brush")  # by its button: no key is down
        await asyncio.sleep(HOLD + 0.05)
        canvas.setFocus()
        driver.key(Qt.Key.Key_BracketRight)
        assert toolbox.tool is Tool.BRUSH
        driver.page.timeline.setFocus()
        driver.key(Qt.Key.Key_G)  # taken up where the canvas hears no key
        assert toolbox.tool is Tool.FILL
        await asyncio.sleep(HOLD + 0.05)
        canvas.setFocus()
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert toolbox.tool is Tool.FILL
        await painter.easel.settled()

    drive(body, str(project))


def test_alt_picks_a_color_and_space_pans_with_a_tool_in_hand(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        there = painter.easel.sheet.color_at(x, y)
        painter.click(x, y, Qt.KeyboardModifier.AltModifier)
        assert driver.workspace.current_color.color == there
        assert driver.workspace.document.undo_stack.count() == 0
        canvas = driver.page.canvas
        canvas.setFocus()
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        assert painter.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QTest.keyRelease(canvas, Qt.Key.Key_Space)
        assert not painter.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    drive(body, str(project))


def test_files_of_strokes_that_nothing_knows_go_when_the_project_is_closed(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        for color in (RED, (20, 200, 40), (10, 10, 200)):
            driver.workspace.current_color.set_color(color)
            painter.click(x, y)
        await painter.settled()
        assert len(list((project / "keys").glob("*_painted_*"))) == 3

    drive(body, str(project))
    key = open_project(project).project.shots[0].key(1)
    assert key is not None
    named = b"".join(path.read_bytes() for path in project.rglob("*.json")).decode()
    left = {path.name for path in (project / "keys").glob("*_painted_*")}
    assert Path(key.path).name in left
    assert all(name in named for name in left)
    assert len(left) < 3


KILLED_APP = """
import asyncio, os, signal, sys
sys.path.insert(0, sys.argv[2])
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop
from app.application import Application

app = QApplication(["shiage"])
app.setQuitOnLastWindowClosed(False)
loop = QEventLoop(app)
asyncio.set_event_loop(loop)

async def main():
    application = Application()
    await application.open([sys.argv[1]])
    while application.window.page is None:
        await asyncio.sleep(0.01)
    page = application.window.page
    workspace = page.workspace
    application.window.actions_table["paint_brush"].trigger()
    while not (workspace.easel.ready and page.paint._ready):
        await asyncio.sleep(0.01)
    workspace.toolbox.set_size(10)
    for x, color in ((40, (220, 20, 60)), (80, (20, 200, 40)), (120, (10, 10, 200))):
        workspace.current_color.set_color(color)
        at = QPointF(page.paint.spot(x, 20))
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            QApplication.sendEvent(page.paint, QMouseEvent(
                kind, at, QPointF(page.paint.mapToGlobal(at)), Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier))
        if x < 120:
            await workspace.easel.settled()
            while workspace.easel._saving:
                await asyncio.sleep(0.005)
    print("painted", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

loop.run_until_complete(main())
"""


def test_a_killed_app_loses_at_most_its_last_stroke(project: Path, home: Path, tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED_APP)
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, str(script), str(project), str(root)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "painted" in done.stdout, done.stderr
    assert done.returncode == -signal.SIGKILL
    key = open_project(project).project.shots[0].key(1)
    assert key is not None
    picture = read_still(project / key.path)
    assert tuple(picture[20, 40]) == (220, 20, 60)
    assert tuple(picture[20, 80]) == (20, 200, 40)


def test_a_project_that_was_killed_while_painting_opens_again_and_is_painted_on(
    drive: Callable, project: Path, home: Path, tmp_path: Path
) -> None:
    (project / "keys" / "0001_painted_0123456789abcdef.png").write_bytes(b"half a stroke")

    async def body(driver) -> None:
        painter = await painter_in(driver)
        assert not list((project / "keys").glob("*_painted_*"))  # nobody knows it
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        painter.click(x, y)
        await painter.settled()
        assert tuple(painter.pixels(1)[y, x, :3]) == RED

    drive(body, str(project))
