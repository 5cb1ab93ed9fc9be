"""Reads an edit from an OpenTimelineIO file (.otio): the shots on its video tracks. It is plain JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.media.edit import Edit, EditUnreadable, Event, exact_rate, once_each
from app.project.model import Span

_DEEPEST = 24  # compositions within one another


@dataclass(frozen=True)
class _Time:
    """A stretch of time in frames of its own rate."""

    start: Fraction
    length: Fraction
    rate: Fraction

    def at(self, rate: Fraction) -> _Time:
        """The same in frames of another rate."""
        return _Time(self.start * rate / self.rate, self.length * rate / self.rate, rate)


def read_otio(text: str, name: str) -> Edit:
    """The edit in the text of an .otio file; `name` is for one without a name. Raises EditUnreadable.

    Cuts count; transitions and effects are left out. What is stacked or nested is one shot.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise EditUnreadable(
            f'"{name}" is no OpenTimelineIO file: it is not whole{line}. Export the edit again.'
        ) from error
    timeline = _timeline(data, 0)
    if timeline is None:
        raise EditUnreadable(f'"{name}" holds no timeline; export the edit as OpenTimelineIO again.')
    tracks = _children(timeline.get("tracks"))
    picture = [track for track in tracks if str(track.get("kind", "Video")).casefold() == "video"]
    rate = _rate(timeline, picture)
    start = _moment(timeline.get("global_start_time"), rate)
    reader = _Reader(rate)
    events = [event for track in picture if _on(track) for event in reader.track(track, start)]
    if not events:
        raise EditUnreadable(f'"{name}" holds no shots: there is no clip on a video track of it.')
    found, notes = once_each(events)
    title = timeline.get("name")
    return Edit(title if isinstance(title, str) and title else name, rate, found, (*notes, *reader.notes()))


class _Reader:
    def __init__(self, rate: Fraction) -> None:
        self._rate = rate
        self._transitions = self._effects = self._nested = 0

    def track(self, track: dict[str, Any], start: Fraction) -> Iterator[Event]:
        """The clips of a track with where they are in the edit, in frames from `start` on."""
        at = start
        for child in _children(track):
            kind = _schema(child)
            if kind == "Transition":
                self._transitions += 1
                continue
            time = self._time(child)
            length = time.at(self._rate).length
            if kind != "Gap" and length > 0 and _on(child):
                yield self._event(child, time, at, at + length)
            at += length

    def _event(self, child: dict[str, Any], time: _Time, begins: Fraction, ends: Fraction) -> Event:
        self._nested += _schema(child) != "Clip"
        self._effects += any(_schema(effect) != "Effect" for effect in _list(child.get("effects")))
        record = Span(round(begins), max(round(begins), round(ends) - 1))
        media = _media(child)
        start = _picture(media, time) if _schema(media) == "ImageSequenceReference" else round(time.start)
        source = Span(start, start + max(1, round(time.length)) - 1)
        return Event(_name(child, media), source, record, _reel(media), _offset(media, time))

    def _time(self, child: dict[str, Any]) -> _Time:
        """How long an item of a track is, and where its source begins."""
        time = _range(child.get("source_range")) or _range(_media(child).get("available_range"))
        if time is None and _children(child):
            time = self._within(child, 0)
        if time is None:
            raise EditUnreadable(f'The clip "{child.get("name") or "without a name"}" does not say how long it is.')
        return time

    def _within(self, composition: dict[str, Any], depth: int) -> _Time:
        """What is nested lasts as long as all of it in a track, and as its longest part in a stack."""
        if depth > _DEEPEST:
            raise EditUnreadable("The edit is nested too deeply; flatten it and export it again.")
        lengths = [
            (_range(child.get("source_range")) or _range(_media(child).get("available_range"))
             or self._within(child, depth + 1)).at(self._rate).length
            for child in _children(composition) if _schema(child) != "Transition"
        ]  # fmt: skip
        length = max(lengths, default=Fraction()) if _schema(composition) == "Stack" else sum(lengths, Fraction())
        return _Time(Fraction(), length, self._rate)

    def notes(self) -> Iterator[str]:
        """What was not taken over."""
        if self._transitions:
            yield "Dissolves and wipes were laid out as cuts."
        if self._effects:
            yield "Changes of speed were left out; drawings stay at their own rate."
        if self._nested:
            yield "What is nested in the edit was laid out as one shot each."


def _timeline(data: object, depth: int) -> dict[str, Any] | None:
    """The timeline in a file, the first of a collection; a stack or a track alone is one as well."""
    if not isinstance(data, dict) or depth > _DEEPEST:
        return None
    kind = _schema(data)
    if kind == "Timeline":
        return data
    if kind == "Stack":
        return {"OTIO_SCHEMA": "Timeline.1", "name": data.get("name"), "tracks": data}
    if kind == "Track":
        return {"OTIO_SCHEMA": "Timeline.1", "name": data.get("name"), "tracks": {"children": [data]}}
    if kind == "SerializableCollection":
        inner = (_timeline(child, depth + 1) for child in _children(data))
        return next((found for found in inner if found is not None), None)
    return None


def _schema(item: object) -> str:
    return str(item.get("OTIO_SCHEMA", "")).split(".")[0] if isinstance(item, dict) else ""


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _children(item: object) -> list[dict[str, Any]]:
    return [child for child in _list(item.get("children")) if isinstance(child, dict)] if isinstance(item, dict) else []


def _on(item: dict[str, Any]) -> bool:
    return item.get("enabled", True) is not False


def _media(clip: dict[str, Any]) -> dict[str, Any]:
    """The media that the clip shows."""
    found = clip.get("media_reference")
    several = clip.get("media_references")
    if isinstance(several, dict):
        found = several.get(clip.get("active_media_reference_key", "DEFAULT_MEDIA")) or next(
            iter(several.values()), None
        )
    return found if isinstance(found, dict) else {}


def _name(clip: dict[str, Any], media: dict[str, Any]) -> str:
    """What the shot is called; the clips of a timeline that Shiage wrote say which shot they are of."""
    metadata = clip.get("metadata")
    own = metadata.get("shiage") if isinstance(metadata, dict) else None
    shot = own.get("shot") if isinstance(own, dict) else None
    for name in (shot, clip.get("name"), media.get("name"), media.get("name_prefix"), _reel(media)):
        if isinstance(name, str) and name.strip(" ._-"):
            return name.strip(" ._-")
    return "shot"


def _reel(media: dict[str, Any]) -> str:
    """The file's name, or the name of the folder or the pictures."""
    url = media.get("target_url") or media.get("target_url_base") or media.get("name") or ""
    return str(url).rstrip("/").split("/")[-1]


def _offset(media: dict[str, Any], time: _Time) -> int | None:
    """How many frames of the media come before the clip; None where it does not say where it begins."""
    available = _range(media.get("available_range"))
    return round(time.start - available.at(time.rate).start) if available is not None else None


def _picture(media: dict[str, Any], time: _Time) -> int:
    """The number of the picture that a clip of a sequence begins with."""
    first, before = media.get("start_frame"), _offset(media, time)
    return (first if isinstance(first, int) else 1) + (before if before is not None else round(time.start))


def _range(found: object) -> _Time | None:
    if not isinstance(found, dict):
        return None
    start, length = found.get("start_time"), found.get("duration")
    if not isinstance(start, dict) or not isinstance(length, dict):
        return None
    rate = exact_rate(_number(length.get("rate")))
    return _Time(_frames(start, rate), _frames(length, rate), rate)


def _frames(time: dict[str, Any], rate: Fraction) -> Fraction:
    return Fraction(_number(time.get("value"))) * rate / exact_rate(_number(time.get("rate")))


def _moment(found: object, rate: Fraction) -> Fraction:
    return _frames(found, rate) if isinstance(found, dict) and found.get("rate") else Fraction()


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12 or value != value:
        raise EditUnreadable(f"{value} is no time; export the edit again.")
    return float(value)


def _rate(timeline: dict[str, Any], tracks: list[dict[str, Any]]) -> Fraction:
    """The rate of the edit: that of its start, or else of its first clip."""
    start = timeline.get("global_start_time")
    if isinstance(start, dict) and start.get("rate"):
        return exact_rate(_number(start.get("rate")))
    for track in tracks:
        for child in _children(track):
            time = _range(child.get("source_range")) or _range(_media(child).get("available_range"))
            if time is not None:
                return time.rate
    return Fraction(24)
