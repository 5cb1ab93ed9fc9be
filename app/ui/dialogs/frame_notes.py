"""Asks for a note on frames, and lists all notes of a shot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.project.model import Note, Span
from app.ui.dialogs.asking import close_only, discard_first, ok_cancel
from app.ui.tokens import SIZES
from app.ui.widgets import Trouble, form, from_to, label, number_field


class FrameNoteDialog(QDialog):
    """A note's words and frames; `text` and `span` are what was said. Empty words take `old` away."""

    def __init__(self, parent: QWidget, shot: Span, wanted: Span, old: Note | None) -> None:
        super().__init__(parent)
        self._old = old
        self.setWindowTitle(tr("Note" if old is None else "Change note"))
        self.setMinimumWidth(440)
        self.words = QPlainTextEdit(old.text if old is not None else "")
        self.words.setPlaceholderText(tr("The sleeve opens here; ask about the shadow"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(96)
        self.first, self.last = number_field(), number_field()
        for field, name, value in (
            (self.first, "First frame", wanted.first), (self.last, "Last frame", wanted.last),
        ):  # fmt: skip
            field.setRange(*shot)
            field.setValue(value)
            field.setAccessibleName(tr(name))
        self.words.setAccessibleName(tr("Words"))
        self.trouble = Trouble()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addLayout(form((("Words", self.words), ("Frames", from_to(self.first, self.last)))))
        column.addWidget(label("Notes are for people: no colorizer reads them.", "dim", wrap=True))
        column.addWidget(label("Ctrl+Enter keeps the note; Enter begins a new line.", "dim", wrap=True))
        column.addWidget(self.trouble)
        column.addSpacing(SIZES.space_s)
        column.addWidget(ok_cancel(self, "OK"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Return alone is a new line of the words
            QShortcut(QKeySequence(keys), self, self.accept)

    @property
    def text(self) -> str:
        """The words."""
        return self.words.toPlainText().strip()

    @property
    def span(self) -> Span:
        """The frames they are for."""
        return Span(self.first.value(), self.last.value())

    def accept(self) -> None:
        if self.span.length < 1:
            self.trouble.say("The first frame lies after the last one; correct one of them.")
        elif not self.text and self._old is None:
            self.trouble.say("Write some words first, or cancel.")
            self.words.setFocus()
        else:
            super().accept()

    def reject(self) -> None:
        if self.text and self.text != (self._old.text if self._old is not None else ""):
            discard_first(self, super().reject)
        else:
            super().reject()


class NotesDialog(QDialog):
    """All notes in the order of their frames. It is accepted where the artist wants to go to the one that is marked."""

    def __init__(self, parent: QWidget, notes: tuple[Note, ...], name: Callable[[int], str], number: int) -> None:
        super().__init__(parent)
        self._notes = notes
        self.setWindowTitle(tr("Notes"))
        self.resize(560, 380)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Notes"))
        self.list.setHeaderLabels([tr("Frames"), tr("Note")])
        self.list.setRootIsDecorated(False)
        self.list.setWordWrap(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for note in notes:
            first, last = name(note.span.first), name(note.span.last)
            item = QTreeWidgetItem(self.list, [first if first == last else tr(f"{first} to {last}"), note.text])
            item.setToolTip(1, note.text)
        here = [at for at, note in enumerate(notes) if note.span.first <= number]
        self.list.setCurrentIndex(self.list.model().index(here[-1] if here else 0, 0))
        self.list.itemActivated.connect(lambda _item, _column: self.accept())
        go = QPushButton(tr("Go there"))
        go.setDefault(True)
        go.setProperty("role", "primary")
        go.clicked.connect(self.accept)
        foot = close_only(self)
        foot.addButton(go, QDialogButtonBox.ButtonRole.ActionRole)
        self.words = label("", wrap=True)  # the list cuts long ones off
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumHeight(3 * SIZES.space_l)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list.currentItemChanged.connect(lambda _now, _before: self.words.setText(self.marked.text))
        self.words.setText(self.marked.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addWidget(self.list, 1)
        column.addWidget(self.words)
        column.addWidget(foot)
        self.list.setFocus()

    @property
    def marked(self) -> Note:
        """The note that is marked."""
        return self._notes[max(0, self.list.currentIndex().row())]
