"""Writes what was trained to the file that the draft colorizer reads."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors.torch import save_file

from engine.draft.matcher.weights import VERSION, Weights, digest_of
from engine.training.matcher.network import SegmentMatcher


def save_weights(path: Path, network: SegmentMatcher, words: dict[str, str]) -> None:
    """Write the weights, with `words` of provenance, under another name first. Raises OSError."""
    part = path.with_suffix(".part")
    digest = digest_of(weights_of(network).arrays)
    header = {**words, "version": VERSION, "size": json.dumps(network.size.as_dict()), "digest": digest}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: values.contiguous() for name, values in network.state_dict().items()}, part, header)
    part.replace(path)


def weights_of(network: SegmentMatcher) -> Weights:
    """What a network has learned, as numbers."""
    return Weights(network.size, {name: values.cpu().numpy() for name, values in network.state_dict().items()})
