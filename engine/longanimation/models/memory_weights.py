"""Video-XL's checkpoint into the memory encoder: the one place that knows how the names differ."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn

from engine.errors import MissingWeights
from engine.longanimation.models.memory_encoder import MemoryEncoder

log = logging.getLogger(__name__)

VOCABULARY = "model.embed_tokens.weight"
_PROMPT = "language.prompt.weight"
_TOWER = "model.vision_tower.vision_tower.vision_model."
_RENAMED = (  # beginnings of our names and of the checkpoint's; transformers 5 dropped "vision_model." from the tower's
    ("vision.tower.vision_model.", _TOWER),
    ("vision.tower.", _TOWER),
    ("vision.projector.", "model.mm_projector."),
    ("language.", "model."),
)
_NAMED = 3  # names in a sentence


def released_name(name: str) -> str:
    """The checkpoint's name of an entry of the encoder's state dict."""
    if name == _PROMPT:
        return VOCABULARY
    for ours, theirs in _RENAMED:
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    raise ValueError(f"no released name for {name}")


def needed_shapes(encoder: MemoryEncoder) -> dict[str, tuple[int, ...]]:
    """Checkpoint names that are read and their shapes; the vocabulary's length, -1 here, does not matter."""
    shapes = {released_name(name): tuple(value.shape) for name, value in encoder.state_dict().items()}
    shapes[VOCABULARY] = (-1, shapes[VOCABULARY][1])
    return shapes


def unneeded(encoder: MemoryEncoder, keys: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """Checkpoint names that are not read: those that the memory is known not to need, and those not known at all."""
    layers = encoder.language.config.layers
    run = encoder.vision.config.layers_run if encoder.vision is not None else 0
    known = re.compile(
        r"lm_head\.weight|model\.norm\.weight|model\.image_newline|.*\.rotary_emb\.inv_freq|.*\.position_ids"
        rf"|model\.layers\.{layers - 1}\.(mlp|post_attention_layernorm|self_attn\.((beacon_)?q|o)_proj)\..*"
    )
    beyond = re.compile(re.escape(_TOWER) + r"encoder\.layers\.(\d+)\.")

    def is_known(key: str) -> bool:
        layer = beyond.match(key)
        unseen = layer is not None and int(layer[1]) >= run
        return unseen or known.fullmatch(key) is not None or (encoder.vision is None and _is_vision(key))

    rest = [key for key in keys if key not in needed_shapes(encoder)]
    return [key for key in rest if is_known(key)], [key for key in rest if not is_known(key)]


def load(encoder: MemoryEncoder, checkpoint: Mapping[str, Tensor], device: torch.device, dtype: torch.dtype) -> None:
    """Give the encoder, which may be on the meta device, its weights; entries are taken one at a time.

    Raises MissingWeights where one is absent or of another shape. Entries that nobody knows are named in the log.
    """
    missing = [key for key in needed_shapes(encoder) if key not in checkpoint]
    if missing:
        raise MissingWeights(
            f"Video-XL's weights lack {len(missing)} entries, such as {', '.join(missing[:_NAMED])}; "
            "download the weights again."
        )
    unknown = unneeded(encoder, checkpoint)[1]
    if unknown:
        log.warning("Video-XL's weights hold %d entries that are not read: %s", len(unknown), unknown)
    encoder.load_state_dict(dict(_converted(encoder, checkpoint, device, dtype)), strict=True, assign=True)
    encoder.requires_grad_(False).eval()
    for module in encoder.modules():
        _restore_positions(module, device)


def _converted(
    encoder: MemoryEncoder, checkpoint: Mapping[str, Tensor], device: torch.device, dtype: torch.dtype
) -> Iterator[tuple[str, Tensor]]:
    for name, wanted in encoder.state_dict().items():
        value = checkpoint[released_name(name)]
        if name == _PROMPT:
            value = value[[*encoder.prompt.before, *encoder.prompt.after]]
        if value.shape != wanted.shape:
            raise MissingWeights(
                f"In Video-XL's weights {released_name(name)} is {list(value.shape)} instead of {list(wanted.shape)}; "
                "the file belongs to another model."
            )
        yield name, value.to(device, dtype)


def _restore_positions(module: nn.Module, device: torch.device) -> None:
    """CLIP counts its patches in a buffer that no checkpoint holds and that has no values after the meta device."""
    positions = getattr(module, "position_ids", None)
    if isinstance(positions, Tensor):
        module.position_ids = torch.arange(positions.shape[-1], device=device)[None]


def _is_vision(key: str) -> bool:
    return key.startswith((_TOWER, "model.mm_projector."))
