"""Robots: boxes and tubes with screens, lamps and claws on the skeleton of an upright figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.features import draw_mouth
from engine.training.clips.model import RGB
from engine.training.clips.palettes import a_or_an, animal_colors
from engine.training.clips.shapes import ellipse, faces, hull, limb_line, rounded, tube, turned
from engine.training.clips.skeleton import Build, Joints, Pose, solve, value


@dataclass(frozen=True)
class Robot:
    """`round_head` or a box; `antennas` none to two."""

    build: Build
    round_head: bool
    antennas: int
    panel: str  # "lamps", "gauge", "plate"
    colors: dict[str, RGB]
    words: str

    @property
    def height(self) -> float:
        """From the ground to the top of the head."""
        return 1.0

    def draw(self, cel: Cel, pose: Pose) -> None:
        """Back to front, feet at the origin, one unit tall."""
        joints = solve(self.build, pose)
        near = -0.25 * self.build.shoulder
        arms = sorted("lr", key=lambda letter: joints.depth(f"{letter}_elbow", f"{letter}_wrist"))
        front = [letter for letter in arms if joints.depth(f"{letter}_elbow", f"{letter}_wrist") > near]
        for letter in arms:
            if letter not in front:
                self._arm(cel, joints, letter, pose)
        for letter in sorted("lr", key=lambda side: joints.depth(f"{side}_knee", f"{side}_thigh")):
            self._leg(cel, joints, letter)
        self._torso(cel, joints)
        self._head(cel, joints, pose)
        for letter in front:
            self._arm(cel, joints, letter, pose)

    def _box(
        self,
        cel: Cel,
        name: str,
        color: str,
        center: np.ndarray,
        half: tuple[float, float, float],
        yaw: float,
        tilt: float,
    ) -> tuple[int, ...]:
        """A box seen from its front and one side; the identities of the front."""
        w, h, d = half
        c, s = np.cos(yaw), np.sin(yaw)
        front_first = c < 0

        def face(x: float, z: float, wide: float) -> np.ndarray:
            flat = np.array([(x - wide, -h), (x + wide, -h), (x + wide, h), (x - wide, h)])
            return turned(rounded(flat, 0.07) if wide > 1e-3 else flat, tilt) + center

        side_x, side_wide = -np.sign(s) * w * c, abs(d * s)
        numbers: tuple[int, ...] = ()
        parts = [
            (f"{name} side", "trim", face(side_x, 0, side_wide)),
            (
                name if not front_first else f"{name} back",
                color,
                face(d * abs(s) * np.sign(s) if not front_first else -d * s, 0, abs(w * c)),
            ),
        ]
        for part, paint, polygon in parts:
            if np.ptp(polygon[:, 0]) > 0.02:
                numbers = cel.part(part, paint, polygon, shaded=0.15 * w)
        return numbers

    def _torso(self, cel: Cel, joints: Joints) -> None:
        hip, neck = joints.seen("hip", "neck")
        s, t = self.build.shoulder, self.build.torso
        cel.part(
            "waist",
            "trim",
            tube(np.linspace(hip + (0, 0.05 * t), hip + (neck - hip) * 0.4, 4), np.full(4, 0.5 * s), True, True),
        )
        cel.part(
            "neck", "trim", tube(np.linspace(neck + (0, 0.02), joints.seen("head")[0], 4), np.full(4, 0.22 * s)), 0.9
        )
        tilt = float(np.arctan2(neck[0] - hip[0], hip[1] - neck[1]))
        chest = hip + (neck - hip) * 0.62
        on = self._box(cel, "chest", "fur", chest, (1.0 * s, 0.38 * t, 0.7 * s), joints.yaw, tilt)
        self._box(cel, "pelvis", "belly", hip + (0, 0.04 * t), (0.72 * s, 0.14 * t, 0.55 * s), joints.yaw, tilt)
        if not on or np.cos(joints.yaw) < 0.3:
            return
        middle = chest + (0.7 * s * np.sin(joints.yaw), 0)
        narrow = float(np.cos(joints.yaw))
        if self.panel == "lamps":
            for index, (x, color) in enumerate(((-0.45, "accent"), (0, "glow"), (0.45, "belly"))):
                cel.detail(
                    f"lamp {index + 1}",
                    color,
                    ellipse(middle + (x * s * narrow, 0.05 * t), 0.16 * s * narrow, 0.16 * s),
                    on,
                )
        elif self.panel == "gauge":
            dial = cel.detail("gauge", "white", ellipse(middle, 0.45 * s * narrow, 0.45 * s), on)
            cel.ink(np.array([middle, middle + (0.25 * s * narrow, -0.25 * s)]), weight=0.8, on=dial)
        else:
            plate = np.array([(-0.6, -0.4), (0.6, -0.4), (0.6, 0.4), (-0.6, 0.4)]) * (s * narrow, 0.5 * t) + middle
            cel.detail("plate", "accent", plate, on)

    def _head(self, cel: Cel, joints: Joints, pose: Pose) -> None:
        center, r = joints.seen("head")[0], self.build.head
        yaw, tilt = joints.head_yaw, joints.head_tilt
        for index in range(self.antennas):
            x = 0.0 if self.antennas == 1 else (-0.5, 0.5)[index] * np.cos(yaw)
            base, top = turned(np.array([(x, -0.8), (x + 0.1 * value(pose, "wag"), -1.45)]), tilt) * r + center
            cel.part(f"antenna {index + 1}", "trim", tube(np.linspace(base, top, 4), np.full(4, 0.06 * r)), 0.8)
            cel.part(f"antenna lamp {index + 1}", "glow", ellipse(top, 0.17 * r, 0.17 * r), 0.9)
        if self.round_head:
            on = cel.part("head", "fur", ellipse(center, 1.02 * r, 0.98 * r), shaded=0.2 * r)
        else:
            on = self._box(cel, "head", "fur", center, (0.95 * r, 0.85 * r, 0.8 * r), yaw, tilt)
        if not on or not faces(0.0, yaw, 1.15):
            return
        narrow, shift = float(np.cos(yaw)), 0.8 * float(np.sin(yaw))

        def put(points: np.ndarray) -> np.ndarray:
            return turned(points * (narrow, 1) + (shift, 0), tilt) * r + center

        screen = cel.detail(
            "screen",
            "pupil",
            put(rounded(np.array([(-0.72, -0.55), (0.72, -0.55), (0.72, 0.5), (-0.72, 0.5)]), 0.2)),
            on,
        )
        opened = max(float(np.clip(value(pose, "eyes"), 0, 1.1)), 0.12)
        for x, name in ((0.33, "left"), (-0.33, "right")):
            eye = ellipse((x + 0.08 * value(pose, "look_x"), -0.14), 0.17, 0.2 * opened)
            cel.detail(f"{name} eye", "glow", put(eye), screen, 0.6)
        if value(pose, "mouth") > 0.12:
            draw_mouth(cel, put, np.array([0.0, 0.2]), 0.24, pose, screen)
        else:
            cel.detail(
                "smile", "glow", put(np.array([(-0.26, 0.2), (0.26, 0.2), (0.2, 0.3), (-0.2, 0.3)])), screen, 0.5
            )

    def _arm(self, cel: Cel, joints: Joints, letter: str, pose: Pose) -> None:
        side = "left" if letter == "l" else "right"
        chain = joints.seen(f"{letter}_shoulder", f"{letter}_elbow", f"{letter}_wrist")
        r = self.build.limb
        heading = chain[2] - chain[1]
        heading = heading / max(float(np.linalg.norm(heading)), 1e-6)
        across = np.array([-heading[1], heading[0]])
        opened = value(pose, f"{letter}_fingers") or value(pose, "fingers")
        for sign, claw in ((-1, "inner"), (1, "outer")):
            tip = chain[2] + heading * 2.2 * r + across * sign * (0.35 + 0.8 * opened) * r
            elbow = chain[2] + heading * 1.1 * r + across * sign * (0.9 + 0.6 * opened) * r
            cel.part(
                f"{side} {claw} claw",
                "belly",
                tube(limb_line(np.array([chain[2], elbow, tip])), np.linspace(0.5, 0.2, 14) * r),
                0.8,
            )
        self._segments(cel, limb_line(chain), r, f"{side} arm")
        cel.part(f"{side} wrist", "belly", ellipse(chain[2], 0.85 * r, 0.85 * r), 0.9)
        cel.part(f"{side} shoulder", "accent", ellipse(chain[0], 1.5 * r, 1.5 * r), shaded=0.4 * r)

    def _segments(self, cel: Cel, line: np.ndarray, r: float, name: str) -> None:
        on = cel.part(name, "trim", tube(line, np.full(len(line), 0.7 * r)), shaded=0.3 * r)
        for index in range(2, len(line) - 1, 2):
            along = line[index + 1] - line[index - 1]
            along = along / max(float(np.linalg.norm(along)), 1e-6)
            rib = np.array([-along[1], along[0]]) * 0.65 * r
            cel.ink(np.array([line[index] - rib, line[index] + rib]), weight=0.5, on=on)

    def _leg(self, cel: Cel, joints: Joints, letter: str) -> None:
        side = "left" if letter == "l" else "right"
        chain = joints.seen(f"{letter}_thigh", f"{letter}_knee", f"{letter}_ankle")
        r = self.build.limb * 1.2
        toe = joints.seen(f"{letter}_toe")[0]
        self._segments(cel, limb_line(chain), r, f"{side} leg")
        cel.part(f"{side} knee", "accent", ellipse(chain[1], 1.05 * r, 1.05 * r), 0.9)
        foot = hull((chain[2], 1.0 * r), (chain[2] + (0, 0.7 * r), 0.95 * r), (toe + (0, 0.75 * r), 0.9 * r))
        cel.part(f"{side} foot", "fur", foot, shaded=0.25 * r)


def make_robot(rng: np.random.Generator) -> Robot:
    """A robot nobody has met."""
    colors, names = animal_colors(rng, natural=False)
    colors["glow"] = [(120, 240, 220), (255, 220, 90), (255, 120, 110), (130, 255, 130)][int(rng.integers(4))]
    build = Build(
        float(rng.uniform(2.8, 4.6)),
        float(rng.uniform(1.0, 1.35)),
        float(rng.uniform(0.42, 0.52)),
        float(rng.uniform(1.0, 1.3)),
    )
    round_head, antennas = bool(rng.random() < 0.4), int(rng.integers(0, 3))
    words = f"{a_or_an(names['fur'])} robot with a {'round' if round_head else 'square'} head" + (
        "" if not antennas else " and an antenna" if antennas == 1 else " and two antennas"
    )
    return Robot(build, round_head, antennas, str(rng.choice(["lamps", "gauge", "plate"])), colors, words)
