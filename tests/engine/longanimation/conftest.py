"""Small networks on a busy computer: one thread each, so that none waits for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from engine.longanimation.colorizer import LongAnimationColorizer


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Compute on one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def colorizer() -> LongAnimationColorizer:
    """One for many tests, as the engine has one for many jobs: its networks are loaded once."""
    return LongAnimationColorizer()
