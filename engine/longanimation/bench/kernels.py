"""The attention kernels that can be tried here beside PyTorch's own choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from engine.longanimation.models.attention import SDPA, Attend, Kernel, choose_kernel, disagreement, exact

BACKENDS = {
    "cuDNN": SDPBackend.CUDNN_ATTENTION,
    "FlashAttention": SDPBackend.FLASH_ATTENTION,
    "memory-efficient attention": SDPBackend.EFFICIENT_ATTENTION,
}


def others(device: torch.device, dtype: torch.dtype, tell: Callable[[str], None]) -> Iterator[Kernel]:
    """Each that works; of those that do not, `tell` hears why."""
    for name, backend in BACKENDS.items():
        attend = _by(backend)
        fault = disagreement(attend, device, dtype)
        if fault is None:
            yield Kernel(name, attend, "one of PyTorch's own")
        else:
            tell(f"Attention by {name} is not to be had here: {fault.splitlines()[0]}")
    fast = choose_kernel(device, dtype)
    if fast.name == SDPA.name:
        tell(fast.reason)
    else:
        yield fast


def _by(backend: SDPBackend) -> Attend:
    def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        with sdpa_kernel(backend):
            return exact(query, key, value)

    return attend
