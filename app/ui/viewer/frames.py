"""Pictures for the viewer: decoded off the window's thread, the newest wish first, kept while there is room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.document import Document
from app.media.frame_cache import FrameCache
from app.media.pictures import Layer, PictureKey, render
from app.ui.viewer.names import PictureNames
from app.ui.viewer.pixels import to_image
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

AHEAD = 0.75  # share of what is read in advance that lies ahead of the playhead
ADVANCE = 128  # frames read in advance at most
AGAIN = 8  # frames played until what is read in advance moves on
SETTLE = 250  # ms after the last jump before reading in advance goes on
STAND_IN = 12  # how far back a picture may be that stands in for one on its way


@dataclass(frozen=True)
class Decoded:
    """A picture ready to paint."""

    image: QImage

    @property
    def nbytes(self) -> int:
        """Memory it takes, for the cache's budget."""
        return self.image.sizeInBytes() + 256


def decode(key: PictureKey) -> Decoded:
    """Render a picture for painting; in a worker. Raises what `render` raises, and MemoryError."""
    return Decoded(to_image(render(key)))


def sentence(error: Exception) -> str:
    """Why a frame cannot be shown, for the artist."""
    if isinstance(error, StillError):
        return str(error)
    if isinstance(error, FrameFileError):
        return "The color of this frame is damaged on disk; generate its segment again."
    if isinstance(error, ValueError):
        return "A picture of this frame no longer has the size of the shot; import the line art again."
    if isinstance(error, MemoryError):
        return "There is not enough memory to show this frame; close other programs and try again."
    return "This frame cannot be read; see that its files are where they were, then go to it again."


class FrameSource(QObject):
    """The pictures of a document's shot. Ask with `request`; the answer comes in the UI thread.

    Signals:
        ready: the picture asked for last: frame, picture.
        stand_in: an earlier picture to show until the one asked for is there: its frame, picture.
        failed: the frame asked for last cannot be shown: frame, sentence.
        layer_changed: another layer is shown.
    """

    ready = Signal(int, QImage)
    stand_in = Signal(int, QImage)
    failed = Signal(int, str)
    layer_changed = Signal(str)
    _came = Signal(object, object)  # from a worker: key, Decoded or Exception
    _fetched = Signal(object, object, object)  # the same, with the callback that waits for it

    def __init__(self, document: Document, cache_budget: int, workers: int = 2) -> None:
        super().__init__()
        self._document = document
        self._names = PictureNames(document)
        self._cache: FrameCache[PictureKey, Decoded] = FrameCache(cache_budget, workers, decode)
        self._budget = cache_budget
        self._layer: Layer = "picture"
        self._wished: int | None = None
        self._key: PictureKey | None = None  # of the picture asked for last
        self._waiting = False
        self.late = 0  # pictures that were no longer wanted when the next was asked for
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._read_ahead)
        self._came.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._fetched.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._document_changed)
        document.takes_changed.connect(self._document_changed)

    @property
    def layer(self) -> Layer:
        """What of a frame is shown."""
        return self._layer

    def set_layer(self, layer: Layer) -> None:
        """Show "picture" (color under line), "color" or "line"."""
        if layer != self._layer:
            self._layer = layer
            self.layer_changed.emit(layer)
            self._ask_again()

    @property
    def waiting(self) -> bool:
        """Whether the picture asked for last is still on its way."""
        return self._waiting

    def described(self, number: int) -> PictureKey:
        """What the picture of a frame is made from now; raises KeyError outside the shot."""
        return self._names.of(number, self._layer)

    def request(self, number: int) -> None:
        """Ask for a frame's picture; an earlier wish that is still open is given up."""
        try:
            key = self.described(number)
        except KeyError:
            self._wished = self._key = None
            self._waiting = False
            return
        one_on = self._wished is not None and number == self._wished + 1
        if self._waiting and number != self._wished:
            self.late += 1
        self._wished, self._key = number, key
        found = self._cache.get(key)
        self._waiting = found is None
        if found is not None:
            self.ready.emit(number, found.image)
        else:
            self._stand_in(number)
            self._cache.request(key, self._came.emit)
        if not one_on:
            self._settle.start(SETTLE)  # while jumping about, nothing competes with the frame asked for
        elif number % AGAIN == 0 and not self._settle.isActive():
            self._read_ahead()

    def fetch(self, key: PictureKey, callback: Callable[[PictureKey, QImage | None], None]) -> None:
        """Ask for any picture; `callback(key, picture or None)` comes in the UI thread, never before this returns."""
        self._cache.request(key, lambda key, found: self._fetched.emit(key, found, callback))

    def _deliver(
        self, key: PictureKey, found: Decoded | Exception, callback: Callable[[PictureKey, QImage | None], None]
    ) -> None:
        callback(key, None if isinstance(found, Exception) else found.image)

    def cached(self) -> frozenset[int]:
        """Frames whose picture is at hand."""
        line = self._document.shot.line
        if line is None:
            return frozenset()
        held = self._cache.cached()
        span = line.span
        return frozenset(n for n in range(span.first, span.last + 1) if self.described(n) in held)

    def close(self) -> None:
        """Stop the workers; from any thread."""
        self._cache.close()

    def _stand_in(self, number: int) -> None:
        """Show the nearest earlier picture at hand rather than one from far away."""
        first = self._document.shot.line.span.first if self._document.shot.line else number
        for earlier in range(number - 1, max(first, number - STAND_IN) - 1, -1):
            found = self._cache.get(self.described(earlier))
            if found is not None:
                self.stand_in.emit(earlier, found.image)
                return

    def _arrived(self, key: PictureKey, found: Decoded | Exception) -> None:
        if not self._waiting or key != self._key or self._wished is None:
            return  # an earlier wish; its picture is kept
        self._waiting = False
        if isinstance(found, Exception):
            self.failed.emit(self._wished, sentence(found))
        else:
            self.ready.emit(self._wished, found.image)

    def _document_changed(self) -> None:
        """Ask again where the picture is made from something else now."""
        if self._wished is None:
            return
        try:
            same = self.described(self._wished) == self._key
        except KeyError:
            same = False
        if not same:
            self._ask_again()
        else:
            self._settle.start(SETTLE)

    def _ask_again(self) -> None:
        if self._wished is not None:
            number, self._wished = self._wished, None
            self.request(number)

    def _read_ahead(self) -> None:
        line = self._document.shot.line
        if line is None or self._wished is None:
            return
        room = int(self._budget * 0.9) // max(1, line.width * line.height * 4)
        around = numbers_around(self._wished, line.span.first, line.span.last, min(ADVANCE, room))
        self._cache.prefetch([self.described(number) for number in around])


def numbers_around(number: int, first: int, last: int, count: int) -> list[int]:
    """Up to `count` frames around `number`, nearest first, three ahead for each one behind; ahead goes round."""
    length = last - first + 1
    count = min(count, length - 1)
    behind = min(round(count * (1 - AHEAD)), number - first)
    result: list[int] = []
    for on in range(1, count - behind + 1):
        result.append(first + (number - first + on) % length)
        if on % 3 == 0 and on // 3 <= behind:
            result.append(number - on // 3)
    result += [number - back for back in range((count - behind) // 3 + 1, behind + 1)]
    return list(dict.fromkeys(result))
