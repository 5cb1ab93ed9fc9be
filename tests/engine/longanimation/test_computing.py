"""How the denoising networks compute: kernels change without loading, blocks compile where they can."""

from __future__ import annotations

import logging

import pytest
import tiny
import torch
from torch import Tensor
from torch._inductor import config as inductor

from engine.longanimation import computing
from engine.longanimation.computing import Computing, compiling_fails
from engine.longanimation.models import attention
from engine.longanimation.models.attention import Kernel, exact
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.options import SpeedOptions
from engine.longanimation.plan import Plan, Tier
from engine.longanimation.stages import Stages
from engine.longanimation.tiny import TinySource

CPU = torch.device("cpu")


class Counted(TinySource):
    """Toy networks that count how often they are made."""

    made = 0

    def denoising(self, device: torch.device, dtype: torch.dtype):
        self.made += 1
        return super().denoising(device, dtype)


def velocity(transformer: ControlledTransformer) -> Tensor:
    rope = rotary_positions(tiny.SLOTS, tiny.HEIGHT, tiny.WIDTH, head_dim=16, device=CPU)
    with torch.no_grad():
        return transformer(
            tiny.random(1, tiny.SLOTS, 2 * tiny.CHANNELS, tiny.HEIGHT, tiny.WIDTH), tiny.random(1, 3, 12, seed=1),
            torch.tensor([500]), torch.full((1,), 2.0), rope,
        )  # fmt: skip


def kernel_names(transformer: ControlledTransformer | SketchDiT) -> set[str]:
    return {processor.kernel.name for processor in transformer.attn_processors.values()}  # pyright: ignore


def test_another_kernel_is_put_in_place_without_loading_anything(monkeypatch) -> None:
    def choose(device: torch.device, dtype: torch.dtype, fast: bool) -> Kernel:
        return Kernel("other", exact, "for this test") if fast else attention.SDPA

    monkeypatch.setattr(computing, "choose_kernel", choose)
    source = Counted()
    stages = Stages(source, Plan(CPU, torch.float32, Tier.RESIDENT))
    for fast, name in ((False, "sdpa"), (True, "other"), (False, "sdpa")):
        with stages.denoising(SpeedOptions(fast_attention=fast)) as networks:
            assert stages.way == name
            for model in (networks.transformer, networks.sketch_dit):
                assert kernel_names(model) == {name}
    assert source.made == 1


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")  # torch's own, while it compiles
def test_compiled_blocks_give_the_same_numbers_and_can_be_left_out() -> None:
    if (fault := compiling_fails(CPU)) is not None:
        pytest.skip(f"torch cannot compile here: {fault}")
    networks = tiny.networks()
    plain = velocity(networks.transformer)
    made = Computing(networks, CPU, torch.float32)
    with made.as_wished(SpeedOptions(compiled=True), may_compile=True) as way:
        assert way == "sdpa, compiled"
        seen = velocity(networks.transformer)
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] >= 2  # one of each kind of block
    torch.testing.assert_close(seen, plain, rtol=1e-4, atol=1e-5)
    with made.as_wished(SpeedOptions(), may_compile=True) as way:
        assert way == "sdpa"
        assert torch.equal(velocity(networks.transformer), plain)
    torch._dynamo.reset()


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
def test_where_torch_cannot_compile_blocks_run_as_they_are(monkeypatch, caplog) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler")
    monkeypatch.setattr(inductor.cpp, "cxx", ("no-such-compiler",))
    monkeypatch.setattr(inductor, "force_disable_caches", True)
    torch._dynamo.reset()
    networks = tiny.networks()
    plain = velocity(networks.transformer)
    made = Computing(networks, CPU, torch.float32)
    with caplog.at_level(logging.WARNING), made.as_wished(SpeedOptions(compiled=True), may_compile=True) as way:
        assert way == "sdpa"
        assert torch.equal(velocity(networks.transformer), plain)
    assert "Blocks are not compiled" in caplog.text
    torch._dynamo.reset()
