"""Several processes that train one model: each takes its share of a step's segments, gradients are added up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as distributed
from torch import Tensor, nn

from engine.training.longanimation.configs import TrainingError


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
        """Make all gradients their sum over the processes, in place; the sums of `numbers` are returned."""
        told = torch.tensor(numbers, dtype=torch.float64)
        if self.count == 1:
            return numbers
        for parameter in parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            distributed.all_reduce(parameter.grad)
        told = told.to(self.device)
        distributed.all_reduce(told)
        return told.tolist()

    def agree(self, wish: bool) -> bool:
        """What the leading process wishes, for all alike."""
        if self.count == 1:
            return wish
        told: Tensor = torch.tensor([int(wish)], device=self.device)
        distributed.broadcast(told, 0)
        return bool(told.item())


@contextmanager
def crew(device: str | None = None) -> Iterator[Crew]:
    """This process's place, as `torchrun` tells it by its environment; alone without it."""
    count, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    kind = device or ("cuda" if torch.cuda.is_available() else "cpu")
    place = torch.device(kind, int(os.environ.get("LOCAL_RANK", "0"))) if kind == "cuda" else torch.device(kind)
    if count == 1:
        yield Crew(0, 1, place)
        return
    distributed.init_process_group("nccl" if kind == "cuda" else "gloo")
    try:
        yield Crew(rank, count, place)
    finally:
        distributed.destroy_process_group()
