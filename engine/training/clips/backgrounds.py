"""Flat backgrounds with lines of their own: a room, hills, a street, a night sky; and things in the foreground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.model import RGB
from engine.training.clips.shapes import closed_curve, ellipse, hull, open_curve, rounded

KINDS = ("none", "room", "hills", "street", "plain")
COLORS: dict[str, RGB] = {
    "wall": (236, 222, 198),
    "floor": (188, 150, 112),
    "glass": (168, 212, 236),
    "wood": (138, 94, 62),
    "frame": (246, 242, 232),
    "sky": (176, 216, 242),
    "hill": (142, 190, 112),
    "hill 2": (106, 162, 98),
    "sun": (255, 236, 150),
    "cloud": (248, 250, 252),
    "house": (224, 176, 150),
    "house 2": (200, 206, 214),
    "roof": (168, 84, 70),
    "road": (164, 164, 168),
    "leaf": (110, 168, 92),
    "stone": (190, 186, 180),
    "stone 2": (160, 156, 152),
    "glow": (255, 238, 160),
    "picture": (150, 180, 140),
}


@dataclass(frozen=True)
class Background:
    """`numbers` of 0 to 1 vary it. It spans x from -3 to 3 with the ground at y 0."""

    kind: str
    numbers: tuple[float, ...]

    def draw(self, cel: Cel) -> None:
        """Behind everything."""
        if self.kind != "none":
            _DRAW[self.kind](cel, self.numbers)


def _rectangle(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _room(cel: Cel, n: tuple[float, ...]) -> None:
    cel.part("wall", "wall", _rectangle(-4, -3, 4, -0.12), 0.8)
    cel.part("floor", "floor", _rectangle(-4, -0.12, 4, 2), 0.8)
    cel.part("skirting", "frame", _rectangle(-4, -0.2, 4, -0.12), 0.7)
    x = -1.6 + 2.4 * n[0]
    cel.part("window frame", "frame", _rectangle(x, -1.25, x + 0.8, -0.5), 0.8)
    for column in (0, 1):
        cel.part(
            f"window pane {column + 1}",
            "glass",
            _rectangle(x + 0.06 + column * 0.36, -1.19, x + 0.38 + column * 0.36, -0.56),
            0.7,
        )
    cel.part("picture frame", "wood", _rectangle(x - 0.8, -1.1, x - 0.3, -0.72), 0.8)
    cel.part("picture", "picture", _rectangle(x - 0.75, -1.05, x - 0.35, -0.77), 0.6)
    for k in range(-6, 7):
        cel.ink(np.array([(k * 0.5, -0.1), (k * 0.85, 1.0)]), weight=0.5, on=(cel.area("floor", "floor"),))


def _hills(cel: Cel, n: tuple[float, ...]) -> None:
    cel.fill("sky", "sky", _rectangle(-4, -3, 4, 2))
    cel.part("sun", "sun", ellipse((-1 + 2 * n[0], -1.25), 0.18, 0.18), 0.7)
    for index in range(3):
        center = np.array([-1.8 + 1.5 * index + n[index], -1.1 - 0.3 * n[index + 1]])
        bumps = [(center + (dx, dy), r) for dx, dy, r in ((-0.2, 0.02, 0.1), (0, -0.05, 0.15), (0.2, 0.02, 0.1))]
        cel.part(f"cloud {index + 1}", "cloud", hull(*bumps), 0.7)
    for name, color, height, shift in (("far hill", "hill 2", -0.55, 0.6), ("near hill", "hill", -0.25, -0.4)):
        x = np.linspace(-4, 4, 14)
        ridge = np.stack([x, height - 0.18 * np.sin(1.4 * x + 6 * n[2] + shift * 5)], 1)
        cel.part(name, color, np.concatenate([open_curve(ridge), [(4, 2), (-4, 2)]]), 0.8)
    for index in range(4):
        x = -2.5 + 1.4 * index + n[index]
        cel.ink(np.array([(x, 0.1), (x + 0.03, 0.02), (x + 0.06, 0.1), (x + 0.1, 0.0), (x + 0.12, 0.1)]), weight=0.6)


def _street(cel: Cel, n: tuple[float, ...]) -> None:
    cel.fill("sky", "sky", _rectangle(-4, -3, 4, 2))
    for index in range(6):
        left = -3.2 + 1.1 * index
        top = -1.0 - 0.5 * n[index % len(n)]
        cel.part(
            f"house {index + 1}", "house" if index % 2 else "house 2", _rectangle(left, top, left + 1.1, -0.1), 0.8
        )
        cel.part(
            f"roof {index + 1}",
            "roof",
            np.array([(left - 0.05, top), (left + 0.55, top - 0.3), (left + 1.15, top)]),
            0.8,
        )
        cel.part(f"door {index + 1}", "wood", _rectangle(left + 0.12, -0.5, left + 0.36, -0.1), 0.7)
        cel.part(
            f"house window {index + 1}",
            "glass",
            rounded(_rectangle(left + 0.55, top + 0.2, left + 0.9, top + 0.55), 0.1),
            0.7,
        )
    cel.part("pavement", "stone", _rectangle(-4, -0.1, 4, 0.12), 0.8)
    cel.part("road", "road", _rectangle(-4, 0.12, 4, 2), 0.8)


def _plain(cel: Cel, n: tuple[float, ...]) -> None:
    cel.fill("backdrop", "sky", _rectangle(-4, -3, 4, 2))
    spot = closed_curve(np.array([(-0.9, -0.5), (-0.5, -1.2), (0.4, -1.3), (1.0, -0.7), (0.7, 0.0), (-0.5, 0.1)]))
    cel.part("patch of color", "wall", spot * (1 + 0.3 * n[0]), 0.8)


_DRAW = {"room": _room, "hills": _hills, "street": _street, "plain": _plain}


def make_background(rng: np.random.Generator, kind: str) -> Background:
    """One of KINDS."""
    return Background(kind, tuple(float(v) for v in rng.random(6)))
