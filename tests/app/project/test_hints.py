"""Hints are edited as frozen data, kept in the project, and make stale what depends on them and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.project.errors import ProjectDamagedError
from app.project.format import decode, encode
from app.project.hints import (
    Anchor,
    Hint,
    counts_on,
    new_hint,
    stretches,
    with_anchor,
    with_color,
    without_anchor,
    without_hint,
)
from app.project.model import Drawing, Key, LineArt, Project, SegmentPlan, Shot
from app.project.staleness import segments
from app.render.requests import colorize_shot
from engine.protocol.messages import ColorHint, HintAnchor

RED, BLUE = (200, 30, 30), (20, 40, 220)
FRAMES = tuple(Drawing(number, f"/line/{number}.png", f"{number:032x}") for number in range(1, 61))
SHOT = Shot(
    id="shot1",
    name="a shot",
    line=LineArt("line", "/line", 640, 360, FRAMES),
    keys=(Key(1, "keys/1.png", "a" * 32), Key(31, "keys/31.png", "b" * 32)),
    plan=SegmentPlan(10),
)


def hinted(*anchors: Anchor, color: tuple[int, int, int] = RED) -> Shot:
    return replace(SHOT, hints=(Hint("one", color, anchors),))


def changed(before: Shot, after: Shot) -> list[int]:
    """The first frames of the segments that are made from something else."""
    pairs = zip(segments(before, ()), segments(after, ()), strict=True)
    return [one.span.first for one, other in pairs if one.inputs != other.inputs]


def test_only_segments_between_the_keys_around_a_hint_depend_on_it() -> None:
    assert changed(SHOT, hinted(Anchor(15, 3, 4))) == [1, 11, 21]
    assert changed(SHOT, hinted(Anchor(45, 3, 4))) == [31, 41, 51]
    assert changed(SHOT, hinted(Anchor(31, 3, 4))) == [1, 11, 21, 31, 41, 51], "on a key's frame it holds on both sides"
    assert changed(SHOT, hinted(Anchor(99, 3, 4))) == []


def test_moving_recoloring_and_anchoring_count() -> None:
    before = hinted(Anchor(15, 3, 4))
    assert changed(before, hinted(Anchor(15, 3, 5))) == [1, 11, 21]
    assert changed(before, hinted(Anchor(15, 3, 4), color=BLUE)) == [1, 11, 21]
    assert changed(before, hinted(Anchor(15, 3, 4), Anchor(45, 3, 4))) == [31, 41, 51]
    assert changed(before, replace(before, hints=(replace(before.hints[0], id="another"),))) == []


def test_of_two_hints_the_order_counts() -> None:
    one, other = Hint("one", RED, (Anchor(15, 3, 4),)), Hint("other", BLUE, (Anchor(16, 3, 4),))
    before, after = (replace(SHOT, hints=hints) for hints in ((one, other), (other, one)))
    assert changed(before, after) == [1, 11, 21]


def test_a_drawing_between_the_hint_and_a_segment_counts_for_that_segment() -> None:
    """Without the hint, the segments before a changed drawing are what they were: no key lies behind them."""
    assert SHOT.line is not None
    frames = tuple(replace(frame, digest="f" * 32) if frame.number == 48 else frame for frame in FRAMES)
    redrawn = replace(SHOT.line, frames=frames)
    assert changed(SHOT, replace(SHOT, line=redrawn)) == [41, 51]
    before = hinted(Anchor(55, 3, 4))
    assert changed(before, replace(before, line=redrawn)) == [31, 41, 51]


def test_a_colorizer_that_heeds_no_hints_does_not_depend_on_them() -> None:
    before, after = (replace(shot, colorizer="longanimation") for shot in (SHOT, hinted(Anchor(15, 3, 4))))
    assert changed(before, after) == []


def test_only_segments_with_frames_that_a_hint_is_limited_to_depend_on_it() -> None:
    limited = replace(SHOT, hints=(Hint("one", RED, (Anchor(15, 3, 4),), (12, 18)),))
    assert changed(SHOT, limited) == [11]
    wider = replace(SHOT, hints=(Hint("one", RED, (Anchor(15, 3, 4),), (12, 21)),))
    assert changed(SHOT, wider) == [11, 21]
    assert changed(limited, wider) == [11, 21], "the same hint on other frames is something else"
    over_a_key = replace(SHOT, hints=(Hint("one", RED, (Anchor(25, 3, 4), Anchor(31, 5, 5)), (25, 35)),))
    assert changed(SHOT, over_a_key) == [21, 31]


def test_a_dragged_hint_is_anchored_there_too_and_goes_with_its_last_anchor() -> None:
    hints = (new_hint(RED, Anchor(9, 1.5, 2)), new_hint(BLUE, Anchor(9, 5, 5)))
    first = hints[0].id
    assert first != hints[1].id
    dragged = with_anchor(hints, first, Anchor(4, 8, 8))
    assert dragged[0].anchors == (Anchor(4, 8, 8), Anchor(9, 1.5, 2))
    assert with_anchor(dragged, first, Anchor(9, 7, 7))[0].anchors == (Anchor(4, 8, 8), Anchor(9, 7, 7))
    assert dragged[1] == hints[1]
    left = without_anchor(dragged, first, 9)
    assert left[0].anchors == (Anchor(4, 8, 8),)
    assert without_anchor(left, first, 4) == hints[1:] == without_hint(dragged, first)
    assert [hint.color for hint in with_color(hints, first, BLUE)] == [BLUE, BLUE]


def test_stretches_lead_from_key_to_key() -> None:
    assert stretches(1, 60, [1, 31]) == ((1, 31), (31, 60))
    assert stretches(1, 60, [10]) == ((1, 10), (10, 60))
    assert stretches(1, 60, []) == ((1, 60),)
    assert stretches(5, 5, [5]) == ((5, 5),)


def test_a_hint_counts_out_to_the_keys_around_its_anchors() -> None:
    hint = Hint("one", RED, (Anchor(45, 1, 1),))
    assert counts_on(hint, 1, 60, [25, 31]) == [(31, 60)]
    assert counts_on(hint, 1, 60, [25, 50]) == [(25, 50)]
    assert counts_on(replace(hint, anchors=(Anchor(31, 1, 1),)), 1, 60, [25, 31, 50]) == [(25, 50)]
    assert counts_on(replace(hint, anchors=(Anchor(3, 1, 1), Anchor(55, 1, 1))), 1, 60, [25, 50]) == [(1, 25), (50, 60)]
    assert counts_on(replace(hint, only=(40, 48)), 1, 60, [25, 50]) == [(40, 48)]
    assert counts_on(replace(hint, only=(1, 9)), 1, 60, [25, 50]) == []


def test_a_project_keeps_its_hints(tmp_path: Path) -> None:
    limited = Hint("two", BLUE, (Anchor(9, 1, 1),), (8, 12))
    shot = hinted(Anchor(15, 3.5, 4.25), Anchor(20, 5, 6))
    project = Project((replace(shot, hints=(*shot.hints, limited)),))
    data = encode(project, tmp_path)
    assert decode(data, tmp_path).project == project
    assert decode(data.replace(b'"hints"', b'"other"'), tmp_path).project.shots[0].hints == ()
    for broken in (b"[15, 3.5, 4.25], [15, 5.0, 6.0]", b""):
        with pytest.raises(ProjectDamagedError, match="anchors are not one on a frame"):
            decode(
                data.replace(b"[15, 3.5, 4.25], [20, 5.0, 6.0]", broken).replace(b"[20, 5, 6]", b"[15, 5, 6]"), tmp_path
            )
    with pytest.raises(ProjectDamagedError, match="end before they begin"):
        decode(data.replace(b"[8, 12]", b"[8, 7]"), tmp_path)
    with pytest.raises(ProjectDamagedError, match="color"):
        decode(data.replace(b"[200, 30, 30]", b"[200, 300, 30]"), tmp_path)


def test_a_request_has_the_hints(tmp_path: Path) -> None:
    shot = hinted(Anchor(15, 3.5, 4))
    shot = replace(shot, hints=(*shot.hints, Hint("two", BLUE, (Anchor(9, 1, 1),), (8, 12))))
    every = segments(shot, ())
    request = colorize_shot(shot, every, every, tmp_path, "job")
    assert request.hints == (
        ColorHint(color=RED, anchors=(HintAnchor(number=15, x=3.5, y=4),)),
        ColorHint(color=BLUE, anchors=(HintAnchor(number=9, x=1, y=1),), only=(8, 12)),
    )
