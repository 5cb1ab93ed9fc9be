"""The list of the shots of a film in `shots.json`, beside their projects: order, names, and where an edit has them.

A shot stays a project of its own. The list adds only what no single project knows, so that nothing is lost with it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import msgspec

from app.project.errors import write_error
from app.project.files import write_atomic
from app.project.model import Span
from app.project.storage import PROJECT_FILE, SUFFIX
from app.project.timing import TimingError, parse_rate, rate_fraction

log = logging.getLogger(__name__)
LIST_FILE = "shots.json"
_FORMAT = 1


@dataclass(frozen=True)
class Place:
    """One shot of the list. `project` is the name of its folder, empty while there is none.

    `record` is the frame of the edit where it begins, `used` the frames of the shot that the edit shows; None where no
    edit says so.
    """

    name: str
    project: str = ""
    record: int | None = None
    used: Span | None = None


@dataclass(frozen=True)
class ShotList:
    """The shots in their order; `rate` is that of the edit, in which `record` counts."""

    shots: tuple[Place, ...] = ()
    name: str = ""
    rate: Fraction | None = None

    def place(self, project: str) -> Place | None:
        """The place of a project, by the name of its folder."""
        return next((place for place in self.shots if place.project == project), None)

    def with_places(self, places: Iterable[Place]) -> ShotList:
        """With these in their order: in the places of those of the same project or name, else at the end."""
        shots = list(self.shots)
        for place in places:
            at = next((at for at, old in enumerate(shots) if _same(old, place)), None)
            if at is None:
                shots.append(place)
            else:
                shots[at] = place
        return ShotList(tuple(shots), self.name, self.rate)

    def at(self, project: str, name: str) -> int | None:
        """Where the shot of a project stands, by the name of its folder; that of a name where it has no project."""
        return next(
            (
                at
                for at, place in enumerate(self.shots)
                if (place.project == project if project else place.name == name)
            ),
            None,
        )

    def put(self, at: int, before: int | None) -> ShotList:
        """With the shot at one place moved to just before that at another, or to the end."""
        shots = list(self.shots)
        place = shots.pop(at)
        to = len(shots) if before is None else before - (before > at)
        shots.insert(to, place)
        return ShotList(tuple(shots), self.name, self.rate)

    def moved(self, project: str, by: int) -> ShotList:
        """With a shot moved this many places on, or back."""
        shots = list(self.shots)
        at = next((at for at, place in enumerate(shots) if place.project == project), None)
        if at is not None:
            place = shots.pop(at)
            shots.insert(min(max(at + by, 0), len(shots)), place)
        return ShotList(tuple(shots), self.name, self.rate)


class _Place(msgspec.Struct, omit_defaults=True):
    name: str
    project: str = ""
    record: int | None = None
    used: tuple[int, int] | None = None


class _File(msgspec.Struct, omit_defaults=True):
    format: int
    shots: list[_Place]
    name: str = ""
    rate: str = ""


def read_list(folder: Path) -> ShotList | None:
    """The list in a folder; None where there is none, or none that can be read."""
    try:
        found = msgspec.json.decode((folder / LIST_FILE).read_bytes(), type=_File)
        rate = parse_rate(found.rate) if found.rate else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError, TimingError):
        log.warning("the list of shots cannot be read", exc_info=True)
        return None
    return ShotList(tuple(map(_place, found.shots)), found.name, rate)


def write_list(folder: Path, shots: ShotList) -> None:
    """Write the list into a folder; one there that cannot be read is kept as `.bad`. Raises ProjectWriteError."""
    rate = rate_fraction(shots.rate) if shots.rate is not None else ""
    places = [_Place(place.name, place.project, place.record, place.used) for place in shots.shots]
    data = msgspec.json.format(msgspec.json.encode(_File(_FORMAT, places, shots.name, rate)), indent=1)
    path = folder / LIST_FILE
    try:
        if read_list(folder) is None and path.is_file():
            path.replace(path.with_name(LIST_FILE + ".bad"))
        write_atomic(path, data + b"\n")
    except OSError as error:
        raise write_error(folder, error) from error


def projects_in(folder: Path) -> frozenset[str]:
    """The names of the project folders in a folder; none where it cannot be read."""
    try:
        return frozenset(
            path.name
            for path in folder.iterdir()
            if path.suffix == SUFFIX and not path.name.startswith(".") and (path / PROJECT_FILE).is_file()
        )
    except OSError:
        return frozenset()


def _place(found: _Place) -> Place:
    plain = found.project if Path(found.project).name == found.project else ""  # nothing outside of the folder
    return Place(found.name, plain, found.record, Span(*found.used) if found.used is not None else None)


def _same(old: Place, new: Place) -> bool:
    if old.project and new.project:
        return old.project == new.project
    return old.name.casefold() == new.name.casefold()
