"""Things that are held, stand in front, or lie about."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.shapes import closed_curve, ellipse, hull, open_curve, rounded, star, tube
from engine.training.clips.skeleton import Build, Joints

HELD = ("staff", "sword", "umbrella", "balloon", "flag")
FOREGROUND = ("pillar", "tree", "sign", "lamp post", "bush")


def draw_held(cel: Cel, joints: Joints, build: Build, prop: str) -> None:
    """What the right hand holds, drawn before the hand."""
    elbow, wrist = joints.seen("r_elbow", "r_wrist")
    grip = wrist + (wrist - elbow) * 0.12
    u = build.limb
    if prop == "staff":
        line = np.linspace(grip + (0.3 * u, 9 * u), grip + (-0.3 * u, -11 * u), 6)
        cel.part("staff", "accent 2", tube(line, np.full(6, 0.42 * u), True, True), 0.9)
        cel.part("orb of the staff", "accent", ellipse(line[-1], 1.6 * u, 1.6 * u), shaded=0.5 * u)
    elif prop == "sword":
        line = np.linspace(grip + (0.3 * u, 1.6 * u), grip + (-4 * u, -13 * u), 6)
        cel.part("blade", "trim 2", tube(line[1:], np.array([0.7, 0.7, 0.65, 0.6, 0.05]) * u, True, True), 0.9)
        cel.part("hilt", "shoes", tube(line[:2], np.full(2, 0.4 * u)), 0.9)
        across = np.array([[-1.9, 0.5], [1.9, -0.5]]) * u
        cel.part("guard", "accent", tube(line[1] + across, np.full(2, 0.35 * u)), 0.9)
    elif prop == "umbrella":
        _umbrella(cel, grip, u)
    elif prop == "balloon":
        top = grip + (1.5 * u, -13 * u)
        cel.ink(open_curve(np.array([grip, grip + (1.2 * u, -4 * u), top + (0, 3 * u)])), weight=0.6)
        on = cel.part(
            "balloon",
            "accent",
            closed_curve(np.array([(0, 3.2), (-2.4, 0.6), (-2.2, -1.8), (0, -3), (2.2, -1.8), (2.4, 0.6)]) * u + top),
            shaded=0.8 * u,
        )
        cel.gleam("balloon", "accent", ellipse(top + (-1.1 * u, -1.2 * u), 0.5 * u, 0.8 * u), on)
    elif prop == "flag":
        line = np.linspace(grip + (0, 3 * u), grip + (0, -13 * u), 4)
        cloth = (
            np.array([(0, -13), (3, -13.8), (6, -12.6), (9, -13.2), (8.6, -8), (6, -7.6), (3, -8.8), (0, -8)]) * u
            + grip
        )
        cel.part("flag", "accent", rounded(cloth, 0.2), shaded=0.6 * u)
        cel.part("pole", "accent 2", tube(line, np.full(4, 0.35 * u), True), 0.9)


def _umbrella(cel: Cel, grip: np.ndarray, u: float) -> None:
    line = np.linspace(grip + (0, 2 * u), grip + (0, -11 * u), 4)
    cel.part("umbrella stick", "accent 2", tube(line, np.full(4, 0.25 * u)), 0.8)
    ribs = np.linspace(-8, 8, 5)
    dome = [(np.cos(a) * 8, -9.5 - np.sin(a) * 5.5) for a in np.linspace(0, np.pi, 11)]
    hem = [(x, y) for a, b in pairwise(ribs) for x, y in ((a, -9.5), ((a + b) / 2, -10.4))][1:]
    shape = np.array([*dome, *hem]) * u + grip
    on = cel.part("umbrella", "accent", shape)
    for x in (-4, 0, 4):
        rib = open_curve(np.array([(x, -9.5), (x * 0.85, -12.2), (0, -15)]) * u + grip)
        cel.ink(rib, weight=0.7, on=on)
    for a, b, name in ((-4, 0, "left panel"), (4, 8, "right panel")):
        panel = (
            np.array([(a, -9.5), ((a + b) / 2, -10.4), (b, -9.5), (b * 0.85, -12.2), (0, -15), (a * 0.85, -12.2)]) * u
            + grip
        )
        cel.detail(f"umbrella {name}", "accent 2", panel, on)


def draw_foreground(cel: Cel, prop: str) -> None:
    """A thing that hides who passes behind it; stands at the origin, one unit tall."""
    if prop == "pillar":
        shaft = np.array([(-0.1, -1.6), (0.1, -1.6), (0.11, 0), (-0.11, 0)])
        cel.part("pillar", "stone", shaft, shaded=0.05)
        for x in (-0.04, 0.03):
            cel.ink(np.array([(x, -1.5), (x, -0.2)]), weight=0.6)
        cel.part(
            "foot of the pillar", "stone 2", np.array([(-0.15, -0.12), (0.15, -0.12), (0.17, 0.05), (-0.17, 0.05)])
        )
    elif prop == "tree":
        trunk = np.array([(-0.08, -1.0), (-0.07, -0.4), (-0.14, 0.04), (0.15, 0.04), (0.08, -0.4), (0.08, -1.0)])
        on = cel.part("trunk", "wood", rounded(trunk), shaded=0.04)
        cel.ink(np.array([(0.0, -0.6), (0.02, -0.4), (0.0, -0.25)]), weight=0.7, on=on)
        crown = star((0, -1.15), 0.48, 9, 0.8)
        cel.part("crown of the tree", "leaf", rounded(closed_curve(crown), 0.3), shaded=0.1)
    elif prop == "sign":
        cel.part("sign post", "wood", np.array([(-0.025, -0.5), (0.025, -0.5), (0.025, 0.03), (-0.025, 0.03)]))
        cel.part(
            "sign", "stone", rounded(np.array([(-0.22, -0.85), (0.22, -0.85), (0.22, -0.48), (-0.22, -0.48)]), 0.08)
        )
        cel.part(
            "arrow",
            "leaf",
            np.array(
                [
                    (-0.14, -0.7),
                    (0.03, -0.7),
                    (0.03, -0.77),
                    (0.15, -0.66),
                    (0.03, -0.56),
                    (0.03, -0.62),
                    (-0.14, -0.62),
                ]
            ),
            0.7,
        )
    elif prop == "lamp post":
        cel.part("lamp post", "stone", np.array([(-0.03, -1.35), (0.03, -1.35), (0.045, 0.02), (-0.045, 0.02)]))
        cel.part(
            "lamp",
            "glow",
            closed_curve(np.array([(-0.1, -1.35), (-0.13, -1.55), (0.0, -1.66), (0.13, -1.55), (0.1, -1.35)])),
        )
        cel.part("lamp cap", "stone 2", rounded(np.array([(-0.16, -1.58), (0, -1.74), (0.16, -1.58)])))
    elif prop == "bush":
        leaf = hull(((-0.2, -0.1), 0.14), ((0, -0.2), 0.2), ((0.22, -0.08), 0.12))
        cel.part(
            "bush", "leaf", rounded(leaf * (1.2, 1.2) * (1, 1) + 0.012 * np.sin(17 * leaf[:, ::-1]), 0.3), shaded=0.06
        )
        for x in (-0.15, 0.05):
            cel.ink(open_curve(np.array([(x, -0.2), (x + 0.04, -0.25), (x + 0.08, -0.2)])), weight=0.7)
