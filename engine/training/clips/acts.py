"""What figures do: cycles and gestures as poses over time, for every body plan at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.training.clips.motion import Key, keyed, layered

Motion = Callable[["Act", float], dict[str, float]]


@dataclass(frozen=True)
class Act:
    """One figure's performance: `tempo` scales time, `way` is -1 or 1 (leftwards, rightwards), `yaw` where it faces.

    `blinks` are the times in seconds its eyes close; `mouths` the openings its mouth takes on eighths of a second.
    """

    name: str
    tempo: float
    way: float
    yaw: float
    energy: float
    phase: float
    blinks: tuple[float, ...]
    mouths: tuple[float, ...]

    def pose(self, time: float) -> dict[str, float]:
        """At a time in seconds."""
        pose = layered(
            {"yaw": self.yaw, "breath": float(np.sin(2.2 * time + self.phase))},
            MOTIONS[self.name](self, time * self.tempo),
        )
        pose.setdefault("look_x", float(np.sign(np.sin(0.9 * time + self.phase)) * 0.7))
        pose.setdefault("wag", float(np.sin(5 * time + self.phase)))
        for blink in self.blinks:
            since = time - blink
            if 0 <= since < 0.25:
                pose["eyes"] = pose.get("eyes", 1.0) * (0.45 if since < 0.06 or since > 0.19 else 0.0)
        return pose

    def mouth(self, time: float) -> float:
        """How far it is open while talking."""
        return self.mouths[int(time * 8) % len(self.mouths)]


def _cycle(act: Act, time: float, stride: float, speed: float, bend: float) -> dict[str, float]:
    """Steps of a walk or run: legs and arms in opposition, the trailing knee bent, the body up when legs pass."""
    angle = 2 * np.pi * speed * time + act.phase
    s, c = float(np.sin(angle)), float(np.cos(angle))
    pose = {"yaw": act.way * (62 + 60 * (act.energy - 0.8)), "phase": float(np.degrees(angle)), "gait": stride / 45}
    for letter, sign in (("l", 1.0), ("r", -1.0)):
        thigh = stride * sign * s
        lifted = max(sign * c, 0.0)
        pose |= {
            f"{letter}_leg_swing": thigh + 0.35 * bend * lifted,
            f"{letter}_shin_swing": thigh - bend * (0.15 + lifted),
            f"{letter}_foot_swing": -18 * lifted + 10 * max(sign * s, 0),
            f"{letter}_leg_spread": 2,
            f"{letter}_shin_spread": 1,
            f"{letter}_arm_swing": -stride * 0.9 * sign * s,
            f"{letter}_fore_swing": -stride * 0.9 * sign * s + 20 + 0.6 * bend,
            f"{letter}_arm_spread": 8,
            f"{letter}_fore_spread": 2,
        }
    pose |= {
        "side": 2 * s,
        "head_tilt": -2 * s,
        "drag": act.way * 0.5 + 0.3 * float(np.sin(2 * angle)),
        "squash": 1 + 0.02 * float(np.cos(2 * angle)),
    }
    return pose


def _walk(act: Act, time: float) -> dict[str, float]:
    return layered(
        _cycle(act, time, 26 * act.energy, 0.95, 38), {"lean": 4, "travel": act.way * 0.42 * act.energy * time}
    )


def _run(act: Act, time: float) -> dict[str, float]:
    pose = _cycle(act, time, 42 * act.energy, 1.5, 75)
    lift = 0.05 * abs(float(np.sin(2 * np.pi * 1.5 * time + act.phase)))
    return layered(pose, {"lean": 16, "lift": lift, "travel": act.way * 1.0 * act.energy * time, "mouth": 0.35})


_CROUCH = {
    "l_leg_swing": 55,
    "r_leg_swing": 55,
    "l_shin_swing": -50,
    "r_shin_swing": -50,
    "lean": 28,
    "squash": 0.93,
    "l_arm_swing": -45,
    "r_arm_swing": -45,
    "l_fore_swing": -20,
    "r_fore_swing": -20,
    "gait": 0.1,
    "brows": -0.5,
}
_FLY = {
    "squash": 1.1,
    "l_arm_spread": 140,
    "r_arm_spread": 140,
    "l_fore_spread": 160,
    "r_fore_spread": 160,
    "lift": 0.22,
    "fingers": 1.0,
    "l_leg_swing": 15,
    "r_leg_swing": -5,
    "l_shin_swing": -10,
    "r_shin_swing": -40,
    "mouth": 0.8,
    "brows": 1.0,
    "flap": 0.9,
    "drag": 0.1,
}


def _jump(act: Act, time: float) -> dict[str, float]:
    t = (time + act.phase) % 2.0
    keys = [
        Key(0, {}),
        Key(0.35, _CROUCH),
        Key(0.5, _FLY | {"lift": 0.12, "squash": 1.18}, "in"),
        Key(0.72, _FLY, "out"),
        Key(0.95, _FLY | {"lift": 0.08, "flap": -0.6}, "in"),
        Key(1.05, _CROUCH | {"squash": 0.86}, "out"),
        Key(1.45, {}, "overshoot"),
    ]
    return keyed(keys, t)


def _turn(act: Act, time: float) -> dict[str, float]:
    far = 180.0 if act.energy > 1 else 80.0
    t = (time + 0.3 * act.phase) % 3.2
    keys = [
        Key(0, {"yaw": 0}),
        Key(0.4, {"yaw": 6, "head_yaw": 30 * act.way, "head_tilt": 5}),
        Key(0.9, {"yaw": far * act.way, "head_yaw": 0}, "overshoot"),
        Key(1.7, {"yaw": far * act.way, "head_yaw": 0}),
        Key(2.0, {"yaw": far * act.way, "head_yaw": -35 * act.way}),
        Key(2.6, {"yaw": 0, "head_yaw": 0}, "overshoot"),
    ]
    return keyed(keys, t)


def _wave(act: Act, time: float) -> dict[str, float]:
    swing = 24 * float(np.sin(9 * time + act.phase))
    up = {
        "l_arm_spread": 105,
        "l_fore_spread": 165,
        "l_fingers": 1.0,
        "smile": 1.0,
        "mouth": 0.4,
        "head_tilt": 6,
        "flap": 0.6,
    }
    pose = keyed([Key(0, {}), Key(0.45, up, "overshoot")], time)
    if time > 0.3:
        pose["l_fore_spread"] = pose.get("l_fore_spread", 8) + swing
        pose["flap"] = 0.5 + 0.4 * float(np.sin(9 * time))
    return pose


def _talk(act: Act, time: float) -> dict[str, float]:
    beat = float(np.sin(2.3 * time + act.phase))
    explain = {"r_arm_spread": 22, "r_arm_swing": 20, "r_fore_spread": -10, "r_fore_swing": 105, "fingers": 0.9}
    keys = [
        Key(0, {}),
        Key(0.5, explain, "overshoot"),
        Key(1.4, explain | {"r_fore_spread": 30, "l_fore_swing": 100}),
        Key(2.2, {}, "smooth"),
        Key(2.6, {}),
    ]
    pose = keyed(keys, time % 2.6)
    return layered(
        pose,
        {
            "mouth": act.mouth(time),
            "wide": 0.5 + 0.5 * beat,
            "head_yaw": 10 * beat,
            "head_tilt": 4 * beat,
            "nod": 4 * act.mouth(time),
            "brows": 0.6 * beat,
        },
    )


def _idle(act: Act, time: float) -> dict[str, float]:
    sway = float(np.sin(1.5 * time + act.phase))
    glance = 24 * float(np.tanh(4 * np.sin(1.1 * time + act.phase)))
    return {
        "side": 2 * sway,
        "head_yaw": glance,
        "head_tilt": 3 * sway,
        "l_arm_spread": 16 + 3 * sway,
        "r_arm_spread": 16 - 3 * sway,
        "squash": 1 + 0.008 * sway,
    }


def _cheer(act: Act, time: float) -> dict[str, float]:
    t = time % 0.9
    low = {
        "l_arm_spread": 60,
        "r_arm_spread": 60,
        "l_fore_spread": 170,
        "r_fore_spread": 170,
        "l_leg_swing": 20,
        "r_leg_swing": 20,
        "l_shin_swing": -18,
        "r_shin_swing": -18,
    }
    high = {
        "l_arm_spread": 155,
        "r_arm_spread": 155,
        "l_fore_spread": 165,
        "r_fore_spread": 165,
        "lift": 0.08,
        "squash": 1.05,
        "flap": 0.9,
    }
    face = {"mouth": 0.8, "smile": 1.0, "brows": 0.8, "fingers": 1.0}
    return layered(keyed([Key(0, low), Key(0.35, high, "overshoot"), Key(0.9, low | {"squash": 0.95}, "in")], t), face)


def _dance(act: Act, time: float) -> dict[str, float]:
    angle = 5.2 * time + act.phase
    s, c = float(np.sin(angle)), float(np.cos(angle))
    return {
        "side": 9 * s,
        "yaw": act.yaw + 25 * float(np.sin(angle / 2)),
        "head_tilt": -10 * s,
        "l_arm_spread": 80 + 40 * s,
        "r_arm_spread": 80 - 40 * s,
        "l_fore_spread": 110 + 60 * c,
        "r_fore_spread": 110 - 60 * c,
        "l_leg_spread": 10 + 6 * s,
        "r_leg_spread": 10 - 6 * s,
        "l_leg_swing": 15 * max(c, 0),
        "l_shin_swing": -20 * max(c, 0),
        "r_leg_swing": 15 * max(-c, 0),
        "r_shin_swing": -20 * max(-c, 0),
        "squash": 1 + 0.05 * abs(s),
        "mouth": 0.35 * abs(c),
        "smile": 1.0,
        "drag": -0.6 * s,
        "flap": 0.5 * s,
        "gait": 0.3,
        "phase": float(np.degrees(angle)),
        "fingers": 0.8,
    }


def _point(act: Act, time: float) -> dict[str, float]:
    aim = {
        "l_arm_spread": 88,
        "l_fore_spread": 90,
        "l_arm_swing": 10,
        "l_fingers": 0.3,
        "head_yaw": 30,
        "anger": 0.6,
        "brows": -0.5,
        "mouth": 0.5,
        "side": -4,
        "flap": 0.7,
    }
    back = {"l_arm_spread": 30, "l_fore_spread": 130, "side": 4}
    return keyed(
        [Key(0, {}), Key(0.35, back), Key(0.55, aim, "overshoot"), Key(1.6, aim), Key(2.1, {}), Key(2.4, {})],
        time % 2.4,
    )


def _nod(act: Act, time: float) -> dict[str, float]:
    down = {"nod": 26, "lean": 6, "eyes": 0.0, "smile": 0.9}
    return keyed(
        [
            Key(0, {}),
            Key(0.2, {"nod": -6}),
            Key(0.45, down),
            Key(0.7, {"nod": 2}, "overshoot"),
            Key(0.95, down),
            Key(1.3, {}, "overshoot"),
            Key(2.2, {}),
        ],
        time % 2.2,
    )


MOTIONS: dict[str, Motion] = {
    "walk": _walk,
    "run": _run,
    "jump": _jump,
    "turn": _turn,
    "wave": _wave,
    "talk": _talk,
    "idle": _idle,
    "cheer": _cheer,
    "dance": _dance,
    "point": _point,
    "nod": _nod,
}
TRAVELS = ("walk", "run")
WORDS = {
    "walk": "walks {way}",
    "run": "runs {way}",
    "jump": "jumps",
    "turn": "turns around",
    "wave": "waves",
    "talk": "talks",
    "idle": "stands and looks around",
    "cheer": "cheers",
    "dance": "dances",
    "point": "points",
    "nod": "nods",
}


def make_act(rng: np.random.Generator, name: str, seconds: float) -> Act:
    """A performance of one of MOTIONS."""
    way = float(rng.choice([-1, 1]))
    yaw = 0.0 if name in (*TRAVELS, "turn") else float(rng.choice([0, 25, -25, 45, -45, 10, -10]))
    blinks = tuple(float(t) for t in rng.uniform(0, max(seconds, 0.5), int(1 + seconds // 1.5)))
    mouths = tuple(float(m) for m in rng.choice([0.0, 0.25, 0.5, 0.8, 1.0], size=11))
    return Act(
        name,
        float(rng.uniform(0.85, 1.2)),
        way,
        yaw,
        float(rng.uniform(0.8, 1.2)),
        float(rng.uniform(0, 2)),
        blinks,
        mouths,
    )
