"""Pictures to latents and back through the VAE: lines, the reference, and finished frames a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor

from engine.errors import JobCancelled
from engine.longanimation.settings import Settings

Draw = Callable[[Sequence[int]], Tensor]

LATENTS_AT_ONCE = 2
"""Latents that pass the decoder together; the first group takes the odd one too. The VAE was trained so."""


def signed(pictures: np.ndarray) -> Tensor:
    """uint8 RGB pictures [T, H, W, 3] as the VAE sees them: [1, 3, T, H, W] in -1 .. 1, float32."""
    return torch.from_numpy(pictures).permute(3, 0, 1, 2)[None].float() / 127.5 - 1


def pixels(frames: Tensor) -> np.ndarray:
    """Decoded frames [T, 3, H, W] in 0 .. 1 as uint8 RGB pictures [T, H, W, 3]."""
    return (frames * 255).round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()


class Codec:
    """The VAE with the model's own scaling; latents are [1, time, c, h, w] with h = H / 8, one for the first frame
    and one for every four after it.

    Lines are multiplied by the VAE's factor (0.7), decoded latents divided by it; the reference is left as it is
    (x1.0), as the models were trained. Tiling is the VAE's own (`enable_tiling`), its numbers are diffusers'.
    """

    def __init__(self, vae: AutoencoderKLCogVideoX, settings: Settings) -> None:
        self._vae, self._settings = vae, settings
        self._factor = float(vae.config["scaling_factor"])

    def sketch(self, clip: Tensor, draw: Draw) -> Tensor:
        """Latents of lines [1, 3, T, H, W], white +1 on black -1; T is 1 or 8 k + 1.

        `draw` gives the posterior noise of a shape, where the settings sample it.
        """
        return self._encoded(clip, draw if self._settings.samples_sketches else None) * self._factor

    def reference(self, picture: Tensor, noise: Tensor) -> Tensor:
        """Latents [1, 1, c, h, w] of one colored picture [1, 3, 1, H, W]; noise [1, c, 1, h, w] where it is sampled."""
        latents = self._encoded(picture, (lambda _: noise) if self._settings.samples_reference else None)
        return latents * self._factor if self._settings.scales_reference else latents

    def decode(self, latents: Tensor, stop: Callable[[], bool] = lambda: False) -> Iterator[Tensor]:
        """Frames [k, 3, H, W] in 0 .. 1, float32, in order: 9 at first, then 8 at a time.

        One tile is decoded to its last frame before the next begins, as diffusers' `decode` does it with the same
        numbers: what the decoder carries from frame to frame takes over 1 GB for every tile. latents [1, n, c, h, w]
        without the reference's slot, n odd (an even first group would be decoded as if no frame stood alone). Raises
        JobCancelled between groups of a tile.
        """
        sample = self._like_weights(latents.transpose(1, 2) * (1 / self._factor))
        rows = [[self._tile(tile, stop) for tile in row] for row in self._cut(sample)]
        for at in range(len(rows[0][0])):
            frames = self._joined([[tile[at] for tile in row] for row in rows]).float()
            yield (frames / 2 + 0.5).clamp(0, 1)[0].transpose(0, 1)

    @torch.no_grad()
    def _encoded(self, clip: Tensor, draw: Draw | None) -> Tensor:
        posterior = self._vae.encode(self._like_weights(clip), return_dict=False)[0]
        latents = posterior.mean
        if draw is not None:
            latents = latents + posterior.std * draw(latents.shape).to(latents.device, latents.dtype)
        return latents.transpose(1, 2)

    def _cut(self, sample: Tensor) -> list[list[Tensor]]:
        """Latents [1, c, n, h, w] as rows of overlapping tiles; one tile where they are small or tiling is off."""
        vae = self._vae
        tall, wide = vae.tile_latent_min_height, vae.tile_latent_min_width
        _, _, _, height, width = sample.shape
        if not vae.use_tiling or (height <= tall and width <= wide):
            return [[sample]]
        down = int(tall * (1 - vae.tile_overlap_factor_height))
        across = int(wide * (1 - vae.tile_overlap_factor_width))
        return [
            [sample[..., top : top + tall, left : left + wide] for left in range(0, width, across)]
            for top in range(0, height, down)
        ]

    @torch.no_grad()
    def _tile(self, tile: Tensor, stop: Callable[[], bool]) -> list[Tensor]:
        """A tile's frames [1, 3, T, H, W] by group of latents."""
        groups: list[Tensor] = []
        cache: dict[str, Tensor] = {}
        for group in _groups(tile.shape[2]):
            if stop():
                raise JobCancelled("the job was stopped")
            frames, cache = self._vae.decoder(tile[:, :, group], conv_cache=cache)
            groups.append(frames)
        return groups

    def _joined(self, rows: list[list[Tensor]]) -> Tensor:
        """Tiles blended as diffusers' `tiled_decode` blends them: each over the one above, then the one to its left."""
        if len(rows) == len(rows[0]) == 1:
            return rows[0][0]
        vae = self._vae
        fade_down = int(vae.tile_sample_min_height * vae.tile_overlap_factor_height)
        fade_across = int(vae.tile_sample_min_width * vae.tile_overlap_factor_width)
        height, width = vae.tile_sample_min_height - fade_down, vae.tile_sample_min_width - fade_across
        joined = []
        for down, row in enumerate(rows):
            for across, tile in enumerate(row):
                if down:
                    vae.blend_v(rows[down - 1][across], tile, fade_down)
                if across:
                    vae.blend_h(row[across - 1], tile, fade_across)
            joined.append(torch.cat([tile[..., :height, :width] for tile in row], dim=4))
        return torch.cat(joined, dim=3)

    def _like_weights(self, tensor: Tensor) -> Tensor:
        weight = next(self._vae.parameters())
        return tensor.to(weight.device, weight.dtype)


def _groups(latents: int) -> Iterator[slice]:
    """Which latents are decoded together."""
    first = LATENTS_AT_ONCE + latents % LATENTS_AT_ONCE if latents >= LATENTS_AT_ONCE else latents
    yield slice(0, first)
    for start in range(first, latents, LATENTS_AT_ONCE):
        yield slice(start, start + LATENTS_AT_ONCE)
