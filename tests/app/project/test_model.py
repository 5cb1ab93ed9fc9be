"""The model's edits and what it answers about a shot."""

from __future__ import annotations

import pytest
from project_samples import line_art

from app.project.model import (
    Drawing,
    Key,
    LineArt,
    Project,
    Prompt,
    SegmentChoice,
    Shot,
    Span,
    with_choice,
    with_key,
    with_key_moved,
    with_prompt,
    with_prompt_moved,
    without_key,
)

SHOT = Shot(id="shot1", name="cut 7")


def key(number: int, name: str = "") -> Key:
    return Key(number, f"keys/{number}{name}.png", f"digest of {number}{name}")


def drawn(*drawings: str, missing: str = "hold") -> LineArt:
    """Line art from frame 1 with these digests; an empty one is a gap."""
    frames = [Drawing(n, f"{n}.png" if mark else "", mark) for n, mark in enumerate(drawings, 1)]
    return LineArt("line", "", 8, 8, tuple(frames), missing=missing)  # pyright: ignore[reportArgumentType]


def test_a_span_counts_both_its_ends():
    span = Span(1001, 1024)
    assert span.length == 24
    for number, inside in ((1000, False), (1001, True), (1024, True), (1025, False), ("1001", False)):
        assert (number in span) == inside


def test_a_gap_holds_the_drawing_before_it_and_keeps_its_own_number():
    line = drawn("a", "", "", "b")
    assert [(frame.number, frame.digest) for frame in line.shown] == [(1, "a"), (2, "a"), (3, "a"), (4, "b")]
    assert line.gaps == (2, 3)
    assert line.holds == {2, 3}


def test_a_gap_at_the_start_is_blank_for_want_of_a_drawing_before_it():
    line = drawn("", "a")
    assert line.shown[0] == Drawing(1)
    assert line.holds == frozenset()


@pytest.mark.parametrize("policy", ["blank", "error"])
def test_other_policies_leave_a_gap_blank(policy: str):
    line = drawn("a", "", "", "a", missing=policy)
    assert [frame.path for frame in line.shown] == ["1.png", "", "", "4.png"]
    assert line.holds == {3}  # two blanks in a row are one drawing


def test_holds_are_runs_of_one_drawing():
    line = drawn("a", "a", "b", "a", "a", "a")
    assert line.holds == {2, 5, 6}
    assert line.begins == (1, 3, 4)


def test_marks_differ_exactly_where_a_frame_between_them_does():
    before, after = drawn("a", "b", "c", "d"), drawn("a", "x", "c", "d")

    def between(line: LineArt, first: int, last: int) -> int:
        return (line.marks[last] - line.marks[first - 1]) % (1 << 128)

    for first in range(1, 5):
        for last in range(first, 5):
            assert (between(before, first, last) == between(after, first, last)) == (not first <= 2 <= last)


def test_the_drawing_at_a_number_outside_the_shot_is_a_key_error():
    line = line_art("/media", first=0, count=3)
    assert line.drawing(0).number == 0
    for number in (-1, 3):
        with pytest.raises(KeyError):
            line.drawing(number)


def test_keys_stay_sorted_and_one_a_frame_whatever_the_order_of_edits():
    shot = SHOT
    for number in (5, 1, 9, 5, 3):
        shot = with_key(shot, key(number, "new" if shot.key(number) else ""))
    assert [laid.number for laid in shot.keys] == [1, 3, 5, 9]
    assert shot.key(5) == key(5, "new")
    assert shot.key(4) is None
    assert shot.key(10) is None
    assert [laid.number for laid in without_key(shot, 5).keys] == [1, 3, 9]
    assert without_key(shot, 4) == shot


def test_a_moved_key_replaces_what_lies_there_and_keeps_its_picture():
    shot = with_key(with_key(SHOT, key(1)), key(2))
    moved = with_key_moved(shot, 1, 2)
    assert [(laid.number, laid.path) for laid in moved.keys] == [(2, "keys/1.png")]
    assert with_key_moved(shot, 7, 8) == shot
    assert with_key_moved(shot, 1, 1) == shot


def test_a_default_choice_is_not_stored():
    span = Span(1, 24)
    shot = with_choice(SHOT, SegmentChoice(span, locked=True))
    assert shot.choice(span).locked
    assert shot.choice(Span(25, 48)) == SegmentChoice(Span(25, 48))
    assert with_choice(shot, SegmentChoice(span)).choices == ()


def test_prompts_are_set_replaced_and_removed_by_their_range():
    shot = with_prompt(with_prompt(SHOT, " night ", Span(5, 9)), "rain")
    assert shot.prompts == (Prompt("rain"), Prompt("night", Span(5, 9)))
    assert with_prompt(shot, "day", Span(5, 9)).prompts[1].text == "day"
    assert with_prompt(shot, "  ").prompts == (Prompt("night", Span(5, 9)),)


def test_words_to_avoid_keep_a_prompt_and_move_with_it():
    shot = with_prompt(SHOT, "", Span(5, 9), " rain ")
    assert shot.prompts == (Prompt("", Span(5, 9), "rain"),)
    assert with_prompt_moved(shot, Span(5, 9), None).prompts == (Prompt("", None, "rain"),)
    said = with_prompt(shot, "night", Span(5, 9), "rain")
    assert with_prompt(said, "", Span(5, 9)).prompts == ()


def test_a_moved_prompt_keeps_its_words_and_replaces_what_is_said_there():
    shot = with_prompt(with_prompt(SHOT, "night", Span(5, 9)), "rain")
    assert with_prompt_moved(shot, Span(5, 9), Span(6, 12)).prompts == (Prompt("rain"), Prompt("night", Span(6, 12)))
    assert with_prompt_moved(shot, None, Span(5, 9)).prompts == (Prompt("rain", Span(5, 9)),)
    assert with_prompt_moved(shot, Span(1, 2), Span(5, 9)) is shot
    assert with_prompt_moved(shot, Span(5, 9), Span(5, 9)) is shot


def test_a_shot_is_replaced_in_its_place_or_added():
    project = Project((Shot("a", "A"), Shot("b", "B")))
    assert [shot.name for shot in project.with_shot(Shot("a", "A2")).shots] == ["A2", "B"]
    assert [shot.name for shot in project.with_shot(Shot("c", "C")).shots] == ["A", "B", "C"]
    with pytest.raises(KeyError):
        project.shot("c")
