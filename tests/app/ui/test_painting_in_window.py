"""Painting in the window, with real mouse, pen and key events: fills, strokes, undo, and what becomes of the frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from painting_hand import RED, SIZE, inner, painter_in, project_to_paint
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication

from app.project.model import without_key
from app.project.staleness import Status, inputs_digest
from app.ui.paint.hand import ON_LINE
from app.ui.paint.toolbox import Tool
from app.ui.viewer import overlay
from engine.imaging.filling import Area

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


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


def test_a_click_on_a_line_fills_what_is_seen_before_it_or_says_that_nobody_can_tell(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        sheet, view = painter.easel.sheet, painter.view
        rows, columns = np.nonzero(sheet.areas[painter.easel.gap].lines)
        places = [(int(x), int(y)) for x, y in zip(columns, rows)]
        targets = {at: view.hand.aimed(QPointF(*at)) for at in places}
        clear = next(at for at, target in targets.items() if target is not None and _inside(at))
        unclear = next(at for at, target in targets.items() if target is None and _inside(at))
        before = sheet.color.copy()
        painter.send(QEvent.Type.MouseMove, *unclear)
        assert view._preview is None
        painter.click(*unclear)
        np.testing.assert_array_equal(sheet.color, before)
        assert [notice.sentence for notice in driver.window.notices.shown] == [ON_LINE]
        painter.send(QEvent.Type.MouseMove, *clear)
        preview = view._preview
        assert preview is not None
        seen = preview.area
        painter.click(*clear)
        changed = (sheet.color != before).any(axis=2)
        assert changed.any()
        assert not changed[~_whole(seen, changed.shape)].any()
        filled = targets[clear]
        assert filled is not None
        assert sheet.color_at(*filled) == RED
        await painter.settled()
        assert driver.workspace.document.undo_stack.count() == 1

    drive(body, str(project))


def _inside(at: tuple[int, int]) -> bool:
    return 8 < at[0] < SIZE[0] - 8 and 8 < at[1] < SIZE[1] - 8


def _whole(area: Area, shape: tuple[int, int]) -> np.ndarray:
    """(H, W) bool: an area and the soft edge beside it."""
    mask = np.zeros(shape, np.uint8)
    mask[area.window] = area.mask
    return cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0


def test_the_color_under_the_pointer_is_no_mark_of_what_is_unpainted(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(
        overlay, "readout", lambda painter, room, x, y, color: told.append((x, y, color.name() if color else ""))
    )

    async def body(driver) -> None:
        painter = await painter_in(driver)
        driver.workspace.playhead.go(3)
        await painter.take_up("paint_fill")
        await driver.act("mark_unpainted")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        painter.send(QEvent.Type.MouseMove, x, y)
        await driver.until(lambda: told and told[-1] == (x, y, ""), "the word for unpainted")
        painter.click(x, y)
        await driver.until(lambda: told[-1] == (x, y, "#dc143c"), "the color")
        await painter.settled()

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


def test_lines_hold_brush_and_eraser_where_that_is_wanted(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        gaps = driver.page.options.gap_box
        driver.window.resize(1800, 900)  # with room for all of a tool's options
        await painter.take_up("paint_brush")
        assert not gaps.isVisible()
        await driver.act("stay_inside")
        await driver.until(gaps.isVisible, "the choice of gaps, which count for the brush too then")
        driver.workspace.current_color.set_color(RED)
        driver.workspace.toolbox.set_size(20)
        sheet, (x, y) = painter.easel.sheet, inner(painter)
        labels = sheet.areas[painter.easel.gap].labels
        own, before = labels == labels[y, x], sheet.color.copy()
        painter.drag((x, y), (2, y), (2, 2))
        assert sheet.color_at(x, y) == RED
        np.testing.assert_array_equal(sheet.color[~own], before[~own])
        edge = x - own[y, x::-1].argmin() + 1
        assert 2 < edge < x
        assert (sheet.color[y, edge : x + 1, :3] == RED).all(), "up to the line and beneath it"
        painter.drag((-40, y), (x, y), (2, y))  # from beside the picture: the area that it comes into first
        assert sheet.color_at(2, y) == RED
        np.testing.assert_array_equal(sheet.color[own & ~sheet.touched], before[own & ~sheet.touched])
        await painter.take_up("paint_eraser")
        before = sheet.color.copy()
        painter.drag((x, y), (2, y))
        assert sheet.color_at(x, y) is None
        np.testing.assert_array_equal(sheet.color[~own], before[~own])
        await driver.act("stay_inside")
        painter.drag((x, y), (2, y))
        assert sheet.color_at(2, y) is None
        await painter.settled()
        assert driver.workspace.document.undo_stack.count() == 4

    drive(body, str(project))


def test_lines_hold_a_stroke_as_they_did_when_it_began(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_brush")
        toolbox = driver.workspace.toolbox
        driver.workspace.current_color.set_color(RED)
        toolbox.set_size(20)
        toolbox.set_inside(True)
        sheet, (x, y) = painter.easel.sheet, inner(painter)
        labels = sheet.areas[painter.easel.gap].labels
        own, before = labels == labels[y, x], sheet.color.copy()
        painter.send(QEvent.Type.MouseButtonPress, x, y)
        toolbox.set_inside(False)
        painter.send(QEvent.Type.MouseMove, 2, y)
        painter.send(QEvent.Type.MouseButtonRelease, 2, y)
        np.testing.assert_array_equal(sheet.color[~own], before[~own])
        assert sheet.color_at(x, y) == RED
        await painter.settled()
        toolbox.set_inside(True)
        toolbox.set_gap(toolbox.gap - 1)
        assert not painter.easel.fillable, "its areas are still to be found"
        painter.drag((2, y), (x, y))
        assert painter.view.hand.waiting
        assert sheet.color_at(2, y) != RED
        await painter.ready()
        await painter.settled()
        assert sheet.color_at(2, y) == RED, "painted once they are"
        assert driver.workspace.document.undo_stack.count() == 2
        driver.workspace.toolbox.set_gap(0)
        painter.send(QEvent.Type.MouseButtonPress, 2, y)
        driver.key(Qt.Key.Key_Escape)
        assert not painter.view.hand.down
        assert toolbox.tool is Tool.BRUSH, "the stroke was called off, not the tool put away"

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


def test_a_neighbour_that_cannot_be_read_is_told_of(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        driver.workspace.playhead.go(2)
        key = driver.workspace.document.shot.key(1)
        (project / key.path).unlink()
        await driver.act("fill_from_neighbour")
        said = "The colors of frame 1 cannot be used: "
        await driver.until(lambda: any(text.startswith(said) for text in driver.said), "the notice")

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
