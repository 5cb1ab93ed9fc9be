"""The shots of a film as a timeline takes them: each read from its project as it lies there, in their order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from app.media.shots import Beside
from app.media.takes import deleted_takes, kept_takes
from app.media.timeline_export import CutShot
from app.project import staleness
from app.project.model import Shot
from app.project.storage import open_project
from app.project.take_numbers import numbered
from app.project.view_state import shown_before


def cut_of(folder: Path) -> tuple[CutShot, ...]:
    """The shots of a project that have line art; off the UI thread. Raises ProjectError."""
    takes = numbered(kept_takes(folder), deleted_takes(folder))[0]
    before = shown_before(folder, takes)
    return tuple(
        CutShot(
            shot,
            staleness.segments(shot, takes, before),
            tuple(take for take in takes if take.shot == shot.id),
            folder,
        )
        for shot in open_project(folder).project.shots
        if shot.line is not None
    )


def placed(cut: CutShot, beside: Beside) -> CutShot:
    """The shot with the frames of it that the edit shows, and where: as the list of shots has them."""
    return replace(cut, folder=beside.folder, used=beside.used, record=_record(cut.shot, beside.record, beside.rate))


def in_order(shots: list[CutShot]) -> list[CutShot]:
    """The shots as the timeline has them: by their places where all of them have one, else as they stand."""
    if any(cut.record is None for cut in shots) or len({cut.shot.rate for cut in shots}) > 1:
        return [replace(cut, record=None) for cut in shots]
    return sorted(shots, key=lambda cut: cut.record or 0)


def _record(shot: Shot, record: int | None, rate: Fraction | None) -> int | None:
    return record if rate == shot.rate else None
