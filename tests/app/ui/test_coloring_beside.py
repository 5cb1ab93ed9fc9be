"""A shot is colored on in the background while another one is open, by a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from film_seen import in_shot, listed
from menus_by_hand import choose, right_click
from painting_hand import RED, Painter
from PySide6.QtCore import QPoint, Qt

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.media.takes import scan_takes
from app.project.colorizers import LONGANIMATION, with_colorizer
from app.project.model import Project, SegmentPlan, Shot, Span, with_key
from app.project.staleness import Status
from app.project.storage import create_project, open_project, save_project
from app.render import journal
from app.ui.dialogs.asking import Choice
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = ("sc010", "sc020", "sc030")
FRAMES, SEGMENTS = 16, 4
NEXT, BACK = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp
COLOR_ON = "Keep coloring in the background"


@pytest.fixture
def film(make_shot: Callable, tmp_path: Path) -> Path:
    """Three projects beside one another, of four segments and a key each."""
    drawn = make_shot(tmp_path / "drawn", frames=FRAMES, size=(192, 128))
    for name in NAMES:
        folder = tmp_path / "film" / f"{name}.shiage"
        create_project(folder)
        line = import_line_art([drawn.line_folder], folder).line
        shot = Shot("shot1", name, line=line, plan=SegmentPlan(4))
        save_project(folder, Project((with_key(shot, lay_key(drawn.color[0], line, 1, folder).key),)))
    return tmp_path / "film"


def takes(folder: Path) -> dict[Span, str]:
    """The whole takes of a shot; that each segment has but one is looked at on the way."""
    found = scan_takes(folder).takes
    spans = {take.span: take.path for take in found}
    assert len(spans) == len(found), "a segment was colored twice"
    return spans


def left(folder: Path) -> set[Span]:
    return {*journal.read(folder / journal.FILE).spans("shot1")}


def button(driver, name: str):
    return next(button for button in driver.window.shots.buttons if button.text() == name)


def beside() -> list[psutil.Process]:
    """The processes that color in the background."""
    children = psutil.Process().children()
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE and "--attended" in child.cmdline()]


async def color_on(driver, key: Qt.Key = NEXT, what: str = COLOR_ON) -> str:
    """Go to another shot while this one is colored, and answer; returns what the question said."""
    await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
    await driver.keyboard()
    driver.key(Qt.Key.Key_Return, CTRL)
    assert driver.workspace.coloring.queue.busy
    driver.key(key, CTRL)
    box = await driver.dialog(Choice)
    said = f"{box.text} {box.detail}"
    driver.press_button(box, what)
    await driver.until(lambda: not box.isVisible(), "the question to be gone")
    return said


async def first_colored_beside(driver) -> None:
    """Open the second shot while the first one is colored on in the background."""
    await driver.opened()
    await listed(driver, 3)
    await in_shot(driver, "sc010")
    await color_on(driver)
    await in_shot(driver, "sc020")


async def under_way(driver, folder: Path, name: str) -> None:
    """Wait until a shot is colored in the background, and one segment of it is finished."""
    await driver.until(lambda: " of 16" in button(driver, name).words, f"{name} to be colored")
    await driver.until(lambda: takes(folder), "a segment of it")


async def gone_to(driver, key: Qt.Key, name: str) -> None:
    await driver.keyboard()
    driver.key(key, CTRL)
    await in_shot(driver, name)


def test_a_shot_is_colored_on_while_another_one_is_open_and_painted_on(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], slow_background: tuple[str, ...]
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        said = await color_on(driver)
        assert "is being colored" in said
        await in_shot(driver, "sc020")
        await driver.until(lambda: button(driver, "sc010").state.status is Status.WORKING, "the bar to tell it")
        assert button(driver, "sc010").words.startswith("Coloring")
        await under_way(driver, film / "sc010.shiage", "sc010")
        assert (film / "sc010.shiage" / "lock").exists()
        (process,) = beside()
        if sys.platform != "win32":
            assert [each.nice() for each in (process, *process.children())] == [19, 19]

        await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
        driver.workspace.playhead.go(8)
        await driver.act("paint_fill")
        await driver.until(lambda: driver.workspace.easel.sheet is not None, "a sheet to paint on")
        driver.workspace.current_color.set_color(RED)
        Painter(driver).click(3, 3)
        await driver.until(lambda: driver.workspace.document.shot.key(8) is not None, "the frame to be a key")
        await driver.until(lambda: button(driver, "sc010").words == "Ready", "the end of it")
        assert not (film / "sc010.shiage" / "lock").exists()
        assert not (film / "sc010.shiage" / journal.FILE).exists()
        await driver.until(lambda: not beside(), "the process to be gone")
        await gone_to(driver, BACK, "sc010")
        assert all(segment.fresh for segment in driver.workspace.document.segments)
        assert driver.said == []

    drive(body, str(film / "sc010.shiage"), engine=slow_engine, beside=slow_background)
    assert len(takes(film / "sc010.shiage")) == SEGMENTS
    (key,) = [key for key in open_project(film / "sc020.shiage").project.shots[0].keys if key.number == 8]
    assert tuple(read_still(film / "sc020.shiage" / key.path)[3, 3, :3]) == RED


def test_a_shot_that_is_opened_while_it_is_colored_goes_on_in_the_window(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], slow_background: tuple[str, ...]
) -> None:
    folder = film / "sc010.shiage"

    async def body(driver) -> None:
        await first_colored_beside(driver)
        await under_way(driver, folder, "sc010")
        (process,) = beside()
        await gone_to(driver, BACK, "sc010")
        assert not process.is_running()
        assert button(driver, "sc010").state.background is None
        there = takes(folder)
        shown = {segment.span for segment in driver.workspace.document.segments if segment.fresh}
        assert shown >= there.keys()
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to go on")
        await driver.idle()
        assert {span: takes(folder)[span] for span in there} == there
        assert driver.said == []

    drive(body, str(folder), engine=slow_engine, beside=slow_background)
    assert len(takes(folder)) == SEGMENTS
    assert left(folder) == set()


def test_what_the_background_did_not_get_to_is_offered_after_the_app_was_quit(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], slow_background: tuple[str, ...]
) -> None:
    folder = film / "sc010.shiage"

    async def body(driver) -> None:
        await first_colored_beside(driver)
        await under_way(driver, folder, "sc010")

    drive(body, str(folder), engine=slow_engine, beside=slow_background)
    there = takes(folder)
    assert 0 < len(there) < SEGMENTS
    assert len(left(folder) | there.keys()) == SEGMENTS
    assert not (folder / "lock").exists()
    assert beside() == []

    async def again(driver) -> None:
        await driver.opened()
        offer = "still to be colored when you left"
        await driver.until(lambda: any(offer in text for text in driver.said), "the offer")
        driver.press_button(driver.window.notices, "Continue coloring")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring")
        await driver.idle()

    drive(again, str(folder))
    assert {span: takes(folder)[span] for span in there} == there
    assert len(takes(folder)) == SEGMENTS


def test_the_menu_of_a_shot_stops_it_and_leaves_the_rest_to_be_offered(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], slow_background: tuple[str, ...]
) -> None:
    folder = film / "sc010.shiage"

    async def body(driver) -> None:
        await first_colored_beside(driver)
        await under_way(driver, folder, "sc010")
        right_click(button(driver, "sc010"), QPoint(5, 5))
        choose("Stop coloring in the background")
        await driver.until(lambda: button(driver, "sc010").words.endswith("of 4 ready"), "it to be stopped")
        assert beside() == []
        assert not (folder / "lock").exists()
        there = takes(folder)
        assert len(left(folder) | there.keys()) == SEGMENTS
        await gone_to(driver, BACK, "sc010")
        await driver.until(lambda: any("still to be colored" in text for text in driver.said), "the offer")
        if sys.platform != "win32":  # which lets few users make links
            (film.parent / "link").symlink_to(film)
            page = driver.page
            await driver.application.projects.open(film.parent / "link" / "sc010.shiage")
            assert driver.page is page

    drive(body, str(folder), engine=slow_engine, beside=slow_background)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_a_background_that_is_killed_loses_nothing_and_says_so(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], slow_background: tuple[str, ...]
) -> None:
    folder = film / "sc010.shiage"

    async def body(driver) -> None:
        await first_colored_beside(driver)
        await under_way(driver, folder, "sc010")
        there = takes(folder)
        os.kill(beside()[0].pid, signal.SIGKILL)
        await driver.until(lambda: any("background stopped unexpectedly" in text for text in driver.said), "word of it")
        assert button(driver, "sc010").words == "Coloring stopped"
        assert button(driver, "sc010").state.status is Status.FAILED
        driver.press_button(driver.window.notices, "Open shot")
        await in_shot(driver, "sc010")
        await driver.until(lambda: any("still to be colored" in text for text in driver.said), "the offer")
        assert {segment.span for segment in driver.workspace.document.segments if segment.fresh} >= there.keys()
        driver.press_button(driver.window.notices, "Continue coloring")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring")
        await driver.idle()
        assert {span: takes(folder)[span] for span in there} == there

    drive(body, str(folder), engine=slow_engine, beside=slow_background)
    assert len(takes(folder)) == SEGMENTS


def test_what_fails_in_the_background_is_told_and_offered_again(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], slow_background: tuple[str, ...]
) -> None:
    folder = film / "sc010.shiage"
    line = open_project(folder).project.shots[0].line
    assert line is not None
    drawing = Path(line.drawing(14).path)

    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        drawing.rename(drawing.with_suffix(".away"))
        await color_on(driver)
        await in_shot(driver, "sc020")
        await driver.until(lambda: any("no longer colored in the background" in text for text in driver.said), "word")
        assert any("cannot be read" in text for text in driver.said), driver.said
        await driver.until(lambda: button(driver, "sc010").words == "Coloring stopped", "the bar to tell it")
        drawing.with_suffix(".away").rename(drawing)
        await gone_to(driver, BACK, "sc010")
        await driver.until(lambda: any("still to be colored" in text for text in driver.said), "the offer")
        driver.press_button(driver.window.notices, "Continue coloring")
        await driver.until(lambda: all(s.fresh for s in driver.workspace.document.segments), "the rest of it")
        await driver.idle()

    drive(body, str(folder), engine=slow_engine, beside=slow_background)
    assert len(takes(folder)) == SEGMENTS


def test_shots_that_are_left_one_after_the_other_wait_for_their_turn(
    drive: Callable, film: Path, slow_engine: tuple[str, ...], held_background: tuple[str, ...]
) -> None:
    async def body(driver) -> None:
        await first_colored_beside(driver)
        said = await color_on(driver)
        assert 'its turn comes when "sc010" is through' in said
        await in_shot(driver, "sc030")
        await driver.until(lambda: button(driver, "sc020").words == "Waits for its turn", "the second to wait")
        await driver.until(lambda: " of 16" in button(driver, "sc010").words, "the first to be colored")
        assert button(driver, "sc010").state.status is Status.WORKING
        assert len(beside()) == 1
        (film / "sc010.shiage" / "may end").touch()

    drive(body, str(film / "sc010.shiage"), engine=slow_engine, beside=held_background)
    assert [line.split()[0] for line in (film / "begun").read_text().splitlines()] == ["sc010.shiage"]
    assert left(film / "sc020.shiage")


def test_shots_that_are_left_one_after_the_other_are_colored_so(
    drive: Callable, film: Path, slow_engine: tuple[str, ...]
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        for name, after in (("sc010", "sc020"), ("sc020", "sc030")):
            await in_shot(driver, name)
            await color_on(driver)
            await in_shot(driver, after)
        await driver.until(lambda: button(driver, "sc010").words == "Ready", "the first")
        await driver.until(lambda: button(driver, "sc020").words == "Ready", "the second")

    drive(body, str(film / "sc010.shiage"), engine=slow_engine)
    assert len(takes(film / "sc010.shiage")) == len(takes(film / "sc020.shiage")) == SEGMENTS


def test_a_shot_that_is_through_is_told_where_the_bar_is_out_of_sight(
    drive: Callable, film: Path, slow_engine: tuple[str, ...]
) -> None:
    async def body(driver) -> None:
        await first_colored_beside(driver)
        driver.window.actions_table["shots_bar"].trigger()
        await driver.until(lambda: 'Coloring "sc010" is done.' in driver.said, "the word of it")

    drive(body, str(film / "sc010.shiage"), engine=slow_engine)


def test_large_networks_are_not_run_twice(drive: Callable, film: Path, slow_engine: tuple[str, ...]) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 3)
        await in_shot(driver, "sc010")
        driver.key(Qt.Key.Key_Return, CTRL)
        document = driver.workspace.document
        document.edit("Colorizer", with_colorizer(document.shot, LONGANIMATION.name))
        driver.key(NEXT, CTRL)
        box = await driver.dialog(Choice)
        assert [button.text() for button in box.buttons] == ["Stop and switch", "Stay here"]
        driver.press_button(box, "Stop and switch")
        await in_shot(driver, "sc020")

    drive(body, str(film / "sc010.shiage"), engine=slow_engine)
