"""What lies under the pointer on the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.project.model import Span
from app.ui.timeline.geometry import Geometry, Part
from app.ui.timeline.lanes import HEADER, LaneName, Lanes
from app.ui.timeline.ruler import STRIP, note_place
from app.ui.timeline.scene import Scene, key_places, prompt_rect

_END = 6.0  # px at the end of a bar by which it is drawn out


@dataclass(frozen=True)
class Hit:
    """The frame under the pointer and what lies there; `part` is that of the prompt, or of the in/out range.

    Segments, prompts and notes are told by their place among the shot's, keys by their frame.
    """

    lane: LaneName | None
    number: int
    key: int | None = None
    segment: int | None = None
    prompt: int | None = None
    part: Part | None = None
    note: int | None = None


def hit(
    x: float, y: float, shown: Scene, geometry: Geometry, rows: Lanes, in_out: Span | None, flag: QRectF | None = None
) -> Hit:
    """What lies at this point; `flag` is the playhead's, which covers the ends of the range."""
    lane, number = rows.at(y), geometry.number_at(x)
    if x < HEADER:
        return Hit(None, number)
    if lane == "ruler":
        return _ruler_hit(x, y, number, shown, geometry, rows, in_out, flag)
    if lane == "keys":
        places = key_places(shown.keys, geometry, rows.keys, shown.aspect)
        return Hit(lane, number, key=next((place.number for place in reversed(places) if place.contains(x, y)), None))
    if lane == "prompts":
        return _prompt_hit(x, y, number, shown, geometry, rows)
    if lane == "segments":
        return Hit(lane, number, segment=next((bar.index for bar in shown.bars if number in bar.shown), None))
    return Hit(lane, number)


def _ruler_hit(
    x: float, y: float, number: int, shown: Scene, geometry: Geometry, rows: Lanes, in_out: Span | None,
    flag: QRectF | None,
) -> Hit:  # fmt: skip
    """The ends of the range are for dragging, whatever lies over them; then a note, then the range itself."""
    part: Part | None = None
    if in_out is not None:
        part = _part(x, geometry.x(in_out.first), geometry.x(in_out.last + 1), out=_END)
        below = y >= rows.ruler.top + STRIP  # where the brackets reach down between the frames to scrub over
        if below and (part == "middle" or (flag is not None and flag.left() <= x <= flag.right())):
            part = None
    on = [at for at, note in enumerate(shown.notes) if note_place(geometry, rows.ruler, note).contains(x, y)]
    if on and part in (None, "middle"):
        nearest = min(on, key=lambda at: abs(geometry.center(shown.notes[at].span.first) - x))
        return Hit("ruler", shown.notes[nearest].span.first, note=nearest)
    return Hit("ruler", number, part=part)


def _prompt_hit(x: float, y: float, number: int, shown: Scene, geometry: Geometry, rows: Lanes) -> Hit:
    for bar in reversed(shown.prompts):
        place = prompt_rect(bar, shown.prompt_rows, geometry, rows.prompts)
        part = _part(x, place.left(), place.right(), out=1.0) if place.top() <= y <= place.bottom() else None
        if part is not None:
            return Hit("prompts", number, prompt=bar.index, part=part)
    return Hit("prompts", number)


def _part(x: float, left: float, right: float, out: float) -> Part | None:
    """The part of a bar from `left` to `right` at x; its ends reach `out` px beyond it."""
    if not left - out <= x <= right + out:
        return None
    reach = min(_END, (right - left) / 3)
    return "start" if x < left + reach else "end" if x > right - reach else "middle"
