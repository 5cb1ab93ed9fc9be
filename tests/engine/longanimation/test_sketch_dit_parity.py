"""The SketchDiT gives the golden numbers, and at full size has exactly the released keys and shapes."""

from __future__ import annotations

import golden
import pytest
import torch

from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.models.sketch_dit import SKETCH_DIT_CONFIG, SketchDiT


@pytest.mark.parity
def test_the_control_signal_is_the_golden_one():
    said, given = golden.description("sketch_dit"), golden.tensors("sketch_dit")
    model = SketchDiT(**said["config"])
    golden.fill(model, said["seed"])
    with torch.no_grad():
        control = model(
            given["hidden_states"],
            given["encoder_hidden_states"],
            given["timestep"],
            given["ofs"],
            (given["rope_cos"], given["rope_sin"]),
        )
    golden.compare("sketch_dit", control, given["output"])


@pytest.mark.parity
def test_rotary_positions_are_the_golden_ones():
    said, given = golden.description("sketch_dit"), golden.tensors("sketch_dit")
    _, frames, _, height, width = given["hidden_states"].shape
    cos, sin = rotary_positions(frames, height, width, head_dim=said["config"]["attention_head_dim"])
    golden.compare("cosine", cos, given["rope_cos"])
    golden.compare("sine", sin, given["rope_sin"])


@pytest.mark.parity
def test_full_size_has_the_released_keys_and_shapes():
    released = golden.description("full_size_control_module.keys")
    with torch.device("meta"):
        model = SketchDiT(**SKETCH_DIT_CONFIG)
    assert {key: list(value.shape) for key, value in model.state_dict().items()} == released
    assert len(released) == 157
    assert sum(value.numel() for value in model.state_dict().values()) == 818_359_808
