"""The controlled transformer gives the golden numbers."""

from __future__ import annotations

import golden
import pytest
import torch

from engine.longanimation.models.controlled_transformer import ControlledTransformer


@pytest.mark.parity
def test_the_velocity_is_the_golden_one():
    said, given = golden.description("controlled_transformer"), golden.tensors("controlled_transformer")
    model = ControlledTransformer(**said["config"])
    golden.fill(model, said["seed"])
    with torch.no_grad():
        velocity = model(
            given["hidden_states"],
            given["encoder_hidden_states"],
            given["timestep"],
            given["ofs"],
            (given["rope_cos"], given["rope_sin"]),
            control=given["control_signal"],
            control_scale=said["control_scale"],
        )
    golden.compare("controlled_transformer", velocity, given["output"])
