"""Control enters at even blocks, once, also where caches skip blocks; weights and configuration stay stock."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers.hooks.first_block_cache import FirstBlockCacheConfig
from diffusers.models.transformers.cogvideox_transformer_3d import CogVideoXTransformer3DModel
from torch import Tensor

from engine.errors import BadRequest
from engine.longanimation.models.cogvideox import BASE_CONFIG
from engine.longanimation.models.controlled_transformer import ControlledBlock, ControlledTransformer
from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.models.sketch_dit import SKETCH_DIT_CONFIG, SketchDiT

TINY = {
    **BASE_CONFIG,
    "num_attention_heads": 2,
    "attention_head_dim": 16,
    "in_channels": 8,
    "out_channels": 4,
    "time_embed_dim": 32,
    "ofs_embed_dim": 32,
    "text_embed_dim": 24,
    "num_layers": 5,
    "max_text_seq_length": 5,
}
FRAMES, HEIGHT, WIDTH = 4, 4, 6
TOKENS = 2 * 2 * 3


@pytest.fixture
def inputs() -> dict[str, Any]:
    generator = torch.Generator().manual_seed(11)

    def noise(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    return {
        "hidden_states": noise(2, FRAMES, 8, HEIGHT, WIDTH),
        "encoder_hidden_states": noise(2, 5, 24),
        "timestep": torch.tensor([499, 499]),
        "ofs": torch.tensor([2.0]),
        "image_rotary_emb": rotary_positions(FRAMES, HEIGHT, WIDTH, head_dim=16),
    }


@pytest.fixture
def control() -> Tensor:
    return torch.randn(2, TOKENS, 32, generator=torch.Generator().manual_seed(12))


@pytest.fixture
def model() -> ControlledTransformer:
    torch.manual_seed(5)
    return ControlledTransformer(**TINY).eval()


@pytest.fixture
def stock(model: ControlledTransformer) -> CogVideoXTransformer3DModel:
    twin = CogVideoXTransformer3DModel(**TINY).eval()
    twin.load_state_dict(model.state_dict(), strict=True)
    return twin


def test_even_blocks_are_controlled(model: ControlledTransformer):
    assert [type(block) is ControlledBlock for block in model.transformer_blocks] == [True, False, True, False, True]


@torch.no_grad()
def test_without_control_it_is_the_stock_model(model, stock, inputs):
    expected = stock(**inputs, return_dict=False)[0]
    torch.testing.assert_close(model(**inputs), expected, rtol=0, atol=1e-6)


@torch.no_grad()
def test_control_is_what_hooks_behind_even_blocks_would_add(model, stock, inputs, control):
    def add(_module, _arguments, output):
        vision, text = output
        return vision + 0.3 * control, text

    for block in stock.transformer_blocks[::2]:
        block.register_forward_hook(add)
    expected = stock(**inputs, return_dict=False)[0]
    seen = model(**inputs, control=control, control_scale=0.3)
    torch.testing.assert_close(seen, expected, rtol=0, atol=1e-6)
    assert (seen - model(**inputs)).abs().max() > 1e-3


@torch.no_grad()
def test_a_block_cache_counts_the_control_once(model, inputs, control):
    expected = model(**inputs, control=control)
    reached = []
    model.transformer_blocks[3].ff.register_forward_hook(lambda *_: reached.append(True))
    model.enable_cache(FirstBlockCacheConfig(threshold=0.5))
    with model.cache_context("step"):
        first = model(**inputs, control=control)
        second = model(**inputs, control=control)
    assert len(reached) == 1, "the second pass must skip the blocks after the first"
    torch.testing.assert_close(first, expected)
    torch.testing.assert_close(second, expected)


@torch.no_grad()
def test_blocks_compile_one_by_one(model, inputs, control):
    expected = model(**inputs, control=control)
    model.compile_repeated_blocks(backend="eager", fullgraph=True)
    torch.testing.assert_close(model(**inputs, control=control), expected)


def test_a_base_models_configuration_file_builds_it(stock):
    said = {**stock.config, "_class_name": "CogVideoXTransformer3DModel"}
    built = ControlledTransformer.from_config(said)
    assert isinstance(built, ControlledTransformer)
    built.load_state_dict(stock.state_dict(), strict=True)


def test_full_size_has_the_stock_keys_and_shapes():
    with torch.device("meta"):
        ours, theirs = ControlledTransformer(**BASE_CONFIG), CogVideoXTransformer3DModel(**BASE_CONFIG)
    expected = {key: value.shape for key, value in theirs.state_dict().items()}
    assert {key: value.shape for key, value in ours.state_dict().items()} == expected
    assert sum(isinstance(block, ControlledBlock) for block in ours.transformer_blocks) == 21


@torch.no_grad()
def test_a_new_sketch_dit_changes_nothing(inputs):
    torch.manual_seed(6)
    sketch_dit = SketchDiT(**{**TINY, "num_layers": 2}).eval()
    assert sketch_dit(**inputs).shape == (2, TOKENS, 32)
    assert not sketch_dit(**inputs).any()


@torch.no_grad()
def test_the_sketch_dit_is_the_base_models_beginning(model, inputs):
    sketch_dit = SketchDiT(**{**TINY, "num_layers": 2}).eval()
    missing, _ = sketch_dit.load_state_dict(model.state_dict(), strict=False)
    assert missing == ["zero_conv.weight"]
    torch.nn.init.eye_(sketch_dit.zero_conv.weight)
    seen = []
    model.transformer_blocks[1].register_forward_hook(lambda _module, _arguments, output: seen.append(output[0]))
    model(**inputs)
    assert torch.equal(sketch_dit(**inputs), seen[0])


def test_the_sketch_dit_has_six_layers():
    assert SKETCH_DIT_CONFIG["num_layers"] == 6


def test_a_picture_beyond_the_models_grid_is_refused():
    assert rotary_positions(2, 300, 2, head_dim=16)[0].shape == (150, 16)
    with pytest.raises(BadRequest, match="2400 pixels"):
        rotary_positions(2, 302, 2, head_dim=16)
