"""A widget that files and pictures can be dropped on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget

from app.ui import drops


class DropTarget(QWidget):
    """Painted anew when a drag enters and leaves: `dropping` tells whether one is over it.

    Signals:
        files_dropped: paths brought by a drag.
        image_dropped: a picture brought by a drag.
    """

    files_dropped = Signal(list)
    image_dropped = Signal(QImage)

    def __init__(self, parent: QWidget | None = None, only_pictures: bool = False) -> None:
        super().__init__(parent)
        self.dropping, self._only_pictures = False, only_pictures
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.brings_something(event.mimeData(), self._only_pictures):
            drops.accept(event)
            self.set_dropping(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        drops.accept(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_dropping(False)
        found: list[Path] | QImage | None = drops.brought(event.mimeData())
        if isinstance(found, QImage):
            self.image_dropped.emit(found)
        elif found:
            self.files_dropped.emit(found)
        drops.accept(event)

    def set_dropping(self, dropping: bool) -> None:
        """Show whether a drag is over it."""
        self.dropping = dropping
        self.update()
