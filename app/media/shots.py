"""The shots that lie beside a project, in the order of their list: what the bar of shots and a timeline of all show."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app import paths
from app.media.sequence import natural
from app.project.model import Span
from app.project.shot_list import Place, ShotList, projects_in, read_list
from app.project.storage import PROJECT_FILE, SUFFIX


@dataclass(frozen=True)
class Beside:
    """A shot of a film. `folder` is its project, None while no line art is there for it."""

    name: str
    folder: Path | None
    record: int | None = None
    used: Span | None = None
    rate: Fraction | None = None  # of the edit that `record` counts in


def shots_in(folder: Path) -> tuple[Beside, ...]:
    """The shots of the film in a folder: as the list has them, then the projects that it does not name, by name.

    In Shiage's own folder, where unrelated projects lie, only those of a list are shots of one film. Asks the disk.
    """
    listed, there = read_list(folder) or ShotList(), projects_in(folder)
    found = [
        Beside(place.name, folder / place.project if place.project in there else None, place.record, place.used,
               listed.rate)
        for place in listed.shots
    ]  # fmt: skip
    named = {place.project for place in listed.shots}
    more = sorted(there - named, key=natural) if folder.absolute() != own_folder() else []
    return (*found, *(Beside(name.removesuffix(SUFFIX), folder / name) for name in more))


def project_at(path: Path) -> Path:
    """The project folder that is meant: that of a project.json, or the first shot of a film's folder. Asks the disk."""
    if path.name == PROJECT_FILE:
        return path.parent
    if path.suffix == SUFFIX or read_list(path) is None or (path / PROJECT_FILE).exists():
        return path
    return next((shot.folder for shot in shots_in(path) if shot.folder is not None), path)


def listed(folder: Path) -> ShotList:
    """The list of a folder with every project in it, for changes of their order. Asks the disk."""
    known = read_list(folder) or ShotList()
    places = [Place(shot.name, shot.folder.name) for shot in shots_in(folder) if shot.folder is not None]
    return known.with_places(place for place in places if known.place(place.project) is None)


def own_folder() -> Path:
    """Where projects lie that have no place of their own."""
    return (paths.data_folder() / "projects").absolute()
