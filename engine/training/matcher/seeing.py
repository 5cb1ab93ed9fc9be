"""Tokens as the tensors that the network takes."""

from __future__ import annotations

import numpy as np
import torch

from engine.draft.matcher.pairs import relative_of
from engine.draft.matcher.tokens import Tokens
from engine.training.matcher.network import Seen


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
