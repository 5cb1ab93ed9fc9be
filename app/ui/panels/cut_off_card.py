"""The card of the welcome page that names the project a crash cut off, and goes on with it at a press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.language import tr
from app.render.cut_off import CutOff
from app.ui.tokens import SIZES
from app.ui.widgets import IconLabel, label

_CONTINUE, _OPEN = "Continue coloring", "Open it again"


class CutOffCard(QFrame):
    """Hidden until a project is shown in it.

    Signals:
        go_on_wanted: the folder of the project.
    """

    go_on_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.folder = ""
        self._title, self._detail = label("", "heading", wrap=True), label("", "dim", wrap=True)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(lambda: self.go_on_wanted.emit(self.folder))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch()
        column = QVBoxLayout()
        column.setSpacing(SIZES.space_s)
        narrow = self._title.sizePolicy()
        narrow.setHorizontalPolicy(narrow.Policy.Ignored)  # a long name makes the page no wider
        self._title.setSizePolicy(narrow)
        for words in (self._title, self._detail):
            column.addWidget(words)
        column.addLayout(row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SIZES.space_m, SIZES.space_m, SIZES.space_m, SIZES.space_m)
        layout.setSpacing(SIZES.space_m)
        layout.addWidget(IconLabel("warning", "warning", 20), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        self.hide()

    def show_project(self, folder: str, name: str, found: CutOff) -> None:
        """Name this project, and what is left to do in it."""
        self.folder = folder
        self._title.setText(tr(f'Shiage closed unexpectedly while "{name}" was open.'))
        segments = "1 segment was" if found.waiting == 1 else f"{found.waiting} segments were"
        self._detail.setText(
            tr(f"{segments} still to be colored." if found.waiting else "Open it to go on from what was saved.")
        )
        self.button.setText(tr(_CONTINUE if found.waiting and not found.paused else _OPEN))
        self.show()
