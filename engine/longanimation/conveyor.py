"""A network's layers brought to the device as they are needed, the next one on its way while one is at work."""

from __future__ import annotations

import logging
from typing import Any

import torch
from torch import Tensor, nn

log = logging.getLogger(__name__)


def ride(network: nn.Module, layers: nn.ModuleList, device: torch.device, entrance: str = "forward") -> None:
    """Let `layers` rest where they are and come to `device` one by one; the rest of `network` goes there for good.

    They must be used in their order, round and round; a layer is entered by its method `entrance`. The numbers are
    those of a network that is there as a whole.
    """
    _send_all_but(network, layers, device)
    conveyor = _Conveyor(layers, device)
    for index, layer in enumerate(layers):
        if entrance == "forward":
            layer.register_forward_pre_hook(conveyor.hook(index))
        else:
            conveyor.wrap(index, layer, entrance)


def _send_all_but(network: nn.Module, layers: nn.ModuleList, device: torch.device) -> None:
    for child in network.children():
        if child is not layers:
            if any(inner is layers for inner in child.modules()):
                _send_all_but(child, layers, device)
            else:
                child.to(device)
    for value in (*network.parameters(recurse=False), *network.buffers(recurse=False)):
        value.data = value.data.to(device)


class _Conveyor:
    """At most two layers are on the device: the one at work and the next."""

    def __init__(self, layers: nn.ModuleList, device: torch.device) -> None:
        self._layers, self._device = layers, device
        self._side = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._home: list[dict[str, Tensor]] = []
        self._arrived: dict[int, torch.cuda.Event | None] = {}
        for index, layer in enumerate(layers):  # one at a time, so that no two copies of all layers are there at once
            self._home.append({name: self._pinned(value.data) for name, value in _values(layer)})
            self._send_home(index)

    def hook(self, index: int) -> Any:  # noqa: ANN401 - a hook as torch takes it
        def before(module: nn.Module, given: tuple[Any, ...]) -> None:
            self._bring(index)

        return before

    def wrap(self, index: int, layer: nn.Module, entrance: str) -> None:
        method = getattr(layer, entrance)

        def entered(*given: Any) -> Any:  # noqa: ANN401 - whatever the method takes
            self._bring(index)
            return method(*given)

        layer.__dict__[entrance] = entered  # found before the method of the class

    def _bring(self, index: int) -> None:
        following = (index + 1) % len(self._layers)
        if self._side is not None:
            # The layers before must have been computed, not only queued: their room is what the next one moves into.
            torch.cuda.current_stream(self._device).synchronize()
        for gone in [at for at in self._arrived if at not in (index, following)]:
            self._send_home(gone)
            del self._arrived[gone]
        if index not in self._arrived:
            self._fetch(index)
        event = self._arrived[index]
        if event is not None:
            here = torch.cuda.current_stream(self._device)
            here.wait_event(event)
            for _, value in _values(self._layers[index]):
                value.data.record_stream(here)  # its room must not be given away while this stream computes with it
        if following not in self._arrived:
            self._fetch(following)

    def _fetch(self, index: int) -> None:
        if self._side is None:
            for name, value in _values(self._layers[index]):
                value.data = self._home[index][name].to(self._device)
            self._arrived[index] = None
            return
        with torch.cuda.stream(self._side):
            for name, value in _values(self._layers[index]):
                value.data = self._home[index][name].to(self._device, non_blocking=True)
            event = self._arrived[index] = torch.cuda.Event()
            event.record(self._side)

    def _send_home(self, index: int) -> None:
        for name, value in _values(self._layers[index]):
            value.data = self._home[index][name]

    def _pinned(self, value: Tensor) -> Tensor:
        """Where the device can read it by itself; where there is no room for that, as it is, which is slower."""
        if self._side is None:
            return value
        try:
            return value.cpu().pin_memory()
        except RuntimeError as error:
            log.warning("a layer cannot be pinned: %s", error)
            return value.cpu()


def _values(layer: nn.Module) -> list[tuple[str, Tensor]]:
    return [*layer.named_parameters(), *layer.named_buffers()]
