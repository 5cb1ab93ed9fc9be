"""What the matcher is trained to do: put its weight on known regions of the right color, best the very same part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.training.matcher.examples import Example
from engine.training.matcher.network import Seen, SegmentMatcher
from engine.training.matcher.tasks import Task


@dataclass(frozen=True)
class Answer:
    """`logits` (n, m + 1); `right_color` and `right_part` (n, m + 1) bool, last column "new"; `weight` (n,)."""

    logits: Tensor
    right_color: Tensor
    right_part: Tensor
    weight: Tensor


def answer(
    network: SegmentMatcher, example: Example, task: Task, seen: dict[int, Seen], looks: dict[int, Tensor]
) -> Answer:
    """The network's answer to a task, beside the truth."""
    target = example.drawings[task.target]
    known = torch.cat([looks[one.drawing] for one in task.known])
    logits = network.match(
        looks[task.target],
        seen[task.target],
        known,
        torch.from_numpy(task.pairs(example)).to(known.device),
        torch.from_numpy(task.kinds(example)).to(known.device),
    )
    valid = task.color > -2
    color = (target.color[:, None] == task.color[None]) & valid
    part = (target.identity[:, None] == task.identity[None]) & valid
    weight = np.where(target.identity > -2, np.sqrt(target.area) + 0.02, 0)
    return Answer(
        logits,
        torch.from_numpy(_with_new(color)).to(known.device),
        torch.from_numpy(_with_new(part)).to(known.device),
        torch.from_numpy(weight.astype(np.float32)).to(known.device),
    )


def _with_new(right: np.ndarray) -> np.ndarray:
    """With a last column that is right where no other is."""
    return np.concatenate([right, ~right.any(axis=1, keepdims=True)], axis=1)


def loss_of(given: Answer) -> Tensor:
    """The mean surprise about color, and half of that about the part where it is remembered."""
    logs = given.logits.log_softmax(dim=-1)
    low = torch.finfo(logs.dtype).min / 4

    def surprise(right: Tensor) -> Tensor:
        return -logs.masked_fill(~right, low).logsumexp(dim=-1)

    known = ~given.right_part[:, -1]
    each = surprise(given.right_color) + 0.5 * torch.where(known, surprise(given.right_part), 0.0)
    return (each * given.weight).sum() / given.weight.sum().clamp_min(1e-6)
