"""Opens dialogs and waits for their answer on the event loop; nothing here runs a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.ui.tokens import SIZES
from app.ui.widgets import label

_IN_FILES = {QFileDialog.DialogLabel.LookIn: "&Look in:", QFileDialog.DialogLabel.FileType: "Files of &type:"}
_WRITE, _DISCARD = "Keep writing", "Discard"
_WIDTH = 420
_LONG = 32  # characters from which answers stand below one another


async def answer(dialog: QDialog) -> bool:
    """Show a dialog over its window and wait; whether it was accepted."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not future.done():
            future.set_result(result)

    dialog.finished.connect(finished)
    _open(dialog)
    try:
        return await future == QDialog.DialogCode.Accepted
    finally:
        dialog.hide()
        dialog.deleteLater()
        parent = dialog.parentWidget()
        if parent is not None:
            parent.activateWindow()  # not every platform gives the keyboard back by itself


def _open(dialog: QDialog) -> None:
    dialog.installEventFilter(_EnterPresses(dialog))
    dialog.open()


class _EnterPresses(QObject):
    """Enter presses the button that has the keyboard, as everybody expects who sees that, and not the default one."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        focused = self._dialog.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not isinstance(focused, QPushButton):
            return False
        focused.click()
        return True


class Choice(QDialog):
    """A question with a button for each answer; long answers stand below one another. Esc gives `escape`."""

    def __init__(
        self, parent: QWidget, title: str, text: str, answers: Sequence[str], detail: str = "", escape: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self.text, self.detail = text, detail
        self.answer = escape or answers[-1]
        question = label(text, wrap=True)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_xl, SIZES.space_l, SIZES.space_xl, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addWidget(question)
        if detail:
            column.addWidget(label(detail, "dim", wrap=True))
        column.addSpacing(SIZES.space_s)
        tall = max(len(tr(text)) for text in answers) > _LONG
        buttons = QVBoxLayout() if tall else QHBoxLayout()
        buttons.setSpacing(SIZES.space_s)
        if not tall:
            buttons.addStretch()
        self.buttons = [QPushButton(tr(text)) for text in answers]
        for button, text in zip(self.buttons, answers, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, text=text: self._answered(text))
            buttons.addWidget(button)
        self.buttons[0].setDefault(True)
        self.buttons[0].setProperty("role", "primary")  # as wide as its bold words
        column.addLayout(buttons)
        for button in self.buttons:
            button.ensurePolished()
        wanted = buttons.sizeHint().width() + 2 * SIZES.space_xl
        # Of its own accord a dialog is no wider than two thirds of the screen, and its answers would be cut off.
        self.setMinimumWidth(min(wanted, self.screen().availableSize().width() - 2 * SIZES.space_xl))

    def _answered(self, text: str) -> None:
        self.answer = text
        self.accept()


async def choose(
    parent: QWidget, title: str, text: str, answers: Sequence[str], detail: str = "", escape: str = ""
) -> str:
    """Ask for one of `answers`, the first of them being the default; `escape`, or else the last one, on Esc."""
    dialog = Choice(parent, title, text, answers, detail, escape)
    await answer(dialog)
    return dialog.answer


def discard_first(dialog: QDialog, discard: Callable[[], None]) -> None:
    """A dialog with words that were typed is to be left: ask over it whether to `discard` them."""
    choice = Choice(dialog, "Discard?", "What you wrote is not kept yet.", (_WRITE, _DISCARD), escape=_WRITE)
    choice.finished.connect(lambda _result: discard() if choice.answer == _DISCARD else dialog.activateWindow())
    choice.finished.connect(choice.deleteLater)
    _open(choice)


async def choose_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """Ask for a folder that exists."""
    dialog = QFileDialog(parent, tr(title), start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, False)
    return next(iter(await _chosen(dialog)), None)


async def choose_files(parent: QWidget, title: str, start: str = "", kinds: str = "", many: bool = True) -> list[Path]:
    """Ask for files that exist; none when the artist does not want to."""
    dialog = QFileDialog(parent, tr(title), start, tr(kinds))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def choose_new(
    parent: QWidget, title: str, start: str, suffix: str, kinds: Mapping[str, str] | None = None
) -> Path | None:
    """Ask for a name that does not exist yet; where files of several `kinds` can be made, by their endings, for one of
    these too. An ending that is typed counts before the one of the chosen kind."""
    dialog = QFileDialog(parent, tr(title), start)
    if kinds:
        endings = {f"{tr(name)} (*{ending})": ending[1:] for ending, name in kinds.items()}
        dialog.setNameFilters(list(endings))
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(endings[words]))
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    return next(iter(await _chosen(dialog)), None)


async def _chosen(dialog: QFileDialog) -> list[Path]:
    for part, words in _IN_FILES.items():  # Qt has no words for them in every language
        dialog.setLabelText(part, tr(words))
    if not await answer(dialog):
        return []
    return [Path(name) for name in dialog.selectedFiles()]


def close_only(dialog: QDialog) -> QDialogButtonBox:
    """The one button at the foot of a dialog that asks nothing; Esc does the same."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    button = box.button(QDialogButtonBox.StandardButton.Close)
    button.setIcon(QIcon())
    button.setAutoDefault(False)
    box.rejected.connect(dialog.reject)
    return box


def ok_cancel(dialog: QDialog, ok: str) -> QDialogButtonBox:
    """The two buttons at the foot of a dialog, the first with words of its own."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    for button in box.buttons():
        button.setIcon(QIcon())
    box.button(QDialogButtonBox.StandardButton.Ok).setText(tr(ok))
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
