"""Small pictures of line art, keys and takes, made by a worker, those in view first."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

import cv2
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.document import Document
from app.media.pictures import PictureKey, render, render_proxy
from app.project.model import Take
from app.threads import Worker, give_way
from app.ui.viewer.names import PictureNames
from app.ui.viewer.pixels import small
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

HEIGHT = 96
MOST = 1024  # pictures kept, about 50 KB each
NEXT = 32  # takes, and keys in other colors, that wait to be made; of more, those asked for last
CALM = 60  # ms between two tellings that pictures arrived
LATER = 0.08  # seconds after an edit until small pictures are made: the frame looked at comes first
DEEPEN = 1.8  # how much darker lines get, which reducing has paled
PAPER = 0.86  # how bright the paper of line art is


class Thumbnails(QObject):
    """Small pictures of a document's shot, HEIGHT px high; asking for one never waits.

    Signals:
        arrived: some pictures that were wanted are there now; told once for all that come within CALM.
        unread_changed: `unread` are others.
    """

    arrived = Signal()
    unread_changed = Signal()
    _came = Signal(object, QImage, bool)  # from the worker: whether its file is there and is no picture, too

    def __init__(self, document: Document, names: PictureNames) -> None:
        super().__init__()
        self._document = document
        self._kept: OrderedDict[PictureKey, QImage] = OrderedDict()
        self._last: dict[PictureKey, PictureKey] = {}  # names without colors, to those of the newest picture
        self._names = names
        self._spoiled: set[PictureKey] = set()
        self._unread: set[str] = set()  # files of line art
        self._wanted: list[PictureKey] = []
        self._wanted_next: list[PictureKey] = []
        self._under_way: set[PictureKey] = set()  # being made, or made and on the way here
        self._news = threading.Condition()
        self._closed = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM)
        self._calm.timeout.connect(self.arrived)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._later = 0.0  # when the next picture may be begun
        document.changed.connect(self._edited)
        self._worker = Worker("thumbnails", self._work)
        self._worker.start()

    def _edited(self) -> None:
        self._spoiled.clear()  # a file may be back
        self._later = time.monotonic() + LATER

    def look_again(self) -> None:
        """Files may be others than they were: what could not be made is tried again where it is in view."""
        self._spoiled.clear()
        self.arrived.emit()

    @property
    def unread(self) -> tuple[int, ...]:
        """Frames whose drawing is there and cannot be read, as far as they were in view."""
        line = self._document.shot.line
        if line is None or not self._unread:
            return ()
        numbers = range(line.span.first, line.span.last + 1)
        return tuple(each for each in numbers if self._names.of(each, "line").line_path in self._unread)

    def line(self, number: int) -> QImage | None:
        """The line art of a frame, if at hand."""
        return self._find(self._names.of(number, "line"))

    def key(self, number: int) -> QImage | None:
        """The key laid on a frame, if at hand; in the colors of before until those of now are there."""
        name = self._names.key(number)
        found = self._find(name)
        if found is not None:
            return found
        before = self._before(name)
        if before is not None:
            self._want_next(name)
        return before

    def take(self, take: Take) -> QImage | None:
        """The middle frame of a take, if at hand; else it is made next, and that in the colors of before stands in."""
        middle = take.span.first + take.span.length // 2
        shot = self._document.shot
        if shot.line is None or middle not in shot.line.span:
            return None
        name = replace(
            self._names.of(middle, "picture"),
            key_path="",
            key_digest="",
            take_path=str(self._document.path(take.path)),
            take_pixels=take.pixels,
            take_at=middle - take.span.first,
        )
        found = self._find(name)
        if found is not None:
            return found
        self._want_next(name)
        return self._before(name)

    def _want_next(self, name: PictureKey) -> None:
        if name in self._spoiled:
            return
        with self._news:
            if name not in self._under_way and name not in self._wanted_next:
                self._wanted_next = [*self._wanted_next[1 - NEXT :], name]
                self._news.notify()

    def want(self, lines: Sequence[int], keys: Sequence[int]) -> None:
        """Make these next, keys first; what was wanted before and is not named again is given up."""
        wished = [self._names.key(number) for number in keys]
        wished += [self._names.of(number, "line") for number in lines]
        fresh = [key for key in wished if key not in self._kept and key not in self._spoiled]
        with self._news:
            self._wanted = [key for key in dict.fromkeys(fresh) if key not in self._under_way]
            self._news.notify()

    @property
    def waiting(self) -> bool:
        """Whether any picture that was asked for is still on its way."""
        with self._news:
            return bool(self._wanted or self._wanted_next or self._under_way)

    def close(self) -> None:
        """Stop the worker; from any thread."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._worker.join()

    def _find(self, key: PictureKey) -> QImage | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _before(self, key: PictureKey) -> QImage | None:
        """The same picture in the colors it was made in last."""
        last = self._last.get(replace(key, colors=()))
        return self._kept.get(last) if last is not None else None

    def _keep(self, key: PictureKey, image: QImage, damaged: bool) -> None:
        with self._news:
            self._under_way.discard(key)
        if key.layer == "line" and damaged != (key.line_path in self._unread):
            (self._unread.add if damaged else self._unread.discard)(key.line_path)
            self.unread_changed.emit()
        if image.isNull():
            self._spoiled.add(key)
            return
        self._kept[key] = image
        self._last[replace(key, colors=())] = key
        while len(self._kept) > MOST:
            gone, _ = self._kept.popitem(last=False)
            if self._last.get(plain := replace(gone, colors=())) == gone:
                del self._last[plain]
        if not self._calm.isActive():
            self._calm.start()

    def _work(self) -> None:
        give_way()
        take_next = True  # by turns, so that neither a long row of takes nor the timeline keeps the other waiting
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._wanted or self._wanted_next)
                while not self._closed and (left := self._later - time.monotonic()) > 0:
                    self._news.wait(left)
                if self._closed:
                    return
                if not self._wanted and not self._wanted_next:
                    continue
                take_next = bool(self._wanted_next) and (take_next or not self._wanted)
                key = self._wanted_next.pop() if take_next else self._wanted.pop(0)
                take_next = not take_next
                self._under_way.add(key)
            image, damaged = make(key)
            with self._news:
                if not self._closed:
                    self._came.emit(key, image, damaged)


def make(key: PictureKey) -> tuple[QImage, bool]:
    """The small picture, null where it cannot be made, and whether that is because a file is there and is no picture:
    one that cannot be reached now, or memory that runs out, says nothing about it."""
    try:
        pixels = render_proxy(key) if key.proxied else render(key)
        return small(pixels, HEIGHT) if key.colored else small(pixels, HEIGHT, DEEPEN, PAPER), False
    except StillError as error:
        cause = error.__cause__
        return QImage(), not (isinstance(cause, OSError) and cause.errno)  # what Pillow raises has no number
    except (FrameFileError, OSError, ValueError, IndexError, MemoryError, cv2.error):
        return QImage(), False
