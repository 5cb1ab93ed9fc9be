"""The first thing an artist sees: where to drop line art, the sample shot, projects worked on before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui import drops, theme
from app.ui.tokens import SIZES
from app.ui.widgets import IconLabel, action_button

RECENT_SHOWN = 6


class DropPlace(QFrame):
    """A framed place that says what to drop."""

    def __init__(self) -> None:
        super().__init__()
        self.hot = False
        self.setMinimumHeight(190)
        layout = QVBoxLayout(self)
        layout.setSpacing(SIZES.space_s)
        layout.addStretch()
        for text, role in (
            ("Drop line art here", "heading"),
            ("a folder of drawings, the drawings themselves, or a movie", "dim"),
        ):
            label = QLabel(text)
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.ink("accent_dim" if self.hot else "panel")))
        painter.setPen(QPen(QColor(theme.ink("accent" if self.hot else "border_strong")), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), 8, 8)


class WelcomePage(QWidget):
    """Shown while no project is open.

    Signals:
        files_dropped: paths brought by a drag.
        recent_chosen: the folder of a project.
    """

    files_dropped = Signal(list)
    recent_chosen = Signal(str)

    def __init__(self, sample: QAction, new: QAction, open_project: QAction) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setAccessibleName("Welcome")
        column = QVBoxLayout()
        column.setSpacing(SIZES.space_l)
        column.addStretch(1)
        column.addLayout(_heading())
        self._place = DropPlace()
        column.addWidget(self._place)
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.space_s)
        self.sample_button = action_button(sample, "Open the sample shot", primary=True)
        buttons.addWidget(self.sample_button)
        buttons.addWidget(action_button(new, "Import line art..."))
        buttons.addWidget(action_button(open_project, "Open project..."))
        buttons.addStretch()
        column.addLayout(buttons)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addStretch(2)
        middle = QWidget()
        middle.setLayout(column)
        middle.setFixedWidth(620)
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addWidget(middle)
        layout.addStretch()

    def set_recent(self, folders: Sequence[str]) -> None:
        """The projects worked on before, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not folders:
            return
        heading = QLabel("Recent projects")
        heading.setProperty("role", "dim")
        self._recent.addWidget(heading)
        for folder in folders[:RECENT_SHOWN]:
            self._recent.addWidget(self._recent_button(Path(folder)))

    def _recent_button(self, folder: Path) -> QPushButton:
        button = QPushButton(f"{folder.name.removesuffix('.shiage')}     {folder.parent}")
        button.setIcon(theme.icon("open"))
        button.setFlat(True)
        button.setProperty("role", "link")
        button.setToolTip(str(folder))
        button.setAccessibleName(f"Open {folder.name}")
        button.clicked.connect(lambda: self.recent_chosen.emit(str(folder)))
        return button

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.brings_something(event.mimeData()):
            event.acceptProposedAction()
            self._set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_hot(False)
        found = drops.brought(event.mimeData())
        if isinstance(found, list):
            self.files_dropped.emit(found)
            event.acceptProposedAction()

    def _set_hot(self, hot: bool) -> None:
        self._place.hot = hot
        self._place.update()


def _heading() -> QHBoxLayout:
    mark = IconLabel("shiage", "key", 40)
    title = QLabel("Shiage")
    title.setProperty("role", "title")
    words = QLabel("Colors a whole shot of line art from a few colored keys.")
    words.setProperty("role", "dim")
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(title)
    column.addWidget(words)
    row = QHBoxLayout()
    row.setSpacing(SIZES.space_m)
    row.addWidget(mark)
    row.addLayout(column)
    row.addStretch()
    return row
