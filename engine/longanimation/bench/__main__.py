"""`python -m engine.longanimation.bench`: measures in a process of the engine's; one JSON object a line on stdout.

[--size WxH] [--weights tiny|random] [--steps N] [--part operations|denoising|vae|tiers] [--device NAME]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import torch

from engine.errors import EngineError
from engine.longanimation.bench import denoising, tiers, vae
from engine.longanimation.bench.authors import STEPS
from engine.longanimation.bench.flops import FLOORS, report_operations
from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import FULL, LEAST, LEAST_SIZE, TINY, TINY_SIZE, Size

PARTS = ("operations", "denoising", "vae", "tiers")
FEW = 5  # steps at full size where all are alike
NO_GPU = "PyTorch finds no NVIDIA GPU here, so nothing was timed at full size; --weights tiny times small networks."


def main(arguments: Sequence[str], report: Report) -> int:
    """Measure what is asked for; returns the exit code."""
    wish = _parser().parse_args(arguments)
    parts = wish.part or PARTS
    try:
        if "operations" in parts:
            report_operations(report, (wish.size,) if wish.size else tuple(FLOORS))
        if wish.weights == "tiny":
            _tiny(wish, parts, report)
        elif torch.cuda.is_available():
            _full(wish, parts, report)
        else:
            report.note(NO_GPU)
    except EngineError as error:
        report.failed(str(error))
        return 1
    return 0


def _tiny(wish: argparse.Namespace, parts: Sequence[str], report: Report) -> None:
    device = torch.device(wish.device or "cpu")
    if device.type == "cpu":
        torch.set_num_threads(1)  # the time of the process, which is taken there, adds up over threads
    report.note(
        f"Small networks on {device}: the ratios show what the order of work saves in them and tell nothing about the "
        "full size; in so small a network the mappings of the memory weigh more."
    )
    if "denoising" in parts:
        denoising.measure(report, TINY, TINY_SIZE, device, torch.float32, wish.steps or STEPS)
    if "vae" in parts:
        vae.measure(report, TINY, TINY_SIZE, device, torch.float32)
    if "tiers" in parts:
        tiers.measure(report, LEAST, LEAST_SIZE, device, torch.float32, wish.steps or FEW)


def _full(wish: argparse.Namespace, parts: Sequence[str], report: Report) -> None:
    device, size = torch.device(wish.device or "cuda"), wish.size or next(iter(FLOORS))
    card = torch.cuda.get_device_properties(device)
    report.note(
        f"{card.name}, {card.total_memory / 1e9:.0f} GB, PyTorch {torch.__version__}, CUDA {torch.version.cuda}; "
        f"{size[0]}x{size[1]}, random weights in bfloat16."
    )
    with torch.cuda.device(device):
        if "denoising" in parts:
            denoising.measure(report, FULL, size, device, torch.bfloat16, wish.steps or FEW)
        if "vae" in parts:
            vae.measure(report, FULL, size, device, torch.bfloat16)
        if "tiers" in parts:
            tiers.measure(report, FULL, size, device, torch.bfloat16, wish.steps or FEW)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.longanimation.bench")
    parser.add_argument("--size", type=_size)
    parser.add_argument("--weights", choices=("tiny", "random"), default="random")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--device")
    return parser


def _size(text: str) -> Size:
    width, height = (int(side) for side in text.split("x"))
    return width, height


if __name__ == "__main__":
    channel = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # compilers and kernels may print
    sys.exit(main(sys.argv[1:], Report(channel)))
