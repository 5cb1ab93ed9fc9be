"""Joint attention over text and vision tokens, and the choice of the kernel that computes it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from diffusers.models.embeddings import apply_rotary_emb
from torch import Tensor, nn

Attend = Callable[[Tensor, Tensor, Tensor], Tensor]
Rope = tuple[Tensor, Tensor]

TOLERANCE = 0.1  # of the norm: rounding to 8 bits costs a few hundredths, another computation far more
# Kernels whose sums are kept in 32 bits, by compute capability: the automatic choice would trade sharp lines for speed.
SAGE_KERNELS = {
    (8, 0): ("sageattn_qk_int8_pv_fp16_cuda", "fp32"),
    (8, 6): ("sageattn_qk_int8_pv_fp16_cuda", "fp32"),
    (8, 9): ("sageattn_qk_int8_pv_fp8_cuda", "fp32+fp32"),
    (9, 0): ("sageattn_qk_int8_pv_fp8_cuda_sm90", "fp32+fp32"),
    (12, 0): ("sageattn_qk_int8_pv_fp8_cuda", "fp32"),
}


@dataclass(frozen=True)
class Kernel:
    """How attention is computed: attend(query, key, value), all [B, heads, tokens, head_dim], without a mask."""

    name: str
    attend: Attend
    reason: str  # why this one, a sentence for the log


def exact(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """PyTorch's own attention, which every device has."""
    return nn.functional.scaled_dot_product_attention(query, key, value)


SDPA = Kernel("sdpa", exact, "PyTorch's attention is used.")


class AttentionLayers(Protocol):
    """What diffusers' Attention holds in a CogVideoX block."""

    heads: int
    to_q: nn.Module
    to_k: nn.Module
    to_v: nn.Module
    to_out: nn.ModuleList
    norm_q: nn.Module | None
    norm_k: nn.Module | None


class JointAttention:
    """Attention processor for CogVideoX blocks; with the SDPA kernel the numbers are those of diffusers' own."""

    def __init__(self, kernel: Kernel = SDPA) -> None:
        self.kernel = kernel

    def __call__(
        self,
        attn: AttentionLayers,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        attention_mask: None = None,
        image_rotary_emb: Rope | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Attend from [B, vision, C] and [B, text, C] to both; rotary positions go to the vision tokens alone."""
        text = encoder_hidden_states.shape[1]
        joint = torch.cat([encoder_hidden_states, hidden_states], dim=1)
        query, key, value = (
            project(joint).unflatten(2, (attn.heads, -1)).transpose(1, 2)
            for project in (attn.to_q, attn.to_k, attn.to_v)
        )
        if attn.norm_q is not None:
            query = attn.norm_q(query)
        if attn.norm_k is not None:
            key = attn.norm_k(key)
        if image_rotary_emb is not None:
            for heads in (query, key):
                # The annotation says a tuple of one tensor; cosine and sine are meant.
                heads[:, :, text:] = apply_rotary_emb(heads[:, :, text:], image_rotary_emb)  # pyright: ignore[reportArgumentType]
        joint = self.kernel.attend(query, key, value).transpose(1, 2).flatten(2)
        for layer in attn.to_out:
            joint = layer(joint)
        return joint[:, text:], joint[:, :text]


def choose_kernel(device: torch.device, dtype: torch.dtype, fast: bool = True) -> Kernel:
    """SageAttention 2 where it is wanted, installed and agrees with SDPA on this device, otherwise SDPA and why."""
    if not fast:
        return SDPA
    if device.type != "cuda" or torch.version.cuda is None:
        return _fallback("SageAttention needs an NVIDIA GPU")
    if dtype not in (torch.float16, torch.bfloat16):
        return _fallback(f"SageAttention does not compute in {dtype}")
    capability = torch.cuda.get_device_capability(device)
    if capability not in SAGE_KERNELS:
        return _fallback(f"SageAttention has no kernel for compute capability {capability[0]}.{capability[1]}")
    name, accumulator = SAGE_KERNELS[capability]
    try:
        kernel = getattr(importlib.import_module("sageattention"), name)
    except (ImportError, OSError, AttributeError) as error:
        return _fallback(f"SageAttention 2 is not installed ({error})")

    def sage(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return kernel(query, key, value, tensor_layout="HND", is_causal=False, pv_accum_dtype=accumulator)

    fault = disagreement(sage, device, dtype)
    if fault is not None:
        return _fallback(f"SageAttention failed its test: {fault}")
    return Kernel("sage2", sage, f"SageAttention's {name} agrees with PyTorch's attention.")


def disagreement(attend: Attend, device: torch.device, dtype: torch.dtype) -> str | None:
    """What is wrong with a kernel compared with SDPA on seeded noise, or None when it can be trusted."""
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(3, 2, 4, 500, 64, generator=generator)  # 500 tokens: no kernel's tile divides it
    query, key, value = noise.to(device, dtype).unbind()
    expected = exact(query, key, value).float()
    try:
        seen = attend(query, key, value).float()
        distance = ((seen - expected).norm() / expected.norm()).item()
    except (RuntimeError, AssertionError, ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return None if distance <= TOLERANCE else f"it differs from SDPA by {distance:.3f} of the norm"


def _fallback(reason: str) -> Kernel:
    return Kernel("sdpa", exact, f"PyTorch's attention is used: {reason}.")
