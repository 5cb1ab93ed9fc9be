"""Palettes as a colorist would set them: families of skin, hair, fur and cloth, with shadows and a night variant."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

import numpy as np

from engine.training.clips.model import RGB

# Hue in turns, saturation, value: ranges within which a family's colors lie.
SKIN = ((0.05, 0.09), (0.18, 0.55), (0.45, 1.0))
HAIR: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "black": ((0.6, 0.7), (0.1, 0.3), (0.16, 0.28)),
    "brown": ((0.04, 0.08), (0.45, 0.7), (0.3, 0.55)),
    "blond": ((0.11, 0.14), (0.4, 0.6), (0.85, 0.97)),
    "red": ((0.01, 0.05), (0.65, 0.85), (0.6, 0.85)),
    "gray": ((0.55, 0.65), (0.03, 0.1), (0.6, 0.85)),
    "blue": ((0.56, 0.64), (0.4, 0.7), (0.5, 0.85)),
    "pink": ((0.9, 0.95), (0.3, 0.5), (0.85, 0.98)),
    "green": ((0.3, 0.42), (0.3, 0.55), (0.4, 0.7)),
    "purple": ((0.74, 0.8), (0.3, 0.55), (0.4, 0.7)),
}
CLOTH: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "red": ((0.97, 1.0), (0.65, 0.85), (0.7, 0.9)),
    "orange": ((0.06, 0.09), (0.65, 0.85), (0.85, 0.97)),
    "yellow": ((0.12, 0.15), (0.5, 0.8), (0.9, 0.98)),
    "green": ((0.28, 0.42), (0.35, 0.65), (0.4, 0.75)),
    "teal": ((0.47, 0.52), (0.4, 0.7), (0.5, 0.8)),
    "blue": ((0.58, 0.63), (0.5, 0.8), (0.55, 0.9)),
    "navy": ((0.61, 0.65), (0.5, 0.7), (0.25, 0.4)),
    "purple": ((0.74, 0.8), (0.35, 0.6), (0.45, 0.75)),
    "pink": ((0.9, 0.96), (0.3, 0.5), (0.9, 0.98)),
    "brown": ((0.05, 0.08), (0.4, 0.6), (0.35, 0.55)),
    "beige": ((0.09, 0.12), (0.18, 0.3), (0.8, 0.92)),
    "gray": ((0.55, 0.65), (0.03, 0.1), (0.45, 0.7)),
    "white": ((0.1, 0.6), (0.0, 0.04), (0.93, 0.99)),
    "black": ((0.6, 0.7), (0.05, 0.2), (0.15, 0.25)),
}


def pick(rng: np.random.Generator, family: tuple[tuple[float, float], ...]) -> RGB:
    """One color of a family."""
    h, s, v = (float(rng.uniform(*span)) for span in family)
    return rgb_of(h, s, v)


def rgb_of(hue: float, saturation: float, value: float) -> RGB:
    """8-bit RGB of hue in turns, saturation and value of 0 to 1."""
    r, g, b = colorsys.hsv_to_rgb(hue % 1, min(max(saturation, 0), 1), min(max(value, 0), 1))
    return round(r * 255), round(g * 255), round(b * 255)


def shade_of(color: RGB) -> RGB:
    """A color in shadow: darker, fuller, a little towards blue."""
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in color))
    toward = 0.66 if s < 0.08 else h
    return rgb_of(h + 0.04 * (toward - h), s * 1.15 + 0.05, v * 0.76)


def highlight_of(color: RGB) -> RGB:
    """A color where light gleams on it."""
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in color))
    return rgb_of(h, s * 0.55, v + 0.55 * (1 - v) + 0.04)


def skin(rng: np.random.Generator) -> RGB:
    """Skin: darker is also fuller."""
    v = float(rng.uniform(*SKIN[2])) ** 0.7
    s = SKIN[1][1] - (SKIN[1][1] - SKIN[1][0]) * (v - 0.4) / 0.6
    return rgb_of(float(rng.uniform(*SKIN[0])), s, v)


def similar(rng: np.random.Generator, color: RGB) -> RGB:
    """Another color that is easily taken for it."""
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in color))
    return rgb_of(h + rng.uniform(-0.015, 0.015), s + rng.uniform(-0.06, 0.06), v + rng.uniform(-0.07, 0.07))


def at_night(colors: Mapping[str, RGB]) -> dict[str, RGB]:
    """The palette under moonlight: every color times a blue one, glowing ones kept by their name."""
    tint = (0.48, 0.56, 0.82)
    return {name: color if name.startswith("glow") else _times(color, tint) for name, color in colors.items()}


def at_sunset(colors: Mapping[str, RGB]) -> dict[str, RGB]:
    """The palette in evening light."""
    return {name: _times(color, (1.0, 0.82, 0.68)) for name, color in colors.items()}


def _times(color: RGB, tint: tuple[float, float, float]) -> RGB:
    r, g, b = (round(c * t) for c, t in zip(color, tint, strict=True))
    return r, g, b
