"""The matcher's file: safetensors, with the network's size in its header, read without any model library."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

WEIGHTS = Path(__file__).parents[3] / "resources" / "draft" / "matcher.safetensors"
VERSION = "1"


@dataclass(frozen=True)
class Size:
    """How large the network is."""

    width: int = 128
    heads: int = 4
    within: int = 2
    across: int = 2
    channels: tuple[int, ...] = (12, 32, 64, 96)

    def as_dict(self) -> dict[str, int | list[int]]:
        """Plain values, for a file's header."""
        return {**asdict(self), "channels": list(self.channels)}


@dataclass(frozen=True)
class Weights:
    """A network as numbers: float32 `arrays` by the names that training gives them."""

    size: Size
    arrays: dict[str, np.ndarray]


def digest_of(arrays: Mapping[str, np.ndarray]) -> str:
    """A checksum of what was learned: every name and number."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(arrays):
        digest.update(name.encode() + b"\0" + np.ascontiguousarray(arrays[name], "<f4").tobytes())
    return digest.hexdigest()


def load_weights(path: Path) -> Weights:
    """The network in a file. Raises OSError, ValueError when it is not a whole one of this version."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    try:
        header: dict[str, Any] = json.loads(data[8:start])
        words: dict[str, str] = header.pop("__metadata__", {})
        version = words.get("version")
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"{path.name} is not a matcher's file; install Shiage again.") from error
    if version != VERSION:
        raise ValueError(f"{path.name} is not a matcher of version {VERSION}; install Shiage again.")
    try:
        size = json.loads(words["size"])
        arrays = {name: _array(data, start, entry) for name, entry in header.items()}
        if words["digest"] != digest_of(arrays):
            raise ValueError("numbers are not those that were written")
        return Weights(Size(**{**size, "channels": tuple(size["channels"])}), arrays)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is damaged; install Shiage again.") from error


def _array(data: bytes, start: int, entry: dict[str, Any]) -> np.ndarray:
    """One array of the file. Raises ValueError, KeyError, TypeError where the header does not fit what is there."""
    first, last = entry["data_offsets"]
    count = math.prod(entry["shape"])
    if entry["dtype"] != "F32" or not 0 <= first <= last or last - first != 4 * count or start + last > len(data):
        raise ValueError("an array is not where the header says")
    return np.frombuffer(data, "<f4", count, start + first).astype(np.float32).reshape(entry["shape"])
