"""Why coloring or another shot cannot be asked for, in words that are so at that moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.ui.reasons import ALL_COLORED, ALONE, ON_THEIR_WAY, why_not
from app.ui.situation import Situation

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_segments_that_are_being_colored_are_not_said_to_have_color() -> None:
    colored = Situation(project=True, line=True, keys=True)
    assert why_not("generate", colored) == ALL_COLORED
    assert why_not("generate", Situation(project=True, line=True, keys=True, coloring=True)) == ON_THEIR_WAY
    assert why_not("generate", Situation(project=True, line=True, keys=True, coloring=True, wanted=1)) == ""


def test_a_shot_that_stands_alone_says_why_there_is_no_bar_and_no_next_one(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        actions, menu = driver.window.actions_table, driver.window.menus["Shots"]
        await driver.until(lambda: ALONE in actions["shots_bar"].toolTip(), "the reason")
        assert not actions["shots_bar"].isEnabled()
        assert ALONE in actions["next_shot"].toolTip()
        assert menu.toolTipsVisible()
        driver.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert driver.said == [ALONE]

    drive(body, "--sample")
    assert why_not("next_shot", Situation(project=True, shots=2)) == why_not("next_shot", Situation()) == ""
