"""Two segments with memory and fusion, in the authors' way, give the golden latents, tails and frames."""

from __future__ import annotations

from dataclasses import replace

import golden
import pytest
import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor

from engine.longanimation.codec import Codec
from engine.longanimation.fusion import Edges, Fusion, join_of
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.noise import NoisePlan
from engine.longanimation.sampling import Conditions, Networks, denoise
from engine.longanimation.settings import official

NAME = "two_segments"


def _networks(seed: int) -> Networks:
    transformer = ControlledTransformer(**golden.description("controlled_transformer")["config"])
    sketch_dit = SketchDiT(**golden.description("sketch_dit")["config"])
    dglm = DGLM(**golden.description("dglm")["config"])
    for network in (transformer, sketch_dit, dglm):
        golden.fill(network, seed)
    return Networks(transformer, sketch_dit, dglm)


def _conditions(given: dict[str, Tensor], networks: Networks, reference: Tensor, index: int) -> Conditions:
    memory = None
    if index > 0:
        assert networks.dglm is not None
        memory = networks.dglm.project(given["global_memory"], given["local_memory"])
    sketches = given[f"sketches_{index}"]
    return Conditions(
        sketch=torch.cat([given["sketch_reference"], sketches], dim=1),
        image=torch.cat([reference, torch.zeros_like(sketches)], dim=1),
        text=given["prompt_embeds"],
        no_text=given["negative_prompt_embeds"],
        memory=memory,
    )


@pytest.mark.parity
def test_latents_tails_and_frames_are_the_golden_ones():
    said, given = golden.description(NAME), golden.tensors(NAME)
    settings = replace(official(), guidance=said["guidance_scale"])
    assert settings.steps == said["num_inference_steps"]
    networks, vae = _networks(said["seed"]), AutoencoderKLCogVideoX(**said["vae"])
    golden.fill(vae, said["seed"])
    codec, plan = Codec(vae, settings), NoisePlan(settings.noise, said["seed"])
    _, slots, *picture = given["latents_0_after_step_0"].shape
    earlier: Edges | None = None
    for index in range(2):
        noise = plan.segment(index, index * settings.stride, (1, slots, *picture), settings.steps)
        reference = codec.reference(given["image"][:, :, None] * 2 - 1, noise.reference)
        conditions = _conditions(given, networks, reference, index)
        join = join_of(settings)
        fusion = Fusion(join, earlier)
        steps = list(denoise(networks, conditions, settings, noise, fusion))
        for at in (0, 30, 31, 49):
            wanted = f"latents_{index}_after_step_{at}"
            golden.compare(wanted, steps[at].latents, given[wanted])
        latents = steps[-1].latents[:, 1:]
        golden.compare(f"latents_{index}", latents, given[f"latents_{index}"])
        earlier = fusion.edges()
        tails = torch.stack([steps[0].latents[:, join.tail], earlier.tail[0], earlier.tail[-1]])
        golden.compare(f"tail_{index}", tails, given[f"tail_{index}_steps_0_31_49"])
        frames = torch.cat(list(codec.decode(latents)))
        # a frame may be off by more than the latents are: the VAE's random weights multiply
        off = (frames - given[f"frames_{index}"]).abs().max().item()
        print(f"frames_{index}: off by {off:.2e} of the full range")
        assert off <= 1e-4
