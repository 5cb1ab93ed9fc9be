"""Frames become features as CLIP was trained to see them; a checkpoint loads by its released names or not at all."""

from __future__ import annotations

import logging

import numpy as np
import pytest
import torch
from torch import Tensor
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from engine.errors import MissingWeights
from engine.longanimation.models import memory_weights
from engine.longanimation.models.memory_config import AFTER, BEFORE, LanguageConfig, Prompt, VisionConfig, prompt_of
from engine.longanimation.models.memory_config import read_config as read
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.memory_vision import clip_pixels

CPU = torch.device("cpu")
LANGUAGE = LanguageConfig(hidden=32, intermediate=48, layers=10, heads=4, kv_heads=2, window=32)
VISION = VisionConfig(width=16, intermediate=24, layers=3, heads=2, image=112, patch=14)
PROMPT = Prompt((3, 1), (4, 0, 3))
SAID = {
    "hidden_size": 3584,
    "intermediate_size": 18944,
    "num_hidden_layers": 28,
    "num_attention_heads": 28,
    "num_key_value_heads": 4,
    "rope_theta": 1000000.0,
    "rms_norm_eps": 1e-6,
    "beacon_window": 1440,
    "mm_vision_select_layer": -2,
}


@pytest.fixture
def checkpoint() -> dict[str, Tensor]:
    """Tiny weights under the released names, with entries that the memory does not need."""
    torch.manual_seed(2)
    with torch.device("meta"):
        shapes = memory_weights.needed_shapes(MemoryEncoder(LANGUAGE, VISION, PROMPT))
    shapes[memory_weights.VOCABULARY] = (9, 32)
    more = {
        "lm_head.weight": (9, 32),
        "model.norm.weight": (32,),
        "model.layers.9.mlp.up_proj.weight": (48, 32),
        "model.layers.9.self_attn.beacon_q_proj.weight": (32, 32),
    }
    return {key: torch.randn(*shape) for key, shape in {**shapes, **more}.items()}


def loaded(checkpoint: dict[str, Tensor], vision: VisionConfig = VISION) -> MemoryEncoder:
    with torch.device("meta"):
        encoder = MemoryEncoder(LANGUAGE, vision, PROMPT)
    memory_weights.load(encoder, checkpoint, CPU, torch.float32)
    return encoder


def pictures(count: int = 3) -> np.ndarray:
    return np.random.default_rng(4).integers(0, 256, (count, 40, 70, 3), np.uint8)


def test_an_encoder_made_without_memory_computes_after_loading(checkpoint, caplog):
    with caplog.at_level(logging.WARNING):
        encoder = loaded(checkpoint)
    assert caplog.records == []
    features = encoder.features(pictures())
    assert features.shape == (3, 16, 32)
    assert features.isfinite().all()
    history = encoder.extend(encoder.begin(), features)
    assert encoder.global_memory(history).shape == (1, 2, 3, 2 + 3 * 2 + 3, 16)


def test_the_prompts_tokens_are_the_vocabularys(checkpoint):
    encoder = loaded(checkpoint)
    assert torch.equal(encoder.language.prompt.weight, checkpoint["model.embed_tokens.weight"][[3, 1, 4, 0, 3]])


def test_the_tower_goes_by_the_released_names(checkpoint):
    name = "model.vision_tower.vision_tower.vision_model.encoder.layers.2.mlp.fc1.weight"
    assert torch.equal(
        loaded(checkpoint).state_dict()["vision.tower.encoder.layers.2.mlp.fc1.weight"], checkpoint[name]
    )


def test_a_layer_that_is_not_selected_is_not_run(checkpoint):
    whole = loaded(checkpoint)
    shorter = loaded(checkpoint, VisionConfig(16, 24, 3, 2, 112, 14, select_layer=-2))
    assert not any("encoder.layers.2." in key for key in shorter.state_dict())
    assert whole.vision is not None
    assert shorter.vision is not None
    pixels = torch.stack([clip_pixels(frame, 112, "crop") for frame in pictures()])
    with torch.no_grad():
        states = whole.vision.tower(pixel_values=pixels, output_hidden_states=True).hidden_states
        last = shorter.vision.tower(pixel_values=pixels).last_hidden_state
    torch.testing.assert_close(last, states[-2])


def test_an_absent_entry_is_named(checkpoint):
    del checkpoint["model.layers.4.self_attn.beacon_k_proj.bias"]
    with pytest.raises(MissingWeights, match=r"model\.layers\.4\.self_attn\.beacon_k_proj\.bias"):
        loaded(checkpoint)


def test_an_entry_of_another_shape_is_named(checkpoint):
    checkpoint["model.mm_projector.2.weight"] = torch.zeros(16, 16)
    with pytest.raises(MissingWeights, match=r"model\.mm_projector\.2\.weight is \[16, 16\] instead of \[32, 32\]"):
        loaded(checkpoint)


def test_an_unknown_entry_is_logged(checkpoint, caplog):
    checkpoint["model.surprise.weight"] = torch.zeros(1)
    with caplog.at_level(logging.WARNING):
        loaded(checkpoint)
    assert "model.surprise.weight" in caplog.text


def test_cropping_is_what_clips_own_processor_does():
    processor = CLIPImageProcessorPil()
    processor.size, processor.crop_size = {"shortest_edge": 336}, {"height": 336, "width": 336}
    frame = np.random.default_rng(9).integers(0, 256, (288, 517, 3), np.uint8)
    expected = processor(frame, return_tensors="pt")["pixel_values"][0]
    torch.testing.assert_close(clip_pixels(frame, 336, "crop"), expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("shape", [(40, 100), (100, 40), (50, 50)])
def test_a_letterbox_keeps_the_sides(shape: tuple[int, int]):
    frame = np.zeros((*shape, 3), np.uint8)
    frame[:4], frame[-4:], frame[:, :4], frame[:, -4:] = 255, 255, 255, 255
    square = clip_pixels(frame, 56, "letterbox")
    drawn = (square != 0).any(0)
    rows, columns = torch.where(drawn.any(1))[0], torch.where(drawn.any(0))[0]
    high, wide = (round(56 * side / max(shape)) for side in shape)
    assert abs(len(rows) - high) <= 1
    assert abs(len(columns) - wide) <= 1
    assert abs(rows[0] - (55 - rows[-1])) <= 1, "in the middle"
    for row, column in ((rows[0], 28), (rows[-1], 28), (28, columns[0]), (28, columns[-1])):
        assert (square[:, row, column] > 1).all(), "the frame's white border is seen"


def test_full_size_reads_the_28_layers_and_the_tower():
    language, vision = read(SAID)
    assert vision.layers_run == 23
    with torch.device("meta"):
        encoder = MemoryEncoder(language, vision, Prompt(tuple(range(14)), tuple(range(16))))
    shapes = memory_weights.needed_shapes(encoder)
    assert shapes["model.layers.26.self_attn.beacon_k_proj.weight"] == (512, 3584)
    assert shapes["model.vision_tower.vision_tower.vision_model.embeddings.position_embedding.weight"] == (577, 1024)
    language_size = sum(parameter.numel() for parameter in encoder.language.parameters())
    assert 6.6e9 < language_size < 6.8e9
    assert encoder.window == 10
    assert encoder.frame_tokens == 144


def test_another_kind_of_checkpoint_is_refused():
    with pytest.raises(MissingWeights, match="beacon_pos"):
        read({**SAID, "beacon_pos": "append"})
    with pytest.raises(MissingWeights, match="projections"):
        read({**SAID, "beacon_param": ["q", "k", "v", "o"]})
    with pytest.raises(MissingWeights, match="rope_theta"):
        read({key: value for key, value in SAID.items() if key != "rope_theta"})


def test_the_prompt_goes_around_the_frames():
    prompt = prompt_of(lambda text: list(text.encode()))
    assert bytes(prompt.before).decode() == BEFORE
    assert bytes(prompt.after).decode() == AFTER
