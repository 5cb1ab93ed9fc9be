"""The palette in the real window: swatches of the keys, other colors in every frame of a take, palettes, files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QComboBox, QFileDialog, QLineEdit

from app.headless.export import Wish, export
from app.headless.output import output
from app.media.pictures import ShotPictures
from app.project.colorizers import flat_cels, with_preset
from app.project.palette_files import read_palette
from app.project.storage import open_project
from app.ui.dialogs.swatch_dialogs import NameDialog, PickDialog
from app.ui.panels.rows import ROW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
SHIRT, NIGHT = (206, 54, 48), (20, 30, 90)


def panel(driver):
    return driver.page.panel.palettes


def action(driver, name: str):
    return driver.window.actions_table[name]


async def begin(driver, shot) -> None:
    """Line art with a key on frame 1, and the key's swatches found."""
    await driver.begin(shot.line_folder)
    driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
    await driver.until(lambda: driver.workspace.document.shot.keys, "a key")
    await driver.until(lambda: panel(driver).palette_now.swatches, "the swatches")


async def colored(driver) -> None:
    """The shot is colored by Draft."""
    await driver.act("generate")
    await driver.until(lambda: driver.workspace.document.takes, "a take", 240)
    await driver.idle()


def mark(driver, color: tuple[int, int, int]) -> None:
    """Mark the swatch that stands for a color."""
    swatches = panel(driver).palette_now.swatches
    panel(driver).list.setCurrentRow(next(at for at, each in enumerate(swatches) if color in each.sources))


async def change_color(driver, source: tuple[int, int, int], color: tuple[int, int, int]) -> None:
    """Change a swatch through its dialog."""
    mark(driver, source)
    await driver.act("edit_swatch")
    dialog = await driver.dialog(QColorDialog)
    dialog.setCurrentColor(QColor(*color))
    driver.press_button(dialog, "Use this color")
    await driver.until(lambda: color in [to for _, to in driver.workspace.document.shot.palettes.shown.mapping])


def counted(driver, color: tuple[int, int, int]) -> int:
    """How many pixels of the canvas's picture have a color."""
    image = driver.page.canvas.image
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return int((raw[:, : image.width(), 2::-1] == color).all(axis=2).sum())


def test_a_swatch_recolors_key_and_takes_with_undo_and_nothing_gets_stale(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await colored(driver)
        document = driver.workspace.document
        before, takes = [segment.status for segment in document.segments], document.takes
        for number in (1, 10):
            driver.workspace.playhead.go(number)
            await driver.until(lambda: counted(driver, SHIRT) > 100, "the shirt")
        await change_color(driver, SHIRT, NIGHT)
        for number in (10, 1, 17):
            driver.workspace.playhead.go(number)
            await driver.until(lambda: counted(driver, NIGHT) > 100, "the shirt at night")
            assert counted(driver, SHIRT) == 0
        assert [segment.status for segment in document.segments] == before
        assert document.takes == takes
        assert not driver.workspace.coloring.queue.busy
        assert document.undo_stack.undoText().startswith("Change color of")
        await driver.act("undo")
        await driver.until(lambda: counted(driver, SHIRT) > 100, "the shirt by day")
        await driver.act("redo")
        await driver.until(lambda: counted(driver, NIGHT) > 100, "the shirt at night")
        pictures = ShotPictures(document.shot, document.segments, document.folder)
        assert (pictures.picture(10, "picture") == NIGHT).all(axis=2).sum() > 100

    drive(body)


def test_a_changed_swatch_wears_a_mark_however_narrow_its_row_is(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await change_color(driver, SHIRT, NIGHT)
        swatches = panel(driver).list
        at = swatches.currentRow()
        rows = [swatches.item(row).data(ROW) for row in range(swatches.count())]
        assert [row.icon for row in rows] == ["changed" if row == at else "" for row in range(len(rows))]
        swatches.scrollToItem(swatches.item(at))
        place = swatches.visualItemRect(swatches.item(at))
        with_mark = swatches.viewport().grab(place).toImage()
        assert "changed" in swatches.item(at).text(), "said to a screen reader and in the tip"
        assert "changed" in swatches.item(at).toolTip()
        swatches.show_row(at, replace(rows[at], icon=""))
        assert swatches.viewport().grab(place).toImage() != with_mark

    drive(body)


def test_trying_a_color_shows_it_and_leaving_it_changes_nothing(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await driver.until(lambda: counted(driver, SHIRT) > 100, "the shirt")
        driver.window.resize(1280, 720)
        mark(driver, SHIRT)
        await driver.until(action(driver, "edit_swatch").isEnabled, "the action")
        panel(driver).list.setFocus()
        driver.key(Qt.Key.Key_Return)
        dialog = await driver.dialog(QColorDialog)
        await driver.until(dialog.isVisible, "the dialog")
        canvas = driver.page.canvas
        middle = canvas.mapToGlobal(canvas.rect().center())
        beyond = max(0, driver.window.geometry().right() - driver.window.screen().availableGeometry().right())
        place = dialog.geometry().translated(beyond, 0)  # as on a screen that has room for the window
        assert not place.contains(middle), "what is tried is to be seen"
        right = canvas.mapTo(driver.window, canvas.picture_rect().toRect().topRight()).x()
        assert dialog.frameGeometry().width() < driver.window.width() - right, "beside the picture there is room for it"
        dialog.setCurrentColor(QColor(*NIGHT))
        await driver.until(lambda: counted(driver, NIGHT) > 100, "the color that is tried")
        dialog.reject()
        await driver.until(lambda: counted(driver, SHIRT) > 100, "the color of before")
        assert driver.workspace.document.shot.palettes.each == ()

    drive(body)


def test_day_and_night_are_cloned_named_chosen_saved_and_exported(drive, timeline_shot, tmp_path: Path):
    folders: list[Path] = []

    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await colored(driver)
        document = driver.workspace.document
        await driver.act("clone_palette")
        dialog = await driver.dialog(NameDialog)
        assert dialog.text == "Night"
        dialog.accept()
        await driver.until(lambda: len(document.shot.palettes.each) == 2, "the clone")
        await change_color(driver, SHIRT, NIGHT)
        assert [panel(driver).box.itemText(row) for row in (0, 1)] == ["Day", "Night"]
        assert panel(driver).box.currentText() == "Night"
        panel(driver).box.setFocus()
        driver.key(Qt.Key.Key_Up)
        await driver.until(lambda: document.shot.palettes.shown.name == "Day", "the day")
        await driver.until(lambda: counted(driver, SHIRT) > 100, "the shirt by day")
        await driver.act("next_palette")
        await driver.until(lambda: counted(driver, NIGHT) > 100, "the shirt at night")
        mark(driver, SHIRT)
        await driver.act("rename_swatch")
        dialog = await driver.dialog(NameDialog)
        dialog.name.setText("Shirt")
        dialog.accept()
        await driver.until(lambda: "Shirt" in panel(driver).list.item(panel(driver).list.currentRow()).text())
        await driver.act("rename_palette")
        dialog = await driver.dialog(NameDialog)
        dialog.name.setText("Evening")
        dialog.accept()
        await driver.until(lambda: document.shot.palettes.shown.name == "Evening", "the name")
        assert {each.swatch(SHIRT).name for each in document.shot.palettes.each} == {"Shirt"}
        await driver.workspace.flush()
        folders.append(document.folder)

    drive(body)
    opened = open_project(folders[0]).project.shots[0].palettes
    assert opened.shown.name == "Evening"
    assert dict(opened.shown.mapping)[SHIRT] == NIGHT
    report = export(folders[0], Wish("png", tmp_path / "out", layer="color"), output("export", as_json=True))
    from engine.imaging.stills import read_still

    frames = [read_still(path) for path in sorted(report.path.glob("*.png"))]
    assert len(frames) == report.frames > 10
    for frame in frames:
        assert (frame == NIGHT).all(axis=2).sum() > 100
        assert not (frame == SHIRT).all(axis=2).any()


def test_swatches_merge_fall_apart_and_reset(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        document = driver.workspace.document
        count = len(panel(driver).palette_now.swatches)
        into = next(each.id for each in panel(driver).palette_now.swatches if each.id != SHIRT)
        mark(driver, SHIRT)
        await driver.act("merge_swatch")
        dialog = await driver.dialog(PickDialog)
        assert dialog.swatches.count() == count - 1
        dialog.swatches.setCurrentIndex(dialog.swatches.findText(dialog.swatches.itemText(0)))
        assert dialog.picked == into
        driver.press_button(dialog, "Merge")
        await driver.until(lambda: len(panel(driver).palette_now.swatches) == count - 1, "the merge")
        assert dict(document.shot.palettes.shown.mapping)[SHIRT] == into
        mark(driver, SHIRT)
        await driver.act("reset_swatch")
        assert len(panel(driver).palette_now.swatches) == count
        assert document.shot.palettes.shown.mapping == ()
        await change_color(driver, SHIRT, NIGHT)
        await driver.act("reset_palette")
        await driver.until(lambda: document.shot.palettes.shown.mapping == (), "the reset")
        await driver.act("remove_palette")
        await driver.until(lambda: document.shot.palettes.each == (), "the removal")

    drive(body)


@pytest.mark.parametrize("suffix", [".gpl", ".ase", ".aco", ".tpl"])
def test_a_palette_goes_out_and_comes_back_in(drive, timeline_shot, tmp_path: Path, suffix: str):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        document = driver.workspace.document
        await change_color(driver, SHIRT, NIGHT)
        await driver.act("export_palette")
        path = tmp_path / f"out{suffix}"
        await driver.name_file(path)
        await driver.until(path.exists, "the file")
        assert NIGHT in [color for _, color in read_palette(path.read_bytes(), suffix).entries]
        await driver.act("reset_palette")
        await driver.act("import_palette")
        await driver.name_file(path)
        await driver.until(lambda: len(document.shot.palettes.each) == 2, "the import")
        assert dict(document.shot.palettes.shown.mapping)[SHIRT] == NIGHT
        assert any("1 of" in sentence for sentence in driver.said)
        (tmp_path / f"bad{suffix}").write_bytes(b"no palette")
        await driver.act("import_palette")
        await driver.name_file(tmp_path / f"bad{suffix}")
        await driver.until(lambda: any("Choose another" in s or "choose another" in s for s in driver.said), "a word")
        assert len(document.shot.palettes.each) == 2

    drive(body)


def test_a_palette_is_saved_under_a_name_that_tells_whose_it_is_as_a_kind_that_is_chosen(
    drive, timeline_shot, tmp_path
):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        shown = driver.workspace.document.shot
        await driver.act("export_palette")
        dialog = await driver.dialog(QFileDialog)
        name = f"{shown.name} {shown.palettes.shown.name}"
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field.text() == f"{name}.gpl"
        kinds = dialog.findChild(QComboBox, "fileTypeCombo")
        assert [kinds.itemText(at) for at in range(kinds.count())] == [
            "GIMP palette (*.gpl)", "Adobe swatch exchange (*.ase)", "Adobe colors (*.aco)", "OpenToonz palette (*.tpl)"
        ]  # fmt: skip
        QTest.keyClick(kinds, Qt.Key.Key_Down)
        assert field.text() == f"{name}.ase"
        field.setText(str(tmp_path / "bare"))
        dialog.accept()
        await driver.until((tmp_path / "bare.ase").exists, "the file")

    drive(body)


def test_the_panel_is_for_keyboard_and_screen_reader(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        assert panel(driver).list.accessibleName() == "Swatches of the palette"
        assert panel(driver).box.accessibleName() == "Palette shown"
        texts = [panel(driver).list.item(row).text() for row in range(panel(driver).list.count())]
        assert all("#" in text and "%" in text for text in texts)
        shown = [each.id for each in panel(driver).palette_now.swatches]
        assert SHIRT in shown
        assert json.dumps(texts).count("%") > 2
        panel(driver).list.setFocus()
        panel(driver).list.setCurrentRow(0)
        QTest.keyClick(panel(driver).list, Qt.Key.Key_Down)
        assert panel(driver).marked == panel(driver).palette_now.swatches[1]
        menus: list[QPoint] = []
        panel(driver).menu_wanted.connect(menus.append)
        await driver.until(action(driver, "edit_swatch").isEnabled, "the action")

    drive(body)


def test_flat_cels_are_an_option_of_longanimation_and_make_its_segments_stale(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        document = driver.workspace.document
        assert not panel(driver).flat.isVisible()
        document.edit("Colorizer", with_preset(document.shot, "quick", untrained=True))
        assert panel(driver).flat.isVisible()
        before = document.segments[0].inputs
        await driver.until(action(driver, "flat_cels").isEnabled, "the option")
        panel(driver).flat.click()
        assert flat_cels(document.shot)
        assert panel(driver).flat.isChecked()
        assert document.segments[0].inputs != before
        assert flat_cels(with_preset(document.shot, "final", untrained=True))
        panel(driver).flat.click()
        assert document.segments[0].inputs == before
        assert not panel(driver).flat.isChecked()

    drive(body)


def test_a_swatch_is_called_by_its_color_until_the_artist_names_it_or_there_are_several_palettes(drive, timeline_shot):
    async def body(driver) -> None:
        await begin(driver, timeline_shot)

        def name() -> str:
            return next(each.name for each in panel(driver).palette_now.swatches if SHIRT in each.sources)

        assert name() == "Red"
        await change_color(driver, SHIRT, (20, 160, 40))
        assert name() == "Green"
        await driver.act("undo")
        assert name() == "Red"
        await driver.act("clone_palette")
        (await driver.dialog(NameDialog)).accept()
        await driver.until(lambda: len(driver.workspace.document.shot.palettes.each) == 2, "the clone")
        await change_color(driver, SHIRT, (20, 160, 40))
        assert name() == "Red"

    drive(body)
