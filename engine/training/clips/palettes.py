"""Whole palettes for figures: every color a part may ask for, and the words for the main ones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.training.clips.colors import CLOTH, HAIR, pick, similar, skin
from engine.training.clips.model import RGB

_FIXED: dict[str, RGB] = {
    "white": (250, 250, 248),
    "glint": (255, 255, 255),
    "pupil": (28, 24, 34),
    "mouth": (120, 38, 44),
    "tongue": (226, 112, 112),
}


def a_or_an(words: str) -> str:
    """The words with their article."""
    return f"{'an' if words[0] in 'aeiou' and not words.startswith('one') else 'a'} {words}"


def person_colors(rng: np.random.Generator) -> tuple[dict[str, RGB], dict[str, str]]:
    """Colors of a dressed figure, and the family names of its hair and cloth."""
    hair = str(rng.choice(list(HAIR), p=[0.2, 0.25, 0.15, 0.1, 0.08, 0.07, 0.06, 0.03, 0.06]))
    cloth = [str(name) for name in rng.choice(list(CLOTH), size=7, replace=False)]
    parts = dict(zip(("top", "bottom", "accent", "accent 2", "trim", "trim 2", "shoes"), cloth, strict=True))
    skin_color = skin(rng)
    colors = dict(_FIXED)
    colors |= {part: pick(rng, CLOTH[name]) for part, name in parts.items()}
    colors |= {"skin": skin_color, "hair": pick(rng, HAIR[hair]), "blush": _blush(skin_color)}
    colors["iris"] = pick(rng, CLOTH[str(rng.choice(["blue", "green", "brown", "teal", "purple", "orange"]))])
    return colors, parts | {"hair": hair}


def _blush(color: RGB) -> RGB:
    r, g, b = color
    return min(r + 8, 255), round(g * 0.78), round(b * 0.78)


_NATURAL = {name: HAIR[name] for name in ("black", "brown", "blond", "red", "gray")} | {
    name: CLOTH[name] for name in ("white", "orange", "beige")
}
_FANCY = {
    name: CLOTH[name] for name in ("blue", "teal", "green", "pink", "purple", "yellow", "white", "orange", "gray")
}


def animal_colors(rng: np.random.Generator, natural: bool) -> tuple[dict[str, RGB], dict[str, str]]:
    """Colors of a furred, feathered, soft or metal figure; `natural` ones are those of real fur."""
    kinds = _NATURAL if natural else _FANCY
    names = [str(name) for name in rng.choice(list(kinds), size=2, replace=False)]
    accent = str(rng.choice(["red", "blue", "green", "yellow", "purple"]))
    colors = dict(_FIXED)
    colors |= {
        "fur": pick(rng, kinds[names[0]]),
        "belly": pick(rng, kinds[names[1]]),
        "accent": pick(rng, CLOTH[accent]),
    }
    colors |= {"trim": pick(rng, CLOTH["gray"]), "nose": (58, 44, 48), "beak": pick(rng, CLOTH["orange"])}
    colors |= {"skin": colors["fur"], "blush": _blush(colors["belly"]), "inner": (232, 160, 160), "hair": colors["fur"]}
    colors["iris"] = pick(rng, CLOTH[str(rng.choice(["green", "yellow", "blue", "brown"]))])
    return colors, {"fur": names[0], "belly": names[1], "accent": accent}


def alike(rng: np.random.Generator, colors: Mapping[str, RGB]) -> dict[str, RGB]:
    """A second figure's palette hardly to be told from the first's."""
    return {name: color if name in _FIXED else similar(rng, color) for name, color in colors.items()}
