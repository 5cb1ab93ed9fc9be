"""Hints and the guide name the keys that actions have now, and the menu where one has none; the guide's pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.language import LANGUAGES, use
from app.settings import Settings, save
from app.ui.actions.keys import keys_of_all, shown
from app.ui.actions.naming import with_keys_named
from app.ui.dialogs.guide import PICTURES, STEPS, html, picture_file
from app.ui.panels.hints import WORDS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_a_key_is_the_first_one_that_an_action_has() -> None:
    text = "Press Generate ({generate})."
    assert with_keys_named(text, keys_of_all({})) == f"Press Generate ({shown('Ctrl+Enter')})."
    assert with_keys_named(text, keys_of_all({"generate": ("F7", "F8")})) == "Press Generate (F7)."
    assert with_keys_named(text, keys_of_all({"generate": ()})) == "Press Generate (Color > Generate)."
    assert with_keys_named("{export} exports.", keys_of_all({"export": ()})) == "File > Export exports."


def test_every_text_names_only_actions_there_are() -> None:
    keys = keys_of_all({})
    for text in (*WORDS.values(), *(text for _, _, text in STEPS)):
        assert "{" not in with_keys_named(text, keys)


def test_a_changed_key_is_in_the_hint_and_in_the_guide(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)
    save(Settings(shortcuts={"paint_fill": ("F9",)}))

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: "(F9 fills)" in driver.window.hints.words, "the hint about keys")
        preferences = driver.application.preferences
        preferences.edit(lambda settings: replace(settings, shortcuts={"paint_fill": ("F10",), "go_to_menus": ()}))
        assert "(F10 fills)" in driver.window.hints.words
        assert "F10 fills what the lines enclose" in html(driver.window.actions_table.keys)

    drive(body)


def test_named_keys_are_said_in_japanese_sentences() -> None:
    use("ja")
    try:
        for wished in ({}, {"generate": (), "paint_fill": (), "export": (), "compare_wipe": ()}):
            page = html(keys_of_all(wished))
            assert not any(word in page for word in ("Press ", " plays", "enclose", " writes", "Every action"))
    finally:
        use("en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_pictures_of_the_guide_are_in_its_language(code: str) -> None:
    use(code)
    try:
        files = [picture_file(picture) for _, picture, _ in STEPS]
        page = html(keys_of_all({}))
    finally:
        use("en")
    assert {file.parent for file in files} == {PICTURES if code == "en" else PICTURES / code}
    assert all(file.as_uri() in page and file.is_file() for file in files)
