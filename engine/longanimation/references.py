"""Which key a segment takes its colors from: of the nearest ones, the one drawn most alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from engine.errors import BadRequest
from engine.protocol.messages import KeyFrame, SegmentRequest

SIDE = 96  # pixels of the longer side on which drawings are compared
LOOKS = 5  # frames of a segment that a key is compared with
FARTHEST = 0.25  # of a side: how far drawings are moved onto each other
NOTCHES = 50  # differences smaller than one of so many are none

Line = Callable[[int], np.ndarray]


def choose(keys: Sequence[KeyFrame], segment: SegmentRequest, line: Line) -> KeyFrame:
    """The artist's choice; else of the nearest key at or before the segment's first frame, those inside and the
    nearest after, the one whose drawing is most like the segment's, the nearer of two alike.

    `keys` are sorted by frame; `line` gives the line layer of a frame. Raises BadRequest without any key.
    """
    if not keys:
        raise BadRequest("There is no colored key yet; lay a colored picture on any frame and generate again.")
    chosen = [key for key in keys if key.number == segment.reference]
    candidates = chosen or candidates_for(keys, segment)
    if len(candidates) == 1:
        return candidates[0]
    looks = [thumbnail(line(number)) for number in looked_at(segment)]

    def merit(key: KeyFrame) -> tuple[int, int, int]:
        own = thumbnail(line(key.number))
        alike = sum(likeness(own, look) for look in looks) / len(looks)
        return (round(alike * NOTCHES), -distance(key, segment), -key.number)

    return max(candidates, key=merit)


def candidates_for(keys: Sequence[KeyFrame], segment: SegmentRequest) -> list[KeyFrame]:
    """The nearest key at or before the first frame, those inside, the nearest after the last."""
    before = [key for key in keys if key.number <= segment.first][-1:]
    inside = [key for key in keys if segment.first < key.number <= segment.last]
    after = [key for key in keys if key.number > segment.last][:1]
    return [*before, *inside, *after]


def distance(key: KeyFrame, segment: SegmentRequest) -> int:
    """Frames from a key to the segment, 0 inside."""
    return max(segment.first - key.number, key.number - segment.last, 0)


def looked_at(segment: SegmentRequest) -> list[int]:
    """The frames of a segment that keys are compared with: evenly spread, first and last among them."""
    count = min(LOOKS, segment.last - segment.first + 1)
    return np.linspace(segment.first, segment.last, count).round().astype(int).tolist()


def thumbnail(line: np.ndarray) -> np.ndarray:
    """The ink of a line layer, 0 .. 1, small and blurred so that lines that nearly meet overlap; float32."""
    height, width = line.shape
    scale = SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    ink = cv2.resize(255 - line, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return cv2.GaussianBlur(np.minimum(ink * 4, 1), (0, 0), 1.0)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """How much of the ink of two thumbnails overlaps once on each other (Dice), 0 .. 1; blank ones are alike."""
    total = float(one.sum() + other.sum())
    if total < 1e-3:
        return 1.0
    return max(_overlap(one, other, total), _overlap(_moved_onto(one, other), other, total))


def _overlap(one: np.ndarray, other: np.ndarray, total: float) -> float:
    return 2 * float(np.minimum(one, other).sum()) / total


def _moved_onto(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    (across, down), _ = cv2.phaseCorrelate(one.astype(np.float64), other.astype(np.float64))
    height, width = one.shape
    across = float(np.clip(round(across), -FARTHEST * width, FARTHEST * width))
    down = float(np.clip(round(down), -FARTHEST * height, FARTHEST * height))
    return cv2.warpAffine(one, np.array([[1, 0, across], [0, 1, down]], np.float32), (width, height))
