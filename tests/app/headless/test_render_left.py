"""`render --left`: what a queue had left is colored and nothing else; where that ends early, the rest stays left."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import psutil
import pytest

from app.bench.shots import draw_project
from app.media.takes import scan_takes
from app.project.model import Project, SegmentChoice, Shot, Span, with_choice
from app.project.storage import open_project, save_project
from app.project.variations import Variations
from app.render import journal
from app.render.journal import Entry, Left

MANY = tuple((first, first + 5) for first in range(1, 30, 6))
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
    """One of `MANY` segments, all of which are left."""
    project = draw_project(tmp_path, 6 * len(MANY), (96, 72), length=6)
    leave(project, MANY)
    return project


@pytest.fixture
def start_slowly(start: Callable, slow_background: tuple[str, ...]) -> Callable:
    """`start_slowly(project)` colors what is left as the window has it done, slowly enough to be stopped on the way."""
    return lambda project: start("render", project, *IN_THE_BACKGROUND, program=slow_background)


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


def test_once_standard_input_closes_it_stops_and_the_rest_stays_left(long, start_slowly, shiage) -> None:
    process = start_slowly(long)
    process.until(lambda: scan_takes(long).takes)
    process.process.stdin.close()
    process.process.stdin = None
    done = process.end()
    assert done.code == 130
    assert not (long / "lock").exists()
    there = colored(long)
    assert 0 < len(there) < len(MANY)
    assert len(there | {*left(long)}) == len(MANY)  # a take may be there that the journal was not told of
    again = shiage("render", long, "--left", "--json")
    assert {Span(event["first"], event["last"]) for event in again.named("segment")}.isdisjoint(there)
    assert len(scan_takes(long).takes) == len(MANY)
    assert left(long) == ()


def test_once_nobody_hears_it_either_it_stops_in_the_same_way(long, start_slowly) -> None:
    process = start_slowly(long)
    process.until(lambda: scan_takes(long).takes)
    for pipe in (process.process.stdout, process.process.stdin):  # as where the window was killed
        pipe.close()
    process.process.stdout = process.process.stdin = None
    process.end()
    assert not (long / "lock").exists()
    assert len(colored(long) | {*left(long)}) == len(MANY)
    assert left(long)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_killed_with_whoever_heard_it_gone_it_keeps_what_is_left(long, start_slowly) -> None:
    process = start_slowly(long)
    process.until(lambda: scan_takes(long).takes)
    process.process.stdout.close()  # as where the window was killed: nobody hears it, and then
    process.process.stdout = None
    process.until(lambda: len(scan_takes(long).takes) >= 2)
    engines = process.engines()
    os.kill(process.process.pid, signal.SIGKILL)
    process.end()
    assert not psutil.wait_procs(engines, 30)[1]
    assert len(colored(long) | {*left(long)}) == len(MANY)
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


def test_variations_on_their_way_stay_in_the_journal_until_they_are_there(long, start_slowly, shiage) -> None:
    shot, span = shot_of(long), Span(*MANY[-1])
    choice = SegmentChoice(span, seed=7)
    save_project(long, Project((with_choice(shot, choice),)))
    coming = Variations((SegmentChoice(span), choice), (7,))
    leave(long, MANY, variations={shot.id: (coming,)})
    process = start_slowly(long)
    process.until(lambda: scan_takes(long).takes)
    process.process.stdin.close()
    process.process.stdin = None
    process.end()
    assert journal.read(long / journal.FILE).variations == {shot.id: (coming,)}
    assert shiage("render", long, "--left").code == 0
    assert {take.seed for take in scan_takes(long).takes if take.span == span} == {7}


def test_each_variation_on_its_way_is_colored_and_what_was_chosen_before_them(project, shiage) -> None:
    shot, span = shot_of(project), Span(*SPANS[1])
    choices = [SegmentChoice(span), *(SegmentChoice(span, seed=seed) for seed in (5, 6, 7))]
    save_project(project, Project((with_choice(shot, choices[-1]),)))
    coming = {shot.id: (Variations(tuple(choices), (5, 6, 7)),)}
    leave(project, (SPANS[1],) * 4, variations=coming)
    done = shiage("render", project, "--left", "--json")
    assert done.code == 0
    assert done.named("done")[0]["segments"] == 4
    seeds = [take.seed for take in scan_takes(project).takes]
    assert sorted(seeds) == sorted([shot.seed, 5, 6, 7])
    assert not (project / journal.FILE).exists()
    leave(project, (SPANS[1],) * 3, variations=coming)  # as where the window was killed before it wrote that they came
    assert "Nothing was left" in shiage("render", project, "--left").out
    assert len(scan_takes(project).takes) == 4


def test_variations_are_colored_where_another_take_is_chosen_by_now(project, shiage) -> None:
    assert shiage("render", project, "--segment", "2").code == 0
    shot, span = shot_of(project), Span(*SPANS[1])
    (take,) = scan_takes(project).takes
    save_project(project, Project((with_choice(shot, SegmentChoice(span, take=take.id)),)))
    coming = Variations((SegmentChoice(span), SegmentChoice(span, seed=7)), (7,))
    leave(project, (SPANS[1],), variations={shot.id: (coming,)})
    assert shiage("render", project, "--left").code == 0
    assert {take.seed for take in scan_takes(project).takes} == {shot.seed, 7}
    assert not (project / journal.FILE).exists()


def test_where_nothing_is_left_by_now_the_journal_says_so(project, shiage) -> None:
    assert shiage("render", project).code == 0
    leave(project, SPANS)
    assert "Nothing was left" in shiage("render", project, "--left").out
    assert not (project / journal.FILE).exists()


def test_segments_are_either_named_or_left(project, shiage) -> None:
    done = shiage("render", project, "--left", "--segment", "1")
    assert done.code == 1
    assert "not allowed with" in done.err
