"""Poses and the skeleton they move: joints in space, turned with the body and set on the ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

Pose = Mapping[str, float]
"""Named values: angles in degrees, lengths in figure heights, openings from 0 to 1. What is not named is at rest."""

REST: dict[str, float] = {
    "l_arm_spread": 16,
    "r_arm_spread": 16,
    "l_arm_swing": 4,
    "r_arm_swing": 4,
    "l_fore_spread": 8,
    "r_fore_spread": 8,
    "l_fore_swing": 16,
    "r_fore_swing": 16,
    "l_leg_spread": 5,
    "r_leg_spread": 5,
    "l_shin_spread": 3,
    "r_shin_spread": 3,
    "eyes": 1.0,
    "squash": 1.0,
    "fingers": 0.45,
    "smile": 0.5,
}


def value(pose: Pose, name: str) -> float:
    """A named value of a pose, at rest where the pose has none."""
    return pose.get(name, REST.get(name, 0.0))


def radians(pose: Pose, name: str) -> float:
    """A named angle of a pose in radians."""
    return float(np.radians(value(pose, name)))


@dataclass(frozen=True)
class Build:
    """A figure's proportions in its own height, from `heads` (how many heads tall) and `girth` (1 is usual)."""

    heads: float
    girth: float
    legs: float  # share of the body below the head
    shoulders: float  # width against the usual

    @property
    def head(self) -> float:
        return 1 / self.heads / 2.18

    @property
    def body(self) -> float:
        return 1 - 1.95 * self.head

    @property
    def leg(self) -> float:
        return self.body * self.legs

    @property
    def torso(self) -> float:
        return self.body * (0.95 - self.legs)

    @property
    def arm(self) -> float:
        return self.torso * 1.18

    @property
    def shoulder(self) -> float:
        return (0.052 + 0.38 * self.head) * self.girth * self.shoulders

    @property
    def hip(self) -> float:
        return (0.04 + 0.32 * self.head) * self.girth

    @property
    def limb(self) -> float:
        """Radius of an arm; legs are thicker."""
        return (0.017 + 0.085 * self.head) * self.girth


@dataclass(frozen=True)
class Joints:
    """Where joints are seen: each (x, y, z) in figure heights, x right, y down from the ground, z to the viewer."""

    at: Mapping[str, np.ndarray]
    yaw: float  # radians, of the body
    head_yaw: float
    head_tilt: float

    def seen(self, *names: str) -> np.ndarray:
        """(N, 2) of the named joints."""
        return np.array([self.at[name][:2] for name in names])

    def depth(self, *names: str) -> float:
        """How near to the viewer they are on average."""
        return float(np.mean([self.at[name][2] for name in names]))


def bone(length: float, swing: float, spread: float, side: float) -> np.ndarray:
    """A bone that hangs down at 0, swung forwards and spread outwards (radians)."""
    return length * np.array([side * np.sin(spread), np.cos(spread) * np.cos(swing), np.cos(spread) * np.sin(swing)])


def turn(points: np.ndarray, yaw: float) -> np.ndarray:
    """(..., 3) points turned about the upright axis."""
    c, s = np.cos(yaw), np.sin(yaw)
    return points @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def solve(build: Build, pose: Pose) -> Joints:
    """The joints of an upright figure in a pose."""
    at = {"hip": np.zeros(3)}
    lean, side = radians(pose, "lean"), radians(pose, "side")
    at["neck"] = build.torso * np.array([np.sin(side), -np.cos(lean) * np.cos(side), np.sin(lean)])
    nod = radians(pose, "nod")
    up = np.array([0.6 * np.sin(side), -np.cos(nod + lean / 2), np.sin(nod + lean / 2)])
    at["head"] = at["neck"] + up * 1.08 * build.head
    for letter, sign in (("l", 1.0), ("r", -1.0)):
        _arm(at, build, pose, letter, sign)
        _leg(at, build, pose, letter, sign)
    yaw = radians(pose, "yaw")
    names = list(at)
    turned = turn(np.array([at[name] for name in names]), yaw)
    lowest = max(turned[names.index(name)][1] for name in ("l_ankle", "r_ankle", "hip"))
    turned[:, 1] -= lowest + 0.25 * build.head * 0.6 + value(pose, "lift")
    tilt = radians(pose, "head_tilt") + 0.5 * side + np.sin(yaw) * (nod + lean * 0.4)
    return Joints(dict(zip(names, turned, strict=True)), yaw, yaw + radians(pose, "head_yaw"), tilt)


def _arm(at: dict[str, np.ndarray], build: Build, pose: Pose, letter: str, sign: float) -> None:
    spine = at["neck"] - at["hip"]
    shrug = value(pose, "shrug") * 0.03
    at[f"{letter}_shoulder"] = at["hip"] + 0.88 * spine + np.array([sign * 0.86 * build.shoulder, -shrug, 0])
    for start, end, name, share in (("shoulder", "elbow", "arm", 0.5), ("elbow", "wrist", "fore", 0.42)):
        swing, spread = radians(pose, f"{letter}_{name}_swing"), radians(pose, f"{letter}_{name}_spread")
        at[f"{letter}_{end}"] = at[f"{letter}_{start}"] + bone(build.arm * share, swing, spread, sign)


def _leg(at: dict[str, np.ndarray], build: Build, pose: Pose, letter: str, sign: float) -> None:
    at[f"{letter}_thigh"] = at["hip"] + np.array([sign * 0.5 * build.hip, 0, 0])
    for start, end, name in (("thigh", "knee", "leg"), ("knee", "ankle", "shin")):
        swing, spread = radians(pose, f"{letter}_{name}_swing"), radians(pose, f"{letter}_{name}_spread")
        at[f"{letter}_{end}"] = at[f"{letter}_{start}"] + bone(build.leg / 2, swing, spread, sign)
    toe = bone(1.0, radians(pose, f"{letter}_foot_swing"), 0.0, sign)
    forward = np.array([0.25 * sign, toe[2], toe[1]])
    at[f"{letter}_toe"] = at[f"{letter}_ankle"] + 0.55 * build.head**0.5 * 0.27 * forward
