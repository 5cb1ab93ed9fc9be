"""What is known of a region beside another, of its own or another drawing, before the network looks at either."""

from __future__ import annotations

import numpy as np

from engine.draft.matcher.tokens import Tokens
from engine.imaging.regions import run_starts

PAIR = 11
"""Numbers for each pair of regions."""
_SIZE, _X, _Y, _WIDE, _HIGH, _EDGE = 0, 1, 2, 3, 4, 10  # columns of Tokens.geometry
_FAINT = 1 / 64


def overlap(target: np.ndarray, pulled: np.ndarray, count: int, known: int) -> np.ndarray:
    """(count, known) float32: pixels that each region of `target` (H, W) shares with each region pulled onto it.

    `pulled` (H, W) holds the numbers of the `known` regions of another drawing, seen along the flow. Summed over runs
    of equal pairs, of which there are far fewer than pixels.
    """
    code = target * np.int32(known) + pulled
    starts = run_starts(code)
    lengths = np.diff(starts, append=code.size)
    return np.bincount(code.ravel()[starts], lengths, count * known).reshape(count, known).astype(np.float32)


def shares(pixels: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """(n, m, 2) float32: of what `overlap` counted, the share of the target's region and that of the known one.

    `areas` (m,) are the pixels of the known regions on their own drawing.
    """
    own = pixels / np.maximum(pixels.sum(axis=1, keepdims=True), 1)
    other = np.minimum(pixels / np.maximum(areas, 1), 1)
    return np.stack([own, other], axis=-1).astype(np.float32)


def pair_features(target: Tokens, known: Tokens, flow: np.ndarray | None) -> np.ndarray:
    """(n, m, PAIR) float32 for the regions of two drawings; `flow` as `shares` gives it, None where there is none."""
    a, b = target.geometry[:, None], known.geometry[None]
    features = np.zeros((len(target), len(known), PAIR), np.float32)
    features[..., 0] = b[..., _X] - a[..., _X]
    features[..., 1] = b[..., _Y] - a[..., _Y]
    features[..., 2] = np.sqrt(np.hypot(features[..., 0], features[..., 1]))
    features[..., 3] = (b[..., _SIZE] - a[..., _SIZE]) * 2
    features[..., 4] = b[..., _WIDE] - a[..., _WIDE]
    features[..., 5] = b[..., _HIGH] - a[..., _HIGH]
    features[..., 6] = b[..., _EDGE] - a[..., _EDGE]
    features[..., 7] = _alike(target.shapes, known.shapes)
    if flow is not None:
        features[..., 8:10] = np.log2(flow + _FAINT) / 6 + 1
        features[..., 10] = 1
    return features


def relative_of(tokens: Tokens) -> np.ndarray:
    """(n, n, 6) float32: how regions of one drawing lie to each other, and whether they share a border."""
    a, b = tokens.geometry[:, None], tokens.geometry[None]
    relative = np.zeros((len(tokens), len(tokens), 6), np.float32)
    relative[..., 0] = b[..., 1] - a[..., 1]
    relative[..., 1] = b[..., 2] - a[..., 2]
    relative[..., 2] = np.sqrt(np.hypot(relative[..., 0], relative[..., 1]))
    relative[..., 3] = (b[..., 0] - a[..., 0]) * 2
    one, other = tokens.touching.T
    relative[one, other, 4] = relative[other, one, 4] = 1
    relative[..., 5] = np.eye(len(tokens), dtype=np.float32)
    return relative


def _alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(n, m) from 0 to 1: how much the shapes of regions cover each other when made equally large."""
    a = one.reshape(len(one), -1).astype(np.float32) / 255
    b = other.reshape(len(other), -1).astype(np.float32) / 255
    both = a @ b.T
    either = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - both
    return both / np.maximum(either, 1e-6)
