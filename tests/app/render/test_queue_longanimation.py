"""The queue with LongAnimation on small networks: its segments hang together, also after a crash."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from app.project.colorizers import LONGANIMATION
from app.project.model import SegmentPlan
from engine.protocol.frames import read_header


@pytest.fixture
def shot(drawn, monkeypatch):
    """Three segments of full latents that share frames with each other."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    settings = (("preset", "quick"), ("weights", "tiny"), ("working_height", 32))
    return replace(drawn(60), colorizer=LONGANIMATION.name, settings=settings, plan=SegmentPlan(33, 17, whole=True))


async def color_all(rig) -> None:
    rig.submit()
    await rig.all_done(150)


def test_an_engine_killed_in_mid_shot_goes_on_to_the_same_frames(shot, play) -> None:
    whole = play(shot, color_all, "whole")
    assert list(whole.pixels) == [(1, 33), (17, 49), (33, 60)]
    assert whole.notices == whole.failures == []

    async def scenario(rig) -> None:
        rig.submit()
        await rig.until(lambda: len(rig.takes) == 1 and rig.queue.stage == "coloring", 90)
        os.kill(rig.queue.engine.pid, signal.SIGKILL)
        await rig.all_done(150)

    killed = play(shot, scenario, "killed")
    assert killed.pixels == whole.pixels
    assert len(killed.notices) == 1
    infos = [read_header(killed.folder / take.path).info for take in killed.takes]
    assert infos[1]["joins"] == infos[0]["made"]
    assert all("never trained" in info["untrained"] for info in infos)


def test_what_the_engine_has_to_say_reaches_the_artist(shot, play) -> None:
    async def scenario(rig) -> None:
        await color_all(rig)
        rig.shot = replace(rig.shot, settings=(*rig.shot.settings, ("steps", 20)))
        rig.submit([rig.segments[1]])
        await rig.all_done(150)

    rig = play(shot, scenario)
    assert rig.failures == []
    (told,) = rig.notices
    assert "Frames 17-49 do not run smoothly into the segment before and after" in told
