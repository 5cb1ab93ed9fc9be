"""The colors of a painted key's lines, kept in its file: a picture alone does not tell lines from flats for certain."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import cv2
import numpy as np

from engine.imaging.filling import packed

_CHUNK = b"shLI"  # private to Shiage, skipped by others, and dropped by those that change pixels
_HEAD = 8  # bytes that a PNG begins with
_LEAST, _SHARE = 24, 0.01  # pixels, and of all colored lines, that a color has which is seen


def with_line_colors(png: bytes, colors: np.ndarray | None) -> bytes:
    """The bytes of a PNG that tells the colors (H, W, 4) uint8 RGBA of its lines, clear where they are as the drawing
    has them; None for all of them."""
    body = b"" if colors is None else _body(colors)
    chunk = struct.pack(">I", len(body)) + _CHUNK + body + struct.pack(">I", zlib.crc32(_CHUNK + body))
    end = png.rindex(b"IEND") - 4
    return png[:end] + chunk + png[end:]


def line_colors(data: bytes, shape: tuple[int, int]) -> np.ndarray | None:
    """(H, W, 4) uint8: the same of a file of a picture of this shape; None where it does not tell."""
    body = next((body for kind, body in _chunks(data) if kind == _CHUNK), None)
    if body is None:
        return None
    colors = np.zeros((*shape, 4), np.uint8)
    if body:
        size = shape[0] * shape[1]
        try:
            told = np.frombuffer(zlib.decompress(body), np.uint8)
            there = np.unpackbits(told[: -(-size // 8)], count=size).view(bool)
            colors.reshape(-1, 4)[there, :3] = told[-(-size // 8) :].reshape(-1, 3)
            colors[..., 3] = there.reshape(shape) * np.uint8(255)
        except (zlib.error, ValueError):
            return None
    return colors


def main_colors(colors: np.ndarray) -> list[tuple[tuple[int, int, int], float]]:
    """The colors that (H, W, 4) uint8 lines are seen in, the commonest first, and the share of the picture of each."""
    codes, counts = np.unique(packed(colors)[colors[..., 3] > 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    least = max(_LEAST, _SHARE * counts.sum())
    seen = [(codes[at : at + 1].view(np.uint8)[:3].tolist(), int(counts[at])) for at in order if counts[at] >= least]
    return [((red, green, blue), count / colors[..., 0].size) for (red, green, blue), count in seen]


def _body(colors: np.ndarray) -> bytes:
    there = colors[..., 3] > 0
    if not there.any():
        return b""
    own = cv2.cvtColor(np.ascontiguousarray(colors[there][:, None]), cv2.COLOR_RGBA2RGB)
    return zlib.compress(np.packbits(there).tobytes() + own.tobytes(), 1)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kinds of a PNG's parts and what is in them; of anything else, none."""
    at = _HEAD if data.startswith(b"\x89PNG") else len(data)
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + 8 + size] if kind == _CHUNK else b""
        at += 12 + size
