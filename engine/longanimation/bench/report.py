"""What the bench says, one JSON object a line, and how it goes on where one thing does not work."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import torch

from engine.longanimation.bench.probe import Probe

# What kernels, compilers and drivers raise, and diffusers where a package is missing that it does not insist on;
# running out of memory is a RuntimeError too.
FAULTS = (RuntimeError, AssertionError, ValueError, TypeError, ImportError, NameError, OSError)


@dataclass(frozen=True)
class Report:
    """Events: result (name, value, unit, remark), progress (done, total, stage), note and failed (sentence)."""

    channel: BinaryIO

    def result(self, name: str, value: float, unit: str, remark: str = "") -> None:
        self._say("result", name=name, value=value, unit=unit, remark=remark)

    def peak(self, name: str, probe: Probe) -> None:
        """What was taken of the device's memory since the probe's `reset_peak`, where it can be told."""
        peak, reserved = probe.peak(), probe.reserved()
        if peak is not None and reserved is not None:
            self.result(f"{name}: peak memory", peak, "GB", f"{reserved:.1f} GB taken from the card")

    def progress(self, done: int, total: int, stage: str) -> None:
        self._say("progress", done=done, total=total, stage=stage)

    def note(self, sentence: str) -> None:
        self._say("note", sentence=sentence)

    def failed(self, sentence: str) -> None:
        self._say("failed", sentence=sentence)

    @contextmanager
    def attempt(self, what: str) -> Iterator[None]:
        """A part that may fail without losing the others; its memory is given back either way."""
        try:
            yield
        except torch.OutOfMemoryError:
            self.note(f"{what}: the memory of the graphics card does not suffice for this.")
        except FAULTS as error:
            reason = (str(error).strip().splitlines() or [""])[0]
            self.note(f"{what} did not work: {type(error).__name__}: {reason}")
        finally:
            gc.collect()
            torch.cuda.empty_cache()  # does nothing where there is no CUDA

    def _say(self, event: str, **facts: object) -> None:
        self.channel.write(json.dumps({"event": event, **facts}).encode() + b"\n")
        self.channel.flush()
