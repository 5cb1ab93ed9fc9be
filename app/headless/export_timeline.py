"""`export-timeline`: the colored shots of a saved project as a timeline that editing programs open."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from app import APP_VERSION
from app.headless.export import NotColored
from app.headless.interrupts import Interrupted, calling
from app.headless.output import Output
from app.headless.projects import opened
from app.media.export import BadTarget, ExportCancelled, ExportSettings
from app.media.film import cut_of, in_order, placed
from app.media.pictures import ShotPictures
from app.media.shots import shots_in
from app.media.timeline_export import SUFFIX, CutShot, TimelineReport, TimelineWish, export_timeline
from app.project.storage import PROJECT_FILE
from app.project.storage import SUFFIX as SUFFIX_OF_PROJECTS
from app.project.unfinished import together, unfinished


@dataclass(frozen=True)
class TimelineOrder:
    """What the command line asks for. `target` is the file's name; pictures go into folders beside it."""

    target: Path
    all_takes: bool = False
    overwrite: bool = False


def write_timeline(project: Path, order: TimelineOrder, output: Output) -> TimelineReport:
    """Write the pictures and the timeline, and say what was written. Raises ShiageError."""
    target = order.target.absolute()
    if target.suffix.lower() != SUFFIX:
        raise BadTarget(f"A timeline is a {SUFFIX} file; name it {target.stem}{SUFFIX}.")
    if target.exists() and not order.overwrite:
        raise BadTarget(f"{target.name} exists already; choose another name, or allow it with --overwrite.")
    shots = _shots(project.absolute(), output)
    for cut in shots:
        assert cut.folder is not None
        bare = ShotPictures(cut.shot, cut.segments, cut.folder).uncolored(*cut.span)
        if bare:
            raise NotColored(f'"{cut.shot.name}" has frames without color ({len(bare)}). Run the render command.')
    if left := together(unfinished(cut.shot, cut.segments, cut.span) for cut in shots).sentence():
        output.note(left)
    base = ExportSettings("png", target.parent, "", provenance={"Software": f"Shiage {APP_VERSION}"})
    stop = threading.Event()
    with calling(stop.set):
        try:
            wish = TimelineWish(target, base, order.all_takes)
            report = export_timeline(project, shots, wish, output.progress, stop.is_set)
        except ExportCancelled as error:
            raise Interrupted("Stopped; the timeline was not written.") from error
    output.tell(
        "done", report.sentence(), path=str(report.path), clips=report.clips, sequences=report.sequences,
        frames=report.frames,
    )  # fmt: skip
    return report


def _shots(path: Path, output: Output) -> list[CutShot]:
    """The shots of a project, or of all projects in a folder in the order of their list. Raises ShiageError."""
    if path.name == PROJECT_FILE or path.suffix == SUFFIX_OF_PROJECTS or (path / PROJECT_FILE).exists():
        with opened(path, output, locked=False) as found:
            shots = list(cut_of(found.folder))
        if not shots:
            raise NotColored("The project has no line art yet. Open it and import some first.")
        return shots
    film = in_order([
        placed(cut, beside) for beside in shots_in(path) if beside.folder is not None for cut in cut_of(beside.folder)
    ])  # fmt: skip
    if not film:
        raise NotColored(f'"{path.name}" is no project, and there is none with line art in it. Choose another folder.')
    return film
