"""What is no longer on a drawing: regions whose lines went, as of a prop put away, cannot lend what lay behind their
color."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_LEFT = 0.1
"""What is left of a full belief in a region that went, and a quarter of that of half a belief: with nothing else to go
by, the likeliest of what went is still told."""
_PART = 0.1
"""Of what is believed of a region: from so much in a drawing on which it had other lines, that is looked into."""
_SCATTERED, _CERTAIN = 0.4, 0.6
"""The largest belief in one known region up to which a region is taken for none above others, and from which on it is
certain."""
_NONE = 1e-9
_LOST, _KEPT = 0.3, 0.7
"""Fit of the lines around a region up to which they are others, and from which on they are the same."""


def same_lines(fit: np.ndarray) -> np.ndarray:
    """From 0 to 1, how likely the lines around regions are the same, told by how well they fit."""
    return np.clip((fit - _LOST) / (_KEPT - _LOST), 0, 1)


def staying(fit: np.ndarray, touching: np.ndarray) -> np.ndarray:
    """(m,) from 0 to 1: how much of each region of an earlier drawing is still there.

    `fit` (m,) is how well the later drawing's lines lie on those around each region, seen along the flow; a region
    that touches only such as went, as the sign on a board, went with them. `touching` (e, 2) are pairs of regions that
    share a border.
    """
    beside = np.zeros(len(fit))
    one, other = touching.T
    np.maximum.at(beside, one, fit[other])
    np.maximum.at(beside, other, fit[one])
    return np.where(np.bincount(touching.ravel(), minlength=len(fit)) > 0, np.minimum(fit, beside), fit)


def doubted(belief: np.ndarray, fit: np.ndarray) -> np.ndarray:
    """(n,) bool: which regions take a good part of their color from a drawing on which they have other lines."""
    return belief.sum(axis=1) * (1 - same_lines(fit)) > _PART


def without_gone(
    beliefs: Sequence[np.ndarray], fits: Sequence[np.ndarray], stays: Sequence[np.ndarray]
) -> tuple[list[np.ndarray], np.ndarray]:
    """The beliefs without those in what went, and (n,) from 0 to 1 how much of them is left.

    `beliefs` are (n, m) for each known drawing, all of them summing to 1 for each of the n regions. Of the first of
    them, as many as there are `fits` and `stays`, is known how well their lines lie around each region, (n,), and how
    much of theirs stays, (m,): a region whose lines are new is not one whose lines went. A region that is taken for one
    known region above all others is left alone: it may have moved farther than the flow follows. The other drawings,
    whose lines nothing is known of, are believed less by as much as these.
    """
    surest = np.max([belief.max(axis=1) for belief in beliefs], axis=0)
    certain = np.clip((surest - _SCATTERED) / (_CERTAIN - _SCATTERED), 0, 1)
    weighed = [
        belief
        * np.maximum(np.maximum(same_lines(fit), certain)[:, None], np.maximum(same_lines(stay), _LEFT * belief**2))
        for belief, fit, stay in zip(beliefs, fits, stays)
    ]
    asked = sum((one.sum(axis=1) for one in beliefs[: len(weighed)]), np.zeros(()))
    kept = sum((one.sum(axis=1) for one in weighed), np.zeros(()))
    share = np.where(asked > _NONE, kept / np.maximum(asked, _NONE), 1.0)
    weighed += [belief * share[:, None] for belief in beliefs[len(weighed) :]]
    left = sum((one.sum(axis=1) for one in weighed), np.zeros(()))
    return [one / np.maximum(left, _NONE)[:, None] for one in weighed], left
