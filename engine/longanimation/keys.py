"""Keys in the finished frames: each stands on its frame bit for bit, and the frames around it lean towards it.

The rule: on a key's frame the color difference key minus generated is taken, smoothed so that moving lines leave no
ghosts, and added to the frames up to REACH away with a weight that falls evenly to nothing. Nothing is warped. Where
two keys reach a frame their weights are shared out. Transparent parts of a key change nothing; there the generated
frame stands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.line import lay_over

REACH = 4  # frames on either side of a key
SMOOTH = 1 / 40  # of the picture's shorter side: over how much the difference is averaged


@dataclass(frozen=True)
class _Lean:
    """What a key adds: difference (H, W, 3) float32, already smoothed, on its frame."""

    at: int
    difference: np.ndarray


def honored(frames: Iterable[np.ndarray], keys: Mapping[int, np.ndarray]) -> Iterator[np.ndarray]:
    """The frames (H, W, 3) uint8 in their order, with the keys in them; `keys` (RGB or RGBA) by place, from 0.

    Streams: holds back REACH frames, so that a key can reach those before it.
    """
    waiting: deque[tuple[int, np.ndarray]] = deque()
    leans: list[_Lean] = []
    for at, frame in enumerate(frames):
        if at in keys:
            leans.append(_Lean(at, _difference(frame, keys[at])))
        waiting.append((at, frame))
        if len(waiting) > REACH:
            yield _finished(*waiting.popleft(), keys, leans)
        leans = [lean for lean in leans if lean.at >= at - 2 * REACH]
    while waiting:
        yield _finished(*waiting.popleft(), keys, leans)


def lay(frame: np.ndarray, key: np.ndarray) -> np.ndarray:
    """The key where it is opaque, over the generated frame where it is not."""
    return key.copy() if key.shape[2] == 3 else lay_over(frame, key)


def weights(at: int, places: Iterable[int]) -> dict[int, float]:
    """How much a frame leans towards each of these keys; together at most 1."""
    own = {place: max(0.0, 1 - abs(at - place) / (REACH + 1)) for place in places}
    total = max(1.0, sum(own.values()))
    return {place: weight / total for place, weight in own.items() if weight > 0}


def _finished(at: int, frame: np.ndarray, keys: Mapping[int, np.ndarray], leans: list[_Lean]) -> np.ndarray:
    if at in keys:
        return lay(frame, keys[at])
    shares = weights(at, (lean.at for lean in leans))
    if not shares:
        return frame
    sum_ = frame.astype(np.float32)
    for lean in leans:
        if lean.at in shares:
            sum_ += shares[lean.at] * lean.difference
    return np.clip(np.rint(sum_), 0, 255).astype(np.uint8)


def _difference(frame: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Key minus generated, averaged over the neighbourhood where the key is opaque; float32."""
    known = np.ones(frame.shape[:2], np.float32)
    if key.shape[2] == 4:
        known = key[..., 3].astype(np.float32) / 255
    raw = (key[..., :3].astype(np.float32) - frame) * known[..., None]
    sigma = max(0.5, SMOOTH * min(frame.shape[:2]))
    share = cv2.GaussianBlur(known, (0, 0), sigma)
    smooth = cv2.GaussianBlur(raw, (0, 0), sigma) / np.maximum(share, 1e-3)[..., None]
    return smooth * known[..., None]
