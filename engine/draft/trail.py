"""Which drawings long before are remembered while colors are carried on and on: few, and ever sparser."""

from __future__ import annotations

from dataclasses import dataclass

SPACING = (4, 16, 64)
"""Of every so many drawings the last one is remembered."""


@dataclass(frozen=True)
class Trail:
    """How a drawing was reached: `depth` drawings after the key, and the remembered ones on the way, as frames after
    the key (before it: negative), one for each of SPACING, 0 for the key itself."""

    depth: int
    marks: tuple[int, ...]

    def onward(self, offset: int) -> Trail:
        """The trail of the drawing that takes its colors from this one, which lies `offset` frames after the key."""
        marks = (offset if self.depth % every == 0 else mark for every, mark in zip(SPACING, self.marks))
        return Trail(self.depth + 1, tuple(marks))


START = Trail(0, (0,) * len(SPACING))
"""The trail of the key."""
