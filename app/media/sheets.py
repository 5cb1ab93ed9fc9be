"""Model sheets: pictures kept in the project bit for bit, to pick colors from; read off the UI thread."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.media.decoded import digest_of, not_written
from app.media.errors import MediaUnreadable
from app.project.files import write_atomic
from app.project.model import Reference
from engine.imaging.flats import Flat, flat_colors
from engine.imaging.line import flatten
from engine.imaging.stills import StillError, encode_png, read_still, to_8_bit

FOLDER = ("keys", "sheets")
_SMALLEST = 256  # pixels: no smaller picture is made of a sheet


def bring_in(source: Path | np.ndarray, project: Path, name: str = "") -> Reference:
    """Copy a picture into the project, a file byte for byte, (H, W, 3 or 4) pixels as a PNG.

    The copy is named after its content. Raises MediaUnreadable, MediaNotWritten.
    """
    data, suffix = _opened(source)
    digest = digest_of(data)
    folder = project.joinpath(*FOLDER)
    path = folder / f"{digest[:16]}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
    except OSError as error:
        raise not_written(folder, error) from error
    called = name or (source.stem if isinstance(source, Path) else "") or "Pasted sheet"
    return Reference(called, f"{'/'.join(FOLDER)}/{path.name}", digest)


def read_sheet(path: Path) -> np.ndarray:
    """(H, W, 3) uint8 RGB of a sheet, on white paper. Raises MediaUnreadable."""
    try:
        image = flatten(to_8_bit(read_still(path)), 255)
    except (StillError, OSError) as error:
        raise MediaUnreadable(f'The model sheet "{path.name}" cannot be read: {error}') from error
    return cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else np.ascontiguousarray(image[..., :3])


def reductions(image: np.ndarray) -> list[np.ndarray]:
    """The picture and smaller ones of it, each half as wide and high, to be shown from without more work."""
    levels = [image]
    while min(levels[-1].shape[:2]) > 2 * _SMALLEST:
        height, width = levels[-1].shape[:2]
        levels.append(np.asarray(cv2.resize(levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA)))
    return levels


def flats_of(path: Path) -> list[Flat]:
    """The flat colors of a sheet, the largest first. Raises MediaUnreadable."""
    return flat_colors(read_sheet(path))


def _opened(source: Path | np.ndarray) -> tuple[bytes, str]:
    """The bytes to keep and the file name's ending; what cannot be read is refused before anything is copied."""
    if not isinstance(source, Path):
        return encode_png(source), ".png"
    try:
        read_still(source)
        return source.read_bytes(), source.suffix.lower()
    except StillError as error:
        raise MediaUnreadable(str(error)) from error
    except OSError as error:
        raise MediaUnreadable(
            f'"{source.name}" cannot be read ({error.strerror}); check the disk and try again.'
        ) from error
