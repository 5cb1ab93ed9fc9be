"""How often regions of held-out made-up clips get the right color, by what the matcher is allowed to use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from engine.training.matcher.examples import Example
from engine.training.matcher.loss import answer
from engine.training.matcher.network import SegmentMatcher
from engine.training.matcher.seeing import seen_of
from engine.training.matcher.tasks import Known, Task, remembered


@dataclass(frozen=True)
class Given:
    """What a task offers: `key` and `recent` drawings remembered, `flow` to them, and whether the network is asked."""

    name: str
    key: bool
    recent: bool
    flow: bool
    network: bool = True


TASKS = (
    Given("flow_recent", key=False, recent=True, flow=True, network=False),
    Given("flow_key", key=True, recent=False, flow=True, network=False),
    Given("match_key", key=True, recent=False, flow=False),
    Given("both_key", key=True, recent=False, flow=True),
    Given("both_recent", key=False, recent=True, flow=True),
    Given("both_all", key=True, recent=True, flow=True),
)


def evaluate(network: SegmentMatcher, examples: list[Example]) -> dict[str, float]:
    """Mean share of area outside the paper that gets the right color, for each of TASKS, and how honest it is."""
    network.eval()
    right: dict[str, list[float]] = {given.name: [] for given in TASKS}
    sure: list[np.ndarray] = []
    with torch.inference_mode():
        for example in examples:
            seen = {at: seen_of(drawn.tokens) for at, drawn in enumerate(example.drawings)}
            looks = {at: network.look(one) for at, one in seen.items()} if seen else {}
            for target in range(1, len(example.drawings)):
                for given in TASKS:
                    task = _task(example, target, given)
                    if not given.network:
                        good, _ = _by_flow(example, task)
                    else:
                        reply = answer(network, example, task, seen, looks)
                        good, trust = _judge(reply.logits, task, example)
                        sure.append(np.stack([trust, good], axis=1))
                    drawn = example.drawings[target]
                    weight = np.where((drawn.identity != 0) & (drawn.identity > -2), drawn.area, 0)
                    if weight.sum() > 0:
                        right[given.name].append(float((good * weight).sum() / weight.sum()))
    every = np.concatenate(sure)
    firm = every[every[:, 0] >= 0.9]
    return {name: round(float(np.mean(values)), 4) for name, values in right.items()} | {
        "firm": round(len(firm) / len(every), 3),
        "firm_right": round(float(firm[:, 1].mean()), 4) if len(firm) else 0.0,
    }


def _task(example: Example, target: int, given: Given) -> Task:
    known: list[Known] = []
    at = [drawn.at for drawn in example.drawings]
    key = 0 if 2 * target >= len(at) else len(at) - 1
    if given.key:
        known.append(Known(key, True, max(1, abs(at[target] - at[key])), given.flow))
    if given.recent and (not given.key or target - 1 != key):
        known.append(Known(target - 1, False, max(1, at[target] - at[target - 1]), given.flow))
    task = remembered(example, target, tuple(known), None)
    return replace(task, sure=np.where(task.sure > 0, 0.97, 0).astype(np.float32)) if given.recent else task


def _by_flow(example: Example, task: Task) -> tuple[np.ndarray, np.ndarray]:
    share = example.flows[task.target, task.known[0].drawing][..., 0]
    return _judge(torch.from_numpy(np.log(np.pad(share, ((0, 0), (0, 1))) + 1e-6)), task, example)


def _judge(logits: torch.Tensor, task: Task, example: Example) -> tuple[np.ndarray, np.ndarray]:
    """(n,) whether the likeliest color is right, and its probability."""
    chances = logits.softmax(dim=-1).numpy()[:, :-1]
    names, which = np.unique(task.color, return_inverse=True)
    by_color = np.zeros((len(chances), len(names)), np.float32)
    np.add.at(by_color.T, which, chances.T)
    best = by_color.argmax(axis=1)
    return names[best] == example.drawings[task.target].color, by_color.max(axis=1)
