"""A turning head: skull, ears, eyes that look and blink, brows, nose and a talking mouth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.shapes import Loft, closed_curve, ellipse, faces, open_curve, turned
from engine.training.clips.skeleton import Pose, value

_EYES = {
    "tall": np.array(
        [(-0.15, 0.02), (-0.11, -0.15), (0.03, -0.21), (0.16, -0.11), (0.15, 0.08), (0.02, 0.19), (-0.11, 0.14)]
    ),
    "round": np.array(
        [(-0.16, 0), (-0.11, -0.15), (0, -0.2), (0.11, -0.15), (0.16, 0), (0.11, 0.15), (0, 0.2), (-0.11, 0.15)]
    ),
    "narrow": np.array([(-0.16, 0.03), (-0.08, -0.07), (0.05, -0.1), (0.18, -0.05), (0.12, 0.07), (-0.04, 0.1)]),
}
EYES = (*_EYES, "dot")


@dataclass(frozen=True)
class Face:
    """What a head looks like: `jaw` how wide its chin is (1 usual), `eyes` one of EYES, sizes against the usual."""

    jaw: float
    eyes: str
    eye_size: float
    eye_apart: float  # radians from the middle
    nose: float
    blush: bool
    thick_brows: bool
    ears: str  # "human", "cat", "none"


@dataclass(frozen=True)
class HeadPlace:
    """Where a head is: `center` in the figure's units, its `radius`, how far it is turned and tilted (radians)."""

    center: np.ndarray
    radius: float
    yaw: float
    tilt: float

    def put(self, points: np.ndarray) -> np.ndarray:
        """Head units (the radius, y down from the middle) into the figure's."""
        return turned(points, self.tilt) * self.radius + self.center


def skull(face: Face) -> Loft:
    """The head's form in head units."""
    j = face.jaw
    rings = [
        (-1.08, 0, 0, 0),
        (-0.96, 0.5, 0.55, -0.05),
        (-0.6, 0.9, 0.95, -0.05),
        (-0.1, 1.0, 1.0, 0),
        (0.35, 0.94 * j**0.3, 0.88, 0.04),
        (0.68, 0.74 * j, 0.7, 0.14),
        (0.95, 0.4 * j, 0.42, 0.26),
        (1.06, 0, 0, 0.26),
    ]
    return Loft(np.array(rings, float))


def draw_face(cel: Cel, place: HeadPlace, face: Face, pose: Pose) -> None:
    """Skull and features, without hair."""
    form = skull(face)
    _ears(cel, place, form, face, behind=True)
    on = cel.part("face", "skin", place.put(form.outline(place.yaw)), shaded=0.16 * place.radius)
    for side in (-1.0, 1.0):
        if face.blush and faces(side * 0.62, place.yaw, 1.1):
            spot = place.put(form.patch(side * 0.62, 0.42, ellipse((0, 0), 0.15, 0.08), place.yaw))
            cel.detail(_sided("cheek", side), "blush", spot, on, weight=0.5)
        if faces(side * face.eye_apart, place.yaw, 1.25):
            _eye(cel, place, form, face, pose, side, on)
            _brow(cel, place, form, face, pose, side, on)
    _nose(cel, place, form, face, on)
    if faces(0.0, place.yaw, 1.4):
        _mouth(cel, place, form, pose, on)
    _ears(cel, place, form, face, behind=False)


def _sided(part: str, side: float) -> str:
    return f"left {part}" if side > 0 else f"right {part}"


def _eye(cel: Cel, place: HeadPlace, form: Loft, face: Face, pose: Pose, side: float, on: tuple[int, ...]) -> None:
    scale = np.array([face.eye_size, face.eye_size])
    opened = float(np.clip(value(pose, "eyes"), 0, 1.15))

    def lay(points: np.ndarray) -> np.ndarray:
        mirrored = points * scale * (side, 1)
        return place.put(form.patch(side * face.eye_apart, 0.12, mirrored, place.yaw))

    if opened < 0.2:
        arc = np.array([(-0.15, 0.03), (-0.05, 0.09), (0.06, 0.09), (0.16, 0.02)])
        cel.ink(lay(open_curve(arc)), weight=1.3, on=on)
        return
    look = np.array([side * value(pose, "look_x") * 0.05, value(pose, "look_y") * 0.05 + 0.01])
    if face.eyes == "dot":
        dot = cel.detail(_sided("pupil", side), "pupil", lay(ellipse(look, 0.075, 0.11 * opened)), on, 0.6)
        cel.detail(
            _sided("eye light", side), "glint", lay(ellipse(look + (-0.02 * side, -0.05), 0.028, 0.035)), dot, 0.25
        )
        return
    lid = _EYES[face.eyes] * (1, opened)
    white = cel.detail(_sided("eye", side), "white", lay(closed_curve(lid)), on, 0.6)
    tall = 0.13 if face.eyes == "tall" else 0.1
    iris = cel.detail(_sided("iris", side), "iris", lay(ellipse(look, 0.095, tall)), white, 0.6)
    pupil = cel.detail(_sided("pupil", side), "pupil", lay(ellipse(look, 0.048, tall * 0.55)), iris, 0.5)
    glint = ellipse(look + (-0.03 * side, -tall * 0.45), 0.032, 0.038)
    cel.detail(_sided("eye light", side), "glint", lay(glint), iris + pupil, 0.3)
    upper = lid[: len(lid) // 2 + 1] if face.eyes == "round" else lid[:4]
    cel.ink(lay(open_curve(upper)), weight=1.7, on=on + white + iris + pupil)


def _brow(cel: Cel, place: HeadPlace, form: Loft, face: Face, pose: Pose, side: float, on: tuple[int, ...]) -> None:
    rise = -0.3 - 0.1 * value(pose, "brows") - 0.12 * face.eye_size
    slope = 0.12 * value(pose, "anger")
    arc = open_curve(np.array([(-0.15, slope), (0.0, -0.04), (0.17, 0.03 - slope)]))
    arc = arc * (side, 1)
    if not face.thick_brows:
        cel.ink(place.put(form.patch(side * face.eye_apart, rise + 0.12, arc, place.yaw)), weight=1.1, on=on)
        return
    band = np.concatenate([arc, arc[::-1] + (0, 0.075)])
    cel.detail(
        _sided("brow", side), "hair", place.put(form.patch(side * face.eye_apart, rise + 0.1, band, place.yaw)), on, 0.6
    )


def _nose(cel: Cel, place: HeadPlace, form: Loft, face: Face, on: tuple[int, ...]) -> None:
    side = np.sin(place.yaw)
    if not faces(0.0, place.yaw, 1.65):
        return
    tip = form.surface(np.array([0.0]), np.array([0.36]), place.yaw)[0]
    if abs(side) < 0.8:
        hook = np.array([(0.02, -0.07), (0.06, 0.02), (-0.03, 0.04)]) * face.nose * (1 if side >= 0 else -1, 1)
        cel.ink(place.put(open_curve(hook) + tip), weight=0.8, on=on)
        return
    way = np.sign(side)
    bump = np.array([(-0.1, -0.2), (0.02, -0.1), (0.15 * face.nose, 0.0), (0.02, 0.07), (-0.1, 0.1)]) * (way, 1) + tip
    curve = place.put(open_curve(bump))
    cel.fill("face", "skin", curve)
    cel.ink(curve[3:-3], weight=0.9)


def _mouth(cel: Cel, place: HeadPlace, form: Loft, pose: Pose, on: tuple[int, ...]) -> None:
    opened, wide, smile = value(pose, "mouth"), 0.2 + 0.1 * value(pose, "wide"), value(pose, "smile")

    def lay(points: np.ndarray) -> np.ndarray:
        return place.put(form.patch(0.0, 0.64, points, place.yaw))

    corner = -0.08 * smile
    if not faces(0.0, place.yaw, 1.15):
        _mouth_in_profile(cel, place, form, opened, corner, on)
        return
    if opened < 0.12:
        cel.ink(
            lay(open_curve(np.array([(-wide, corner), (0, 0.02 + 0.03 * smile), (wide, corner)]))), weight=0.9, on=on
        )
        return
    drop = 0.08 + 0.24 * opened
    lips = np.array(
        [(-wide, corner), (0, 0.0), (wide, corner), (wide * 0.6, drop * 0.8), (0, drop), (-wide * 0.6, drop * 0.8)]
    )
    mouth = cel.detail("mouth", "mouth", lay(closed_curve(lips)), on, 0.8)
    if opened > 0.3:
        teeth = np.array([(-wide, corner - 0.1), (wide, corner - 0.1), (wide * 0.9, 0.05), (-wide * 0.9, 0.05)])
        cel.detail("teeth", "white", lay(teeth), mouth, 0.5)
        cel.detail("tongue", "tongue", lay(ellipse((0, drop), wide * 0.6, drop * 0.4)), mouth, 0.5)


def _mouth_in_profile(
    cel: Cel, place: HeadPlace, form: Loft, opened: float, corner: float, on: tuple[int, ...]
) -> None:
    lip = form.surface(np.array([0.0]), np.array([0.64]), place.yaw)[0]
    back = lip + (-0.22 * np.sign(np.sin(place.yaw)), corner)
    if opened < 0.12:
        cel.ink(place.put(np.array([back, (lip + back) / 2 + (0, 0.02), lip])), weight=0.9, on=on)
        return
    wedge = np.array([back, lip + (0, -0.05), lip + (0, 0.06 + 0.16 * opened)])
    cel.detail("mouth", "mouth", place.put(wedge), on, 0.8)


def _ears(cel: Cel, place: HeadPlace, form: Loft, face: Face, behind: bool) -> None:
    if face.ears != "human":
        return
    for side in (-1.0, 1.0):
        seen = (side * np.pi / 2 + place.yaw + np.pi) % (2 * np.pi) - np.pi
        if (abs(seen) > 1.25) != behind or abs(seen) > 2.3:
            continue
        middle = form.surface(np.array([side * np.pi / 2]), np.array([0.18]), place.yaw)[0]
        width = 0.09 + 0.1 * abs(np.cos(seen))
        out = 0.06 * np.sign(seen) if behind else 0.0
        shape = place.put(ellipse(middle + (out, 0), width, 0.2, 0.15 * np.sign(seen)))
        cel.part(_sided("ear", side), "skin", shape, 0.8)
        curl = np.array([(0.0, -0.1), (0.06, -0.02), (0.0, 0.08)]) * (1 if seen > 0 else -1, 1) + middle + (out, 0)
        cel.ink(place.put(open_curve(curl)), weight=0.6)
