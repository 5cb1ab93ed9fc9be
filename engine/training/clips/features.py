"""Eyes and mouths for figures without a lofted head."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.shapes import closed_curve, ellipse, open_curve
from engine.training.clips.skeleton import Pose, value

Put = Callable[[np.ndarray], np.ndarray]


def draw_eye(
    cel: Cel, put: Put, center: np.ndarray, size: float, name: str, pose: Pose, on: tuple[int, ...], narrow: float = 1.0
) -> None:
    """A round eye that looks and blinks; `narrow` is how much a turn has left of its width."""
    opened = float(np.clip(value(pose, "eyes"), 0, 1.15))
    if opened < 0.2:
        arc = np.array([(-size, 0), (0, 0.4 * size), (size, 0)]) * (narrow, 1)
        cel.ink(put(open_curve(arc) + center), weight=1.2, on=on)
        return
    white = cel.detail(f"{name} eye", "white", put(ellipse(center, size * narrow, size * 1.2 * opened)), on, 0.8)
    look = center + np.array([value(pose, "look_x") * narrow, value(pose, "look_y")]) * size * 0.35
    iris = cel.detail(f"{name} iris", "iris", put(ellipse(look, size * 0.66 * narrow, size * 0.8)), white, 0.6)
    pupil = cel.detail(f"{name} pupil", "pupil", put(ellipse(look, size * 0.36 * narrow, size * 0.5)), iris, 0.5)
    cel.detail(
        f"{name} eye light",
        "glint",
        put(ellipse(look + (-0.2 * size, -0.32 * size), 0.2 * size, 0.22 * size)),
        iris + pupil,
        0.3,
    )


def draw_mouth(cel: Cel, put: Put, center: np.ndarray, wide: float, pose: Pose, on: tuple[int, ...]) -> None:
    """A mouth that smiles and talks."""
    opened, corner = value(pose, "mouth"), -0.35 * wide * value(pose, "smile")
    if opened < 0.12:
        cel.ink(
            put(open_curve(np.array([(-wide, corner), (0, 0.1 * wide), (wide, corner)])) + center), weight=0.9, on=on
        )
        return
    drop = wide * (0.3 + 1.0 * opened)
    lips = np.array(
        [(-wide, corner), (0, 0), (wide, corner), (wide * 0.6, drop * 0.8), (0, drop), (-wide * 0.6, drop * 0.8)]
    )
    mouth = cel.detail("mouth", "mouth", put(closed_curve(lips) + center), on, 0.8)
    if opened > 0.3:
        cel.detail("tongue", "tongue", put(ellipse(center + (0, drop), wide * 0.6, drop * 0.45)), mouth, 0.5)
