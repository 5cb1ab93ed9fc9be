"""The camera: where the scene lies in the picture at each moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.motion import EASES

MOVES = ("still", "pan", "zoom in", "zoom out", "shake")
FRAMINGS = ("full", "medium", "close-up")
_TOP = 0.11  # the share of the picture above a figure


@dataclass(frozen=True)
class Camera:
    """`shown` is how much of a figure, `tall` high, fills the picture's height.

    `jolts` (frames, 2) are the shake in figure heights; `way` the direction of a pan.
    """

    move: str
    shown: float
    tall: float
    way: float
    jolts: np.ndarray

    def matrix(self, size: tuple[int, int], frame: int, frames: int) -> np.ndarray:
        """(2, 3) from scene units (a figure is one high, the ground y 0) to pixels of a (width, height) picture."""
        width, height = size
        share = EASES["smooth"](frame / max(frames - 1, 1))
        # A narrow picture shows the figure no wider than it would be seen in a broad one.
        scale = min(height, 0.75 * width) / self.shown
        zoom = {"zoom in": 1 + 0.35 * share, "zoom out": 1.35 - 0.35 * share}.get(self.move, 1.0)
        x = width / 2 - (self.way * (share - 0.5) * 0.35 * width if self.move == "pan" else 0.0)
        y = _TOP * height + self.tall * scale if self.shown < 1.1 else height / 2 + 0.48 * scale
        offset = np.array([x, y])
        if self.move == "shake":
            offset += self.jolts[frame] * scale
        middle = np.array([width / 2, height / 2])
        offset = middle + (offset - middle) * zoom
        return np.array([[scale * zoom, 0, offset[0]], [0, scale * zoom, offset[1]]])


def make_camera(rng: np.random.Generator, move: str, shown: float, tall: float, frames: int) -> Camera:
    """One of MOVES that shows so much of a figure."""
    jolts = rng.normal(0, 0.012, (frames, 2)) * np.exp(-np.arange(frames) / 14)[:, None]
    return Camera(move, shown, tall, float(rng.choice([-1, 1])), jolts)
