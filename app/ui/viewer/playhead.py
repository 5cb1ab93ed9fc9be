"""The playhead: which frame is looked at, stepping and jumping, and playing at the shot's exact rate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from fractions import Fraction

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from app.project.model import Shot, Span
from app.project.staleness import usable_keys

_NANOSECONDS = 1_000_000_000


class Playhead(QObject):
    """The current frame in source numbers; always inside the shot, 0 while there is none.

    In realtime mode the frame follows the clock, and frames that were passed over are counted in `dropped`; in
    play-all mode (`realtime` False) every frame is shown, late if it must be. Playing loops.

    Signals:
        moved: the frame is another one.
        playing_changed: playing began or ended.
        shot_changed: the span, rate, drawings or keys are others.
    """

    moved = Signal(int)
    playing_changed = Signal(bool)
    shot_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._span: Span | None = None
        self._rate = Fraction(24)
        self._drawings: list[int] = []
        self._keys: list[int] = []
        self._number = 0
        self.realtime = True
        self.dropped = 0
        self._started_at, self._index = 0, 0  # frame and count of frames since the clock began
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    # What it stands on

    @property
    def number(self) -> int:
        """The frame looked at."""
        return self._number

    @property
    def span(self) -> Span | None:
        """First and last frame of the shot; None without line art."""
        return self._span

    @property
    def rate(self) -> Fraction:
        """Frames per second."""
        return self._rate

    @property
    def playing(self) -> bool:
        """Whether it moves by itself."""
        return self._timer.isActive()

    def set_shot(self, span: Span | None, rate: Fraction, holds: Collection[int], keys: Iterable[int]) -> None:
        """Stand in this shot, on the same frame where it has it. `holds` repeat the drawing before them."""
        drawings = [number for number in range(span.first, span.last + 1) if number not in holds] if span else []
        shot = (span, rate, drawings, sorted(keys))
        if shot == (self._span, self._rate, self._drawings, self._keys):
            return
        restart = self.playing and (span, rate) != (self._span, self._rate)
        self._span, self._rate, self._drawings, self._keys = shot
        if span is None:
            self.pause()
            self._place(0)
        else:
            inside = self._number in span
            self._place(self._number if inside else span.first)
            if restart:
                self._restart()
        self.shot_changed.emit()

    def follow(self, shot: Shot) -> None:
        """`set_shot` from the shot itself."""
        line = shot.line
        self.set_shot(
            line.span if line else None,
            shot.rate,
            line.holds if line else (),
            (key.number for key in usable_keys(shot)),
        )

    # Going places

    def go(self, number: int) -> None:
        """Look at this frame, or the nearest the shot has; playing goes on from there."""
        if self._span is None:
            return
        self._place(min(max(number, self._span.first), self._span.last))
        if self.playing:
            self._restart()

    def step(self, count: int) -> None:
        """Go this many frames on (back when negative) and stop playing; halts at the ends."""
        self.pause()
        self.go(self._number + count)

    def first(self) -> None:
        """Go to the first frame."""
        if self._span:
            self.go(self._span.first)

    def last(self) -> None:
        """Go to the last frame."""
        if self._span:
            self.go(self._span.last)

    def next_drawing(self) -> None:
        """Go to where the next drawing begins, over holds."""
        self._to_next(self._drawings)

    def previous_drawing(self) -> None:
        """Go to where this drawing began, or the one before when already there."""
        self._to_previous(self._drawings)

    def next_key(self) -> None:
        """Go to the next colored key; stays where there is none."""
        self._to_next(self._keys)

    def previous_key(self) -> None:
        """Go to the colored key before; stays where there is none."""
        self._to_previous(self._keys)

    def _to_next(self, numbers: list[int]) -> None:
        self.pause()
        at = bisect_right(numbers, self._number)
        if at < len(numbers):
            self.go(numbers[at])

    def _to_previous(self, numbers: list[int]) -> None:
        self.pause()
        at = bisect_left(numbers, self._number)
        if at > 0:
            self.go(numbers[at - 1])

    # Playing

    def play(self) -> None:
        """Play from here, round and round; nothing happens in a shot of one frame."""
        if self._span is None or self._span.length < 2 or self.playing:
            return
        self.dropped = 0
        self._restart()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stay on this frame."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Play, or pause when playing."""
        self.pause() if self.playing else self.play()

    def _restart(self) -> None:
        self._started_at, self._index = self._number, 0
        self._clock.start()
        self._wait()

    def _wait(self) -> None:
        """Sleep until the next frame is due; exact over any time because due times are counted from the start."""
        due = (self._index + 1) * _NANOSECONDS * self._rate.denominator // self._rate.numerator
        self._timer.start(max(0, -((self._clock.nsecsElapsed() - due) // 1_000_000)))

    def _tick(self) -> None:
        assert self._span is not None
        due = self._clock.nsecsElapsed() * self._rate.numerator // (_NANOSECONDS * self._rate.denominator)
        if due <= self._index:  # the timer was a little early
            self._wait()
            return
        passed = due - self._index
        if self.realtime:
            self.dropped += passed - 1
            self._index = due
        else:
            self._index += 1
            if passed > 1:  # behind: count on from now, so that it does not race to catch up
                self._started_at, self._index = self._wrapped(self._index), 0
                self._clock.start()
        number = self._wrapped(self._index)
        self._wait()
        self._place(number)

    def _wrapped(self, index: int) -> int:
        assert self._span is not None
        return self._span.first + (self._started_at - self._span.first + index) % self._span.length

    def _place(self, number: int) -> None:
        if number != self._number:
            self._number = number
            self.moved.emit(number)
