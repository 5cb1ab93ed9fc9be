"""The matcher's file: safetensors, with the network's size in its header."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from engine.draft.matcher.network import SegmentMatcher, Size

WEIGHTS = Path(__file__).parents[3] / "resources" / "draft" / "matcher.safetensors"
_VERSION = "1"


def save_weights(path: Path, network: SegmentMatcher, words: dict[str, str]) -> None:
    """Write the weights, with `words` of provenance, under another name first. Raises OSError."""
    part = path.with_suffix(".part")
    header = {**words, "version": _VERSION, "size": json.dumps(network.size.as_dict())}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: values.contiguous() for name, values in network.state_dict().items()}, part, header)
    part.replace(path)


def load_weights(path: Path) -> SegmentMatcher:
    """The network in a file. Raises OSError, ValueError when it is not one of this version."""
    with safe_open(path, "pt") as file:
        header = file.metadata() or {}
        if header.get("version") != _VERSION:
            raise ValueError(f"{path.name} is not a matcher of version {_VERSION}")
        size = json.loads(header["size"])
        tensors: dict[str, Tensor] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    network = SegmentMatcher(Size(**{**size, "channels": tuple(size["channels"])}))
    network.load_state_dict(tensors)
    return network
