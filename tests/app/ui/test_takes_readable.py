"""The details of takes can be read in the list: in two lines where one is too short, the important ones first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flawed_takes import make_project, write_take
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from app.language import tr, use
from app.project.model import TakeMark
from app.ui.panels.rows import ROW, words_in_lines
from app.ui.tokens import SIZES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
NOTE = "the hair on the right side is too dark, and so is the scarf"
WORDS = "shown, older, Draft, variation 0"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one take."""
    folder = tmp_path / "one.shiage"
    write_take(folder, make_project(folder, tmp_path / "drawn"), {})
    return folder


def test_all_details_of_a_take_are_read_at_the_least_size(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        driver.window.resize(1280, 720)
        document, takes = driver.workspace.document, driver.page.panel.takes
        document.edit("Other", replace(document.shot, seed=3, colorizer="longanimation"))
        await driver.until(lambda: takes.count() and takes.item(0).text().endswith(WORDS), "the take to be older")
        place, row = takes.visualItemRect(takes.item(0)), takes.item(0).data(ROW)
        text = place.adjusted(64 + 2 * SIZES.space_s, 0, -SIZES.space_s, 0)
        _, lines = words_in_lines(row.words, row.short, text.width(), text.height())
        assert (len(lines), " ".join(lines)) == (2, WORDS)
        foot = takes.viewport().grab(QRect(text.left(), place.bottom() - 13, text.width(), 11)).toImage()
        inks = {foot.pixel(x, y) for x in range(foot.width()) for y in range(foot.height())}
        assert len(inks) > 4, "the second line is painted"

        mark = TakeMark(document.takes[0].id, star=True, note=NOTE)
        document.edit("Note", replace(document.shot, marks=(mark,)))
        await driver.until(lambda: NOTE in takes.item(0).toolTip(), "the note")
        first = takes.item(0).toolTip().splitlines()[0]
        assert first.endswith(f'{WORDS}, "{NOTE}", starred'), "the tool tip has all of it"
        row = takes.item(0).data(ROW)
        _, lines = words_in_lines(row.words, row.short, text.width(), text.height())
        assert " ".join(lines).startswith('older, Draft, variation 0, "the hair'), "what icons say gives way first"

    drive(body, str(project))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_words_are_broken_into_as_many_lines_as_there_is_room_for(qapp, language: str) -> None:
    use(language)
    try:
        words = tr(WORDS)
    finally:
        use("en")
    for wide in (60, 90, 120, 400):
        font, lines = words_in_lines(words, "", wide, 48)
        assert 1 <= len(lines) <= 2
        assert all(QFontMetrics(font).horizontalAdvance(line) <= wide for line in lines)
        said = "".join(lines).replace(" ", "")
        whole = words.replace(" ", "")
        assert said == whole or whole.startswith(said.removesuffix("\N{HORIZONTAL ELLIPSIS}"))
    assert len(words_in_lines(words, "", 60, 40)[1]) == 1
    assert words_in_lines("", "", 60, 48)[1] == []
