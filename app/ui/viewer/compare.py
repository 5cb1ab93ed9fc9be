"""Compares the shown take with another one, frame by frame: wipe, side by side, difference or blink."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Literal

import cv2
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QImage

from app.media.pictures import Layer, PictureKey
from app.project.held import shown_key
from app.project.model import Span, Take
from app.ui.viewer.companion import Companion, Setting
from app.ui.viewer.compared import Compared
from app.ui.viewer.pixels import image_of, pixels_of
from app.ui.viewer.reading import ahead

Mode = Literal["off", "wipe", "side", "difference", "blink"]
MODES: tuple[Mode, ...] = ("off", "wipe", "side", "difference", "blink")
GAIN = 4  # how much a difference is enlarged
BLINK = 400  # ms each picture is seen
_AHEAD = 4  # frames of the other take that are fetched before they are played
_WAITING = 4  # own pictures kept until their others are there


@dataclass(frozen=True)
class Pair:
    """The shown take's picture of a frame, and the name of the picture it is compared with."""

    number: int
    own: QImage
    full_size: QSize | None
    key: PictureKey


class Comparison(Companion):
    """Shows each frame on the canvas, together with its other picture while comparing.

    Both pictures of a pair appear at once, so that two frames are never compared by mistake.

    Signals:
        changed: another mode, another take to compare with, or sides swapped.
        shown: a frame is on the canvas, while comparing with its other picture.
    """

    shown = Signal(int)

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._mode: Mode = "off"
        self._usual: Mode = "wipe"
        self._swapped = self._against_line = self._turned = False
        self._chosen: dict[Span, str] = {}  # takes the artist compares with, by segment
        self._waiting: OrderedDict[int, Pair] = OrderedDict()
        self._developing: OrderedDict[object, Pair] = OrderedDict()  # by the name of their difference
        self._seen: tuple[Pair, QImage | None] | None = None
        self._last: tuple[int, QImage, QSize | None] | None = None
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK)
        self._blink.timeout.connect(self._turn)
        self._document.changed.connect(self._follow)
        self._document.takes_changed.connect(self._follow)

    # What is compared

    @property
    def mode(self) -> Mode:
        """How takes are compared now."""
        return self._mode

    @property
    def usual(self) -> Mode:
        """How takes are compared where nothing else is said: as they were the last time."""
        return self._usual

    def set_usual(self, mode: Mode) -> None:
        """Compare this way where nothing else is said."""
        self._usual = mode

    @property
    def swapped(self) -> bool:
        """Whether A, the shown take, is on the right."""
        return self._swapped

    @property
    def against_line(self) -> bool:
        """Whether B is the line art instead of a take."""
        return self._against_line

    def set_mode(self, mode: Mode) -> None:
        """Compare this way; "off" shows the shown take alone."""
        if mode != self._mode:
            self._mode, self._turned = mode, False
            self._usual = self._usual if mode == "off" else mode
            self._again()

    def toggle(self, mode: Mode) -> None:
        """Compare this way, or no longer when it already does."""
        self.set_mode("off" if self._mode == mode else mode)

    def set_other(self, take: Take | None) -> None:
        """Compare the segment of this take with it; None compares every segment with its previous take again."""
        self._against_line = False
        if take is None:
            self._chosen.clear()
        else:
            self._chosen[take.span] = take.id
        self._compare()

    def set_against_line(self, wanted: bool) -> None:
        """Compare with the line art instead of a take."""
        self._against_line = wanted
        self._compare()

    def next_other(self) -> None:
        """Compare with the take before the one compared with now; after the first comes the newest."""
        segment = self._document.segment_at(self._playhead.number)
        other = self.other(self._playhead.number)
        if segment is not None and other is not None:
            takes = [take for take in self._document.takes_of(segment.span) if take != segment.take]
            self.set_other(takes[(takes.index(other) - 1) % len(takes)])

    def swap(self) -> None:
        """Exchange the sides of A and B."""
        self._swapped = not self._swapped
        self._again()

    def other(self, number: int) -> Take | None:
        """The take that a frame's shown take is compared with: the artist's choice, else the one made before it."""
        segment = self._document.segment_at(number)
        if segment is None or segment.take is None:
            return None
        takes = self._document.takes_of(segment.span)
        chosen = self._chosen.get(segment.span)
        for take in takes:
            if take.id == chosen and take != segment.take:
                return take
        place = takes.index(segment.take)
        return takes[place - 1] if place else (takes[1] if len(takes) > 1 else None)

    def note(self, number: int) -> str:
        """What there is to say about comparing at a frame; empty for nothing."""
        segment = self._document.segment_at(number)
        if self._mode == "off" or self._against_line or segment is None or segment.take is None:
            return ""
        if self.other(number) is not None:
            return ""
        return f"Segment {segment.index + 1} has one take. Regenerate it for another to compare with."

    def _compare(self) -> None:
        if self._mode == "off":
            self.set_mode(self._usual)
        else:
            self._again()

    # Showing

    def show(self, number: int, image: QImage, full_size: QSize | None = None) -> None:
        """Show the shown take's picture of a frame, with its other one as soon as that is there."""
        self._last = (number, image, full_size)
        key = self._other_key(number) if self._mode != "off" else None
        if key is None:
            self._waiting.clear()
            self._canvas.show_image(image, full_size)
            self._canvas.show_compared(self._alone(number))
            self.shown.emit(number)
            return
        self._waiting.pop(number, None)
        self._waiting[number] = Pair(number, image, full_size, key)
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        self._wishes.want([key, *self._ahead(number)])

    def forget(self) -> None:
        """Nothing is shown any more."""
        self._last = self._seen = None
        self._waiting.clear()
        self._developing.clear()
        self._canvas.show_compared(Compared())

    def _follow(self) -> None:
        """Takes may have come or gone."""
        if self._mode != "off" and self._last is not None:
            self.show(*self._last)

    def _again(self) -> None:
        """Show the last picture as it is compared now."""
        if self._mode == "blink":
            self._blink.start()
        else:
            self._blink.stop()
        if self._last is not None:
            self.show(*self._last)
        self.changed.emit()

    def _other_key(self, number: int) -> PictureKey | None:
        segment, other = self._document.segment_at(number), self.other(number)
        layer: Layer = self._frames.layer
        if segment is None or segment.take is None or layer == "line":
            return None
        if self._against_line:
            return self._frames.names.of(number, "line")
        if other is None:
            return None
        key, tried = self._frames.names.of_take(number, layer, other), self._frames.tried_colors
        return key if tried is None else replace(key, colors=tried)

    def _ahead(self, number: int) -> list[PictureKey]:
        span, course = self._playhead.span, self._frames.course
        if span is None or not course.playing:
            return []
        numbers = islice(ahead(number, course.region or span, course), _AHEAD)
        return [key for at in numbers if (key := self._other_key(at)) is not None]

    def _came(self, key: PictureKey, other: QImage | None) -> None:
        """Show the newest pair that waits for this picture; pairs before it are too late."""
        found = [number for number, pair in self._waiting.items() if pair.key == key]
        if not found:
            return
        pair = self._waiting[found[-1]]
        while self._waiting:
            number, _ = self._waiting.popitem(last=False)
            if number == pair.number:
                break
        if self._mode != "difference" or other is None:
            self._lay_out(pair, other)
            return
        name = ("difference", pair.own.cacheKey(), key)
        self._developing[name] = pair
        while len(self._developing) > _WAITING:
            self._developing.popitem(last=False)
        made = self._darkroom.find(name)
        if made is not None:
            self._made(name, made)
        else:
            self._darkroom.want("difference", name, partial(difference, pair.own, other))

    def _made(self, name: object, image: QImage) -> None:
        pair = self._developing.pop(name, None)
        if pair is not None and self._mode == "difference":
            self._lay_out(pair, image)

    def _lay_out(self, pair: Pair, other: QImage | None) -> None:
        """Put both pictures on the canvas."""
        self._seen = (pair, other)
        shown, compared_with = self._words(pair.number)
        if other is None:
            compared_with = f"{compared_with} cannot be read"
        found = other if other is not None else QImage()
        left, right = (compared_with, shown) if self._swapped else (shown, compared_with)
        if self._mode in ("wipe", "side"):
            arrangement = "wipe" if self._mode == "wipe" else "side"
            compared = Compared(arrangement, found, left, right, self._swapped)
        elif self._mode == "difference" and other is None:
            compared = Compared("one", found, compared_with)
        elif self._mode == "difference":
            compared = Compared("one", found, f"{shown} and {compared_with}: gray is the same", reckoned=True)
        else:
            compared = Compared("one", found, compared_with) if self._turned else Compared("one", QImage(), shown)
        self._canvas.show_image(pair.own, pair.full_size)
        self._canvas.show_compared(compared)
        self.shown.emit(pair.number)

    def _turn(self) -> None:
        self._turned = not self._turned
        if self._seen is not None and not self._waiting:
            self._lay_out(*self._seen)

    def _alone(self, number: int) -> Compared:
        return Compared("one", QImage(), self._words(number)[0]) if self.note(number) else Compared()

    def _words(self, number: int) -> tuple[str, str]:
        """What A and B are called."""
        segment, other = self._document.segment_at(number), self.other(number)
        if segment is None or segment.take is None:
            return "", ""
        key = self._frames.layer == "picture" and shown_key(self._document.shot, number) is not None
        shown = "A  Key" if key else f"A  Take {segment.take.number}"
        if not key and self._document.early_at(number) is not None:
            shown = "A  Under way"
        if self._against_line:
            return shown, "B  Line art"
        return shown, f"B  Take {other.number}" if other is not None else ""


def difference(own: QImage, other: QImage) -> QImage:
    """Where two pictures differ: gray where they are the same, a channel's surplus in `own` lighter; any thread."""
    own, other = (image.convertToFormat(QImage.Format.Format_RGB32) for image in (own, other))
    first, second = pixels_of(own), pixels_of(other)
    if first.shape != second.shape:
        second = cv2.resize(second, (own.width(), own.height()), interpolation=cv2.INTER_AREA)
    result, pixels = image_of(own.width(), own.height(), QImage.Format.Format_RGB32)
    cv2.addWeighted(first, GAIN, second, -GAIN, 128, dst=pixels)
    return result
