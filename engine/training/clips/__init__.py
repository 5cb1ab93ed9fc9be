"""Endless made-up cartoon clips: line art whose regions, colors and motion are known exactly.

`make_clip` gives the clip of a seed, `clips` a stream of them; `python -m engine.training.clips` writes contact sheets.
"""

from engine.training.clips.make import clips, make_clip, recipe_of
from engine.training.clips.model import Area, Clip, ClipError, Frame
from engine.training.clips.recipe import Recipe

__all__ = ["Area", "Clip", "ClipError", "Frame", "Recipe", "clips", "make_clip", "recipe_of"]
