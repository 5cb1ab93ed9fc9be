"""Frame rates as exact fractions, and the one place where frames, seconds and timecode are converted."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, assert_never

from app.errors import ShiageError

FrameLabel = Literal["frame", "timecode", "feet"]
MAX_RATE = 1000
FRAMES_PER_FOOT = 16  # of 35 mm film
_NAMED = 6  # runs of frames that are named one by one
_NTSC_NOMINALS = (24, 30, 48, 60, 120)
_RATE = re.compile(r"\d+(?:\.\d+)?|\d+/\d+")
_TIMECODE = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)([:;.])(\d{2,3})")
_FEET = re.compile(r"(\d+)\+(\d{1,2})")


class TimingError(ShiageError):
    """A rate or a timecode cannot be understood; the text is one plain sentence with the next step."""


def parse_rate(text: str) -> Fraction:
    """Frames per second as an exact fraction: "23.976" -> 24000/1001, "24" -> 24, "30000/1001" as it stands.

    The usual short forms of the 1001 rates ("23.98", "29.97", "59.94") mean the exact rate. Raises TimingError.
    """
    wanted = text.strip().lower().removesuffix("fps").strip().replace(",", ".")
    _, over, below = wanted.partition("/")
    if not _RATE.fullmatch(wanted) or (over and int(below) == 0):
        raise TimingError(f'"{text}" is not a frame rate; write for example 24, 23.976 or 30000/1001.')
    rate = Fraction(wanted)
    if "/" not in wanted:
        rate = _exact_ntsc(rate)
    if not 0 < rate <= MAX_RATE:
        raise TimingError(f'The frame rate "{text}" is out of range; choose one above 0 and up to {MAX_RATE}.')
    return rate


def _exact_ntsc(rate: Fraction) -> Fraction:
    """The 1001 rate that a rounded decimal stands for, or the decimal itself."""
    for nominal in _NTSC_NOMINALS:
        exact = Fraction(nominal * 1000, 1001)
        if rate != nominal and abs(rate - exact) <= Fraction(7, 1000):
            return exact
    return rate


def rate_text(rate: Fraction) -> str:
    """The rate as an artist writes it: "24", "23.976", "12.5"; `parse_rate` reads common rates back exactly."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def rate_fraction(rate: Fraction) -> str:
    """The rate as numerator/denominator ("24000/1001", "25/1"), which loses nothing."""
    return f"{rate.numerator}/{rate.denominator}"


def nominal_rate(rate: Fraction) -> int:
    """Frames counted in one timecode second: 24 for 23.976, 30 for 29.97, never below 1."""
    return max(1, math.floor(rate + Fraction(1, 2)))


def drops_frames(rate: Fraction) -> bool:
    """Whether drop-frame timecode exists at this rate: 29.97 and 59.94 only."""
    return rate in (Fraction(30000, 1001), Fraction(60000, 1001))


def timecode(frame: int, rate: Fraction, *, drop: bool = False) -> str:
    """Timecode of frame number `frame`: HH:MM:SS:FF, or HH:MM:SS;FF when `drop`; wraps after 24 hours.

    Without `drop` it is a plain count (frame 1001 at 24 is 00:00:41:17), so the frame number stays readable from
    it at every rate; that is the default at 29.97 as well. Raises TimingError for drop where it does not exist.
    """
    nominal = nominal_rate(rate)
    if drop:
        frame = _with_dropped_labels(frame, rate)
    frame %= 24 * 3600 * nominal
    seconds, frames = divmod(frame, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{';' if drop else ':'}{frames:02d}"


def _with_dropped_labels(frame: int, rate: Fraction) -> int:
    """The plain-count frame whose label frame `frame` carries in drop-frame timecode."""
    dropped = _dropped_each_minute(rate)
    per_minute = nominal_rate(rate) * 60 - dropped
    per_ten = per_minute * 10 + dropped  # every tenth minute drops nothing
    tens, rest = divmod(frame % (per_ten * 144), per_ten)
    minutes = max(0, (rest - dropped) // per_minute)
    return frame % (per_ten * 144) + dropped * (9 * tens + minutes)


def _dropped_each_minute(rate: Fraction) -> int:
    if not drops_frames(rate):
        raise TimingError(
            f"Drop-frame timecode does not exist at {rate_text(rate)} fps; write the timecode with colons only."
        )
    return nominal_rate(rate) // 15


def parse_timecode(text: str, rate: Fraction) -> int:
    """The frame number that a timecode names; ";" or "." before the frames means drop-frame.

    Raises TimingError for text that is no timecode and for labels that do not exist at the rate.
    """
    found = _TIMECODE.fullmatch(text.strip())
    if found is None:
        raise TimingError(f'"{text}" is not a timecode; write it as hours:minutes:seconds:frames, 01:00:00:00.')
    hours, minutes, seconds, frames = (int(found[i]) for i in (1, 2, 3, 5))
    nominal = nominal_rate(rate)
    drop = is_drop(text)
    dropped = _dropped_each_minute(rate) if drop else 0
    missing = seconds == 0 and minutes % 10 != 0 and frames < dropped
    if hours > 23 or frames >= nominal or missing:
        raise TimingError(f'There is no timecode "{text}" at {rate_text(rate)} fps; correct it and try again.')
    total_minutes = hours * 60 + minutes
    count = (total_minutes * 60 + seconds) * nominal + frames
    return count - dropped * (total_minutes - total_minutes // 10)


def is_drop(text: str) -> bool:
    """Whether a timecode is written the drop-frame way, with ";" or "." before the frames."""
    return ";" in text or "." in text


def frame_label(number: int, rate: Fraction, kind: FrameLabel) -> str:
    """How a frame number is written for the artist: "1001", "00:00:41:17" or, as feet+frames, "62+09".

    Timecode and feet are counted from frame 0, so that the number can be read back from each of them.
    """
    if kind == "frame":
        return str(number)
    if kind == "timecode":
        return timecode(number, rate)
    if kind == "feet":
        feet, frames = divmod(abs(number), FRAMES_PER_FOOT)
        return f"{'-' if number < 0 else ''}{feet}+{frames:02d}"
    assert_never(kind)


def parse_frame_label(text: str, rate: Fraction, kind: FrameLabel, at: int) -> int:
    """The frame number that an artist means by what they typed while frames are written as `kind`.

    A number, a timecode and, where `kind` is feet, feet+frames name a frame; "+10" and "-5" count from frame `at`.
    Raises TimingError.
    """
    wanted = text.strip()
    if re.fullmatch(r"[+-]\d{1,9}", wanted):
        return at + int(wanted)
    if re.fullmatch(r"\d{1,9}", wanted):
        return int(wanted)
    if kind == "feet" and (feet := _FEET.fullmatch(wanted)) and int(feet[2]) < FRAMES_PER_FOOT:
        return int(feet[1]) * FRAMES_PER_FOOT + int(feet[2])
    if ":" in wanted:
        return parse_timecode(wanted, rate)
    example = frame_label(at, rate, kind)
    raise TimingError(f'"{text}" is not a frame; type {example}, or +10 to go ten frames on.')


def frames_in_words(count: int) -> str:
    """How many frames: "1 frame", "24 frames"."""
    return "1 frame" if count == 1 else f"{count} frames"


def seconds_at(frame: int, rate: Fraction) -> Fraction:
    """The exact second at which frame index `frame` (0 = first) begins."""
    return frame / rate


def frame_at(seconds: Fraction | float, rate: Fraction) -> int:
    """The frame index (0 = first) shown at `seconds`: the last one that has begun.

    A float a hair below a frame's beginning counts as that beginning, so frame_at(float(seconds_at(n))) is n.
    """
    return math.floor(Fraction(seconds) * rate + Fraction(1, 1_000_000))


def in_short(runs: Sequence[tuple[int, int]], label: Callable[[int], str] = str) -> str:
    """The first runs of frames by their ends, and how many frames more there are: "14-16 and 20"."""
    said = [label(first) if first == last else f"{label(first)}-{label(last)}" for first, last in runs]
    if len(said) > _NAMED:
        said = [*said[:_NAMED], f"{sum(last - first + 1 for first, last in runs[_NAMED:])} more"]
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def frames_in_short(runs: Sequence[tuple[int, int]], label: Callable[[int], str] = str) -> str:
    """The same, to go on a sentence with: "frame 7", "frames 14-16 and 20"."""
    one = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"frame {in_short(runs, label)}" if one else f"frames {in_short(runs, label)}"
