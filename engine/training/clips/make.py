"""Makes clips: everything in them follows from the seed, the size and the number of frames."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from engine.training.clips.canvas import Pen, draw, grained
from engine.training.clips.captions import caption
from engine.training.clips.cel import Register
from engine.training.clips.model import Area, Clip, ClipError, Frame
from engine.training.clips.motion import exposures
from engine.training.clips.recipe import Recipe, draw_lots
from engine.training.clips.scene import Scene, make_scene

SIZE = (512, 288)
SMALLEST = 32
_DESIGNED = 288  # the picture height for which a recipe's pixels hold


def recipe_of(seed: int) -> Recipe:
    """What the clip of a seed shows."""
    return draw_lots(np.random.default_rng([seed, 0]))


def clips(first: int = 0, size: tuple[int, int] = SIZE, frames: int = 24) -> Iterator[Clip]:
    """Clips without end, of seeds `first`, `first` + 1 and so on."""
    seed = first
    while True:
        yield make_clip(seed, size, frames)
        seed += 1


def make_clip(seed: int, size: tuple[int, int] = SIZE, frames: int = 24, recipe: Recipe | None = None) -> Clip:
    """The clip of a seed, `size` as (width, height), at 24 frames a second; a `recipe` of one's own for special wishes.

    The same arguments give the same bytes. ClipError for a negative seed, no frames, or a picture too small.
    """
    _check(seed, size, frames)
    recipe = recipe or recipe_of(seed)
    scene = make_scene(seed, recipe, frames)
    sheet = exposures(np.random.default_rng([seed, 2]), frames, recipe.step, recipe.holds)
    register = Register()
    drawn: list[tuple[np.ndarray, np.ndarray]] = []
    for frame, drawing in enumerate(sheet):
        if frame and sheet[frame - 1] == drawing and recipe.camera == "still":
            drawn.append(drawn[-1])
        else:
            drawn.append(_frame(scene, register, size, frame, drawing))
    palette = tuple(register.areas)
    numbers = {drawing: number for number, drawing in enumerate(sorted(set(sheet)))}
    words = caption(recipe, [player.figure.words for player in scene.players], [player.act for player in scene.players])
    return Clip(
        seed,
        _frames(drawn, palette),
        palette,
        tuple(numbers[drawing] for drawing in sheet),
        words,
        recipe.plans,
        recipe.acts,
        recipe.camera,
    )


def _check(seed: int, size: tuple[int, int], frames: int) -> None:
    if seed < 0:
        raise ClipError(f"A seed is 0 or more, not {seed}.")
    if frames < 1:
        raise ClipError(f"A clip needs at least one frame, not {frames}.")
    if min(size) < SMALLEST:
        raise ClipError(f"A picture of {size[0]} x {size[1]} is too small: ask for at least {SMALLEST} x {SMALLEST}.")


def _frame(
    scene: Scene, register: Register, size: tuple[int, int], frame: int, drawing: int
) -> tuple[np.ndarray, np.ndarray]:
    """Line and regions of one frame."""
    marks = scene.marks(register, size, frame, drawing)
    pen = _pen(scene, size, frame)
    line, regions = draw(marks, size, pen, np.random.default_rng([scene.seed, 3, drawing]))
    if pen.grain:
        line = grained(line, _noise(np.random.default_rng([scene.seed, 4, drawing]), size), pen.grain)
    return line, regions


def _pen(scene: Scene, size: tuple[int, int], frame: int) -> Pen:
    """The clip's pen as large as the camera sees it."""
    recipe, first = scene.recipe, scene.camera.matrix(size, 0, scene.frames)[0, 0]
    zoom = scene.camera.matrix(size, frame, scene.frames)[0, 0] / first if recipe.camera.startswith("zoom") else 1.0
    scale = max(size[1] / _DESIGNED, 0.6) * zoom
    return Pen(max(recipe.line * scale, 0.9), recipe.swing, recipe.ink, recipe.gaps, 5 * scale, recipe.grain)


def _noise(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """(H, W) of 0 to 1: fine grain with streaks of less pressure."""
    width, height = size
    fine = rng.random((height, width), np.float32)
    streaks = cv2.resize(
        rng.random((height // 12 + 2, width // 12 + 2), np.float32), size, interpolation=cv2.INTER_LINEAR
    )
    return fine * streaks


def _frames(drawn: list[tuple[np.ndarray, np.ndarray]], palette: tuple[Area, ...]) -> tuple[Frame, ...]:
    """Frames in flat colors; what is shown twice is kept once, so nobody may write on it."""
    table = np.array([area.color for area in palette], np.uint8)
    frames: list[Frame] = []
    for index, (line, regions) in enumerate(drawn):
        if index and drawn[index - 1][1] is regions:
            frames.append(frames[-1])
            continue
        frame = Frame(line, np.take(table, regions, axis=0), regions)
        for array in (frame.line, frame.color, frame.regions):
            array.flags.writeable = False
        frames.append(frame)
    return tuple(frames)
