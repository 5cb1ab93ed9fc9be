"""Makes pictures out of pictures off the window's thread, the newest wish of each kind only, and keeps the last."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.threads import Worker

log = logging.getLogger(__name__)
MOST = 128 * 1024 * 1024  # bytes kept; the newest picture stays in any case


class Darkroom(QObject):
    """One worker; asking never waits.

    Signals:
        made: a picture that was wanted is there now: its name, picture. Null where there was no memory for it.
    """

    made = Signal(object, QImage)
    _came = Signal(object, QImage)  # from the worker

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[Hashable, QImage] = OrderedDict()
        self._wanted: dict[str, tuple[Hashable, Callable[[], QImage]]] = {}
        self._under_way: set[Hashable] = set()  # being made, or made and on the way here
        self._news = threading.Condition()
        self._closed = False
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._worker = Worker("darkroom", self._work)
        self._worker.start()

    def find(self, name: Hashable) -> QImage | None:
        """A picture made before, if at hand."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def want(self, kind: str, name: Hashable, make: Callable[[], QImage]) -> None:
        """Have `make()` called in the worker; an earlier wish of this kind that is not begun is given up."""
        with self._news:
            self._wanted.pop(kind, None)
            if name not in self._under_way:
                self._wanted[kind] = (name, make)
                self._news.notify()

    def close(self) -> None:
        """Stop the worker; from any thread."""
        with self._news:
            self._closed = True
            self._wanted.clear()
            self._news.notify()
        self._worker.join()

    def _keep(self, name: Hashable, image: QImage) -> None:
        with self._news:
            self._under_way.discard(name)
        if not image.isNull():
            self._kept[name] = image
            while len(self._kept) > 1 and sum(kept.sizeInBytes() for kept in self._kept.values()) > MOST:
                self._kept.popitem(last=False)
        self.made.emit(name, image)

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._wanted)
                if self._closed:
                    return
                name, make = self._wanted.pop(next(iter(self._wanted)))
                self._under_way.add(name)
            try:
                image = make()
            except Exception:  # the pool's boundary: one picture that fails must not end all others
                log.exception("a picture could not be made")
                image = QImage()
            del make  # holds the pictures it was made from
            with self._news:
                if not self._closed:
                    self._came.emit(name, image)
