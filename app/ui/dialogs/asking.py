"""Opens dialogs and waits for their answer on the event loop; nothing here runs a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QMessageBox, QPushButton, QWidget


async def answer(dialog: QDialog) -> bool:
    """Show a dialog over its window and wait; whether it was accepted."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not future.done():
            future.set_result(result)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await future == QDialog.DialogCode.Accepted
    finally:
        dialog.hide()
        dialog.deleteLater()
        parent = dialog.parentWidget()
        if parent is not None:
            parent.activateWindow()  # not every platform gives the keyboard back by itself


async def choose(parent: QWidget, title: str, text: str, buttons: Sequence[str], informative: str = "") -> str:
    """Ask for one of `buttons`, the first of them being the default; returns its text, the last one on Esc."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(informative)
    box.setTextFormat(Qt.TextFormat.PlainText)
    made: dict[str, QPushButton] = {}
    for name in buttons:
        made[name] = box.addButton(name, QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(made[buttons[0]])
    box.setEscapeButton(made[buttons[-1]])
    await answer(box)
    clicked = box.clickedButton()
    return clicked.text() if clicked is not None else buttons[-1]


async def choose_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """Ask for a folder that exists."""
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, False)
    return next(iter(await _chosen(dialog)), None)


async def choose_files(parent: QWidget, title: str, start: str = "", kinds: str = "", many: bool = True) -> list[Path]:
    """Ask for files that exist; none when the artist does not want to."""
    dialog = QFileDialog(parent, title, start, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def choose_new(parent: QWidget, title: str, start: str, suffix: str) -> Path | None:
    """Ask for a name that does not exist yet."""
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    return next(iter(await _chosen(dialog)), None)


async def _chosen(dialog: QFileDialog) -> list[Path]:
    if not await answer(dialog):
        return []
    return [Path(name) for name in dialog.selectedFiles()]


def ok_cancel(dialog: QDialog, ok: str) -> QDialogButtonBox:
    """The two buttons at the foot of a dialog, the first with words of its own."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    for button in box.buttons():
        button.setIcon(QIcon())
    box.button(QDialogButtonBox.StandardButton.Ok).setText(ok)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
