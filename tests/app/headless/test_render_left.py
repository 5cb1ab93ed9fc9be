"""`render --left`: what a queue had left is colored and nothing else; where that ends early, the rest stays left."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.bench.shots import draw_project
from app.media.takes import scan_takes
from app.project.model import Project, SegmentChoice, Shot, Span, with_choice
from app.project.storage import open_project, save_project
from app.project.variations import Variations
from app.render import journal
from app.render.journal import Entry, Left

SPANS = ((1, 6), (7, 12), (13, 18))
IN_THE_BACKGROUND = ("--left", "--attended", "--json")


def shot_of(project: Path) -> Shot:
    return open_project(project).project.shots[0]


def leave(project: Path, spans: tuple[tuple[int, int], ...], **facts: object) -> None:
    """Write what a window would that was closed with these segments in its queue."""
    entries = (Entry(shot_of(project).id, spans),)
    (project / journal.FILE).write_bytes(msgspec.json.encode(Left(entries, **facts)))  # type: ignore[arg-type]


def left(project: Path) -> tuple[Span, ...]:
    return journal.read(project / journal.FILE).spans(shot_of(project).id)


def colored(project: Path) -> set[Span]:
    return {take.span for take in scan_takes(project).takes}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A saved project of 18 frames in three segments, nothing colored."""
    return draw_project(tmp_path, 18, (96, 72), length=6)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """One of eight segments, all of which are left."""
    project = draw_project(tmp_path, 48, (320, 240), length=6)
    leave(project, tuple((first, first + 5) for first in range(1, 48, 6)))
    return project


def test_it_colors_what_is_left_in_that_order_and_nothing_else(project, shiage) -> None:
    leave(project, (SPANS[2], SPANS[0]), paused=True)
    done = shiage("render", project, "--left", "--json")
    assert done.code == 0
    assert [event["first"] for event in done.named("segment")] == [13, 1]
    assert not (project / journal.FILE).exists()
    assert "Nothing was left" in shiage("render", project, "--left").out
    assert colored(project) == {Span(*SPANS[0]), Span(*SPANS[2])}


def test_what_is_ready_by_now_is_not_colored_again(project, shiage) -> None:
    assert shiage("render", project, "--segment", "1").code == 0
    leave(project, SPANS)
    done = shiage("render", project, "--left", "--json")
    assert [event["first"] for event in done.named("segment")] == [7, 13]
    assert len(scan_takes(project).takes) == 3


def test_once_standard_input_closes_it_stops_and_the_rest_stays_left(long, start, shiage) -> None:
    process = start("render", long, *IN_THE_BACKGROUND)
    process.until(lambda: scan_takes(long).takes)
    process.process.stdin.close()
    process.process.stdin = None
    done = process.end()
    assert done.code == 130
    assert not (long / "lock").exists()
    there = colored(long)
    assert 0 < len(there) < 8
    assert len(there | {*left(long)}) == 8  # a take may be there that the journal was not told of
    again = shiage("render", long, "--left", "--json")
    assert {Span(event["first"], event["last"]) for event in again.named("segment")}.isdisjoint(there)
    assert len(scan_takes(long).takes) == 8
    assert left(long) == ()


def test_once_nobody_hears_it_either_it_stops_in_the_same_way(long, start) -> None:
    process = start("render", long, *IN_THE_BACKGROUND)
    process.until(lambda: scan_takes(long).takes)
    for pipe in (process.process.stdout, process.process.stdin):  # as where the window was killed
        pipe.close()
    process.process.stdout = process.process.stdin = None
    process.end()
    assert not (long / "lock").exists()
    assert len(colored(long) | {*left(long)}) == 8
    assert left(long)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_killed_with_whoever_heard_it_gone_it_keeps_what_is_left(long, start) -> None:
    process = start("render", long, *IN_THE_BACKGROUND)
    process.until(lambda: scan_takes(long).takes)
    process.process.stdout.close()  # as where the window was killed: nobody hears it, and then
    process.process.stdout = None
    process.until(lambda: len(scan_takes(long).takes) >= 3)
    os.kill(process.process.pid, signal.SIGKILL)
    process.end()
    assert len(colored(long) | {*left(long)}) == 8
    assert len(left(long)) >= 1


def test_what_failed_is_still_left(project, shiage) -> None:
    shot = shot_of(project)
    assert shot.line is not None
    gone = tuple(replace(f, path=f.path + ".gone") if f.number == 15 else f for f in shot.line.frames)
    save_project(project, Project((replace(shot, line=replace(shot.line, frames=gone)),)))
    leave(project, SPANS)
    done = shiage("render", project, "--left", "--json")
    assert done.code == 1
    assert "cannot be read" in done.named("error")[0]["sentence"]
    assert Span(*SPANS[2]) in left(project)
    assert colored(project).isdisjoint(left(project))


def test_variations_on_their_way_stay_in_the_journal_until_they_are_there(long, start, shiage) -> None:
    shot, span = shot_of(long), Span(43, 48)
    choice = SegmentChoice(span, seed=7)
    save_project(long, Project((with_choice(shot, choice),)))
    coming = Variations((SegmentChoice(span), choice), (7,))
    spans = tuple((first, first + 5) for first in range(1, 48, 6))
    leave(long, spans, variations={shot.id: (coming,)})
    process = start("render", long, *IN_THE_BACKGROUND)
    process.until(lambda: scan_takes(long).takes)
    process.process.stdin.close()
    process.process.stdin = None
    process.end()
    assert journal.read(long / journal.FILE).variations == {shot.id: (coming,)}
    assert shiage("render", long, "--left").code == 0
    assert {take.seed for take in scan_takes(long).takes if take.span == span} == {7}


def test_segments_are_either_named_or_left(project, shiage) -> None:
    done = shiage("render", project, "--left", "--segment", "1")
    assert done.code == 1
    assert "not allowed with" in done.err
