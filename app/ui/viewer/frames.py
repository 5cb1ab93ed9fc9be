"""Pictures for the viewer: decoded off the window's thread, the newest wish first, kept while there is room."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.document import Document
from app.media.pictures import Layer, PictureKey
from app.project.model import Span
from app.project.palettes import Color, Mapping
from app.ui import turns
from app.ui.turns import Later, Rank
from app.ui.viewer.at_hand import Post, frames_at_hand, picture_cache, readers
from app.ui.viewer.held import Held
from app.ui.viewer.names import PictureNames
from app.ui.viewer.portions import Portions
from app.ui.viewer.reading import Course, order
from app.ui.viewer.scales import Scales
from app.ui.viewer.sizes import Decoded, Wish, enough, in_motion, sentence
from app.ui.viewer.stripe import Stripe

ADVANCE = 128  # frames read in advance at most while playing; at rest, as many as there is room for
AGAIN = 8  # frames played until what is read in advance moves on
SPARING = 12  # pictures read in advance at rest while the engine colors
SETTLE = 500  # ms after the last jump before reading in advance goes on
REST = 40  # ms after the last of several quick moves before the exact picture is made
HURRY = 0.05  # seconds: moves that follow each other faster are a drag or a held key
STAND_IN = 48  # how far away a picture is looked for frame by frame that stands in for one on its way
ROOM = 0.9  # of the budget for what is read in advance; the rest is for exact pictures beside their proxies


class FrameSource(QObject):
    """The pictures of a document's shot. Ask with `request`; the answer comes in the UI thread.

    Moving, a proxy will do where the canvas shows no more than that; the exact picture follows at rest.

    Signals:
        ready: the picture asked for last: frame, picture. Once more when the exact one follows its proxy.
        stand_in: another frame's picture to show until the one asked for is there: its frame, picture.
        failed: the frame asked for last cannot be shown: frame, sentence.
        layer_changed: another layer is shown.
        cached_changed: `cached_spans` are others; about five times a second at most.
    """

    ready = Signal(int, QImage)
    stand_in = Signal(int, QImage)
    failed = Signal(int, str)
    layer_changed = Signal(str)
    cached_changed = Signal()

    def __init__(self, document: Document, memory: int) -> None:
        """`memory`: bytes that the app may take in all."""
        super().__init__()
        self._document, self._memory = document, memory
        self.names = PictureNames(document)  # for everybody who asks for this document's pictures
        ahead, self._post, self._held = readers(), Post(), Held()
        self._scales = Scales(memory, self.full_size.width(), self.full_size.height(), lambda: cache.used_bytes)
        # One reader more than read ahead, so that the frame asked for never waits for one that is only near.
        cache = self._cache = picture_cache(self._scales.room, ahead, self._post, self._held)
        self._scales.begin(cache.set_budget)
        self._layer: Layer = "picture"
        self._course, self._zoom = Course(), 0.0
        self._wished: int | None = None
        self._key: PictureKey | None = None  # of the picture asked for last
        self._trial: PictureKey | None = None  # of the same in colors that are only tried
        self._open: list[Wish] = []  # what was asked for to show it
        self._waiting = self._exact = False  # for any picture of the frame; whether the exact one was shown
        self._seen: int | None = None  # the frame whose picture was handed out last
        self._asked_at = 0.0
        self._moves, self._way = 0, 1
        self._sparing = False
        self.painting = False  # strokes are made faster than what they make can be held ready for other colors
        self._hear = self._post.came.emit
        self._stripe = Stripe(self)
        self._stripe.due.connect(self._look_over)
        self._stripe.changed.connect(self.cached_changed)
        self._gathering = Portions(self)
        self._ahead = Later(self, self._read_ahead, Rank.AROUND)  # after what was asked for is seen
        self._settle, self._rest = QTimer(self), QTimer(self)
        for timer, due in ((self._settle, self._read_ahead), (self._rest, self._rested)):
            timer.setSingleShot(True)
            timer.timeout.connect(due)
        self._post.came.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._post.fetched.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._post.kept.connect(self._stripe.look_again, Qt.ConnectionType.QueuedConnection)
        self._post.tried.connect(self._tried, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._document_changed)
        document.takes_changed.connect(self._document_changed)
        document.early_changed.connect(self._document_changed)

    # What is shown, and how

    @property
    def layer(self) -> Layer:
        """What of a frame is shown."""
        return self._layer

    def set_layer(self, layer: Layer) -> None:
        """Show "picture" (color under line), "color" or "line"."""
        if layer != self._layer:
            self._layer = layer
            self.layer_changed.emit(layer)
            self._stripe.look_again(anew=True)
            self._ask_again()

    def set_zoom(self, zoom: float) -> None:
        """How large the canvas shows pictures, in device pixels for each picture pixel: whether proxies will do."""
        before, self._zoom = self._zoom, zoom
        key = self._key
        if key is None or enough(key, before) == enough(key, zoom):
            return
        self._stripe.look_again(anew=True)
        if self._course.playing:
            self._read_ahead()
        else:
            self._settle.start(SETTLE)

    def set_sparing(self, sparing: bool) -> None:
        """Whether the engine needs the computer more: color to come would make most of what is read in advance old."""
        if sparing != self._sparing:
            self._sparing = sparing
            self._settle_anew()

    def set_course(self, course: Course) -> None:
        """How the playhead moves: at rest or playing, and where to; what is read in advance follows it."""
        before, self._course = self._course, course
        if course.playing:
            self._rest.stop()
            self._settle.stop()
            self._read_ahead()
        elif before.playing:
            self._rest.start(REST)
            self._settle.start(SETTLE)

    @property
    def full_size(self) -> QSize:
        """Size of the shot's pictures, which a proxy stands for; empty without line art."""
        line = self._document.shot.line
        return QSize(line.width, line.height) if line is not None else QSize()

    @property
    def waiting(self) -> bool:
        """Whether the picture asked for last is still on its way."""
        return self._waiting

    def described(self, number: int) -> PictureKey:
        """What the picture of a frame is made from now; raises KeyError outside the shot."""
        return self.names.seen(number, self._layer)

    def set_memory(self, memory: int) -> None:
        """Keep pictures within so many bytes from now on."""
        self._memory = memory
        self._take_room()

    def _take_room(self) -> None:
        self._scales.expect(self._memory, self.full_size.width(), self.full_size.height())

    # Asking

    def request(self, number: int) -> None:
        """Ask for a frame's picture; an earlier wish that is still open is given up."""
        now = time.monotonic()
        hurried = self._waiting or now - self._asked_at < HURRY
        self._asked_at, self._trial = now, None
        self._give_up()
        try:
            key = self.described(number)
        except KeyError:
            self._wished = self._key = None
            self._waiting = False
            return
        step = number - self._wished if self._wished is not None else 0
        again = (number, key) == (self._wished, self._key)
        self._wished, self._key = number, key
        found, self._exact = self._at_hand(key)
        self._waiting = found is None
        wish = in_motion(key, self._zoom) if hurried or self._course.playing else Wish(key, proxy=False)
        if not self._exact and (found is None or not wish.proxy):
            self._ask(wish)  # first, so that it is made while another is looked for that stands in
        if found is not None:
            self._show(number, found)
        elif self._seen != number and not again:  # what was shown of the frame itself is nearer than any other
            self._stand_in(number)
        if not self._course.playing:
            self._rest.start(REST)
        self._move_on(step)

    def _ask(self, wish: Wish) -> None:
        if wish not in self._open:
            self._post.looked_for = wish if self._waiting else None
            self._open.append(wish)
            self._cache.request(wish, self._hear)

    def _give_up(self) -> None:
        self._rest.stop()
        for wish in self._open:
            self._cache.withdraw(wish, self._hear)
        self._open.clear()

    def _rested(self) -> None:
        """The playhead stays where it is: make the exact picture where only its proxy was shown or asked for."""
        if self._key is not None and not self._exact and not self._course.playing:
            self._ask(Wish(self._key, proxy=False))

    @property
    def course(self) -> Course:
        """How the playhead moves."""
        return self._course

    @property
    def playing(self) -> bool:
        """Whether the playhead moves by itself, and a proxy will do."""
        return self._course.playing

    def fetch(self, key: PictureKey, callback: Callable[[PictureKey, QImage | None], None]) -> None:
        """Ask for any picture; `callback(key, picture or None)` comes in the UI thread, never before this returns.

        Exact at rest; while playing, a proxy where one will do.
        """
        wish = in_motion(key, self._zoom) if self._course.playing else Wish(key, proxy=False)
        tell = self._post.fetched.emit
        self._cache.request(wish, lambda wish, found: tell(wish.key, found, callback))

    def know(self, key: PictureKey, image: QImage) -> None:
        """Have a picture at hand that was made elsewhere; from any thread."""
        self._cache.put(Wish(key, proxy=False), Decoded(image))

    def try_colors(self, colors: Mapping | None) -> None:
        """Show the frame asked for last in these colors, which nothing keeps; None shows it as the document has it."""
        if colors is not None and self._key is not None:
            self._trial = replace(self._key, colors=colors)
            self._held.attempt(self._trial, self._post.tried.emit)
        elif self._trial is not None:
            self._ask_again()

    @property
    def tried_colors(self) -> Mapping | None:
        """The colors that are tried now; None while none are."""
        return self._trial.colors if self._trial is not None else None

    def expect_colors(self, sources: tuple[Color, ...]) -> None:
        """Be ready to show others for these, the palette's."""
        self._held.expect(sources)

    def _tried(self, key: PictureKey, image: QImage) -> None:
        trial = self._trial
        if trial is not None and self._wished is not None and replace(trial, colors=key.colors) == key:
            self._show(self._wished, image)

    def _deliver(
        self, key: PictureKey, found: Decoded | Exception, callback: Callable[[PictureKey, QImage | None], None]
    ) -> None:
        callback(key, None if isinstance(found, Exception) else found.image)

    def _at_hand(self, key: PictureKey) -> tuple[QImage | None, bool]:
        """The picture in the better size at hand, and whether it is exact."""
        found = self._cache.get(Wish(key, proxy=False))
        if found is not None:
            return found.image, True
        found = self._cache.get(Wish(key, proxy=True)) if key.proxied else None
        return (found.image if found is not None else None), False

    # Answers

    def _show(self, number: int, image: QImage) -> None:
        self._seen = number
        self.ready.emit(number, image)
        turns.let_go()

    def _stand_in(self, number: int) -> None:
        """Show the nearest picture at hand, if it is nearer than the one shown."""
        line = self._document.shot.line
        assert line is not None
        if not self._cache.used_bytes:
            return  # to name a hundred pictures that nobody has took 15 ms when a shot was opened
        reach = abs(number - self._seen) if self._seen is not None else line.span.length
        ends = [end for span in self._stripe.spans for end in span if STAND_IN < abs(end - number) < reach]
        near = [at for away in range(1, min(reach, STAND_IN + 1)) for at in (number - away, number + away)]
        for at in near + sorted(ends, key=lambda end: abs(end - number))[:2]:
            found = self._at_hand(self.described(at))[0] if at in line.span else None
            if found is not None:
                self._seen = at
                self.stand_in.emit(at, found)
                return

    def _arrived(self, wish: Wish, found: Decoded | Exception) -> None:
        early = wish.proxy and Wish(wish.key, proxy=False) in self._open  # and the exact one follows
        if wish.key != self._key or self._wished is None or not (early or wish in self._open):
            return  # an earlier wish; its picture is kept
        if wish in self._open:
            self._open.remove(wish)
        if isinstance(found, Exception) and wish.key != self.names.of(self._wished, self._layer):
            self._document.keep_early(None)  # it cannot be read any more: the segment will come all the same
        elif isinstance(found, Exception):
            self._give_up()
            self._waiting, self._exact = False, True
            self.failed.emit(self._wished, sentence(found))
            turns.let_go()
        elif not self._exact:
            self._waiting, self._exact = False, not (wish.proxy and wish.key.proxied)
            self._show(self._wished, found.image)

    def _document_changed(self) -> None:
        """Ask again where the picture is made from something else now."""
        self._take_room()
        self._stripe.look_again(anew=True)
        self._gathering.stop()
        if self._wished is None:
            return
        try:
            same = self.described(self._wished) == self._key
        except KeyError:
            same = False
        if not same:
            turns.hold()
            self._ask_again()
        else:
            self._settle.start(SETTLE)

    def _ask_again(self) -> None:
        if self._wished is not None:
            number, self._wished = self._wished, None
            self.request(number)

    # Reading in advance

    def _move_on(self, step: int) -> None:
        """Let what is read in advance follow the playhead; nothing is read while it jumps about."""
        self._moves += 1
        if self._course.playing:
            if self._waiting or self._moves % AGAIN == 0:
                self._ahead.ask()
        elif abs(step) != 1:
            self._way = 1
            self._settle_anew()
        elif self._way != step or self._moves % AGAIN == 0:
            self._way = step
            if not self._settle.isActive():
                self._ahead.ask()

    def _settle_anew(self) -> None:
        """Read nothing in advance until the playhead has rested."""
        self._gathering.stop()
        self._cache.cancel_ahead()
        self._settle.start(SETTLE)

    def _read_ahead(self) -> None:
        if self._key is not None and self._key.colored and not self._course.playing and not self.painting:
            self._held.hold(self._key)
        line = self._document.shot.line
        if line is None or self._wished not in line.span or self._wished is None:
            return
        course = self._course if self._course.playing else Course(direction=self._way)
        wishes: dict[Wish, None] = {}
        steps = self._gather(order(self._wished, line.span, course), wishes)
        self._gathering.begin(steps, lambda: self._cache.prefetch(wishes))
        if self._gathering.busy:
            self._cache.prefetch(wishes)  # the nearest, while the rest of a long shot is looked through

    def _gather(self, numbers: Iterator[int], wishes: dict[Wish, None]) -> Iterator[None]:
        """Put the pictures of these frames among `wishes`, step by step, as many as there is room and use for."""
        most = ADVANCE if self._course.playing else SPARING if self._sparing else math.inf
        room = self._scales.room * ROOM
        for number in numbers:
            wish = in_motion(self.described(number), self._zoom)  # exact ones make room: they are many times as large
            if wish not in wishes:
                room -= wish.nbytes
                if room < 0 or len(wishes) >= most:
                    return
                wishes[wish] = None
            yield

    # What is at hand

    @property
    def used_bytes(self) -> int:
        """Memory taken by the pictures at hand."""
        return self._cache.used_bytes

    def cached_spans(self) -> tuple[Span, ...]:
        """Frames that play without waiting, as they were a moment ago."""
        return self._stripe.spans

    def _look_over(self) -> None:
        self._stripe.look_over(self._frames())

    def _frames(self) -> Iterator[tuple[int, bool]]:
        line = self._document.shot.line
        span = line.span if line is not None else None
        return frames_at_hand(span, self.names, self._layer, self._zoom, self._cache.cached())

    def close(self) -> None:
        """Stop the workers; from any thread."""
        self._scales.close()
        self._held.close()
        self._cache.close()
