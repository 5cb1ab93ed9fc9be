"""Times the VAE on one segment, whole pictures and in tiles, with the memory that each takes."""

from __future__ import annotations

import torch

from engine.longanimation.bench.probe import Probe
from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import SLOTS, Scale, Size, built, clip, segment
from engine.longanimation.codec import Codec, pixels
from engine.longanimation.settings import product


def measure(report: Report, scale: Scale, size: Size, device: torch.device, dtype: torch.dtype) -> None:
    """Alone on the device; whole pictures may not fit."""
    for tiled in (False, True):
        name = "VAE tiled" if tiled else "VAE untiled"
        report.progress(int(tiled), 2, name)
        with report.attempt(name), torch.no_grad():
            _measure(report, Probe(device), scale, size, dtype, tiled=tiled)


def _measure(report: Report, probe: Probe, scale: Scale, size: Size, dtype: torch.dtype, *, tiled: bool) -> None:
    """Lines of a segment to latents and latents to frames, once each; kernels are found on the first frames."""
    name = "VAE tiled" if tiled else "VAE untiled"
    vae = built(scale.vae_made, probe.device, dtype)
    if tiled:
        vae.enable_tiling()
    codec = Codec(vae, product())
    lines = clip(size, probe.device)
    latents = segment(scale, size, probe.device, dtype).image[:, 1:SLOTS]
    codec.sketch(lines[:, :, :9], torch.randn)
    probe.reset_peak()
    report.result(f"{name}: lines of a segment encoded", probe.once(lambda: codec.sketch(lines, torch.randn)), "s")
    report.peak(f"{name}: encoding", probe)
    list(codec.decode(latents[:, :3]))
    probe.reset_peak()
    taken = probe.once(lambda: [pixels(frames) for frames in codec.decode(latents)])
    report.result(f"{name}: frames of a segment decoded", taken, "s")
    report.peak(f"{name}: decoding", probe)
