"""Soft creatures: slimes, ghosts and drops that squash, stretch and wave stubby arms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.features import Put, draw_eye, draw_mouth
from engine.training.clips.model import RGB
from engine.training.clips.palettes import a_or_an, animal_colors
from engine.training.clips.shapes import closed_curve, ellipse, faces, open_curve, tube
from engine.training.clips.skeleton import Pose, radians, value

KINDS = ("slime", "ghost", "drop", "mushroom")
_EYED = {1: "one-eyed ", 3: "three-eyed "}


def _mirrored(half: list[tuple[float, float, float, float]]) -> np.ndarray:
    """Both sides of an outline from its right one, which begins at the bottom and ends at the top."""
    right = np.array(half)
    return np.concatenate([right, (right * (-1, 1, 1, -1))[-1:0:-1]])


# Points x, y and how far they wag in x and y.
_OUTLINES = {
    "slime": _mirrored([(0, 0, 0, 0), (0.85, 0, 0, 0), (1.12, -0.14, 0, 0), (0.92, -0.55, 0, -1), (0.5, -0.95, 0, 0)]),
    "ghost": _mirrored(
        [(0, 0.08, 0, 1), (0.19, -0.02, 0, 0), (0.38, 0.08, 0, -1), (0.57, -0.02, 0, 0), (0.76, 0.08, 0, 1)]
        + [(0.98, -0.2, 0, 0), (0.9, -0.8, 0, 0), (0.55, -1.2, 0, 0), (0.2, -1.32, 0, 0)]
    ),
    "drop": _mirrored(
        [
            (0, 0, 0, 0),
            (0.7, -0.06, 0, 0),
            (1, -0.45, 0, 0),
            (0.73, -0.92, 0, 0),
            (0.2, -1.27, 0.3, 0),
            (0.05, -1.55, 1, 0),
        ]
    ),
    "mushroom": _mirrored([(0, 0, 0, 0), (0.5, -0.02, 0, 0), (0.62, -0.3, 0, 0), (0.5, -0.95, 0, 0)]),
}


@dataclass(frozen=True)
class Blob:
    """A body of one piece; `eyes` one to three."""

    kind: str
    wide: float
    tall: float
    eyes: int
    arms: bool
    antenna: bool
    spots: tuple[tuple[float, float, float], ...]  # (longitude, height, size)
    colors: dict[str, RGB]
    words: str

    @property
    def height(self) -> float:
        """From the ground to the top of the body."""
        return self.tall * {"slime": 1.08, "ghost": 1.32, "drop": 1.5, "mushroom": 1.65}[self.kind]

    def draw(self, cel: Cel, pose: Pose) -> None:
        """Back to front, its foot at the origin."""
        yaw = radians(pose, "yaw")
        hop = 0.15 * value(pose, "gait") * abs(np.sin(radians(pose, "phase")))
        lift = np.array([0.0, -value(pose, "lift") - hop])
        shear = (
            0.25 * np.sin(radians(pose, "side"))
            + 0.35 * np.sin(radians(pose, "lean")) * np.sin(yaw)
            - 0.12 * value(pose, "drag")
        )

        def put(points: np.ndarray) -> np.ndarray:
            points = points * (self.wide, self.tall)
            return points + np.stack([-shear * points[:, 1], np.zeros(len(points))], axis=1) + lift

        if self.antenna:
            self._antenna(cel, put, pose)
        arms = [1.0, -1.0] if self.arms else []
        behind = [way for way in arms if -way * np.sin(yaw) < -0.3]
        for way in behind:
            self._arm(cel, put, way, yaw, pose)
        on = cel.part("body", "fur", put(self._outline(pose)), shaded=0.16 * self.wide)
        self._face(cel, put, yaw, pose, on)
        if self.kind == "mushroom":
            self._cap(cel, put, yaw)
        for way in arms:
            if way not in behind:
                self._arm(cel, put, way, yaw, pose)

    def _outline(self, pose: Pose) -> np.ndarray:
        points = _OUTLINES[self.kind]
        return closed_curve(points[:, :2] + 0.05 * value(pose, "wag") * points[:, 2:])

    def _face(self, cel: Cel, put: Put, yaw: float, pose: Pose, on: tuple[int, ...]) -> None:
        reach = 0.52 if self.kind == "mushroom" else 0.8
        for index, (longitude, height, size) in enumerate(self.spots):
            if self.kind != "mushroom" and faces(longitude, yaw, 1.2):
                x = np.sin(longitude + yaw) * 0.8
                cel.detail(
                    f"spot {index + 1}",
                    "belly",
                    put(ellipse((x, height), size * max(np.cos(longitude + yaw), 0.4), size)),
                    on,
                )
        if self.kind != "mushroom":
            on += cel.gleam("body", "fur", put(ellipse((-0.5, -0.82), 0.14, 0.1, -0.5)), on)
        places = {
            1: [("eye", 0.0)],
            2: [("left", 0.45), ("right", -0.45)],
            3: [("left", 0.6), ("middle", 0.0), ("right", -0.6)],
        }[self.eyes]
        for name, longitude in places:
            seen = longitude + yaw
            if faces(longitude, yaw, 1.25):
                size = 0.17 if self.eyes > 1 else 0.2
                draw_eye(
                    cel,
                    put,
                    np.array([np.sin(seen) * reach, -0.62]),
                    size,
                    name,
                    pose,
                    on,
                    narrow=float(max(np.cos(seen), 0.4)),
                )
        if faces(0, yaw, 1.25):
            draw_mouth(cel, put, np.array([np.sin(yaw) * reach, -0.3]), 0.2 * float(max(np.cos(yaw), 0.5)), pose, on)
        for name, longitude in (("left cheek", 0.8), ("right cheek", -0.8)):
            if faces(longitude, yaw, 1.1):
                cel.detail(name, "inner", put(ellipse((np.sin(longitude + yaw) * reach, -0.38), 0.09, 0.06)), on, 0.5)

    def _cap(self, cel: Cel, put: Put, yaw: float) -> None:
        dome = closed_curve(
            np.array(
                [
                    (-1.1, -0.86),
                    (-0.95, -1.3),
                    (-0.4, -1.65),
                    (0.4, -1.65),
                    (0.95, -1.3),
                    (1.1, -0.86),
                    (0.5, -0.78),
                    (-0.5, -0.78),
                ]
            )
        )
        on = cel.part("cap", "accent", put(dome), shaded=0.16 * self.wide)
        for index, (longitude, height, size) in enumerate(self.spots):
            if faces(longitude, yaw, 1.3):
                x = np.sin(longitude + yaw) * 0.85
                cel.detail(
                    f"spot {index + 1}",
                    "belly",
                    put(ellipse((x, height - 0.7), size * 1.3 * max(np.cos(longitude + yaw), 0.4), size * 1.1)),
                    on,
                )

    def _arm(self, cel: Cel, put: Put, way: float, yaw: float, pose: Pose) -> None:
        letter = "l" if way > 0 else "r"
        x = way * np.cos(yaw) * (0.6 if self.kind == "mushroom" else 0.85)
        raised = radians(pose, f"{letter}_arm_spread") + 0.4
        out = way * np.cos(yaw) if abs(np.cos(yaw)) > 0.3 else 0.35 * np.sign(np.sin(yaw))
        root = np.array([x, -0.48])
        end = root + np.array([np.sign(out) * np.sin(raised) * 0.5, np.cos(raised) * 0.4])
        cel.part(
            f"{'left' if way > 0 else 'right'} arm",
            "fur",
            put(tube(np.linspace(root, end, 6), np.linspace(0.14, 0.17, 6))),
            0.9,
            shaded=0.06 * self.wide,
        )

    def _antenna(self, cel: Cel, put: Put, pose: Pose) -> None:
        sway = 0.15 * value(pose, "wag") - 0.2 * value(pose, "drag")
        top = -1.55 if self.kind != "mushroom" else -1.9
        line = open_curve(np.array([(0, top + 0.6), (sway * 0.4, top + 0.1), (sway, top)]))
        cel.part("stalk", "fur", put(tube(line, np.full(len(line), 0.035))), 0.8)
        cel.part("bulb", "accent", put(ellipse((sway, top - 0.08), 0.13, 0.12)), 0.9, shaded=0.03 * self.wide)


def make_blob(rng: np.random.Generator) -> Blob:
    """A creature nobody has met."""
    kind = str(rng.choice(KINDS))
    colors, names = animal_colors(rng, natural=False)
    spots = tuple(
        (float(rng.uniform(-3, 3)), float(rng.uniform(-0.85, -0.2)), float(rng.uniform(0.08, 0.17)))
        for _ in range(int(rng.integers(0, 7)))
    )
    eyes = int(rng.choice([1, 2, 3], p=[0.15, 0.75, 0.1]))
    look = f" with {names['belly']} spots" if spots and kind != "mushroom" else ""
    if kind == "mushroom":
        look = f" with {a_or_an(names['accent'])} cap"
    creature = f"{kind} creature" if kind in ("drop", "mushroom") else kind
    words = a_or_an(f"{_EYED.get(eyes, '')}{names['fur']} {creature}{look}")
    return Blob(
        kind,
        float(rng.uniform(0.32, 0.45)),
        float(rng.uniform(0.42, 0.6)),
        eyes,
        bool(rng.random() < 0.7),
        bool(rng.random() < 0.3),
        spots,
        colors,
        words,
    )
