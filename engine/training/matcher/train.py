"""The training run: goes on where the last one stopped, keeps an average of the weights, writes a log."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.draft.matcher.weights import Size, Weights
from engine.training.matcher.examples import Example, load_example
from engine.training.matcher.loss import answer, loss_of
from engine.training.matcher.network import SegmentMatcher
from engine.training.matcher.seeing import seen_of
from engine.training.matcher.tasks import draw_task

EXAMPLES_A_STEP = 4
TASKS_AN_EXAMPLE = 3
DRAWINGS_AN_EXAMPLE = 5
RATE = 6e-4
WARM_UP = 20
KEEP = 0.998
HELD_OUT = 1_000_000
"""Seeds from here on are for judging only."""
_CHECKPOINT = "run.pt"


@dataclass(frozen=True)
class Plan:
    """How far a run goes: `steps` in all, None without an end, over the last `settles` of which the rate falls to
    nothing: what was learned comes to rest."""

    steps: int | None = None
    settles: int = 0

    def rate_at(self, step: int) -> float:
        """Of this step, the first being 0."""
        falling = (self.steps - step) / self.settles if self.steps is not None and self.settles else 1.0
        return RATE * max(0.0, min(1.0, (step + 1) / WARM_UP, falling))


ENDLESS = Plan()


@dataclass
class Run:
    """All that a run is: written to one file, read back by the next."""

    network: SegmentMatcher
    average: SegmentMatcher
    optimizer: torch.optim.AdamW
    step: int = 0
    seconds: float = 0.0

    @classmethod
    def begin(cls, size: Size, device: str) -> Run:
        """A new run with seeded weights."""
        torch.manual_seed(0)
        network = SegmentMatcher(size).to(device)
        average = SegmentMatcher(size).to(device)
        average.load_state_dict(network.state_dict())
        return cls(network, average, torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02))

    def start_from(self, weights: Weights) -> None:
        """Go on from what was learned before, with a fresh optimizer. Raises RuntimeError for another size."""
        learned = {name: torch.from_numpy(values) for name, values in weights.arrays.items()}
        self.network.load_state_dict(learned)
        self.average.load_state_dict(learned)

    def save(self, folder: Path) -> None:
        """Write the checkpoint under another name, then rename. Raises OSError."""
        part = folder / f"{_CHECKPOINT}.part"
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        torch.save(state, part)
        part.replace(folder / _CHECKPOINT)

    def resume(self, folder: Path) -> bool:
        """Take up what `save` wrote, if there is any."""
        path = folder / _CHECKPOINT
        if not path.exists():
            return False
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = int(state["step"]), float(state["seconds"])
        return True


def train(
    run: Run,
    examples: Path,
    folder: Path,
    minutes: float,
    evaluate: Callable[[Run], dict[str, float]],
    plan: Plan = ENDLESS,
) -> None:
    """Train for so long, or to the plan's end, then save; a checkpoint and a line in `log.jsonl` every few minutes."""
    if run.step == plan.steps:
        return
    begun, before = time.monotonic(), run.seconds
    reported, losses = begun, []
    device = next(run.network.parameters()).device
    for batch in _batches(examples, run.step):
        losses.append(_step(run, batch, device, plan))
        now = time.monotonic()
        run.seconds = before + now - begun
        over = now - begun > 60 * minutes or run.step == plan.steps
        if over or now - reported > 240:
            reported = now
            run.save(folder)
            line = {"step": run.step, "seconds": round(run.seconds), "loss": round(float(np.mean(losses)), 4)}
            line |= evaluate(run)
            with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            logging.getLogger(__name__).info("%s", line)
            losses = []
        if over:
            return


def take_steps(run: Run, examples: Path, count: int, plan: Plan = ENDLESS) -> list[float]:
    """So many steps, without log or checkpoint; the losses."""
    device = next(run.network.parameters()).device
    batches = _batches(examples, run.step)
    return [_step(run, next(batches), device, plan) for _ in range(count)]


def training_files(folder: Path) -> list[Path]:
    """The examples to train on, in order: those of seeds below HELD_OUT."""
    return sorted(path for path in folder.glob("*.npz") if int(path.stem) < HELD_OUT)


def _batches(folder: Path, step: int) -> Iterator[list[tuple[Example, np.random.Generator]]]:
    """Examples in an order drawn anew for each step; those that were added meanwhile are found."""
    paths: list[Path] = []
    while True:
        if step % 200 == 0 or not paths:
            paths = training_files(folder)
        rng = np.random.default_rng([step, 5])
        picked = rng.choice(len(paths), min(EXAMPLES_A_STEP, len(paths)), replace=False)
        yield [(load_example(paths[at]), np.random.default_rng([step, 6, int(at)])) for at in picked]
        step += 1


def _step(run: Run, batch: list[tuple[Example, np.random.Generator]], device: torch.device, plan: Plan) -> float:
    total = 0.0
    run.network.train()
    run.optimizer.param_groups[0]["lr"] = plan.rate_at(run.step)
    run.optimizer.zero_grad(set_to_none=True)
    for example, rng in batch:
        loss = _loss(run.network, _part(example, rng), rng, device) / len(batch)
        loss.backward()
        total += float(loss.detach())
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 1.0)
    run.optimizer.step()
    run.step += 1
    keep = min(KEEP, run.step / (run.step + 10))
    with torch.no_grad():
        for mean, value in zip(run.average.state_dict().values(), run.network.state_dict().values()):
            mean.lerp_(value, 1 - keep)
    return total


def _part(example: Example, rng: np.random.Generator) -> Example:
    """Some of the drawings, in their order: as many as fit one step."""
    count = len(example.drawings)
    if count <= DRAWINGS_AN_EXAMPLE:
        return example
    kept = np.sort(rng.choice(count, DRAWINGS_AN_EXAMPLE, replace=False)).tolist()
    flows = {
        (kept.index(one), kept.index(other)): flow
        for (one, other), flow in example.flows.items()
        if one in kept and other in kept
    }
    return Example(tuple(example.drawings[at] for at in kept), flows)


def _loss(network: SegmentMatcher, example: Example, rng: np.random.Generator, device: torch.device) -> Tensor:
    seen = {at: seen_of(drawn.tokens, device) for at, drawn in enumerate(example.drawings)}
    looks = {at: network.look(one) for at, one in seen.items()}
    targets = rng.permutation(len(example.drawings))[:TASKS_AN_EXAMPLE]
    losses = [
        loss_of(answer(network, example, draw_task(example, int(target), rng), seen, looks)) for target in targets
    ]
    return torch.stack(losses).mean()
