"""Several shots at once: found in a folder of folders, looked at, and each made into a project of its own."""

from __future__ import annotations

import itertools
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from app.errors import ShiageError
from app.media.decoded import Cancelled, Progress
from app.media.errors import MediaCancelled, NothingFound
from app.media.export_names import safe_name
from app.media.importer import ImportOptions, check_pictures, import_found, unreadable
from app.media.reader import probe
from app.media.sequence import ANY_SHOT, FoundSequence, find_sequences, folders_in, natural, tells_shots_apart
from app.project.colorizers import DRAFT, with_colorizer
from app.project.errors import ProjectWriteError, write_error
from app.project.files import PART
from app.project.format import encode
from app.project.model import STANDS_IN, Project, Shot, Span
from app.project.storage import PROJECT_FILE, SUFFIX, create_project
from app.project.view_state import ViewState, write_view
from engine.imaging.line import looks_colored
from engine.imaging.stills import StillError, file_digest, read_still

DEFAULT_RATE = Fraction(24)
_NAMED = 3  # damaged drawings that are told by name
_READ = 6  # drawings that are looked at before the import reads all of them


@dataclass(frozen=True)
class FoundShot:
    """A shot that can be imported. `holds` are frames that show the drawing before once more; `rate` is a movie's own.

    `damaged` drawings cannot be read; it can be imported without them. `warnings` are sentences; `trouble` says why it
    cannot be imported, and is empty where it can.
    """

    name: str
    sequence: FoundSequence
    frames: int
    width: int = 0
    height: int = 0
    holds: int = 0
    rate: Fraction | None = None
    warnings: tuple[str, ...] = ()
    trouble: str = ""
    colored: bool = False
    damaged: int = 0

    @property
    def span(self) -> Span:
        """Its frames, as the import would number them."""
        first = self.sequence.first
        return Span(first, self.sequence.last if self.sequence.numbered else first + self.frames - 1)


def _silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


def find_shots(
    paths: Sequence[Path], progress: Progress = _silent, cancelled: Cancelled = lambda: False
) -> tuple[FoundShot, ...]:
    """The shots at `paths`, by name: each folder in a folder is a shot, and so is each movie and each sequence.

    A folder of a shot may hold its drawings in a folder of its own, such as `line`. Raises NothingFound or
    MediaCancelled.
    """
    found: list[tuple[str, FoundSequence]] = []
    for path in paths:
        found += _below(Path(os.path.abspath(path)), cancelled)  # noqa: PTH100 - resolve() would follow links
    if not found:
        raise NothingFound(f'"{paths[0].name}" holds no shots; choose a folder with a folder or a movie for each shot.')
    found.sort(key=lambda pair: natural(pair[0]))
    shots: list[FoundShot] = []
    for at, (name, sequence) in enumerate(_named(found)):
        if cancelled():
            raise MediaCancelled("Looking for shots was cancelled; nothing was imported.")
        progress(at, len(found), "Looking at shots")
        shots.append(_looked_at(name, sequence))
    return tuple(shots)


def make_project(
    shot: FoundShot,
    target: Path,
    rate: Fraction,
    progress: Progress = _silent,
    cancelled: Cancelled = lambda: False,
    used: Span | None = None,
) -> tuple[str, ...]:
    """Import a shot into a new project at `target`, which is there only once it is whole; returns what to tell.

    In and out are set to `used`, where an edit shows only a part. Raises MediaError or ProjectError.
    """
    if target.exists():
        raise ProjectWriteError(f'There is something at "{target}" already. Choose another name.')
    part = target.with_name(f".{target.name}.{os.getpid()}{PART}")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        create_project(part)
        options = ImportOptions(name=shot.name, leave_damaged=shot.damaged > 0)
        result = import_found(shot.sequence, part, options, progress, cancelled)
        line = result.line
        made = with_colorizer(Shot("shot1", shot.name, shot.rate or rate, line), DRAFT.name)
        (part / PROJECT_FILE).write_bytes(encode(Project((made,)), target))
        if used is not None and used != line.span and used.first in line.span and used.last in line.span:
            write_view(part, ViewState(used.first, (used.first, used.last)))
        part.rename(target)
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return result.notes


def project_name(name: str) -> str:
    """The name of the project folder of a shot."""
    return f"{safe_name(name)}{SUFFIX}"


def _below(path: Path, cancelled: Cancelled) -> list[tuple[str, FoundSequence]]:
    """(name, sequence) of the shots at a path: in a folder, or in each of the folders in it."""
    if not path.is_dir():
        return [(each.name, each) for each in find_sequences([path], cancelled=cancelled)]
    shots = _of_one_shot(path, _held(path, cancelled))
    if any(not each.is_movie for each in shots):
        return [(_called(path, each) if len(shots) == 1 else each.name, each) for each in shots]
    found = [(each.name, each) for each in shots]
    for folder in folders_in(path):
        held = _held(folder, cancelled)
        shots = _of_one_shot(folder, held) or held
        found += [(_called(folder, each) if len(shots) == 1 else _within(folder, each), each) for each in shots]
    return [(path.name, found[0][1])] if len(found) == 1 and found[0][1].folder == path else found


def _called(folder: Path, only: FoundSequence) -> str:
    """The name of the shot whose folder this is."""
    return folder.name if only.is_movie or tells_shots_apart(folder.name) else only.name


def _within(folder: Path, one: FoundSequence) -> str:
    """The name of one of several sequences in a folder; that of a cell begins with the folder's anyhow."""
    return one.name if one.name.startswith(folder.name) else f"{folder.name} {one.name}"


def _held(folder: Path, cancelled: Cancelled) -> Sequence[FoundSequence]:
    """The sequences and movies that a folder holds; none where it cannot be opened."""
    try:
        return find_sequences([folder], cancelled=cancelled)
    except NothingFound:
        return ()


def _of_one_shot(folder: Path, held: Sequence[FoundSequence]) -> Sequence[FoundSequence]:
    """Of what a folder holds, the drawings in it, or those in its folder of lines, before movies: these may be their
    reference. None where each of the folders in it is a shot."""
    own = [each for each in held if each.folder == folder]
    if any(not each.is_movie for each in own):
        return own
    return [each for each in held if each.folder != folder and each.folder.name.casefold() in ANY_SHOT] or own


def _named(found: Sequence[tuple[str, FoundSequence]]) -> list[tuple[str, FoundSequence]]:
    """With a number behind names that come again, in any case of letters, as disks may not tell them apart."""
    seen: Counter[str] = Counter()
    named: list[tuple[str, FoundSequence]] = []
    for name, sequence in found:
        plain = safe_name(name)
        seen[plain.casefold()] += 1
        count = seen[plain.casefold()]
        named.append((f"{plain} {count}" if count > 1 else plain, sequence))
    return named


def _looked_at(name: str, sequence: FoundSequence) -> FoundShot:
    shot = FoundShot(name, sequence, len(sequence.files))
    try:
        if sequence.is_movie:
            facts = probe(sequence.files[0][1])
            return replace(shot, frames=facts.frames, width=facts.width, height=facts.height, rate=facts.rate)
        bad = unreadable(sequence.files)
        files = sorted({*sequence.files} - {*bad}) or sequence.files
        check_pictures(files[:_READ])
        picture = read_still(files[len(files) // 2][1])
        height, width = picture.shape[:2]
        colored = looks_colored(picture)
        steps = _steps(sequence)
        return replace(
            shot,
            frames=sequence.last - sequence.first + 1,
            width=width,
            height=height,
            holds=_holds(files) + (0 if steps == 1 else sum(hole.length for hole in sequence.missing)),
            warnings=(*_damage(bad), *_warnings(sequence, steps, colored)),
            colored=colored,
            damaged=len(bad),
        )
    except (ShiageError, StillError) as error:
        return replace(shot, trouble=str(error))
    except OSError as error:  # such as a link to a file that is gone
        what = Path(error.filename).name if error.filename else name
        return replace(shot, trouble=f'"{what}" cannot be read ({error.strerror}); check the disk and try again.')


def _steps(sequence: FoundSequence) -> int:
    """The even step of the numbers: 1, or 2 for drawings numbered 1, 3, 5; 1 as well where it is uneven."""
    steps = {after[0] - before[0] for before, after in itertools.pairwise(sequence.files)}
    return steps.pop() if len(steps) == 1 else 1


def _warnings(sequence: FoundSequence, steps: int, colored: bool) -> list[str]:
    gaps = sum(hole.length for hole in sequence.missing) if steps == 1 else 0
    words: list[str] = []
    if gaps:
        what = "1 number is missing" if gaps == 1 else f"{gaps} numbers are missing"
        words.append(f"{what}; {STANDS_IN['hold']}.")
    if colored:
        words.append("These pictures look painted.")
    return words


def _damage(bad: Sequence[tuple[int, Path]]) -> list[str]:
    """What to tell of drawings that cannot be read."""
    if not bad:
        return []
    names = ", ".join(path.name for _, path in bad[:_NAMED])
    more = f" and {len(bad) - _NAMED} more" if len(bad) > _NAMED else ""
    what = "1 drawing cannot be read" if len(bad) == 1 else f"{len(bad)} drawings cannot be read"
    return [f"{what} ({names}{more}); the others can be imported, and {STANDS_IN['hold']}."]


def _holds(files: Sequence[tuple[int, Path]]) -> int:
    """Files that are the same as the one before. Only files of one size are read: others cannot be the same."""
    sizes = [path.stat().st_size for _, path in files]
    digests: dict[int, str] = {}

    def digest(at: int) -> str:
        if at not in digests:
            digests[at] = file_digest(files[at][1])
        return digests[at]

    return sum(1 for at in range(1, len(sizes)) if sizes[at - 1] == sizes[at] and digest(at - 1) == digest(at))
