"""What makes a segment stale, for each colorizer: only what its colors are made from, and nothing in old projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.project.colorizers import FINAL, LONGANIMATION, PRESET, with_colorizer
from app.project.model import (
    Drawing,
    Key,
    LineArt,
    Reference,
    SegmentChoice,
    Shot,
    Span,
    with_choice,
    with_key,
    with_key_moved,
    with_prompt,
    without_key,
)
from app.project.staleness import inputs_digest, segments

Edit = Callable[[Shot], Shot]


def line_art(count: int) -> LineArt:
    return LineArt("walk", "", 16, 9, tuple(Drawing(n, f"{n}.png", str(n)) for n in range(1, count + 1)))


def key(number: int, mark: str = "") -> Key:
    return Key(number, f"{number}{mark}.png", f"{number}{mark}")


SHOT = Shot("shot1", "walk", line=line_art(48))


def test_words_leave_draft_color_as_it_is():
    spoken = with_prompt(with_prompt(SHOT, "rain"), "night", Span(1, 9))
    assert inputs_digest(spoken, Span(1, 24), 0) == inputs_digest(SHOT, Span(1, 24), 0)


def test_words_count_on_their_frames_for_a_colorizer_that_reads_them():
    shot = replace(SHOT, colorizer="longanimation")
    night = with_prompt(shot, "night", Span(1, 9))
    avoiding = with_prompt(shot, "night", Span(1, 9), "rain")
    assert inputs_digest(avoiding, Span(1, 24), 0) != inputs_digest(night, Span(1, 24), 0), "what to avoid counts"
    assert inputs_digest(avoiding, Span(25, 48), 0) == inputs_digest(shot, Span(25, 48), 0)
    assert inputs_digest(night, Span(1, 24), 0) != inputs_digest(shot, Span(1, 24), 0)
    assert inputs_digest(night, Span(25, 48), 0) == inputs_digest(shot, Span(25, 48), 0)
    rain = with_prompt(shot, "rain")
    assert inputs_digest(rain, Span(25, 48), 0) != inputs_digest(shot, Span(25, 48), 0)


# Draft's digests as they are in the takes of projects that were saved before there was a choice of colorizers.
OLD = Shot(
    "shot1",
    "walk",
    line=line_art(60),
    keys=(Key(1, "a.png", "a"), Key(30, "b.png", "b")),
    references=(Reference("Mika", "m.png", "sheet"),),
    seed=7,
)
OLD_SET = replace(OLD, settings=(("soft", True), ("amount", 0.5)), line=replace(line_art(60), polarity="light"))
GOLDEN = [
    (
        OLD,
        ["d40f0056da858af5cf794220f57384fb", "158339812772a06d7905a583c4fd857c", "cdfc5a9db56daf386a4aeff52f3a3d13"],
    ),
    (
        OLD_SET,
        ["2345cfb8de25cf454f16c41a19c23b16", "54df24e71b0c3549df2afd9910e6660a", "35829446f3f47d6ded2ff68ae6f2dfcb"],
    ),
]


@pytest.mark.parametrize(("shot", "digests"), GOLDEN, ids=["plain", "with settings"])
def test_takes_of_draft_in_projects_saved_long_ago_stay_fresh(shot: Shot, digests: list[str]):
    assert [segment.inputs for segment in segments(shot, ())] == digests


def test_a_segment_of_draft_without_a_key_in_reach_keeps_its_digest_too():
    assert inputs_digest(replace(OLD, keys=()), Span(5, 9), 3) == "9a18b2662befab16dc721186675e8a8d"


def test_a_reference_chosen_for_another_colorizer_leaves_draft_as_it_is():
    chosen = with_choice(OLD, SegmentChoice(Span(1, 24), reference=30))
    assert [segment.inputs for segment in segments(chosen, ())] == GOLDEN[0][1]


# LongAnimation: 200 frames in three segments, 1-81, 65-145 and 129-200, with keys on 1, 100 and 190.
LONG = with_colorizer(
    Shot("shot1", "run", line=line_art(200), keys=(key(1), key(100), key(190))), LONGANIMATION.name, [(PRESET, "quick")]
)


def redrawn(*numbers: int) -> Edit:
    def edit(shot: Shot) -> Shot:
        assert shot.line is not None
        frames = tuple(replace(f, digest="new") if f.number in numbers else f for f in shot.line.frames)
        return replace(shot, line=replace(shot.line, frames=frames))

    return edit


def referring(index: int, number: int) -> Edit:
    def edit(shot: Shot) -> Shot:
        return with_choice(shot, SegmentChoice(segments(shot, ())[index].span, reference=number))

    return edit


def one_after_the_other(*edits: Edit) -> Edit:
    def edit(shot: Shot) -> Shot:
        for each in edits:
            shot = each(shot)
        return shot

    return edit


# The first segment may take 1 or the 100 after it; the second 1 before it, 100, 190; the third 100 before it, 190.
EDITS: dict[str, tuple[Edit, set[int]]] = {
    "another name": (lambda shot: replace(shot, name="walk"), set()),
    "a drawing of the first": (redrawn(40), {0}),
    "a drawing of two": (redrawn(70), {0, 1}),
    "a drawing of the last": (redrawn(160), {2}),
    "the drawing at a key inside": (redrawn(190), {1, 2}),
    "the drawing at a key all look at": (redrawn(100), {0, 1, 2}),
    "the drawing at the first key": (redrawn(1), {0, 1}),
    "the first key, painted anew": (lambda shot: with_key(shot, key(1, "b")), {0, 1}),
    "the key between, painted anew": (lambda shot: with_key(shot, key(100, "b")), {0, 1, 2}),
    "the last key, painted anew": (lambda shot: with_key(shot, key(190, "b")), {1, 2}),
    "the last key taken away": (lambda shot: without_key(shot, 190), {1, 2}),
    "the last key one frame on": (lambda shot: with_key_moved(shot, 190, 191), {1, 2}),
    "a key more in the first": (lambda shot: with_key(shot, key(30)), {0, 1}),
    "a key more where the first begins another": (lambda shot: with_key(shot, key(65)), {0, 1}),
    "a key more behind the last": (lambda shot: with_key(shot, key(200)), {2}),
    "a key outside the line art": (lambda shot: with_key(shot, key(201)), set()),
    "an override": (referring(2, 1), {2}),
    "an override to a key it might have taken": (referring(1, 190), {1}),
    "an override to a frame without a key": (referring(1, 50), set()),
    "words for frames of two": (lambda shot: with_prompt(shot, "rain", Span(130, 140)), {1, 2}),
    "a sheet more": (lambda shot: replace(shot, references=(Reference("Mika", "m.png", "m"),)), {0, 1, 2}),
    "another preset": (lambda shot: replace(shot, settings=((PRESET, FINAL.name),)), {0, 1, 2}),
    "another seed": (lambda shot: replace(shot, seed=3), {0, 1, 2}),
}


def stale_after(before: Shot, after: Shot) -> set[int]:
    return {
        index
        for index, (old, new) in enumerate(zip(segments(before, ()), segments(after, ()), strict=True))
        if old.inputs != new.inputs
    }


@pytest.mark.parametrize(("edit", "stale"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_makes_those_segments_of_longanimation_stale_that_are_made_from_it(edit: Edit, stale: set[int]):
    assert stale_after(LONG, edit(LONG)) == stale


# The second segment refers to the key on 190, whatever else it might have taken.
OVERRIDDEN: dict[str, tuple[Edit, set[int]]] = {
    "a key outside that it does not refer to": (lambda shot: with_key(shot, key(1, "b")), {0}),
    "a key inside, which it honors": (lambda shot: with_key(shot, key(100, "b")), {0, 1, 2}),
    "another choice": (referring(1, 100), {1}),
    "its key, painted anew": (lambda shot: with_key(shot, key(190, "b")), {1, 2}),
    "the drawing at its key": (redrawn(190), {1, 2}),
    "a key more inside it": (lambda shot: with_key(shot, key(120)), {1, 2}),
    "its key moved along": (lambda shot: with_key_moved(shot, 190, 195), {1, 2}),
    "its key taken away and laid again": (
        one_after_the_other(lambda shot: without_key(shot, 190), lambda shot: with_key(shot, key(190))),
        set(),
    ),
    "back to automatic": (
        lambda shot: replace(shot, choices=()),
        {1},
    ),
}


@pytest.mark.parametrize(("edit", "stale"), OVERRIDDEN.values(), ids=OVERRIDDEN.keys())
def test_a_segment_that_refers_to_a_chosen_key_depends_on_it_and_on_those_inside(edit: Edit, stale: set[int]):
    shot = referring(1, 190)(LONG)
    assert stale_after(shot, edit(shot)) == stale


def test_a_key_that_is_referred_to_is_followed_where_it_is_moved():
    shot = with_key_moved(referring(1, 190)(LONG), 190, 195)
    assert shot.choice(Span(65, 145)).reference == 195
    gone = without_key(shot, 195)
    assert inputs_digest(gone, Span(65, 145), 0) == inputs_digest(without_key(LONG, 190), Span(65, 145), 0)
