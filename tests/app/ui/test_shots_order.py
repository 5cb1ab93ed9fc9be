"""The order of the shots in their bar: dragged by hand, moved by key, let go of, taken back, and kept in shots.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.media.batch import find_shots, make_project
from app.project.shot_list import Place, ShotList, write_list

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
ALT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
NAMES = ("sc010", "sc020", "sc030")


@pytest.fixture
def film(make_shot: Callable, tmp_path: Path) -> Path:
    """Three projects beside one another; of a fourth shot there is only the place."""
    folder = tmp_path / "film"
    for name in NAMES:
        make_shot(tmp_path / "lineart" / name, frames=1, size=(64, 48))
    for found in find_shots([tmp_path / "lineart"]):
        make_project(found, folder / f"{found.name}.shiage", Fraction(24))
    places = [Place(name, f"{name}.shiage") for name in NAMES]
    write_list(folder, ShotList((*places[:2], Place("sc025"), places[2])))
    return folder


def names(driver) -> list[str]:
    """The bar's shots as they are seen, from left to right."""
    return [button.text() for button in sorted(driver.window.shots.buttons, key=lambda button: button.x())]


def kept(film: Path) -> list[str]:
    return [place["name"] for place in json.loads((film / "shots.json").read_text())["shots"]]


def drag(driver, name: str, to: str, after: bool = False, let_go: bool = True) -> None:
    """Drag one shot before another, or after it, in small steps as a hand does."""
    buttons = {button.text(): button for button in driver.window.shots.buttons}
    button, none = buttons[name], Qt.KeyboardModifier.NoModifier
    start = button.rect().center()
    aim = buttons[to].geometry().right() - 5 if after else buttons[to].geometry().left() + 5
    end = QPoint(aim - button.x(), start.y())
    QTest.mousePress(button, LEFT, none, start)
    for step in range(1, 9):
        at = QPointF(start + (end - start) * (step / 8))
        moved = QMouseEvent(QEvent.Type.MouseMove, at, button.mapToGlobal(at), LEFT, LEFT, none)
        QApplication.sendEvent(button, moved)
    if let_go:
        QTest.mouseRelease(button, LEFT, none, end)


def test_shots_are_put_in_order_by_hand(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        bar = driver.window.shots
        await driver.until(lambda: len(bar.buttons) == 4 and bar.isVisible(), "the bar of shots")
        await driver.until(lambda: not driver.window.errands._tasks, "all to be looked at")
        assert names(driver) == ["sc010", "sc020", "sc025", "sc030"]

        # Dragged to the front, past the open shot and one that has no project.
        drag(driver, "sc030", "sc010", let_go=False)
        assert bar.target == 0
        assert bar._mark.isVisible()
        assert bar._mark.x() < bar.buttons[0].x()
        drag(driver, "sc030", "sc010")
        assert not bar._mark.isVisible()
        await driver.until(lambda: kept(film) == ["sc030", "sc010", "sc020", "sc025"], "the order on disk", 5)
        assert names(driver) == ["sc030", "sc010", "sc020", "sc025"]
        assert driver.workspace.name == "sc010", "a drag is no click"

        # Taken back by the button of the notice.
        await driver.until(lambda: not driver.window.errands._tasks, "the order to be shown")
        driver.press_button(driver.window.notices, "Undo")
        await driver.until(lambda: names(driver) == ["sc010", "sc020", "sc025", "sc030"], "the order of before", 5)
        assert kept(film) == names(driver)

        # Let go of with Esc, or where it was, it stays.
        await driver.until(lambda: not driver.window.errands._tasks, "the order to be shown")
        await driver.keyboard()
        drag(driver, "sc010", "sc030", after=True, let_go=False)
        bar.buttons[0].setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert bar.target is None
        QTest.mouseRelease(bar.buttons[0], LEFT)
        drag(driver, "sc020", "sc010", after=True)
        assert names(driver) == kept(film) == ["sc010", "sc020", "sc025", "sc030"]

        # By key, with the focus staying on the shot that is moved.
        bar.buttons[1].setFocus()
        await driver.until(bar.buttons[1].hasFocus, "the keyboard on the shot")
        for key, order in (
            (Qt.Key.Key_Right, ["sc010", "sc025", "sc020", "sc030"]),
            (Qt.Key.Key_Right, ["sc010", "sc025", "sc030", "sc020"]),
            (Qt.Key.Key_Right, ["sc010", "sc025", "sc030", "sc020"]),
            (Qt.Key.Key_Left, ["sc010", "sc025", "sc020", "sc030"]),
        ):
            driver.key(key, ALT)
            await driver.until(lambda order=order: kept(film) == names(driver) == order, f"{order}", 5)
            await driver.until(lambda: not driver.window.errands._tasks, "the order to be shown")
            assert [button.text() for button in bar.buttons if button.hasFocus()] == ["sc020"]
        assert driver.workspace.playhead.number == 1, "the keys are the bar's"

    drive(body, str(film / "sc010.shiage"))
