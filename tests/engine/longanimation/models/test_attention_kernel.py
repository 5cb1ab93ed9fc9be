"""The attention processor is diffusers' own in numbers, and a kernel is used only after it agrees with SDPA."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers.models.attention_processor import Attention, CogVideoXAttnProcessor2_0

from engine.longanimation.models.attention import SDPA, JointAttention, choose_kernel, disagreement, exact
from engine.longanimation.models.rope import rotary_positions

CPU = torch.device("cpu")


@pytest.mark.parametrize("rotary", [False, True])
@pytest.mark.parametrize("norm", ["layer_norm", None])
def test_it_is_the_stock_processor_bit_for_bit(rotary: bool, norm: str | None):
    torch.manual_seed(3)
    own: Any = CogVideoXAttnProcessor2_0()  # diffusers' annotations know one processor only
    ours: Any = JointAttention(SDPA)
    stock = Attention(query_dim=32, dim_head=16, heads=2, qk_norm=norm, eps=1e-6, bias=True, processor=own)
    vision, text = torch.randn(2, 3 * 2 * 4, 32), torch.randn(2, 5, 32)
    positions = rotary_positions(6, 4, 8, head_dim=16) if rotary else None
    with torch.no_grad():
        expected = stock(vision, encoder_hidden_states=text, image_rotary_emb=positions)
        stock.set_processor(ours)
        seen = stock(vision, encoder_hidden_states=text, image_rotary_emb=positions)
    assert torch.equal(seen[0], expected[0])
    assert torch.equal(seen[1], expected[1])


def test_a_kernel_that_agrees_is_trusted():
    def doubled(query, key, value):
        return exact(query.double(), key.double(), value.double()).float()

    assert disagreement(doubled, CPU, torch.float32) is None


def test_rounding_to_eight_bits_is_trusted():
    def whole(tensor):
        step = tensor.abs().amax(-1, keepdim=True) / 127
        return (tensor / step).round() * step

    def short(tensor):
        step = tensor.abs().amax() / 448
        return (tensor / step).to(torch.float8_e4m3fn).to(tensor.dtype) * step

    def rounded(query, key, value):
        weights = (whole(query) @ whole(key).transpose(2, 3) / query.shape[3] ** 0.5).softmax(-1)
        return short(weights) @ short(value)

    assert disagreement(rounded, CPU, torch.float32) is None


def test_a_kernel_that_computes_something_else_is_refused():
    def causal(query, key, value):
        return torch.nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)

    assert "differs from SDPA" in (disagreement(causal, CPU, torch.float32) or "")


def test_a_kernel_that_gives_no_numbers_is_refused():
    def empty(query, key, value):
        return torch.full_like(query, torch.nan)

    assert "differs from SDPA" in (disagreement(empty, CPU, torch.float32) or "")


def test_a_kernel_that_breaks_is_refused():
    def broken(query, key, value):
        raise RuntimeError("no kernel image is available")

    assert disagreement(broken, CPU, torch.float32) == "RuntimeError: no kernel image is available"


def test_without_a_gpu_pytorchs_attention_is_used_and_the_reason_told():
    kernel = choose_kernel(CPU, torch.float32)
    assert kernel.name == "sdpa"
    assert kernel.attend is exact
    assert "needs an NVIDIA GPU" in kernel.reason


@pytest.mark.gpu
def test_on_a_gpu_a_kernel_is_chosen_that_agrees():
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    device = torch.device("cuda")
    kernel = choose_kernel(device, torch.bfloat16)
    assert kernel.name in ("sage2", "sdpa")
    assert disagreement(kernel.attend, device, torch.bfloat16) is None
