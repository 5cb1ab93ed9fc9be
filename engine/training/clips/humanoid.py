"""People, tall and small: a dressed figure drawn in the order of its depth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips import clothes, hair, hats, head, limbs
from engine.training.clips.cel import Cel
from engine.training.clips.head import Face, HeadPlace
from engine.training.clips.model import RGB
from engine.training.clips.palettes import a_or_an as _a
from engine.training.clips.palettes import person_colors
from engine.training.clips.props import draw_held
from engine.training.clips.shapes import ellipse, open_curve, tube
from engine.training.clips.skeleton import Build, Joints, Pose, solve, value


@dataclass(frozen=True)
class Outfit:
    """What a figure wears, each a name of `clothes`, `limbs` or `hair`."""

    sleeve: str
    legs: str
    shoe: str
    decoration: str
    skirt: str
    belt: bool
    gloves: bool
    socks: bool
    back: str  # "none", "cape", "scarf", "tail", "wings"
    prop: str  # what the right hand holds: "none" or one of props


@dataclass(frozen=True)
class Human:
    """A person; `colors` are named as its parts ask for them, `words` say what it looks like."""

    build: Build
    face: Face
    hair: hair.Hair
    outfit: Outfit
    colors: dict[str, RGB]
    words: str

    @property
    def height(self) -> float:
        """From the ground to the top of the head."""
        return 1.0

    def draw(self, cel: Cel, pose: Pose) -> None:
        """Back to front, feet at the origin, one unit tall."""
        joints = solve(self.build, pose)
        place = HeadPlace(joints.at["head"][:2], self.build.head, joints.head_yaw, joints.head_tilt)
        put = clothes.torso_place(joints, self.build, pose)
        turned_away = np.cos(joints.yaw) < -0.15
        if not turned_away:
            self._back(cel, joints, pose)
            hair.draw_behind(cel, place, self.face, self.hair, pose)
        self._body(cel, joints, put, pose)
        if turned_away:
            self._back(cel, joints, pose)
        self._head(cel, place, pose, turned_away)
        for letter in self._arms(joints, in_front=True):
            self._arm(cel, joints, letter, pose)

    def _arms(self, joints: Joints, in_front: bool) -> list[str]:
        """The arms before or behind the body, farthest first."""
        depth = {letter: joints.depth(f"{letter}_elbow", f"{letter}_wrist") for letter in "lr"}
        near = self.build.shoulder * -0.25
        return sorted((letter for letter in "lr" if (depth[letter] > near) == in_front), key=depth.__getitem__)

    def _arm(self, cel: Cel, joints: Joints, letter: str, pose: Pose) -> None:
        if letter == "r" and self.outfit.prop != "none":
            draw_held(cel, joints, self.build, self.outfit.prop)
        limbs.draw_arm(cel, joints, self.build, letter, self.outfit.sleeve, self.outfit.gloves, pose)

    def _body(self, cel: Cel, joints: Joints, put: clothes.Put, pose: Pose) -> None:
        outfit = self.outfit
        for letter in self._arms(joints, in_front=False):
            self._arm(cel, joints, letter, pose)
        for letter in sorted("lr", key=lambda side: joints.depth(f"{side}_knee", f"{side}_thigh")):
            limbs.draw_leg(cel, joints, self.build, letter, outfit.legs, outfit.shoe, outfit.socks)
        belt = outfit.belt and outfit.skirt == "none"
        clothes.draw_torso(cel, joints, self.build, put, outfit.decoration, outfit.skirt, belt)
        if outfit.skirt != "none":
            clothes.draw_skirt(cel, joints, self.build, put, pose)
        if outfit.back == "scarf":
            clothes.draw_scarf(cel, joints, self.build, pose)

    def _head(self, cel: Cel, place: HeadPlace, pose: Pose, turned_away: bool) -> None:
        head.draw_face(cel, place, self.face, pose)
        if turned_away:
            hair.draw_front(cel, place, self.face, self.hair, pose)
            hair.draw_behind(cel, place, self.face, self.hair, pose)
        else:
            hair.draw_front(cel, place, self.face, self.hair, pose)

    def _back(self, cel: Cel, joints: Joints, pose: Pose) -> None:
        if self.outfit.back == "cape":
            clothes.draw_cape(cel, joints, self.build, pose)
        elif self.outfit.back == "tail":
            _tail(cel, joints, self.build, pose)
        elif self.outfit.back == "wings":
            _wings(cel, joints, self.build, pose)


def _tail(cel: Cel, joints: Joints, build: Build, pose: Pose) -> None:
    hip = joints.seen("hip")[0]
    way = 0.6 * np.cos(joints.yaw) - np.sin(joints.yaw)
    wag = value(pose, "wag") * 0.06
    u = build.torso
    line = open_curve(
        np.array(
            [
                hip + (0, 0.05 * u),
                hip + (way * 0.5 * u, 0.15 * u),
                hip + (way * 0.95 * u + wag, -0.25 * u),
                hip + (way * 0.75 * u + 2 * wag, -0.75 * u),
            ]
        )
    )
    radii = np.linspace(0.8, 1.0, len(line)) * build.limb
    on = cel.part("tail", "hair", tube(line, radii), shaded=0.4 * build.limb)
    cel.detail("tail tip", "white", ellipse(line[-1], 2.4 * build.limb, 2.0 * build.limb), on)


def _wings(cel: Cel, joints: Joints, build: Build, pose: Pose) -> None:
    neck = joints.seen("neck")[0]
    lift = value(pose, "flap") * 0.08
    u = build.torso
    for side, name in ((1.0, "left"), (-1.0, "right")):
        wide = side * np.cos(joints.yaw) - 0.45 * np.sin(joints.yaw)
        points = [
            (0.1, 0.25),
            (0.5, -0.25 - 3 * lift),
            (1.05, -0.35 - 6 * lift),
            (1.0, 0.0),
            (0.85, 0.15),
            (0.8, 0.32),
            (0.6, 0.4),
            (0.5, 0.55),
            (0.15, 0.5),
        ]
        shape = np.array(points) * (wide * u, u) + neck
        on = cel.part(f"{name} wing", "white", open_curve(shape), shaded=0.08 * u)
        for end in (3, 5, 7):
            cel.ink(
                open_curve(
                    np.array([shape[end], shape[end] * 0.7 + shape[0] * 0.3, shape[end] * 0.45 + shape[0] * 0.55])
                ),
                weight=0.6,
                on=on,
            )


def make_human(rng: np.random.Generator, chibi: bool) -> Human:
    """A person nobody has met."""
    build = Build(
        heads=float(rng.uniform(2.4, 3.1) if chibi else rng.uniform(4.4, 6.6)),
        girth=float(rng.uniform(0.9, 1.25)),
        legs=float(rng.uniform(0.4, 0.46) if chibi else rng.uniform(0.52, 0.58)),
        shoulders=float(rng.uniform(0.85, 1.15)),
    )
    tall = chibi or rng.random() < 0.6
    face = Face(
        jaw=float(rng.uniform(0.85, 1.2)),
        eyes=str(rng.choice(head.EYES, p=[0.4, 0.25, 0.15, 0.2])),
        eye_size=float(rng.uniform(1.1, 1.5) if tall else rng.uniform(0.85, 1.15)),
        eye_apart=float(rng.uniform(0.4, 0.5)),
        nose=float(rng.uniform(0.7, 1.3)),
        blush=bool(rng.random() < 0.35),
        thick_brows=bool(rng.random() < 0.4),
        ears="human",
    )
    outfit = _outfit(rng)
    hairdo = _hair(rng)
    colors, names = person_colors(rng)
    kind = "small cartoon child" if chibi else "cartoon person"
    return Human(build, face, hairdo, outfit, colors, _words(kind, hairdo, outfit, names))


def _outfit(rng: np.random.Generator) -> Outfit:
    skirt = str(rng.choice(clothes.SKIRTS, p=[0.62, 0.2, 0.18]))
    legs = "none" if skirt != "none" else str(rng.choice(limbs.LEGWEAR[1:], p=[0.3, 0.15, 0.55]))
    return Outfit(
        sleeve=str(rng.choice(limbs.SLEEVES, p=[0.15, 0.3, 0.2, 0.35])),
        legs=legs,
        shoe=str(rng.choice(limbs.SHOES, p=[0.45, 0.3, 0.05, 0.2])),
        decoration=str(rng.choice(clothes.DECORATIONS))
        if skirt != "dress"
        else str(rng.choice(["plain", "buttons", "emblem"])),
        skirt=skirt,
        belt=bool(rng.random() < 0.5),
        gloves=bool(rng.random() < 0.15),
        socks=bool(rng.random() < 0.5),
        back=str(rng.choice(["none", "cape", "scarf", "tail", "wings"], p=[0.6, 0.12, 0.12, 0.1, 0.06])),
        prop=str(
            rng.choice(["none", "staff", "sword", "umbrella", "balloon", "flag"], p=[0.7, 0.06, 0.06, 0.06, 0.06, 0.06])
        ),
    )


def _hair(rng: np.random.Generator) -> hair.Hair:
    count = int(rng.integers(4, 7))
    front = np.linspace(-0.9, 0.9, count)
    tufts = [
        (float(x + rng.uniform(-0.05, 0.05)), 1.9 / count, float(rng.uniform(0.12, 0.4) - 0.12 * abs(x))) for x in front
    ]
    locks = [(side * 1.18, 0.3, float(rng.uniform(0.15, 0.5))) for side in (-1, 1)]
    rear = [(float(x), 0.5, float(rng.uniform(0.05, 0.3))) for x in (1.75, 2.2, 2.7, 3.2, 3.7, 4.2)]
    around = sorted([*tufts, *locks, *((x if x < np.pi else x - 2 * np.pi, w, n) for x, w, n in rear)])
    back = str(rng.choice(hair.BACKS, p=[0.3, 0.15, 0.2, 0.12, 0.1, 0.08, 0.05]))
    hat = str(rng.choice(hats.HATS, p=[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]))
    locks = float(rng.uniform(0.8, 1.5)) if rng.random() < 0.35 else 0.0
    return hair.Hair(
        back,
        hat,
        float(rng.uniform(1.08, 1.2)),
        tuple(around),
        spikes=bool(rng.random() < 0.35),
        locks=locks,
        cowlick=bool(rng.random() < 0.25),
    )


_TROUSERS = {"long": "trousers", "capri": "cropped trousers", "shorts": "shorts", "none": "shorts"}
_HAIRDOS = {"short": "short hair", "bob": "bobbed hair", "long": "long hair"}


def _words(kind: str, hairdo: hair.Hair, outfit: Outfit, names: dict[str, str]) -> str:
    """What a colorist would call the figure."""
    worn = [f"{_a(names['bottom'])} dress" if outfit.skirt == "dress" else f"{_a(names['top'])} top"]
    if outfit.skirt == "skirt":
        worn.append(f"{_a(names['bottom'])} skirt")
    elif outfit.skirt == "none":
        worn.append(f"{names['bottom']} {_TROUSERS[outfit.legs]}")
    if outfit.back in ("cape", "scarf"):
        worn.append(f"{_a(names['accent'])} {outfit.back}")
    if hairdo.hat not in ("none", "cat ears"):
        worn.append(f"{_a(names['accent'])} {hairdo.hat}")
    cut = f"{names['hair']} {_HAIRDOS.get(hairdo.back, hairdo.back)}"
    having = [] if hairdo.back == "bald" else [_a(cut) if hairdo.back in ("ponytail", "bun") else cut]
    having += ["cat ears"] if hairdo.hat == "cat ears" else []
    having += ["a tail" if outfit.back == "tail" else "wings"] if outfit.back in ("tail", "wings") else []
    look = f"a {'bald ' if hairdo.back == 'bald' else ''}{kind}" + (f" with {_listed(having)}" if having else "")
    holding = f", holding {_a(outfit.prop)}" if outfit.prop != "none" else ""
    return f"{look} in {_listed(worn)}{holding}"


def _listed(things: list[str]) -> str:
    return " and ".join([", ".join(things[:-1]), things[-1]] if len(things) > 1 else things)
