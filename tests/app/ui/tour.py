"""A walk through the real window that looks at every panel and dialog, and prints what is cut off there.

`PYTHONPATH=. python tests/app/ui/tour.py LANGUAGE THEME HOME [--pictures FOLDER]`; HOME is an empty folder for its
files. The interface size is that of QT_SCALE_FACTOR. With `--pictures`, each stop is kept in each size.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conftest import Driver
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)
from qasync import QEventLoop

from app.application import Application
from app.project.shot_list import Place, ShotList, write_list
from app.sample import sample_project
from app.settings import Settings, save
from app.ui import theme
from app.ui.dialogs.weights_dialog import WeightsDialog
from app.ui.handlers.looks import dress
from app.ui.speaking import speak

SIZES = (QSize(1280, 720), QSize(1920, 1080))
DIALOGS = (  # what opens one, in an order in which each can
    "shot_settings", "export", "preferences", "shortcuts", "about", "add_prompt", "note_here", "list_notes",
    "edit_swatch", "rename_swatch", "merge_swatch", "clone_palette", "rename_palette", "note_take",
    "set_up_longanimation", "guide", "paint_color", "import_line_art",
)  # fmt: skip
PANELS = (  # what shows a part of the window, and what puts it away again
    ("compare_side", "compare_off"), ("paint_fill", "paint_none"), ("paint_brush", "paint_none"),
    ("show_sheets", "show_sheets"), ("hint_tool", "hint_tool"),
)  # fmt: skip


# What is cut off


def cut_off(root: QWidget) -> Iterator[str]:
    """What cannot be read in full in a window, a line each."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.window() is root.window() and not widget.visibleRegion().isEmpty():
            why = _unread(widget)
            if why:
                yield f"{type(widget).__name__} {why}"
    yield from _overlaps(root)


def _unread(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        return _button(widget)
    if isinstance(widget, QToolButton):
        style, words = widget.toolButtonStyle(), widget.text()
        if style == Qt.ToolButtonStyle.ToolButtonIconOnly or not words:
            return ""
        return _narrow(words, widget.sizeHint().width(), widget.width()) or _outside(widget, words)
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget).width()
        return _narrow(widget.currentText(), widget.fontMetrics().horizontalAdvance(widget.currentText()), room)
    if isinstance(widget, QLineEdit) and not widget.text():
        words = widget.placeholderText()
        return _narrow(words, widget.fontMetrics().horizontalAdvance(words), widget.width() - 8)
    if isinstance(widget, QTabBar):
        cut = [widget.tabText(at) for at in range(widget.count()) if widget.tabRect(at).right() > widget.width()]
        return f"{cut} has no room" if cut else ""
    if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        return _header(widget)
    return ""


def _label(label: QLabel) -> str:
    words, room = label.text().replace("&", ""), label.contentsRect()
    if not words or label.pixmap().isNull() is False:
        return ""
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height():
            return f"{words!r} needs {needed} px of height and has {label.height()}"
        return _outside(label, words)
    if "</" in words:
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setHtml(words)
        needed = round(document.idealWidth()) - 8
    else:
        needed = max(label.fontMetrics().horizontalAdvance(line) for line in words.splitlines() or [""])
    return _narrow(words, needed, room.width()) or _outside(label, words)


def _button(button: QPushButton | QCheckBox | QRadioButton) -> str:
    words = button.text().replace("&", "")
    if not isinstance(button, QPushButton):
        return _narrow(words, button.sizeHint().width(), button.width()) or _outside(button, words)
    option = QStyleOptionButton()
    button.initStyleOption(option)
    inside = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    bold = button.isDefault() or button.property("role") == "primary"
    metrics = QFontMetrics(theme.font(bold=True)) if bold else button.fontMetrics()
    needed = metrics.horizontalAdvance(words)
    if not button.icon().isNull():
        needed += button.iconSize().width()
    return _narrow(words, needed, max(inside, button.width() - 12)) or _outside(button, words)


def _header(header: QHeaderView) -> str:
    model, metrics = header.model(), header.fontMetrics()
    for at in range(header.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        if not header.isSectionHidden(at) and metrics.horizontalAdvance(words) + 8 > header.sectionSize(at):
            return f"{words!r} has {header.sectionSize(at)} px"
    return ""


def _narrow(words: str, needed: int, room: int) -> str:
    return f"{words!r} needs {needed} px and has {room}" if words and needed > room + 1 else ""


def _outside(widget: QWidget, words: str) -> str:
    """Whether some of it lies outside of what is around it, and cannot be scrolled into sight."""
    seen, place = widget, widget.rect()
    while (around := seen.parentWidget()) is not None and not seen.isWindow():
        place.translate(seen.pos())
        scrolls = isinstance(around.parentWidget(), QAbstractScrollArea)
        sides = QRect(place.left(), 0, place.width(), 1) if scrolls else place
        limits = QRect(0, 0, around.width(), 1) if scrolls else around.rect()
        if not limits.contains(sides):
            return f"{words!r} reaches out of {type(around).__name__}"
        if scrolls and isinstance(around.parentWidget(), QScrollArea):
            return ""
        seen = around
    return ""


def _overlaps(root: QWidget) -> Iterator[str]:
    parts = [
        part
        for part in root.findChildren(QWidget)
        if isinstance(part, QLabel | QPushButton | QToolButton | QComboBox | QCheckBox) and part.isVisible()
    ]
    beside: dict[int, list[QWidget]] = {}
    for part in parts:
        beside.setdefault(id(part.parentWidget()), []).append(part)
    for family in beside.values():
        for at, one in enumerate(family):
            for other in family[at + 1 :]:
                both = one.geometry() & other.geometry()
                if both.width() > 1 and both.height() > 1:
                    yield f"{_name(one)} lies over {_name(other)}"


def _name(part: QWidget) -> str:
    words = part.text() if isinstance(part, QLabel | QPushButton | QToolButton) else part.accessibleName()
    return f"{type(part).__name__} {words!r}"


# The walk


class Tour:
    """One walk through the window; `found` is what is cut off, with where and in which window."""

    def __init__(self, driver: Driver, pictures: Path | None) -> None:
        self._driver, self._pictures = driver, pictures
        self.found: dict[str, str] = {}
        self.stops = 0

    async def walk(self) -> None:
        """Look at everything."""
        driver = self._driver
        await self._look("welcome")
        await driver.act("open_sample")
        await driver.opened()
        await driver.until(driver.window.shots.isVisible, "the bar of shots")
        await self._look("before coloring")
        queue = driver.workspace.coloring.queue
        await driver.act("generate")
        await driver.until(lambda: queue.share > 0, "coloring", 180)
        queue.pause()
        await driver.until(lambda: not queue.pausing, "the engine to rest")
        await driver.until(driver.page.panel.queue.list.count, "the queue")
        driver.page.panel.queue.list.setCurrentRow(0)
        await self._look("queue")
        await self._dialog("edit_queued")
        driver.page.panel.generating.colorizer.details.setChecked(True)
        queue.resume()
        await driver.until(lambda: driver.workspace.document.takes, "a take", 180)
        driver.workspace.coloring.clear()
        await driver.idle()
        await self._look("colored")
        for shows, hides in PANELS:
            await driver.act(shows)
            await self._look(shows)
            await driver.act(hides)
        driver.page.panel.palettes.list.setCurrentRow(0)
        for action_id in DIALOGS:
            await self._dialog(action_id)
        await self._longanimation()

    async def _longanimation(self) -> None:
        """The panel has more to say of it."""
        box = self._driver.page.panel.generating.colorizer
        box.colorizer.setCurrentIndex(box.colorizer.findData("longanimation"))
        box.colorizer.activated.emit(box.colorizer.currentIndex())
        await self._look("longanimation")

    async def _dialog(self, action_id: str) -> None:
        driver = self._driver
        await driver.act(action_id)
        await driver.until(_opened, f"{action_id} to open a dialog", 20)
        dialog = _opened()
        if action_id == "note_here":
            dialog.words.setPlainText("Look")
        if isinstance(dialog, WeightsDialog):
            await driver.until(dialog.folder.isEnabled, "the files to be looked for")
        if not isinstance(dialog, QFileDialog):  # Qt's own
            await self._look(action_id, dialog)
        dialog.accept() if action_id in ("note_here", "clone_palette") else dialog.close()
        await driver.until(lambda: not _opened(), f"{action_id} to close", 20)

    async def _look(self, name: str, dialog: QDialog | None = None) -> None:
        """At one stop: the window in all sizes, or a dialog."""
        self.stops += 1
        window = self._driver.window
        for size in SIZES if dialog is None else SIZES[:1]:
            if dialog is None:
                window.resize(size)
            await asyncio.sleep(0.15)
            QApplication.sendPostedEvents()  # as before any painting: whatever was given another height is in its place
            shown = dialog or window
            where = f"{name} at {shown.width()} x {shown.height()}"
            for each in cut_off(shown):
                self.found.setdefault(each, where)
            screen = shown.screen().availableSize()
            if dialog is not None and (shown.width() > screen.width() or shown.height() > screen.height()):
                self.found.setdefault(f"{name} is larger than the screen", where)
            if self._pictures is not None:
                shown.grab().save(str(self._pictures / f"{self.stops:02d} {name} {size.width()}.png"))


def _opened() -> Any:
    return next(
        (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()), None
    )


async def tour(language: str, pictures: Path | None) -> Tour:
    """Walk through the window in a language."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak(app, language)
    sample = sample_project()
    for name in ("sc020", "sc030"):
        shutil.copytree(sample, sample.with_name(f"{name}.shiage"))
    places = [Place(name.removesuffix(".shiage"), name) for name in (sample.name, "sc020.shiage", "sc030.shiage")]
    write_list(sample.parent, ShotList((*places, Place("sc040"))))
    application = Application()
    await application.open(())
    application.window.move(QPoint(0, 0))
    walked = Tour(Driver(application), pictures)
    try:
        await walked.walk()
    finally:
        if (modal := QApplication.activeModalWidget()) is not None:
            modal.close()
        application.window.close()
        await asyncio.wait_for(application.finished, 30)
    return walked


def main() -> None:
    """Prints JSON: what is cut off, with where; and how many stops there were."""
    asked = argparse.ArgumentParser()
    asked.add_argument("language")
    asked.add_argument("theme")
    asked.add_argument("home", type=Path)
    asked.add_argument("--pictures", type=Path)
    given = asked.parse_args()
    os.environ["SHIAGE_HOME"] = str(given.home)
    if given.pictures is not None:
        given.pictures.mkdir(parents=True, exist_ok=True)
    app = QApplication(["shiage"])
    app.setQuitOnLastWindowClosed(False)
    preferred = Settings(theme=given.theme)
    save(preferred)
    dress(preferred)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        walked = loop.run_until_complete(tour(given.language, given.pictures))
    sys.stdout.write(json.dumps({"stops": walked.stops, "found": walked.found}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
