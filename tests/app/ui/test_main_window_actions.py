"""The table of actions: every one in a menu and handled, no shortcut twice, letters dead while text is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QPushButton, QSpinBox, QToolButton

from app.ui import theme
from app.ui.actions import ACTIONS, BAR, MENUS, TOOL_BAR, TRANSPORT
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.action_list import GESTURES, listed
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.situation import INTERFACE_SIZES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_the_table_holds_together() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    assert {action.menu for action in ACTIONS} == set(MENUS)
    assert {name for name in (*TOOL_BAR, *TRANSPORT) if name != BAR} <= set(ids)
    used = Counter(QKeySequence(key).toString() for action in ACTIONS for key in action.shortcuts)
    assert "" not in used, "a shortcut that Qt does not understand"
    assert [key for key, count in used.items() if count > 1] == []
    icons = {action.icon for action in ACTIONS if action.icon}
    assert [name for name in icons if not (theme.ICONS / f"{name}.svg").exists()] == []


def test_every_action_is_in_a_menu_and_listed(drive: Callable) -> None:
    async def body(driver) -> None:
        window = driver.window
        found = {action.objectName() for menu in window.menus.values() for action in menu.actions()}
        assert {action.id for action in ACTIONS} <= found
        enabled = {action.id for action in ACTIONS if window.actions_table[action.id].isEnabled()}
        assert enabled == {
            "new_from_line_art", "open_project", "open_sample", "import_line_art", "import_shots", "import_edit",
            "quit", "shortcuts", "show_log", "about", "tool_bar", "full_screen", "go_to_menus",
            "set_up_longanimation", "preferences", "guide", "save_diagnostics",
            *(action.id for action in ACTIONS if action.within == "Theme"),
            *(f"size_{percent}" for percent in INTERFACE_SIZES if percent <= window.largest_size),
        }  # fmt: skip
        for action in ACTIONS:
            if action.shortcuts:  # wherever it is a button, its tip says its key
                first = listed(action, action.shortcuts).keys.split("  or  ")[0]
                assert f"({first})" in window.actions_table[action.id].toolTip()

    drive(body)


@pytest.mark.parametrize("key", [Qt.Key.Key_Question, Qt.Key.Key_F1])
def test_any_action_is_found_by_typing(drive: Callable, key: Qt.Key) -> None:
    async def body(driver) -> None:
        await driver.keyboard()
        shift = Qt.KeyboardModifier.ShiftModifier
        driver.key(key, shift if key == Qt.Key.Key_Question else Qt.KeyboardModifier.NoModifier)
        dialog = await driver.dialog(ShortcutsDialog)
        assert len(dialog.shown) == len(ACTIONS) + len(GESTURES)
        assert dialog.field.hasFocus()
        driver.key(Qt.Key.Key_Down)
        driver.key(Qt.Key.Key_Down)
        assert dialog.list.indexOfTopLevelItem(dialog.list.currentItem()) == 1
        driver.key(Qt.Key.Key_PageDown)
        paged = dialog.list.indexOfTopLevelItem(dialog.list.currentItem())
        assert paged > 5
        driver.key(Qt.Key.Key_Up)
        driver.key(Qt.Key.Key_PageUp)
        assert dialog.list.indexOfTopLevelItem(dialog.list.currentItem()) == 0
        widths = [dialog.list.sizeHintForColumn(2), dialog.list.columnWidth(2)]
        assert widths[0] <= widths[1]
        assert dialog.list.horizontalScrollBar().maximum() == 0
        QTest.keyClicks(dialog.field, "timeline wheel")
        assert dialog.shown == ["Zoom the timeline", "Scroll the timeline"]
        dialog.field.selectAll()
        QTest.keyClicks(dialog.field, "key PREV")
        assert dialog.shown == ["Previous key"]
        driver.key(Qt.Key.Key_Down)
        assert dialog.list.currentItem().text(2) == "Alt+Left  or  Ctrl+,"
        dialog.field.selectAll()
        QTest.keyClicks(dialog.field, "ctrl+return")
        assert dialog.shown == ["Generate"]
        dialog.field.selectAll()
        QTest.keyClicks(dialog.field, "theme")
        assert dialog.shown == ["Theme: Dark", "Theme: Light", "Theme: High contrast", "Theme: Like the system"]
        QTest.keyClicks(dialog.field, "zzz")
        assert dialog.shown == []
        driver.key(Qt.Key.Key_Escape)
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the list to close")
        await driver.act("about")
        about = await driver.dialog(AboutDialog)
        driver.key(Qt.Key.Key_Escape)
        await driver.until(lambda: not about.isVisible(), "the dialog to close")

    drive(body)


def test_letters_are_dead_while_text_is_typed_and_keys_belong_to_their_control(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=30)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        page, playhead = driver.page, driver.workspace.playhead
        await driver.until(lambda: not page.canvas.image.isNull(), "a picture")  # there is no zoom without one
        await driver.until(driver.window.actions_table["last"].isEnabled, "the actions")
        driver.key(Qt.Key.Key_End)
        assert playhead.number == 30
        driver.key(Qt.Key.Key_Left)
        assert playhead.number == 29
        driver.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        assert playhead.number == 19
        driver.key(Qt.Key.Key_1)
        assert page.canvas.zoom == 1.0
        assert not page.canvas.fitted

        field = page.transport.frame
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "7")
        driver.key(Qt.Key.Key_L)
        driver.key(Qt.Key.Key_F)
        driver.key(Qt.Key.Key_Left)
        assert not playhead.playing
        assert not page.canvas.fitted
        assert playhead.number == 19
        driver.key(Qt.Key.Key_Return)
        assert playhead.number == 7

        button = page.panel.lock_button
        button.setFocus()
        driver.key(Qt.Key.Key_Space)  # presses the button, does not play
        assert not playhead.playing
        assert driver.workspace.document.segments[0].locked
        page.timeline.setFocus()
        driver.key(Qt.Key.Key_Space)
        assert playhead.playing
        driver.key(Qt.Key.Key_K)
        assert not playhead.playing

    drive(body)


def test_every_control_has_a_name_for_screen_readers(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        for kind in (QToolButton, QPushButton, QLineEdit, QComboBox, QSpinBox, QListWidget):
            for control in driver.window.findChildren(kind):
                if control.objectName().startswith("qt_") or not control.isVisibleTo(driver.window):
                    continue
                named = control.accessibleName() or getattr(control, "text", lambda: "")()
                assert named, f"a {kind.__name__} without a name in {control.parentWidget()}"

    drive(body, "--sample")
