"""Hair around a turning head: what hangs behind it, the cap with its fringe, locks, tails, and what is worn on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.hats import draw_hat
from engine.training.clips.head import Face, HeadPlace, skull
from engine.training.clips.shapes import Loft, ellipse, faces, open_curve, tube
from engine.training.clips.skeleton import Pose, value

BACKS = ("short", "bob", "long", "ponytail", "twin tails", "bun", "bald")
_LINE_AT = np.array([0, 0.5, 0.9, 1.15, 1.35, 1.6, 1.9, 2.3, np.pi])
_LINE_Y = np.array([-0.42, -0.4, -0.34, -0.05, 0.3, 0.05, 0.3, 0.75, 0.85])


@dataclass(frozen=True)
class Hair:
    """`back` one of BACKS, `hat` one of `hats.HATS`; `tufts` are (longitude, width, length) of the fringe's points."""

    back: str
    hat: str
    volume: float
    tufts: tuple[tuple[float, float, float], ...]
    spikes: bool  # the outline on top stands in points
    locks: float  # how far locks hang down beside the face, in head units; 0 for none
    cowlick: bool


def _crown(face: Face, hair: Hair) -> Loft:
    rings = skull(face).rings.copy()
    rings[:, 1:3] *= hair.volume
    rings[:, 0] = np.where(rings[:, 0] < 0, rings[:, 0] * (hair.volume + 0.06), rings[:, 0])
    return Loft(rings)


def draw_behind(cel: Cel, place: HeadPlace, face: Face, hair: Hair, pose: Pose) -> None:
    """The hair on the far side of the head."""
    if hair.back == "bald":
        return
    away = abs(np.cos(place.yaw / 2)) > 0.7
    if hair.back in ("bob", "long"):
        _mass(cel, place, face, hair, pose)
    elif hair.back in ("ponytail", "twin tails", "bun") and away:
        _tails(cel, place, hair, pose)
    if hair.back in ("short", "ponytail", "twin tails", "bun") and np.cos(place.yaw) > -0.3:
        nape = _crown(face, hair).outline(place.yaw)
        cel.part("back hair", "hair", place.put(nape[nape[:, 1] < 0.75] * (0.97, 0.97)), 0.9)


def _mass(cel: Cel, place: HeadPlace, face: Face, hair: Hair, pose: Pose) -> None:
    low = 1.0 if hair.back == "bob" else 2.3
    v = hair.volume
    sway = value(pose, "drag") * 0.25
    rings = [
        (-0.9, 0.6, 0.6, 0),
        (-0.4, 1.0 * v, 1.0 * v, 0),
        (0.2, 1.08 * v, 1.0 * v, -0.1),
        (low * 0.6, 1.12 * v, 0.8, -0.35),
        (low, 1.0 * v, 0.62, -0.5),
    ]
    outline = Loft(np.array(rings, float)).outline(place.yaw)
    hem = outline[:, 1] > low * 0.9
    outline[hem, 1] += 0.07 * np.cos(outline[hem, 0] * 9)
    outline[:, 0] += sway * np.maximum(outline[:, 1], 0)
    cel.part("back hair", "hair", place.put(outline), shaded=0.2 * place.radius)
    for x in (-0.55, -0.1, 0.4):
        fold = np.array([(x, low), (x * 1.05 - 0.03, low * 0.7), (x * 1.0, low * 0.45)])
        fold[:, 0] += sway * fold[:, 1] - 0.35 * np.sin(place.yaw)
        cel.ink(place.put(open_curve(fold)), weight=0.7, on=(cel.area("back hair", "hair"),))


def _tails(cel: Cel, place: HeadPlace, hair: Hair, pose: Pose) -> None:
    spots = {"ponytail": ((np.pi, -0.45),), "bun": ((np.pi, -0.6),), "twin tails": ((1.75, -0.5), (-1.75, -0.5))}
    drag = value(pose, "drag")
    for index, (longitude, y) in enumerate(spots[hair.back]):
        x = np.sin(longitude + place.yaw) * 0.98
        name = hair.back if len(spots[hair.back]) == 1 else f"{'left' if index == 0 else 'right'} tail of hair"
        if hair.back == "bun":
            cel.part("bun", "hair", place.put(ellipse((x, y - 0.25), 0.42, 0.4)), shaded=0.1 * place.radius)
            continue
        way = np.sign(x) if abs(x) > 0.1 else 1.0
        line = open_curve(
            np.array(
                [
                    (x, y),
                    (x + way * 0.45, y - 0.05),
                    (x + way * 0.62 + drag * 0.3, y + 0.8),
                    (x + way * 0.4 + drag * 0.8, y + 1.8),
                ]
            )
        )
        radii = np.interp(np.linspace(0, 1, len(line)), [0, 0.15, 0.5, 1], [0.13, 0.22, 0.3, 0.03])
        on = cel.part(name, "hair", place.put(tube(line, radii)), shaded=0.1 * place.radius)
        cel.ink(place.put(line[5:12] + (0.06, 0)), weight=0.6, on=on)
        cel.part(f"{name} band", "accent", place.put(ellipse(line[1], 0.13, 0.16)), 0.8)


def draw_front(cel: Cel, place: HeadPlace, face: Face, hair: Hair, pose: Pose) -> None:
    """The cap of hair over the head, its fringe, and a hat."""
    crown = _crown(face, hair)
    if hair.back != "bald":
        _locks(cel, place, crown, hair, pose)
        _cap_of_hair(cel, place, crown, hair, pose)
    if hair.back in ("ponytail", "twin tails", "bun") and abs(np.cos(place.yaw / 2)) <= 0.7:
        _tails(cel, place, hair, pose)
    draw_hat(cel, place, crown, hair.hat)


def _locks(cel: Cel, place: HeadPlace, crown: Loft, hair: Hair, pose: Pose) -> None:
    """Locks beside the face and one that stands up, rooted beneath the cap."""
    drag = value(pose, "drag")
    for side, name in ((1.0, "left lock"), (-1.0, "right lock")):
        if not hair.locks or not faces(side * 1.12, place.yaw, 1.7):
            continue
        root = crown.surface(np.array([side * 1.12]), np.array([-0.2]), place.yaw)[0]
        fall = np.array([(0, 0), (0.06 * side, 0.4), (0.02 * side - 0.1 * drag, 0.7), (-0.1 * side - 0.3 * drag, 1.0)])
        line = open_curve(root + fall * (1, hair.locks))
        radii = np.interp(np.linspace(0, 1, len(line)), [0, 0.4, 1], [0.13, 0.15, 0.015])
        on = cel.part(name, "hair", place.put(tube(line, radii)), shaded=0.06 * place.radius)
        cel.ink(place.put(line[6:13] + (0.03, 0)), weight=0.6, on=on)
    if hair.cowlick and hair.hat in ("none", "ribbon"):
        sway = 0.12 * value(pose, "wag") - 0.15 * drag
        line = open_curve(np.array([(0, -0.95), (0.05, -1.35), (0.25 + sway, -1.6), (0.5 + 1.5 * sway, -1.5)]))
        cel.part("cowlick", "hair", place.put(tube(line, np.linspace(0.11, 0.02, len(line)))), 0.9)


def _fringe(hair: Hair, pose: Pose) -> np.ndarray:
    """(N, 2) longitude and height of the hairline, rising longitudes, points and notches in turn."""
    points = []
    for longitude, width, length in hair.tufts:
        base = float(np.interp(abs(longitude), _LINE_AT, _LINE_Y))
        drift = 0.05 * value(pose, "drag")
        points += [
            (longitude - width * 0.5, base - 0.16),
            (longitude - width * 0.36, base + length * 0.4),
            (longitude + width * 0.1 + drift, base + length),
            (longitude + width * 0.34, base + length * 0.3),
        ]
    return np.array(points)


def _cap_of_hair(cel: Cel, place: HeadPlace, crown: Loft, hair: Hair, pose: Pose) -> None:
    fringe = _fringe(hair, pose)
    around = np.concatenate([fringe + (turn * 2 * np.pi, 0) for turn in (-1, 0, 1)])
    left, right = -np.pi / 2 - place.yaw, np.pi / 2 - place.yaw
    inside = around[(around[:, 0] > left + 0.06) & (around[:, 0] < right - 0.06)]
    ends = np.interp([left, right], around[:, 0], around[:, 1])
    path = np.concatenate([[(left, ends[0])], inside, [(right, ends[1])]])
    hairline = crown.surface(path[:, 0], path[:, 1], place.yaw)
    outline = crown.outline(place.yaw)
    # The silhouette from the right end of the hairline over the top to its left end.
    right_side = outline[(outline[:, 0] >= 0) & (outline[:, 1] < hairline[-1, 1] - 0.02)]
    left_side = outline[(outline[:, 0] < 0) & (outline[:, 1] < hairline[0, 1] - 0.02)]
    top = np.concatenate([right_side[np.argsort(-right_side[:, 1])], left_side[np.argsort(left_side[:, 1])]])
    if hair.spikes:
        top = _spiked(top)
    shape = np.concatenate([hairline, top])
    on = cel.part("hair", "hair", place.put(shape), shaded=0.14 * place.radius)
    _gleam(cel, place, crown, on)
    for longitude, _, length in hair.tufts[::2]:
        if faces(longitude, place.yaw, 1.1):
            y = float(np.interp(abs(longitude), _LINE_AT, _LINE_Y))
            crease = np.array(
                [(longitude * 0.8, y - 0.42), (longitude * 0.92, y - 0.15), (longitude, y + length * 0.2)]
            )
            cel.ink(place.put(open_curve(crown.surface(crease[:, 0], crease[:, 1], place.yaw))), weight=0.6, on=on)


def _spiked(top: np.ndarray) -> np.ndarray:
    """The outline of the crown with every third stretch drawn out to a point."""
    spiked = top.copy()
    spiked[2:-2:4] *= 1.17
    spiked[3:-2:4] *= 1.05
    return spiked


def _gleam(cel: Cel, place: HeadPlace, crown: Loft, on: tuple[int, ...]) -> None:
    view = np.linspace(-0.9, 0.55, 9)
    zigzag = np.where(np.arange(9) % 2 == 0, 0.03, -0.03)
    upper = crown.surface(view - place.yaw, np.full(9, -0.82), place.yaw)
    lower = crown.surface(view - place.yaw, -0.68 + zigzag, place.yaw)[::-1]
    cel.gleam("hair", "hair", place.put(np.concatenate([upper, lower])), on)
