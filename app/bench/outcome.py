"""What an evaluation found so far: a result for each clip, way and repetition, and means with their spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from app.bench.metrics import Score

NEAR, FAR = 14, 5  # frames nearest to a key, and the part of all that is farthest from one
Cell = tuple[float, float | None]
"""A value and its standard deviation, None for one value alone."""
Point = tuple[int, float, float, float]
"""Distance to the nearest key in frames, PSNR, that of the low and that of the high frequencies."""


@dataclass(frozen=True, eq=False)
class Result:
    """A clip colored in one way, once. curve: frames that are no keys. stages: steps that each was trained for, of a
    run. seconds: 0 where it was colored elsewhere."""

    clip: str
    variant: str
    repetition: str
    score: Score
    curve: Sequence[Point]
    frames: int
    seconds: float
    stages: Mapping[str, int]
    sheet: np.ndarray

    @property
    def highfreq_decay(self) -> float:
        """PSNR of the high frequencies, the frames farthest from the keys over the nearest; 1 is no decay."""
        ordered = self._ordered(3)
        return float(np.mean(ordered[-max(1, len(ordered) // FAR) :]) / self.near(3))

    def near(self, at: int) -> float:
        """The mean of this number of the points over the frames nearest to the keys."""
        return float(np.mean(self._ordered(at)[:NEAR]))

    def _ordered(self, at: int) -> list[float]:
        return [point[at] for point in sorted(self.curve, key=lambda point: point[0])]

    @property
    def values(self) -> dict[str, float]:
        return {**asdict(self.score), "highfreq_decay": self.highfreq_decay}


@dataclass
class Outcome:
    """`tables`: headings and the ways beneath each. `supplied`: which of lpips, fid and fvd are measured; `lpips` by
    clip, way and repetition; `distances`, FID and FVD by way and repetition; `counted`: of how many features."""

    title: str
    command: str
    tables: Sequence[tuple[str, Sequence[str]]]
    supplied: Sequence[str] = ()
    results: list[Result] = field(default_factory=list)
    lpips: dict[tuple[str, str, str], float] = field(default_factory=dict)
    distances: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def repetitions(self) -> list[str]:
        return list(dict.fromkeys(one.repetition for one in self.results))

    def of_variant(self, variant: str) -> list[Result]:
        return [one for one in self.results if one.variant == variant]

    def of_result(self, one: Result) -> dict[str, Cell]:
        """The values of one clip."""
        found = {**one.values, **self._lpips(one)}
        return {name: (value, None) for name, value in found.items()}

    def mean(self, variant: str) -> dict[str, Cell]:
        """Means over the clips, then over the repetitions, with the spread of the latter."""
        rows: list[dict[str, float]] = []
        for repetition in self.repetitions:
            found = [one for one in self.of_variant(variant) if one.repetition == repetition]
            if not found:
                continue
            told = [{**one.values, **self._lpips(one)} for one in found]
            row = {name: float(np.mean([each[name] for each in told])) for name in told[0] if name in told[-1]}
            rows.append({**row, **self.distances.get((variant, repetition), {})})
        names = [name for name in rows[0] if all(name in row for row in rows)]
        return {name: _cell([row[name] for row in rows]) for name in names}

    def _lpips(self, one: Result) -> dict[str, float]:
        value = self.lpips.get((one.clip, one.variant, one.repetition))
        return {} if value is None else {"lpips": value}

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Every result, for a program."""
        return [
            {
                "clip": one.clip, "variant": one.variant, "repetition": one.repetition, "frames": one.frames,
                "seconds": one.seconds, "stages": dict(one.stages), **one.values, **self._lpips(one),
            }
            for one in self.results
        ]  # fmt: skip

    @property
    def means(self) -> list[dict[str, Any]]:
        """The means of every way, for a program."""
        variants = dict.fromkeys(one.variant for one in self.results)
        return [{"variant": variant, **_flat(self.mean(variant))} for variant in variants]


def _cell(values: Sequence[float]) -> Cell:
    return float(np.mean(values)), float(np.std(values, ddof=1)) if len(values) > 1 else None


def _flat(cells: Mapping[str, Cell]) -> dict[str, float]:
    values = {name: value for name, (value, _) in cells.items()}
    return values | {f"{name}_spread": spread for name, (_, spread) in cells.items() if spread is not None}
