"""What was found in takes, put together for the window: what did not change is not made anew."""

from __future__ import annotations

from dataclasses import replace

from app.project.concerns import Problem, gather
from app.project.model import Span
from app.ui.shown_concerns import Found, Known, Together

SIZE = (400, 300)


def unsure(number: int, left: int = 10) -> Problem:
    return Problem("doubt", number, (left, 10, 20, 20), 400, 0.5, "#ff0000")


def found(first: int, *problems: Problem) -> Found:
    """What was found in a take of six frames."""
    return Found((f"take{first}", ""), Span(first, first + 5), gather(problems, max(SIZE)))


def test_a_take_that_comes_changes_nothing_about_those_that_are_there() -> None:
    known = Known((found(1, unsure(2)), found(7, unsure(9))), (), (), (), SIZE)
    together = Together()
    before = together.of(known)
    after = together.of(replace(known, takes=(*known.takes, found(13, unsure(16)))))
    assert [concern.first for concern in after.concerns] == [2, 9, 16]
    assert all(after.takes[take] is seen for take, seen in before.takes.items())
    again = together.of(replace(known, takes=(*known.takes, found(13, unsure(16)))))
    assert again.concerns is after.concerns, "by which others know that nothing changed"


def test_what_goes_on_in_another_take_is_seen_in_each_where_that_is_shown() -> None:
    shown = Together().of(Known((found(1, unsure(5), unsure(6)), found(7, unsure(7), unsure(8))), (), (), (), SIZE))
    (concern,) = shown.concerns
    assert (concern.first, concern.last) == (5, 8)
    assert {take: sorted(seen.by_frame) for take, seen in shown.takes.items()} == {
        ("take1", ""): [5, 6],
        ("take7", ""): [7, 8],
    }
    assert [number for number, _ in shown.ticks] == [5, 6, 7, 8]


def test_nothing_is_seen_of_what_lies_below_a_key_or_is_not_shown() -> None:
    takes = (replace(found(1, unsure(2), unsure(3), unsure(5, 300)), shown=Span(1, 3)), found(7, unsure(9)))
    shown = Together().of(Known(takes, (), (3, 9), (), SIZE))
    assert [(each.first, each.last) for each in shown.concerns] == [(2, 2)]


def test_what_is_marked_as_fine_is_gone_from_all_takes_until_the_mark_is() -> None:
    together = Together()
    known = Known((found(1, unsure(6)), found(7, unsure(7))), (), (), (), SIZE)
    (concern,) = together.of(known).concerns
    fine = together.of(replace(known, fine=(concern.fine,)))
    assert fine.concerns == fine.ticks == ()
    assert not any(seen.by_frame for seen in fine.takes.values())
    assert together.of(known).concerns == (concern,)
