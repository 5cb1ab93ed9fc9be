"""A project with a key and a finished take whose frames have one known flaw each, as a colorizer would leave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.media.takes import read_take
from app.project.model import Project, SegmentPlan, Shot, Take, with_key
from app.project.staleness import segments
from app.project.storage import create_project, save_project
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

WIDTH, HEIGHT, FRAMES = 240, 180, 12
SKY, BODY, HEAD, FOREIGN = (180, 200, 220), (200, 40, 30), (250, 220, 190), (40, 160, 60)
PALETTE = (SKY, BODY, HEAD, FOREIGN)
BODY_BOX, HEAD_BOX = (60, 80, 70, 80), (69, 19, 52, 52)  # left, top, width, height; of the first frame


@dataclass(frozen=True)
class Flats:
    """One frame of a take: `ids` (H, W) uint8 into PALETTE, `trust` (H, W) uint8."""

    ids: np.ndarray
    trust: np.ndarray


Flaw = Callable[[Flats], Flats]


def flats(left: int = 60) -> Flats:
    """The figure as it should be, all certain."""
    ids = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.rectangle(ids, (left, 80), (left + 70, 160), 1, -1)
    cv2.circle(ids, (left + 35, 45), 26, 2, -1)
    return Flats(ids, np.full((HEIGHT, WIDTH), 255, np.uint8))


def line(left: int = 60, gap: bool = False) -> np.ndarray:
    """(H, W) uint8 lines of the figure; with a gap, the body is open to the sky."""
    drawn = np.full((HEIGHT, WIDTH), 255, np.uint8)
    cv2.rectangle(drawn, (left, 80), (left + 70, 160), 0, 3)
    cv2.circle(drawn, (left + 35, 45), 26, 0, 3)
    if gap:
        drawn[118:120, left + 60 : left + 80] = 255
    return drawn


def repainted(was: int, now: int, trust: int = 255) -> Flaw:
    """One color in the place of another, and how sure the colorizer was there."""

    def change(frame: Flats) -> Flats:
        there = frame.ids == was
        return Flats(np.where(there, now, frame.ids).astype(np.uint8), np.where(there, trust, frame.trust).astype("u1"))

    return change


def write_take(
    folder: Path, shot: Shot, flaws: dict[int, Flaw], lefts: dict[int, int] | None = None, indexed: bool = True
) -> Take:
    """Finish the first segment with these flaws by frame, the figure standing where `lefts` says.

    Either `indexed`, with trust, or as pixels with grain and without trust.
    """
    (segment, *_) = segments(shot, ())
    span = segment.span
    path = folder / "takes" / shot.id / f"{span.first:06d}-{span.last:06d}-{segment.inputs[:16]}.frames"
    header = FrameFileHeader(
        first=span.first, last=span.last, width=WIDTH, height=HEIGHT, channels=3, colorizer="draft", seed=0,
        inputs=segment.inputs, created=1.0, palette=PALETTE if indexed else (),
    )  # fmt: skip
    writer = FrameFileWriter(path, header)
    for number in range(span.first, span.last + 1):
        frame = flaws.get(number, lambda frame: frame)(flats((lefts or {}).get(number, 60)))
        if indexed:
            writer.append(frame.ids, frame.trust)
        else:
            grain = np.random.default_rng(number).normal(0, 3, (HEIGHT, WIDTH, 3))
            pixels = np.array(PALETTE, np.float64)[frame.ids] + grain
            writer.append(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
    writer.commit()
    return read_take(folder, path)


def make_project(
    folder: Path, drawn: Path, lefts: dict[int, int] | None = None, gaps: frozenset[int] = frozenset()
) -> Shot:
    """A project of twelve drawings with a key on the first, and no take; `drawn` is where the drawings go."""
    (drawn / "line").mkdir(parents=True)
    for number in range(1, FRAMES + 1):
        picture = line((lefts or {}).get(number, 60), number in gaps)
        picture[0, number] = 254  # hardly seen, but each is a drawing of its own: what is held shows the key
        assert cv2.imwrite(str(drawn / "line" / f"{number:04d}.png"), picture)
    color = np.array(PALETTE, np.uint8)[flats((lefts or {}).get(1, 60)).ids]
    color[line((lefts or {}).get(1, 60)) < 128] = 0
    assert cv2.imwrite(str(drawn / "key.png"), cv2.cvtColor(color, cv2.COLOR_RGB2BGR))
    create_project(folder)
    art = import_line_art([drawn / "line"], folder).line
    shot = Shot("shot1", "flawed", line=art, plan=SegmentPlan(FRAMES))
    shot = with_key(shot, replace(lay_key(drawn / "key.png", art, 1, folder).key))
    save_project(folder, Project((shot,)))
    return shot
