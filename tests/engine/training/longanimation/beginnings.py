"""What tests of training begin with: a tiny model whose stage is trained as told, and runs of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from engine.training.longanimation.configs import STAGES, TINY, Config, Recipe, Stage
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.run import PLAIN, Run, Way, folder_of
from engine.training.longanimation.together import Crew

CPU = torch.device("cpu")
ALONE = Crew(0, 1, CPU)


def config_of(stage: Stage, **changed: object) -> Config:
    """A tiny model; one stage is trained as told."""
    recipe = replace(Recipe(1000, 2e-3, 1, warm_up=1), **changed)
    return replace(TINY, items=2, words_left_out=0.0, recipes=dict(TINY.recipes) | {stage: recipe})


def run_of(
    stage: Stage, trained: Path, folder: Path, examples: KeptExamples, way: Way = PLAIN, **changed: object
) -> Run:
    """A stage that begins in `folder` with what the stages before have learned in `trained`."""
    folder.mkdir(exist_ok=True)
    for before in STAGES[: STAGES.index(stage)]:
        place = folder_of(folder, before)
        if not place.exists():
            place.symlink_to(folder_of(trained, before))
    config = config_of(stage, **changed)
    return Run(config, stage, build(config, CPU), examples, folder, ALONE, way)
