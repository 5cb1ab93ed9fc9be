"""The artist's preferences in three pages: general, look, shortcuts. Everything is applied and kept at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

import psutil
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.language import LANGUAGES, tr
from app.settings import Settings, Theme, most_for_pictures
from app.ui.dialogs.asking import close_only
from app.ui.dialogs.shortcuts_page import ShortcutsPage
from app.ui.preferences import Preferences
from app.ui.situation import INTERFACE_SIZES
from app.ui.tokens import SIZES
from app.ui.widgets import choice, label
from app.ui.workspace import cache_budget

_GB = 1000**3
_SAVE_WITHIN = (2, 5, 10, 30, 60)  # seconds
_PICTURES = (1, 2, 4, 8, 16, 32, 64)  # GB
_TAKES = (5, 10, 20, 50, 100, 200, 500)  # GB
_THEMES: tuple[tuple[str, Theme], ...] = (
    ("Dark", "dark"), ("Light", "light"), ("High contrast", "contrast"), ("Like the system", "system"),
)  # fmt: skip


class PreferencesDialog(QDialog):
    """What the artist prefers. `free` are the bytes left on the project's disk, None where that is not known; `largest`
    is the interface size, in percent, that still fits the screen.

    Signals:
        restart_wanted: what waits for the next start is to come true now.
    """

    restart_wanted = Signal()

    def __init__(self, parent: QWidget, preferences: Preferences, largest: int, free: int | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        self._preferences = preferences
        self.pages = QTabWidget()
        column = QVBoxLayout(self)  # first, for whatever gets another parent takes up its look anew
        column.setContentsMargins(SIZES.space_l, SIZES.space_m, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_s)
        column.addWidget(self.pages)
        column.addWidget(close_only(self))
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setDrawBase(False)
        self.pages.tabBar().setAccessibleName(tr("Pages of the preferences"))
        self.shortcuts = ShortcutsPage(preferences)
        self.pages.addTab(self._general(free), tr("General"))
        self.pages.addTab(self._look(largest), tr("Look"))
        self.pages.addTab(self.shortcuts, tr("Shortcuts"))
        room = self.screen().availableSize()
        wide = self.shortcuts.listing.wide + 4 * SIZES.space_l
        self.resize(min(max(720, wide), room.width() - 40), min(640, room.height() - 60))

    def show_page(self, name: str) -> None:
        """Turn to a page by the word on its tab."""
        at = next(at for at in range(self.pages.count()) if self.pages.tabText(at) == tr(name))
        self.pages.setCurrentIndex(at)
        self.pages.currentWidget().setFocus()

    def _general(self, free: int | None) -> QWidget:
        settings, memory = self._preferences.settings, psutil.virtual_memory()
        self.save_within = _numbers(
            ((f"{seconds} seconds after a change", float(seconds)) for seconds in _SAVE_WITHIN), settings.save_within,
            lambda other: f"{other:g} seconds after a change",
        )  # fmt: skip
        most = most_for_pictures()
        self.pictures = _numbers(
            (("Automatic, " + _size(cache_budget(0)), 0), *((f"{size} GB", size * _GB) for size in _PICTURES
             if size * _GB <= most)), settings.cache_bytes, _size,
        )  # fmt: skip
        self.takes = _numbers(
            (("As much as there is", 0), *((f"{size} GB", size * _GB) for size in _TAKES)), settings.takes_bytes, _size
        )
        self.notify = QCheckBox(tr("Tell me when coloring is done and another window is in front"))
        self.notify.setChecked(settings.notify)
        self._keep(self.save_within, lambda kept, value: replace(kept, save_within=cast(float, value)))
        self._keep(self.pictures, lambda kept, value: replace(kept, cache_bytes=cast(int, value)))
        self._keep(self.takes, lambda kept, value: replace(kept, takes_bytes=cast(int, value)))
        self.notify.toggled.connect(
            lambda on: self._preferences.edit(lambda settings: replace(settings, notify=on))
        )  # fmt: skip
        disk = f"{_size(free)} are free on the disk. " if free is not None else ""
        return _page(
            ("Save at the latest", self.save_within, ""),
            ("Pictures in memory", self.pictures,
             f"{_size(memory.available)} of this computer's {_size(memory.total)} memory are free now. More pictures "
             "in memory play longer shots without a wait."),
            ("Takes on disk", self.takes, f"{disk}Shiage says so when a project's takes have more. Nothing is deleted "
             "by itself."),
            ("When done", self.notify, ""),
        )  # fmt: skip

    def _look(self, largest: int) -> QWidget:
        settings = self._preferences.settings
        self.theme = choice(_THEMES)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        percent = round(settings.ui_scale * 100)
        self.size_field = _numbers(
            ((f"{size} %", size / 100) for size in INTERFACE_SIZES), percent / 100, lambda other: f"{other:.0%}"
        )
        model = self.size_field.model()
        assert isinstance(model, QStandardItemModel)
        for at in range(self.size_field.count()):
            too_large = round(cast(float, self.size_field.itemData(at)) * 100) > largest
            model.item(at).setEnabled(not too_large or at == self.size_field.currentIndex())
        self.language = choice((("The system's", ""), *((name, code) for code, name in LANGUAGES.items())))
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self._keep(self.language, lambda kept, value: replace(kept, language=cast(str, value)))
        self._keep(self.theme, lambda kept, value: replace(kept, theme=cast(Theme, value)))
        self._keep(self.size_field, lambda kept, value: replace(kept, ui_scale=cast(float, value)))
        self.restart = QPushButton(tr("Restart Shiage now"))
        self.restart.setAutoDefault(False)
        self.restart.clicked.connect(self.restart_wanted)
        waits = "This comes true when Shiage is started again; your project opens again by itself."
        self._waits = label(waits, wrap=True)
        self._preferences.changed.connect(self._offer_restart)
        too = "" if largest >= INTERFACE_SIZES[-1] else f" Above {largest} % the window would not fit this screen."
        page = _page(
            ("Language", self.language, "From the next start."),
            ("Theme", self.theme, "Everything around the picture is gray without a tint, in each of them."),
            ("Interface size", self.size_field, f"How large words and buttons are, from the next start.{too}"),
        )
        column = page.layout()
        assert isinstance(column, QVBoxLayout)
        left_free = column.count() - 1
        column.insertWidget(left_free, self.restart, 0, Qt.AlignmentFlag.AlignLeft)
        column.insertWidget(left_free, self._waits)
        self._offer_restart()
        return page

    def _offer_restart(self) -> None:
        for part in (self._waits, self.restart):
            part.setVisible(self._preferences.wait_for_start)

    def _keep(self, field: QComboBox, change: Callable[[Settings, object], Settings]) -> None:
        """Keep what is chosen, from now on."""
        field.currentIndexChanged.connect(
            lambda _: self._preferences.edit(lambda settings: change(settings, field.currentData()))
        )


def _numbers(offered: Iterable[tuple[str, float]], now: float, words: Callable[[float], str]) -> QComboBox:
    """A box with these numbers to choose from; the present one is among them whatever it is."""
    numbers = list(offered)
    if now not in [number for _, number in numbers]:
        numbers.append((words(now), now))
    field = choice(numbers)
    field.setCurrentIndex([number for _, number in numbers].index(now))
    return field


def _size(number: float) -> str:
    """Bytes in words."""
    return f"{number / _GB:.1f} GB" if number < 100 * _GB else f"{number / _GB:.0f} GB"


def _page(*rows: tuple[str, QWidget, str]) -> QWidget:
    """Fields below one another, each behind its name and above what there is to know about it."""
    page = QWidget()
    grid = QGridLayout()
    grid.setHorizontalSpacing(SIZES.space_l)
    grid.setVerticalSpacing(SIZES.space_xs)
    grid.setColumnStretch(1, 1)
    for name, field, about in rows:
        field.setAccessibleName(tr(name))
        field.setMinimumHeight(SIZES.control + 2)
        at = grid.rowCount()
        grid.addWidget(QLabel(tr(name)), at, 0)
        grid.addWidget(field, at, 1)
        if about:
            field.setAccessibleDescription(tr(about))
            grid.addWidget(label(about, "dim", wrap=True), at + 1, 1)
        grid.setRowMinimumHeight(at + 2, SIZES.space_m)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, SIZES.space_l, 0, 0)
    column.addLayout(grid)
    column.addStretch()
    page.setFocusProxy(rows[0][1])
    return page
