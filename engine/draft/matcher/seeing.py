"""Tokens as the tensors that the network takes."""

from __future__ import annotations

import numpy as np
import torch

from engine.draft.matcher.network import Seen
from engine.draft.matcher.tokens import Tokens


def seen_of(tokens: Tokens, device: torch.device | str = "cpu") -> Seen:
    """The tensors of a drawing's tokens."""

    def tensor(values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(values)).to(device)

    return Seen(
        lines=tensor(tokens.lines)[None, None].float() / 255,
        geometry=tensor(tokens.geometry),
        shapes=tensor(tokens.shapes).float() / 255,
        views=tensor(tokens.views).float() / 255,
        points=tensor(tokens.points),
        relative=tensor(relative_of(tokens)),
    )


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
