"""The first thing an artist sees: where to drop line art, the sample shot, projects worked on before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.language import tr
from app.media.cover import cover, fitted
from app.render.cut_off import CutOff, cut_off
from app.sample import sample_picture
from app.ui import theme
from app.ui.errands import Errands
from app.ui.panels.cut_off_card import CutOffCard
from app.ui.panels.recents import PICTURE, Recents
from app.ui.tokens import SIZES
from app.ui.viewer.drop_target import DropTarget
from app.ui.viewer.pixels import to_image
from app.ui.widgets import IconLabel, action_button, label, scrolling_area

_WIDEST, _NARROW, _TALLEST = 1040, 560, 640  # px of the page's content
_SAMPLE = QSize(112, 112)


class SampleCard(QFrame):
    """The sample shot: its picture, what it is for, and the button that opens it."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setObjectName("card")
        self._picture = QLabel()
        self._picture.setFixedSize(_SAMPLE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(tr("The sample shot's first key"))
        self.button = action_button(action, "Open the sample shot", primary=True)
        column = QVBoxLayout()
        column.setSpacing(SIZES.space_s)
        column.addStretch()
        column.addWidget(label("Try it with the sample shot", "heading"))
        column.addWidget(label("88 drawings and two colored keys. Open it, press Generate, and watch it color.", "dim",
                               wrap=True))  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SIZES.space_m, SIZES.space_m, SIZES.space_m, SIZES.space_m)
        layout.setSpacing(SIZES.space_l)
        layout.addWidget(self._picture)
        layout.addLayout(column, 1)

    def show_picture(self, picture: QImage) -> None:
        """Show the sample's picture, made for a display scale of up to 2."""
        ratio = max(1.0, picture.height() / _SAMPLE.height(), picture.width() / _SAMPLE.width())
        picture.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(picture))


class DropPlace(QFrame):
    """A framed place that says what to drop."""

    def __init__(self) -> None:
        super().__init__()
        self.hot = False
        self.setMinimumHeight(120)
        layout = QVBoxLayout(self)
        layout.setSpacing(SIZES.space_s)
        layout.addStretch()
        for text, role in (
            ("Drop line art here", "heading"),
            ("a folder of drawings, the drawings themselves, or a movie", "dim"),
        ):
            words = label(text, role, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(words)
        layout.addStretch()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.ink("accent_dim" if self.hot else "panel")))
        painter.setPen(QPen(QColor(theme.ink("accent" if self.hot else "border_strong")), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), 8, 8)


class BeginButtons(QWidget):
    """What brings something in and what opens what is there: side by side, or where that has no room, the last one
    below the others."""

    def __init__(self, new: QAction, several: QAction, open_project: QAction) -> None:
        super().__init__()
        begin = action_button(new, "Import line art...")
        begin.setIcon(theme.icon("import"))
        self._buttons = (
            begin, action_button(several, "Import shots..."), action_button(open_project, "Open project...")
        )  # fmt: skip
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SIZES.space_s)
        self._grid.setColumnStretch(len(self._buttons), 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for column, button in enumerate(self._buttons[:-1]):
            self._grid.addWidget(button, 0, column)
        self._below: bool | None = None
        self._put_last(below=True)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(self._buttons[:-1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._put_last(below=self._wide(self._buttons) > self.width())

    def _wide(self, buttons: Sequence[QWidget]) -> int:
        return sum(button.sizeHint().width() for button in buttons) + (len(buttons) - 1) * SIZES.space_s

    def _put_last(self, *, below: bool) -> None:
        if below != self._below:
            self._below, last = below, self._buttons[-1]
            self._grid.removeWidget(last)
            self._grid.addWidget(last, *((1, 0) if below else (0, len(self._buttons) - 1)))


class WelcomePage(DropTarget):
    """Shown while no project is open.

    Signals:
        recent_chosen: the folder of a project.
        go_on_chosen: the folder of a project that a crash cut off, to be gone on with at once.
        recent_removed: the folder of a project that should be listed no more.
    """

    recent_chosen = Signal(str)
    go_on_chosen = Signal(str)
    recent_removed = Signal(str)

    def __init__(
        self, errands: Errands, sample: QAction, new: QAction, several: QAction, open_project: QAction
    ) -> None:
        super().__init__()
        self._errands = errands
        self._to_look = self._bare = True
        self.setAccessibleName(tr("Welcome"))
        self._place = DropPlace()
        self._sample = SampleCard(sample)
        self.sample_button = self._sample.button
        begin = QVBoxLayout()
        begin.setSpacing(SIZES.space_l)
        begin.addWidget(self._place, 1)
        begin.addWidget(BeginButtons(new, several, open_project))
        begin.addWidget(self._sample)
        self.recents = Recents()
        self.recents.chosen.connect(self.recent_chosen)
        self.recents.removed.connect(self.recent_removed)
        self.cut_off = CutOffCard()
        self.cut_off.go_on_wanted.connect(self.go_on_chosen)
        self._before = self._worked_on_before()
        parts = QHBoxLayout()
        parts.setSpacing(SIZES.space_xl)
        parts.addLayout(begin, 1)
        parts.addWidget(self._before, 1)
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(SIZES.space_xl, SIZES.space_l, SIZES.space_xl, SIZES.space_l)
        column.setSpacing(SIZES.space_xl)
        column.addLayout(_heading())
        column.addLayout(parts, 1)
        self._middle.setMaximumHeight(_TALLEST)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self._middle, 20)
        layout.addStretch(1)
        self.set_recent((), {})

    def _worked_on_before(self) -> QWidget:
        area = scrolling_area()
        area.setWidget(self.recents)
        before = QWidget()
        column = QVBoxLayout(before)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        column.addWidget(self.cut_off)
        column.addWidget(label("Recent projects", "heading"))
        column.addWidget(area, 1)
        return before

    def set_recent(self, folders: Sequence[str], opened: Mapping[str, float]) -> None:
        """The projects worked on before, newest first, and when each was opened, in seconds since 1970."""
        listed = self.recents.show_projects(folders, opened)
        self._before.setVisible(bool(folders))
        self._middle.setMaximumWidth(_WIDEST if folders else _NARROW)
        if listed and self.isVisible():
            self._look_soon()

    def showEvent(self, event: QShowEvent) -> None:
        self._to_look = True  # each time: a project may be another one, or gone, since it was listed

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._to_look:  # the page is seen before workers take the processors for the pictures on it
            self._to_look = False
            QTimer.singleShot(0, self, self._look_soon)

    def _look_soon(self) -> None:
        self._errands.run(self._look(tuple(self.recents.rows)), lasting=True)

    def set_busy(self, busy: bool) -> None:
        """Nothing can be opened while Shiage is at work on something else."""
        self.recents.setEnabled(not busy)
        self.cut_off.button.setEnabled(not busy)

    async def _look(self, folders: Sequence[str]) -> None:
        if self._bare:
            self._bare = False
            self._sample.show_picture(await asyncio.to_thread(_sampled))
        told = False  # the newest of those that were cut off, for their rows tell it of the others
        for folder in folders:
            there, picture, left = await asyncio.to_thread(_covered, folder)
            row = self.recents.rows.get(folder)
            if row is None:
                continue
            row.show_cover(there, picture, left is not None)
            if left is not None and not told:
                told = True
                self.cut_off.show_project(folder, row.text(), left)
        self.cut_off.setVisible(told)

    def set_dropping(self, dropping: bool) -> None:
        self._place.hot = dropping
        self._place.update()


def _heading() -> QHBoxLayout:
    mark = IconLabel("shiage", "key", 40)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label("Shiage", "title"))
    column.addWidget(label("Colors a whole shot of line art from a few colored keys.", "dim"))
    row = QHBoxLayout()
    row.setSpacing(SIZES.space_m)
    row.addWidget(mark)
    row.addLayout(column)
    row.addStretch()
    return row


def _covered(folder: str) -> tuple[bool, QImage, CutOff | None]:
    """Whether a project is there, its picture, sharp at a display scale of 2, and what a crash cut off in it; off the
    UI thread."""
    found = cover(Path(folder), 2 * PICTURE.width(), 2 * PICTURE.height())
    picture = to_image(found.picture) if found.picture is not None else QImage()
    return found.there, picture, cut_off(Path(folder)) if found.there else None


def _sampled() -> QImage:
    return to_image(fitted(sample_picture(), 2 * _SAMPLE.width(), 2 * _SAMPLE.height()))
