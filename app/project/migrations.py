"""One upgrade step for each older format of project.json, and the walk through them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FORMAT = 6

# Keyed by the format a step starts from; a step returns the data in the next format and may change what it is given.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    # 2 knows the key a segment refers to and plans of whole segments; what is not said is the default of both.
    1: lambda data: data,
    2: lambda data: _with_sources(data),  # noqa: PLW0108 - which stands below
    # 4 knows model sheets and what the artist thinks of takes; there were none of both.
    3: lambda data: data,
    # 5 knows notes on frames; there were none.
    4: lambda data: data,
    # 6 knows the model sheet and the quality chosen for one segment; what is not said is none.
    5: lambda data: data,
}


def _with_sources(data: dict[str, Any]) -> dict[str, Any]:
    """3 knows what a swatch stands for, which was its own color, and which palette is shown: the first."""
    for shot in data["shots"]:
        shot.setdefault("palette", "")
        for palette in shot["palettes"]:
            rows = palette["swatches"]
            palette["swatches"] = [row if row[7:10] == " = " else f"{row[:7]} = {row[:7]}: {row[8:]}" for row in rows]
    return data


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """`data` in the present format; raises KeyError where no step leads on from its own."""
    while data["format"] < FORMAT:
        before = data["format"]
        data = {**MIGRATIONS[before](data), "format": before + 1}
    return data
