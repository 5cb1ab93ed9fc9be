"""The SketchDiT: six CogVideoX blocks that read sketch and reference latents and give the control signal."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from diffusers.models.transformers.cogvideox_transformer_3d import CogVideoXTransformer3DModel
from torch import Tensor, nn

from engine.longanimation.models.attention import SDPA, Rope
from engine.longanimation.models.cogvideox import BASE_CONFIG, attend_with, embedded

SKETCH_DIT_CONFIG: Mapping[str, Any] = {**BASE_CONFIG, "num_layers": 6}


class SketchDiT(CogVideoXTransformer3DModel):
    """The released `control_module`: a CogVideoX transformer whose head is one bias-free linear layer, `zero_conv`.

    Made with the arguments of the diffusers class: `SketchDiT(**SKETCH_DIT_CONFIG)`, on the meta device where weights
    follow. Paper section 3.1.
    """

    _repeated_blocks = ["CogVideoXBlock"]  # noqa: RUF012  # diffusers' own form

    @functools.wraps(CogVideoXTransformer3DModel.__init__)
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        del self.norm_final, self.norm_out, self.proj_out  # the base model's head; this one has its own
        width = self.config["num_attention_heads"] * self.config["attention_head_dim"]
        self.zero_conv = nn.Linear(width, width, bias=False)
        nn.init.zeros_(self.zero_conv.weight)
        attend_with(self, SDPA)

    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]  # it takes no training arguments
        self,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        timestep: Tensor,
        ofs: Tensor,
        image_rotary_emb: Rope | None = None,
    ) -> Tensor:
        """The control signal [B, tokens, C].

        hidden_states [B, F, 32, h, w]: sketch latents, then image latents, in the channels, F even.
        encoder_hidden_states [B, 226, 4096]; timestep [B]; ofs [1], filled with 2; image_rotary_emb of rope.py.
        """
        vision, text, time = embedded(self, hidden_states, encoder_hidden_states, timestep, ofs)
        for block in self.transformer_blocks:
            vision, text = block(
                hidden_states=vision, encoder_hidden_states=text, temb=time, image_rotary_emb=image_rotary_emb
            )
        return self.zero_conv(vision)
