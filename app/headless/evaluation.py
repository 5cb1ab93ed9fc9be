"""What `evaluate` is asked for: its options, which load nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

STEPS = (4, 5, 8, 10, 20, 25, 40, 50)


def add_options(add: Callable[..., object]) -> None:
    """The command's options, given to `add` as argparse takes them."""
    add(
        "subjects", nargs="+", metavar="WHAT",
        help="a folder that was trained into, several for runs that differ in their seed; or draft, mini, released or "
        "tiny; or a folder of colored frames, with one folder for each clip",
    )  # fmt: skip
    add("--clips", type=Path, metavar="DIR", help="folders of clips (default: made-up ones that are never trained on)")
    add("--only", nargs="+", action="extend", default=[], metavar="CLIP", help="only these clips")
    add("--keys", default="one", metavar="NAME", help="which set of keys.json to color from (default: one)")
    add(
        "--out", type=Path, metavar="DIR", help="folder for the report and the frames (default: evaluation, in the run)"
    )
    add("--steps", type=int, choices=STEPS, default=50, help="of sampling with a run (default: 50)")
    add("--seeds", type=int, default=1, metavar="N", help="color with a run N times, for means and spread (default: 1)")
    add("--count", type=int, default=3, metavar="N", help="how many made-up clips (default: 3)")
    add("--frames", type=int, default=321, metavar="N", help="how long made-up clips are (default: 321)")
    add("--size", default="512x288", metavar="WxH", help="how large made-up clips are (default: 512x288)")
    add("--ablations", action="store_true", help="a run with parts left out too, as in the paper's Tables 2 and 3")
    add(
        "--lpips", nargs=2, type=Path, metavar=("NETWORK", "HEADS"),
        help="measure LPIPS with AlexNet's or VGG16's weights and the heads for them",
    )  # fmt: skip
    add("--inception", type=Path, metavar="FILE", help="measure FID with this Inception network")
    add("--i3d", type=Path, metavar="FILE", help="measure FVD with this I3D network (TorchScript)")
