"""Choosing a colorizer: the shot is cut anew, and what the other one made comes back with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.project.colorizers import (
    DRAFT,
    LONGANIMATION,
    line_colors,
    made_by,
    preset_of,
    untrained,
    with_colorizer,
    with_line_colors,
)
from app.project.model import (
    Drawing,
    LineArt,
    SegmentChoice,
    SegmentPlan,
    Shot,
    Span,
    Take,
    with_choice,
)
from app.project.staleness import segments

LINE = LineArt("walk", "", 16, 9, tuple(Drawing(n, f"{n}.png", str(n)) for n in range(1, 201)))
SHOT = with_colorizer(Shot("s", "walk", line=LINE), DRAFT.name)


def take(shot: Shot, index: int, made: float = 1.0) -> Take:
    segment = segments(shot, ())[index]
    name = f"{shot.colorizer}{index}"
    return Take(name, shot.id, segment.span, f"{name}.frames", segment.inputs, "p", segment.seed, shot.colorizer, made)


def test_each_colorizer_cuts_the_shot_its_own_way():
    assert SHOT.plan == DRAFT.plan == SegmentPlan(24, 0)
    spans = [segment.span for segment in segments(with_colorizer(SHOT, "longanimation"), ())]
    assert spans == [Span(1, 81), Span(65, 145), Span(129, 200)]


@pytest.mark.parametrize(
    ("settings", "second"),
    [({"mode": "official"}, 66), ({"overlap": 16}, 66), ({"mode": "official", "overlap": 17}, 65), ({"steps": 10}, 65)],
)
def test_the_authors_way_shares_a_frame_less(settings: dict[str, str | int], second: int):
    cut = [segment.span for segment in segments(with_colorizer(SHOT, "longanimation", settings.items()), ())]
    assert cut[:2] == [Span(1, 81), Span(second, second + 80)]


def test_what_was_made_and_chosen_with_one_comes_back_when_one_goes_back_to_it():
    chosen = with_choice(SHOT, SegmentChoice(Span(1, 24), locked=True))
    drafts = [take(chosen, index) for index in range(9)]
    long = with_colorizer(chosen, LONGANIMATION.name, [("preset", "quick")])
    assert [segment.take for segment in segments(long, drafts)] == [None] * 3
    takes = [*drafts, take(long, 1)]
    assert segments(long, takes)[1].fresh
    again = with_colorizer(long, DRAFT.name)
    assert again == chosen
    assert [segment.take for segment in segments(again, takes)] == drafts
    assert segments(again, takes)[0].locked


def test_a_shot_of_one_segment_shows_the_others_take_as_stale_until_it_has_its_own():
    line = LineArt("walk", "", 16, 9, LINE.frames[:20])
    draft = replace(SHOT, line=line)
    long = with_colorizer(draft, LONGANIMATION.name)
    old, new = take(draft, 0), take(long, 0, made=2.0)
    shown = segments(long, [old])[0]
    assert (shown.take, shown.fresh) == (old, False)
    assert segments(long, [old, new])[0].take == new
    assert segments(draft, [old, new])[0].take == old


@pytest.mark.parametrize(
    ("settings", "shown", "raw"),
    [
        ((), "Standard", False),
        ((("preset", "final"), ("weights", "released")), "Final", False),
        ((("preset", "quick"), ("weights", "tiny")), "Quick", True),
        ((("preset", "from a later version"),), "Standard", False),
    ],
)
def test_settings_say_which_preset_and_which_weights(settings, shown: str, raw: bool):
    assert preset_of(settings).shown == shown
    assert untrained(settings) is raw


def test_a_take_says_what_it_was_made_with_and_whether_that_was_trained():
    made, long_shot = take(SHOT, 0), with_colorizer(SHOT, "longanimation")
    long = take(long_shot, 0)
    raw = replace(long, preset="quick", weights="tiny")
    assert made_by(made, SHOT) == ()
    assert made_by(made, long_shot) == ("Draft",)
    assert made_by(replace(long, preset="final", weights="released"), long_shot) == ("Final",)
    assert made_by(raw, long_shot) == ("untrained", "Quick")
    assert made_by(raw, SHOT) == ("untrained", "LongAnimation", "Quick")
    assert made_by(replace(made, colorizer="later"), SHOT) == ("later",)


def test_draft_colors_lines_where_it_is_told_to_as_it_is_for_new_shots():
    assert line_colors(SHOT)
    assert with_colorizer(SHOT, DRAFT.name, [("ask", "flow")]).settings == (("line_colors", True), ("ask", "flow"))
    assert not line_colors(with_colorizer(SHOT, DRAFT.name, [("line_colors", False)]))
    assert not line_colors(with_colorizer(SHOT, LONGANIMATION.name))


def test_takes_from_before_lines_were_colored_stay_those_of_lines_as_they_are_drawn():
    before = Shot("s", "walk", line=LINE)
    takes = [take(before, index) for index in range(9)]
    assert not line_colors(before)
    assert all(segment.fresh for segment in segments(before, takes))
    colored = with_line_colors(before, wanted=True)
    assert line_colors(colored)
    assert not any(segment.fresh for segment in segments(colored, takes))
    assert with_line_colors(colored, wanted=False) == before
