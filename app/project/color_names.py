"""Plain words for colors: what a swatch is called until the artist gives it a name."""

from __future__ import annotations

import colorsys

_HUES = (
    (15, "red"), (45, "orange"), (70, "yellow"), (160, "green"), (195, "turquoise"), (255, "blue"),
    (290, "violet"), (345, "pink"), (361, "red"),
)  # fmt: skip
_GRAY = 0.12  # saturation below which nobody sees a hue, unless the color is light:
_TINT = 18  # levels between the channels from which a light one has a hue


def color_name(color: tuple[int, int, int]) -> str:
    """Two words at most: "Dark blue", "Light brown", "White"."""
    red, green, blue = (value / 255 for value in color)
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    light = 0.3 * red + 0.59 * green + 0.11 * blue
    if light < 0.08 and value < 0.2:
        return "Black"
    if saturation < _GRAY and light > 0.95:
        return "White"
    if saturation < _GRAY and max(color) - min(color) < _TINT:
        return f"{_shade(light)}gray".capitalize()
    degrees = hue * 360
    word = next(name for below, name in _HUES if degrees < below)
    if 10 <= degrees < 50:
        if light > 0.72 and saturation < (0.5 if degrees < 40 else 0.25):  # a pale yellow is not beige
            return "Beige"
        if value < 0.75:
            word = "brown"
    return f"{_shade(light)}{word}".capitalize()


def _shade(light: float) -> str:
    return "dark " if light < 0.28 else "light " if light > 0.74 else ""
