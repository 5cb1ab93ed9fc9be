"""The rows of the timeline, from top to bottom, and how they share its height. Pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LaneName = Literal["ruler", "line", "keys", "prompts", "segments"]

HEADER = 112
GAP = 1
RULER, PROMPTS, SEGMENTS = 36, 22, 45
FOOT = 3  # px below those marks, that they do not seem to be cut off
MARKS = 16 + FOOT  # px at the foot of the segments, for marks of what needs a look: they hide no bar's words
LINE, KEYS = 58, 52
LINE_LEAST, KEYS_LEAST = 44, 40
LINE_MOST, KEYS_MOST = 110, 96
PROMPT_ROW, PROMPT_ROWS_MOST = 20, 3


@dataclass(frozen=True)
class Lane:
    """One row: px from the top of the timeline."""

    name: LaneName
    top: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True)
class Lanes:
    """All rows."""

    ruler: Lane
    line: Lane
    keys: Lane
    prompts: Lane
    segments: Lane

    @property
    def all(self) -> tuple[Lane, ...]:
        return (self.ruler, self.line, self.keys, self.prompts, self.segments)

    @property
    def bottom(self) -> int:
        return self.segments.bottom

    def at(self, y: float) -> LaneName | None:
        """The row at this height; a gap belongs to the row above it."""
        return next((lane.name for lane in self.all if lane.height and lane.top <= y < lane.bottom + GAP), None)


LEAST = RULER + LINE_LEAST + KEYS_LEAST + PROMPTS + SEGMENTS + 4 * GAP
USUAL = LEAST + LINE - LINE_LEAST + KEYS - KEYS_LEAST
FOLDED = PROMPTS + GAP  # px that are saved without the row of prompts


def lay(height: int, prompt_rows: int = 1) -> Lanes:
    """Share `height` px among the rows; `prompt_rows` is how many bars of prompts lie above one another, 0 for no row.

    What is over goes to those bars first, then to the pictures: three parts to the line art and two to the keys.
    """
    folded = prompt_rows == 0
    spare = max(0, height - LEAST + FOLDED * folded)
    more = min(PROMPT_ROW * (max(1, min(prompt_rows, PROMPT_ROWS_MOST)) - 1), spare)
    spare -= more
    line = min(LINE_MOST, LINE_LEAST + spare * 3 // 5)
    keys = min(KEYS_MOST, KEYS_LEAST + spare - spare * 3 // 5)
    rows: list[Lane] = []
    top = 0
    sizes: tuple[tuple[LaneName, int], ...] = (
        ("ruler", RULER),
        ("line", line),
        ("keys", keys),
        ("prompts", 0 if folded else PROMPTS + more),
        ("segments", SEGMENTS),
    )
    for name, tall in sizes:
        rows.append(Lane(name, top, tall))
        top += tall + GAP if tall else 0
    return Lanes(*rows)
