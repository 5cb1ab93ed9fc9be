"""The line extractor is the released network in names and sizes, and binarizes as the training did."""

from __future__ import annotations

import torch

from engine.longanimation.models.line_extractor import LineExtractor, binarized

LAYERS = {
    "model0.1": (64, 3, 7),
    "model1.0": (128, 64, 3),
    "model1.3": (256, 128, 3),
    **{f"model2.{block}.conv_block.{layer}": (256, 256, 3) for block in range(3) for layer in (1, 5)},
    "model3.0": (256, 128, 3),
    "model3.3": (128, 64, 3),
    "model4.1": (1, 64, 7),
}


def test_it_has_the_released_keys_and_shapes():
    expected = {}
    for name, (first, second, side) in LAYERS.items():
        expected[f"{name}.weight"] = (first, second, side, side)
        expected[f"{name}.bias"] = (second if name.startswith("model3") else first,)
    state = LineExtractor().state_dict()
    assert {key: tuple(value.shape) for key, value in state.items()} == expected
    assert len(state) == 24
    assert sum(value.numel() for value in state.values()) == 4_290_945


def test_a_frame_is_drawn_the_same_alone_and_among_others():
    torch.manual_seed(1)
    extractor = LineExtractor().eval()
    frames = torch.rand(3, 3, 24, 36) * 255
    with torch.no_grad():
        together = extractor(frames)
        alone = extractor(frames[1:2])
    assert together.shape == (3, 1, 24, 36)
    assert 0 <= together.min() < together.max() <= 1
    torch.testing.assert_close(together[1:2], alone)


def test_lines_become_light_and_paper_dark():
    lightness = torch.tensor([0.0, 0.5, 0.78, 0.79, 1.0]).reshape(1, 1, 1, 5)
    sketch = binarized(lightness)
    assert sketch.shape == (1, 3, 1, 5)
    for channel in sketch[0]:
        assert channel.flatten().tolist() == [1, 1, 1, -1, -1]


def test_in_bfloat16_the_threshold_itself_is_ink():
    lightness = torch.tensor([0.78125], dtype=torch.bfloat16).reshape(1, 1, 1, 1)
    assert binarized(lightness).flatten().tolist() == [1, 1, 1]
