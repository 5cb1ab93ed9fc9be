"""Low-rank additions to a network's linear layers: what a fine-tune trains instead of all of its weights."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from engine.training.longanimation.configs import TrainingError


class Adapted(nn.Linear):
    """A linear layer whose weight is `weight` and, in 32 bits, `up` times `down`; the weight itself rests."""

    down: nn.Parameter
    up: nn.Parameter

    def forward(self, input: Tensor) -> Tensor:
        out = super().forward(input)
        return out + linear(linear(input.to(self.down.dtype), self.down), self.up).to(out.dtype)

    @property
    def merged(self) -> Tensor:
        """The weight of a plain layer that gives the same."""
        return (self.weight.float() + self.up @ self.down).to(self.weight.dtype)


def adapt(network: nn.Module, rank: int, seed: int) -> None:
    """Freeze a network and give each of its linear layers an addition of this rank, which is nothing at first.

    Raises TrainingError where it has no linear layer that this would make cheaper.
    """
    network.requires_grad_(False)
    plain = [(name, layer) for name, layer in network.named_modules() if type(layer) is nn.Linear]
    chosen = [(name, layer) for name, layer in plain if rank < min(layer.in_features, layer.out_features)]
    if not chosen:
        raise TrainingError(f"No layer of this stage can be trained with rank {rank}. Choose a smaller rank, or 0.")
    for name, layer in chosen:
        draw = torch.Generator().manual_seed((seed << 32) + zlib.crc32(name.encode()))
        down = torch.randn(rank, layer.in_features, generator=draw) / layer.in_features**0.5
        layer.__class__ = Adapted
        layer.down = nn.Parameter(down.to(layer.weight.device))
        layer.up = nn.Parameter(torch.zeros(layer.out_features, rank, device=layer.weight.device))


@torch.no_grad()
def merged(network: nn.Module) -> dict[str, Tensor]:
    """The state of a network as one without additions has it, additions included in its weights."""
    state = dict(network.state_dict())
    for name, layer in _adapted(network):
        del state[f"{name}.down"], state[f"{name}.up"]
        state[f"{name}.weight"] = layer.merged
    return state


def additions(network: nn.Module) -> dict[str, Tensor]:
    """The additions alone, by the names of the network's parameters; empty where there are none."""
    return {f"{name}.{part}": getattr(layer, part) for name, layer in _adapted(network) for part in ("down", "up")}


def _adapted(network: nn.Module) -> Iterator[tuple[str, Adapted]]:
    return ((name, layer) for name, layer in network.named_modules() if isinstance(layer, Adapted))
