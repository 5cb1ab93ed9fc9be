"""Birds: round bodies with wings that flap or fold, beaks that talk, feet that hop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.features import Put, draw_eye
from engine.training.clips.model import RGB
from engine.training.clips.palettes import a_or_an, animal_colors
from engine.training.clips.shapes import closed_curve, ellipse, faces, hull, open_curve, tube, turned
from engine.training.clips.skeleton import Pose, radians, value

# A wing's outline from its shoulder, ten points each, so that one can become the other.
_SPREAD = np.array(
    [(0, -0.1), (0.5, -0.35), (1.1, -0.3), (1.6, 0.05), (1.25, 0.12)]
    + [(1.2, 0.32), (0.85, 0.3), (0.75, 0.5), (0.35, 0.45), (0, 0.3)]
)
_FOLDED = np.array(
    [(-0.15, -0.2), (0.15, -0.2), (0.3, 0.1), (0.28, 0.45), (0.2, 0.8)]
    + [(0.1, 1.05), (0.02, 0.8), (-0.12, 0.75), (-0.2, 0.45), (-0.25, 0.1)]
)


@dataclass(frozen=True)
class Bird:
    """Lengths in figure heights; `crest` feathers stand on its head."""

    plump: float
    head: float
    beak: float
    leg: float
    crest: int
    colors: dict[str, RGB]
    words: str

    @property
    def height(self) -> float:
        """From the ground to the top of the head."""
        return self.leg + 2.0 * self.plump + 1.25 * self.head

    def draw(self, cel: Cel, pose: Pose) -> None:
        """Back to front, feet at the origin."""
        yaw = radians(pose, "yaw")
        side = float(np.sin(yaw))
        b = self.plump
        center = np.array([0.0, -self.leg - 0.95 * b - value(pose, "lift")])
        body_turn = radians(pose, "lean") * side + 0.25 * side
        head = center + turned(np.array([0.55 * b * side, -1.05 * b - 0.25 * self.head]), 0.3 * body_turn)
        away = np.cos(yaw) < -0.3
        order = (1.0, -1.0) if side > 0 else (-1.0, 1.0)  # the far side first
        if not away:
            self._tail(cel, center, side)
        self._legs(cel, center, pose, yaw)
        if abs(side) > 0.35 or value(pose, "flap"):
            self._wing(cel, center, yaw, order[0], pose)
        self._body(cel, center, head, side, away)
        if away:
            self._tail(cel, center, side)
        self._head(cel, head, yaw, pose)
        self._wing(cel, center, yaw, order[1], pose)
        if not (abs(side) > 0.35 or value(pose, "flap")):
            self._wing(cel, center, yaw, order[0], pose)

    def _body(self, cel: Cel, center: np.ndarray, head: np.ndarray, side: float, away: bool) -> None:
        b = self.plump
        body = hull(
            (center + (-0.35 * b * side, 0.1 * b), 0.9 * b),
            (center + (0.1 * b * side, 0), 0.95 * b),
            (head, 0.6 * self.head),
        )
        on = cel.part("body", "fur", body, shaded=0.25 * b)
        if not away:
            cel.detail("belly", "belly", ellipse(center + (0.5 * b * side, 0.3 * b), 0.62 * b, 0.78 * b), on)
            for x, y in ((0.1, 0.1), (0.4, 0.35), (0.05, 0.5)):
                tick = np.array([(-0.1, 0), (0, 0.08), (0.1, 0)]) * b + center + np.array([(x + 0.3 * side) * b, y * b])
                cel.ink(open_curve(tick), weight=0.6)

    def _tail(self, cel: Cel, center: np.ndarray, side: float) -> None:
        b = self.plump
        root = center + (-0.8 * b * side, 0.35 * b)
        for index, spread in enumerate((-0.35, 0.0, 0.35)):
            way = (
                np.array([-side * 0.9 + spread * (1 - abs(side)), 0.55 + spread * abs(side) - 0.4 * abs(side)])
                * b
                * 0.9
            )
            feather = tube(np.linspace(root, root + way, 6), np.array([0.14, 0.2, 0.24, 0.25, 0.22, 0.12]) * b)
            cel.part(f"tail feather {index + 1}", "accent" if index == 1 else "fur", feather, 0.9)

    def _legs(self, cel: Cel, center: np.ndarray, pose: Pose, yaw: float) -> None:
        phase, gait = radians(pose, "phase"), value(pose, "gait")
        u = self.plump
        for way, name, beat in ((1.0, "left", 0.0), (-1.0, "right", np.pi)):
            swing = gait * np.sin(phase + beat)
            raised = max(np.cos(phase + beat), 0) * gait * 0.4
            hip = center + (way * 0.35 * u * np.cos(yaw), 0.75 * u)
            foot = np.array(
                [hip[0] + np.sin(swing) * self.leg * 1.1 * np.sin(yaw), center[1] + 0.95 * u + self.leg * (1 - raised)]
            )
            cel.part(f"{name} leg", "beak", tube(np.linspace(hip, foot, 4), np.full(4, 0.075 * u)), 0.9)
            toes = (
                np.array(
                    [(-0.1, -0.05), (0.35, -0.02), (0.42, 0.08), (0.2, 0.05), (0.1, 0.12), (0.0, 0.06), (-0.16, 0.1)]
                )
                * u
                * 1.2
            )
            cel.part(
                f"{name} foot", "beak", toes * (np.sign(np.sin(yaw)) if abs(np.sin(yaw)) > 0.3 else way, 1) + foot, 0.9
            )

    def _wing(self, cel: Cel, center: np.ndarray, yaw: float, way: float, pose: Pose) -> None:
        b = self.plump
        name = "left" if way > 0 else "right"
        flap = value(pose, "flap")
        across = way * np.cos(yaw)
        root = center + (across * 0.72 * b - 0.1 * b * np.sin(yaw), -0.35 * b)
        spread = min(abs(flap), 1.0)
        heading = across if abs(across) > 0.3 else (-0.45 * np.sin(yaw))
        raised = turned(_SPREAD, -0.9 * flap) * (np.sign(heading) * max(abs(heading), 0.5), 1)
        tucked = _FOLDED * (np.sign(heading) if abs(heading) > 0.05 else 1, 1) * (1.4 - 0.5 * abs(np.cos(yaw)), 1)
        shape = (raised * spread + tucked * (1 - spread)) * b + root
        on = cel.part(f"{name} wing", "accent", closed_curve(shape), shaded=0.12 * b)
        for end in (4, 6):
            cel.ink(
                open_curve(
                    np.array([shape[end], shape[end] * 0.75 + shape[0] * 0.25, shape[end] * 0.55 + shape[0] * 0.45])
                ),
                weight=0.6,
                on=on,
            )

    def _head(self, cel: Cel, center: np.ndarray, body_yaw: float, pose: Pose) -> None:
        yaw = body_yaw + radians(pose, "head_yaw")
        r, tilt = self.head, radians(pose, "head_tilt") + radians(pose, "nod") * np.sin(yaw)

        def put(points: np.ndarray) -> np.ndarray:
            return turned(points, tilt) * r + center

        for index in range(self.crest):
            lean = (index - (self.crest - 1) / 2) * 0.5 - 0.5 * np.sin(yaw)
            cel.part(
                f"crest {index + 1}",
                "accent",
                put(
                    tube(
                        np.array([(lean * 0.3, -0.8), (lean * 0.7, -1.25), (lean * 1.2, -1.6)]),
                        np.array([0.16, 0.2, 0.08]),
                    )
                ),
                0.9,
            )
        on = cel.part("head", "fur", put(ellipse((0, 0), 1.0, 0.95)), shaded=0.2 * r)
        side = float(np.sin(yaw))
        if faces(0, yaw, 1.7):
            self._beak(cel, put, side, value(pose, "mouth"))
        for way, name in ((1.0, "left"), (-1.0, "right")):
            seen = way * 0.65 + yaw
            if abs(seen) < 1.4:
                draw_eye(
                    cel,
                    put,
                    np.array([np.sin(seen) * 0.72, -0.22]),
                    0.24,
                    name,
                    pose,
                    on,
                    narrow=float(max(np.cos(seen), 0.45)),
                )

    def _beak(self, cel: Cel, put: Put, side: float, opened: float) -> None:
        root, tip = side * 0.75, side * (0.9 + self.beak)
        half = 0.32 * (1 - 0.4 * abs(side))
        low = np.array([(root - half, 0.18), (root + half, 0.18), (tip * 0.92, 0.3 + 0.5 * opened)])
        cel.part("lower beak", "beak", put(low), 0.8)
        upper = np.array(
            [
                (root - half, 0.2),
                (root - half * 0.7, -0.02),
                (root + half * 0.7, -0.02),
                (root + half, 0.2),
                (tip, 0.36 - 0.05 * opened),
            ]
        )
        if abs(side) < 0.25:
            upper = np.array([(-half, 0.12), (0, -0.05), (half, 0.12), (0, 0.45)]) + (root, 0)
        cel.part("upper beak", "beak", put(upper), 0.9)


def make_bird(rng: np.random.Generator) -> Bird:
    """A bird nobody has met."""
    colors, names = animal_colors(rng, natural=bool(rng.random() < 0.3))
    crest = int(rng.integers(0, 4))
    words = f"{a_or_an(names['fur'])} bird with {a_or_an(names['belly'])} belly and {names['accent']} wings" + (
        ", a crest on its head" if crest else ""
    )
    return Bird(
        float(rng.uniform(0.2, 0.27)),
        float(rng.uniform(0.13, 0.18)),
        float(rng.uniform(0.35, 0.8)),
        float(rng.uniform(0.08, 0.2)),
        crest,
        colors,
        words,
    )
