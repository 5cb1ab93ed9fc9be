"""The projects worked on before: each with its picture, name, folder, when it was opened, and whether it is there."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QStyle, QVBoxLayout, QWidget

from app.language import tr
from app.ui import theme
from app.ui.tokens import SIZES
from app.ui.widgets import paint_state

PICTURE = QSize(96, 54)
_DAY = 86400


class RecentRow(QAbstractButton):
    """One project; a click opens it, Delete or its menu takes it off the list.

    Signals:
        removed: the artist wants it off the list.
    """

    removed = Signal()

    def __init__(self, folder: str, opened: float) -> None:
        super().__init__()
        self.folder, self._opened = folder, opened
        self.there, self.cut_off = True, False
        self._picture = QImage()
        name = Path(folder).name.removesuffix(".shiage")
        self.setText(name)
        self.setAccessibleName(tr(f"Open {name}"))
        self.setToolTip(folder)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(280, PICTURE.height() + 2 * SIZES.space_s)

    def show_cover(self, there: bool, picture: QImage, cut_off: bool = False) -> None:
        """Show whether the project is there, its picture (null for none), and whether a crash cut it off."""
        self.there, self._picture, self.cut_off = there, picture, cut_off
        if not there:
            self.setAccessibleName(tr(f"{self.text()}, not found"))
            self.setToolTip(
                tr(f"{self.folder}\nThere is no project here now. Press Delete to remove it from the list.")
            )
        self.update()

    def menu(self) -> QMenu:
        """What else can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_it = menu.addAction(tr("Open"))
        open_it.setEnabled(self.there)
        open_it.triggered.connect(self.clicked)
        menu.addAction(tr("Remove from list")).triggered.connect(self.removed)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        over = self.isEnabled() and (self.isDown() or self.underMouse())
        ground = ("pressed" if self.isDown() else "hover") if over else ""
        paint_state(painter, self.rect().adjusted(1, 1, -1, -1), ground, "accent" if self.hasFocus() else "")
        place = QRect(SIZES.space_s, SIZES.space_s, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, place)
        left = place.right() + SIZES.space_m
        self._paint_words(painter, QRect(left, place.top(), self.width() - left - SIZES.space_s, place.height()))

    def _paint_picture(self, painter: QPainter, place: QRect) -> None:
        painter.fillRect(place, QColor(theme.ink("canvas")))
        if self._picture.isNull():
            size = SIZES.space_xl
            icon = theme.icon("missing" if not self.there else "layer-line", "text_dim")
            alignment = Qt.AlignmentFlag.AlignCenter
            where = QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, alignment, QSize(size, size), place)
            icon.paint(painter, where)
            return
        size = self._picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        where = QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignCenter, size, place)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.drawImage(where, self._picture)
        painter.setOpacity(1.0)

    def _state(self) -> str:
        """What there is to know about it, besides where it is."""
        if not self.there:
            return "Not found"
        return "Shiage closed unexpectedly here" if self.cut_off else when(self._opened, time.time())

    def _paint_words(self, painter: QPainter, place: QRect) -> None:
        lines = (
            (self.text(), "text", theme.font(bold=True), Qt.TextElideMode.ElideRight),
            (short(self.folder), "text_dim", theme.font(SIZES.text_small), Qt.TextElideMode.ElideMiddle),
            (tr(self._state()), "warning" if self.cut_off or not self.there else "text_dim",
             theme.font(SIZES.text_small), Qt.TextElideMode.ElideRight),
        )  # fmt: skip
        step = place.height() // len(lines)
        for at, (text, ink, font, elide) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(QColor(theme.ink(ink if self.isEnabled() else "text_off")))
            line = QRect(place.left(), place.top() + at * step, place.width(), step)
            words = painter.fontMetrics().elidedText(text, elide, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class Recents(QWidget):
    """The rows, newest first.

    Signals:
        chosen: the folder of the project to open.
        removed: the folder of the project to take off the list.
    """

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Recent projects"))
        self.rows: dict[str, RecentRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()

    def show_projects(self, folders: Sequence[str], opened: Mapping[str, float]) -> bool:
        """List these; false, and nothing is done, when they are listed already."""
        if [(row.folder, row._opened) for row in self.rows.values()] == [(f, opened.get(f, 0.0)) for f in folders]:
            return False
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {folder: RecentRow(folder, opened.get(folder, 0.0)) for folder in folders}
        for at, (folder, row) in enumerate(self.rows.items()):
            row.clicked.connect(lambda _=False, folder=folder: self._chosen(folder))
            row.removed.connect(lambda folder=folder: self.removed.emit(folder))
            self._column.insertWidget(at, row)
        return True

    def _chosen(self, folder: str) -> None:
        row = self.rows.get(folder)
        if row is not None and row.there:
            self.chosen.emit(folder)
        elif row is not None:
            row.menu().popup(row.mapToGlobal(row.rect().bottomLeft()))


def short(folder: str) -> str:
    """The folder that holds a project, the user's own written as "~"."""
    parent, home = Path(folder).parent, Path.home()
    return str(Path("~") / parent.relative_to(home)) if parent.is_relative_to(home) else str(parent)


def when(opened: float, now: float) -> str:
    """When a project was last opened, in the artist's words; both in seconds since 1970, 0 for not known."""
    if not opened:
        return ""
    then = time.localtime(opened)
    days = (_midnight(now) - _midnight(opened)) / _DAY
    if round(days) == 0:
        return f"Opened today at {time.strftime('%H:%M', then)}"
    if round(days) == 1:
        return f"Opened yesterday at {time.strftime('%H:%M', then)}"
    return f"Opened on {time.strftime('%Y-%m-%d', then)}"


def _midnight(moment: float) -> float:
    day = time.localtime(moment)
    return time.mktime((day.tm_year, day.tm_mon, day.tm_mday, 0, 0, 0, 0, 0, -1))
