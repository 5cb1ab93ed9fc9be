"""Lays out the shots of a film: what was found on disk beside what an edit asks for, imported into one folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app.errors import ShiageError
from app.media.batch import FoundShot, make_project, project_name
from app.media.decoded import Cancelled, Progress
from app.media.edit import Edit, Event, match, read_text
from app.media.edl import guessed_rate, read_edl
from app.media.errors import MediaCancelled
from app.media.otio_edit import read_otio
from app.project.model import Span
from app.project.shot_list import Place, ShotList, read_list, write_list
from app.project.storage import SUFFIX
from app.project.timing import frames_in_words


@dataclass(frozen=True)
class Row:
    """A shot to be laid out: what there is on disk, and what the edit says. At least one of both is there.

    `project` is the folder of the project that it has already, empty where it has none.
    """

    name: str
    shot: FoundShot | None = None
    event: Event | None = None
    project: str = ""
    outside: bool = False  # there is an edit, and it does not have this shot

    @property
    def importable(self) -> bool:
        """Whether a project can be made of it."""
        return self.shot is not None and not self.shot.trouble and not self.project

    @property
    def wanted(self) -> bool:
        """Whether a project should be made of it, as long as the artist says nothing else."""
        shot = self.shot
        return self.importable and shot is not None and not (shot.colored or shot.damaged or self.outside)

    @property
    def used(self) -> Span | None:
        """The frames that the edit shows, as far as they are there and their numbers can be known."""
        if self.event is None:
            return None
        return self.event.used(self.shot.span) if self.shot is not None else self.event.source

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences on what is not as it should be."""
        if self.project:
            return ("It has a project here already.",)
        if self.shot is None:
            return ("No line art was found for it.",)
        if self.shot.trouble:
            return (self.shot.trouble,)
        own = ("It is not in the edit.",) if self.outside else self._missing(self.shot)
        return (*own, *self.shot.warnings)

    def _missing(self, shot: FoundShot) -> tuple[str, ...]:
        if self.event is None:
            return ()
        wanted, used = self.event.source.length, self.event.used(shot.span)
        if wanted > shot.frames or (used is not None and used.length < wanted):
            there = shot.frames if used is None else used.length
            return (
                f"The edit shows {frames_in_words(wanted)}; {there} of them {'is' if there == 1 else 'are'} there.",
            )
        return ()


@dataclass(frozen=True)
class Imported:
    """What became of an import: the projects made in their order, and why others were not (name, sentence)."""

    folder: Path
    made: tuple[Path, ...]
    failed: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    stopped: bool = False
    ordered: bool = False  # the order of an edit was taken over

    def sentence(self) -> str:
        """What to tell the artist."""
        if self.ordered and not self.made and not self.failed and not self.stopped:
            return f'The shots in "{self.folder.name}" stand in the order of the edit now.'
        count = "1 shot was" if len(self.made) == 1 else f"{len(self.made)} shots were"
        told = [f'{count} imported into "{self.folder.name}".' if self.made else "No shot was imported."]
        if self.stopped:
            told.append("Stopped; import the rest at any time.")
        told += [f'"{name}" was left out: {why}' for name, why in self.failed[:3]]
        if len(self.failed) > 3:
            told.append(f"{len(self.failed) - 3} more were left out.")
        return " ".join(told)


def read_edit(path: Path, rate: Fraction | None = None) -> Edit:
    """The edit in an .otio or .edl file, as `edit_in` reads it. Raises EditUnreadable."""
    return edit_in(read_text(path), path, rate)


def edit_in(text: str, path: Path, rate: Fraction | None = None) -> Edit:
    """The edit in the text of the file at `path`; an .edl, which does not say its rate, counts at `rate`, else at the
    lowest that fits. Raises EditUnreadable."""
    if path.suffix.lower() == ".edl":
        return read_edl(text, rate or guessed_rate(text), path.stem)
    return read_otio(text, path.stem)


def laid_out(found: Sequence[FoundShot], edit: Edit | None, projects: Collection[str]) -> tuple[Row, ...]:
    """The shots in the order of the edit, those that it does not have at the end; `projects` are the names of the
    project folders that are there already."""
    there = {name.casefold(): name for name in projects}
    if edit is None:
        return tuple(Row(shot.name, shot, project=_taken(there, shot.name)) for shot in found)
    meant = match(edit.events, [(shot, _called(shot)) for shot in found])
    made = match(edit.events, [(name, (name.removesuffix(SUFFIX),)) for name in projects])
    rows: list[Row] = []
    for at, event in enumerate(edit.events):
        shot = meant.get(at)
        name = shot.name if shot is not None else made[at].removesuffix(SUFFIX) if at in made else event.name
        rows.append(Row(name, shot, event, made.get(at) or (_taken(there, shot.name) if shot is not None else "")))
    placed = {id(shot) for shot in meant.values()}
    rest = (shot for shot in found if id(shot) not in placed)
    return (*rows, *(Row(shot.name, shot, project=_taken(there, shot.name), outside=True) for shot in rest))


def import_rows(
    rows: Sequence[Row],
    wanted: Sequence[Row],
    folder: Path,
    rate: Fraction,
    edit: Edit | None,
    progress: Progress,
    cancelled: Cancelled,
) -> Imported:
    """Make a project in `folder` of each wanted row, and write the list of all rows; what is stopped or fails leaves
    the others as they are. Raises ProjectWriteError where the folder takes no list."""
    made: dict[int, Path] = {}
    failed: list[tuple[str, str]] = []
    notes: list[str] = []
    stopped = False
    done, total = 0, sum(row.shot.frames for row in wanted if row.shot is not None)
    for row in wanted:
        if row.shot is None:
            continue
        target, tell = folder / project_name(row.name), _share(progress, row.shot, done, total)
        done += row.shot.frames
        try:
            told = make_project(row.shot, target, rate, tell, cancelled, row.used)
        except MediaCancelled:
            stopped = True
            break
        except ShiageError as error:
            failed.append((row.name, str(error)))
            continue
        made[id(row)] = target
        notes += [f"{row.name}: {note}" for note in told]
    places = [_place(row, made) for row in rows if id(row) in made or row.event is not None or row.project]
    if places:
        _write(folder, places, edit)
    return Imported(folder, tuple(made.values()), tuple(failed), tuple(notes), stopped, edit is not None)


def _place(row: Row, made: dict[int, Path]) -> Place:
    project = made[id(row)].name if id(row) in made else row.project
    if row.event is None:
        return Place(row.name, project)
    placed = row.event.placed(row.shot.span) if row.shot is not None else (row.event.source, row.event.record.first)
    used, record = placed or (None, row.event.record.first)
    return Place(row.name, project, record, used)


def _write(folder: Path, places: Sequence[Place], edit: Edit | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    before = read_list(folder) or ShotList()
    if edit is None:
        write_list(folder, before.with_places(places))
    else:  # its order is the order
        named = {place.project for place in places}
        kept = [old for old in before.shots if old.project and old.project not in named]
        write_list(folder, ShotList((*places, *kept), edit.name, edit.rate))


def _called(shot: FoundShot) -> tuple[str, ...]:
    """What an edit may call the shot."""
    sequence = shot.sequence
    return tuple(dict.fromkeys((shot.name, sequence.name, sequence.prefix.rstrip(" ._-"), sequence.folder.name)))


def _taken(there: dict[str, str], name: str) -> str:
    return there.get(project_name(name).casefold(), "")


def _share(progress: Progress, shot: FoundShot, before: int, total: int) -> Progress:
    """Progress of one shot as a part of all of them, in frames."""

    def tell(done: int, of: int, what: str) -> None:
        progress(before + (done * shot.frames // of if of else 0), total, shot.name)

    return tell
