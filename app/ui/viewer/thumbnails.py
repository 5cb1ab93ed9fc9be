"""Small pictures of line art, keys and takes, made by a worker, those in view first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.document import Document
from app.media.pictures import PictureKey, render
from app.project.model import Take
from app.ui.viewer.names import PictureNames
from app.ui.viewer.pixels import small
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

HEIGHT = 96
MOST = 1024  # pictures kept, about 50 KB each
DEEPEN = 1.8  # how much darker lines get, which reducing has paled
PAPER = 0.86  # how bright the paper of line art is


class Thumbnails(QObject):
    """Small pictures of a document's shot, HEIGHT px high; asking for one never waits.

    Signals:
        arrived: some picture that was wanted is there now.
    """

    arrived = Signal()
    _came = Signal(object, QImage)  # from the worker

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._kept: OrderedDict[PictureKey, QImage] = OrderedDict()
        self._names = PictureNames(document)
        self._spoiled: set[PictureKey] = set()
        self._wanted: list[PictureKey] = []
        self._wanted_takes: list[PictureKey] = []
        self._under_way: set[PictureKey] = set()  # being made, or made and on the way here
        self._news = threading.Condition()
        self._closed = False
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._spoiled.clear)  # a file may be back
        self._worker = threading.Thread(target=self._work, name="thumbnails", daemon=True)
        self._worker.start()

    def line(self, number: int) -> QImage | None:
        """The line art of a frame, if at hand."""
        return self._find(self._names.of(number, "line"))

    def key(self, number: int) -> QImage | None:
        """The key laid on a frame, if at hand."""
        return self._find(self._names.key(number))

    def take(self, take: Take) -> QImage | None:
        """The middle frame of a take, if at hand; else it is made next."""
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
        if found is None and name not in self._spoiled:
            with self._news:
                if name not in self._under_way and name not in self._wanted_takes:
                    self._wanted_takes.append(name)
                    self._news.notify()
        return found

    def want(self, lines: Sequence[int], keys: Sequence[int]) -> None:
        """Make these next, keys first; what was wanted before and is not named again is given up."""
        wished = [self._names.key(number) for number in keys]
        wished += [self._names.of(number, "line") for number in lines]
        fresh = [key for key in wished if key not in self._kept and key not in self._spoiled]
        with self._news:
            self._wanted = [key for key in dict.fromkeys(fresh) if key not in self._under_way]
            self._news.notify()

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

    def _keep(self, key: PictureKey, image: QImage) -> None:
        with self._news:
            self._under_way.discard(key)
        if image.isNull():
            self._spoiled.add(key)
            return
        self._kept[key] = image
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.arrived.emit()

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._wanted or self._wanted_takes)
                if self._closed:
                    return
                key = (self._wanted_takes or self._wanted).pop(0)
                self._under_way.add(key)
            image = make(key)
            with self._news:
                if not self._closed:
                    self._came.emit(key, image)


def make(key: PictureKey) -> QImage:
    """The small picture; null where it cannot be read."""
    try:
        pixels = render(key)
        return small(pixels, HEIGHT) if key.colored else small(pixels, HEIGHT, DEEPEN, PAPER)
    except (StillError, FrameFileError, OSError, ValueError, MemoryError):
        return QImage()
