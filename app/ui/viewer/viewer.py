"""Joins playhead, pictures and canvas: what is looked at is shown, with words where something is missing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage

from app.coloring import Coloring
from app.document import Document
from app.project.held import shown_key
from app.project.model import STANDS_IN
from app.project.staleness import Status, usable_keys
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.companion import Setting
from app.ui.viewer.compare import Comparison
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.onion import OnionSkin
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.previews import Previews
from app.ui.viewer.reading import Course

NO_LINE = "Drop line art here: a folder, its pictures, or a movie."
NO_COLOR = "No color yet on this frame. Lay a key here, or press Generate."
QUEUED = "On its way: this frame waits in the queue."
WORKING = "On its way: this frame is being colored."
FAILED = "This frame could not be colored. Its segment, on the right, says why."
PAUSED = "Coloring is paused; this frame waits in the queue."
NO_KEYS = "No color yet. Drop a colored picture of this frame here, or paint it: that is the first key."


class Viewer(QObject):
    """Keeps a canvas showing the playhead's frame for as long as it lives; its parent should be the canvas."""

    def __init__(
        self, document: Document, playhead: Playhead, frames: FrameSource, darkroom: Darkroom, canvas: Canvas
    ) -> None:
        super().__init__(canvas)
        canvas.set_darkroom(darkroom)
        setting = Setting(document, playhead, frames, darkroom, canvas)
        self.compare, self.onion = Comparison(setting), OnionSkin(setting)
        self._document, self._playhead, self._frames, self._canvas = document, playhead, frames, canvas
        self._coloring: Coloring | None = None
        self._previews = Previews(document, darkroom, playhead, self)
        self._previews.changed.connect(self._show_again)
        self._last: tuple[int, QImage] | None = None  # the frame shown, and its own picture
        self._failure: tuple[int, str] | None = None
        playhead.moved.connect(self._look)
        playhead.shot_changed.connect(self._look)
        document.changed.connect(self._say)
        document.takes_changed.connect(self._say)
        frames.layer_changed.connect(self._say)
        frames.ready.connect(self._ready)
        frames.stand_in.connect(self._stand_in)
        frames.failed.connect(self._failed)
        playhead.playing_changed.connect(self._playing)
        self.compare.changed.connect(self._say)
        self.compare.shown.connect(playhead.shown)
        canvas.space_tapped.connect(playhead.toggle)
        canvas.zoom_changed.connect(frames.set_zoom)
        for signal in (playhead.playing_changed, playhead.mode_changed, playhead.range_changed):
            signal.connect(self._tell_course)
        self._look()

    @property
    def full_size(self) -> QSize:
        """Size of the shot's pictures; empty without line art."""
        return self._frames.full_size

    @property
    def number(self) -> int:
        """The frame that is looked at."""
        return self._playhead.number

    def follow(self, coloring: Coloring) -> None:
        """Say of frames without color whether it is on its way."""
        self._coloring = coloring
        self._previews.follow(coloring)
        coloring.changed.connect(self._say)
        self._say()

    def _playing(self, playing: bool) -> None:
        """Nothing is read back from pictures while they play."""
        self._canvas.set_telling(not playing)

    def _tell_course(self) -> None:
        """Have the frames read in advance that come next."""
        playhead = self._playhead
        region = playhead.in_out if playhead.looped_range else None
        stride = playhead.speed if playhead.realtime else 1
        self._frames.set_course(Course(playhead.playing, playhead.direction, stride, playhead.loop, region))

    def _look(self) -> None:
        if self._document.shot.line is None:
            self._last = None
            self.compare.forget()
            self._canvas.clear()
            self._canvas.set_busy(False)
        else:
            self._frames.request(self._playhead.number)
            self._canvas.set_busy(self._frames.waiting)
        self._say()

    def _ready(self, number: int, image: QImage) -> None:
        self._failure = None
        self._canvas.set_busy(False)
        self._show(number, image)
        self._say()

    def _stand_in(self, number: int, image: QImage) -> None:
        self._show(number, image)

    def _show(self, number: int, image: QImage) -> None:
        """Show the frame's picture, or what there is already of its color to come."""
        self._last = (number, image)
        preview = self._previews.image(number) if self._bare(number) else QImage()
        self.compare.show(number, image if preview.isNull() else preview, self._frames.full_size)

    def _show_again(self) -> None:
        """There is another preview, or none any more."""
        if self._last is not None and self._bare(self._last[0]):
            self._show(*self._last)
            self._say()

    def _bare(self, number: int) -> bool:
        """Whether a frame should be seen in color, and has none."""
        line = self._document.shot.line
        inside = line is not None and number in line.span
        return inside and self._frames.layer != "line" and not self._frames.described(number).colored

    def _failed(self, number: int, sentence: str) -> None:
        self._last = None
        self._canvas.set_busy(False)
        self.compare.forget()
        self._canvas.clear()
        self._failure = (number, sentence)
        self._say()
        self._playhead.shown(number)

    def _say(self) -> None:
        """What there is to say about the frame, whether or not its picture is there yet."""
        shot, number = self._document.shot, self._playhead.number
        if shot.line is None:
            self._canvas.set_key(False)
            self._canvas.note("")
            self._canvas.message(NO_LINE)
            return
        if number not in shot.line.span:
            return  # the playhead has not followed yet
        layer = self._frames.layer
        self._canvas.set_key(layer == "picture" and shown_key(shot, number) is not None)
        self._canvas.message(self._failure[1] if self._failure and self._failure[0] == number else "")
        self._canvas.note(self._note(number))

    def _note(self, number: int) -> str:
        shot = self._document.shot
        assert shot.line is not None
        if not shot.line.frames[number - shot.line.span.first].path:
            held = shot.line.drawing(number)
            stands = STANDS_IN["hold"] if held.path else "it is left blank"
            if number in shot.line.damaged:
                return f"The file of frame {number} cannot be read; {stands}."
            return f"Frame {number} has no file; {stands}."
        if self._bare(number):
            return self._way(number) or (NO_COLOR if usable_keys(shot) else NO_KEYS)
        return self.compare.note(number)

    def _way(self, number: int) -> str:
        """That the color of a frame is on its way, or that it failed; empty when neither is so."""
        segment = self._document.segment_at(number)
        if self._coloring is None or segment is None:
            return ""
        status = self._coloring.status(segment).status
        if status is Status.FAILED:
            return FAILED
        if status not in (Status.QUEUED, Status.WORKING):
            return ""
        if self._coloring.queue.paused:
            return PAUSED
        preview = self._previews.words(number)
        if preview:
            return f"{preview}: this segment as it stands, moving."
        return WORKING if status is Status.WORKING else QUEUED
