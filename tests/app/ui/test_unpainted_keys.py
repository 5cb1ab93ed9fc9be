"""Areas of a key that nobody painted are told of in the real window: listed, gone to, and said when color is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from painting_hand import RED, painter_in
from PySide6.QtCore import Qt

from app.ui.panels import checks_panel
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
SHIRT = (206, 54, 48)
PAPER = (176, 206, 222)
SAID = "Frame 1 has 1 unpainted area; it comes out white."


def bare(colored: Path, *colors: tuple[int, int, int]) -> Path:
    """A key picture beside another one, clear where that has these colors."""
    picture = cv2.cvtColor(read_still(colored), cv2.COLOR_RGB2RGBA)
    for color in colors:
        picture[(picture[..., :3] == color).all(axis=2)] = 0
    path = colored.with_name("key.png")
    assert cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA))
    return path


async def begin(driver, line: Path, key: Path) -> None:
    await driver.begin(line)
    driver.drop(driver.page.canvas, driver.page.canvas.rect().center(), [key])
    await driver.until(lambda: driver.workspace.document.shot.keys, "the key")
    await driver.until(lambda: not driver.workspace.unpainted.waiting, "the key to be looked over")
    await driver.keyboard()
    driver.page.canvas.setFocus()


def listed(driver) -> list[str]:
    rows = driver.page.panel.checks.list
    return [rows.item(row).text() for row in range(rows.count())]


def test_unpainted_areas_of_a_key_are_listed_and_said_once_when_color_is_asked_for(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=12, size=(320, 240))
    key = bare(shot.color[0], SHIRT, PAPER)

    async def body(driver) -> None:
        await begin(driver, shot.folder / "line", key)
        checking, document = driver.workspace.checking, driver.workspace.document
        await driver.until(lambda: checking.concerns, "what needs a look")
        assert [(each.kind, each.first, each.last) for each in checking.concerns] == [("hole", 1, 1)]
        await driver.until(lambda: [row.partition(",")[0] for row in listed(driver)] == ["Unpainted"], "the list")
        driver.workspace.playhead.go(6)
        driver.key(Qt.Key.Key_N)
        await driver.until(lambda: driver.workspace.playhead.number == 1, "the key", 5)
        assert driver.page.check_view.flashing
        assert checking.current is checking.concerns[0]

        driver.workspace.playhead.go(6)
        assert SAID not in driver.said
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: SAID in driver.said, "it to be said", 5)
        (notice,) = [notice for notice in driver.window.notices.shown if notice.sentence == SAID]
        assert notice.kind == "info"
        assert notice._passing.isActive(), "it goes by itself"
        driver.press_button(notice, "Show")
        assert driver.workspace.playhead.number == 1
        await driver.idle()
        (take,) = document.takes
        await driver.until(lambda: not checking.waiting, "the take to be looked over")
        assert "Unpainted" in [row.partition(",")[0] for row in listed(driver)], "also over frames that are colored"

        driver.window.notices.over(SAID)
        document.remove_takes((take.id,))
        await driver.act("generate")
        await driver.idle()
        assert SAID not in driver.said, "the same key has told"

        checking.choose(checking.concerns[0])
        driver.key(Qt.Key.Key_M)
        await driver.until(lambda: not any(each.kind == "hole" for each in checking.concerns), "it to be fine", 5)
        document.undo_stack.undo()
        await driver.until(lambda: any(each.kind == "hole" for each in checking.concerns), "it back", 5)

    drive(body)


@pytest.mark.parametrize("colors", [(), (PAPER,)])
def test_nothing_is_said_of_opaque_keys_and_of_paper_left_as_it_is(
    drive: Callable, make_shot: Callable, tmp_path: Path, colors: tuple[tuple[int, int, int], ...]
) -> None:
    shot = make_shot(tmp_path / "walk", frames=12, size=(320, 240))
    key = bare(shot.color[0], *colors)

    async def body(driver) -> None:
        await begin(driver, shot.folder / "line", key)
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        assert driver.workspace.unpainted.concerns == ()
        assert not [said for said in driver.said if "unpainted" in said]

    drive(body)


def test_an_area_that_is_painted_is_told_of_no_more(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=12, size=(320, 240))
    key = bare(shot.color[0], SHIRT, PAPER)

    async def body(driver) -> None:
        await begin(driver, shot.folder / "line", key)
        checking = driver.workspace.checking
        await driver.until(lambda: checking.concerns, "what needs a look")
        left, top, width, height = checking.concerns[0].worst.box
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        painter.click(left + width / 2, top + height / 2)
        await painter.settled()
        await driver.until(lambda: not checking.concerns, "it to be painted")
        driver.workspace.document.undo_stack.undo()
        await driver.until(lambda: checking.concerns, "it to be bare again")

    drive(body)


def test_all_unpainted_areas_of_a_key_are_counted_and_stand_in_one_row(
    drive: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks_panel, "LISTED", 1)
    line = np.full((240, 320), 255, np.uint8)
    key = np.full((240, 320, 4), (60, 120, 200, 255), np.uint8)
    for row in range(6):
        for column in range(10):
            left, top = 11 + 30 * column, 11 + 36 * row
            cv2.rectangle(line, (left, top), (left + 25, top + 30), 0, 2)
            key[top : top + 31, left : left + 26] = 0
    (tmp_path / "grid").mkdir()
    for number in range(1, 5):
        assert cv2.imwrite(str(tmp_path / "grid" / f"{number:04}.png"), line)
    assert cv2.imwrite(str(tmp_path / "key.png"), key)
    said = "Frame 1 has 60 unpainted areas; they come out white."

    async def body(driver) -> None:
        await begin(driver, tmp_path / "grid", tmp_path / "key.png")
        panel = driver.page.panel.checks
        await driver.until(lambda: listed(driver) == ["Unpainted, 1 ×60"], f"the row, not {listed(driver)}", 10)
        assert panel.title.text() == "Needs a look (60)"
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: said in driver.said, "it to be said", 5)
        await driver.idle()
        await driver.until(lambda: not driver.workspace.checking.waiting, "the take to be looked over")
        assert listed(driver) == ["Unpainted, 1 ×60"], "whole, beside whatever else is found"
        assert driver.said.count(said) <= 1

    drive(body)
