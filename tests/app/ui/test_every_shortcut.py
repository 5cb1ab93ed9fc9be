"""Every shortcut of every action, pressed for real: it fires its own action alone, and none while text is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from painting_hand import project_to_paint
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from app.ui.actions import ACTIONS
from app.ui.dialogs.asking import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

PRESSED = [(action.id, key) for action in ACTIONS for key in action.shortcuts]
LETTERS = [key for _, key in PRESSED if len(key) == 1 and key.isalnum()]


class Fired:
    """Which actions were triggered. They carry nothing out: what they do is tested elsewhere."""

    def __init__(self, window) -> None:
        self.ids: list[str] = []
        for action in ACTIONS:
            made = window.actions_table[action.id]
            made.triggered.disconnect()
            made.triggered.connect(lambda _checked=False, name=action.id: self.ids.append(name))

    def taken(self) -> list[str]:
        ids, self.ids = self.ids, []
        return ids


def combination(key: str) -> QKeyCombination:
    return QKeySequence(key)[0]  # pyright: ignore[reportIndexIssue] - PySide's types do not know it


def press(key: str) -> None:
    """Press a shortcut on what has the focus, as a keyboard sends it."""
    pressed = combination(key)
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, pressed.key(), pressed.keyboardModifiers())


def items(menu: QMenu) -> list[QAction]:
    """All entries below a menu."""
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        found += items(inner) if isinstance(inner, QMenu) else [action]
    return found


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    """A saved project of twelve frames with a key."""
    return project_to_paint(make_shot, tmp_path)


async def at_rest(driver) -> None:
    await driver.opened()
    await driver.keyboard()
    await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
    await driver.until(lambda: not driver.window.errands._tasks, "the project to have been opened")
    await asyncio.sleep(0.05)  # the last look at what can be done


def test_every_shortcut_fires_its_action(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await at_rest(driver)
        table, page = driver.window.actions_table, driver.page
        fired = Fired(driver.window)
        for place in (page.canvas, page.timeline):
            place.setFocus()
            for action_id, key in PRESSED:
                table[action_id].setEnabled(True)
                press(key)
                if place is page.canvas and key == "Space":
                    await asyncio.sleep(0)  # a tap plays; while it is held, it pans
                    assert driver.workspace.playhead.playing
                    driver.workspace.playhead.pause()
                    assert fired.taken() == []
                else:
                    assert fired.taken() == [action_id], f"{key} on {place.accessibleName()}"
                assert QApplication.focusWidget() is place
                assert QApplication.activePopupWidget() is None

    drive(body, str(project))


def test_every_action_is_in_a_menu_that_shows_its_key(drive: Callable) -> None:
    async def body(driver) -> None:
        window = driver.window
        for menu_name in dict.fromkeys(action.menu for action in ACTIONS):
            found = {item.objectName(): item for item in items(window.menus[menu_name])}
            for action in ACTIONS:
                if action.menu == menu_name:
                    item = found[action.id]
                    assert item is window.actions_table[action.id]
                    assert [key.toString() for key in item.shortcuts()] == [
                        QKeySequence(key).toString() for key in action.shortcuts or action.heard
                    ]
                    assert item.isShortcutVisibleInContextMenu()

    drive(body)


def test_no_two_actions_share_a_key() -> None:
    seen: dict[int, str] = {}
    for action_id, key in PRESSED:
        sequence = QKeySequence(key)
        assert sequence.count() == 1, f"{key} of {action_id}"
        assert seen.setdefault(combination(key).toCombined(), action_id) == action_id, f"{key} of {action_id}"


def test_no_letter_fires_while_text_is_typed(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await at_rest(driver)
        fired = Fired(driver.window)
        fields = [
            field for field in driver.window.findChildren(QLineEdit)
            if field.isVisibleTo(driver.window) and field.isEnabled() and not field.isReadOnly()
        ]  # fmt: skip
        assert fields
        for field in fields:
            field.setFocus()
            for action_id, key in PRESSED:
                driver.window.actions_table[action_id].setEnabled(True)
                if not any(word in key for word in ("Ctrl", "Alt", "F1", "F6", "Esc")):
                    press(key)
                    assert fired.taken() == [], f"{key} in {field.accessibleName()}"
                    field.setFocus()

    drive(body, str(project))


def test_no_letter_fires_from_a_dialog(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await at_rest(driver)
        await driver.act("add_prompt")
        dialog = await driver.dialog()
        fired = Fired(driver.window)
        dialog.words.setFocus()
        for key in LETTERS:
            driver.key(combination(key).key())
        assert fired.taken() == []
        assert dialog.text.lower() == "".join(LETTERS).lower()
        driver.key(Qt.Key.Key_Escape)
        driver.press_button(await driver.dialog(Choice), "Discard")
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")

    drive(body, str(project))
