"""Words of prompts that are used again: gone through by Alt+Up and Alt+Down, kept and forgotten, in the real dialog."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import settings
from app.project.model import Prompt
from app.settings import PROMPTS_KEPT, Settings, with_prompt_used
from app.ui.dialogs.asking import Choice
from app.ui.dialogs.prompt_dialog import PromptDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


async def asked(driver) -> PromptDialog:
    """The dialog of a new prompt."""
    await driver.act("add_prompt")
    dialog = await driver.dialog(PromptDialog)
    dialog.words.setFocus()
    await driver.until(dialog.words.hasFocus, "the keyboard")
    return dialog


def test_words_used_before_come_back_by_key_and_kept_ones_by_choice(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document, preferences = driver.workspace.document, driver.application.preferences
        for text in ("rain", "night"):
            dialog = await asked(driver)
            QTest.keyClicks(dialog.words, text)
            if text == "rain":
                driver.press_button(dialog, "Keep these words")
                assert dialog.kept.keep.text() == "Forget these words"
            QTest.keyClick(dialog.words, Qt.Key.Key_Return, CTRL)
            await driver.until(lambda text=text: text in [each.text for each in document.shot.prompts], "the prompt")
        await driver.until(lambda: preferences.settings.prompts == ("night", "rain"), "the words to be remembered")
        assert preferences.settings.presets == ("rain",)

        dialog = await asked(driver)
        QTest.keyClicks(dialog.words, "fog")
        seen = []
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
            QTest.keyClick(dialog.words, key, ALT)
            seen.append(dialog.text)
        assert seen == ["night", "rain", "rain", "night", "fog", "fog"]
        QTest.keyClick(dialog.words, Qt.Key.Key_Z, CTRL)
        assert dialog.text == "night", "what a key put there is undone in the field"
        dialog.kept.box.setCurrentIndex(1)
        dialog.kept.box.activated.emit(1)
        assert dialog.text == "rain"
        driver.press_button(dialog, "Forget these words")
        assert not dialog.kept.box.isEnabled()
        driver.press_button(dialog, "Cancel")
        driver.press_button(await driver.dialog(Choice), "Discard")  # words are not thrown away without a word
        await driver.until(lambda: preferences.settings.presets == (), "the preset to be forgotten")
        assert preferences.settings.prompts == ("night", "rain"), "what was cancelled was not used"
        await preferences.flush()
        assert settings.load()[0].prompts == ("night", "rain")

    drive(body, "--sample")


def test_a_prompt_left_without_words_is_taken_away_and_undone(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document = driver.workspace.document
        dialog = await asked(driver)
        QTest.keyClicks(dialog.words, "rain")
        driver.press_button(dialog, "Add")
        await driver.until(lambda: document.shot.prompts == (Prompt("rain"),), "the prompt")
        await driver.act("edit_prompt")
        dialog = await driver.dialog(PromptDialog)
        dialog.words.clear()
        assert dialog.trouble.text() == "Without words the prompt is taken away."
        driver.press_button(dialog, "OK")
        await driver.until(lambda: document.shot.prompts == (), "the prompt to go")
        document.undo_stack.undo()
        assert document.shot.prompts == (Prompt("rain"),)

    drive(body, "--sample")


def test_the_history_has_each_words_once_and_an_end() -> None:
    kept = Settings()
    for number in range(PROMPTS_KEPT + 5):
        kept = with_prompt_used(kept, f"words {number}", ())
    kept = with_prompt_used(kept, f"words {PROMPTS_KEPT}", ("a",))
    assert kept.prompts[:2] == (f"words {PROMPTS_KEPT}", f"words {PROMPTS_KEPT + 4}")
    assert len(kept.prompts) == len(set(kept.prompts)) == PROMPTS_KEPT
    assert with_prompt_used(kept, "", ("b",)).prompts == kept.prompts


def test_words_to_avoid_are_tucked_away_until_they_are_asked_for(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document = driver.workspace.document
        dialog = await asked(driver)
        assert not dialog.avoid.isVisible()
        driver.press_button(dialog, "Words to avoid")
        await driver.until(dialog.avoid.hasFocus, "the keyboard in its field", 5)
        QTest.keyClicks(dialog.avoid, "rain")
        driver.press_button(dialog, "Add")
        await driver.until(lambda: document.shot.prompts == (Prompt("", None, "rain"),), "the prompt")
        await driver.act("edit_prompt")
        dialog = await driver.dialog(PromptDialog)
        assert dialog.avoid.isVisible()
        assert dialog.avoid.text() == "rain"
        assert dialog.trouble.text() == ""
        QTest.keyClicks(dialog.words, "night")
        driver.press_button(dialog, "OK")
        await driver.until(lambda: document.shot.prompts == (Prompt("night", None, "rain"),), "the words")

    drive(body, "--sample")
