"""The Fréchet distance between two sets of features, each taken for a normal distribution: what FID and FVD are."""

from __future__ import annotations

import numpy as np

FEWEST = 2
"""Features of each set, without which there is no spread."""


def frechet_distance(one: np.ndarray, other: np.ndarray) -> float:
    """Of features (n, d) and (m, d), n and m at least FEWEST: |m1 - m2|² + tr(C1 + C2 - 2 sqrt(C1 C2)).

    Raises ValueError for fewer. With C = AᵀA of centered features the last trace is the sum of the singular values of
    A1 A2ᵀ, so that no root of a matrix is taken, which goes wrong where there are fewer features than d.
    """
    if min(len(one), len(other)) < FEWEST:
        raise ValueError(f"a distance is between two sets of {FEWEST} features or more")
    first, second = (np.asarray(each, np.float64) for each in (one, other))
    apart = first.mean(axis=0) - second.mean(axis=0)
    roots = [_root(each) for each in (first, second)]
    spread = sum(float(np.square(root).sum()) for root in roots)
    shared = float(np.linalg.svd(roots[0] @ roots[1].T, compute_uv=False).sum())
    return max(0.0, float(apart @ apart) + spread - 2 * shared)


def _root(features: np.ndarray) -> np.ndarray:
    """A with AᵀA the covariance, of no more rows than columns."""
    centered = (features - features.mean(axis=0)) / np.sqrt(len(features) - 1)
    return np.asarray(np.linalg.qr(centered, mode="r")) if len(features) > features.shape[1] else centered
