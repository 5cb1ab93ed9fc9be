"""`import-shots`: a project for each shot in a folder, laid out in the order of an edit where there is one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app.headless.interrupts import Interrupted, calling
from app.headless.output import Output
from app.headless.projects import NothingToDo
from app.media.batch import DEFAULT_RATE, find_shots
from app.media.laying_out import Imported, import_rows, laid_out, read_edit
from app.project.shot_list import projects_in


@dataclass(frozen=True)
class ShotsOrder:
    """What the command line asks for. No `rate` takes the edit's own, that of a movie, or 24."""

    sources: tuple[Path, ...]
    folder: Path
    edit: Path | None = None
    rate: Fraction | None = None


def import_shots(order: ShotsOrder, output: Output) -> Imported:
    """Import every shot that can be, and say which; what is left out is noted. Raises ShiageError."""
    edit = read_edit(order.edit, order.rate) if order.edit is not None else None
    for note in edit.notes if edit is not None else ():
        output.note(note)
    stop = threading.Event()
    with calling(stop.set):
        folder = order.folder.absolute()
        found = find_shots(order.sources, output.progress, stop.is_set)
        rows = laid_out(found, edit, projects_in(folder))
        wanted = [row for row in rows if row.wanted]
        for row in rows:
            if row not in wanted or row.remarks:
                output.note(" ".join((f"{row.name}:", *row.remarks)))
        if not wanted:
            raise NothingToDo("There was no shot to import.")
        rate = order.rate or (edit.rate if edit is not None else DEFAULT_RATE)
        done = import_rows(rows, wanted, folder, rate, edit, output.progress, stop.is_set)
    for note in done.notes:
        output.note(note)
    if done.stopped:
        raise Interrupted(done.sentence())
    output.tell(
        "done", done.sentence(), folder=str(folder), projects=[str(path) for path in done.made],
        failed=[name for name, _ in done.failed],
    )  # fmt: skip
    return done
