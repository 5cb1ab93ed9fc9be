"""The preferences: applied at once, kept, back at the next start; keys are changed by pressing them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import paths, settings
from app.ui import theme
from app.ui.actions import ACTIONS
from app.ui.actions.keys import holder, keys_of_all, pressed, refused, with_keys, without_wish
from app.ui.dialogs.preferences_dialog import PreferencesDialog
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.errands import Errands
from app.ui.preferences import Preferences
from app.ui.tokens import CONTRAST

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BY_ID = {action.id: action for action in ACTIONS}


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication):
    yield
    theme.apply(qapp)
    qapp.setStyleSheet("")


async def opened(driver: Any, page: str = "General") -> PreferencesDialog:
    await driver.keyboard()
    driver.key(Qt.Key.Key_P, CTRL)
    dialog = await driver.dialog(PreferencesDialog)
    dialog.show_page(page)
    return dialog


async def closed(driver: Any) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    await driver.until(dialog.isActiveWindow, "the dialog to have the keyboard", 5)
    driver.key(Qt.Key.Key_Escape)
    await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")


def choose(field: Any, words: str) -> None:
    """Choose by keyboard, as the wheel and the mouse do."""
    field.setFocus()
    at = next(at for at in range(field.count()) if field.itemText(at).startswith(words))
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(at):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.currentText().startswith(words)


def mark(dialog: PreferencesDialog, words: str, name: str) -> None:
    page = dialog.shortcuts
    page.listing.field.setFocus()
    page.listing.field.selectAll()
    QTest.keyClicks(page.listing.field, words)
    QTest.keyClick(page.listing.field, Qt.Key.Key_Down)
    assert page.listing.marked is not None
    assert page.listing.marked.id == name


def test_what_is_chosen_comes_true_at_once_and_is_back_at_the_next_start(drive: Callable) -> None:
    async def change(driver) -> None:
        await driver.opened()
        dialog = await opened(driver)
        choose(dialog.save_within, "60 seconds")
        choose(dialog.pictures, "1 GB")
        choose(dialog.takes, "50 GB")
        QTest.mouseClick(dialog.notify, Qt.MouseButton.LeftButton, pos=QPoint(10, dialog.notify.height() // 2))
        dialog.show_page("Look")
        choose(dialog.theme, "High contrast")
        assert QApplication.palette().window().color() == QColor(CONTRAST.panel)
        assert driver.window.actions_table["theme_contrast"].isChecked()
        assert driver.workspace.frames._memory == 10**9
        assert driver.workspace.autosave._limit == 60
        await closed(driver)

    drive(change, "--sample")
    kept = settings.load()[0]
    assert (kept.save_within, kept.cache_bytes, kept.takes_bytes, kept.notify) == (60, 10**9, 50 * 10**9, False)
    assert kept.theme == "contrast"

    async def again(driver) -> None:
        dialog = await opened(driver)
        fields = (dialog.save_within, dialog.pictures, dialog.takes, dialog.theme)
        assert [field.currentText() for field in fields] == [
            "60 seconds after a change", "1 GB", "50 GB", "High contrast",
        ]  # fmt: skip
        assert not dialog.notify.isChecked()
        await closed(driver)

    drive(again)


def test_a_key_is_changed_by_pressing_the_new_one(drive: Callable) -> None:
    async def change(driver) -> None:
        await driver.opened()
        table = driver.window.actions_table
        dialog = await opened(driver, "Shortcuts")
        page = dialog.shortcuts
        mark(dialog, "lock segment", "lock")
        QTest.mouseClick(page.change, Qt.MouseButton.LeftButton)
        assert "Press the new key" in page.words.text()
        QTest.keyClick(page.change, Qt.Key.Key_Shift)  # alone it is no key
        QTest.keyClick(page.change, Qt.Key.Key_L, CTRL | SHIFT)
        assert page.words.text() == 'Ctrl+Shift+L is a key of "Lock segment" now.'
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+Shift+L")]
        assert "(Ctrl+Shift+L)" in table["lock"].toolTip()
        mark(dialog, "lock segment", "lock")
        QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
        QTest.keyClick(page.add, Qt.Key.Key_F8)
        assert [key.toString() for key in table["lock"].shortcuts()] == ["Ctrl+Shift+L", "F8"]
        await closed(driver)

    drive(change, "--sample")
    assert settings.load()[0].shortcuts == {"lock": ("Ctrl+Shift+L", "F8")}

    async def again(driver) -> None:
        await driver.opened()
        table = driver.window.actions_table
        assert [key.toString() for key in table["lock"].shortcuts()] == ["Ctrl+Shift+L", "F8"]
        await driver.keyboard()
        await driver.until(table["lock"].isEnabled, "the segment")
        driver.key(Qt.Key.Key_L, CTRL)
        driver.key(Qt.Key.Key_F8)
        await driver.until(lambda: driver.page.segment.locked, "the lock")
        driver.key(Qt.Key.Key_F1)
        dialog = await driver.dialog(ShortcutsDialog)
        QTest.keyClicks(dialog.field, "lock segment")
        item = next(dialog.list.topLevelItem(at) for at in range(dialog.list.topLevelItemCount())
                    if not dialog.list.topLevelItem(at).isHidden())  # fmt: skip
        assert item.text(2) == "Ctrl+Shift+L  or  F8"
        driver.press_button(dialog, "Change keys...")
        dialog = await driver.dialog(PreferencesDialog)
        assert dialog.pages.currentWidget() is dialog.shortcuts
        driver.press_button(dialog, "Reset all")
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+L")]
        await closed(driver)

    drive(again, "--sample")
    assert settings.load()[0].shortcuts == {}


def test_a_clash_is_named_and_can_be_taken_over(drive: Callable) -> None:
    async def body(driver) -> None:
        table = driver.window.actions_table
        dialog = await opened(driver, "Shortcuts")
        page = dialog.shortcuts
        mark(dialog, "lock segment", "lock")
        QTest.keyClick(page.listing.field, Qt.Key.Key_Return)
        QTest.keyClick(page.listing.field, Qt.Key.Key_E, CTRL)
        assert page.words.text() == 'Ctrl+E is the key of "Export" in the File menu.'
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+L")]
        driver.press_button(dialog, "Leave it")
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+L")]
        assert not page.take_over.isVisible()

        QTest.mouseClick(page.change, Qt.MouseButton.LeftButton)
        QTest.keyClick(page.change, Qt.Key.Key_E, CTRL)
        assert page.take_over.hasFocus()
        QTest.keyClick(page.take_over, Qt.Key.Key_Space)
        assert page.words.text() == 'Ctrl+E is a key of "Lock segment" now. "Export" has it no more.'
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+E")]
        assert table["export"].shortcuts() == []
        mark(dialog, "lock segment", "lock")
        driver.press_button(dialog, "Reset")
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+L")]
        assert table["export"].shortcuts() == [QKeySequence("Ctrl+E")]

        QTest.mouseClick(page.change, Qt.MouseButton.LeftButton)
        QTest.keyClick(page.change, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
        assert page.words.text().startswith("Alt+F opens the File menu")
        QTest.keyClick(page.change, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert table["lock"].shortcuts() == [QKeySequence("Ctrl+L")]
        driver.press_button(dialog, "No key")
        assert table["lock"].shortcuts() == []
        assert table["lock"].toolTip().endswith("itself")
        await closed(driver)

    drive(body)


def test_a_letter_given_as_a_key_is_dead_while_text_is_typed(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        dialog = await opened(driver, "Shortcuts")
        mark(dialog, "whole shot on", "timeline_shot")
        QTest.mouseClick(dialog.shortcuts.change, Qt.MouseButton.LeftButton)
        QTest.keyClick(dialog.shortcuts.change, Qt.Key.Key_Z)
        await closed(driver)
        await driver.keyboard()
        await driver.until(driver.window.actions_table["timeline_shot"].isEnabled, "line art")
        fired: list[bool] = []
        driver.window.actions_table["timeline_shot"].triggered.connect(lambda *_: fired.append(True))
        field = driver.page.transport.frame
        field.setFocus()
        driver.key(Qt.Key.Key_Z)
        assert fired == []
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Z)
        assert fired == [True]

    drive(body, "--sample")


def test_the_end_of_coloring_is_told_where_another_window_is_in_front(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6, size=(64, 48))

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
        preferring, table = driver.application._preferring, driver.window.actions_table
        for action, told in (("generate", ""), ("regenerate", f'Coloring "{driver.workspace.name}" is done.')):
            await driver.until(table[action].isEnabled, action)
            driver.window.setVisible(not told)
            await driver.until(lambda told=told: bool(QApplication.activeWindow()) == (not told), "the window")
            await driver.act(action)
            await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring")
            await driver.idle()
            await driver.until(lambda told=told: preferring.told == told, "word of it", 10)

    drive(body)


# Keys without a window


def test_no_key_is_ever_that_of_two_actions() -> None:
    assert keys_of_all({}) == {
        action.id: tuple(QKeySequence(key).toString() for key in action.shortcuts) for action in ACTIONS
    }
    for action in ACTIONS:
        for other in ACTIONS:
            if other.shortcuts and other is not action:
                key = QKeySequence(other.shortcuts[0]).toString()
                found = keys_of_all(with_keys({}, action, (key,)))
                assert found[action.id] == (key,)
                assert key not in found[other.id]
    by_hand = keys_of_all({"fit": ("Ctrl+E", "nonsense+"), "lock": ("Ctrl+E",)})
    assert by_hand["lock"] == ("Ctrl+E",)  # the first in the menus
    assert by_hand["fit"] == by_hand["export"] == ()


def test_keys_that_were_wished_back_are_no_wish() -> None:
    lock = BY_ID["lock"]
    wished = with_keys({}, lock, ("F8",))
    assert wished == {"lock": ("F8",)}
    assert with_keys(wished, lock, ("Ctrl+L",)) == {}
    assert without_wish(wished, lock) == {}
    taken = with_keys(wished, BY_ID["fit"], ("F8",))
    assert taken == {"lock": (), "fit": ("F8",)}
    assert holder("F8", taken) is BY_ID["fit"]


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab", "Return", "Up", "Alt+F", "Alt+V", "Space"])
def test_keys_that_steer_the_window_are_refused(key: str) -> None:
    assert refused(key, BY_ID["lock"])
    assert not refused("Space", BY_ID["play"])


@pytest.mark.parametrize(
    ("key", "held", "found"),
    [
        (Qt.Key.Key_Question, SHIFT, "?"), (Qt.Key.Key_A, SHIFT, "Shift+A"), (Qt.Key.Key_Control, CTRL, ""),
        (Qt.Key.Key_5, Qt.KeyboardModifier.KeypadModifier, "5"), (Qt.Key.Key_Backtab, SHIFT, "Shift+Tab"),
        (Qt.Key.Key_F5, CTRL | SHIFT, "Ctrl+Shift+F5"), (Qt.Key.Key_Plus, CTRL | SHIFT, "Ctrl+Shift++"),
    ],
)  # fmt: skip
def test_keys_are_heard_as_the_table_writes_them(key: Qt.Key, held: Any, found: str) -> None:
    assert pressed(QKeyCombination(held, key)) == found


def test_quitting_does_not_wait_for_settings_that_cannot_be_written(qapp: QApplication, home: Path) -> None:
    paths.settings_file().parent.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().parent.write_text("a file where the folder should be")

    async def body() -> list[str]:
        errands, said = Errands(), list[str]()
        errands.failed.connect(said.append)
        preferences = Preferences(settings.Settings(), errands)
        preferences.edit(lambda before: replace(before, theme="light"))
        while not preferences._writing:
            await asyncio.sleep(0)
        preferences.edit(lambda before: replace(before, theme="dark"))  # while the disk is about to refuse
        await asyncio.wait_for(preferences.flush(), 20)
        return said

    (said,) = asyncio.run(body())
    assert "could not be saved" in said


def test_what_waits_for_the_next_start_is_said_with_a_button_that_starts_anew(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        folder = driver.workspace.folder
        dialog = await opened(driver, "Look")
        choose(dialog.theme, "Light")
        assert not dialog.restart.isVisible(), "that is there at once"
        choose(dialog.language, "日本語")
        assert dialog.restart.isVisible()
        choose(dialog.language, "The system's")
        assert not dialog.restart.isVisible()
        choose(dialog.language, "日本語")
        driver.press_button(dialog, "Restart Shiage now")
        await driver.until(driver.application.finished.done, "the window to close", 20)
        assert driver.application.projects.begin_again == (str(folder),)

    drive(body, "--sample")
    assert settings.load()[0].language == "ja"


def test_closing_the_window_starts_nothing(drive: Callable) -> None:
    async def body(driver) -> None:
        driver.window.close()
        await driver.until(driver.application.finished.done, "the window to close", 20)
        assert driver.application.projects.begin_again is None

    drive(body)
