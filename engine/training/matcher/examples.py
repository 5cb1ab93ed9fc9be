"""Made-up clips as the matcher sees drawings: regions with what they truly are, and what flow says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.draft.drawing import study
from engine.draft.matcher.pairs import overlap, shares
from engine.draft.matcher.tokens import Tokens
from engine.draft.tuning import Tuning
from engine.imaging.flow import flow_between, places_of
from engine.training.clips import Clip, make_clip

DRAWINGS = 9
"""Drawings of a clip that are kept."""
SIZES = ((512, 288), (640, 360), (416, 416), (336, 512), (768, 432))
INK = -1
"""The identity of regions that lie within drawn strokes, where strokes are wide enough to be outlined."""
_OUTLINED = 0.25  # share of clips whose strokes are drawn by their two edges, as lines taken from finished cels are
_PURE = 0.6


@dataclass(frozen=True)
class Drawn:
    """One drawing: `identity` (n,) int32 what each region truly is, -2 where it is several; `color` (n,) int32 the
    same for its color; `area` (n,) float32 in shares of the picture; `at` its place among the clip's drawings."""

    tokens: Tokens
    identity: np.ndarray
    color: np.ndarray
    area: np.ndarray
    at: int


@dataclass(frozen=True)
class Example:
    """Drawings of one clip, and for each ordered pair (target, known) what the flow says of their regions."""

    drawings: tuple[Drawn, ...]
    flows: dict[tuple[int, int], np.ndarray]


def make_example(seed: int, drawings: int = DRAWINGS) -> Example:
    """The example of a seed, of at most so many drawings: the same arguments, the same example."""
    rng = np.random.default_rng([seed, 77])
    size = SIZES[int(rng.integers(len(SIZES)))]
    frames = int(rng.choice([24, 48, 96]))
    clip = make_clip(seed, size, frames)
    chosen = _chosen(clip, rng)[:drawings]
    outlined = rng.random() < _OUTLINED
    colors = {color: at for at, color in enumerate(dict.fromkeys(area.color for area in clip.palette))}
    of_color = np.array([colors[area.color] for area in clip.palette], np.int32)
    studied, drawn = [], []
    for frame in chosen:
        line = clip.frames[frame].line
        truth = clip.bounded(clip.frames[frame].regions)
        if outlined:
            truth = np.where(line < 128, INK, truth)
            line = _edges_of_strokes(line)
        drawing = study(line, Tuning(), None)
        identity = _identity(drawing.regions.labels, drawing.regions.count, drawing.weight, truth)
        color = np.where(identity >= 0, of_color[np.maximum(identity, 0)], identity)
        area = drawing.extent.areas / line.size
        studied.append(drawing)
        drawn.append(Drawn(drawing.tokens, identity, color, area.astype(np.float32), clip.drawings[frame]))
    flows = {}
    for one, target in enumerate(studied):
        for other, known in enumerate(studied):
            if one != other:
                places = places_of(flow_between(target.near, known.near), size)
                pulled = places.pull(known.regions.labels.astype(np.uint16)).astype(np.int64)
                pixels = overlap(target.regions.labels, pulled, target.regions.count, known.regions.count)
                flows[one, other] = shares(pixels, known.extent.areas)
    return Example(tuple(drawn), flows)


def _chosen(clip: Clip, rng: np.random.Generator) -> list[int]:
    """Frames of different drawings: a run of neighbours, and a few from anywhere in the clip."""
    firsts = [frame for frame, drawing in enumerate(clip.drawings) if drawing not in clip.drawings[:frame]]
    if len(firsts) <= DRAWINGS:
        return firsts
    start = int(rng.integers(len(firsts) - 4))
    run = set(range(start, start + 5))
    others = [at for at in range(len(firsts)) if at not in run]
    run.update(int(at) for at in rng.choice(others, DRAWINGS - len(run), replace=False))
    return [firsts[at] for at in sorted(run)]


def _edges_of_strokes(line: np.ndarray) -> np.ndarray:
    inked = (line < 128).astype(np.uint8)
    inked = cv2.dilate(inked, np.ones((3, 3), np.uint8))
    edge = cv2.morphologyEx(inked, cv2.MORPH_GRADIENT, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    return cv2.GaussianBlur(255 - edge * 200, (0, 0), 0.5)


def _identity(labels: np.ndarray, count: int, weight: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """(n,) int32: what most of each region is; -2 without a clear majority."""
    kinds, flat = np.unique(truth, return_inverse=True)
    votes = np.bincount(labels.ravel() * len(kinds) + flat.ravel(), weight.ravel(), count * len(kinds))
    votes = votes.reshape(count, len(kinds))
    clear = votes.max(axis=1) >= _PURE * np.maximum(votes.sum(axis=1), 1e-9)
    return np.where(clear, kinds[votes.argmax(axis=1)], -2).astype(np.int32)


def save_example(path: Path, example: Example) -> None:
    """One file, written under another name first. Raises OSError."""
    arrays: dict[str, np.ndarray] = {}
    for at, drawn in enumerate(example.drawings):
        parts = {**vars(drawn.tokens), "identity": drawn.identity, "color": drawn.color, "area": drawn.area}
        arrays |= {f"{at}.{name}": values for name, values in parts.items()}
        arrays[f"{at}.at"] = np.array(drawn.at)
    for (one, other), flow in example.flows.items():
        arrays[f"flow.{one}.{other}"] = np.rint(flow * 255).astype(np.uint8)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(file, **arrays)  # pyright: ignore[reportArgumentType]
    part.replace(path)


def load_example(path: Path) -> Example:
    """What `save_example` wrote."""
    with np.load(path) as arrays:
        names = list(arrays.files)
        count = sum(name.endswith(".at") for name in names)
        drawings = []
        for at in range(count):
            parts = {name.split(".")[1]: arrays[name] for name in names if name.startswith(f"{at}.")}
            own = {name: parts.pop(name) for name in ("identity", "color", "area", "at")}
            drawings.append(Drawn(Tokens(**parts), own["identity"], own["color"], own["area"], int(own["at"])))
        flows = {}
        for name in names:
            if name.startswith("flow."):
                _, one, other = name.split(".")
                flows[int(one), int(other)] = arrays[name].astype(np.float32) / 255
    return Example(tuple(drawings), flows)
