"""What the artist sees at a frame: line art, the shown take's colors, the key laid there; described, then rendered.

`describe` is cheap and pure and names everything a picture is made from, so that its result is a cache key which
changes exactly when the picture does. `render` reads and composes; call it off the UI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from app.media.parts import Parts
from app.media.proxies import proxy_size, reduced
from app.once import once
from app.project.held import shown_key
from app.project.model import Polarity, Shot, Take
from app.project.palettes import Mapping
from app.project.segments import segment_at
from app.project.staleness import Segment
from engine.imaging.compose import cut_paper, lay_lines, line_rgba
from engine.imaging.stills import to_8_bit

Layer = Literal["picture", "color", "picture_alpha", "color_alpha", "line"]


@dataclass(frozen=True)
class PictureKey:
    """Everything the picture of one frame is made from. Empty paths are absent layers."""

    number: int
    layer: Layer
    width: int
    height: int
    line_path: str
    line_digest: str
    polarity: Polarity
    key_path: str = ""
    key_digest: str = ""
    take_path: str = ""
    take_pixels: str = ""
    take_at: int = 0
    colors: Mapping = ()  # shown in place of those that key and take have

    @property
    def colored(self) -> bool:
        """Whether there is any color to show."""
        return bool(self.key_path or self.take_path)

    @once
    def _sum(self) -> int:
        colored = (self.key_path, self.key_digest, self.take_path, self.take_pixels, self.take_at, self.colors)
        return hash((self.number, self.layer, self.width, self.height, self.line_path, self.line_digest, colored))

    def __hash__(self) -> int:
        return self._sum  # worked out once: caches look these up thousands of times a second

    @property
    def proxied(self) -> bool:
        """Whether the picture is so large that its proxy is another one."""
        return proxy_size(self.width, self.height) != (self.width, self.height)


def describe(shot: Shot, segments: Sequence[Segment], folder: Path, number: int, layer: Layer) -> PictureKey:
    """Name what frame `number` is made from; raises KeyError outside the shot."""
    line = shot.line
    if line is None:
        raise KeyError(number)
    drawing = line.drawing(number)
    key = shown_key(shot, number) if layer != "line" else None
    segment = segments[segment_at([segment.span for segment in segments], number)] if layer != "line" else None
    covered = key is not None and layer == "picture"  # and another take would give it another name for nothing
    take = segment.take if segment and not covered else None
    return PictureKey(
        number=number,
        layer=layer,
        width=line.width,
        height=line.height,
        line_path=str(folder / drawing.path) if drawing.path else "",
        line_digest=drawing.digest,
        polarity=line.polarity,
        key_path=str(folder / key.path) if key else "",
        key_digest=key.digest if key else "",
        take_path=str(folder / take.path) if take else "",
        take_pixels=take.pixels if take else "",
        take_at=number - take.span.first if take else 0,
        colors=shot.palettes.shown.mapping if layer != "line" else (),
    )


def with_key_laid(name: PictureKey, path: str, digest: str) -> PictureKey:
    """The name that a frame's picture has once it is that of a key."""
    return replace(name, key_path=path, key_digest=digest, take_path="", take_pixels="", take_at=0)


def describe_take(shot: Shot, folder: Path, number: int, layer: Layer, take: Take) -> PictureKey:
    """Name what frame `number` of this take is made from, shown or not and without any key laid on the frame.

    Raises KeyError outside the shot or the take.
    """
    if number not in take.span:
        raise KeyError(number)
    found = describe(shot, (), folder, number, "line")
    path, pixels = str(folder / take.path), take.pixels
    colors = shot.palettes.shown.mapping if layer != "line" else ()
    at = number - take.span.first
    return replace(found, layer=layer, take_path=path, take_pixels=pixels, take_at=at, colors=colors)


def parts_of(key: PictureKey) -> Parts:
    """What the picture is put together from, for any palette; nothing is read yet."""
    return Parts(key.line_path, key.key_path, key.take_path, key.take_at)


def read_parts(key: PictureKey) -> Parts:
    """The same, read. Raises StillError or FrameFileError."""
    parts, alone = parts_of(key), bool(key.key_path) and key.layer == "picture"
    parts.read(line=not alone and key.layer != "color", key=alone, take=not alone)
    return parts


def render(key: PictureKey, parts: Parts | None = None) -> np.ndarray:
    """(H, W, 3) RGB for "picture", "color" and "line"; (H, W, 4) RGBA, straight alpha, for the alpha layers.

    uint8, or uint16 where a 16-bit key is shown. A frame with no color yet shows its line art on white paper.
    The key is the picture itself, bit for bit where the palette changes nothing. `parts` are those of `key`, or of one
    that differs in its palette only. Raises StillError or FrameFileError.
    """
    parts = parts or parts_of(key)
    laid = parts.key(key.colors) if key.key_path and key.layer in ("picture", "picture_alpha") else None
    if laid is not None:
        clear = laid.shape[2] == 4
        if key.layer == "picture":
            return _flatten(laid) if clear else laid
        if clear or not key.take_path:
            return laid if clear else _with_alpha(laid, _cut(parts.key(())))
    if (drawn := lines_alone(key, parts)) is not None:
        return cv2.cvtColor(drawn, cv2.COLOR_GRAY2RGB) if drawn.ndim == 2 else drawn
    color = _color(key, parts)
    if key.layer == "color":
        return color
    line = parts.line
    if key.layer in ("picture", "line"):
        return color if line is None else lay_lines(color, line, key.polarity, _tint(key, parts))
    alpha = _cut(_color(replace(key, colors=()), parts))  # whatever the paper looks like in this palette
    result = np.dstack([color, alpha])
    if key.layer == "picture_alpha" and line is not None:
        result = _over(result, line_rgba(line, key.polarity, _tint(key, parts)))
    if laid is None:
        return result
    # An opaque key: its own pixels inside the figures, the lines' soft edges outside of them.
    result = result.astype(laid.dtype) * (257 if laid.dtype == np.uint16 else 1)
    result[..., :3] = np.where(alpha[..., None] == 255, laid, result[..., :3])
    return result


def render_proxy(key: PictureKey, parts: Parts | None = None) -> np.ndarray:
    """(H, W, 3) uint8 RGB of the layers "picture", "color" and "line", fitted into a proxy's size.

    For the eye in motion: lines and color are reduced before they are laid together, which is cheaper, and differs
    from reducing the picture by a hair along lines between two colors. `parts` and what is raised are as for `render`.
    """
    size, parts = proxy_size(key.width, key.height), parts or parts_of(key)
    if key.key_path and key.layer == "picture":
        return reduced(to_8_bit(render(key, parts)), *size)
    line = parts.line if key.layer != "color" else None
    if line is not None and line.shape[:2] != (key.height, key.width):
        raise ValueError(f"lines of {line.shape[:2]} in a shot of {key.height, key.width}")
    if line is not None and line.ndim == 3 and line.shape[2] == 4:  # transparent pixels have no color to average
        return reduced(lay_lines(_color(key, parts), line, key.polarity, _tint(key, parts)), *size)
    color = reduced(parts.take(key.colors), *size) if _shows_take(key) else _white(*size)
    if line is None:
        return color
    tint = _tint(key, parts)
    return lay_lines(color, reduced(line, *size), key.polarity, reduced(tint, *size) if tint is not None else None)


def _shows_take(key: PictureKey) -> bool:
    return bool(key.take_path) and key.layer != "line"


def _color(key: PictureKey, parts: Parts) -> np.ndarray:
    return parts.take(key.colors) if _shows_take(key) else _white(key.width, key.height)


def _tint(key: PictureKey, parts: Parts) -> np.ndarray | None:
    return parts.tint(key.colors) if _shows_take(key) else None


def lines_alone(key: PictureKey, parts: Parts) -> np.ndarray | None:
    """(H, W) gray or (H, W, 3) RGB uint8 where a picture is lines on white paper and nothing else, as `lay_lines` gives
    them there, in a fraction of the time; None for any other. Raises what `render` does."""
    laid = key.key_path and key.layer == "picture"
    if laid or not key.line_path or key.layer not in ("picture", "line") or _shows_take(key):
        return None
    assert parts.line is not None
    line = to_8_bit(parts.line)
    if line.shape[:2] != (key.height, key.width) or line.shape[2:] == (4,):
        return lay_lines(_white(key.width, key.height), line, key.polarity)
    return cv2.bitwise_not(line) if key.polarity == "light" else line


def _white(width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def _cut(color: np.ndarray) -> np.ndarray:
    """Alpha that clears the paper: the color the frame's border has most of, as far as it reaches inwards."""
    color = to_8_bit(color)
    border = np.concatenate([color[0], color[-1], color[:, 0], color[:, -1]])
    colors, counts = np.unique(border, axis=0, return_counts=True)
    red, green, blue = (int(value) for value in colors[counts.argmax()])
    return cut_paper(color, (red, green, blue))


def _with_alpha(image: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return np.dstack([image, alpha if image.dtype == np.uint8 else alpha.astype(np.uint16) * 257])


def _flatten(image: np.ndarray) -> np.ndarray:
    """RGBA of either depth on white paper, exact where alpha is full."""
    top = np.iinfo(image.dtype).max
    alpha = image[..., 3:].astype(np.uint64)
    mixed = (image[..., :3] * alpha + top * (top - alpha) + top // 2) // top
    return mixed.astype(image.dtype)


def _over(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Straight-alpha RGBA over straight-alpha RGBA, uint8; untouched where `above` is clear."""
    result = below.copy()
    where = above[..., 3] > 0
    low, high = below[where].astype(np.float32), above[where].astype(np.float32)
    a_high, a_low = high[:, 3:] / 255, low[:, 3:] / 255
    alpha = a_high + a_low * (1 - a_high)
    color = (high[:, :3] * a_high + low[:, :3] * a_low * (1 - a_high)) / np.maximum(alpha, 1e-6)
    result[where] = np.rint(np.concatenate([color, alpha * 255], axis=1)).astype(np.uint8)
    return result


class ShotPictures:
    """A shot as it stands, frame by frame, for export. Frozen at the moment it is made."""

    def __init__(self, shot: Shot, segments: Sequence[Segment], folder: Path) -> None:
        assert shot.line is not None
        self._shot, self._segments, self._folder = shot, tuple(segments), folder
        self.numbers: Sequence[int] = range(shot.line.span.first, shot.line.span.last + 1)
        self.width, self.height = shot.line.width, shot.line.height
        self.rate: Fraction = shot.rate

    def picture(self, number: int, layer: Layer) -> np.ndarray:
        """The frame as `render` gives it."""
        return render(describe(self._shot, self._segments, self._folder, number, layer))

    def uncolored(self, first: int, last: int) -> tuple[int, ...]:
        """Frames in first..last that have no color yet."""
        numbers = [number for number in self.numbers if first <= number <= last]
        keys = [describe(self._shot, self._segments, self._folder, number, "picture") for number in numbers]
        return tuple(key.number for key in keys if not key.colored)
