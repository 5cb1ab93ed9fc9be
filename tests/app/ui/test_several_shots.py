"""Several shots in the window: imported at once, laid out by an edit, gone through by key and click, sharing colors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from film_seen import current, in_shot, listed, names
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from app.language import tr, use
from app.media.batch import find_shots, make_project
from app.media.keys import lay_key
from app.media.shots import Beside
from app.project.model import Project, Span, with_key
from app.project.shot_list import Place, ShotList, read_list, write_list
from app.project.staleness import Status
from app.project.storage import open_project, save_project
from app.ui.dialogs.asking import Choice
from app.ui.dialogs.import_dialog import ImportDialog
from app.ui.dialogs.shots_dialog import ShotsDialog
from app.ui.handlers.sharing import PickShotDialog
from app.ui.panels.shots_bar import ShotButton
from app.ui.shot_states import ShotState

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = ("sc010", "sc020", "sc030")
EDL = """TITLE: Reel
001  AX  V  C  00:00:00:01 00:00:00:07 01:00:00:00 01:00:00:06
* FROM CLIP NAME: SC030.mov
002  AX  V  C  00:00:00:03 00:00:00:06 01:00:00:06 01:00:00:09
* FROM CLIP NAME: sc010_v002
003  AX  V  C  00:00:00:00 00:00:01:00 01:00:00:09 01:00:01:09
* FROM CLIP NAME: sc099
"""


@pytest.fixture
def drawn(make_shot: Callable, tmp_path: Path) -> Path:
    """Three shots of six drawings, each in a folder of its own: `sc010/line`, and so on."""
    for name in NAMES:
        make_shot(tmp_path / "lineart" / name, frames=6, size=(64, 48))
    return tmp_path / "lineart"


@pytest.fixture
def film(drawn: Path, tmp_path: Path) -> Path:
    """The three as projects beside one another, with a key each."""
    folder = tmp_path / "film"
    for found in find_shots([drawn]):
        project = folder / f"{found.name}.shiage"
        make_project(found, project, Fraction(24))
        shot = open_project(project).project.shots[0]
        assert shot.line is not None
        key = lay_key(drawn / found.name / "color" / "0001.png", shot.line, 1, project).key
        save_project(project, Project((with_key(shot, key),)))
    return folder


def test_a_folder_of_shots_dropped_on_the_window_becomes_projects(drive: Callable, drawn: Path, tmp_path: Path) -> None:
    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [drawn])
        dialog = await driver.dialog(ShotsDialog)
        assert [dialog.list.topLevelItem(at).text(0) for at in range(3)] == list(NAMES)
        assert dialog.list.topLevelItem(0).text(1) == "6 (1-6)"
        assert dialog.list.topLevelItem(0).text(2) == "64 x 48"
        dialog.list.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)
        assert dialog.target == tmp_path / "lineart Shiage"
        driver.press_button(dialog, "Import")
        await driver.until(lambda: any("2 shots were imported" in text for text in driver.said), "the import")
        await listed(driver, 2)
        await in_shot(driver, "sc010")
        assert names(driver) == ["sc010", "sc030"]

    drive(body)
    folder = tmp_path / "lineart Shiage"
    assert sorted(path.name for path in folder.iterdir()) == ["sc010.shiage", "sc030.shiage", "shots.json"]
    shot = open_project(folder / "sc030.shiage").project.shots[0]
    assert shot.line is not None
    assert shot.line.span == Span(1, 6)
    assert shot.name == "sc030"


def test_a_shot_with_damaged_drawings_is_imported_without_them_where_it_is_ticked(
    drive: Callable, drawn: Path, tmp_path: Path
) -> None:
    spoiled = [drawn / "sc020" / "line" / f"000{number}.png" for number in (3, 5)]
    for path in spoiled:
        path.write_bytes(path.read_bytes()[:-20])

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [drawn])
        dialog = await driver.dialog(ShotsDialog)
        assert [row.name for row in dialog.wanted] == ["sc010", "sc030"]
        item = dialog.list.topLevelItem(1)
        assert item.text(6).startswith("2 drawings cannot be read (0003.png, 0005.png); the others can be imported")
        item.setCheckState(0, Qt.CheckState.Checked)
        driver.press_button(dialog, "Import")
        await driver.until(lambda: any("3 shots were imported" in text for text in driver.said), "the import")
        assert any("Frames 3 and 5 are damaged and left out" in text for text in driver.said)

    drive(body)
    shot = open_project(tmp_path / "lineart Shiage" / "sc020.shiage").project.shots[0]
    assert shot.line is not None
    assert (shot.line.span, shot.line.damaged, shot.line.missing) == (Span(1, 6), (3, 5), "hold")


def test_a_folder_of_shots_dropped_on_an_open_one_gives_their_list_at_once(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=3, size=(64, 48))
    for name in NAMES:
        shutil.copytree(shot.line_folder, tmp_path / "lineart" / name)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        driver.drop(driver.page.canvas, QPoint(50, 50), [tmp_path / "lineart"])
        dialog = await driver.dialog(QDialog)
        assert isinstance(dialog, ShotsDialog)
        assert [row.name for row in dialog.wanted] == list(NAMES)
        dialog.reject()

    drive(body)


def test_several_sequences_that_were_found_can_all_become_shots(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        make_shot(tmp_path / "made" / name, frames=2, size=(64, 48))
        (tmp_path / "made" / name / "line").rename(tmp_path / "made" / f"cut {name}")

    async def body(driver) -> None:
        sources = [tmp_path / "made" / f"cut {name}" for name in ("a", "b")]
        driver.drop(driver.window.welcome, QPoint(50, 50), sources)
        driver.press_button(await driver.dialog(ImportDialog), "Import all, each as a shot...")
        dialog = await driver.dialog(ShotsDialog)
        assert [row.name for row in dialog.wanted] == ["cut a", "cut b"]
        driver.press_button(dialog, "Tick none")
        assert not dialog.ok.isEnabled()
        driver.press_button(dialog, "Tick all")
        dialog.folder.setText(str(tmp_path / "film"))
        driver.press_button(dialog, "Import")
        await listed(driver, 2)
        await in_shot(driver, "cut a")

    drive(body)


def test_an_edit_lays_the_shots_out_in_its_order(drive: Callable, drawn: Path, tmp_path: Path) -> None:
    edit = tmp_path / "cut.edl"
    edit.write_text(EDL)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [edit])
        await driver.name_file(drawn)
        dialog = await driver.dialog(ShotsDialog)
        rows = [[dialog.list.topLevelItem(at).text(column) for column in (0, 5)] for at in range(4)]
        assert rows == [
            ["sc030", "01:00:00:00  (6)"],
            ["sc010", "01:00:00:06  (3)"],
            ["sc099", "01:00:00:09  (24)"],
            ["sc020", ""],
        ]
        dialog.rate.setCurrentText("25")
        assert dialog.list.topLevelItem(1).text(5) == "01:00:00:06  (3)"
        assert dialog.edit.rate == 25
        dialog.rate.setCurrentText("24")
        assert [row.name for row in dialog.wanted] == ["sc030", "sc010"]
        driver.press_button(dialog, "Import")
        await listed(driver, 3)
        await in_shot(driver, "sc030")
        assert names(driver) == ["sc030", "sc010", "sc099"]
        assert not driver.window.shots.buttons[2].isEnabled()
        driver.key(Qt.Key.Key_PageDown, CTRL)
        await in_shot(driver, "sc010")
        assert driver.workspace.playhead.in_out == Span(3, 5)

    drive(body)
    places = read_list(tmp_path / "lineart Shiage")
    assert places is not None
    assert [(place.name, place.record, place.used) for place in places.shots] == [
        ("sc030", 86400, Span(1, 6)), ("sc010", 86406, Span(3, 5)), ("sc099", 86409, Span(0, 23)),
    ]  # fmt: skip


def test_a_bad_edit_says_its_line_and_asks_nothing(drive: Callable, tmp_path: Path) -> None:
    edit = tmp_path / "cut.edl"
    edit.write_text("TITLE: x\n001  AX  V  C  00:00:00:00 00:00:01:00\n")

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [edit])
        await driver.until(lambda: any("Line 2 is no event" in text for text in driver.said), "the sentence")

    drive(body)


def test_going_from_shot_to_shot_saves_and_comes_back_to_where_one_was(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
        assert [button.words for button in driver.window.shots.buttons] == ["0 of 1 ready"] * 3
        driver.workspace.playhead.go(4)
        driver.page.canvas.set_zoom(3.0)
        driver.page.canvas.lens.look_at(driver.page.canvas.lens.center * 0.5)
        center = driver.page.canvas.lens.center
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: driver.workspace.document.segments[0].fresh, "color")
        await driver.idle()
        driver.key(Qt.Key.Key_PageDown, CTRL)
        await in_shot(driver, "sc020")
        assert driver.workspace.playhead.number == 1
        await listed(driver, 3)
        await driver.until(lambda: driver.window.shots.buttons[0].words == "Ready", "what the first shot is like now")
        QTest.mouseClick(driver.window.shots.buttons[2], Qt.MouseButton.LeftButton)
        await in_shot(driver, "sc030")
        driver.key(Qt.Key.Key_PageDown, CTRL)  # there is none after the last
        driver.key(Qt.Key.Key_PageUp, CTRL)
        await in_shot(driver, "sc020")
        driver.key(Qt.Key.Key_PageUp, CTRL)
        await in_shot(driver, "sc010")
        await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
        assert driver.workspace.playhead.number == 4
        assert driver.page.canvas.zoom == pytest.approx(3.0)
        assert (driver.page.canvas.lens.center - center).manhattanLength() < 1
        assert driver.said == []

    drive(body, str(film / "sc010.shiage"))


def test_the_bar_and_the_timeline_count_a_segment_as_ready_while_another_variation_is_made(
    drive: Callable, film: Path
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: driver.window.shots.buttons[0].words == "Ready", "color")
        await driver.idle()
        driver.workspace.coloring.regenerate(0)
        driver.workspace.coloring.queue.pause()
        await driver.until(lambda: driver.window.shots.buttons[0].words == "1 of 1 ready", "the bar to tell of it")
        assert [bar.good for bar in driver.page.timeline.scene.bars] == [True]
        driver.workspace.coloring.queue.resume()
        await driver.until(lambda: driver.window.shots.buttons[0].words == "Ready", "the other variation")
        await driver.idle()

    drive(body, str(film / "sc010.shiage"))


def test_the_picture_in_the_bar_follows_the_palette(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        button, panel = driver.window.shots.buttons[0], driver.page.panel.palettes
        await driver.until(lambda: button.state.picture and panel.palette_now.swatches, "its picture")

        def seen(color: tuple[int, int, int]) -> bool:
            picture = button.state.picture
            return any(
                picture.pixelColor(x, y).getRgb()[:3] == color
                for x in range(picture.width())
                for y in range(picture.height())
            )

        source, new = panel.palette_now.swatches[0].id, (1, 250, 3)
        assert seen(source)
        document = driver.workspace.document
        shot = document.shot
        palette = panel.palette_now.with_color(source, new)
        document.edit("Change color", replace(shot, palettes=shot.palettes.with_shown(palette)))
        await driver.until(lambda: seen(new), "the new color in it", 10)

    drive(body, str(film / "sc010.shiage"))


def test_leaving_a_shot_that_is_being_colored_asks_and_the_rest_waits_there(
    drive: Callable, film: Path, slow_engine: tuple[str, ...]
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        driver.key(Qt.Key.Key_Return, CTRL)
        assert driver.workspace.coloring.queue.busy
        driver.key(Qt.Key.Key_PageDown, CTRL)
        box = await driver.dialog(Choice)
        driver.press_button(box, "Stay here")
        await driver.until(lambda: not box.isVisible(), "the question to be gone")
        assert driver.workspace.name == "sc010"
        assert driver.workspace.coloring.queue.busy
        await driver.keyboard()
        driver.key(Qt.Key.Key_PageDown, CTRL)
        box = await driver.dialog(Choice)
        driver.press_button(box, "Stop and switch")
        await in_shot(driver, "sc020")
        await listed(driver, 3)
        await driver.until(lambda: driver.window.shots.buttons[0].state.waiting == 1, "what waits there")
        driver.key(Qt.Key.Key_PageUp, CTRL)
        await in_shot(driver, "sc010")
        await driver.until(lambda: any("still to be colored" in text for text in driver.said), "the offer")

    drive(body, str(film / "sc010.shiage"), engine=slow_engine)


async def stop_and_switch(driver, stay: bool) -> None:
    box = await driver.dialog(Choice)
    assert "is being colored" in box.text
    driver.press_button(box, "Stay here" if stay else "Stop and switch")
    await driver.until(lambda: not box.isVisible(), "the question to be gone")


def test_every_way_to_another_project_asks_while_coloring(
    drive: Callable, film: Path, drawn: Path, slow_engine: tuple[str, ...]
) -> None:
    write_list(film, ShotList(tuple(Place(name, f"{name}.shiage") for name in ("sc030", "sc010", "sc020"))))

    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        actions, queue = driver.window.actions_table, driver.workspace.coloring.queue
        driver.key(Qt.Key.Key_Return, CTRL)

        async def new_shot() -> None:
            await driver.act("new_from_line_art")
            driver.press_button(await driver.dialog(Choice), "A folder")
            await driver.name_file(drawn / "sc020" / "line")

        await new_shot()
        await stop_and_switch(driver, stay=True)
        await driver.until(lambda: any("was kept open" in text for text in driver.said), "the word of it")
        await driver.act("open_project")
        await driver.name_file(film / "sc020.shiage")
        await stop_and_switch(driver, stay=True)
        await driver.act("open_sample")
        await stop_and_switch(driver, stay=True)
        driver.window.recent_chosen.emit(str(film / "sc030.shiage"))
        await stop_and_switch(driver, stay=True)
        assert driver.workspace.name == "sc010"
        assert queue.busy
        assert not queue.paused

        await new_shot()
        await stop_and_switch(driver, stay=False)
        await driver.until(lambda: driver.window.page and driver.workspace.name != "sc010", "the new shot")
        await driver.until(lambda: driver.workspace.document.shot.line, "its line art")
        assert any("at 24 fps." in text for text in driver.said)
        await driver.act("open_project")
        await driver.name_file(film)  # the folder of the film: its first shot
        await in_shot(driver, "sc030")
        assert not any("at 24 fps." in text for text in driver.said), "an offer of the project that was left"
        await driver.keyboard()
        driver.key(Qt.Key.Key_PageDown, CTRL)
        await in_shot(driver, "sc010")
        await driver.until(lambda: any("still to be colored" in text for text in driver.said), "the offer")
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: not any("still to be colored" in t for t in driver.said), "the offer to be over")

    drive(body, str(film / "sc010.shiage"), engine=slow_engine)


def test_shots_imported_into_an_open_film_are_shown_unless_it_is_being_colored(
    drive: Callable, film: Path, make_shot: Callable, tmp_path: Path, slow_engine: tuple[str, ...]
) -> None:
    for name in ("more/sc040", "more/sc050", "again/sc060", "again/sc070"):
        make_shot(tmp_path / name, frames=2, size=(64, 48))

    async def bring(driver, folder: str) -> None:
        await driver.act("import_shots")
        await driver.name_file(tmp_path / folder)
        dialog = await driver.dialog(ShotsDialog)
        assert dialog.target == film
        driver.press_button(dialog, "Import")
        await driver.until(lambda: any("2 shots were imported" in text for text in driver.said), "the import")

    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await bring(driver, "more")
        await listed(driver, 5)
        await in_shot(driver, "sc040")
        assert not driver.window.notices.shown[-1].offer

        for notice in driver.window.notices.shown:
            notice.close_now()
        driver.window.recent_chosen.emit(str(film / "sc020.shiage"))
        await in_shot(driver, "sc020")
        driver.key(Qt.Key.Key_Return, CTRL)
        await bring(driver, "again")
        assert driver.workspace.name == "sc020"
        assert driver.workspace.coloring.queue.busy
        driver.press_button(driver.window.notices, "Open the first one")
        await stop_and_switch(driver, stay=False)
        await in_shot(driver, "sc060")

    drive(body, str(film / "sc010.shiage"), engine=slow_engine)


def test_the_order_is_the_artists_and_the_bar_can_be_put_away(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        driver.key(Qt.Key.Key_PageDown, CTRL | SHIFT)
        await driver.until(lambda: names(driver) == ["sc020", "sc010", "sc030"], "the new order")
        assert current(driver) == "sc010"
        driver.window.actions_table["shots_bar"].trigger()
        assert not driver.window.shots.isVisible()
        driver.key(Qt.Key.Key_PageUp, CTRL)
        await driver.until(lambda: driver.window.page and driver.workspace.name == "sc020", "sc020")
        driver.window.actions_table["shots_bar"].trigger()
        await listed(driver, 3)

    drive(body, str(film / "sc010.shiage"))
    assert [place["name"] for place in json.loads((film / "shots.json").read_text())["shots"]] == [
        "sc020", "sc010", "sc030"
    ]  # fmt: skip


def test_a_palette_and_keys_are_taken_over_from_another_shot(drive: Callable, film: Path) -> None:
    project = film / "sc020.shiage"
    shot = open_project(project).project.shots[0]
    red = (206, 54, 48)
    palette = shot.palettes.shown.with_found([red]).with_color(red, (1, 2, 3)).with_name(red, "Shirt")
    save_project(project, Project((replace(shot, palettes=shot.palettes.with_shown(palette)),)))

    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        await driver.until(lambda: driver.page.panel.palettes.palette_now.swatches, "swatches")
        document = driver.workspace.document
        driver.window.actions_table["palette_from_shot"].trigger()
        dialog = await driver.dialog(PickShotDialog)
        assert [dialog.box.itemText(at) for at in range(dialog.box.count())] == ["sc020", "sc030"]
        driver.press_button(dialog, "Take over")
        await driver.until(lambda: document.shot.palettes.chosen == "sc020", "the palette")
        swatch = document.shot.palettes.shown.swatch(red)
        assert swatch is not None
        assert (swatch.name, swatch.color) == ("Shirt", (1, 2, 3))
        document.undo_stack.undo()
        assert document.shot.palettes.named("sc020") is None
        await driver.until(driver.window.actions_table["sheets_from_shot"].isEnabled, "the action")
        driver.window.actions_table["sheets_from_shot"].trigger()
        driver.press_button(await driver.dialog(PickShotDialog), "Add")
        await driver.until(lambda: document.shot.sheets, "the sheet")
        assert [sheet.name for sheet in document.shot.sheets] == ["sc020 1"]
        assert document.path(document.shot.sheets[0].path).is_file()

    drive(body, str(film / "sc010.shiage"))


def test_a_palette_that_is_taken_over_keeps_its_order(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        def swatches() -> list[tuple[str, tuple[int, int, int]]]:
            return [(each.name, each.color) for each in driver.page.panel.palettes.palette_now.swatches]

        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        await driver.until(lambda: len(swatches()) > 1, "swatches")
        names = driver.workspace.swatch_names
        names.recall(reversed(names.kept))  # as where the largest color of now was found last
        names.changed.emit()
        driver.key(Qt.Key.Key_PageDown, CTRL)
        await in_shot(driver, "sc020")
        driver.key(Qt.Key.Key_PageUp, CTRL)
        await in_shot(driver, "sc010")
        await driver.until(lambda: len(swatches()) > 1, "swatches")
        before = swatches()
        driver.key(Qt.Key.Key_PageDown, CTRL)
        await in_shot(driver, "sc020")
        await driver.act("palette_from_shot")
        dialog = await driver.dialog(PickShotDialog)
        assert dialog.box.currentText() == "sc010"
        driver.press_button(dialog, "Take over")
        await driver.until(lambda: driver.workspace.document.shot.palettes.chosen == "sc010", "the palette")
        assert swatches()[: len(before)] == before

    drive(body, str(film / "sc010.shiage"))


def test_unrelated_projects_of_shiages_own_folder_are_no_film(drive: Callable, home: Path, drawn: Path) -> None:
    own = home / "data" / "projects"
    for found in find_shots([drawn]):
        make_project(found, own / f"{found.name}.shiage", Fraction(24))

    async def body(driver) -> None:
        await driver.opened()
        await driver.until(lambda: not driver.window.errands._tasks, "everything to be looked at")
        assert not driver.window.shots.isVisible()
        assert not driver.window.actions_table["next_shot"].isEnabled()

    drive(body, str(own / "sc010.shiage"))
    write_list(own, ShotList((Place("sc010", "sc010.shiage"), Place("sc030", "sc030.shiage"))))

    async def with_list(driver) -> None:
        await driver.opened()
        await listed(driver, 2)
        assert names(driver) == ["sc010", "sc030"]

    drive(with_list, str(own / "sc010.shiage"))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_how_a_shot_stands_is_read_in_full_in_its_bar(qapp, language: str, request: pytest.FixtureRequest) -> None:
    request.addfinalizer(lambda: use("en"))
    use(language)
    counts = {Status.STALE: 10}
    for state in (
        ShotState(True, 240, keys=1, counts=counts),
        ShotState(True, 2400, keys=1, counts={Status.FAILED: 3, Status.STALE: 100, Status.READY: 10}, good=10),
    ):
        button = ShotButton(Beside("sc010", Path("sc010.shiage")))
        button.show_state(state)
        button.resize(button.sizeHint())
        assert 1 <= len(button.lines) <= 2
        assert all(line.endswith((",", "、")) for line in button.lines[:-1]), "parted between what is said"
        assert "".join(button.lines).replace(" ", "") == tr(button.words).replace(" ", "")
        button.deleteLater()


def test_several_shots_are_brought_in_from_the_welcome_page(drive: Callable, drawn: Path) -> None:
    async def body(driver) -> None:
        welcome = driver.window.welcome
        await driver.until(welcome.isVisible, "the welcome page")
        driver.press_button(welcome, "Import shots...")
        await driver.name_file(drawn)
        dialog = await driver.dialog(ShotsDialog)
        assert dialog.list.topLevelItemCount() == 3
        dialog.reject()

    drive(body)
