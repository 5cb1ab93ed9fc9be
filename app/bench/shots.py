"""Draws a moving cartoon figure before hills: line art on disk, and the colored picture of its first frame as key."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import cv2
import numpy as np

from app.project.colorizers import DRAFT, with_colorizer
from app.project.model import Drawing, Key, LineArt, Project, SegmentPlan, Shot
from app.project.storage import create_project

Color = tuple[int, int, int]
_FAST = (int(cv2.IMWRITE_PNG_COMPRESSION), 1)
_LOOP = 48  # frames until the walk repeats; position goes on


def draw_shot(folder: Path, frames: int, size: tuple[int, int], length: int = 24) -> Shot:
    """A shot of `frames` drawings of `size` (width, height), all different, with a key on the first."""
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    key_path = media / "key.0001.png"
    key = Key(1, str(key_path), _write(key_path, draw_frame(0, size)[1][..., ::-1]))
    drawings: list[Drawing] = []
    for number in range(1, frames + 1):
        path = media / f"line.{number:04d}.png"
        drawings.append(Drawing(number, str(path), _write(path, draw_frame(number - 1, size)[0])))
    art = LineArt("bench", str(media), *size, tuple(drawings), prefix="line.")
    shot = with_colorizer(Shot(id="shot1", name="bench", line=art, keys=(key,)), DRAFT.name)
    return replace(shot, plan=SegmentPlan(length))


def draw_project(folder: Path, frames: int, size: tuple[int, int], length: int = 24) -> Path:
    """A saved project with such a shot; returns its folder."""
    shot = draw_shot(folder, frames, size, length)
    return create_project(folder / "bench.shiage", Project((shot,))).folder


def draw_frame(index: int, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Frame `index` (from 0): line art (H, W) uint8, dark on white, and colors with lines (H, W, 3) uint8 RGB."""
    width, height = size
    line = np.full((height, width), 255, np.uint8)
    color = np.full((height, width, 3), (188, 220, 240), np.uint8)
    thick = max(1, round(height / 400))
    for points, fill in _shapes(index, width, height):
        outline = np.rint(points).astype(np.int32)
        cv2.fillPoly(line, [outline], 255)  # what lies behind is hidden
        cv2.polylines(line, [outline], True, 0, thick, cv2.LINE_AA)
        cv2.fillPoly(color, [outline], fill)
        cv2.polylines(color, [outline], True, (0, 0, 0), thick, cv2.LINE_AA)
    return line, color


def _shapes(index: int, width: int, height: int) -> list[tuple[np.ndarray, Color]]:
    """Polygons (N, 2) in pixels with their colors, back to front."""
    unit = height / 100
    phase = 2 * np.pi * index / _LOOP
    swing = np.sin(phase)
    x = width * (0.5 + 0.3 * np.sin(2 * np.pi * index / 311))
    middle = np.array([x, height * 0.55 + unit * 1.5 * abs(swing)])

    def oval(center: tuple[float, float], radii: tuple[float, float], tilt: float = 0.0) -> np.ndarray:
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        points = np.stack([np.cos(turn) * radii[0], np.sin(turn) * radii[1]], axis=1)
        rotation = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
        return middle + unit * (np.array(center) + points @ rotation.T)

    def limb(start: tuple[float, float], angle: float, length: float) -> np.ndarray:
        end = (start[0] + np.sin(angle) * length / 2, start[1] + np.cos(angle) * length / 2)
        return oval(end, (4.5, length / 2 + 2), -angle)

    return [
        *_scenery(index, width, height),
        (limb((-9, -8), -0.5 + 0.5 * swing, 22), (226, 178, 150)),
        (limb((-5, 12), 0.5 * swing, 26), (44, 56, 102)),
        (limb((5, 12), -0.5 * swing, 26), (58, 72, 130)),
        (oval((0, 2), (13, 17)), (204, 52, 46)),
        (oval((0, 8), (12, 4)), (250, 206, 70)),
        (oval((0, -26), (13, 14), 0.1 * swing), (244, 204, 176)),
        (oval((-1, -36), (14, 7), 0.1 * swing), (96, 56, 28)),
        (oval((-5, -26), (2.4, 3.4 * (0.2 if index % 30 < 3 else 1))), (252, 252, 252)),
        (oval((5, -26), (2.4, 3.4 * (0.2 if index % 30 < 3 else 1))), (252, 252, 252)),
        (oval((0, -19), (4, 1 + abs(swing))), (150, 40, 50)),
        (limb((9, -8), 2.3 + 0.6 * np.sin(2 * phase), 22), (244, 204, 176)),
    ]


def _scenery(index: int, width: int, height: int) -> list[tuple[np.ndarray, Color]]:
    """Hills that pass by slowly, and a sun."""
    across = np.linspace(-0.05, 1.05, 60)
    shapes: list[tuple[np.ndarray, Color]] = []
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    sun = np.stack([width * 0.82 + np.cos(turn) * height * 0.09, height * 0.18 + np.sin(turn) * height * 0.09], axis=1)
    shapes.append((sun, (252, 222, 120)))
    for depth, (level, fill) in enumerate(((0.5, (150, 190, 150)), (0.62, (116, 168, 96)), (0.8, (84, 140, 72)))):
        wave = np.sin(across * (5 + 2 * depth) + 2 * depth + index * 0.01 * (depth + 1))
        top = np.stack([across * width, height * (level + 0.05 * wave)], axis=1)
        ground = np.array([[width * 1.05, height * 1.1], [-width * 0.05, height * 1.1]])
        shapes.append((np.concatenate([top, ground]), fill))
    return shapes


def _write(path: Path, picture: np.ndarray) -> str:
    """Write a PNG (gray or BGR); returns the digest of its bytes."""
    data = cv2.imencode(".png", picture, _FAST)[1].tobytes()
    path.write_bytes(data)
    return blake2b(data, digest_size=16).hexdigest()
