"""The DGLM gives the golden numbers, and at full size has exactly the released keys and shapes."""

from __future__ import annotations

import golden
import pytest
import torch

from engine.longanimation.models.dglm import DGLM


@pytest.mark.parity
def test_what_is_added_to_the_control_is_the_golden_one():
    said, given = golden.description("dglm"), golden.tensors("dglm")
    model = DGLM(**said["config"])
    golden.fill(model, said["seed"])
    with torch.no_grad():
        memory = model.project(given["global_memory"], given["local_memory"])
        golden.compare("dglm", model(given["latents"], memory), given["output"])
        golden.compare("dglm, first alone", model(given["latents"][:1], memory), given["output_first"])
        golden.compare("dglm in chunks", model(given["latents"], memory, chunk=7), given["output"])


@pytest.mark.parity
def test_full_size_has_the_released_keys_and_shapes():
    released = golden.description("full_size_glm_module.keys")
    with torch.device("meta"):
        model = DGLM()
    assert {key: list(value.shape) for key, value in model.state_dict().items()} == released
    assert len(released) == 97
    assert sum(value.numel() for value in model.state_dict().values()) == 402_782_208
