"""The rows of the timeline, from top to bottom, and how they share its height. Pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LaneName = Literal["ruler", "line", "keys", "segments"]

HEADER = 112
GAP = 1
RULER, LINE, KEYS, SEGMENTS = 26, 58, 52, 34
LINE_MOST, KEYS_MOST = 96, 84


@dataclass(frozen=True)
class Lane:
    """One row: px from the top of the timeline."""

    name: LaneName
    top: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Lanes:
    """All rows."""

    ruler: Lane
    line: Lane
    keys: Lane
    segments: Lane

    @property
    def all(self) -> tuple[Lane, ...]:
        return (self.ruler, self.line, self.keys, self.segments)

    @property
    def bottom(self) -> int:
        return self.segments.bottom

    def at(self, y: float) -> LaneName | None:
        """The row at this height; a gap belongs to the row above it."""
        return next((lane.name for lane in self.all if lane.top <= y < lane.bottom + GAP), None)


LEAST = RULER + LINE + KEYS + SEGMENTS + 3 * GAP


def lay(height: int) -> Lanes:
    """Share `height` px: what is over goes to the pictures, three parts to the line art and two to the keys."""
    spare = max(0, height - LEAST)
    line = min(LINE_MOST, LINE + spare * 3 // 5)
    keys = min(KEYS_MOST, KEYS + spare - spare * 3 // 5)
    rows: list[Lane] = []
    top = 0
    sizes: tuple[tuple[LaneName, int], ...] = (
        ("ruler", RULER),
        ("line", line),
        ("keys", keys),
        ("segments", SEGMENTS),
    )
    for name, tall in sizes:
        rows.append(Lane(name, top, tall))
        top += tall + GAP
    return Lanes(*rows)
