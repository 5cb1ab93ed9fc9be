"""Where the artist was looking, what they painted with and exported to, kept beside the project; never a reason not to
open it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import msgspec

from app.project.files import write_atomic
from app.project.model import Span, Take
from app.project.palettes import Color

log = logging.getLogger(__name__)
VIEW_FILE = "view.json"  # its name in the project folder


class Paints(msgspec.Struct, frozen=True):
    """What was painted with: the color, None for none chosen, and those before it; the brush's size in pixels; which
    gaps were closed; how much colors might differ; whether the lines held the brush."""

    color: Color | None = None
    recent: tuple[Color, ...] = ()
    size: int = 12
    gap: int = 2
    tolerance: int = 12
    inside: bool = False


class ExportAs(msgspec.Struct, frozen=True):
    """How the shot was to be exported last: format and layer by the exporter's names, transparent paper or not, bits a
    channel."""

    format: str = "png"
    layer: str = "picture"
    alpha: bool = False
    bits: int = 8


class ViewState(msgspec.Struct, frozen=True):
    """The frame looked at, in and out (first, last) if set, and whether playing stays between them; the folder of
    the last export, empty before there was one, and how it was to be; zoom and the picture's point in the middle, None
    for all of it. `shown` are the ids of takes that were shown though they were not chosen and no longer fit; `named`
    are colors of the keys with what they were called by themselves, in the order in which they were first seen."""

    number: int
    in_out: tuple[int, int] | None = None
    looped: bool = False
    exported: str = ""
    export_as: ExportAs = ExportAs()
    look: tuple[float, float, float] | None = None
    paints: Paints = Paints()
    shown: tuple[str, ...] = ()
    named: tuple[tuple[Color, str], ...] = ()

    def within(self, shot: Span) -> ViewState:
        """As far as it makes sense in this shot: what lies outside of it is left out."""
        number = self.number if self.number in shot else shot.first
        first, last = self.in_out or (0, -1)
        fits = first <= last and first in shot and last in shot
        in_out = self.in_out if fits else None
        return msgspec.structs.replace(self, number=number, in_out=in_out, looped=self.looped and fits)


_VIEW = msgspec.json.Decoder(ViewState)  # learned now: threads that learn a type at once crash


def shown_before(folder: Path, takes: Iterable[Take]) -> dict[Span, str]:
    """The ids of the takes that segments without a chosen one showed when the project was closed."""
    view = read_view(folder)
    return shown_by_span(view.shown, takes) if view is not None else {}


def shown_by_span(shown: Iterable[str], takes: Iterable[Take]) -> dict[Span, str]:
    """Of these ids, that of each segment."""
    known = {take.id: take.span for take in takes}
    return {known[name]: name for name in shown if name in known}


def read_view(folder: Path) -> ViewState | None:
    """What was kept in a project folder; None where there is nothing, or nothing that can be read."""
    try:
        return _VIEW.decode((folder / VIEW_FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        log.info("the view state cannot be read", exc_info=True)
        return None


def write_view(folder: Path, view: ViewState) -> None:
    """Keep it in a project folder; where the disk refuses, the one before stays."""
    try:
        write_atomic(folder / VIEW_FILE, msgspec.json.encode(view))
    except OSError:
        log.info("the view state cannot be written", exc_info=True)
