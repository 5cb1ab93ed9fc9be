"""Reads an edit decision list (CMX 3600, .edl): one video track of shots with source and record timecodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from app.media.edit import Edit, EditUnreadable, Event, once_each
from app.project.model import Span
from app.project.timing import TimingError, drops_frames, is_drop, nominal_rate, parse_timecode, rate_text

_EVENT = re.compile(
    r"(?P<number>\d{1,6})\s+(?P<reel>\S+)\s+(?P<channels>\S+)\s+(?P<cut>[A-Z]\w*)(?:\s+(?P<length>\d+))?\s+"
    r"(?P<times>\S+\s+\S+\s+\S+\s+\S+)\s*$"
)
_BEGINS = re.compile(r"\d{1,6}\s+\S")
_COMMENT = re.compile(r"\*\s*(FROM CLIP NAME|TO CLIP NAME|CLIP NAME|SOURCE FILE)\s*(?:IS)?\s*:\s*(.+)", re.IGNORECASE)
_VIDEO = re.compile(r"V\d*|B|AA?\d*/V|VA\d*|NONE/V")
_SPEED = re.compile(r"M2\s+\S+\s+(-?[\d.]+)")
_DROP = Fraction(30000, 1001)
_BLACK = ("BL", "BLACK")


@dataclass
class _Row:
    """A line with timecodes, and what the comments under it call it."""

    line: int
    reel: str
    cut: str
    times: list[str]
    names: dict[str, str] = field(default_factory=dict)
    speed: str = ""


def guessed_rate(text: str) -> Fraction:
    """The rate an .edl does not say: 29.97 for drop-frame, else the lowest usual one in which its timecodes exist."""
    times = re.findall(r"\d\d:\d\d:\d\d[:;.](\d\d)", text)
    frames = max(map(int, times), default=0)
    if re.search(r"\d\d:\d\d:\d\d[;.]\d\d", text):
        return _DROP if frames < 30 else Fraction(60000, 1001)
    if re.search(r"^FCM:\s*DROP", text, re.MULTILINE | re.IGNORECASE):
        return _DROP
    return Fraction(next((rate for rate in (24, 25, 30, 48, 50, 60) if frames < rate), 60))


def read_edl(text: str, rate: Fraction, name: str) -> Edit:
    """The edit in the text of an .edl, whose timecodes count at `rate`; `name` is for one without a title.

    Dissolves and wipes are laid out as cuts at their beginning; sound and black are left out. Raises EditUnreadable,
    naming the line.
    """
    title, rows, drop = _rows(text)
    drop = drop and drops_frames(rate)
    events = [_event(row, rate, drop) for row in rows]
    used = [event for event in events if event is not None]
    if not used:
        raise EditUnreadable(f'"{name}" holds no shots: no line of it is an event of an edit decision list (CMX 3600).')
    found, notes = once_each(used)
    return Edit(title or name, rate, found, (*notes, *_notes(rows, rate)))


def _rows(text: str) -> tuple[str, list[_Row], bool]:
    """The title, the rows of the picture, and whether timecodes written with colons drop frames."""
    title, rows, drop = "", list[_Row](), False
    heard = False  # whether what follows belongs to a row of the picture
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words.upper().startswith("TITLE:"):
            title = words[6:].strip()
        elif words.upper().startswith("FCM:"):
            drop = "NON" not in words.upper()
        elif _BEGINS.match(words):
            row = _row(words, number)
            heard = row is not None
            rows += [row] if row is not None else []
        elif rows and heard:
            _remark(words, rows[-1])
    return title, rows, drop


def _row(words: str, number: int) -> _Row | None:
    """What a line of an event says; None for sound."""
    found = _EVENT.fullmatch(words)
    if found is None:
        raise EditUnreadable(
            f"Line {number} is no event of an edit decision list (CMX 3600). It should have a number, a reel, a track, "
            "a kind of cut and four timecodes; export the edit again."
        )
    if not _VIDEO.fullmatch(found["channels"].upper()):
        return None
    return _Row(number, found["reel"], found["cut"], found["times"].split())


def _remark(words: str, row: _Row) -> None:
    if comment := _COMMENT.match(words):
        row.names.setdefault(comment[1].upper(), comment[2].strip())
    elif speed := _SPEED.match(words):
        row.speed = speed[1]


def _event(row: _Row, rate: Fraction, drop: bool) -> Event | None:
    """The shot of a row; None for black, and for what a dissolve comes from, which has no length."""
    times = [_frame(time, rate, drop, row.line) for time in row.times]
    source, record = (Span(times[at], times[at + 1] - 1) for at in (0, 2))
    if record.length < 0 or source.length < 0:
        raise EditUnreadable(f"Line {row.line} ends before it begins; correct its timecodes.")
    if record.length == 0 or row.reel.upper() in _BLACK:
        return None
    first = "FROM CLIP NAME" if row.cut == "C" else "TO CLIP NAME"
    name = next((row.names[key] for key in (first, *row.names) if key in row.names and key != "SOURCE FILE"), "")
    name = name or row.names.get("SOURCE FILE", "") or row.reel
    if source.length == 0:
        source = Span(source.first, source.first + record.length - 1)
    return Event(_base(name), source, record, row.reel, offset=source.first)  # from 00:00:00:00, where it begins there


def _frame(time: str, rate: Fraction, drop: bool, line: int) -> int:
    text = time
    if drop and not is_drop(time) and time.count(":") == 3:
        head, _, frames = time.rpartition(":")
        text = f"{head};{frames}"
    try:
        return parse_timecode(text, rate)
    except TimingError as error:
        raise EditUnreadable(f"Line {line}: {error}") from error


def _base(name: str) -> str:
    """Without the folders that some programs write."""
    return re.split(r"[\\/]", name)[-1] or name


def _notes(rows: list[_Row], rate: Fraction) -> Iterator[str]:
    soft = [row.line for row in rows if row.cut != "C"]
    if soft:
        lines = ", ".join(map(str, soft[:6]))
        yield f"Dissolves and wipes (line {lines}) were laid out as cuts."
    usual = (float(rate), float(nominal_rate(rate)), 100.0)
    slowed = [row.line for row in rows if row.speed and not any(abs(_number(row.speed) - each) < 0.1 for each in usual)]
    if slowed:
        lines = ", ".join(map(str, slowed[:6]))
        yield f"Changes of speed (line {lines}) were left out; drawings stay at {rate_text(rate)} fps."


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
