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
from app.media.pictures import ShotPictures
from app.media.timeline_export import SUFFIX, CutShot, TimelineReport, TimelineWish, export_timeline
from app.project import staleness


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
    with opened(project, output, locked=False) as found:
        shots = tuple(
            CutShot(shot, staleness.segments(shot, found.takes), tuple(t for t in found.takes if t.shot == shot.id))
            for shot in found.project.shots
            if shot.line is not None
        )
        if not shots:
            raise NotColored("The project has no line art yet. Open it and import some first.")
        for cut in shots:
            assert cut.shot.line is not None
            bare = ShotPictures(cut.shot, cut.segments, found.folder).uncolored(*cut.shot.line.span)
            if bare:
                raise NotColored(f'"{cut.shot.name}" has frames without color ({len(bare)}). Run the render command.')
        base = ExportSettings("png", target.parent, "", provenance={"Software": f"Shiage {APP_VERSION}"})
        stop = threading.Event()
        with calling(stop.set):
            try:
                wish = TimelineWish(target, base, order.all_takes)
                report = export_timeline(found.folder, shots, wish, output.progress, stop.is_set)
            except ExportCancelled as error:
                raise Interrupted("Stopped; the timeline was not written.") from error
    output.tell(
        "done", report.sentence(), path=str(report.path), clips=report.clips, sequences=report.sequences,
        frames=report.frames,
    )  # fmt: skip
    return report
