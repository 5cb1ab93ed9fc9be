"""A drawing as a list of fills and ink strokes from back to front, and the register of region identities they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.training.clips.colors import highlight_of, shade_of
from engine.training.clips.model import RGB, Area

TRACE_TONE = 165  # of 255: a colored trace line scanned in gray


@dataclass(frozen=True)
class Fill:
    """Polygons (N, 2) in pixels that become region `area`, on the regions `on` alone unless that is empty."""

    area: int
    polygons: tuple[np.ndarray, ...]
    on: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ink:
    """A stroke along (N, 2) pixels; `weight` 1 is the clip's line, `tone` how light, `taper` thins its ends."""

    points: np.ndarray
    closed: bool
    weight: float
    tone: int
    taper: bool
    on: tuple[int, ...] = ()


@dataclass
class Register:
    """Gives each (owner, part, color) of a clip its number, in the order they are first drawn."""

    areas: list[Area] = field(default_factory=lambda: [Area(0, "background", (255, 255, 255), 0)])
    numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def number(self, owner: str, part: str, color: str, rgb: RGB, bounded_with: int | None = None) -> int:
        """The identity; a new one unless this part was drawn before."""
        key = (owner, part, color)
        if key not in self.numbers:
            identity = len(self.areas)
            host = identity if bounded_with is None else bounded_with
            self.numbers[key] = identity
            self.areas.append(Area(identity, f"{owner}: {part} ({color})" if owner else f"{part} ({color})", rgb, host))
        return self.numbers[key]


@dataclass(frozen=True)
class Hand:
    """How one drawing differs from the next though nothing moved: an offset for each point, in the owner's units.

    A few waves over the paper with new phases for each drawing, so that what touches still touches.
    """

    amplitude: float
    waves: np.ndarray  # (K, 2) radians per unit
    phases: np.ndarray  # (K, 2)

    def shake(self, points: np.ndarray) -> np.ndarray:
        """The points as drawn by hand."""
        if self.amplitude <= 0:
            return points
        angles = points @ self.waves.T
        shift = np.stack([np.sin(angles + self.phases[:, 0]).sum(1), np.sin(angles + self.phases[:, 1]).sum(1)], axis=1)
        return points + self.amplitude * shift / len(self.waves)


@dataclass(frozen=True)
class Light:
    """Where shadows fall: `direction` (dx, dy) towards the light, and how their border is drawn."""

    direction: tuple[float, float]
    border: str  # "none": no shadows, "inkless", "traced", or "inked"

    @property
    def shadows(self) -> bool:
        return self.border != "none"


@dataclass(frozen=True)
class Cel:
    """Takes shapes in the owner's own units (y down) and keeps them as fills and strokes in pixels."""

    register: Register
    owner: str
    colors: Mapping[str, RGB]
    matrix: np.ndarray  # (2, 3) from own units to pixels
    hand: Hand
    light: Light
    marks: list[Fill | Ink]

    def place(self, points: np.ndarray) -> np.ndarray:
        """Own units to pixels, as the hand draws them."""
        return self.hand.shake(points) @ self.matrix[:, :2].T + self.matrix[:, 2]

    def area(self, part: str, color: str, bounded_with: int | None = None) -> int:
        """The identity of this owner's `part` in its color called `color`."""
        return self.register.number(self.owner, part, color, self.colors[color], bounded_with)

    def fill(self, part: str, color: str, *polygons: np.ndarray, on: Iterable[int] = ()) -> int:
        """Paint without a line; the identity."""
        number = self.area(part, color)
        self.marks.append(Fill(number, tuple(self.place(polygon) for polygon in polygons), tuple(on)))
        return number

    def ink(
        self, points: np.ndarray, closed: bool = False, weight: float = 1.0, on: Iterable[int] = (), tone: int = 0
    ) -> None:
        """A stroke; open ones thin out at their ends."""
        self.marks.append(Ink(self.place(points), closed, weight, tone, not closed, tuple(on)))

    def part(
        self, part: str, color: str, polygon: np.ndarray, weight: float = 1.0, shaded: float = 0.0
    ) -> tuple[int, ...]:
        """A closed shape with its outline; the identities of it and its shadow, which lies `shaded` units deep."""
        on = (self.fill(part, color, polygon),)
        if shaded and self.light.shadows:
            on += (self.shade(part, color, polygon, on[0], shaded),)
        self.ink(polygon, closed=True, weight=weight)
        return on

    def union(self, part: str, color: str, polygons: Sequence[np.ndarray], weight: float = 1.0) -> int:
        """Shapes that are one: a line around them all and none between; the identity."""
        for polygon in polygons:
            # Twice as wide, as the fills take the inner half.
            self.ink(polygon, closed=True, weight=2 * weight)
        return self.fill(part, color, *polygons)

    def detail(
        self, part: str, color: str, polygon: np.ndarray, on: Iterable[int], weight: float = 0.7
    ) -> tuple[int, ...]:
        """A closed shape that is seen on the regions `on` alone."""
        on = tuple(on)
        number = self.fill(part, color, polygon, on=on)
        self.ink(polygon, closed=True, weight=weight, on=(*on, number))
        return (number,)

    def shade(self, part: str, color: str, polygon: np.ndarray, host: int, depth: float) -> int:
        """The side away from the light: what a copy of the shape moved towards the light leaves uncovered."""
        inkless = self.light.border == "inkless"
        name = f"{color} shadow"
        number = self.register.number(self.owner, part, name, shade_of(self.colors[color]), host if inkless else None)
        moved = self.place(polygon + depth * np.asarray(self.light.direction))
        self.marks.append(Fill(number, (self.place(polygon),), (host,)))
        self.marks.append(Fill(host, (moved,), (number,)))
        self._border(moved, (host, number))
        self._border(self.place(polygon), (number,))  # where the shape is one with others there is no outline
        return number

    def gleam(self, part: str, color: str, polygon: np.ndarray, on: Iterable[int]) -> tuple[int, ...]:
        """A highlight on the regions `on`, bordered as shadows are; its identity, if there is any."""
        if not self.light.shadows:
            return ()
        on = tuple(on)
        inkless = self.light.border == "inkless"
        rgb = highlight_of(self.colors[color])
        number = self.register.number(self.owner, part, f"{color} highlight", rgb, on[0] if inkless else None)
        shape = self.place(polygon)
        self.marks.append(Fill(number, (shape,), on))
        self._border(shape, (*on, number))
        return (number,)

    def _border(self, points: np.ndarray, on: tuple[int, ...]) -> None:
        if self.light.border != "inkless":
            tone = TRACE_TONE if self.light.border == "traced" else 0
            self.marks.append(Ink(points, True, 0.6, tone, False, on))
