"""Reads one picture file of any kind artists use into an array, tells its size, and writes PNG.

PNG, TIFF, JPEG and WebP go through OpenCV, TGA and PSD through Pillow. Pixels come as they are stored: a camera's
rotation mark and color profiles are not applied.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import struct
from pathlib import Path
from typing import IO

import cv2
import numpy as np
from PIL import Image, PsdImagePlugin, TgaImagePlugin, UnidentifiedImageError

SUFFIXES = frozenset({".png", ".tif", ".tiff", ".tga", ".jpg", ".jpeg", ".webp", ".psd"})
"""File name endings of pictures, in lower case."""

MAX_SIDE = 32768
MAX_PIXELS = 256_000_000
"""Larger pictures are refused: no drawing is that large, but a damaged header easily says so."""

_MERGED_DATA_RESOURCE = 1057  # PSD image resource: version info, with the flag "the flattened picture is real"
_count = itertools.count()

Image.MAX_IMAGE_PIXELS = None  # sizes are checked here, with a sentence instead of a warning
cv2.utils.logging.setLogLevel(
    cv2.utils.logging.LOG_LEVEL_SILENT
)  # a damaged file is reported by a sentence, not on stderr


class StillError(Exception):
    """A picture cannot be read or written; the text is one sentence with the next step."""


def file_digest(path: Path) -> str:
    """The digest of a file's bytes, by which drawings and keys are told apart. Raises StillError."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def read_still(path: Path) -> np.ndarray:
    """The picture in `path`: (H, W) gray, (H, W, 3) RGB or (H, W, 4) RGBA with straight alpha; uint8 or uint16.

    1-bit pictures come as 0 and 255, palettes as their colors. Of several pages the first is taken. Raises StillError.
    """
    data = _bytes(path)
    _size(path, data)
    kind = _kind(path, data)
    image = _with_pillow(path, data) if kind in ("psd", "tga") else _with_opencv(path, data, kind)
    if image.dtype not in (np.uint8, np.uint16):
        raise StillError(f'"{path.name}" holds {image.dtype} values; save it with 8 or 16 bits per channel instead.')
    return np.ascontiguousarray(image)


def still_size(path: Path) -> tuple[int, int]:
    """(width, height) from the file's header, without decoding it. Raises StillError."""
    try:
        with path.open("rb") as file:
            return _checked_size(path, file)
    except OSError as error:
        raise _unreadable(path, error) from error


def encode_png(image: np.ndarray, level: int = 1) -> bytes:
    """The bytes of a PNG of (H, W), (H, W, 3) RGB or (H, W, 4) RGBA, uint8 or uint16. Raises StillError."""
    if image.ndim == 3 and image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    elif image.ndim == 3 and image.shape[2] == 4:
        image = cv2.cvtColor(image, cv2.COLOR_RGBA2BGRA)
    done, data = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, level])
    if not done:
        raise StillError("A picture could not be packed as PNG; free some memory and try again.")
    return data.tobytes()


def write_png(path: Path, image: np.ndarray, level: int = 1) -> None:
    """Write `image` (as `encode_png` takes it) so that `path` is never seen half-written. Raises StillError."""
    data = encode_png(image, level)
    part = path.with_name(f".{path.name}.{os.getpid()}-{next(_count)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise StillError(f'"{path.name}" could not be written ({reason}); check the disk and try again.') from error


def to_8_bit(image: np.ndarray) -> np.ndarray:
    """The picture as uint8; 16-bit values are rounded to the nearest of 256 steps."""
    return cv2.convertScaleAbs(image, alpha=1 / 257) if image.dtype == np.uint16 else image


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not data:
        raise StillError(f'"{path.name}" is empty; save or copy it again.')
    return data


def _unreadable(path: Path, error: OSError) -> StillError:
    if isinstance(error, FileNotFoundError):
        return StillError(f'"{path.name}" is no longer there; bring it back or point Shiage to its new place.')
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return StillError(f'"{path.name}" is a folder, not a picture; choose a picture file.')
    reason = error.strerror or str(error)
    return StillError(f'"{path.name}" cannot be read ({reason}); check the disk and the rights on the file.')


def _damaged(path: Path) -> StillError:
    return StillError(f'"{path.name}" is damaged or incomplete; save or copy it again.')


def _kind(path: Path, data: bytes) -> str:
    """What the file really is, whatever its name says; TGA alone has no mark and goes by its name."""
    if data.startswith(b"\x89PNG"):
        return "png"
    if data.startswith(b"\xff\xd8"):
        return "jpeg"
    if data.startswith(b"8BPS"):
        return "psd"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if path.suffix.lower() == ".tga":
        return "tga"
    # A picture by its name alone: more often cut off or overwritten than of another kind.
    what = "is damaged or" if path.suffix.lower() in SUFFIXES else "is"
    raise StillError(f'"{path.name}" {what} not a picture Shiage reads; save it as PNG, TIFF, TGA, JPEG, WebP or PSD.')


def _size(path: Path, data: bytes) -> tuple[int, int]:
    return _checked_size(path, io.BytesIO(data))


def _checked_size(path: Path, file: IO[bytes]) -> tuple[int, int]:
    head = file.read(26)
    file.seek(0)
    if len(head) == 26 and head.startswith(b"\x89PNG") and head[12:16] == b"IHDR":
        width, height = struct.unpack(">II", head[16:24])
    elif len(head) == 26 and head.startswith(b"8BPS"):
        height, width = struct.unpack(">II", head[14:22])
    else:
        width, height = _pillow_size(path, file, head)
    if width < 1 or height < 1:
        raise StillError(f'"{path.name}" is damaged or incomplete; save or copy it again.')
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise StillError(
            f'"{path.name}" says it is {width} x {height} pixels, more than Shiage can hold; save it again or smaller.'
        )
    return width, height


def _pillow_size(path: Path, file: IO[bytes], head: bytes) -> tuple[int, int]:
    kind = _kind(path, head)
    try:
        with Image.open(file, formats=[kind]) as image:
            return image.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise _damaged(path) from error


def _with_opencv(path: Path, data: bytes, kind: str) -> np.ndarray:
    # libpng complains on stderr; libjpeg paints what is missing gray and calls it a success.
    if kind == "png" and b"IEND" not in data[-4096:]:
        raise _damaged(path)
    if kind == "jpeg" and data.rfind(b"\xff\xd9") < data.rfind(b"\xff\xda"):
        raise _damaged(path)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise _damaged(path) from error
    if image is None:
        raise _damaged(path)
    if kind == "tiff" and image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 4:
        return _with_pillow(path, data)  # OpenCV gives these with their colors multiplied by alpha
    if image.ndim == 3 and image.shape[2] == 3:
        return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    if image.ndim == 3 and image.shape[2] == 4:
        return cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA)
    return image.reshape(image.shape[:2])


def _with_pillow(path: Path, data: bytes) -> np.ndarray:
    try:
        with Image.open(io.BytesIO(data), formats=["PSD", "TGA", "TIFF"]) as image:
            if isinstance(image, PsdImagePlugin.PsdImageFile):
                return _psd(path, image)
            if image.mode in ("1", "L"):
                return np.array(image.convert("L"))
            has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            pixels = np.array(image.convert("RGBA" if has_alpha else "RGB"))
            # Many programs leave the fourth byte of a TGA at zero and mean an opaque picture.
            if isinstance(image, TgaImagePlugin.TgaImageFile) and has_alpha and not pixels[..., 3].any():
                return pixels[..., :3]
            return pixels
    except StillError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as error:
        if data.startswith(b"8BPS") and data[22:24] not in (b"\0\x08", b"\0\x01"):
            raise StillError(
                f'"{path.name}" is a PSD with more than 8 bits per channel; save it as 16-bit PNG or TIFF instead.'
            ) from error
        raise _damaged(path) from error


def _psd(path: Path, image: PsdImagePlugin.PsdImageFile) -> np.ndarray:
    """The flattened picture a PSD carries beside its layers."""
    for number, _name, content in image.resources:
        if number == _MERGED_DATA_RESOURCE and len(content) > 4 and content[4] == 0:
            raise StillError(
                f'"{path.name}" was saved without its flattened picture; save it with "Maximize compatibility" on, '
                "or as PNG."
            )
    if image.mode in ("1", "L"):
        return np.array(image.convert("L"))
    if image.mode != "RGBA":
        return np.array(image.convert("RGB"))
    return _without_white(np.array(image))


def _without_white(pixels: np.ndarray) -> np.ndarray:
    """Straight-alpha colors of a PSD's flattened picture, in which soft edges are stored mixed with white."""
    alpha = pixels[..., 3].astype(np.float32)[..., None]
    mixed = pixels[..., :3].astype(np.float32)
    color = 255 - (255 - mixed) * 255 / np.maximum(alpha, 1)
    return np.dstack([np.clip(np.rint(color), 0, 255).astype(np.uint8), pixels[..., 3]])
