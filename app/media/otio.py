"""A cut of shots as an OpenTimelineIO file: clips that name picture sequences, other takes beside them, markers.

The schema is plain JSON and is written here; nothing has to be installed for it. Times are the source's own frame
numbers. A rate is a number there, which holds 24000/1001 to sixteen digits; the exact fraction is in the metadata.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from app.project.files import write_atomic
from app.project.model import Span
from app.project.timing import rate_fraction

Color = Literal["YELLOW", "GREEN"]
SHOWN = "shown"  # the key of what the artist shows, which is the active reference


@dataclass(frozen=True)
class Pictures:
    """Pictures on disk, `prefix` + number + `suffix` in `folder`, numbered by the frames of `span`."""

    folder: Path
    prefix: str
    padding: int
    span: Span
    suffix: str = ".png"


@dataclass(frozen=True)
class Mark:
    """Something said about frames: a key, or a note."""

    span: Span
    name: str
    color: Color
    comment: str = ""


@dataclass(frozen=True)
class Clip:
    """A segment: the frames it shows, its picture sequences by name (SHOWN and other takes), what is marked in it."""

    name: str
    span: Span
    media: dict[str, Pictures]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Cut:
    """A shot in the cut. `record` is the frame of the edit where it begins, None for right behind the one before."""

    name: str
    rate: Fraction
    clips: tuple[Clip, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    record: int | None = None

    @property
    def length(self) -> int:
        """Its frames."""
        return sum(clip.span.length for clip in self.clips)


def write(path: Path, name: str, cuts: Sequence[Cut]) -> None:
    """Write the shots one after the other as a timeline of one track. Raises OSError."""
    text = json.dumps(timeline(path.parent, name, cuts), indent=4, ensure_ascii=False)
    write_atomic(path, (text + "\n").encode("utf-8", "backslashreplace"))


def timeline(beside: Path, name: str, cuts: Sequence[Cut]) -> dict[str, Any]:
    """The timeline as it stands in the file; what lies below the folder `beside` is named from there."""
    first = cuts[0]
    start = first.record if first.record is not None else first.clips[0].span.first
    children, at = list[dict[str, Any]](), start
    for cut in cuts:
        if cut.record is not None and cut.record > at:
            free = _range(Span(0, cut.record - at - 1), cut.rate)
            children.append(_item("Gap.1", "", source_range=free))
            at = cut.record
        children += [_clip(beside, cut, clip) for clip in cut.clips]
        at += cut.length
    track = _item("Track.1", "Color", children=children, kind="Video", source_range=None)
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"shiage": {"shots": [{"name": cut.name, "rate": rate_fraction(cut.rate)} for cut in cuts]}},
        "name": name,
        "global_start_time": _time(start, first.rate),
        "tracks": _item("Stack.1", "tracks", children=[track], source_range=None),
    }


def _clip(beside: Path, cut: Cut, clip: Clip) -> dict[str, Any]:
    return _item(
        "Clip.2",
        clip.name,
        metadata={"shiage": {"shot": cut.name, "rate": rate_fraction(cut.rate), **cut.facts}},
        source_range=_range(clip.span, cut.rate),
        markers=[_marker(mark, cut.rate) for mark in clip.marks],
        media_references={key: _sequence(beside, media, cut.rate) for key, media in clip.media.items()},
        active_media_reference_key=SHOWN,
    )


def _item(schema: str, name: str, **more: object) -> dict[str, Any]:
    base = {"metadata": {}, "name": name, "effects": [], "markers": [], "enabled": True}
    return {"OTIO_SCHEMA": schema, **base, **more}


def _sequence(beside: Path, media: Pictures, rate: Fraction) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        "metadata": {},
        "name": media.folder.name,
        "available_range": _range(media.span, rate),
        "available_image_bounds": None,
        "target_url_base": _url(beside, media.folder),
        "name_prefix": media.prefix,
        "name_suffix": media.suffix,
        "start_frame": media.span.first,
        "frame_step": 1,
        "rate": _number(rate),
        "frame_zero_padding": media.padding,
        "missing_frame_policy": "error",
    }


def _marker(mark: Mark, rate: Fraction) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {},
        "name": mark.name,
        "color": mark.color,
        "marked_range": _range(mark.span, rate),
        "comment": mark.comment,
    }


def _range(span: Span, rate: Fraction) -> dict[str, Any]:
    start, length = _time(span.first, rate), _time(span.length, rate)
    return {"OTIO_SCHEMA": "TimeRange.1", "duration": length, "start_time": start}


def _time(frames: int, rate: Fraction) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": _number(rate), "value": float(frames)}


def _number(rate: Fraction) -> float:
    return rate.numerator / rate.denominator


def _url(beside: Path, folder: Path) -> str:
    """Where pictures lie: from the file on where they are below its folder, so that both can be moved together."""
    try:
        return quote(folder.relative_to(beside).as_posix()) + "/"
    except ValueError:
        return folder.absolute().as_uri() + "/"
