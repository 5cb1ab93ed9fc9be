"""What is told of memory before a shot is colored: the figures of the plan, in words, and without loading torch."""

from __future__ import annotations

import math
import subprocess
import sys

import psutil
import pytest
import torch
from spoken_to import Engine

from engine.longanimation.outlook import computes_on_card, looking_at
from engine.longanimation.plan import GB, MARGIN, RELEASED, TOKENS, Tier, need, plan_for
from engine.protocol.messages import ColorizerInfo, Hello
from engine.weights.manifest import expected, manifest


def test_the_table_is_what_the_released_files_come_to() -> None:
    sizes = {
        part.name: 2 * sum(math.prod(shape) for shape in expected(part.keys).values())
        for part in manifest().parts
        if part.weights
    }
    assert RELEASED.text == pytest.approx(sizes["text_encoder"], rel=0.01)
    assert RELEASED.vae == pytest.approx(sizes["vae"], rel=0.01)
    assert RELEASED.memory == pytest.approx(sizes["video_xl"], rel=0.01)
    assert RELEASED.denoising == pytest.approx(sizes["transformer"] + sizes["control"] + sizes["glm"], rel=0.01)
    assert RELEASED.resting == pytest.approx(sizes["glm"] + sizes["transformer"] / 20, rel=0.01)
    assert RELEASED.largest_block == pytest.approx(sizes["transformer"] / 42, rel=0.01)


@pytest.mark.parametrize(
    ("free", "sentence"),
    [
        (80, "Needs about 42 GB of graphics memory, 80 GB is free."),
        (24, "Needs about 18 GB of graphics memory, 24 GB is free: one network is loaded at a time."),
        (
            12,
            "Needs about 5 GB of graphics memory, 12 GB is free: "
            "networks are brought in piece by piece, which takes longer.",
        ),
        (
            3,
            "Needs about 5 GB of graphics memory, but only 3 GB is free: "
            "networks are kept in 8 bits, which takes longer and may differ slightly.",
        ),
    ],
)
def test_what_a_card_is_said_to_need_is_what_the_plan_takes(free: int, sentence: str, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (free * GB, free * GB))
    seen = looking_at(free * GB, on_card=True)
    assert seen.sentence == sentence
    assert seen.tier is plan_for(RELEASED, TOKENS, "auto", release=True).tier
    assert seen.needed == need(RELEASED, TOKENS, seen.tier, on_card=True)


def test_without_a_card_what_is_streamed_rests_in_the_same_memory() -> None:
    seen = looking_at(12 * GB, on_card=False)
    assert seen.sentence == "On the processor: needs about 16 GB of memory, but only 12 GB is free; slow."
    assert seen.tier is Tier.STREAMED
    assert RELEASED.denoising < seen.needed < need(RELEASED, TOKENS, Tier.SWAPPED, on_card=False)
    assert looking_at(24 * GB, on_card=False).needed == need(RELEASED, TOKENS, Tier.SWAPPED, on_card=False)


def test_a_card_counts_only_for_a_torch_that_computes_on_it(monkeypatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert computes_on_card() is (torch.version.cuda is not None)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3")
    assert computes_on_card() is None, "which card that is, nobody knows yet"


def test_the_engine_tells_it_with_its_hello() -> None:
    engine = Engine(CUDA_VISIBLE_DEVICES="0")
    try:
        hello = engine.next()
    finally:
        engine.end()
    assert isinstance(hello, Hello)
    (told,) = (info for info in hello.colorizers if info.name == "longanimation")
    on_card = torch.cuda.is_available()
    assert told.memory.startswith("Needs about" if on_card else "On the processor: needs about")
    assert 0 < told.memory_free <= (torch.cuda.mem_get_info()[1] if on_card else psutil.virtual_memory().total)
    tier = Tier(told.memory_tier)
    assert told.memory_needed == need(RELEASED, TOKENS, tier, on_card)
    assert tier in (Tier.STREAMED, Tier.COMPACT) or told.memory_needed + MARGIN <= told.memory_free
    (draft,) = (info for info in hello.colorizers if info.name == "draft")
    assert draft == ColorizerInfo(name="draft", version=draft.version, ready=True)


def test_it_is_told_without_loading_torch() -> None:
    code = (
        "import sys\n"
        "from engine.longanimation.colorizer import LongAnimationColorizer\n"
        "told = LongAnimationColorizer().info().memory\n"
        "print('torch' in sys.modules, 'diffusers' in sys.modules, told)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("False False ")
