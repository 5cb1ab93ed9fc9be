"""Problems gathered over frames, and the artist's marks of what is fine, which are saved with the project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.project.concerns import Box, Kind, Problem, alike, gather, joined, open_concerns
from app.project.model import Project, Shot
from app.project.storage import create_project, open_project, save_project

SIDE, PIXELS = 400, 120_000


def problem(number: int, box: Box = (10, 10, 20, 20), kind: Kind = "doubt", severity: float = 0.5) -> Problem:
    return Problem(kind, number, box, 400, severity, "#ff0000")


def test_a_problem_that_moves_on_is_one_concern() -> None:
    (concern,) = gather((problem(at, (10 + 5 * at, 10, 20, 20), severity=at / 10) for at in range(1, 6)), SIDE)
    assert (concern.first, concern.last, concern.worst.number) == (1, 5, 5)
    assert concern.words == "Unsure color, frames 1 to 5"


def test_a_problem_that_moves_by_more_than_its_size_is_one_concern() -> None:
    problems = [problem(at, (10 + 26 * at, 10, 20, 20)) for at in range(1, 6)]
    assert [(each.first, each.last) for each in gather(problems, SIDE)] == [(1, 5)]
    far = [problem(at, (10 + 60 * at, 10, 20, 20)) for at in range(1, 4)]
    assert len(gather(far, SIDE)) == 3


def test_two_that_move_together_stay_two_and_themselves() -> None:
    one = [problem(at, (10 + 15 * at, 10, 20, 20)) for at in range(1, 6)]
    other = [problem(at, (60 + 15 * at, 10, 20, 20)) for at in range(1, 6)]
    found = gather((each for pair in zip(one, other) for each in pair), SIDE)
    assert [concern.problems for concern in found] == [tuple(one), tuple(other)]


def test_what_goes_on_in_the_next_take_is_one_with_it() -> None:
    first = gather([problem(1), problem(2), problem(6, (100, 10, 20, 20))], SIDE)
    second = gather([problem(7, (101, 10, 20, 20)), problem(7, (300, 10, 20, 20))], SIDE)
    third = gather([problem(9, (102, 10, 20, 20)), problem(20)], SIDE)
    spans = [(chain[0].first, chain[-1].last, len(chain)) for chain in joined([first, second, third], SIDE)]
    assert spans == [(1, 2, 1), (6, 9, 3), (7, 7, 1), (20, 20, 1)]


def test_another_place_kind_or_time_is_another_concern() -> None:
    problems = (problem(1), problem(2, (100, 10, 20, 20)), problem(2, kind="leak"), problem(9))
    assert [concern.first for concern in gather(problems, SIDE)] == [1, 2, 2, 9]


def test_two_alike_in_one_frame_stay_two() -> None:
    problems = (problem(1), problem(1, (12, 10, 20, 20)), problem(2), problem(2, (12, 10, 20, 20)))
    assert [len(concern.problems) for concern in gather(problems, SIDE)] == [2, 2]


def test_boxes_are_alike_by_what_they_share() -> None:
    assert alike((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert alike((0, 0, 10, 10), (5, 0, 10, 10)) == 50 / 150
    assert alike((0, 0, 10, 10), (20, 0, 10, 10)) == 0


def test_a_mark_means_the_same_place_and_color_in_a_later_take_too() -> None:
    concerns = gather([problem(1), problem(2), problem(7, kind="hole")], SIDE)
    mark = concerns[0].fine
    assert open_concerns(concerns, (mark,), PIXELS) == (concerns[1],)
    again = gather([problem(1, (11, 11, 20, 20))], SIDE)
    assert open_concerns(again, (mark,), PIXELS) == ()
    recolored = gather([replace(problem(1), color="#00ff00")], SIDE)
    assert open_concerns(recolored, (mark,), PIXELS) == recolored


def test_a_doubt_of_a_few_pixels_is_told_of_only_where_it_lasts() -> None:
    few = [replace(problem(number), area=10) for number in range(1, 4)]
    assert open_concerns(gather(few[:2], SIDE), (), PIXELS) == ()
    assert [each.extent for each in open_concerns(gather(few, SIDE), (), PIXELS)] == [30]
    assert len(open_concerns(gather([replace(few[0], area=30)], SIDE), (), PIXELS)) == 1, "or is larger"
    assert len(open_concerns(gather([replace(few[0], kind="hole")], SIDE), (), PIXELS)) == 1, "no mere doubt"


def test_marks_are_saved_with_the_project(tmp_path: Path) -> None:
    folder = tmp_path / "marked.shiage"
    create_project(folder)
    (concern,) = gather([problem(3)], SIDE)
    project = Project((Shot("shot1", "marked", fine=(concern.fine,)),))
    save_project(folder, project)
    assert open_project(folder).project == project
