"""Model sheets in the real window: brought in by drop, picked from by mouse and keys, made into swatches, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from menus_by_hand import right_click
from mouse_by_hand import move_mouse
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.media.errors import MediaUnreadable
from app.media.sheets import bring_in, flats_of, read_sheet, reductions
from app.project.colorizers import with_preset
from app.project.storage import open_project
from app.ui.dialogs.swatch_dialogs import NameDialog
from app.ui.handlers.sheeting import KEYS_ALONE
from app.ui.panels.sheet_panel import NO_SHEETS
from app.ui.picking import NO_SWATCH
from engine.protocol.frames import read_header

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
HAIR, COAT, SHIRT = (90, 50, 30), (40, 90, 160), (206, 54, 48)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet of three colors on white, side by side; the last one is the shirt of the drawn shots."""
    image = np.full((120, 320, 3), 255, np.uint8)
    for at, color in enumerate((HAIR, COAT, SHIRT)):
        image[20:100, 20 + 100 * at : 100 + 100 * at] = color
    path = tmp_path / "Mika.png"
    cv2.imwrite(str(path), image[..., ::-1])
    return path


def at(driver, x: int, y: int) -> QPoint:
    """Where a pixel of the sheet is seen."""
    view = driver.page.sheets.view
    place = view._lens.place(view._room())
    scale = place.width() / view._lens.size.width()
    return QPoint(round(place.left() + (x + 0.5) * scale), round(place.top() + (y + 0.5) * scale))


def test_the_color_model_is_folded_where_there_are_no_sheets_until_it_is_opened(drive: Callable, sheet: Path) -> None:
    async def shown(driver) -> None:
        await driver.opened()
        await driver.act("show_sheets")
        await driver.until(driver.page.sheets.view.isVisible, "room for sheets")

    async def again(driver) -> None:
        await driver.opened()
        sheets = driver.page.sheets
        await driver.until(sheets.isVisible, "the model sheets")
        assert sheets.folded
        await driver.until(lambda: sheets.width() < 50, "it to be narrow", 5)
        assert not sheets.view.isVisible()
        await driver.act("show_sheets")
        assert not sheets.isVisible()
        await brought(driver, sheet)
        assert sheets.width() >= 200
        await driver.act("undo")
        assert sheets.view.isVisible(), "opened is opened"

    drive(shown, "--sample")
    drive(again, "--sample")


async def brought(driver, sheet: Path) -> None:
    await driver.act("show_sheets")
    await driver.until(driver.page.sheets.isVisible, "the model sheets")
    driver.drop(driver.page.sheets.view, QPoint(20, 20), [sheet])
    await driver.until(lambda: driver.workspace.document.shot.sheets, "the sheet")
    await driver.until(lambda: driver.page.sheets.view._levels, "its picture")


def test_a_dropped_sheet_is_copied_shown_picked_from_and_undone(drive: Callable, timeline_shot, sheet: Path) -> None:
    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        page = driver.page
        assert not page.sheets.isVisible()
        driver.key(Qt.Key.Key_M, CTRL | SHIFT)
        await driver.until(page.sheets.isVisible, "the model sheets")
        assert page.sheets.view.accessibleDescription() == NO_SHEETS
        driver.key(Qt.Key.Key_M, CTRL | SHIFT)
        await driver.until(lambda: not page.sheets.isVisible(), "the model sheets to go")
        assert page.canvas.hasFocus()
        before = [segment.inputs for segment in driver.workspace.document.segments]

        await brought(driver, sheet)
        document, current = driver.workspace.document, driver.workspace.current_color
        (found,) = document.shot.sheets
        assert (found.name, (driver.workspace.folder / found.path).read_bytes()) == ("Mika", sheet.read_bytes())
        assert [segment.inputs for segment in document.segments] == before, "nothing is made from it"
        move_mouse(page.sheets.view, at(driver, 60, 60))
        await driver.until(lambda: page.sheets.told.text() == "#5a321e", "the color to be told")
        QTest.mouseClick(page.sheets.view, LEFT, pos=at(driver, 160, 60))
        assert current.color == COAT

        page.sheets.view.setFocus()
        for key in (Qt.Key.Key_Left,) * 10:
            driver.key(key, SHIFT)  # ten pixels each, from the middle
        driver.key(Qt.Key.Key_Return)
        assert current.color == HAIR
        driver.key(Qt.Key.Key_Plus)
        driver.key(Qt.Key.Key_Plus)
        assert not page.sheets.view._lens.fitted
        middle, zoomed = page.sheets.view.rect().center(), page.sheets.view.zoom
        QTest.mousePress(page.sheets.view, LEFT, pos=middle)
        move_mouse(page.sheets.view, middle + QPoint(30, 0), LEFT)
        QTest.mouseRelease(page.sheets.view, LEFT, pos=middle + QPoint(30, 0))
        assert (current.color, page.sheets.view.zoom) == (HAIR, zoomed), "a drag picks nothing"
        driver.key(Qt.Key.Key_0)
        assert page.sheets.view._lens.fitted

        await driver.act("rename_sheet")
        dialog = await driver.dialog(NameDialog)
        dialog.name.setText("Mika by day")
        driver.press_button(dialog, "Rename")
        await driver.until(lambda: page.sheets.box.currentText() == "Mika by day", "the new name")
        assert await driver.workspace.flush()
        assert [each.name for each in open_project(driver.workspace.folder).project.shots[0].sheets] == ["Mika by day"]
        await driver.act("remove_sheet")
        assert document.shot.sheets == ()
        assert page.sheets.view.accessibleDescription() == NO_SHEETS
        document.undo_stack.undo()
        await driver.until(lambda: page.sheets.view._levels, "the sheet again")

    drive(body)


def test_swatches_of_a_sheet_join_those_of_the_keys_and_a_click_on_the_picture_marks_one(
    drive: Callable, timeline_shot, sheet: Path
) -> None:
    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [timeline_shot.color[0]])
        document, palettes, table = driver.workspace.document, driver.page.panel.palettes, driver.window.actions_table
        await driver.until(lambda: palettes.nearest(SHIRT), "the keys' swatches")
        await brought(driver, sheet)
        many = len(palettes.palette_now.swatches)
        await driver.until(table["sheet_swatches"].isEnabled, "the action")
        QTest.mouseClick(driver.page.sheets.swatches_button, LEFT)
        await driver.until(lambda: palettes.nearest(COAT) is not None, "the sheet's swatches")
        sources = [source for swatch in palettes.palette_now.swatches for source in swatch.sources]
        assert len(sources) == len(set(sources))
        assert HAIR in sources
        assert sources.count(SHIRT) == 1, "the shirt is the keys' own"
        assert any(said.startswith('"Mika" has 4 flat colors: ') for said in driver.said)
        assert document.undo_stack.undoText() == "Swatches from Mika"

        QTest.mouseClick(driver.page.sheets.view, LEFT, pos=at(driver, 160, 60))
        assert palettes.marked == palettes.nearest(COAT), "the sheet's color has its swatch marked"
        await driver.act("remove_swatch")
        assert palettes.nearest(COAT) is None
        document.undo_stack.undo()
        document.undo_stack.undo()
        assert len(palettes.palette_now.swatches) == many

        await driver.until(lambda: not driver.page.canvas.image.isNull(), "the key's picture")
        image = driver.page.canvas.image
        points = ((x, y) for y in range(image.height()) for x in range(image.width()))
        x, y = next(point for point in points if image.pixelColor(*point).getRgb()[:3] == SHIRT)
        place = driver.page.canvas.picture_rect()
        scale = place.width() / image.width()
        spot = QPoint(round(place.left() + (x + 1.5) * scale), round(place.top() + (y + 1.5) * scale))
        QTest.mouseClick(driver.page.canvas, LEFT, CTRL, spot)
        assert palettes.marked == palettes.nearest(SHIRT)
        assert driver.workspace.current_color.color == SHIRT
        await driver.until(lambda: not table["remove_swatch"].isEnabled(), "a key's swatch to stay")
        assert NO_SWATCH not in driver.said

    drive(body)


def test_sheets_are_read_on_white_reduced_and_refused_when_they_are_none(tmp_path: Path, sheet: Path) -> None:
    project = tmp_path / "p.shiage"
    project.mkdir()
    clear = np.zeros((600, 900, 4), np.uint8)
    clear[100:300, 100:300] = (*COAT, 255)
    found = bring_in(clear, project)
    assert (found.name, found.path.startswith("keys/sheets/")) == ("Pasted sheet", True)
    image = read_sheet(project / found.path)
    assert image[0, 0].tolist() == [255, 255, 255]
    assert image[200, 200].tolist() == list(COAT)
    assert [level.shape[:2] for level in reductions(image)] == [(600, 900), (300, 450)]
    assert bring_in(sheet, project) == bring_in(sheet, project)
    assert {flat.color for flat in flats_of(sheet)} == {(255, 255, 255), HAIR, COAT, SHIRT}
    (tmp_path / "no.png").write_bytes(b"not a picture")
    with pytest.raises(MediaUnreadable):
        bring_in(tmp_path / "no.png", project)
    assert len(list((project / "keys" / "sheets").iterdir())) == 2
    assert not QImage(str(project / found.path)).isNull()


def test_a_sheet_is_the_reference_of_a_segment(drive: Callable, timeline_shot, sheet: Path) -> None:
    """Where the colorizer looks at one; Draft says that it does not."""

    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [timeline_shot.color[0]])
        await driver.until(lambda: driver.workspace.document.shot.keys, "a key")
        await brought(driver, sheet)
        document, before = driver.workspace.document, driver.workspace.document.shot
        await driver.act("sheet_reference")
        await driver.until(lambda: KEYS_ALONE in driver.said, "what Draft does with it")
        assert document.shot == before

        tiny = with_preset(document.shot, "quick", untrained=True)
        document.edit("Untrained", replace(tiny, settings=(*tiny.settings, ("working_height", 32))))
        driver.page.timeline.selected_segment = 0
        plain = document.segments[0].inputs
        await driver.act("sheet_reference")
        (found,) = document.shot.sheets
        assert document.segments[0].choice.sheet == found.digest
        assert document.segments[0].inputs != plain
        right_click(driver.page.timeline, driver.on_timeline(5, "segments"))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        titles = [action.text() for action in menu.actions()]
        assert 'Reference: Model sheet "Mika"' in titles
        assert "Quality: Quick, as the shot" in titles
        menu.close()
        assert 'Reference: model sheet "Mika".' in driver.page.timeline._tip(
            driver.on_timeline(5, "segments").toPointF()
        )

        await driver.act("generate")
        await driver.idle()
        (take,) = document.takes
        header = read_header(document.path(take.path))
        assert header.info["reference"] == f"sheet {found.digest}"
        assert document.segments[0].fresh
        driver.page.sheets.view.setFocus()
        await driver.act("remove_sheet")
        assert document.segments[0].inputs == plain, "without its sheet it refers to a key again"
        document.undo_stack.undo()
        assert document.segments[0].fresh

    drive(body)
