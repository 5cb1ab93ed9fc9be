"""What is worn on a turning head: caps, beanies, ribbons, headbands, and the ears of a cat."""

from __future__ import annotations

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.head import HeadPlace
from engine.training.clips.shapes import Loft, closed_curve, ellipse, faces, open_curve

HATS = ("none", "cap", "beanie", "ribbon", "cat ears", "headband")


def draw_hat(cel: Cel, place: HeadPlace, crown: Loft, hat: str) -> None:
    """One of HATS on the form of the hair."""
    big = crown.scaled(1.05)
    if hat in ("cap", "beanie"):
        _dome(cel, place, big, hat)
    elif hat == "cat ears":
        _cat_ears(cel, place)
    elif hat == "ribbon" and faces(0.9, place.yaw, 1.9):
        _ribbon(cel, place, big)
    elif hat == "headband":
        cel.part("headband", "accent", place.put(_band(big, place.yaw, -0.72, -0.56)), 0.8)


def _band(form: Loft, yaw: float, top: float, bottom: float) -> np.ndarray:
    seam = np.linspace(-1.45, 1.45, 12) - yaw
    upper, lower = (form.surface(seam, np.full(12, y), yaw) for y in (top, bottom))
    return np.concatenate([upper, lower[::-1]])


def _dome(cel: Cel, place: HeadPlace, big: Loft, hat: str) -> None:
    outline = big.outline(place.yaw)
    dome = outline[outline[:, 1] < -0.42]
    dome = dome[np.argsort(np.arctan2(dome[:, 0], -dome[:, 1] - 0.42))]
    on = cel.part("hat", "accent", place.put(dome), shaded=0.15 * place.radius)
    if hat == "beanie":
        cel.part("hat band", "accent 2", place.put(_band(big, place.yaw, -0.6, -0.36)))
        cel.part("bobble", "accent 2", place.put(ellipse((0, big.rings[0, 0] - 0.08), 0.2, 0.2)))
        return
    if faces(0.0, place.yaw, 1.4):
        seam = big.surface(np.zeros(4), np.array([-1.1, -0.9, -0.7, -0.45]), place.yaw)
        cel.ink(place.put(open_curve(seam)), weight=0.6, on=on)
    if faces(0.0, place.yaw, 2.0):
        middle = big.surface(np.zeros(1), np.array([-0.45]), place.yaw)[0]
        brim = closed_curve(np.array([(-0.8, 0), (0, -0.12), (0.8, 0), (0.4, 0.16), (-0.4, 0.16)]))
        brim = brim * (max(abs(np.cos(place.yaw)), 0.5), 1) + middle + (0.5 * np.sin(place.yaw), 0.02)
        cel.part("brim", "accent 2", place.put(brim))


def _cat_ears(cel: Cel, place: HeadPlace) -> None:
    wide = max(abs(np.cos(place.yaw)), 0.7)
    for side, name in ((1.0, "left"), (-1.0, "right")):
        x = side * 0.62 * np.cos(place.yaw) + 0.05 * np.sin(place.yaw)
        ear = np.array([(-0.38, 0.24), (-0.02 + 0.14 * side, -0.5), (0.38, 0.24)]) * (wide, 1) + (x, -1.02)
        on = cel.part(f"{name} cat ear", "hair", place.put(ear))
        middle = ear.mean(axis=0)
        cel.detail(f"{name} inner ear", "blush", place.put((ear - middle) * 0.55 + middle + (0, 0.04)), on)


def _ribbon(cel: Cel, place: HeadPlace, crown: Loft) -> None:
    spot = crown.surface(np.array([0.8]), np.array([-0.85]), place.yaw)[0]
    for way, name in ((-1, "right loop"), (1, "left loop")):
        loop = np.array([(0, 0), (0.2, -0.26), (0.42, -0.2), (0.4, 0.14), (0.2, 0.16)]) * (way, 1)
        on = cel.part(f"ribbon {name}", "accent", place.put(closed_curve(loop) + spot), 0.8)
        cel.ink(place.put(np.array([(0.06, -0.01), (0.22, -0.04)]) * (way, 1) + spot), weight=0.6, on=on)
    cel.part("ribbon knot", "accent", place.put(ellipse(spot, 0.09, 0.1)), 0.8)
