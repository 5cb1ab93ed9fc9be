"""Golden numbers of the authors' code: where they are, and the seeded weights rebuilt from their names."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

PLACE = "SHIAGE_PARITY_DIR"
ROOT = Path(__file__).resolve().parents[3]
ALLOWED = 1e-5  # of the largest reference value


def folder() -> Path:
    """The folder of golden numbers; the calling test is skipped where there is none."""
    place = Path(os.environ.get(PLACE) or ROOT.parent / "shared" / "parity")
    if not place.is_dir():
        pytest.skip(f"the golden numbers are not here: {place} is absent (set {PLACE})")
    return place


def description(name: str) -> Any:
    """What `name`.json in the golden folder says."""
    file = folder() / f"{name}.json"
    if not file.is_file():
        pytest.skip(f"the golden numbers lack {file.name}")
    return json.loads(file.read_text())


def tensors(name: str) -> dict[str, Tensor]:
    """The tensors of `name`.safetensors in the golden folder."""
    return load_file(folder() / f"{name}.safetensors")


def seeded(seed: int, shapes: Mapping[str, Iterable[int]]) -> dict[str, Tensor]:
    """The weights that belong to these key names, as the golden folder's README says."""
    return {key: torch.from_numpy(_values(seed, key, tuple(shape))) for key, shape in shapes.items()}


def fill(module: nn.Module, seed: int) -> None:
    """Give every floating-point entry of a module's state dict its seeded weights, strictly."""
    shapes = {key: value.shape for key, value in module.state_dict().items() if value.is_floating_point()}
    module.load_state_dict(seeded(seed, shapes), strict=True)
    module.requires_grad_(False).eval()


def compare(name: str, seen: Tensor, expected: Tensor) -> None:
    """Fail where `seen` is off by more than ALLOWED of the largest expected value; print how far it is."""
    assert seen.shape == expected.shape, f"{name}: {tuple(seen.shape)} instead of {tuple(expected.shape)}"
    off = ((seen.double() - expected.double()).abs().max() / expected.double().abs().max()).item()
    print(f"{name}: off by {off:.2e} of the largest value")
    assert off <= ALLOWED, f"{name} is off by {off:.2e} of the largest value, allowed is {ALLOWED:.0e}"


def _values(seed: int, key: str, shape: tuple[int, ...]) -> np.ndarray:
    normal = np.random.default_rng(zlib.crc32(f"{seed}:{key}".encode())).standard_normal(shape).astype(np.float32)
    if len(shape) >= 2:
        scale = 1 / np.sqrt(np.prod(shape[1:]))
        return normal * np.float32(scale)
    return (1 + 0.1 * normal if key.endswith("weight") else 0.1 * normal).astype(np.float32)
