"""The memory encoder's layers brought to the device one at a time, for devices that cannot hold all of them."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn


def ride(layers: nn.ModuleList, device: torch.device) -> None:
    """Keep these layers where they are and bring each to `device` from its `keys_values` on until the next one's.

    A layer's `keys_values` is what it is entered by. The numbers are those of layers that stay.
    """
    conveyor = _Conveyor(device)
    for layer in layers:
        conveyor.board(layer)


class _Conveyor:
    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._here: nn.Module | None = None
        self._home: dict[str, torch.Tensor] = {}

    def board(self, layer: nn.Module) -> None:
        method: Any = layer.keys_values

        def keys_values(*given: Any) -> Any:  # noqa: ANN401 - whatever the method takes
            self._bring(layer)
            return method(*given)

        layer.__dict__["keys_values"] = keys_values  # before the method of the class

    def _bring(self, layer: nn.Module) -> None:
        if layer is self._here:
            return
        if self._here is not None:
            for name, value in self._here.named_parameters():
                value.data = self._home[name]
        self._here = layer
        self._home = {name: value.data for name, value in layer.named_parameters()}
        for value in layer.parameters():
            value.data = value.data.to(self._device)
