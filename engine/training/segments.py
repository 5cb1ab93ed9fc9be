"""`python -m engine.training.segments`: measures how well drawings are cut into regions, before any color is guessed.

Each region is given its best true color; what that gets wrong, no colorizer built on the regions can get right.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine.imaging.ink import ink_mask
from engine.imaging.line import flatten, line_layer
from engine.imaging.palette import color_codes
from engine.imaging.regions import Regions, segment
from engine.imaging.stills import StillError, read_still
from engine.training.clips import Clip, make_clip, recipe_of

TOLERANCE = 12
"""Colors that differ by no more in any channel are the same."""
INK_BELOW = 200
"""What a line layer holds below this, and the pixel around it, is not counted."""
GAP = 9.0
"""The widest closed gap, in pixels of a picture whose longer side is SIDE."""
SIDE = 1024
SMALLEST = 12
"""A true region of fewer pixels of paper is not looked for."""
KINDS = {"clean": (0.0, 0.0), "gappy": (0.5, 0.0), "pencil": (0.12, 0.6)}
"""Made-up clips: the chance of a gap in an outline, and the share of the ink that pencil noise takes."""

Cut = Callable[[np.ndarray, float], Regions]


@dataclass(frozen=True)
class Sample:
    """A drawing and its truth: `line` (H, W) uint8, `color` (H, W, 3) uint8, and where they are known `areas` (H, W)
    int32, the identities that lines bound. `paper` (3,) is the color that does not count."""

    line: np.ndarray
    color: np.ndarray
    paper: np.ndarray
    areas: np.ndarray | None = None


@dataclass(frozen=True)
class Score:
    """`oracle` the share of colored pixels right at best, `count` regions, `seconds` ink and regions took.

    `pieces` is regions a true region is cut into on average, `mixed` the share of paper in another region than its
    own; both None where the truth is not known.
    """

    oracle: float
    count: float
    seconds: float
    pieces: float | None = None
    mixed: float | None = None


def score_sample(sample: Sample, cut: Cut = segment) -> Score:
    """The score of one drawing."""
    gap = GAP * max(sample.line.shape) / SIDE
    started = time.perf_counter()
    regions = cut(ink_mask(sample.line), gap)
    seconds = time.perf_counter() - started
    counted = cv2.dilate((sample.line < INK_BELOW).astype(np.uint8), np.ones((3, 3), np.uint8)) == 0
    pieces, mixed = (None, None) if sample.areas is None else over_splitting(regions, sample.areas, counted)
    return Score(oracle(regions, sample, counted), regions.count, seconds, pieces, mixed)


def oracle(regions: Regions, sample: Sample, counted: np.ndarray) -> float:
    """Of the (H, W) bool `counted` pixels that are not paper, the share that is right with one color a region."""
    labels, colors = regions.labels[counted], sample.color[counted]
    best = _commonest(labels, color_codes(colors[None])[0], regions.count)
    shown = np.stack([best >> 16, (best >> 8) & 255, best & 255], axis=-1)[labels]
    true = colors.astype(np.int64)
    front = np.abs(true - sample.paper).max(axis=1) > TOLERANCE
    right = np.abs(true - shown).max(axis=1) <= TOLERANCE
    return float(np.count_nonzero(right & front) / max(1, np.count_nonzero(front)))


def over_splitting(regions: Regions, areas: np.ndarray, counted: np.ndarray) -> tuple[float, float]:
    """Regions per true region, and the share of the counted paper that lies in a region with more of another one.

    True regions are the connected parts of each identity's counted paper.
    """
    patches = _patches(np.where(counted, areas, -1))
    sizes = np.bincount(patches[counted])
    wanted = counted & (sizes[patches] >= SMALLEST)
    labels, true = regions.labels[wanted], patches[wanted]
    best = _commonest(labels, true, regions.count)
    used = np.bincount(labels, minlength=regions.count) >= SMALLEST
    pieces = np.bincount(best[used], minlength=len(sizes))
    found = np.unique(true)
    return float(np.maximum(pieces[found], 1).mean()), float(np.mean(best[labels] != true))


def _patches(values: np.ndarray) -> np.ndarray:
    """(H, W) int32: connected parts of equal values, numbered from 0."""
    numbers = np.zeros(values.shape, np.int32)
    first = 0
    for value in np.unique(values):
        count, parts = cv2.connectedComponents((values == value).astype(np.uint8), connectivity=4)
        numbers = np.where(parts > 0, parts + first, numbers)
        first += count - 1
    return numbers - 1


def _commonest(labels: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """(count,) int64: the value each label has most often; 0 for a label that is not there."""
    found, index = np.unique(values, return_inverse=True)
    pairs, votes = np.unique(labels.astype(np.int64) * len(found) + index, return_counts=True)
    order = np.argsort(votes, kind="stable")
    best = np.zeros(count, np.int64)
    best[pairs[order] // len(found)] = found[pairs[order] % len(found)]
    return best


def made_samples(kind: str, seeds: Iterable[int], size: tuple[int, int] = (SIDE, 576)) -> Iterator[Sample]:
    """Three drawings of each made-up clip of a kind (KINDS)."""
    gaps, grain = KINDS[kind]
    for seed in seeds:
        clip = make_clip(seed, size, 25, replace(recipe_of(seed), gaps=gaps, grain=grain))
        yield from (_made(clip, at) for at in (0, 12, 24))


def _made(clip: Clip, at: int) -> Sample:
    frame = clip.frames[at]
    paper = np.array(clip.palette[0].color, np.int64)
    return Sample(frame.line, frame.color, paper, clip.bounded(frame.regions))


def read_samples(folder: Path, every: int) -> Iterator[Sample]:
    """Each `every`th frame of a clip with `line` and `color` folders. Raises StillError."""
    lines, colors = (sorted((folder / name).glob("*.png")) for name in ("line", "color"))
    paper: np.ndarray | None = None
    for line_path, color_path in list(zip(lines, colors))[::every]:
        color = flatten(read_still(color_path), 255)
        if paper is None:
            code = _commonest(np.zeros(color[..., 0].size, np.int64), color_codes(color).ravel(), 1)[0]
            paper = np.array([code >> 16, (code >> 8) & 255, code & 255])
        yield Sample(line_layer(read_still(line_path), "dark"), color, paper)


def mean_score(scores: Sequence[Score]) -> Score:
    """The average; ValueError without any."""
    if not scores:
        raise ValueError("there is nothing to average")
    pieces = [score.pieces for score in scores if score.pieces is not None]
    mixed = [score.mixed for score in scores if score.mixed is not None]
    return Score(
        float(np.mean([score.oracle for score in scores])),
        float(np.mean([score.count for score in scores])),
        float(np.mean([score.seconds for score in scores])),
        float(np.mean(pieces)) if pieces else None,
        float(np.mean(mixed)) if mixed else None,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 for a folder that holds no clip."""
    wishes = _parser().parse_args(arguments)
    sets: dict[str, Iterator[Sample]] = {
        kind: made_samples(kind, range(wishes.seed, wishes.seed + wishes.count)) for kind in KINDS if wishes.count
    }
    if wishes.clips is not None:
        folders = sorted(path for path in wishes.clips.glob("*") if (path / "line").is_dir())
        if not folders:
            sys.stderr.write(f'There are no clips in "{wishes.clips}"; name a folder of folders with line and color.\n')
            return 2
        sets |= {folder.name: read_samples(folder, wishes.every) for folder in folders}
    sys.stdout.write(f"{'clip':<24}oracle  regions  pieces   mixed      ms\n")
    try:
        for name, samples in sets.items():
            sys.stdout.write(_row(name, mean_score([score_sample(sample) for sample in samples])))
    except StillError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _row(name: str, score: Score) -> str:
    pieces = "-" if score.pieces is None else f"{score.pieces:.3f}"
    mixed = "-" if score.mixed is None else f"{score.mixed:.4f}"
    return f"{name:<24}{score.oracle:.4f} {score.count:8.1f} {pieces:>7} {mixed:>7} {score.seconds * 1000:7.1f}\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engine.training.segments", description="Measure how well drawings are cut into regions."
    )
    parser.add_argument("--clips", type=Path, help="a folder of clips, each with line and color frames")
    parser.add_argument("--every", type=int, default=1, help="measure each so manyth frame of them")
    parser.add_argument("--seed", type=int, default=500, help="the first made-up clip's seed")
    parser.add_argument("--count", type=int, default=8, help="how many made-up clips of each kind")
    return parser


if __name__ == "__main__":
    sys.exit(main())
