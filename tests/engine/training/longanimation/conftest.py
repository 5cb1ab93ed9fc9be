"""Examples and a run for the tests of training, which compute on one thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from beginnings import ALONE, CPU, config_of

from engine.training.longanimation.clips import MadeExamples
from engine.training.longanimation.configs import STAGES, TINY
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.run import Run


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Compute on one thread: sums are the same with as many, and none waits for another in networks this small."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("examples")


@pytest.fixture(scope="session")
def examples(pictures: Path) -> KeptExamples:
    return KeptExamples(MadeExamples(TINY, count=2), pictures)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, examples: KeptExamples) -> Path:
    """A run that has been a step through every stage but the last."""
    folder = tmp_path_factory.mktemp("run")
    for stage in STAGES[:-1]:
        run = Run(config_of(stage), stage, build(TINY, CPU), examples, folder, ALONE)
        run.take_step()
        run.save()
    return folder
