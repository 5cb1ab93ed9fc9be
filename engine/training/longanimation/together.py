"""Several processes that train one model: each takes its share of a step's segments, gradients are added up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.training.longanimation.configs import TrainingError

ABSENT = "Several processes train together through accelerate. Install it with: python -m pip install accelerate"


@dataclass(frozen=True)
class Crew:
    """This process's number among how many, and where it computes."""

    rank: int
    count: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process writes logs, samples and checkpoints."""
        return self.rank == 0

    def share(self, batch: int) -> range:
        """Which segments of a step are this process's. Raises TrainingError."""
        if batch % self.count:
            raise TrainingError(f"{batch} segments a step cannot be shared evenly by {self.count} processes.")
        each = batch // self.count
        return range(self.rank * each, (self.rank + 1) * each)

    def add_up(self, parameters: Iterable[nn.Parameter], numbers: list[float]) -> list[float]:
        """Make all gradients their sum over the processes; the sums of `numbers` are returned."""
        if self.count == 1:
            return numbers
        for parameter in parameters:
            parameter.grad = _sum(torch.zeros_like(parameter) if parameter.grad is None else parameter.grad)
        return _sum(torch.tensor(numbers, dtype=torch.float64, device=self.device)).tolist()

    def agree(self, wish: bool) -> bool:
        """What the leading process wishes, for all alike."""
        if self.count == 1:
            return wish
        return bool(_sum(torch.tensor([int(wish and self.leads)], device=self.device)).item())


@contextmanager
def crew(device: str | None = None) -> Iterator[Crew]:
    """This process's place, as `accelerate launch` tells it by its environment; alone without it.

    Raises TrainingError where there are several and accelerate is not installed.
    """
    kind = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Crew(0, 1, torch.device(kind))
        return
    try:
        from accelerate import PartialState
    except ImportError as error:
        raise TrainingError(ABSENT) from error
    state = PartialState(cpu=kind == "cpu")
    try:
        place = state.device or torch.device(kind)
        yield Crew(state.process_index, state.num_processes, place)
    finally:
        state.destroy_process_group()


def _sum(value: Tensor) -> Tensor:
    """Over all processes."""
    from accelerate.utils import reduce

    added = reduce(value, reduction="sum")
    assert isinstance(added, Tensor)
    return added
