"""The whole window in Japanese: no English word is left in anything that can be read, heard or opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QTabWidget,
    QTextBrowser,
    QTreeWidget,
    QWidget,
)

from app.language import use
from app.ui.actions import ACTIONS
from app.ui.actions.window_actions import tool_tip
from app.ui.speaking import speak

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

NAMES = """
shiage draft longanimation opentoonz gimp adobe prores opentimelineio otio apache cogvideox qwen clip video hugging face
png tiff tga jpeg webp psd mov mp4 json toml html fps credits resources sample license mit cache english poppy
ctrl shift alt enter esc del delete return home end space tab backspace pgup pgdown meta
image-to-video transformer tokenizer vae scheduler text encoder sketchdit line extractor
"""
OPENS = (  # what opens a dialog, in an order in which each can
    "shot_settings", "export", "preferences", "shortcuts", "about", "add_prompt", "note_here", "list_notes",
    "edit_swatch", "rename_swatch", "merge_swatch", "clone_palette", "rename_palette", "note_take",
    "set_up_longanimation", "guide", "paint_color", "import_line_art", "open_project", "save_as",
    "import_palette", "export_palette", "export_timeline", "save_diagnostics",
)  # fmt: skip


@cache  # the same texts are read at each look
def left_over(text: str) -> list[str]:
    """English words in a text, without names, keys, quoted words, paths and what stands in tags."""
    bare = re.sub(r"<[^>]*>|「[^」]*」|https?://\S+|\S*[/\\]\S*|#\w+|\*\.\w+|\b\w+\.\w+\b", " ", text)
    return [word for word in re.findall(r"[A-Za-z][A-Za-z-]{2,}", bare) if word.lower() not in NAMES.split()]


def texts(widget: QWidget) -> Iterator[str]:
    """All that a widget says, tells a screen reader, or offers to choose from."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QSpinBox):
        yield from (widget.prefix(), widget.suffix())
    if isinstance(widget, QTextBrowser):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        for row in range(widget.count()):
            yield from (widget.itemText(row), widget.itemData(row, Qt.ItemDataRole.ToolTipRole) or "")
    if isinstance(widget, QTabWidget):
        yield from map(widget.tabText, range(widget.count()))
    if isinstance(widget, QListWidget):
        for row in range(widget.count()):
            yield from (widget.item(row).text(), widget.item(row).toolTip())
    if isinstance(widget, QTreeWidget):
        header = widget.headerItem()
        yield from map(header.text, range(widget.columnCount()))
        for row in range(widget.topLevelItemCount()):
            item = widget.topLevelItem(row)
            yield from (item.text(column) for column in range(widget.columnCount())) if item is not None else ()


class Reader:
    """Reads the window, and remembers what it found in English, with where."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def read(self, text: str, where: str) -> None:
        if left_over(text):
            self.found.setdefault(text, where)

    def look(self, root: QWidget, where: str) -> None:
        for widget in (root, *root.findChildren(QWidget)):
            if isinstance(widget, QHeaderView):
                continue
            for text in texts(widget):
                self.read(text, f"{where}: {type(widget).__name__}")
        for action in root.findChildren(QAction):
            self.read(action.text(), f"{where}: action {action.objectName()}")
            self.read(action.toolTip(), f"{where}: tip of {action.objectName()}")
            self.read(action.iconText(), f"{where}: word of {action.objectName()}")


@pytest.fixture
def reader(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """Reads in Japanese, also what is painted."""
    assert speak(qapp, "ja") == "ja"
    made, paint = Reader(), QPainter.drawText

    def painted(self: QPainter, *arguments: Any) -> Any:
        for text in arguments:
            if isinstance(text, str):
                made.read(text, "painted")
        return paint(self, *arguments)

    monkeypatch.setattr(QPainter, "drawText", painted)
    yield made
    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    use("en")


def told(found: dict[str, str]) -> str:
    return "\n".join(f"{where}: {text!r}" for text, where in sorted(found.items(), key=lambda pair: pair[1]))


def test_nothing_in_the_window_is_english(drive: Callable, reader: Reader) -> None:
    async def body(driver: Any) -> None:
        window = driver.window
        reader.look(window, "welcome page")
        await driver.act("open_sample")
        await driver.opened()
        window.grab()
        reader.look(window, "before coloring")
        await driver.act("generate")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        window.grab()
        reader.look(window, "while coloring")
        await driver.until(lambda: driver.workspace.document.takes, "a take", 180)
        window.actions_table["clear_queue"].trigger()  # where something still waits there
        await driver.idle()
        window.grab()
        reader.look(window, "after coloring")
        page = driver.page
        page.panel.palettes.list.setCurrentRow(0)
        for action_id in OPENS:
            await driver.act(action_id)
            await driver.until(_opened, f"{action_id} to open a dialog", 10)
            dialog = _opened()
            dialog.grab()
            reader.look(dialog, action_id)
            if action_id == "note_here":
                dialog.words.setPlainText("影")
            dialog.accept() if action_id in ("note_here", "clone_palette") else dialog.close()
            await driver.until(lambda: not _opened(), f"{action_id} to close", 10)
        window.grab()

    drive(body)
    assert not reader.found, told(reader.found)


def _opened() -> Any:
    return next(
        (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()), None
    )


def test_every_action_of_the_table_has_japanese_words(reader: Reader) -> None:
    for action in ACTIONS:
        reader.read(tool_tip(action, ()), action.id)
    assert not reader.found, told(reader.found)
