"""The look of the window: theme, interface size, side panel and tool bar change at once and are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from mouse_by_hand import move_mouse
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from app import settings
from app.ui import theme
from app.ui.actions import MENUS, TOOL_BAR, TOOL_WORDS
from app.ui.actions.table import MNEMONICS
from app.ui.situation import INTERFACE_SIZES
from app.ui.tokens import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp)
    qapp.setStyleSheet("")


def drag(widget, by: QPoint) -> None:
    """Drag the handle of a splitter."""
    start = widget.rect().center()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    move_mouse(widget, start + by, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=start + by)


def test_the_theme_changes_at_once_and_is_kept(drive: Callable) -> None:
    async def choose(driver) -> None:
        await driver.opened()
        actions = driver.window.actions_table
        assert actions["theme_dark"].isChecked()
        await driver.act("theme_light")
        assert QApplication.palette().window().color() == QColor(LIGHT.panel)
        shown = driver.window.grab().toImage().pixelColor(3, driver.window.height() - 3)
        assert shown == QColor(LIGHT.window)
        assert [name for name in ("dark", "light", "system") if actions[f"theme_{name}"].isChecked()] == ["light"]
        await driver.act("theme_light")  # a second press unchecks nothing
        assert actions["theme_light"].isChecked()

    drive(choose, "--sample")
    assert settings.load()[0].theme == "light"

    async def back(driver) -> None:
        actions = driver.window.actions_table
        assert actions["theme_light"].isChecked()
        await driver.act("theme_dark")
        assert QApplication.palette().window().color() == QColor(DARK.panel)
        await driver.act("theme_system")
        scheme = QApplication.styleHints().colorScheme()
        assert theme.tokens() == (LIGHT if scheme is Qt.ColorScheme.Light else DARK)

    drive(back)
    assert settings.load()[0].theme == "system"


def test_the_interface_size_is_kept_for_the_next_start(drive: Callable) -> None:
    async def body(driver) -> None:
        actions = driver.window.actions_table
        assert actions["size_100"].isChecked()
        actions["size_150"].setEnabled(True)  # the screen may be too small for it
        await driver.act("size_150")
        assert driver.said == ["Words and buttons will be at 150 % when Shiage starts again."]
        assert actions["size_150"].isChecked()
        assert not actions["size_100"].isChecked()

    drive(body)
    assert settings.load()[0].ui_scale == 1.5


def test_panels_are_as_they_were_left(drive: Callable) -> None:
    left: dict[str, int] = {}

    async def arrange(driver) -> None:
        await driver.opened()
        driver.window.resize(1400, 900)
        page = driver.page
        await driver.until(lambda: page.width() == 1400, "the size")
        side, timeline = page.side.width(), page.timeline.height()
        drag(page.across.handle(1), QPoint(-60, 0))
        drag(page.splitter.handle(1), QPoint(0, -40))
        assert page.side.width() == side + 60
        assert page.timeline.height() == timeline + 40
        left.update(side=page.side.width(), timeline=page.timeline.height())
        page.panel.lock_button.setFocus()
        driver.key(Qt.Key.Key_B, CTRL)
        assert not page.side.isVisible()
        await driver.until(lambda: page.splitter.width() == page.width(), "the room to be taken")
        assert page.canvas.hasFocus()

    drive(arrange, "--sample")

    async def again(driver) -> None:
        await driver.opened()
        page = driver.page
        assert not driver.window.actions_table["side_panel"].isChecked()
        assert not page.side.isVisible()
        driver.key(Qt.Key.Key_B, CTRL)
        assert page.side.isVisible()
        driver.window.resize(1400, 900)
        await driver.until(lambda: page.width() == 1400, "the size")
        assert (page.side.width(), page.timeline.height()) == (left["side"], left["timeline"])

        driver.window.resize(driver.window.minimumSize())
        await driver.until(lambda: page.width() < 1000, "the small size")
        assert page.canvas.height() > 100
        assert page.canvas.width() > 300
        driver.window.resize(1400, 900)
        await driver.until(lambda: page.width() == 1400, "the size")
        assert (page.side.width(), page.timeline.height()) == (left["side"], left["timeline"])

    drive(again, "--sample")


def test_the_tool_bar_can_be_put_away_and_wears_words_while_there_is_room(drive: Callable) -> None:
    async def body(driver) -> None:
        window, actions = driver.window, driver.window.actions_table
        bar = window._bar
        main = [bar.widgetForAction(actions[name]) for name in TOOL_WORDS]
        window.resize(QSize(1920, 1000))
        await driver.until(lambda: bar.width() == 1920, "the width")
        words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        assert all(button.toolButtonStyle() == words for button in main)
        assert [button.text() for button in main] == list(TOOL_WORDS.values())
        window.resize(window.minimumSize())
        await driver.until(lambda: bar.width() == window.minimumWidth(), "the width")
        for name in (name for name in TOOL_BAR if name != "-"):  # none is pushed off the end
            button = bar.widgetForAction(actions[name])
            assert isinstance(button, QToolButton)
            assert button.isVisible()
            assert button.geometry().right() < bar.width()
            assert actions[name].toolTip()
        await driver.act("tool_bar")
        assert not bar.isVisible()

    drive(body)
    assert settings.load()[0].layout == {"tool bar": 0}

    async def again(driver) -> None:
        assert not driver.window._bar.isVisible()
        await driver.act("tool_bar")
        assert driver.window._bar.isVisible()

    drive(again)


def test_only_sizes_that_leave_room_for_the_window_are_offered(drive: Callable) -> None:
    async def body(driver) -> None:
        window, room = driver.window, driver.window.screen().availableSize()
        driver.window.refresh_soon()
        await asyncio.sleep(0.05)
        for percent in INTERFACE_SIZES:
            size = window.actions_table[f"size_{percent}"]
            fits = room.width() >= 960 * percent / 100 and room.height() >= 600 * percent / 100
            assert size.isEnabled() == (fits or percent == 100)
            assert ("Too large" in size.toolTip()) != size.isEnabled()
        assert window.minimumWidth() <= room.width()
        assert window.minimumHeight() <= room.height()
        assert window.menus["Interface size"].toolTipsVisible()

    drive(body)


def test_a_window_kept_from_a_larger_screen_comes_back_on_this_one(drive: Callable) -> None:
    async def body(driver) -> None:
        window, screen = driver.window, driver.window.screen().availableGeometry()
        window.resize(QSize(5000, 4000))
        window.move(900, 700)
        window.restore_layout(window.layout_text, {})
        assert screen.contains(window.geometry()) or window.size() == window.minimumSize()

    drive(body)


def test_alt_and_a_letter_opens_each_menu_and_f10_the_first(drive: Callable) -> None:
    async def body(driver) -> None:
        window = driver.window
        await driver.keyboard()
        letters = {name: MNEMONICS.get(name, f"&{name}").partition("&")[2][0].upper() for name in MENUS}
        assert len(set(letters.values())) == len(MENUS)
        pressed = [(Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier, name) for name, letter in letters.items()]
        for key, held, name in [*pressed, (Qt.Key.Key_F10, Qt.KeyboardModifier.NoModifier, "File")]:
            QTest.keyClick(window, key, held)
            await driver.until(lambda name=name: QApplication.activePopupWidget() is window.menus[name], name, 5)
            window.menus[name].close()
            await driver.until(lambda: QApplication.activePopupWidget() is None, "the menu to close", 5)

    drive(body)


def test_menus_tick_what_is_so(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        actions = driver.window.actions_table
        theme.apply(QApplication.instance())  # pyright: ignore[reportArgumentType] - it is one with widgets
        menu = driver.window.menus["Playback"]
        menu.popup(QPoint(0, 0))

        def ticked() -> list[str]:
            picture, accent = menu.grab().toImage(), QColor(theme.tokens().ticked)
            places = {name: menu.actionGeometry(actions[name]) for name in ("play_round", "play_once")}
            sides = {
                name: [(x, y) for x in range(30) for y in range(place.top(), place.bottom())]
                for name, place in places.items()
            }
            return [name for name, side in sides.items() if any(picture.pixelColor(*at) == accent for at in side)]

        assert ticked() == ["play_round"]
        await driver.act("play_once")
        await driver.until(actions["play_once"].isChecked, "the tick")
        assert ticked() == ["play_once"]
        menu.close()

    drive(body, "--sample")
