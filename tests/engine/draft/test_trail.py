"""Which drawings are remembered on the way."""

from __future__ import annotations

from engine.draft.trail import SPACING, START


def test_the_last_of_every_so_many_drawings_is_remembered() -> None:
    trail, offset = START, 0
    for depth in range(1, 300):
        trail = trail.onward(offset)
        offset = depth * 2  # each drawing is held for two frames
        assert trail.depth == depth
        for every, mark in zip(SPACING, trail.marks, strict=True):
            assert mark == (depth - 1) // every * every * 2
