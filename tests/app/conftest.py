"""The engine with a rest after each frame, for what is to be seen, or stopped, before it is through."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SLOWLY = """
import runpy, time
from engine import colorizers

class Slow(colorizers.DraftColorizer):
    def colorize(self, shot, stop):
        for event in super().colorize(shot, stop):
            time.sleep(0.03)
            yield event

colorizers.DraftColorizer = Slow
runpy.run_module("engine", run_name="__main__")
"""
SLOWLY_BESIDE = """
import functools, sys
from app.headless import coloring
from main import main

coloring.RenderQueue = functools.partial(coloring.RenderQueue, command={engine})
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def slow_engine(tmp_path: Path) -> tuple[str, ...]:
    """The real engine, with a rest after each frame, so that there is time to press keys."""
    script = tmp_path / "slow_engine.py"
    script.write_text(SLOWLY)
    return sys.executable, str(script)


@pytest.fixture
def slow_background(tmp_path: Path, slow_engine: tuple[str, ...]) -> tuple[str, ...]:
    """What colors in the background, with that engine."""
    script = tmp_path / "slow_background.py"
    script.write_text(SLOWLY_BESIDE.format(engine=slow_engine))
    return sys.executable, str(script)
