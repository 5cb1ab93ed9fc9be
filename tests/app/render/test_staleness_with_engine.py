"""What staleness promises, checked on real pixels: what it calls fresh would come out the same again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from app.project.model import (
    Drawing,
    Key,
    SegmentChoice,
    Shot,
    Span,
    with_choice,
    with_key,
    with_key_moved,
    without_key,
)

Edit = Callable[[Shot], Shot]


async def color_all(rig) -> None:
    rig.submit()
    await rig.all_done()


def key_at(shot: Shot, number: int) -> Key:
    """The true colors of a frame of the drawn shot, as a key."""
    assert shot.line is not None
    path = Path(shot.line.source).parent / "color" / f"{number:04d}.png"
    return Key(number, str(path), blake2b(path.read_bytes(), digest_size=16).hexdigest())


def with_drawing_replaced(shot: Shot, number: int, by: int) -> Shot:
    assert shot.line is not None
    other = shot.line.drawing(by)
    frames = tuple(
        Drawing(number, other.path, other.digest) if frame.number == number else frame for frame in shot.line.frames
    )
    return replace(shot, line=replace(shot.line, frames=frames))


def with_light_lines(shot: Shot) -> Shot:
    assert shot.line is not None
    return replace(shot, line=replace(shot.line, polarity="light"))


EDITS: dict[str, tuple[Edit, set[int]]] = {
    # What the artist does, and which of the five segments must be colored again; keys lie on 1 and 15 of 30.
    "lay a key at the end": (lambda shot: with_key(shot, key_at(shot, 30)), {2, 3, 4}),
    "lay a key between": (lambda shot: with_key(shot, key_at(shot, 10)), {0, 1, 2}),
    "take a key away": (lambda shot: without_key(shot, 15), {0, 1, 2, 3, 4}),
    "move a key": (lambda shot: with_key_moved(shot, 15, 22), {0, 1, 2, 3, 4}),
    "redraw a frame at the end": (lambda shot: with_drawing_replaced(shot, 29, 20), {4}),
    "another variation of one": (lambda shot: with_choice(shot, SegmentChoice(Span(7, 12), seed=3)), {1}),
    "another polarity": (with_light_lines, {0, 1, 2, 3, 4}),
    "another name": (lambda shot: replace(shot, name="run"), set()),
}


@pytest.mark.parametrize(("edit", "stale"), EDITS.values(), ids=EDITS.keys())
def test_coloring_only_what_is_stale_gives_what_coloring_everything_gives(drawn, play, edit, stale) -> None:
    shot = drawn(30, length=6)
    shot = with_key(shot, key_at(shot, 15))

    async def scenario(rig) -> None:
        await color_all(rig)
        rig.shot = edit(shot)
        assert {segment.index for segment in rig.segments if segment.wanted} == stale
        await color_all(rig)
        assert all(segment.fresh for segment in rig.segments)
        kept = shown(rig)
        rig.takes.clear()
        rig.folder = rig.folder / "fresh"
        rig.folder.mkdir()
        await color_all(rig)
        assert kept == shown(rig)

    play(shot, scenario)


def shown(rig) -> dict[Span, str]:
    return {segment.span: segment.take.pixels for segment in rig.segments}
