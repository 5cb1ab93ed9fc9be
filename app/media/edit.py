"""An edit of a film as editing programs hand it over: which shots, in which order, with which of their frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from app.media.errors import MediaError
from app.project.model import Span
from app.project.timing import TimingError, parse_rate

SUFFIXES = (".otio", ".edl")
LARGEST = 64 * 1024**2  # bytes: no edit of shots is larger
Named = TypeVar("Named")

_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}$")
_FRAMES = re.compile(r"[._-]?(?:#+|@+|%0?\d*d|\[\d+-\d+\])$")
_VERSION = re.compile(r"[ ._-]v\d+$")
_JOINT = re.compile(r"[ ._-]+")


class EditUnreadable(MediaError):
    """The file is no edit that can be read; the sentence names the line where there is one."""


@dataclass(frozen=True)
class Event:
    """A shot in the edit: the frames of it that are seen, in its own numbers, and where the edit has them.

    Source numbers of an .edl are timecodes counted in frames. `reel` is what the tape or camera file was called;
    `offset` is how many frames of the media come before, None where the edit does not say.
    """

    name: str
    source: Span
    record: Span
    reel: str = ""
    offset: int | None = None

    def used(self, shot: Span) -> Span | None:
        """The frames of a shot, numbered as `shot`, that are seen; None where numbers and timecodes do not say."""
        placed = self.placed(shot)
        return placed[0] if placed is not None else None

    def placed(self, shot: Span) -> tuple[Span, int] | None:
        """The same, and the frame of the edit where the first of them is: later than `record` where the shot lacks
        frames at its beginning."""
        spans = [self.source]
        if self.offset is not None:
            first = shot.first + self.offset
            spans.append(Span(first, first + self.source.length - 1))
        seen = [
            (Span(max(span.first, shot.first), min(span.last, shot.last)), max(0, shot.first - span.first))
            for span in spans
        ]
        most, lacking = max(seen, key=lambda each: each[0].length)  # the first of several: numbers before timecodes
        return (most, self.record.first + lacking) if most.length > 0 else None


@dataclass(frozen=True)
class Edit:
    """The shots in the order of the edit, each once; `notes` are sentences on what was not taken over."""

    name: str
    rate: Fraction
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()


def once_each(events: Iterable[Event]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events with all that is used of a shot in one, where it comes first; and what to tell of it."""
    found: dict[str, Event] = {}
    again: dict[str, int] = {}
    ends: dict[str, int] = {}  # where the last use of each ends
    for event in sorted(events, key=lambda event: event.record.first):
        before, end = found.get(event.name.casefold()), ends.get(event.name.casefold(), 0)
        ends[event.name.casefold()] = event.record.last
        if before is None:
            found[event.name.casefold()] = event
            continue
        again[before.name] = again.get(before.name, 1) + (event.record.first > end + 1)
        record = before.record
        if event.record.first == record.last + 1:  # cut through: a part of the same shot follows
            record = Span(record.first, event.record.last)
        first, last = min(before.source.first, event.source.first), max(before.source.last, event.source.last)
        offset = _least(before.offset, event.offset)
        found[event.name.casefold()] = replace(before, source=Span(first, last), record=record, offset=offset)
    notes = [f'"{name}" is used {count} times; it is one shot here.' for name, count in again.items() if count > 1]
    return tuple(found.values()), tuple(notes)


def _least(one: int | None, other: int | None) -> int | None:
    return min(one, other) if one is not None and other is not None else None


def exact_rate(rate: float) -> Fraction:
    """The rate that a file means by a number such as 23.976. Raises EditUnreadable."""
    try:
        return parse_rate(f"{rate:.6f}")
    except TimingError as error:
        raise EditUnreadable(f"{rate:g} is no frame rate; export the edit again.") from error


def read_text(path: Path) -> str:
    """The text of a file. Raises EditUnreadable."""
    try:
        if path.stat().st_size > LARGEST:
            raise EditUnreadable(f'"{path.name}" is too large for an edit; choose another file.')
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditUnreadable(f'"{path.name}" cannot be read ({reason}); choose another file.') from error
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp932", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise EditUnreadable(f'"{path.name}" is not text; choose another file.')


def match(events: Sequence[Event], names: Sequence[tuple[Named, Sequence[str]]]) -> dict[int, Named]:
    """Which of the `names` (a thing, and what it is called) each event means, by the event's place.

    Case, endings, frame patterns and versions do not count; where nothing is the same, the one thing whose name
    begins the event's, or the other way round, is meant. Nothing is meant by two events.
    """
    found: dict[int, Named] = {}
    left = list(names)
    for fits in (_same, _alike, _begins):
        for at, event in enumerate(events):
            if at in found:
                continue
            for wanted in filter(None, (_plain(event.name), _plain(event.reel))):
                candidates = [pair for pair in left if any(fits(wanted, _plain(name)) for name in pair[1])]
                if len(candidates) == 1:
                    found[at] = candidates[0][0]
                    left.remove(candidates[0])
                    break
    return found


def _same(wanted: str, name: str) -> bool:
    return wanted == name


def _alike(wanted: str, name: str) -> bool:
    return wanted.replace("_", "") == name.replace("_", "")


def _begins(wanted: str, name: str) -> bool:
    return bool(name) and (wanted.startswith(f"{name}_") or name.startswith(f"{wanted}_"))


def _plain(name: str) -> str:
    """The name without case, ending, frame pattern and version, its joints all the same."""
    plain = name.strip().casefold()
    plain = _SUFFIX.sub("", plain)
    plain = _FRAMES.sub("", plain)
    plain = _VERSION.sub("", plain)
    return _JOINT.sub("_", plain).strip("_")
