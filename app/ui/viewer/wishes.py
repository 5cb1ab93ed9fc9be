"""Asks for pictures beside the one under the playhead: few at a time, and only what is still wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from shiboken6 import isValid

from app.media.pictures import PictureKey
from app.ui.viewer.frames import FrameSource

AT_ONCE = 2  # as many as there are readers; more would only wait in line, wanted or not


class Wishes:
    """Calls `came(key, picture or None)` in the UI thread for each picture, as long as `owner` lives."""

    def __init__(self, frames: FrameSource, owner: QObject, came: Callable[[PictureKey, QImage | None], None]) -> None:
        self._frames, self._owner, self._tell = frames, owner, came
        self._wanted: list[PictureKey] = []
        self._asked: dict[PictureKey, bool] = {}  # with whether it was while playing

    def want(self, keys: Iterable[PictureKey]) -> None:
        """Ask for these, first ones first; what was wanted before and is not asked for yet is given up."""
        self._wanted = list(dict.fromkeys(keys))
        self._ask()

    def _ask(self) -> None:
        while self._wanted and len(self._asked) < AT_ONCE:
            key = self._wanted.pop(0)
            if key not in self._asked:
                self._asked[key] = self._frames.playing
                self._frames.fetch(key, self._came)

    def _came(self, key: PictureKey, image: QImage | None) -> None:
        if not isValid(self._owner):
            return
        hurried = self._asked.pop(key)
        if hurried and not self._frames.playing:  # a proxy would do then, and no longer does
            self._wanted.insert(0, key)
        else:
            self._tell(key, image)
        self._ask()
