"""The DGLM: cross-attention from the control signal to the memory of the frames colored before."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

MEMORY_WIDTH = 512  # of a key or a value in the memory: 4 heads of 128
HIDDEN = (1024, 2048)  # of the mappings from the memory to the layers


@dataclass(frozen=True)
class ProjectedMemory:
    """Keys and values of every DGLM layer, each [1, heads, L, dim_head]; they hold for all steps of a segment."""

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]


class DGLM(nn.Module):
    """The released `glm_module`, at full size with the defaults. Paper section 3.2.

    Project the memory once a segment, then call with the control signal at every step:
    `memory = dglm.project(global_memory, local_memory)`, `control = control + dglm(control, memory)`.
    """

    def __init__(
        self,
        dim: int = 3072,
        depth: int = 3,
        heads: int = 32,
        dim_head: int = 96,
        output_dim: int = 3072,
        ff_mult: int = 4,
        memory_width: int = MEMORY_WIDTH,
        hidden: tuple[int, int] = HIDDEN,
    ) -> None:
        super().__init__()
        self.depth = depth
        inner = heads * dim_head
        self.proj_out = nn.Parameter(torch.zeros(dim, output_dim))
        self.layers = nn.ModuleList(
            nn.ModuleList([_CrossAttention(dim, inner, heads), _feed_forward(dim, ff_mult)]) for _ in range(depth)
        )
        for layer in range(depth):
            self.add_module(f"key_mapping_{layer}", _mapping(memory_width, hidden, dim))
            self.add_module(f"value_mapping_{layer}", _mapping(memory_width, hidden, dim))

    def project(self, global_memory: Tensor, local_memory: Tensor) -> ProjectedMemory:
        """What the layers attend to, from the memory encoder's memories of the whole history and of its end.

        Each [1, 2, depth, L, memory_width]: axis 1 is key, value; axis 2 the encoder's layers. Global comes first.
        """
        memory = torch.cat([global_memory, local_memory], dim=3)
        keys, values = [], []
        for index in range(self.depth):
            attention = self._attention(index)
            keys.append(attention.keys(self.get_submodule(f"key_mapping_{index}")(memory[:, 0, index])))
            values.append(attention.values(self.get_submodule(f"value_mapping_{index}")(memory[:, 1, index])))
        return ProjectedMemory(tuple(keys), tuple(values))

    def forward(self, control: Tensor, memory: ProjectedMemory, chunk: int | None = None) -> Tensor:
        """What is to be added to the control signal [B, tokens, C].

        chunk: tokens that pass the feed-forward at a time; a 1360 x 768 segment at once takes over 2 GB for it.
        """
        hidden = control
        for index, (key, value) in enumerate(zip(memory.keys, memory.values, strict=True)):
            hidden = hidden + self._attention(index)(hidden, key, value)
            feed_forward = self.get_submodule(f"layers.{index}.1")
            parts = [hidden] if chunk is None else hidden.split(chunk, dim=1)
            hidden = torch.cat([part + feed_forward(part) for part in parts], dim=1)
        return hidden @ self.proj_out

    def _attention(self, index: int) -> _CrossAttention:
        attention = self.get_submodule(f"layers.{index}.0")
        assert isinstance(attention, _CrossAttention)
        return attention


class _CrossAttention(nn.Module):
    """Attention with a norm before each side; keys and values share one."""

    def __init__(self, dim: int, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.norm2 = nn.LayerNorm(dim)
        self.to_q = nn.Linear(dim, inner, bias=False)
        self.to_k = nn.Linear(dim, inner, bias=False)
        self.to_v = nn.Linear(dim, inner, bias=False)
        self.to_out = nn.Linear(inner, dim, bias=False)

    def keys(self, mapped: Tensor) -> Tensor:
        return self._split(self.to_k(self.norm1(mapped)))

    def values(self, mapped: Tensor) -> Tensor:
        return self._split(self.to_v(self.norm1(mapped)))

    def forward(self, hidden: Tensor, key: Tensor, value: Tensor) -> Tensor:
        query = self._split(self.to_q(self.norm2(hidden)))
        batch = (hidden.shape[0], -1, -1, -1)
        attended = scaled_dot_product_attention(query, key.expand(batch), value.expand(batch))
        return self.to_out(attended.transpose(1, 2).flatten(2))

    def _split(self, tokens: Tensor) -> Tensor:
        return tokens.unflatten(2, (self.heads, -1)).transpose(1, 2)


def _mapping(width: int, hidden: tuple[int, int], dim: int) -> nn.Sequential:
    first, second = hidden
    return nn.Sequential(
        nn.Linear(width, first),
        nn.LayerNorm(first),
        nn.LeakyReLU(),
        nn.Linear(first, second),
        nn.LayerNorm(second),
        nn.LeakyReLU(),
        nn.Linear(second, dim),
    )


def _feed_forward(dim: int, mult: int) -> nn.Sequential:
    return nn.Sequential(
        nn.LayerNorm(dim), nn.Linear(dim, mult * dim, bias=False), nn.GELU(), nn.Linear(mult * dim, dim, bias=False)
    )
