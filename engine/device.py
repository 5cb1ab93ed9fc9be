"""What the machine can compute on, found without loading torch where there is no need to."""

from __future__ import annotations

import platform
import shutil
import subprocess

import psutil


def best_device() -> tuple[str, int]:
    """The name of the best device and its free memory in bytes."""
    gpu = nvidia_gpu()
    if gpu is not None:
        return gpu
    return f"CPU ({platform.machine()}, {psutil.cpu_count() or 1} threads)", psutil.virtual_memory().available


def nvidia_gpu() -> tuple[str, int] | None:
    """Name and free memory of the first NVIDIA GPU by its own tool, or None."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return None
    query = [tool, "--query-gpu=name,memory.free", "--format=csv,noheader,nounits"]
    try:
        lines = subprocess.run(query, capture_output=True, text=True, timeout=5, check=True).stdout.splitlines()
        name, free = lines[0].rsplit(",", 1)
        return name.strip(), int(free) * 1024 * 1024
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
