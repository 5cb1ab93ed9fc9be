"""Small movies that the import tests make with the same ffmpeg the app carries."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np


def make_movie(path: Path, frames: Sequence[np.ndarray], *options: str, rate: str = "24") -> Path:
    """Encode (H, W, 3) RGB or (H, W, 4) RGBA frames with these output options."""
    height, width, channels = frames[0].shape
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo"]
    command += ["-pixel_format", "rgba" if channels == 4 else "rgb24", "-video_size", f"{width}x{height}"]
    command += ["-framerate", rate, "-i", "pipe:0", *options, str(path)]
    subprocess.run(command, input=b"".join(frame.tobytes() for frame in frames), check=True, timeout=60)
    return path


def line_frames(count: int, hold: int = 1, size: tuple[int, int] = (160, 128)) -> list[np.ndarray]:
    """Line drawings of a disc that walks to the right, each shown `hold` times; (H, W, 3)."""
    frames = []
    for at in range(count):
        page = np.full((size[1], size[0], 3), 255, np.uint8)
        cv2.circle(page, (40 + 6 * (at // hold), 64), 25, (0, 0, 0), 3, cv2.LINE_AA)
        frames.append(page)
    return frames
