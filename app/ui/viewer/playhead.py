"""The playhead: which frame is looked at, stepping and jumping, in and out, and playing at the shot's exact rate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QObject, Signal

from app.project.model import Shot, Span
from app.project.staleness import usable_keys
from app.project.timing import FrameLabel, frame_label
from app.ui.viewer.beat import Beat
from app.ui.viewer.course import FASTEST, Loop, entry, frame_after


class Playhead(QObject):
    """The current frame in source numbers; always inside the shot, 0 while there is none.

    In realtime the frame follows the clock, and frames that nobody saw are counted in `dropped`. When all frames are
    played (`realtime` False), the next one comes once the picture of this one was `shown`, late if it must be.
    Playing stays between in and out while `looped_range` is on.

    Signals:
        moved: the frame is another one.
        playing_changed: playing began or ended.
        shot_changed: the span, rate, drawings or keys are others.
        range_changed: in, out, or whether playing stays between them.
        mode_changed: how it plays: realtime, loop, direction or speed.
        label_kind_changed: how frames are written: number, timecode or feet.
    """

    moved = Signal(int)
    playing_changed = Signal(bool)
    shot_changed = Signal()
    range_changed = Signal()
    mode_changed = Signal()
    label_kind_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._span: Span | None = None
        self._rate = Fraction(24)
        self._drawings: Sequence[int] = ()
        self._keys: Sequence[int] = ()
        self._number = 0
        self._in_out: Span | None = None
        self._looped = False
        self._label_kind: FrameLabel = "frame"
        self._realtime = True
        self._loop: Loop = "loop"
        self._playing = False
        self._direction, self._speed = 1, 1
        self._awaited = False  # whether the picture of this frame is still to come
        self.dropped = 0
        self._beat = Beat(self)
        self._beat.due.connect(self._advance)

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
    def label_kind(self) -> FrameLabel:
        """How the artist wants frames written."""
        return self._label_kind

    @label_kind.setter
    def label_kind(self, kind: FrameLabel) -> None:
        if kind != self._label_kind:
            self._label_kind = kind
            self.label_kind_changed.emit()

    def label(self, number: int) -> str:
        """A frame as the artist wants it written."""
        return frame_label(number, self._rate, self._label_kind)

    def set_shot(self, span: Span | None, rate: Fraction, drawings: Sequence[int], keys: Sequence[int]) -> None:
        """Stand in this shot, on the same frame where it has it. `drawings` begin at these numbers, and `keys` lie on
        those, both in their order."""
        shot = (span, rate, drawings, keys)
        if shot == (self._span, self._rate, self._drawings, self._keys):
            return
        restart = (span, rate) != (self._span, self._rate)
        self._span, self._rate, self._drawings, self._keys = shot
        self._set_range(self._in_out, self._looped)  # before anybody hears of another frame
        if span is None:
            self._place(0)
        else:
            self._place(self._number if self._number in span else span.first)
        if restart and self._playing:
            self._begin()
        self.shot_changed.emit()

    def follow(self, shot: Shot) -> None:
        """`set_shot` from the shot itself."""
        line = shot.line
        self.set_shot(
            line.span if line else None,
            shot.rate,
            line.begins if line else (),
            tuple(key.number for key in usable_keys(shot)),
        )

    # In and out

    @property
    def in_out(self) -> Span | None:
        """The frames from in to out; None where neither is set."""
        return self._in_out

    def set_range(self, wanted: Span | None) -> None:
        """Set in and out, as far as they lie in the shot, and play between them; None takes both away."""
        self._set_range(wanted, wanted is not None)

    def set_in(self, number: int) -> None:
        """Let the range begin at this frame; an out before it goes to the shot's end."""
        if self._span is not None:
            last = self._in_out.last if self._in_out is not None else self._span.last
            self.set_range(Span(number, last if last >= number else self._span.last))

    def set_out(self, number: int) -> None:
        """Let the range end at this frame; an in after it goes to the shot's beginning."""
        if self._span is not None:
            first = self._in_out.first if self._in_out is not None else self._span.first
            self.set_range(Span(first if first <= number else self._span.first, number))

    def clear_in(self) -> None:
        """Let the range begin with the shot again."""
        if self._span is not None and self._in_out is not None:
            self._clear_to(Span(self._span.first, self._in_out.last))

    def clear_out(self) -> None:
        """Let the range end with the shot again."""
        if self._span is not None and self._in_out is not None:
            self._clear_to(Span(self._in_out.first, self._span.last))

    @property
    def looped_range(self) -> bool:
        """Whether playing stays between in and out; always false where neither is set."""
        return self._looped

    @looped_range.setter
    def looped_range(self, wanted: bool) -> None:
        self._set_range(self._in_out, wanted)

    def _clear_to(self, wanted: Span) -> None:
        self._set_range(wanted if wanted != self._span else None, self._looped)

    def _set_range(self, wanted: Span | None, looped: bool) -> None:
        span = self._span
        if wanted is not None and span is not None:
            wanted = Span(max(min(wanted), span.first), min(max(wanted), span.last))
        in_out = wanted if wanted is not None and span is not None and wanted.first <= wanted.last else None
        after = (in_out, looped and in_out is not None)
        changed = after != (self._in_out, self._looped)
        self._in_out, self._looped = after
        region = self._region()
        if region is None or region.length < 2:
            self.pause()
        if changed:
            self.range_changed.emit()

    def _region(self) -> Span | None:
        """The frames that are played."""
        return self._in_out if self._looped else self._span

    # Going places

    def go(self, number: int) -> None:
        """Look at this frame, or the nearest the shot has; playing goes on from there."""
        if self._span is None:
            return
        self._place(min(max(number, self._span.first), self._span.last))
        if self._playing:
            self._begin()

    def step(self, count: int) -> None:
        """Go this many frames on (back when negative) and stop playing; halts at the ends."""
        self.pause()
        self.go(self._number + count)

    def first(self) -> None:
        """Go to in where it is looped and lies before, else to the shot's first frame."""
        if self._span is not None:
            begins = self._region() or self._span
            self.go(begins.first if begins.first < self._number else self._span.first)

    def last(self) -> None:
        """Go to out where it is looped and lies ahead, else to the shot's last frame."""
        if self._span is not None:
            ends = self._region() or self._span
            self.go(ends.last if ends.last > self._number else self._span.last)

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

    def _to_next(self, numbers: Sequence[int]) -> None:
        self.pause()
        at = bisect_right(numbers, self._number)
        if at < len(numbers):
            self.go(numbers[at])

    def _to_previous(self, numbers: Sequence[int]) -> None:
        self.pause()
        at = bisect_left(numbers, self._number)
        if at > 0:
            self.go(numbers[at - 1])

    # How it plays

    @property
    def playing(self) -> bool:
        """Whether it moves by itself."""
        return self._playing

    @property
    def realtime(self) -> bool:
        """Whether frames follow the clock; else each of them is shown."""
        return self._realtime

    @realtime.setter
    def realtime(self, wanted: bool) -> None:
        self._change_mode(wanted, self._loop, self._direction, self._speed)

    @property
    def loop(self) -> Loop:
        """What follows the last frame played: the first, none, or the way back."""
        return self._loop

    @loop.setter
    def loop(self, wanted: Loop) -> None:
        self._change_mode(self._realtime, wanted, self._direction, self._speed)

    @property
    def direction(self) -> int:
        """1 on, -1 back; 1 at rest."""
        return self._direction

    @property
    def speed(self) -> int:
        """How many times the shot's rate: 1, 2, 4 or 8; 1 at rest. In realtime, only every so many frames come."""
        return self._speed

    @property
    def measured(self) -> float:
        """Frames that really passed a second, over the last second; 0 at rest. `rate` times `speed` are wanted."""
        if not self._playing:
            return 0.0
        return self._beat.measured * self._stride()

    def _change_mode(self, realtime: bool, loop: Loop, direction: int, speed: int) -> None:
        mode = (realtime, loop, direction, speed)
        if mode != (self._realtime, self._loop, self._direction, self._speed):
            self._realtime, self._loop, self._direction, self._speed = mode
            if self._playing:
                self._beat.forget()
                self._begin()
            self.mode_changed.emit()

    def _stride(self) -> int:
        """Frames from one picture to the next."""
        return self._speed if self._realtime else 1

    def _pace(self) -> Fraction:
        """Pictures wanted a second."""
        return self._rate if self._realtime else self._rate * self._speed

    # Playing

    def play(self, direction: int = 1) -> None:
        """Play from here at the shot's rate, back when `direction` is -1; nothing happens where there is but one frame.

        From outside of what is looped, and once through from the end, it sets out from the beginning.
        """
        region = self._region()
        if region is None or region.length < 2 or self._playing:
            return
        self.dropped = 0
        self._beat.forget()
        self._change_mode(self._realtime, self._loop, direction, 1)
        self._playing = True
        over = self._loop == "once" and self._number == entry(region, -direction)
        if over or self._number not in region:
            self._place(entry(region, direction))
        self._begin()
        self.playing_changed.emit(True)

    def shuttle(self, direction: int) -> None:
        """Play forward (1) or back (-1): twice as fast when it does already, at the shot's rate when it turns round."""
        if not self._playing:
            self.play(direction)
        else:
            speed = min(self._speed * 2, FASTEST) if direction == self._direction else 1
            self._change_mode(self._realtime, self._loop, direction, speed)

    def pause(self) -> None:
        """Stay on this frame."""
        if self._playing:
            self._playing = False
            self._beat.stop()
            self._change_mode(self._realtime, self._loop, 1, 1)
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Play at the shot's rate, or pause when playing."""
        self.pause() if self._playing else self.play()

    def shown(self, number: int) -> None:
        """The picture of this frame is in front of the artist, or it is clear that there is none."""
        if number != self._number or not self._awaited:
            return
        self._awaited = False
        if self._playing:
            self._beat.shown()
            if not self._beat.waiting:
                self._wait()

    def _begin(self) -> None:
        """Count due times from now."""
        self._beat.begin(self._pace())
        self._wait()

    def _wait(self) -> None:
        """Wait for the next frame's time, and before it for this frame's picture where all are to be seen."""
        if self._awaited and not self._realtime:
            self._beat.stop()  # `shown` goes on
        else:
            self._beat.wait()

    def _advance(self, steps: int) -> None:
        """Go on by this many pictures, of which only the last is seen; by one where all are to be seen."""
        region = self._region()
        assert region is not None
        if not self._realtime and steps > 1:  # behind: count on from now, so that it does not race to catch up
            self._beat.begin(self._pace())
            steps = 1
        stride, before = self._stride(), self._number
        number, direction = frame_after(region, before, self._direction, steps * stride, self._loop)
        over = self._loop == "once" and number == entry(region, -self._direction)
        if over and before in region:
            steps = -(-abs(number - before) // stride)
        if self._realtime:
            self.dropped += max(0, steps - 1) + self._awaited
        if direction != self._direction:
            self._direction = direction
            self.mode_changed.emit()
        if number == before:  # round and round in so few frames that it lands on the same
            self._beat.shown()
        self._place(number)
        if over:
            self.pause()
        elif self._playing:
            self._wait()

    def _place(self, number: int) -> None:
        if number != self._number:
            self._number = number
            self._awaited = True
            self.moved.emit(number)
