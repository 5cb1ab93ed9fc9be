"""Arms, hands with fingers, legs and shoes of an upright figure, each with what is worn on it."""

from __future__ import annotations

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.shapes import closed_curve, hull, limb_line, open_curve, tube
from engine.training.clips.skeleton import Build, Joints, Pose, value

SIDES = {"l": "left", "r": "right"}
_SLEEVE_ENDS = {"none": 0.0, "short": 0.42, "rolled": 0.62, "long": 0.94}
_LEG_ENDS = {"none": 0.0, "shorts": 0.42, "capri": 0.7, "long": 0.95}
SLEEVES = tuple(_SLEEVE_ENDS)
LEGWEAR = tuple(_LEG_ENDS)


def draw_arm(cel: Cel, joints: Joints, build: Build, letter: str, sleeve: str, glove: bool, pose: Pose) -> None:
    """One arm from shoulder to fingers; `sleeve` one of SLEEVES."""
    side = SIDES[letter]
    chain = joints.seen(f"{letter}_shoulder", f"{letter}_elbow", f"{letter}_wrist")
    radius = build.limb
    radii = np.array([[1.0], [0.86], [0.7]]) * radius
    end = _SLEEVE_ENDS[sleeve]
    on: tuple[int, ...] = ()
    hand, creases = _hand(chain, radius, side, value(pose, f"{letter}_fingers") or value(pose, "fingers"))
    if end < 0.9:
        line = limb_line(chain)
        bare = tube(line, limb_line(radii)[:, 0])
        on = (cel.union(f"{side} arm", "skin", [bare] if glove else [*hand, bare], weight=0.85),)
        if cel.light.shadows:
            on += (cel.shade(f"{side} arm", "skin", bare, on[0], 0.5 * radius),)
        if _bend(chain) > 0.5:
            cel.ink(_crease(line, 7, radius * 0.7), weight=0.6, on=on)
    if end >= 0.9 or glove:
        on = (cel.union(f"{side} hand", "accent 2" if glove else "skin", hand, weight=0.75),)
    for crease in creases:
        cel.ink(crease, weight=0.6, on=on)
    if end:
        line = limb_line(chain, 0.0, end)
        wide = limb_line(radii, 0.0, end)[:, 0] * np.linspace(1.15, 1.45 if sleeve != "long" else 1.35, 14)
        on = cel.part(f"{side} sleeve", "top", tube(line, wide, flat_end=True), shaded=0.5 * radius)
        cel.ink(_crease(line, 8, wide[8] * 0.8), weight=0.6, on=on)
        if sleeve in ("rolled", "long"):
            cuff = slice(11, 14)
            cel.part(f"{side} cuff", "trim", tube(line[cuff], wide[cuff] * 1.08, True, True), 0.9)


def _bend(chain: np.ndarray) -> float:
    """How much a limb is bent, radians."""
    a, b = chain[1] - chain[0], chain[2] - chain[1]
    return float(abs(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)))


def _crease(line: np.ndarray, index: int, length: float) -> np.ndarray:
    """A short fold that begins at the inner side of a bend and ends inside."""
    bend = line[index - 3] + line[index + 3] - 2 * line[index]
    size = float(np.linalg.norm(bend))
    along = line[index + 1] - line[index - 1]
    across = bend / size if size > 1e-3 else np.array([along[1], -along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    start = line[index] + across * length * 1.2
    return open_curve(
        np.array(
            [
                start,
                line[index] + across * length * 0.5 + along * 0.2,
                line[index] - across * length * 0.1 + along * 0.7,
            ]
        )
    )


def _hand(chain: np.ndarray, radius: float, side: str, opened: float) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The shapes of a thumb, three fingers and a palm, and creases between; `opened` 0 a fist, 1 spread."""
    along = chain[2] - chain[1]
    length = float(np.linalg.norm(along))
    along = along / length if length > 1e-3 else np.array([0.0, 1.0])
    across = np.array([-along[1], along[0]])
    palm = radius * 1.15
    middle = chain[2] + along * palm * 0.9
    thumb_way = -1.0 if side == "left" else 1.0
    reach = palm * (0.9 + 1.0 * opened)
    fingers = []
    for spread in (-0.62, 0.0, 0.62):
        heading = along * np.cos(spread * (0.4 + 0.6 * opened)) + across * np.sin(spread * (0.4 + 0.6 * opened))
        base = middle + across * spread * palm * 0.95
        line = np.linspace(base, base + heading * reach, 5)
        fingers.append(tube(line, np.linspace(0.36, 0.3, 5) * palm))
    way = across * thumb_way * 0.9 + along * 0.5
    line = np.linspace(middle, middle + way * palm * (1.2 + 0.4 * opened), 5)
    fingers.append(tube(line, np.linspace(0.4, 0.3, 5) * palm))
    root = np.linspace(chain[2] - along * palm * 1.5, middle + along * palm * 0.25, 5)
    body = tube(root, np.array([0.62, 0.72, 0.85, 0.92, 0.9]) * palm)
    starts = [middle + across * spread * palm * 0.95 + along * palm * 0.35 for spread in (-0.31, 0.31)]
    return [*fingers, body], [np.linspace(start, start + along * reach * 0.45, 4) for start in starts]


def draw_leg(cel: Cel, joints: Joints, build: Build, letter: str, wear: str, shoe: str, sock: bool) -> None:
    """One leg with its shoe; `wear` one of LEGWEAR, `shoe` one of SHOES."""
    side = SIDES[letter]
    chain = joints.seen(f"{letter}_thigh", f"{letter}_knee", f"{letter}_ankle")
    radius = build.limb * 1.3
    radii = np.array([[1.15], [0.9], [0.66]]) * radius
    end = _LEG_ENDS[wear]
    line = limb_line(chain)
    if shoe != "boots":
        _shoe(cel, joints, build, letter, shoe)
    if end < 0.9:
        on = cel.part(f"{side} leg", "skin", tube(line, limb_line(radii)[:, 0]), shaded=0.5 * radius)
        if _bend(chain) > 0.5:
            cel.ink(_crease(line, 7, radius * 0.7), weight=0.6, on=on)
        if sock:
            low = limb_line(chain, 0.74)
            cel.part(f"{side} sock", "trim", tube(low, limb_line(radii, 0.74)[:, 0] * 1.1, flat_start=True), 0.9)
    if shoe != "bare" and end < 0.9:
        _shoe(cel, joints, build, letter, shoe)
    if end:
        upper = limb_line(chain, 0.0, end)
        wide = limb_line(radii, 0.0, end)[:, 0] * np.linspace(1.12, 1.35, 14)
        on = cel.part(f"{side} trouser leg", "bottom", tube(upper, wide, flat_end=True), shaded=0.5 * radius)
        cel.ink(_crease(upper, 7, wide[7] * 0.8), weight=0.6, on=on)
    if shoe == "boots":
        boot = limb_line(chain, 0.66)
        _shoe(cel, joints, build, letter, shoe)
        cel.part(f"{side} boot shaft", "shoes", tube(boot, limb_line(radii, 0.66)[:, 0] * 1.45, True, True), 0.95)


SHOES = ("sneakers", "boots", "bare", "pumps")


def _shoe(cel: Cel, joints: Joints, build: Build, letter: str, shoe: str) -> None:
    side = SIDES[letter]
    ankle, toe = joints.seen(f"{letter}_ankle", f"{letter}_toe")
    size = build.limb * 1.05
    heel = ankle + (0, 0.4 * size)
    front = toe + (0, 0.62 * size)
    shape = hull((ankle + (0, -0.1 * size), size * 0.85), (heel + (0, 0.3 * size), size * 0.8), (front, size * 0.78))
    color = "skin" if shoe == "bare" else "shoes"
    on = cel.part(f"{side} foot" if shoe == "bare" else f"{side} shoe", color, shape, shaded=0.25 * size)
    if shoe == "sneakers":
        low, wide = heel[1] + 0.72 * size, 3 * size
        sole = np.array(
            [
                (min(heel[0], front[0]) - wide, low),
                (max(heel[0], front[0]) + wide, low + front[1] - heel[1] - 0.3 * size),
            ]
        )
        band = np.array([sole[0], (sole[1][0], sole[0][1]), (sole[1][0], low + wide), (sole[0][0], low + wide)])
        cel.detail(f"{side} sole", "trim", band, on, 0.7)
    if shoe != "bare":
        middle = 0.55 * ankle + 0.45 * toe
        lace = closed_curve(np.array([(-0.5, 0.05), (0, -0.3), (0.5, 0.05), (0, 0.25)]) * size + middle)
        cel.detail(f"{side} tongue of the shoe", "trim", lace, on, 0.6)
