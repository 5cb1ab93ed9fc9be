"""Pictures of a segment under way, in place of the color that its frames do not have yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.coloring import Coloring
from app.document import Document
from app.project.colorizers import untrained
from app.project.model import Span
from app.ui.viewer.darkroom import Darkroom

_KIND = "preview"


class Previews(QObject):
    """The newest picture of the segment under way, read off the window's thread.

    Signals:
        changed: there is another one, or none any more.
    """

    changed = Signal()

    def __init__(self, document: Document, darkroom: Darkroom, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._darkroom = document, darkroom
        self._coloring: Coloring | None = None
        self._wanted: tuple[str, str, int, int] | None = None  # kind, job, segment, step
        self._span: Span | None = None
        self._steps, self._raw = 0, False
        self._image, self._words = QImage(), ""
        darkroom.made.connect(self._made)

    def follow(self, coloring: Coloring) -> None:
        """Show what this one is at from now on."""
        self._coloring = coloring
        coloring.changed.connect(self._look)

    def image(self, number: int) -> QImage:
        """The preview of the segment that shows a frame; null where there is none."""
        segment = self._document.segment_at(number)
        return self._image if segment is not None and segment.span == self._span else QImage()

    def words(self, number: int) -> str:
        """What it is: "Preview, step 7 of 25"; empty where there is none."""
        return self._words if not self.image(number).isNull() else ""

    def _look(self) -> None:
        queue = self._coloring.queue if self._coloring is not None else None
        found = queue.preview if queue is not None else None
        if queue is None or found is None or found[0].shot != self._document.shot.id:
            self._forget()
            return
        item, preview = found
        if item.span != self._span:
            self._forget()
            self._span = item.span
        name = (_KIND, preview.job, preview.segment, preview.step)
        if name != self._wanted:
            self._wanted, path = name, Path(preview.path)
            work = queue.work(item.shot, item.span)
            self._steps = work.steps if work is not None and work.steps else self._steps
            self._raw = untrained(item.request.settings.items())
            self._darkroom.want(_KIND, name, lambda: QImage(str(path)))

    def _made(self, name: object, image: QImage) -> None:
        if name == self._wanted and not image.isNull() and self._wanted is not None:
            self._image, self._words = image, f"Preview, step {self._wanted[3]} of {self._steps}"
            if self._raw:
                self._words += ", untrained weights"
            self.changed.emit()

    def _forget(self) -> None:
        shown = not self._image.isNull()
        self._wanted = self._span = None
        self._image, self._words = QImage(), ""
        if shown:
            self.changed.emit()
