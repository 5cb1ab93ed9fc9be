"""Shots beside an edit: one whose line art begins late stands where the edit has those frames; one that cannot be read
keeps none of the others back."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from app.media.batch import find_shots
from app.media.edit import Edit, Event
from app.media.export import ExportSettings
from app.media.film import cut_of, in_order, placed
from app.media.laying_out import import_rows, laid_out
from app.media.shots import shots_in
from app.media.timeline_export import TimelineWish, export_timeline
from app.project.model import Span
from app.project.shot_list import Place, read_list, write_list

RATE = Fraction(24)


def test_frames_that_are_missing_before_a_shot_leave_their_place_free(make_shot: Callable, tmp_path: Path) -> None:
    make_shot(tmp_path / "drawn" / "sc010", frames=6, first=1009)
    make_shot(tmp_path / "drawn" / "sc020", frames=4)
    found = find_shots([tmp_path / "drawn" / name / "line" for name in ("sc010", "sc020")])
    late, full = Event("sc010", Span(1001, 1014), Span(0, 13)), Event("sc020", Span(1, 4), Span(14, 17))
    edit, film = Edit("cut", RATE, (late, full)), tmp_path / "film"
    rows = laid_out(found, edit, ())
    done = import_rows(rows, rows, film, RATE, edit, lambda *_: None, lambda: False)
    assert done.failed == ()
    shots = read_list(film)
    assert shots is not None
    assert [(place.record, place.used) for place in shots.shots] == [(8, Span(1009, 1014)), (14, Span(1, 4))]
    assert places(film, tmp_path / "out") == [(8, 6), (14, 4)]
    # As it is where the shot was imported only after its edit: the list has all frames that the edit uses.
    first, second = shots.shots
    write_list(film, type(shots)((Place(first.name, first.project, 0, late.source), second), shots.name, RATE))
    assert places(film, tmp_path / "again") == [(8, 6), (14, 4)]


def places(film: Path, out: Path) -> list[tuple[int, int]]:
    """The first frame and the length of each clip on the exported timeline."""
    cuts = in_order([
        placed(cut, beside) for beside in shots_in(film) if beside.folder is not None for cut in cut_of(beside.folder)
    ])  # fmt: skip
    wish = TimelineWish(out / "film.otio", ExportSettings("png", out, ""))
    export_timeline(film, cuts, wish, lambda *_: None, lambda: False)
    timeline = otio.adapters.read_from_file(str(wish.target))
    assert isinstance(timeline, otio.schema.Timeline)
    start = timeline.global_start_time
    track = timeline.video_tracks()[0]
    spans = [track.range_of_child(clip) for clip in track if isinstance(clip, otio.schema.Clip)]
    return [
        (int(span.start_time.value + (start.value if start is not None else 0)), int(span.duration.value))
        for span in spans
    ]


def test_a_shot_with_a_link_to_nowhere_is_told_of_and_the_others_are_found(make_shot: Callable, tmp_path: Path) -> None:
    broken, good = (make_shot(tmp_path / "drawn" / name, frames=9) for name in ("sc010", "sc020"))
    link = broken.line_folder / "0010.png"
    try:
        link.symlink_to(tmp_path / "nowhere.png")
    except OSError:
        pytest.skip("this system lets nobody make links")
    first, second = find_shots([broken.line_folder, good.line_folder])
    assert (first.trouble, first.damaged) == ("", 1)
    assert first.warnings[0] == (
        "1 drawing cannot be read (0010.png); the others can be imported, and the drawing before is held."
    )
    assert (second.trouble, second.frames) == ("", 9)
