"""Times work on a device and asks how much of its memory was taken at most."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch

GB = 1e9


@dataclass(frozen=True)
class Timed:
    """Seconds of the steps of a loop, in order."""

    steps: tuple[float, ...]

    @property
    def step(self) -> float:
        """Of the middle step; the first is left out, it finds kernels and memory, unless it is the only one."""
        return statistics.median(self.steps[1:] or self.steps)

    def segment(self, steps: int) -> float:
        """Of a whole segment: measured where it was run to the end, otherwise the middle step times their number."""
        return sum(self.steps) if len(self.steps) == steps else steps * self.step


@dataclass(frozen=True)
class Probe:
    """The same calls on every device; a CPU has no peak to tell, and its time is the process's own.

    So other programs on the machine do not count. With one thread that is the time it would take alone.
    """

    device: torch.device

    def now(self) -> float:
        """Seconds, once everything that was asked of the device is done."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
            return time.perf_counter()
        return time.process_time()

    def reset_peak(self) -> None:
        """Count the peak from here."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
            torch.cuda.reset_peak_memory_stats(self.device)

    def peak(self) -> float | None:
        """GB that tensors took at most since `reset_peak`."""
        return torch.cuda.max_memory_allocated(self.device) / GB if self.device.type == "cuda" else None

    def reserved(self) -> float | None:
        """GB that were taken from the card at most, with what PyTorch holds back for the next tensor."""
        return torch.cuda.max_memory_reserved(self.device) / GB if self.device.type == "cuda" else None

    def loop(self, steps: Iterator[object], count: int, tell: Callable[[int], None] = lambda _: None) -> Timed:
        """Run at most `count` steps of a loop, each timed alone."""
        seconds: list[float] = []
        begun = self.now()
        for _ in range(count):
            if next(steps, None) is None:
                break
            ended = self.now()
            seconds.append(ended - begun)
            tell(len(seconds))
            begun = self.now()
        return Timed(tuple(seconds))

    def seconds(self, work: Callable[[], object], times: int = 3) -> float:
        """Of one piece of work, the middle of some, after once to warm up."""
        with torch.no_grad():
            work()
            taken: list[float] = []
            for _ in range(times):
                begun = self.now()
                work()
                taken.append(self.now() - begun)
        return statistics.median(taken)

    def once(self, work: Callable[[], object]) -> float:
        """Of one piece of work that is done for the first time."""
        begun = self.now()
        with torch.no_grad():
            work()
        return self.now() - begun
