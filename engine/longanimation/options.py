"""What may be left out to color faster: the speed options of the denoise loop, each off by default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeedOptions:
    """Each at its default leaves the numbers as they are, bit for bit.

    guidance_batched: both halves of classifier-free guidance in one pass; off, one after the other in half the memory.
    guidance_until: share of the steps that are guided; after it the unconditional half is not computed.
    control_every: the control branch runs at every such step and is interpolated linearly in between (it sees the
        step's time and the conditions, never the noisy latents).
    residual_threshold: the transformer's blocks are skipped, and what they last added is added again, while the
        first block's output has moved by less than this share since (0 is off).
    fast_attention: SageAttention's 8-bit kernels, where they are installed and agree with PyTorch's attention.
    compiled: the transformers' blocks are compiled, where there is a graphics card, the networks are not streamed and
        torch can compile; the numbers are rounded elsewhere, nothing else.
    """

    guidance_batched: bool = True
    guidance_until: float = 1.0
    control_every: int = 1
    residual_threshold: float = 0.0
    fast_attention: bool = False
    compiled: bool = False

    def guided(self, step: int, steps: int) -> bool:
        """Whether step `step` of `steps` computes the unconditional half."""
        return step < self.guidance_until * steps
