"""Access: everything is reached with Tab and seen where it is; a screen reader finds what lies on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.project.model import Span, with_note, with_prompt
from app.ui import theme
from app.ui.dialogs.preferences_dialog import PreferencesDialog
from app.ui.handlers.looks import dress
from app.ui.tokens import CONTRAST, DARK, LIGHT, Tokens

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
NAME = QAccessible.Text.Name


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp)
    qapp.setStyleSheet("")


def names(timeline: QWidget) -> list[str]:
    """What a screen reader finds on the timeline."""
    found: Any = QAccessible.queryAccessibleInterface(timeline)
    return [found.child(at).text(NAME) for at in range(found.childCount())]


def test_a_screen_reader_finds_keys_prompts_notes_and_segments(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=30, size=(64, 48))
    left: list[Any] = []

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        timeline, document = driver.page.timeline, driver.workspace.document
        for count, number in enumerate((1, 20), 1):
            driver.drop(timeline, driver.on_timeline(number), [shot.color[number - 1]])
            await driver.until(lambda count=count: len(document.shot.keys) == count, "a key")
        said = with_note(with_prompt(document.shot, "a red coat"), "soft", Span(3, 4))
        document.edit("Words", said)
        whole: Any = QAccessible.queryAccessibleInterface(timeline)
        assert whole.role() == QAccessible.Role.List
        assert whole.text(NAME) == "Timeline"
        assert names(timeline) == [
            "Key on frame 1", "Key on frame 20", "Prompt for the whole shot: a red coat", "Note on frames 3 to 4: soft",
            *(f"Segment {bar.index + 1}, frames {bar.span.first} to {bar.span.last}: Empty"
              for bar in timeline.scene.bars),
        ]  # fmt: skip
        key = whole.child(1)
        assert key.parent().text(NAME) == "Timeline"
        assert key.rect().contains(timeline.mapToGlobal(driver.on_timeline(20, "keys")))
        middle = key.rect().center()
        assert whole.childAt(middle.x(), middle.y()).text(NAME) == "Key on frame 20"
        assert whole.indexOfChild(key) == 1
        assert whole.child(99) is None

        await driver.keyboard()
        timeline.setFocus()
        driver.workspace.playhead.go(1)
        driver.key(Qt.Key.Key_Right, CTRL)
        assert timeline.selected_key == 20
        assert whole.focusChild().text(NAME) == "Key on frame 20"
        assert key.state().selected
        assert not whole.child(0).state().selected
        document.undo_stack.undo()
        assert names(timeline)[:3] == ["Key on frame 1", "Key on frame 20", names(timeline)[2]]
        assert names(timeline)[2].startswith("Segment 1")
        left.extend([whole, key])

    drive(body)
    assert not left[1].isValid(), "the timeline is gone, and its items with it"
    assert left[1].text(NAME) == ""


def test_a_change_is_told_to_whoever_listens(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        QAccessible.setActive(True)
        try:
            driver.page.timeline.setFocus()
            for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
                driver.key(key)
            for _ in range(3):
                driver.key(Qt.Key.Key_Right, CTRL)
            assert any("Key on frame" in name for name in names(driver.page.timeline))
        finally:
            QAccessible.setActive(False)

    drive(body, "--sample")


def picture(widget: QWidget) -> QImage:
    """A control, with a few px around it."""
    window = widget.window()
    place = widget.rect().adjusted(-3, -3, 3, 3).translated(widget.mapTo(window, QPoint()))
    return window.grab(place.intersected(window.rect())).toImage()


def walk(start: QWidget, most: int = 120) -> list[QWidget]:
    """What Tab goes to, one after the other, until it comes back."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[QWidget] = []
    for _ in range(most):
        here = QApplication.focusWidget()
        if here is None or here in found:
            break
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return found


def unseen(found: list[QWidget]) -> list[str]:
    """Those that look the same with the keyboard and without."""
    same: list[str] = []
    for widget in found:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        having = picture(widget)
        widget.clearFocus()
        if having == picture(widget):
            same.append(f"{type(widget).__name__} {widget.accessibleName() or widget.objectName() or ''}".strip())
    return same


def nameless(found: list[QWidget]) -> list[str]:
    """Those of which a screen reader could say nothing."""
    told: list[str] = []
    for widget in found:
        interface: Any = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(NAME):
            told.append(f"{type(widget).__name__} {widget.toolTip()}".strip())
    return told


@pytest.mark.parametrize("tokens", [DARK, LIGHT, CONTRAST], ids=lambda tokens: tokens.name)
def test_tab_goes_everywhere_and_is_seen(drive: Callable, tokens: Tokens) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        preferences = driver.application.preferences
        preferences.edit(lambda settings: replace(settings, theme=tokens.name))
        driver.window.resize(1360, 860)
        await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
        page = driver.page
        found = walk(page.canvas)
        assert {page.canvas, page.timeline, page.transport.frame} <= set(found)
        assert found[0] in walk(found[0]), "Tab goes round"
        assert nameless(found) == []
        assert unseen(found) == []

        await driver.act("preferences")
        dialog = await driver.dialog(PreferencesDialog)
        await driver.until(dialog.isActiveWindow, "the dialog to have the keyboard", 5)
        for name in ("General", "Look", "Shortcuts"):
            dialog.show_page(name)
            inside = walk(dialog.pages.currentWidget().focusProxy() or dialog.pages.currentWidget())
            assert len(inside) >= 4
            assert nameless(inside) == []
            assert unseen(inside) == [], name
        dialog.reject()

    drive(body, "--sample")


@pytest.mark.parametrize("action", ["export", "shot_settings", "shortcuts", "note_here", "list_notes", "add_prompt"])
def test_tab_is_seen_in_every_dialog(drive: Callable, action: str) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document = driver.workspace.document
        document.edit("Note", with_note(document.shot, "soft", Span(3, 4)))
        dress(driver.application.preferences.settings)
        await driver.act(action)
        dialog = await driver.dialog()
        await driver.until(dialog.isActiveWindow, "the dialog to have the keyboard", 5)
        start = QApplication.focusWidget()
        assert start is not None, "something has the keyboard"
        found = walk(start)
        assert len(found) >= 2
        assert nameless(found) == []
        assert unseen(found) == []
        dialog.reject()
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")

    drive(body, "--sample")
