"""What a clip shall show, drawn by lot from its seed: figures, acts, camera, light, line and exposure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips import acts, backgrounds, camera, effects, props

PLANS = ("person", "chibi", "quadruped", "bird", "blob", "robot")
BORDERS = ("none", "inkless", "traced", "inked")
LIGHTS = ("day", "night", "sunset")
_PLAN_ODDS = (0.36, 0.24, 0.13, 0.09, 0.09, 0.09)
_ACTS_OF = {
    "quadruped": ("walk", "run", "jump", "turn", "talk", "idle", "nod"),
    "bird": ("walk", "jump", "turn", "wave", "talk", "idle", "cheer", "nod"),
    "blob": ("walk", "jump", "turn", "wave", "talk", "idle", "dance"),
}


@dataclass(frozen=True)
class Recipe:
    """The choices of one clip.

    `plans` and `acts` have one entry a figure; `step` is how many frames a drawing lasts (1, 2 or 3); `border` is how
    shadows end (BORDERS); `wobble`, `line` in pixels of a picture 288 high; `gaps` the chance of one in an outline;
    `grain` the share of ink that pencil noise takes; `alike` gives a second figure nearly the first one's colors.
    """

    plans: tuple[str, ...]
    acts: tuple[str, ...]
    framing: str
    camera: str
    step: int
    holds: bool
    background: str
    effect: str
    foreground: str
    border: str
    light: str
    alike: bool
    line: float
    swing: float
    ink: int
    wobble: float
    gaps: float
    grain: float


def draw_lots(rng: np.random.Generator) -> Recipe:
    """A recipe as often of each kind as clips need it."""
    count = 2 if rng.random() < 0.3 else 1
    plans = tuple(str(plan) for plan in rng.choice(PLANS, size=count, p=_PLAN_ODDS))
    if count == 2 and rng.random() < 0.6:
        plans = (plans[0], plans[0])
    doing = tuple(str(rng.choice(_ACTS_OF.get(plan, tuple(acts.MOTIONS)))) for plan in plans)
    near = all(plan not in ("quadruped", "bird") for plan in plans) and not any(act in acts.TRAVELS for act in doing)
    framing = str(rng.choice(camera.FRAMINGS, p=(0.4, 0.35, 0.25) if near and count == 1 else (1, 0, 0)))
    travels = any(act in acts.TRAVELS for act in doing)
    return Recipe(
        plans,
        doing,
        framing,
        camera=str(rng.choice(camera.MOVES, p=(0.68, 0.12, 0.07, 0.07, 0.06))),
        step=int(rng.choice([1, 2, 3], p=(0.2, 0.6, 0.2))),
        holds=bool(rng.random() < 0.5),
        background=str(rng.choice(backgrounds.KINDS, p=(0.7, 0.09, 0.08, 0.07, 0.06))),
        effect=str(rng.choice(effects.KINDS)) if rng.random() < 0.22 else "none",
        foreground=str(rng.choice(props.FOREGROUND)) if rng.random() < (0.3 if travels else 0.08) else "none",
        border=str(rng.choice(BORDERS, p=(0.35, 0.25, 0.3, 0.1))),
        light=str(rng.choice(LIGHTS, p=(0.75, 0.15, 0.1))),
        alike=bool(count == 2 and rng.random() < 0.4),
        line=float(rng.uniform(1.1, 1.9)),
        swing=float(rng.choice([0.0, 0.2, 0.35])),
        ink=int(rng.integers(0, 70)),
        wobble=float(rng.choice([0.0, 0.4, 0.8], p=(0.25, 0.45, 0.3))),
        gaps=float(rng.choice([0.0, 0.04, 0.12], p=(0.6, 0.2, 0.2))),
        grain=float(rng.choice([0.0, 0.35, 0.6], p=(0.6, 0.2, 0.2))),
    )
