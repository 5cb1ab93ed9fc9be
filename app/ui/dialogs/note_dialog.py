"""Asks for a note of one line, which may be empty."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.language import tr
from app.ui.dialogs.asking import ok_cancel
from app.ui.tokens import SIZES
from app.ui.widgets import form, label

MOST = 200  # letters
_WIDTH = 360


class NoteDialog(QDialog):
    """The note on something that has a `title`; an empty one takes it away."""

    def __init__(self, parent: QWidget, title: str, note: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(f"Note on {title}"))
        self.note = QLineEdit(note)
        self.note.setMaxLength(MOST)
        self.note.setAccessibleName(tr("Note"))
        self.note.setPlaceholderText(tr("What is good in it, or still to do"))
        self.note.setMinimumWidth(_WIDTH)
        self.note.selectAll()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_xl, SIZES.space_l, SIZES.space_xl, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addLayout(form((("Note", self.note),)))
        column.addWidget(label("Leave it empty to take the note away.", "dim", wrap=True))
        column.addWidget(ok_cancel(self, "Set note"))

    @property
    def text(self) -> str:
        """The note without spaces around it."""
        return " ".join(self.note.text().split())
