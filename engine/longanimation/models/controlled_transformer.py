"""The CogVideoX-1.5 transformer whose even blocks add the control signal to the vision stream."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from diffusers.hooks._helpers import TransformerBlockMetadata, TransformerBlockRegistry
from diffusers.models.transformers.cogvideox_transformer_3d import CogVideoXBlock, CogVideoXTransformer3DModel
from torch import Tensor, nn

from engine.longanimation.models.attention import SDPA, Rope
from engine.longanimation.models.cogvideox import attend_with, embedded
from engine.longanimation.models.residual_cache import ResidualCache

CONTROL_SCALE = 0.5  # the authors' pipeline
EVERY = 2  # blocks 0, 2, 4, ... are controlled


class ControlledBlock(CogVideoXBlock):
    """A CogVideoX block that adds the control at its output, after attention and feed-forward; same weights.

    The addition stands inside the block, not in the loop around it, so that caches which skip blocks count it once.
    """

    def forward(
        self,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        temb: Tensor,
        image_rotary_emb: Rope | None = None,
        attention_kwargs: dict[str, Any] | None = None,
        control: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Vision [B, tokens, C] and text [B, text, C] after the block; control [B, tokens, C] is already scaled."""
        vision, text = super().forward(hidden_states, encoder_hidden_states, temb, image_rotary_emb, attention_kwargs)
        return (vision if control is None else vision + control), text


TransformerBlockRegistry.register(
    ControlledBlock, TransformerBlockMetadata(return_hidden_states_index=0, return_encoder_hidden_states_index=1)
)


class ControlledTransformer(CogVideoXTransformer3DModel):
    """Stock weights, stock arguments (`ControlledTransformer(**BASE_CONFIG)`), with control."""

    _repeated_blocks = ["CogVideoXBlock", "ControlledBlock"]  # noqa: RUF012  # diffusers' own form
    _no_split_modules = ["CogVideoXBlock", "ControlledBlock", "CogVideoXPatchEmbed"]  # noqa: RUF012

    @functools.wraps(CogVideoXTransformer3DModel.__init__)
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for block in self.transformer_blocks[::EVERY]:
            block.__class__ = ControlledBlock  # it differs by its forward alone, and 5 billion weights are made once
        attend_with(self, SDPA)

    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]  # it takes no training arguments
        self,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        timestep: Tensor,
        ofs: Tensor,
        image_rotary_emb: Rope | None = None,
        control: Tensor | None = None,
        control_scale: float = CONTROL_SCALE,
        cache: ResidualCache | None = None,
    ) -> Tensor:
        """The predicted velocity [B, F, 16, h, w].

        hidden_states [B, F, 32, h, w]: noisy latents, then image latents, in the channels, F even.
        encoder_hidden_states [B, 226, 4096]; timestep [B]; ofs [1], filled with 2; image_rotary_emb of rope.py.
        control [B, tokens, C]: what the SketchDiT gave, with the DGLM's share added; None leaves the base model.
        cache: lets the blocks after the first be skipped while little changes; None runs them all.
        """
        vision, text, time = embedded(self, hidden_states, encoder_hidden_states, timestep, ofs)
        given = {"temb": time, "image_rotary_emb": image_rotary_emb}
        steer = {"control": None if control is None else control_scale * control}

        def through(blocks: Iterable[nn.Module], vision: Tensor, text: Tensor) -> tuple[Tensor, Tensor]:
            for block in blocks:
                steered = steer if isinstance(block, ControlledBlock) else {}
                vision, text = block(hidden_states=vision, encoder_hidden_states=text, **given, **steered)
            return vision, text

        if cache is None:
            vision, _ = through(self.transformer_blocks, vision, text)
        else:
            first, text = through(self.transformer_blocks[:1], vision, text)
            rest = cache.rest(first - vision)
            if rest is None:
                rest = through(self.transformer_blocks[1:], first, text)[0] - first
                cache.keep(rest)
            vision = first + rest
        vision = self.proj_out(self.norm_out(self.norm_final(vision), temb=time))
        return self._unpatched(vision, hidden_states)

    def _unpatched(self, tokens: Tensor, latents: Tensor) -> Tensor:
        """Latents [B, F, C, h, w] from [B, tokens, features]; a token holds (channel, frame, row, column)."""
        batch, frames, _, height, width = latents.shape
        side, depth = self.config["patch_size"], self.config["patch_size_t"]
        patches = tokens.reshape(batch, frames // depth, height // side, width // side, -1, depth, side, side)
        return patches.permute(0, 1, 5, 4, 2, 6, 3, 7).flatten(6, 7).flatten(4, 5).flatten(1, 2)
