"""Streamed decoding gives the VAE's own numbers, scaling is the model's, and the preview shows the colors."""

from __future__ import annotations

import weakref

import numpy as np
import pytest
import tiny
import torch

from engine.errors import JobCancelled
from engine.longanimation.codec import Codec, pixels, signed
from engine.longanimation.noise import NoisePlan
from engine.longanimation.preview import LatentPreview
from engine.longanimation.settings import official, product


def _decoded_at_once(vae, latents):
    with torch.no_grad():
        frames = vae.decode(latents.transpose(1, 2) * (1 / 0.7)).sample
    return (frames / 2 + 0.5).clamp(0, 1)[0].transpose(0, 1)


@pytest.mark.parametrize("latents", [1, 3, 5, 9])
def test_streamed_frames_are_the_vaes_own(latents):
    vae = tiny.vae()
    sample = tiny.random(1, latents, 4, 6, 10)
    parts = list(Codec(vae, product()).decode(sample))
    streamed = torch.cat(parts)
    assert len(streamed) == 4 * latents - 3
    assert len(parts) == max(1, latents // 2)
    torch.testing.assert_close(streamed, _decoded_at_once(vae, sample), rtol=0, atol=2e-6)


@pytest.mark.parametrize(("height", "width"), [(6, 10), (12, 10), (6, 25), (14, 23)])
def test_streamed_tiles_are_the_vaes_own(height, width):
    vae = tiny.vae()
    vae.enable_tiling()
    sample = tiny.random(1, 5, 4, height, width)
    parts = list(Codec(vae, product()).decode(sample))
    assert len(parts) == 2
    torch.testing.assert_close(torch.cat(parts), _decoded_at_once(vae, sample), rtol=0, atol=2e-6)


def test_what_is_carried_from_frame_to_frame_is_that_of_one_tile_alone():
    vae = tiny.vae()
    vae.enable_tiling()
    carried: list[weakref.ref[torch.Tensor]] = []
    alive: list[int] = []
    vae.decoder.conv_in.register_forward_hook(lambda module, given, made: carried.append(weakref.ref(made[1])))
    vae.decoder.register_forward_pre_hook(lambda module, given: alive.append(sum(one() is not None for one in carried)))
    list(Codec(vae, product()).decode(tiny.random(1, 5, 4, 14, 23)))
    assert len(alive) == 2 * 9  # groups of each of nine tiles
    assert max(alive) == 1


def test_decoding_stops_between_tiles():
    vae = tiny.vae()
    vae.enable_tiling()
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(JobCancelled):
        list(Codec(vae, product()).decode(tiny.random(1, 3, 4, 14, 23), stop))
    assert len(asked) == 3


def test_lines_are_scaled_and_the_reference_is_not():
    vae, picture = tiny.vae(), torch.rand(1, 3, 1, 48, 80, generator=torch.Generator().manual_seed(1)) * 2 - 1
    codec = Codec(vae, product())
    mean = vae.encode(picture, return_dict=False)[0].mean.transpose(1, 2)
    assert torch.equal(codec.sketch(picture, lambda shape: torch.ones(tuple(shape))), mean * 0.7)
    assert torch.equal(codec.reference(picture, torch.ones(1, 4, 1, 6, 10)), mean)


def test_the_authors_way_samples_both_from_given_noise():
    vae, picture = tiny.vae(), torch.rand(1, 3, 1, 48, 80, generator=torch.Generator().manual_seed(1)) * 2 - 1
    codec, plan = Codec(vae, official()), NoisePlan("shared", 3)
    posterior = vae.encode(picture, return_dict=False)[0]
    sketch = codec.sketch(picture, lambda shape: plan.posterior("sketch 0", shape))
    drawn = posterior.mean + posterior.std * plan.posterior("sketch 0", posterior.mean.shape)
    assert torch.equal(sketch, drawn.transpose(1, 2) * 0.7)
    assert not torch.equal(plan.posterior("sketch 0", (4,)), plan.posterior("sketch 1", (4,)))
    noise = tiny.random(1, 4, 1, 6, 10)
    assert torch.equal(codec.reference(picture, noise), (posterior.mean + posterior.std * noise).transpose(1, 2))


def test_a_clip_has_a_latent_for_its_first_frame_and_for_every_four_after():
    codec = Codec(tiny.vae(), product())
    assert codec.sketch(torch.zeros(1, 3, 17, 48, 80), torch.zeros).shape == (1, 5, 4, 6, 10)


def test_pixels_undo_signing():
    picture = np.arange(2 * 4 * 6 * 3, dtype=np.uint8).reshape(2, 4, 6, 3)
    assert np.array_equal(pixels(signed(picture)[0].transpose(0, 1) / 2 + 0.5), picture)


def test_the_preview_has_the_colors_of_the_decoded_picture():
    codec = Codec(tiny.vae(), product())
    preview = LatentPreview(codec)
    picture = torch.rand(1, 3, 6, 10, generator=torch.Generator().manual_seed(2)) * 2 - 1
    clip = torch.nn.functional.interpolate(picture, scale_factor=16)[:, :, None].expand(-1, -1, 9, -1, -1)
    latents = codec.sketch(clip, torch.zeros)
    seen = preview.pictures(latents).astype(float) / 255
    assert seen.shape == (3, 12, 20, 3)
    frames = torch.cat(list(codec.decode(latents)))
    colors = torch.nn.functional.avg_pool2d(torch.stack([frames[0], frames[1:5].mean(0), frames[5:].mean(0)]), 8)
    colors = colors.permute(0, 2, 3, 1).numpy()
    left = ((seen - colors) ** 2).mean()
    assert left < 0.5 * colors.var(axis=(0, 1, 2)).mean()
