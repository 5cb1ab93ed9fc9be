"""Requests: self-contained, in the order asked for, and refused with a sentence where the shot is not ready."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.project import staleness
from app.project.model import (
    Drawing,
    Key,
    LineArt,
    Prompt,
    Reference,
    SegmentChoice,
    SegmentPlan,
    Shot,
    Span,
    Take,
    with_choice,
    without_key,
)
from app.render.requests import RequestError, colorize_shot
from engine.protocol import framing
from engine.protocol.messages import HistoryFrames, LineFrame, PromptRange, ToEngine

FOLDER = Path("/projects/walk.shiage")


def shot(**changes: object) -> Shot:
    frames = tuple(Drawing(number, f"/media/line.{number}.png", f"d{number}") for number in range(1001, 1031))
    plain = Shot(
        id="s1",
        name="walk",
        line=LineArt("line", "/media", 64, 48, frames, polarity="light"),
        keys=(Key(1001, "keys/a.png", "a"), Key(1020, "/elsewhere/b.png", "b")),
        references=(Reference("sheet", "keys/sheet.png", "s"),),
        prompts=(Prompt("a girl"), Prompt("at night", Span(1010, 1012), "rain")),
        settings=(("gap", 3),),
        seed=4,
        plan=SegmentPlan(10),
    )
    return replace(plain, **changes)


def take(of: Shot, index: int) -> Take:
    segment = staleness.segments(of, ())[index]
    return Take(f"t{index}", of.id, segment.span, f"takes/s1/t{index}.frames", segment.inputs, "p", 4, "draft", 1.0)


@pytest.mark.parametrize("place", ["line", "key", "project"])
def test_a_name_that_is_not_unicode_is_refused_with_a_sentence(place: str) -> None:
    name = os.fsdecode(b"/media/\x90\xfc\x89\xe6.png")
    line = shot().line
    assert line is not None
    change: dict[str, object] = {}
    if place == "line":
        change = {"line": replace(line, frames=(replace(line.frames[0], path=name), *line.frames[1:]))}
    elif place == "key":
        change = {"keys": (Key(1001, name, "a"),)}
    with pytest.raises(RequestError, match=r"/media/.*has a name Shiage cannot pass on\. Rename") as refused:
        colorize_shot(shot(**change), (), [], Path(name) if place == "project" else FOLDER, "j")
    str(refused.value).encode()


def test_a_request_says_everything_with_absolute_paths() -> None:
    segments = staleness.segments(shot(), (take(shot(), 1),))
    request = colorize_shot(shot(), segments, [segments[2], segments[0]], FOLDER, "job")
    assert (request.job, request.colorizer, request.width, request.height) == ("job", "draft", 64, 48)
    assert request.polarity == "light"
    assert len(request.frames) == 30
    assert request.frames[0] == LineFrame(number=1001, path="/media/line.1001.png", digest="d1001")
    assert [(key.number, Path(key.path)) for key in request.keys] == [
        (1001, FOLDER / "keys/a.png"),
        (1020, Path("/elsewhere/b.png")),
    ]
    assert Path(request.references[0].path) == FOLDER / "keys/sheet.png"
    assert set(request.prompts) == {
        PromptRange(first=1001, last=1030, text="a girl"),
        PromptRange(first=1010, last=1012, text="at night", avoid="rain"),
    }
    assert request.settings == {"gap": 3}
    assert [(s.index, s.first, s.last, s.seed) for s in request.segments] == [(2, 1021, 1030, 4), (0, 1001, 1010, 4)]
    assert [s.digest for s in request.segments] == [segments[2].inputs, segments[0].inputs]
    assert request.history == (HistoryFrames(first=1011, last=1020, path=str(FOLDER / "takes/s1/t1.frames")),)
    assert Path(request.out_dir) == FOLDER / "takes" / "s1"
    assert framing.decode(framing.encode(request)[4:], ToEngine) == request


def with_gap(missing: str) -> Shot:
    line = shot().line
    assert line is not None
    frames = tuple(Drawing(1005) if frame.number == 1005 else frame for frame in line.frames)
    return shot(line=replace(line, frames=frames, missing=missing))


def test_a_request_says_whether_the_artist_has_the_drawings_or_the_app_decoded_them() -> None:
    plain = shot()
    assert plain.line is not None
    first, *others = plain.line.frames
    inside = replace(plain.line, frames=(replace(first, path="media/line.1001.png"), *others))
    for line, decoded in ((plain.line, False), (inside, True), (replace(plain.line, extracted=True), True)):
        each = replace(plain, line=line)
        cut = staleness.segments(each, ())
        assert colorize_shot(each, cut, cut, FOLDER, "j").decoded is decoded


def test_a_missing_frame_is_held_blank_or_an_error_as_the_artist_chose() -> None:
    for missing, path in (("hold", "/media/line.1004.png"), ("blank", "")):
        gap = with_gap(missing)
        request = colorize_shot(gap, staleness.segments(gap, ()), [], FOLDER, "j")
        assert [frame.number for frame in request.frames] == list(range(1001, 1031))
        assert request.frames[4].path == path
    with pytest.raises(RequestError, match=r"Frame 1005 .* is missing"):
        colorize_shot(with_gap("error"), (), [], FOLDER, "j")


@pytest.mark.parametrize(("change", "words"), [({"line": None}, "no line art"), ({"keys": ()}, "no colored key")])
def test_a_shot_that_is_not_ready_is_one_sentence(change: dict[str, object], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        colorize_shot(shot(**change), (), [], FOLDER, "j")


def test_a_key_that_no_frame_reaches_is_left_out() -> None:
    beyond = shot(keys=(*shot().keys, Key(2000, "keys/c.png", "c")))
    request = colorize_shot(beyond, staleness.segments(beyond, ()), [], FOLDER, "j")
    assert [key.number for key in request.keys] == [1001, 1020]


def test_a_segment_refers_to_the_key_chosen_for_it_as_long_as_one_lies_there() -> None:
    chosen = with_choice(shot(), SegmentChoice(Span(1011, 1020), reference=1020))
    everything = staleness.segments(chosen, ())
    asked = colorize_shot(chosen, everything, everything, FOLDER, "job").segments
    assert [segment.reference for segment in asked] == [None, 1020, None]
    gone = without_key(chosen, 1020)
    everything = staleness.segments(gone, ())
    asked = colorize_shot(gone, everything, everything, FOLDER, "job").segments
    assert [segment.reference for segment in asked] == [None, None, None]
