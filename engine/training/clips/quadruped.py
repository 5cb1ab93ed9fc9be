"""Four-legged animals: cats, dogs, foxes, horses by their proportions, walking and looking about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.features import Put, draw_eye
from engine.training.clips.model import RGB
from engine.training.clips.palettes import a_or_an, animal_colors
from engine.training.clips.shapes import closed_curve, ellipse, hull, limb_line, open_curve, tube, turned
from engine.training.clips.skeleton import Pose, radians, turn, value

KINDS = ("cat", "dog", "fox", "horse", "bear")


@dataclass(frozen=True)
class Quadruped:
    """Lengths in figure heights; `pattern` is "none", "spots", "stripes" or "belly"."""

    kind: str
    length: float
    leg: float
    girth: float
    head: float
    muzzle: float
    tail: float
    pattern: str
    collar: bool
    colors: dict[str, RGB]
    words: str

    @property
    def height(self) -> float:
        """From the ground to the top of the head."""
        return self.leg + 1.2 * self.girth + (2.9 if self.kind == "horse" else 1.85) * self.head

    def draw(self, cel: Cel, pose: Pose) -> None:
        """Back to front, feet at the origin; yaw 90 shows its right profile."""
        yaw = radians(pose, "yaw")
        shift = -self.leg - 0.8 * self.girth - value(pose, "lift") + 0.02 * value(pose, "breath")
        pitch = radians(pose, "lean") * (0.4 * np.sin(radians(pose, "phase")) - 0.15)  # rocks as it gallops
        ends = np.array([(0, np.sin(pitch), -1), (0, -np.sin(pitch), 1)]) * self.length / 2
        hips, chest = turn(ends, yaw) + (0, shift, 0)
        legs = self._legs(pose, yaw, hips, chest)
        neck = self._neck(chest, yaw, pose)
        head_first = np.cos(yaw) < -0.2
        if head_first:
            self._head(cel, neck, yaw, pose)
        elif np.cos(yaw) > 0.05:
            self._tail(cel, hips, yaw, pose)
        for leg in legs[:2]:
            self._leg(cel, *leg)
        self._trunk(cel, hips, chest, neck, yaw)
        for leg in legs[2:]:
            self._leg(cel, *leg)
        if head_first or np.cos(yaw) <= 0.05:
            self._tail(cel, hips, yaw, pose)
        if not head_first:
            self._head(cel, neck, yaw, pose)

    def _neck(self, chest: np.ndarray, yaw: float, pose: Pose) -> np.ndarray:
        """(6, 2) from the chest to the middle of the head."""
        r = self.head
        rise = 1.9 if self.kind == "horse" else 0.85
        nod = value(pose, "nod") / 60
        ahead, up = np.sin(yaw) * (0.7 * self.girth + 0.5 * r), 0.4 * self.girth + rise * r * (1 - nod)
        return np.linspace(chest[:2] + (0, -0.1 * self.girth), chest[:2] + (ahead, -up), 6)

    def _legs(self, pose: Pose, yaw: float, hips: np.ndarray, chest: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """Each (name, hip, knee and paw), farthest first."""
        legs = []
        phase, gait = radians(pose, "phase"), value(pose, "gait")
        for end, root, offset in (("fore", chest, 0.0), ("hind", hips, np.pi * 0.9)):
            for side, name, beat in ((1.0, "left", 0.0), (-1.0, "right", np.pi)):
                angle = phase + offset + beat
                swing = gait * np.sin(angle)
                raised = max(np.cos(angle), 0.0) * gait
                across = turn(np.array([side * self.girth * 0.55, 0, 0]), yaw)
                knee = turn(np.array([0, self.leg * 0.55, np.sin(swing) * self.leg * 0.5]), yaw)
                low = self.leg * (1.0 - 0.3 * raised) + self.girth * 0.35
                paw = turn(np.array([0, low, np.sin(swing) * self.leg * 0.9 - 0.15 * raised * self.leg]), yaw)
                top = root + across * 0.9
                legs.append((float(top[2]), f"{name} {end} leg", np.array([top, top + knee, top + paw])))
        return [(name, joints) for _, name, joints in sorted(legs, key=lambda leg: leg[0])]

    def _leg(self, cel: Cel, name: str, joints: np.ndarray) -> None:
        u = self.girth
        line = limb_line(joints[:, :2])
        on = cel.part(
            name,
            "fur",
            tube(line, np.interp(np.linspace(0, 1, 14), [0, 0.5, 1], [0.52, 0.32, 0.24]) * u),
            shaded=0.12 * u,
        )
        paw = hull((joints[2, :2] + (0, 0.12 * u), 0.3 * u), (joints[2, :2] + (0.16 * u, 0.2 * u), 0.22 * u))
        color = "belly" if self.pattern != "none" else "fur"
        cel.part(name.replace("leg", "paw"), "trim" if self.kind == "horse" else color, paw, 0.9)
        if self.kind != "horse":
            for x in (0.1, 0.28):
                cel.ink(np.array([(x * u, 0.2 * u), (x * u, 0.36 * u)]) + joints[2, :2], weight=0.5)
        cel.ink(open_curve(line[6:9] + (0.12 * u, 0)), weight=0.6, on=on)

    def _trunk(self, cel: Cel, hips: np.ndarray, chest: np.ndarray, neck: np.ndarray, yaw: float) -> None:
        u = self.girth
        a, b = hips[:2], chest[:2]
        body = hull((a, 0.86 * u), ((a + b) / 2 + (0, 0.02 * u), 0.82 * u), (b, 1.0 * u))
        number = cel.union("body", "fur", [body, tube(neck, np.linspace(0.85 * u, 0.62 * self.head, 6))])
        on = (number,)
        if cel.light.shadows:
            on += (cel.shade("body", "fur", body, number, 0.3 * u),)
        along = b - a
        if self.pattern == "belly":
            cel.detail(
                "belly",
                "belly",
                ellipse((a + b) / 2 + (0, 0.8 * u), 0.45 * float(np.linalg.norm(along)) + 0.4 * u, 0.42 * u),
                on,
            )
        for index, share in enumerate((0.15, 0.42, 0.68)):
            spot = a + along * share
            if self.pattern == "spots":
                cel.detail(
                    f"spot {index + 1}",
                    "belly",
                    closed_curve(
                        np.array([(-0.3, 0), (-0.1, -0.3), (0.25, -0.2), (0.3, 0.15), (-0.05, 0.28)]) * u
                        + spot
                        + (0, (index - 1) * 0.35 * u)
                    ),
                    on,
                )
            elif self.pattern == "stripes":
                cel.detail(
                    f"stripe {index + 1}",
                    "belly",
                    np.array([(-0.16, -1.3), (0.16, -1.3), (0.05, -0.15)]) * u + spot,
                    on,
                )
        if abs(np.sin(yaw)) > 0.4:
            cel.ink(
                open_curve(np.array([(-0.3, 0.55), (-0.05, 0.1), (0.0, -0.2)]) * u + a + 0.2 * along), weight=0.7, on=on
            )

    def _tail(self, cel: Cel, hips: np.ndarray, yaw: float, pose: Pose) -> None:
        u, way = self.girth, -np.sin(yaw)
        root = hips[:2] + (way * 0.75 * u, -0.35 * u)
        wag = value(pose, "wag") * 0.35 * u
        t = self.tail
        line = open_curve(
            np.array(
                [
                    root,
                    root + (way * 0.4 * t + 0.2 * wag, -0.05 * t),
                    root + (way * 0.75 * t + wag, -0.5 * t),
                    root + (way * 0.8 * t + 2 * wag, -1.0 * t),
                ]
            )
        )
        bushy = 0.55 if self.kind in ("fox", "horse") else 0.2
        radii = np.interp(np.linspace(0, 1, len(line)), [0, 0.6, 1], [0.16, bushy, 0.08 if bushy > 0.3 else 0.16]) * u
        on = cel.part("tail", "hair" if self.kind == "horse" else "fur", tube(line, radii), shaded=0.12 * u)
        if self.kind != "horse":
            cel.detail("tail tip", "belly", ellipse(line[-1], 0.6 * u, 0.45 * u), on)

    def _head(self, cel: Cel, neck: np.ndarray, body_yaw: float, pose: Pose) -> None:
        yaw = body_yaw + radians(pose, "head_yaw")
        r = self.head
        center = neck[-1]
        if self.collar:
            cel.part(
                "collar",
                "accent",
                tube(neck[2:4], np.interp([2, 3], [0, 5], [0.85 * self.girth, 0.62 * r]) * 1.06, True, True),
                0.9,
            )
        tilt = radians(pose, "head_tilt")

        def put(points: np.ndarray) -> np.ndarray:
            return turned(points, tilt) * r + center

        side = np.sin(yaw)
        self._ears(cel, put, yaw, pose, near=False)
        away = np.cos(yaw) < -0.3
        tip = np.array([side * (0.75 + self.muzzle), 0.28 + 0.1 * self.muzzle])
        on = cel.part("head", "fur", put(hull((np.zeros(2), 1.0), (tip * 0.55, 0.7), (tip, 0.36))), shaded=0.2 * r)
        if not away:
            opened = value(pose, "mouth")
            muzzle = put(hull((tip * 0.75 + (0, 0.15), 0.42), (tip + (0, 0.08), 0.36)))
            pale = cel.detail("muzzle", "belly", muzzle, on, 0.7)
            self._mouth(cel, put, tip, opened, side, on + pale)
            cel.part("nose", "nose", put(ellipse(tip + (0.12 * side, -0.12), 0.2 - 0.05 * abs(side), 0.14)), 0.7)
            for way, name in ((1.0, "left"), (-1.0, "right")):
                seen = way * 0.5 + yaw
                if abs(seen) < 1.35:
                    draw_eye(
                        cel,
                        put,
                        np.array([np.sin(seen) * 0.8, -0.2]),
                        0.2,
                        name,
                        pose,
                        on,
                        narrow=float(max(np.cos(seen), 0.45)),
                    )
        self._ears(cel, put, yaw, pose, near=True)

    def _mouth(self, cel: Cel, put: Put, tip: np.ndarray, opened: float, side: float, on: tuple[int, ...]) -> None:
        if opened > 0.15:
            jaw = (
                np.array(
                    [(-0.22, 0.2), (0.0, 0.24), (0.2, 0.2), (0.12, 0.3 + 0.3 * opened), (-0.12, 0.3 + 0.3 * opened)]
                )
                + tip
            )
            mouth = cel.detail("mouth", "mouth", put(closed_curve(jaw)), on, 0.7)
            cel.detail("tongue", "tongue", put(ellipse(tip + (0, 0.34 + 0.3 * opened), 0.12, 0.14)), mouth, 0.5)
        else:
            smile = np.array(
                [
                    (-0.28 - 0.2 * max(side, 0), 0.22),
                    (-0.1, 0.3),
                    (0.0, 0.2),
                    (0.1, 0.3),
                    (0.28 - 0.2 * min(side, 0), 0.22),
                ]
            )
            cel.ink(put(open_curve(smile + tip)), weight=0.7, on=on)

    def _ears(self, cel: Cel, put: Put, yaw: float, pose: Pose, near: bool) -> None:
        for way, name in ((1.0, "left"), (-1.0, "right")):
            if (-way * np.sin(yaw) > 0.1) != near and not (near and abs(np.sin(yaw)) <= 0.1):
                continue
            x = way * 0.62 * np.cos(yaw) - 0.25 * np.sin(yaw)
            lean = way * 0.3 * np.cos(yaw) + value(pose, "wag") * 0.08
            if self.kind == "dog":
                ear = closed_curve(
                    np.array([(-0.22, -0.1), (0.1, -0.28), (0.3, 0.2), (0.22, 0.75), (-0.05, 0.7)])
                    * (way if abs(np.cos(yaw)) > 0.4 else -1, 1)
                ) + (x, -0.55)
            elif self.kind == "bear":
                ear = ellipse((x, -0.85), 0.34, 0.34)
            else:
                ear = rounded_triangle(0.34, 1.0 if self.kind == "fox" else 0.75) @ np.array([[1, 0], [-lean, 1]]) + (
                    x,
                    -0.7,
                )
            on = cel.part(f"{name} ear", "fur", put(ear), 0.9)
            if self.kind != "dog":
                middle = ear.mean(0)
                cel.detail(f"{name} inner ear", "inner", put((ear - middle) * 0.55 + middle + (0, 0.03)), on, 0.6)


def rounded_triangle(half: float, height: float) -> np.ndarray:
    """A pointed ear standing on the origin."""
    return np.concatenate(
        [
            open_curve(np.array([(-half, 0.2), (-half * 0.7, -height * 0.5), (0, -height)])),
            open_curve(np.array([(0, -height), (half * 0.7, -height * 0.5), (half, 0.2)])),
        ]
    )


def make_quadruped(rng: np.random.Generator) -> Quadruped:
    """An animal nobody has met."""
    kind = str(rng.choice(KINDS))
    small = kind in ("cat", "dog", "fox")
    colors, names = animal_colors(rng, natural=bool(rng.random() < 0.8))
    pattern = str(rng.choice(["none", "spots", "stripes", "belly"]))
    collar = bool(rng.random() < 0.4)
    words = f"{a_or_an(names['fur'])} {kind}" + (
        ""
        if pattern == "none"
        else f" with {a_or_an(names['belly'])} belly"
        if pattern == "belly"
        else f" with {names['belly']} {pattern}"
    )
    return Quadruped(
        kind,
        length=float(rng.uniform(0.36, 0.5) if small else rng.uniform(0.5, 0.62)),
        leg=float(rng.uniform(0.14, 0.24) if small else rng.uniform(0.26, 0.34)),
        girth=float(rng.uniform(0.11, 0.15) if small else rng.uniform(0.15, 0.19)),
        head=float(rng.uniform(0.13, 0.18) if small else rng.uniform(0.11, 0.13)),
        muzzle=float(
            {"cat": 0.12, "bear": 0.25, "dog": 0.45, "fox": 0.55, "horse": 0.8}[kind] * rng.uniform(0.9, 1.15)
        ),
        tail=float(rng.uniform(0.22, 0.34)),
        pattern=pattern,
        collar=collar,
        colors=colors,
        words=words + (" and a collar" if collar and pattern != "none" else " with a collar" if collar else ""),
    )
