"""How long coloring takes on this computer: what its own past runs tell, and how the run at hand bears it out.

Work is counted in megapixel-frames: frames times the million pixels of each.
"""

from __future__ import annotations

import itertools
import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.project.files import write_atomic

log = logging.getLogger(__name__)
FILE = "pace.json"  # its name in the data folder
KEPT = 24  # segments, starts and beginnings remembered, of each kind of run
LONGEST_GAP = 3.0  # seconds between two looks at the clock; a longer gap is a computer that slept
RECENT = 7  # segments, starts and beginnings that a forecast goes by, of those remembered
PRIOR_FRAMES = 4  # frames of the run at hand that weigh as much as all past runs, when it begins
SOON = 4.0  # seconds of coloring in which past runs come to weigh a third of that: the computer may be busy now
_SETTLE = 8.0  # seconds in which a time left turns to a new estimate
_SETTLE_FIRST = 2.0  # the same without past runs: what is told first comes of a frame or two
_FIRST = 2.0  # seconds of coloring from which on a time left is told without past runs


class Kept(msgspec.Struct, frozen=True):
    """What is on disk, newest last: seconds a megapixel-frame and seconds until the first color, by kind of run;
    seconds that the engine took to start."""

    rates: dict[str, tuple[float, ...]] = {}
    begins: dict[str, tuple[float, ...]] = {}
    starts: tuple[float, ...] = ()


_KEPT = msgspec.json.Decoder(Kept)  # learned now: threads that learn a type at once crash


@dataclass(frozen=True)
class Past:
    """What past runs of one kind tell, in seconds; None where there were none."""

    rate: float | None = None
    begin: float | None = None
    start: float | None = None


def past(kept: Kept, kind: str) -> Past:
    """The medians of the newest, in which newer ones weigh more: an outlier does not count, a new pace soon does."""

    def middle(seconds: tuple[float, ...]) -> float | None:
        good = [value for value in seconds if math.isfinite(value) and value >= 0][-RECENT:]
        weighed, half = sorted(zip(good, range(1, RECENT + 1))), len(good) * (len(good) + 1) / 4
        sums = itertools.accumulate(weight for _, weight in weighed)
        return next((value for (value, _), sum_ in zip(weighed, sums) if sum_ >= half), None)

    return Past(middle(kept.rates.get(kind, ())), middle(kept.begins.get(kind, ())), middle(kept.starts))


def forecast(told: Past, work: float, engine_runs: bool) -> float | None:
    """Seconds that `work` megapixel-frames will take from Generate on; None without a past to go by."""
    if told.rate is None:
        return None
    return told.rate * work + (told.begin or 0.0) + (0.0 if engine_runs else told.start or 0.0)


def blended(rate: float | None, prior: float, work: float, seconds: float) -> float | None:
    """Seconds a megapixel-frame out of the past `rate`, which counts like `prior` megapixel-frames of the run at
    hand, and of `work` done in `seconds` now. None while neither says anything."""
    if rate is None:
        return seconds / work if work > 0 else None
    return (rate * prior + seconds) / (prior + work)


def turned(shown: float, passed: float, estimate: float, slowly: float = _SETTLE) -> float:
    """The time left to show `passed` seconds after `shown`: it counts down, and turns slowly to a new estimate."""
    counted = max(0.0, shown - passed)
    settle = min(slowly, max(1.0, shown / 4))
    return max(0.0, counted + (estimate - counted) * (1 - math.exp(-max(0.0, passed) / settle)))


class AwakeClock:
    """Seconds in which this computer was awake and the app alive; someone must look every LONGEST_GAP seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last, self._sum = clock(), 0.0

    def __call__(self) -> float:
        now = self._clock()
        self._sum += min(max(0.0, now - self._last), LONGEST_GAP)
        self._last = now
        return self._sum


class PaceBook:
    """Past runs, kept on disk by a thread of its own; without a path they last as long as the book."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept = Kept()  # changed by the worker only
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="pace")
        if path is not None:
            self._worker.submit(self._read, path)

    def past(self, kind: str) -> Past:
        """What past runs tell; nothing in the first moment, while the disk is read."""
        return past(self._kept, kind)

    def add_rate(self, kind: str, seconds: float, work: float) -> None:
        """A segment of `work` megapixel-frames was colored in `seconds`."""
        if work > 0 and seconds > 0:
            self._change(lambda kept: msgspec.structs.replace(kept, rates=_added(kept.rates, kind, seconds / work)))

    def add_begin(self, kind: str, seconds: float) -> None:
        """A request led to its first color after `seconds`."""
        self._change(lambda kept: msgspec.structs.replace(kept, begins=_added(kept.begins, kind, seconds)))

    def add_start(self, seconds: float) -> None:
        """The engine was ready after `seconds`."""
        self._change(lambda kept: msgspec.structs.replace(kept, starts=_newest(kept.starts, seconds)))

    def close(self) -> None:
        """Wait for what is handed over."""
        self._worker.shutdown()

    def _read(self, path: Path) -> None:
        try:
            self._kept = _KEPT.decode(path.read_bytes())
        except FileNotFoundError:
            return
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            log.warning("what past runs took cannot be read", exc_info=True)

    def _change(self, change: Callable[[Kept], Kept]) -> None:
        self._worker.submit(self._changed, change)

    def _changed(self, change: Callable[[Kept], Kept]) -> None:
        self._kept = change(self._kept)
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self._path, msgspec.json.encode(self._kept))
        except OSError:
            log.warning("what this run took cannot be kept", exc_info=True)


def _added(values: dict[str, tuple[float, ...]], kind: str, value: float) -> dict[str, tuple[float, ...]]:
    return {**values, kind: _newest(values.get(kind, ()), value)}


def _newest(values: tuple[float, ...], value: float) -> tuple[float, ...]:
    return (*values, round(value, 6))[-KEPT:]


class Meter:
    """Measures the run at hand for the book, and tells the time left; `clock` gives awake seconds."""

    def __init__(self, book: PaceBook, clock: Callable[[], float] | None = None) -> None:
        self.book = book
        self._clock = clock or AwakeClock()
        self._kind = ""
        self._done = self._seconds = 0.0  # of whole segments since coloring began, the newest counting most
        self._past_weight = 1.0  # of PRIOR_FRAMES; less with every second, and with every segment
        self._sent: float | None = None  # when the request went out that has no color yet
        self._from: float | None = None  # since when the segment under way is colored, and how far it was then
        self._share_then = self._share = 0.0
        self._at = 0.0  # when the segment under way came that far
        self._step = 0.0  # the largest share by which it went on
        self._shown: tuple[float, float] | None = None  # the time left last told, and when

    def sent(self, kind: str) -> None:
        """A request went to the engine."""
        if kind != self._kind:
            self.forget()
        self._kind = kind
        self._sent, self._from, self._share, self._step = self._clock(), None, 0.0, 0.0

    def progressed(self, share: float, colors: bool) -> None:
        """The segment under way is done by this share; `colors` says that what comes before coloring is over."""
        now = self._clock()
        if self._from is None and colors:
            if self._sent is not None:
                self.book.add_begin(self._kind, now - self._sent)
            self._from, self._share_then, self._sent = now, share, None
        elif share > self._share:
            self._at, self._step = now, max(self._step, share - self._share)
        self._share = share

    def finished(self, work: float) -> None:
        """The segment under way, of this many megapixel-frames, is colored."""
        now = self._clock()
        if self._from is not None and self._share_then < 1:
            part, seconds = work * (1 - self._share_then), now - self._from
            self.book.add_rate(self._kind, seconds, part)
            # What was before counts half, so that a slow spell is soon forgotten.
            self._done, self._seconds = self._done / 2 + part, self._seconds / 2 + seconds
            self._past_weight *= math.exp(-seconds / SOON) / 2
        self._from, self._share_then, self._share, self._sent = now, 0.0, 0.0, None
        self._step = 0.0

    def stopped(self) -> None:
        """The engine is at nothing any more; what it did not finish tells nothing."""
        self._sent = self._from = None
        self._share = self._share_then = self._step = 0.0
        self.changed()

    def forget(self) -> None:
        """Another run begins: what is measured now is the past."""
        self._done = self._seconds = 0.0
        self._past_weight = 1.0
        self.stopped()

    def changed(self) -> None:
        """There is other work to do than before: the time left may jump."""
        self._shown = None

    def left(self, under_way: float, waiting: float, frame: float) -> float | None:
        """Seconds until all is colored: the segment under way and those waiting, in megapixel-frames; `frame` is one
        frame's. None while nothing tells."""
        now = self._clock()
        told = self.book.past(self._kind)
        done, seconds, weight = self._done, self._seconds, self._past_weight
        if self._from is not None and self._share > self._share_then:
            share, passed = self._share - self._share_then, now - self._from
            # Counted to the last step, until the one under way takes longer than those before.
            passed = max(self._at - self._from, passed * share / (share + self._step))
            done, seconds, weight = done + under_way * share, seconds + passed, weight * math.exp(-passed / SOON)
        rate = blended(told.rate, PRIOR_FRAMES * frame * weight, done, seconds)
        if rate is None or (told.rate is None and (done < frame or seconds < _FIRST)):
            return None
        estimate = rate * (under_way * (1 - min(1.0, self._share)) + waiting)
        if self._sent is not None:
            estimate += max(0.0, (told.begin or 0.0) - (now - self._sent))
        if self._shown is not None:
            before, then = self._shown
            estimate = turned(before, now - then, estimate, _SETTLE if told.rate is not None else _SETTLE_FIRST)
        self._shown = (estimate, now)
        return estimate
