"""The DGLM with its memory projected beforehand is the plain form, in which every call projects it."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.longanimation.models.dglm import DGLM

HEADS, HEAD = 2, 12


@pytest.fixture
def dglm() -> DGLM:
    torch.manual_seed(8)
    made = DGLM(dim=24, depth=3, heads=HEADS, dim_head=HEAD, output_dim=24).eval()
    nn.init.normal_(made.proj_out)
    return made


def plain(dglm: DGLM, control: Tensor, memory: Tensor) -> Tensor:
    """The formula as it is written, with softmax and without fused attention."""
    hidden = control
    for m in range(3):
        attention: Any = dglm.get_submodule(f"layers.{m}.0")
        feed_forward = dglm.get_submodule(f"layers.{m}.1")
        key = attention.to_k(attention.norm1(dglm.get_submodule(f"key_mapping_{m}")(memory[:, 0, m])))
        value = attention.to_v(attention.norm1(dglm.get_submodule(f"value_mapping_{m}")(memory[:, 1, m])))
        query = attention.to_q(attention.norm2(hidden))
        parts = []
        for head in range(HEADS):
            mine = slice(head * HEAD, (head + 1) * HEAD)
            weights = (query[..., mine] @ key[..., mine].transpose(1, 2) / HEAD**0.5).softmax(-1)
            parts.append(weights @ value[..., mine])
        hidden = hidden + attention.to_out(torch.cat(parts, dim=-1))
        hidden = hidden + feed_forward(hidden)
    return hidden @ dglm.proj_out


@torch.no_grad()
def test_it_equals_the_plain_form_at_every_call(dglm: DGLM):
    long, short = torch.randn(1, 2, 3, 9, 512), torch.randn(1, 2, 3, 4, 512)
    memory = dglm.project(long, short)
    assert memory.keys[0].shape == (1, HEADS, 13, HEAD)
    for _ in range(2):
        control = torch.randn(2, 11, 24)
        expected = plain(dglm, control, torch.cat([long, short], dim=3))
        torch.testing.assert_close(dglm(control, memory), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("chunk", [1, 4, 11, 50])
@torch.no_grad()
def test_chunks_change_nothing(dglm: DGLM, chunk: int):
    memory = dglm.project(torch.randn(1, 2, 3, 9, 512), torch.randn(1, 2, 3, 4, 512))
    control = torch.randn(2, 11, 24)
    torch.testing.assert_close(dglm(control, memory, chunk=chunk), dglm(control, memory))


@torch.no_grad()
def test_a_new_one_adds_nothing():
    dglm = DGLM(dim=24, depth=3, heads=HEADS, dim_head=HEAD, output_dim=24)
    memory = dglm.project(torch.randn(1, 2, 3, 2, 512), torch.randn(1, 2, 3, 2, 512))
    assert not dglm(torch.randn(1, 5, 24), memory).any()
