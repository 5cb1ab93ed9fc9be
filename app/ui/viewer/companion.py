"""What compare and onion skin have in common: pictures beside the one under the playhead, put on the same canvas."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.document import Document
from app.media.pictures import PictureKey
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.wishes import Wishes


@dataclass(frozen=True)
class Setting:
    """What a canvas shows and follows, and where its pictures come from."""

    document: Document
    playhead: Playhead
    frames: FrameSource
    darkroom: Darkroom
    canvas: Canvas


class Companion(QObject):
    """Lives as long as the canvas; asks for pictures with `_wishes`, and has others made from them in the darkroom.

    Signals:
        changed: the artist wants it another way.
    """

    changed = Signal()

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.canvas)
        self._document, self._playhead, self._frames = setting.document, setting.playhead, setting.frames
        self._darkroom, self._canvas = setting.darkroom, setting.canvas
        self._wishes = Wishes(self._frames, self, self._came)
        self._darkroom.made.connect(self._made)

    def _came(self, key: PictureKey, image: QImage | None, /) -> None:
        """A picture that was wished for is there; None for one that cannot be read."""
        raise NotImplementedError

    def _made(self, name: object, image: QImage) -> None:
        """The darkroom has made a picture, for whomever."""
        raise NotImplementedError
