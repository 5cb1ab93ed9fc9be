"""A clip's cast and stage, and the marks of each of its frames from back to front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from engine.training.clips import backgrounds, effects, props
from engine.training.clips.acts import TRAVELS, Act, make_act
from engine.training.clips.bird import make_bird
from engine.training.clips.blob import make_blob
from engine.training.clips.camera import Camera, make_camera
from engine.training.clips.cel import Cel, Fill, Hand, Ink, Light, Register
from engine.training.clips.colors import at_night, at_sunset
from engine.training.clips.humanoid import Human, make_human
from engine.training.clips.model import RGB
from engine.training.clips.motion import FPS
from engine.training.clips.palettes import alike
from engine.training.clips.quadruped import make_quadruped
from engine.training.clips.recipe import Recipe
from engine.training.clips.robot import Robot, make_robot
from engine.training.clips.skeleton import Pose, value

OWNERS = ("first figure", "second figure")
_MAKE = {
    "person": lambda rng: make_human(rng, chibi=False),
    "chibi": lambda rng: make_human(rng, chibi=True),
    "quadruped": make_quadruped,
    "bird": make_bird,
    "blob": make_blob,
    "robot": make_robot,
}
_TALL = {"person": 1.0, "chibi": 0.92, "quadruped": 0.72, "bird": 0.85, "blob": 0.75, "robot": 0.95}
_TINTS = {"day": dict, "night": at_night, "sunset": at_sunset}


class Figure(Protocol):
    """Who can be drawn in a pose."""

    @property
    def colors(self) -> dict[str, RGB]:
        """Its palette by the names its parts ask for."""
        ...

    @property
    def words(self) -> str:
        """What it looks like."""
        ...

    @property
    def height(self) -> float:
        """From the ground to the top of its head, standing."""
        ...

    def draw(self, cel: Cel, pose: Pose) -> None:
        """Back to front, feet at the origin."""
        ...


@dataclass(frozen=True)
class Player:
    """A figure with its act and its place: `x` in the scene at the middle of the clip, `grown` its size."""

    owner: str
    figure: Figure
    act: Act
    x: float
    grown: float
    soft: float  # how much more it squashes than others


@dataclass(frozen=True)
class Scene:
    """All that is the same in every frame of a clip."""

    seed: int
    recipe: Recipe
    players: tuple[Player, ...]
    camera: Camera
    background: backgrounds.Background
    effect: effects.Effect | None
    foreground_x: float
    light: Light
    frames: int

    def marks(self, register: Register, size: tuple[int, int], frame: int, drawing: int) -> list[Fill | Ink]:
        """Frame number `frame`, showing what was drawn for frame `drawing`."""
        view = self.camera.matrix(size, frame, self.frames)
        marks: list[Fill | Ink] = []
        still = self._hand(0, 0.0)
        steady = Light(self.light.direction, "none")
        far = Cel(register, "", self._tinted(backgrounds.COLORS), view, still, steady, marks)
        self.background.draw(far)
        for player in self.players:
            self._perform(player, register, view, drawing, marks)
        if self.effect is not None:
            colors = self._tinted(effects.COLORS[self.effect.kind])
            hand = self._hand(drawing, self.recipe.wobble)
            self.effect.draw(Cel(register, "effect", colors, view, hand, self.light, marks), drawing / FPS)
        if self.recipe.foreground != "none":
            # What is near moves more than the rest of the scene in a pan.
            near = view @ _moved(self.foreground_x, 0.06, 1.0, 1.0)
            near[0, 2] += 0.6 * (near[0, 2] - size[0] / 2) if self.recipe.camera == "pan" else 0.0
            props.draw_foreground(replace(far, matrix=near, light=self.light), self.recipe.foreground)
        return marks

    def _perform(
        self, player: Player, register: Register, view: np.ndarray, drawing: int, marks: list[Fill | Ink]
    ) -> None:
        pose = player.act.pose(drawing / FPS)
        middle = player.act.pose(self.frames / 2 / FPS) if player.act.name in TRAVELS else pose
        x = player.x + value(pose, "travel") - value(middle, "travel")
        squash = 1 + player.soft * (value(pose, "squash") - 1)
        matrix = view @ _moved(x, 0.0, player.grown / squash**0.5, player.grown * squash)
        hand = self._hand(drawing, self.recipe.wobble)
        cel = Cel(register, player.owner, self._tinted(player.figure.colors), matrix, hand, self.light, marks)
        player.figure.draw(cel, pose)

    def _hand(self, drawing: int, wobble: float) -> Hand:
        rng = np.random.default_rng([self.seed, 7, drawing])
        # A picture 288 high shows about 1.3 units: 225 pixels a unit.
        return Hand(wobble / 225, rng.normal(0, 24, (4, 2)), rng.uniform(0, 2 * np.pi, (4, 2)))

    def _tinted(self, colors: Mapping[str, RGB]) -> dict[str, RGB]:
        return _TINTS[self.recipe.light](colors)


def _moved(x: float, y: float, wide: float, tall: float) -> np.ndarray:
    """(3, 3): scaled about the origin, then moved."""
    return np.array([[wide, 0, x], [0, tall, y], [0, 0, 1]])


def make_scene(seed: int, recipe: Recipe, frames: int) -> Scene:
    """The cast and stage of a seed."""
    rng = np.random.default_rng([seed, 1])
    players = _cast(rng, recipe, frames)
    light = Light((float(rng.choice([-0.7, 0.7])), -0.6), recipe.border)
    return Scene(
        seed,
        recipe,
        players,
        camera=make_camera(rng, recipe.camera, *_framed(recipe, players[0]), frames),
        background=backgrounds.make_background(rng, recipe.background),
        effect=effects.make_effect(rng, recipe.effect) if recipe.effect != "none" else None,
        foreground_x=_beside(rng, players),
        light=light,
        frames=frames,
    )


def _cast(rng: np.random.Generator, recipe: Recipe, frames: int) -> tuple[Player, ...]:
    players: list[Player] = []
    apart = float(rng.uniform(0.32, 0.5))
    for index, (plan, name) in enumerate(zip(recipe.plans, recipe.acts, strict=True)):
        figure = _MAKE[plan](rng)
        if index and recipe.alike:
            shared = {key: color for key, color in players[0].figure.colors.items() if key in figure.colors}
            figure = replace(figure, colors=figure.colors | alike(rng, shared))
        act = make_act(rng, name, frames / FPS)
        x = 0.0 if len(recipe.plans) == 1 else (-apart, apart)[index]
        grown = _TALL[plan] / figure.height * float(rng.uniform(0.88, 1.05))
        players.append(Player(OWNERS[index], figure, act, x, grown, 3.0 if plan == "blob" else 1.0))
    return tuple(players)


def _framed(recipe: Recipe, player: Player) -> tuple[float, float]:
    """How much of a figure fills the picture's height, and how tall it is: room to jump, or head and shoulders."""
    figure = player.figure
    tall = player.grown * figure.height
    head = figure.build.head * player.grown if isinstance(figure, Human | Robot) else 0.28 * tall
    shown = {
        "full": 1.55 if "jump" in recipe.acts else 1.28,
        "medium": 3.0 * head + 0.28,
        "close-up": 3.5 * head + 0.04,
    }
    return shown[recipe.framing], tall


def _beside(rng: np.random.Generator, players: tuple[Player, ...]) -> float:
    """Where a thing in front stands: in the way of who walks by, at the side of who stays."""
    if any(player.act.name in TRAVELS for player in players):
        return float(rng.uniform(-0.2, 0.2))
    return float(rng.choice([-1, 1])) * float(rng.uniform(0.25, 0.6))
