"""How the denoising networks compute once they are loaded: their attention kernel and their compiled blocks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from engine.longanimation.models.attention import Kernel, choose_kernel
from engine.longanimation.models.cogvideox import attend_with
from engine.longanimation.options import SpeedOptions
from engine.longanimation.sampling import Networks

log = logging.getLogger(__name__)
TOLD = 300  # letters of an error in the log


class Computing:
    """The networks of one loading. What a preset changes of how they compute is put in place here; no weights move."""

    def __init__(self, networks: Networks, device: torch.device, dtype: torch.dtype) -> None:
        self._models = (networks.transformer, networks.sketch_dit)
        self._device, self._dtype = device, dtype
        self._kernels: dict[bool, Kernel] = {}
        self._attending: Kernel | None = None
        self._compiled: bool | None = None  # None until it was tried

    @contextmanager
    def as_wished(self, speed: SpeedOptions, may_compile: bool) -> Iterator[str]:
        """Compute so inside; yields it in words, for what is told of a take: "sdpa, compiled"."""
        kernel = self._kernel(speed.fast_attention)
        if kernel is not self._attending:
            for model in self._models:
                attend_with(model, kernel)
            self._attending = kernel
        wished = speed.compiled and may_compile
        if wished and self._compiled is None:
            self._compiled = self._compile()
        if wished and self._compiled:
            yield f"{kernel.name}, compiled"
            return
        with torch.compiler.set_stance("force_eager"):  # blocks that were compiled before stay as they are meanwhile
            yield kernel.name

    def _kernel(self, fast: bool) -> Kernel:
        if fast not in self._kernels:
            self._kernels[fast] = choose_kernel(self._device, self._dtype, fast)
            log.info("%s", self._kernels[fast].reason)
        return self._kernels[fast]

    def _compile(self) -> bool:
        """Have the blocks compiled when they first run, one kind of block once for all. What then fails of it runs as
        it is, by torch's own doing."""
        if (fault := compiling_fails(self._device)) is not None:
            log.warning("Blocks are not compiled: %s", fault)
            return False
        torch._dynamo.config.suppress_errors = True
        for model in self._models:
            model.compile_repeated_blocks(dynamic=False)
        return True


def compiling_fails(device: torch.device) -> str | None:
    """What keeps torch from compiling for `device`, such as no compiler on this computer; None where it works."""

    class Doubled(nn.Module):
        def forward(self, value: torch.Tensor) -> torch.Tensor:
            return value * 2

    try:
        doubled = Doubled()
        doubled.compile(fullgraph=True)
        with torch.no_grad():
            seen = doubled(torch.arange(8.0, device=device))
    except torch.OutOfMemoryError:
        raise
    except (RuntimeError, OSError, ImportError) as error:  # TorchDynamoException is a RuntimeError
        return f"{type(error).__name__}: {' '.join(str(error).split())}"[:TOLD]
    return None if seen[3].item() == 6 else "what was compiled computes wrongly"
