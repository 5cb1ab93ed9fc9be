"""The torso of an upright figure and what it wears: tops with collars, belts and buttons, skirts, capes, scarves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.shapes import Loft, closed_curve, ellipse, faces, open_curve, tube
from engine.training.clips.skeleton import Build, Joints, Pose, value

DECORATIONS = ("plain", "stripes", "buttons", "jacket", "emblem", "pocket", "tie", "overalls")
SKIRTS = ("none", "skirt", "dress")
Put = Callable[[np.ndarray], np.ndarray]


def torso_form(build: Build, flared: bool) -> Loft:
    """The top's form; y runs from -1 (neck) over 0 (hip) in torso lengths, x and z in figure heights."""
    s, h = build.shoulder, build.hip
    hem = 1.25 if flared else 1.08
    rings = [
        (-1.02, 0.34 * s, 0.34 * s, 0),
        (-0.97, 0.62 * s, 0.46 * s, 0),
        (-0.88, 0.94 * s, 0.6 * s, 0),
        (-0.62, 0.93 * s, 0.72 * s, 0.02 * s),
        (-0.3, 0.5 * s + 0.42 * h, 0.66 * s, 0),
        (0.0, h * 1.02, 0.84 * h, 0),
        (0.16, h * hem, 0.92 * h, 0),
    ]
    return Loft(np.array(rings, float))


def torso_place(joints: Joints, build: Build, pose: Pose) -> Put:
    """Puts torso coordinates on the figure, sheared along its spine."""
    hip, neck = joints.seen("hip", "neck")
    breath = 1 + 0.03 * value(pose, "breath")

    def put(points: np.ndarray) -> np.ndarray:
        x, y = points[:, :1], points[:, 1:]
        spine = np.where(y < 0, -y * (neck - hip), np.hstack([np.zeros_like(y), y * build.torso]))
        return hip + np.hstack([x * breath, np.zeros_like(x)]) + spine

    return put


def draw_torso(cel: Cel, joints: Joints, build: Build, put: Put, decoration: str, skirt: str, belt: bool) -> None:
    """Neck and top with its decoration; a dress is a top in the color of its skirt."""
    neck, head = joints.seen("neck", "head")
    line = np.linspace(neck + (0, 0.03), head, 6)
    cel.part("neck", "skin", tube(line, np.full(6, build.limb * 1.1)), shaded=0.5 * build.limb)
    form = torso_form(build, flared=False)
    color = "bottom" if skirt == "dress" else "top"
    on = cel.part("top", color, put(form.outline(joints.yaw)), shaded=0.2 * build.shoulder)
    _neckline(cel, form, put, joints.yaw, on, decoration)
    _DECORATE[decoration](cel, form, put, joints.yaw, on)
    _folds(cel, form, put, joints.yaw, on)
    if belt and skirt != "dress":
        _belt(cel, form, put, joints.yaw, on)


def _band(form: Loft, yaw: float, low: float, high: float, start: float = -1.55, end: float = 1.55) -> np.ndarray:
    """A band around the form between two heights, from one longitude to another (as seen: -pi/2 to pi/2)."""
    across = np.linspace(start, end, 10)
    return np.concatenate(
        [form.surface(across - yaw, np.full(10, high), yaw), form.surface(across - yaw, np.full(10, low), yaw)[::-1]]
    )


def _worn(form: Loft, yaw: float, points: list[tuple[float, float]]) -> np.ndarray:
    """A flat shape given as longitudes and heights on the form."""
    array = np.array(points)
    return form.surface(array[:, 0], array[:, 1], yaw)


def _neckline(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...], decoration: str) -> None:
    if not faces(0.0, yaw, 1.4):
        collar = _band(form, yaw, -0.93, -1.1)
        cel.detail("collar", "trim", put(collar), on, 0.8)
        return
    opening = _worn(form, yaw, [(-0.7, -1.04), (0, -0.82), (0.7, -1.04)])
    cel.detail("throat", "skin", put(opening), on, 0.8)
    if decoration in ("buttons", "jacket", "tie"):
        for side, name in ((-1, "right collar"), (1, "left collar")):
            wing = _worn(form, yaw, [(side * 0.75, -1.04), (0, -0.83), (side * 0.35, -0.72), (side * 1.0, -0.92)])
            cel.detail(name, "trim", put(wing), on, 0.8)
    else:
        rim = _worn(form, yaw, [(-0.9, -1.04), (0, -0.74), (0.9, -1.04), (0.7, -1.06), (0, -0.82), (-0.7, -1.06)])
        cel.detail("collar", "trim", put(rim), on, 0.7)


def _plain(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    """Nothing on it."""


def _stripes(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    for index, y in enumerate((-0.6, -0.3, 0.0)):
        cel.detail(f"stripe {index + 1}", "trim", put(_band(form, yaw, y, y + 0.12)), on)


def _buttons(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    seam = _worn(form, yaw, [(0.0, y) for y in (-0.8, -0.5, -0.2, 0.1, 0.2)])
    if faces(0.0, yaw, 1.45):
        cel.ink(put(seam), weight=0.7, on=on)
        for index, y in enumerate((-0.6, -0.35, -0.1)):
            dot = form.patch(0.12, y, ellipse((0, 0), 0.012, 0.045), yaw)
            cel.detail(f"button {index + 1}", "accent", put(dot), on, 0.5)


def _jacket(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    inner = _worn(form, yaw, [(-0.3, -0.88), (0.3, -0.88), (0.36, -0.4), (0.5, 0.25), (-0.5, 0.25), (-0.36, -0.4)])
    if faces(0.0, yaw, 1.75):
        cel.detail("shirt under the jacket", "trim 2", put(inner), on, 0.8)


def _emblem(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    if faces(0.0, yaw, 1.2):
        size = float(form.rings[3, 1])
        cel.detail("emblem", "accent", put(form.patch(0.0, -0.5, ellipse((0, 0), 0.42 * size, 0.17), yaw)), on)


def _pocket(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    if faces(0.6, yaw, 1.2):
        cel.detail(
            "pocket",
            "trim",
            put(_worn(form, yaw, [(0.35, -0.6), (0.9, -0.6), (0.85, -0.38), (0.6, -0.33), (0.4, -0.38)])),
            on,
        )


def _tie(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    if faces(0.0, yaw, 1.5):
        cel.detail(
            "tie",
            "accent",
            put(_worn(form, yaw, [(-0.1, -0.8), (0.1, -0.8), (0.2, -0.3), (0, -0.15), (-0.2, -0.3)])),
            on,
        )
        cel.detail(
            "tie knot",
            "accent",
            put(_worn(form, yaw, [(-0.16, -0.86), (0.16, -0.86), (0.09, -0.74), (-0.09, -0.74)])),
            on,
        )


def _overalls(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    bib = cel.detail("bib", "bottom", put(_band(form, yaw, 0.3, -0.32)), on)
    if faces(0.0, yaw, 1.6):
        chest = _worn(form, yaw, [(-0.6, -0.62), (0.6, -0.62), (0.75, -0.25), (-0.75, -0.25)])
        bib += cel.detail("bib front", "bottom", put(chest), on + bib)
    for side, name in ((-1, "right"), (1, "left")):
        strap = [(side * 0.4, -0.64), (side * 0.65, -0.64), (side * 0.85, -0.98), (side * 0.55, -1.0)]
        if faces(side * 0.6, yaw, 1.3):
            cel.detail(f"{name} strap", "bottom", put(_worn(form, yaw, strap)), on, 0.7)
            cel.detail(
                f"{name} buckle",
                "accent",
                put(form.patch(side * 0.5, -0.58, ellipse((0, 0), 0.011, 0.04), yaw)),
                on + bib,
                0.5,
            )


_DECORATE = {
    "plain": _plain,
    "stripes": _stripes,
    "buttons": _buttons,
    "jacket": _jacket,
    "emblem": _emblem,
    "pocket": _pocket,
    "tie": _tie,
    "overalls": _overalls,
}


def _folds(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    """Two creases from the waist that end inside."""
    for start, end in ((-1.45, -0.75), (1.45, 0.9)):
        across = np.linspace(start, end, 4) - yaw
        height = np.array([-0.16, -0.12, -0.1, -0.1])
        cel.ink(put(open_curve(form.surface(across, height, yaw))), weight=0.6, on=on)


def _belt(cel: Cel, form: Loft, put: Put, yaw: float, on: tuple[int, ...]) -> None:
    strap = cel.detail("belt", "shoes", put(_band(form, yaw, -0.02, -0.14)), on, 0.8)
    lower = cel.detail("seat", "bottom", put(_band(form, yaw, 0.3, -0.02)), on, 0.8)
    if faces(0.0, yaw, 1.3):
        cel.detail(
            "belt buckle",
            "accent",
            put(_worn(form, yaw, [(-0.2, -0.15), (0.2, -0.15), (0.2, -0.01), (-0.2, -0.01)])),
            strap + lower,
            0.7,
        )


def draw_skirt(cel: Cel, joints: Joints, build: Build, put: Put, pose: Pose) -> None:
    """A flared skirt that follows the legs and drags behind a movement."""
    h, sway = build.hip, value(pose, "drag") * 0.02
    knees = joints.seen("l_knee", "r_knee")
    hip = joints.seen("hip")[0]
    reach = max(float(np.abs(knees[:, 0] - hip[0]).max()) - h * 0.5, 0)
    low = 0.62 * build.leg / build.torso
    y = np.array([-0.14, 0.0, low * 0.5, low])
    width = np.array([0.98 * h, 1.12 * h, 1.5 * h + reach * 0.5, 1.75 * h + reach])
    depth = np.array([0.8 * h, 0.95 * h, 1.4 * h + reach * 0.5, 1.6 * h + reach])
    form = Loft(np.stack([y, width, depth, np.zeros(4)], axis=1))
    outline = form.outline(joints.yaw)
    below = np.maximum(outline[:, 1], 0)
    outline[:, 0] += sway * below / low
    # The hem hangs in waves.
    hem = outline[:, 1] > low * 0.93
    outline[hem, 1] += 0.05 * np.cos(outline[hem, 0] / (1.75 * h + reach) * 7)
    on = cel.part("skirt", "bottom", put(outline), shaded=0.3 * h)
    for longitude in np.arange(-3, 4) * 0.9:
        if faces(longitude, joints.yaw, 1.2):
            pleat = _worn(form, joints.yaw, [(longitude, low), (longitude, low * 0.7), (longitude, low * 0.35)])
            pleat[:, 0] += sway * pleat[:, 1] / low
            cel.ink(put(open_curve(pleat)), weight=0.6, on=on)
    waist = np.array([(x, yy) for x, yy in _band(form, joints.yaw, 0.0, -0.15)])
    cel.part("waistband", "trim", put(waist), 0.8)


def draw_cape(cel: Cel, joints: Joints, build: Build, pose: Pose) -> None:
    """A cape from the shoulders that swings behind; drawn before or after the body by how it is turned."""
    left, right, neck, hip = joints.seen("l_shoulder", "r_shoulder", "neck", "hip")
    if left[0] > right[0]:
        left, right = right, left
    back = -0.09 * np.sin(joints.yaw) - 0.05 * value(pose, "drag")
    low = hip[1] + 0.55 * build.leg
    s = build.shoulder
    points = np.array(
        [
            neck + (0, -0.02),
            left + (-0.1 * s, 0),
            (hip[0] - 1.15 * s + back * 0.6, (low + hip[1]) / 2),
            (hip[0] - 1.3 * s + back, low),
            (hip[0] - 0.4 * s + back, low - 0.02),
            (hip[0] + 0.4 * s + back, low + 0.012),
            (hip[0] + 1.3 * s + back, low - 0.01),
            (hip[0] + 1.15 * s + back * 0.6, (low + hip[1]) / 2),
            right + (0.1 * s, 0),
        ]
    )
    on = cel.part("cape", "accent", closed_curve(points), shaded=0.3 * s)
    for x in (-0.5, 0.3):
        fold = np.array(
            [(hip[0] + x * s + back, low), (hip[0] + x * s + back * 0.8, low - 0.1), (hip[0] + x * 0.8 * s, low - 0.2)]
        )
        cel.ink(open_curve(fold), weight=0.7, on=on)


def draw_scarf(cel: Cel, joints: Joints, build: Build, pose: Pose) -> None:
    """A scarf around the neck with one end that flies."""
    neck = joints.seen("neck")[0]
    r = build.limb
    drag = value(pose, "drag")
    start = neck + (-1.2 * r * np.cos(joints.yaw) - r * np.sin(joints.yaw), 0.2 * r)
    end = open_curve(
        np.array([start, start + (-1.5 * r - 3 * r * max(drag, 0), 2 * r), start + (-2 * r + 3 * r * drag, 6 * r)])
    )
    cel.part("scarf end", "accent", tube(end, np.linspace(0.9, 1.2, len(end)) * r, flat_end=True), 0.9)
    line = (
        np.linspace(neck + (-1.6 * r, -0.4 * r), neck + (1.6 * r, -0.4 * r), 5)
        + np.array([(0, 0), (0, 0.5), (0, 0.7), (0, 0.5), (0, 0)]) * r
    )
    on = cel.part("scarf", "accent", tube(line, np.full(5, 1.1 * r)))
    cel.ink(line[1:4] + (0, 0.2 * r), weight=0.6, on=on)
