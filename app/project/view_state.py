"""Where the artist was looking and exported to, kept beside the project; never a reason not to open it."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from app.project.files import write_atomic
from app.project.model import Span

log = logging.getLogger(__name__)
VIEW_FILE = "view.json"  # its name in the project folder


class ViewState(msgspec.Struct, frozen=True):
    """The frame looked at, in and out (first, last) if set, and whether playing stays between them; the folder of
    the last export, empty before there was one."""

    number: int
    in_out: tuple[int, int] | None = None
    looped: bool = False
    exported: str = ""

    def within(self, shot: Span) -> ViewState:
        """As far as it makes sense in this shot: what lies outside of it is left out."""
        number = self.number if self.number in shot else shot.first
        first, last = self.in_out or (0, -1)
        fits = first <= last and first in shot and last in shot
        return ViewState(number, self.in_out if fits else None, self.looped and fits, self.exported)


_VIEW = msgspec.json.Decoder(ViewState)  # learned now: threads that learn a type at once crash


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
