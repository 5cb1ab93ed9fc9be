"""Which takes may be tidied away: never one that is shown, starred, or would be shown with the other colorizer."""

from __future__ import annotations

from dataclasses import replace

from app.project.model import (
    Drawing,
    Key,
    LineArt,
    SegmentChoice,
    SegmentPlan,
    Shot,
    Span,
    Take,
    TakeMark,
    with_choice,
    with_mark,
)
from app.project.spare import spare_takes
from app.project.staleness import segments

FIRST, SECOND, WHOLE = Span(1, 12), Span(13, 24), Span(1, 24)
SHOT = Shot(
    "shot1",
    "walk",
    line=LineArt("line", "/m", 64, 48, tuple(Drawing(number, f"/m/{number}.png", "d") for number in range(1, 25))),
    keys=(Key(1, "keys/1.png", "k"),),
    plan=SegmentPlan(12),
)


def take(name: str, span: Span, created: float, shot: str = "shot1") -> Take:
    return Take(name, shot, span, f"takes/{name}.frames", name, name, 0, "draft", created)


TAKES = (
    take("a", FIRST, 1), take("b", FIRST, 2), take("c", FIRST, 3), take("d", SECOND, 4),
    take("e", WHOLE, 5), take("f", WHOLE, 6), take("g", FIRST, 7, shot="shot2"),
)  # fmt: skip


def spared(shot: Shot) -> list[str]:
    return [each.id for each in spare_takes(shot, segments(shot, TAKES), TAKES)]


def test_what_is_shown_stays_and_so_does_what_the_other_plan_would_show():
    assert spared(SHOT) == ["a", "b", "e"]
    chosen = with_choice(SHOT, SegmentChoice(FIRST, take="a"))
    assert spared(chosen) == ["b", "c", "e"]
    assert spared(with_choice(chosen, SegmentChoice(WHOLE, take="e"))) == ["b", "c", "f"]
    assert spared(replace(SHOT, plan=SegmentPlan(24))) == ["a", "b", "e"]


def test_of_another_plan_what_was_shown_last_stays():
    shown = {WHOLE: "e", FIRST: "a"}
    assert [each.id for each in spare_takes(SHOT, segments(SHOT, TAKES, shown), TAKES, shown)] == ["b", "c", "f"]


def test_starred_takes_stay_and_a_note_alone_keeps_none():
    starred = with_mark(SHOT, TakeMark("b", star=True))
    assert spared(starred) == ["a", "e"]
    assert spared(with_mark(starred, TakeMark("a", note="the sleeve"))) == ["a", "e"]
    assert with_mark(starred, TakeMark("b")) == SHOT
