"""How networks share memory: which tier is chosen, the same numbers in each, and on where memory runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import psutil
import pytest
import torch
from shots import Drawn, colored, drawn, pictures

from engine.errors import BadRequest, JobCancelled, OutOfMemory
from engine.longanimation import shot as shots_job
from engine.longanimation.networks import Costs, Source
from engine.longanimation.plan import GB, Plan, Tier, need, plan_for
from engine.longanimation.sampling import Networks
from engine.longanimation.settings import parse
from engine.longanimation.stages import Stages
from engine.longanimation.tiny import TinySource
from engine.longanimation.wish import Wish
from engine.protocol.messages import ColorizeShot, Note, SegmentDone

RELEASED = Costs(
    text=int(9.5 * GB), vae=int(0.43 * GB), memory=int(14.1 * GB), denoising=int(13.6 * GB),
    resting=int(1.4 * GB), largest_block=int(0.27 * GB),
)  # fmt: skip
TOKENS = 25_344  # of 1024 x 576
CPU = torch.device("cpu")
COMPACT_OFF = 8.0  # of 255


@pytest.mark.parametrize(
    ("card", "tier"),
    [(80, Tier.RESIDENT), (48, Tier.RESIDENT), (24, Tier.SWAPPED), (12, Tier.STREAMED), (5, Tier.COMPACT)],
)  # fmt: skip
def test_the_fastest_tier_that_fits_a_card(card: int, tier: Tier, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (card * GB - GB // 2, card * GB))
    plan = plan_for(RELEASED, TOKENS, "auto", release=True)
    assert (plan.tier, plan.device.type, plan.dtype) == (tier, "cuda", torch.bfloat16)
    assert plan_for(RELEASED, TOKENS, "compact", release=True).tier is Tier.COMPACT


@pytest.mark.parametrize(
    ("free", "tier"), [(64, Tier.RESIDENT), (24, Tier.SWAPPED), (18, Tier.STREAMED), (8, Tier.STREAMED)]
)
def test_without_a_card_what_is_streamed_rests_in_the_same_memory(free: int, tier: Tier, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    real = psutil.virtual_memory()
    monkeypatch.setattr(psutil, "virtual_memory", lambda: real._replace(available=free * GB))
    plan = plan_for(RELEASED, TOKENS, "auto", release=True)
    assert (plan.tier, plan.device.type) == (tier, "cpu")
    assert need(RELEASED, TOKENS, Tier.STREAMED, on_card=False) > RELEASED.memory


def test_each_tier_needs_less_than_the_one_before() -> None:
    needs = [need(RELEASED, TOKENS, tier, on_card=True) for tier in Tier]
    assert needs == sorted(needs, reverse=True)
    assert 38 * GB < needs[0] < 46 * GB
    assert need(RELEASED, 44_880, Tier.SWAPPED, on_card=True) > needs[1]


def test_toy_networks_are_resident_on_any_computer() -> None:
    plan = plan_for(TinySource.costs, 4000, "auto", release=False)
    assert (plan.tier, plan.device.type, plan.dtype) == (Tier.RESIDENT, "cpu", torch.float32)
    assert need(TinySource.costs, 4000, Tier.RESIDENT, on_card=False) < psutil.virtual_memory().total / 4


def test_tiers_end() -> None:
    plan, seen = Plan(CPU, torch.float32, Tier.RESIDENT), []
    with pytest.raises(OutOfMemory):  # noqa: PT012 - the way there is the test
        while True:
            seen.append(plan.tier)
            plan = plan.smaller()
    assert seen == list(Tier)


def test_smaller_ways_guide_in_two_passes() -> None:
    settings = parse({})
    assert Plan(CPU, torch.float32, Tier.SWAPPED).applied(settings) == settings
    assert not Plan(CPU, torch.float32, Tier.STREAMED).applied(settings).speed.guidance_batched


class Watched:
    """Toy networks that tell which of their stages were made, and run out of memory in the tiers they are told."""

    name, costs = "tiny", TinySource.costs

    def __init__(self, short: tuple[int, ...] = ()) -> None:
        self._tiny = TinySource()
        self.digest = self._tiny.digest
        self.made: list[str] = []
        self._short = short  # which times of denoising memory is too small for

    def text(self, device: torch.device, dtype: torch.dtype):
        self.made.append("text")
        return self._tiny.text(device, dtype)

    def lines(self, device: torch.device, dtype: torch.dtype):
        self.made.append("lines")
        return self._tiny.lines(device, dtype)

    def vae(self, device: torch.device, dtype: torch.dtype):
        self.made.append("vae")
        return self._tiny.vae(device, dtype)

    def memory(self, device: torch.device, dtype: torch.dtype):
        self.made.append("memory")
        return self._tiny.memory(device, dtype)

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        self.made.append("denoising")
        times = self.made.count("denoising")
        if times in self._short and times % 2:
            raise torch.OutOfMemoryError("a card too small")
        if times in self._short:
            torch.empty(1 << 50, dtype=torch.uint8)  # no computer has as much
        return self._tiny.denoising(device, dtype)


def test_resting_stages_stay_or_go_with_the_tier() -> None:
    for tier, times in ((Tier.RESIDENT, 1), (Tier.SWAPPED, 2)):
        source = Watched()
        stages = Stages(source, Plan(CPU, torch.float32, tier))
        for _ in range(2):
            with stages.vae():
                pass
            with stages.memory():
                pass
        assert source.made.count("vae") == times
        stages.close()


@dataclass(frozen=True)
class Expected:
    """A shot of two segments, the second with a memory of the first, and its frames from resident networks."""

    shot: Drawn
    frames: list[np.ndarray]

    def elsewhere(self, folder: Path, **settings: object) -> ColorizeShot:
        """The same request, to be written into `folder`."""
        request = self.shot.request
        out, cache = folder / "out", folder / "cache"
        for path in (out, cache):
            path.mkdir()
        return msgspec.structs.replace(
            request, settings={**request.settings, **settings}, out_dir=str(out), cache_dir=str(cache)
        )

    def apart(self, done: Sequence[SegmentDone]) -> int:
        """How far frames are from the expected ones at most."""
        pairs = zip(done, self.frames, strict=True)
        return max(int(np.abs(pictures(one.path).astype(int) - other).max()) for one, other in pairs)


@pytest.fixture(scope="module")
def expected(make_shot, tmp_path_factory, colorizer) -> Expected:
    shot = drawn(make_shot, tmp_path_factory.mktemp("resident"), 20, cut=[(1, 17), (18, 20)], keys=(1,))
    return Expected(shot, [pictures(one.path) for one in colored(shot.request, colorizer)])


@pytest.mark.parametrize("tier", ["swapped", "streamed", "compact"])
def test_every_tier_colors_the_same_picture(expected: Expected, tmp_path, tier: str) -> None:
    """The same numbers but for the order of sums; weights in 8 bits keep the picture, not its numbers."""
    done = colored(expected.elsewhere(tmp_path, memory=tier))
    if tier != "compact":
        assert expected.apart(done) <= {"swapped": 0, "streamed": 2}[tier]
        return
    frames = [pictures(one.path).astype(int) for one in done]
    off = max(float(np.abs(one - other).mean()) for one, other in zip(frames, expected.frames, strict=True))
    print(f"compact: {off:.2f} of 255 apart on average")
    assert 0 < off < COMPACT_OFF


@pytest.fixture
def running_short(monkeypatch):
    """Let the networks come from a source that runs out of memory at these loadings."""

    def short(*times: int) -> Watched:
        source = Watched(times)

        def instead(wish: Wish) -> Source:
            return source

        monkeypatch.setattr(shots_job, "source_of", instead)
        return source

    return short


def test_where_memory_runs_out_it_goes_on_with_less_and_says_so(expected: Expected, tmp_path, running_short) -> None:
    source, events = running_short(1, 2), []
    done = colored(expected.elsewhere(tmp_path), events=events)
    notes = [event.text for event in events if isinstance(event, Note)]
    assert notes == [
        "Memory ran short, so coloring goes on with less: one network is loaded at a time.",
        "Memory ran short, so coloring goes on with less: networks are brought in piece by piece, which takes longer.",
    ]
    assert source.made.count("denoising") == 4  # twice in vain, then for each of two segments
    assert expected.apart(done) <= 2


def test_where_no_way_is_small_enough_the_job_fails_and_leaves_nothing(
    expected: Expected, tmp_path, running_short
) -> None:
    running_short(1)
    request = expected.elsewhere(tmp_path, memory="compact")
    with pytest.raises(OutOfMemory):
        colored(request)
    assert not list(Path(request.out_dir).iterdir())


def test_a_cancelled_segment_is_not_colored_on_a_smaller_tier(make_shot, tmp_path, running_short) -> None:
    shot = drawn(make_shot, tmp_path, 5)
    source = running_short(1)
    with pytest.raises(JobCancelled):
        colored(shot.request, stop=lambda: bool(source.made.count("denoising")))
    assert source.made.count("denoising") == 1


def test_a_full_disk_is_told_before_anything_is_colored(make_shot, tmp_path, monkeypatch, colorizer) -> None:
    shot = drawn(make_shot, tmp_path, 5)
    monkeypatch.setattr(shots_job, "DISK_MARGIN", 1 << 60)
    with pytest.raises(BadRequest, match="free some space"):
        colored(shot.request, colorizer)
