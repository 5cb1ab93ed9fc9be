"""Says in words what a clip shows."""

from __future__ import annotations

from collections.abc import Sequence

from engine.training.clips.acts import WORDS, Act
from engine.training.clips.recipe import Recipe

_CAMERA = {
    "still": "the camera is still",
    "pan": "the camera pans",
    "zoom in": "the camera zooms in",
    "zoom out": "the camera zooms out",
    "shake": "the camera shakes",
}
_BACKGROUND = {
    "room": "in a room with a window",
    "hills": "in front of green hills",
    "street": "in a street of houses",
    "plain": "before a flat colored backdrop",
    "none": "on a white background",
}
_EFFECT = {
    "smoke": "puffs of smoke rise",
    "water drops": "drops of water splash",
    "stars": "stars twinkle",
    "hearts": "hearts float up",
    "ball": "a ball bounces past",
}
_SHOT = {"full": "full shot", "medium": "medium shot", "close-up": "close-up"}


def caption(recipe: Recipe, looks: Sequence[str], performances: Sequence[Act]) -> str:
    """One sentence on who does what where, then light, effects and camera."""
    doing = [
        f"{look} {WORDS[act.name].format(way='to the right' if act.way > 0 else 'to the left')}"
        for look, act in zip(looks, performances, strict=True)
    ]
    parts = [f"2D cel animation, {_SHOT[recipe.framing]}: {' while '.join(doing)} {_BACKGROUND[recipe.background]}"]
    if recipe.foreground != "none":
        parts.append(f"a {recipe.foreground} stands in front")
    if recipe.effect != "none":
        parts.append(_EFFECT[recipe.effect])
    if recipe.light != "day":
        parts.append("at night" if recipe.light == "night" else "at sunset")
    return ", ".join([*parts, _CAMERA[recipe.camera]]) + "."
