"""Small moving pictures of a segment under way, in place of the color that its frames do not have yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.coloring import Coloring
from app.document import Document
from app.project.colorizers import untrained
from app.project.model import Span
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.playhead import Playhead

_KIND = "preview"
_FASTEST = 40  # ms between two moments at least


class Previews(QObject):
    """The newest picture of the segment under way, read off the window's thread. While nothing else plays, it does.

    Signals:
        changed: there is another one to show, or none any more.
    """

    changed = Signal()

    def __init__(self, document: Document, darkroom: Darkroom, playhead: Playhead, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._darkroom, self._playhead = document, darkroom, playhead
        self._coloring: Coloring | None = None
        self._wanted: tuple[str, str, int, int] | None = None  # kind, job, segment, step
        self._span: Span | None = None
        self._steps, self._raw = 0, False
        self._image, self._words = QImage(), ""
        self._wanted_frames = 1
        self._frames, self._at = 1, 0  # small frames one below another, and which of them is seen at rest
        self._pace = QTimer(self)
        self._pace.timeout.connect(self._turn)
        darkroom.made.connect(self._made)

    def follow(self, coloring: Coloring) -> None:
        """Show what this one is at from now on."""
        self._coloring = coloring
        coloring.changed.connect(self._look)

    def image(self, number: int) -> QImage:
        """What the preview shows for a frame: while playing, the moment nearest to it; at rest, one moment of its
        segment after the other. Null where there is no preview."""
        segment = self._document.segment_at(number)
        if self._span is None or self._image.isNull() or segment is None or segment.span != self._span:
            return QImage()
        at = self._at
        if self._playhead.playing:
            at = round((number - self._span.first) / max(1, self._span.length - 1) * (self._frames - 1))
        height = self._image.height() // self._frames
        return self._image.copy(0, at * height, self._image.width(), height)

    def words(self, number: int) -> str:
        """What it is: "Preview, step 7 of 25"; empty where there is none."""
        segment = self._document.segment_at(number)
        return self._words if segment is not None and segment.span == self._span else ""

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
            self._wanted_frames = max(1, preview.frames)
            self._raw = untrained(item.request.settings.items())
            self._darkroom.want(_KIND, name, lambda: QImage(str(path)))

    def _made(self, name: object, image: QImage) -> None:
        if name == self._wanted and not image.isNull() and self._wanted is not None:
            self._image, self._words = image, f"Preview, step {self._wanted[3]} of {self._steps}"
            self._frames = min(self._wanted_frames, image.height())
            self._at %= self._frames
            self._start()
            if self._raw:
                self._words += ", untrained weights"
            self.changed.emit()

    def _start(self) -> None:
        """Go through the moments as fast as the segment will play."""
        if self._span is not None and self._frames > 1:
            seconds = self._span.length / float(self._document.shot.rate)
            self._pace.start(max(_FASTEST, round(1000 * seconds / self._frames)))
        else:
            self._pace.stop()

    def _turn(self) -> None:
        """Show the next moment, where somebody looks at this segment and nothing else moves."""
        segment = self._document.segment_at(self._playhead.number)
        if segment is not None and segment.span == self._span and not self._playhead.playing:
            self._at = (self._at + 1) % self._frames
            self.changed.emit()

    def _forget(self) -> None:
        self._pace.stop()
        shown = not self._image.isNull()
        self._wanted = self._span = None
        self._image, self._words = QImage(), ""
        if shown:
            self.changed.emit()
