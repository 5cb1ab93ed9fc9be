"""Reads what a request names on disk, proven to be what the request was made for: line art, keys, model sheets."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from engine.errors import BadRequest
from engine.imaging.line import flatten, line_layer
from engine.imaging.stills import StillError, file_digest, read_still, to_8_bit
from engine.protocol.messages import ColorizeShot, KeyFrame, LineFrame, Reference


def drawing_name(frame: LineFrame) -> str:
    """Equal for equal drawings; empty for a blank one."""
    return (frame.digest or frame.path) if frame.path else ""


def read_line(request: ColorizeShot, frame: LineFrame) -> np.ndarray:
    """(H, W) uint8 line layer of a frame, 0 full ink and 255 paper; a blank drawing is paper. Raises BadRequest."""
    return line_layer(read_drawing(request, frame), request.polarity)


def read_drawing(request: ColorizeShot, frame: LineFrame) -> np.ndarray:
    """The line art of a frame as `read_still` gives it; a blank drawing is white, or black where lines are light.
    Raises BadRequest."""
    if not frame.path:
        return np.full((request.height, request.width), 0 if request.polarity == "light" else 255, np.uint8)
    what, unread = f"The line art of frame {frame.number}", f"The line art of frame {frame.number} cannot be read"
    remedy = "import it again" if request.decoded else "choose File > Reload changed line art"
    return _read(request, frame.path, frame.digest, what, unread, remedy)


def read_key(request: ColorizeShot, key: KeyFrame) -> np.ndarray:
    """(H, W, 3) or (H, W, 4) uint8 of a key. Raises BadRequest."""
    what, unread = f"The key on frame {key.number}", f"The key on frame {key.number} cannot be read"
    image = to_8_bit(_read(request, key.path, key.digest, what, unread, "lay it again"))
    return cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image


def read_sheet(request: ColorizeShot, sheet: Reference) -> np.ndarray:
    """(H, W, 3) uint8 of a model sheet: all of it as large as the shot has room for, white around. Raises
    BadRequest."""
    what, unread = f'The model sheet "{sheet.name}"', f'The model sheet "{sheet.name}" cannot be read'
    image = flatten(to_8_bit(_opened(sheet.path, sheet.digest, what, unread, "add it again")), 255)
    image = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else np.ascontiguousarray(image[..., :3])
    height, width = image.shape[:2]
    scale = min(request.width / width, request.height / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    placed = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (request.width - size[0]) // 2, (request.height - size[1]) // 2
    right, below = request.width - size[0] - left, request.height - size[1] - top
    return cv2.copyMakeBorder(placed, top, below, left, right, cv2.BORDER_CONSTANT, value=(255, 255, 255))


def _read(request: ColorizeShot, path: str, digest: str, what: str, unread: str, remedy: str) -> np.ndarray:
    """The picture, of the shot's size and with the digest it had: takes and cache are named after it."""
    image = _opened(path, digest, what, unread, remedy)
    height, width = image.shape[:2]
    if (width, height) != (request.width, request.height):
        raise BadRequest(
            f"{what} is {width} x {height}, the shot is {request.width} x {request.height}; "
            "give it the size of the shot."
        )
    return image


def _opened(path: str, digest: str, what: str, unread: str, remedy: str) -> np.ndarray:
    """The picture, with the digest it had. `unread` is a whole for translators, who say `what` otherwise in it."""
    try:
        if digest and file_digest(Path(path)) != digest:
            read_still(Path(path))  # what is damaged is not merely another one: to read it again would not help
            raise BadRequest(f"{what} was changed on disk; {remedy}, then generate again.")
        return read_still(Path(path))
    except (StillError, OSError) as error:
        raise BadRequest(f"{unread}: {error}") from error
