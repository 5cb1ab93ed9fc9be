"""What the engine's weights tool (`python -m engine.weights`) says on stdout: one JSON message a line."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from engine.protocol.messages import Message

PartState: TypeAlias = Literal["found", "missing", "wrong"]
PartPlace: TypeAlias = Literal["", "own", "folder", "cache"]


class PartReport(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the weights. `size` is bytes on disk, or about what it will take; `fault` says what is wrong with
    what lies in `folder`, and `details` name every entry that differs. `origin` is a page on the web."""

    name: str
    title: str
    licence: str
    origin: str
    state: PartState
    place: PartPlace = ""
    folder: str = ""
    size: int = 0
    fault: str = ""
    details: tuple[str, ...] = ()


class LicenceReport(msgspec.Struct, frozen=True, kw_only=True):
    """Terms to be read; those with `accept` must be accepted before a download."""

    name: str
    title: str
    url: str
    terms: tuple[str, ...]
    accept: bool
    accepted: bool


class WeightsReport(Message, frozen=True, kw_only=True):
    """How it stands with everything that LongAnimation needs. `home` is our own folder, `folders` those pointed to."""

    parts: tuple[PartReport, ...]
    licences: tuple[LicenceReport, ...]
    home: str
    folders: tuple[str, ...] = ()


class Transfer(Message, frozen=True, kw_only=True):
    """Bytes done of all that comes; `speed` in bytes a second, 0 while unknown. "checking" reads what has come."""

    stage: Literal["downloading", "checking", "copying"]
    title: str
    file: str
    done: int
    total: int
    speed: float = 0.0


class WeightsNote(Message, frozen=True, kw_only=True):
    """Something the artist should know that stops nothing."""

    sentence: str


class WeightsDone(Message, frozen=True, kw_only=True):
    """All that was asked for is done; the last message."""

    sentence: str


class WeightsFailed(Message, frozen=True, kw_only=True):
    """It ended early; the last message. `details` name each thing that is wrong."""

    sentence: str
    details: tuple[str, ...] = ()


WeightsEvent: TypeAlias = WeightsReport | Transfer | WeightsNote | WeightsDone | WeightsFailed
