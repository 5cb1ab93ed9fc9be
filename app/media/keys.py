"""Lays a colored picture on a frame: checked against its drawing, fitted if asked, kept in the project bit for bit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from app.media.decoded import digest_of, not_written
from app.media.errors import KeyOutside, MediaError, MediaUnreadable
from app.project.files import write_atomic
from app.project.media_paths import absolute
from app.project.model import Key, LineArt
from engine.imaging.line import flatten, line_layer
from engine.imaging.stills import StillError, encode_png, read_still, to_8_bit

KEY_FOLDER = "keys"
Fit = Literal["scale", "pad", "align"]

_REACH = 16  # pixels by which a key is looked for beside its place
_LEAST_SHIFT = 2  # pixels; a border without a line lies within one pixel of where its line would
_NOTICED = 1.06  # how much better the lines must match elsewhere before a shift is spoken of
_SURE = 0.4  # match from which the two are surely the same drawing
_FOREIGN = 0.15  # match of lines (-1..1) below which a picture does not seem to belong to its drawing
_LEAST_INK = 100  # pixels of ink below which a drawing is too empty to compare
_BARE, _INKED = 0.55, 500  # share of the ink that is seen in a key below which that is said, of so many pixels
_DARK, _DARKER = 48, 12  # luma of what may be a line whatever is around it; and how much darker another one is
_AROUND = np.ones((9, 9), np.uint8)
_SAME_SHAPE = 0.01  # proportions this close count as the same


BARE = (
    "This picture shows few of the drawing's lines: this frame stays without them, and with "
    '"Color lines as the keys do" so do the frames that are colored from it.'
)


@dataclass(frozen=True)
class FitOffer:
    """One way to make a picture fit, in words for the artist."""

    fit: Fit
    text: str


class KeyMismatch(MediaError):
    """The key's size is not the line art's; `offers` says what would make it fit."""

    def __init__(self, text: str, offers: tuple[FitOffer, ...]) -> None:
        super().__init__(text)
        self.offers = offers


@dataclass(frozen=True)
class Alignment:
    """How a key lies over its drawing: `dx` to the right and `dy` down, in pixels; matches range from -1 to 1."""

    dx: int
    dy: int
    match: float
    match_here: float

    @property
    def shifted(self) -> bool:
        """Whether the key clearly matches better two pixels or more from where it lies."""
        far = max(abs(self.dx), abs(self.dy)) >= _LEAST_SHIFT
        return far and self.match >= _SURE and self.match > self.match_here * _NOTICED

    @property
    def foreign(self) -> bool:
        """Whether its lines match the drawing's nowhere near."""
        return self.match < _FOREIGN


@dataclass(frozen=True)
class KeyResult:
    """The laid key, sentences the artist should read, and a fit to offer."""

    key: Key
    notes: tuple[str, ...] = ()
    offers: tuple[FitOffer, ...] = ()


def lay_key(
    source: Path | np.ndarray,
    line: LineArt,
    number: int,
    project_dir: Path,
    fit: Fit | None = None,
    name: str = "",
) -> KeyResult:
    """Check a picture against the drawing at `number` and copy it into the project.

    A file is copied byte for byte, an array ((H, W), (H, W, 3) RGB or (H, W, 4) RGBA; uint8 or uint16: a pasted
    picture, a finished frame) becomes a PNG of the same pixels; only a `fit` changes them. The copy is named after
    its content, so none is ever overwritten. Raises KeyOutside, KeyMismatch, MediaUnreadable, MediaNotWritten.
    """
    span = line.span
    if number not in span:
        raise KeyOutside(
            f"Frame {number} is not in this shot, which has frames {span.first} to {span.last}; choose one of these."
        )
    data, image, suffix = _opened(source)
    wanted = (line.width, line.height)
    fitted = image
    if (image.shape[1], image.shape[0]) != wanted:
        if fit not in ("scale", "pad"):
            raise _mismatch(source, image, wanted)
        fitted = _scaled(image, wanted) if fit == "scale" else _padded(image, wanted)
    layer = _layer_at(line, number, project_dir)
    if layer is not None and layer.shape != fitted.shape[:2]:
        layer = None
    found = alignment(layer, fitted) if layer is not None else None
    if fit == "align" and found is not None and found.shifted:
        fitted = _shifted(fitted, -found.dx, -found.dy)
        found = None
    if fitted is not image:
        data, suffix = encode_png(fitted), ".png"
    digest = digest_of(data)
    path = _stored(data, digest, suffix, number, project_dir)
    notes, offers = _remarks(fitted, found)
    if not notes and layer is not None and _is_bare(layer, fitted):
        notes = (BARE,)
    called = name or (source.name if isinstance(source, Path) else "")
    return KeyResult(Key(number, path, digest, called), notes, offers)


def _opened(source: Path | np.ndarray) -> tuple[bytes, np.ndarray, str]:
    """(the bytes to keep, the picture, the file name's ending)."""
    if isinstance(source, Path):
        try:
            image = read_still(source)
            return source.read_bytes(), image, source.suffix.lower()
        except StillError as error:
            raise MediaUnreadable(str(error)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise MediaUnreadable(
                f'"{source.name}" cannot be read ({reason}); check the disk and try again.'
            ) from error
    known = source.ndim == 2 or (source.ndim == 3 and source.shape[2] in (3, 4))
    if not known or source.dtype not in (np.uint8, np.uint16) or 0 in source.shape:
        raise MediaUnreadable("The pasted picture is of a kind Shiage does not read; save it as PNG and drop the file.")
    return encode_png(source), source, ".png"


def _stored(data: bytes, digest: str, suffix: str, number: int, project_dir: Path) -> str:
    """Copy into the project's key folder; returns the path in the project."""
    folder = project_dir / KEY_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for length in (8, len(digest)):
            path = folder / f"{number:04d}_{digest[:length]}{suffix}"
            if not path.exists():
                write_atomic(path, data)
                break
            if path.read_bytes() == data:
                break
    except OSError as error:
        raise not_written(folder, error) from error
    return f"{KEY_FOLDER}/{path.name}"


def _mismatch(source: Path | np.ndarray, image: np.ndarray, wanted: tuple[int, int]) -> KeyMismatch:
    size, name = (image.shape[1], image.shape[0]), f'"{source.name}"' if isinstance(source, Path) else "The picture"
    pad = FitOffer("pad", _pad_text(size, wanted))
    scaled = _inside(size, wanted) != size  # else it would only be centered, too
    return KeyMismatch(
        f"{name} is {size[0]} x {size[1]} but the line art is {wanted[0]} x {wanted[1]}; "
        "choose how to fit it, or save it at that size.",
        (FitOffer("scale", _scale_text(size, wanted)), pad) if scaled else (pad,),
    )


def _scale_text(size: tuple[int, int], wanted: tuple[int, int]) -> str:
    width, height = _inside(size, wanted)
    text = f"Scale it from {size[0]} x {size[1]} to {width} x {height}"
    if (width, height) == wanted:
        return f"{text}; the proportions are the same."
    return f"{text}, and fill the rest with the color of its border."


def _pad_text(size: tuple[int, int], wanted: tuple[int, int]) -> str:
    parts = []
    for have, want, sides in ((size[0], wanted[0], "left and right"), (size[1], wanted[1], "top and bottom")):
        if have > want:
            parts.append(f"cut {have - want} pixels in all off {sides}")
        elif have < want:
            parts.append(f"add {want - have} pixels in all of its border color {sides}")
    return f"Keep its size and center it: {', '.join(parts)}."


def _inside(size: tuple[int, int], wanted: tuple[int, int]) -> tuple[int, int]:
    """The size at which the picture just fits in, keeping its proportions."""
    across, down = wanted[0] / size[0], wanted[1] / size[1]
    if abs(across / down - 1) <= _SAME_SHAPE:
        return wanted
    factor = min(across, down)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _scaled(image: np.ndarray, wanted: tuple[int, int]) -> np.ndarray:
    size = _inside((image.shape[1], image.shape[0]), wanted)
    how = cv2.INTER_AREA if size[0] < image.shape[1] else cv2.INTER_LINEAR
    return _padded(cv2.resize(image, size, interpolation=how), wanted)


def _padded(image: np.ndarray, wanted: tuple[int, int]) -> np.ndarray:
    """The picture centered in `wanted` (width, height), cut or filled with the commonest color of its border."""
    height, width = image.shape[:2]
    channels = image.reshape(height, width, -1)
    result = np.empty((wanted[1], wanted[0], channels.shape[2]), image.dtype)
    border = np.concatenate([channels[0], channels[-1], channels[:, 0], channels[:, -1]])
    colors, counts = np.unique(border, axis=0, return_counts=True)
    result[:] = colors[counts.argmax()]
    from_x, to_x, across = _centered(width, wanted[0])
    from_y, to_y, down = _centered(height, wanted[1])
    result[to_y : to_y + down, to_x : to_x + across] = channels[from_y : from_y + down, from_x : from_x + across]
    return result if image.ndim == 3 else result[..., 0]


def _centered(have: int, want: int) -> tuple[int, int, int]:
    """(start in the picture, start in the result, length) along one side."""
    return (have - want) // 2 if have > want else 0, (want - have) // 2 if want > have else 0, min(have, want)


def _shifted(image: np.ndarray, dx: int, dy: int) -> np.ndarray:
    """The picture moved by whole pixels; what comes in repeats its edge."""
    height, width = image.shape[:2]
    rows = np.clip(np.arange(height) - dy, 0, height - 1)
    columns = np.clip(np.arange(width) - dx, 0, width - 1)
    return np.ascontiguousarray(image[rows][:, columns])


def _layer_at(line: LineArt, number: int, project_dir: Path) -> np.ndarray | None:
    """The lines of a drawing, (H, W) uint8."""
    drawing = line.drawing(number)
    if not drawing.path:
        return None
    try:
        return line_layer(read_still(absolute(project_dir, drawing.path)), line.polarity)
    except StillError:
        return None  # the drawing's own trouble is told where it is shown, and does not stop a key


def _is_bare(layer: np.ndarray, key: np.ndarray) -> bool:
    """Whether the key is a paint layer: most of its drawing's ink is neither dark in it nor darker than both sides."""
    ink = layer < 96
    if int(ink.sum()) < _INKED:
        return False
    flat = flatten(to_8_bit(key), 255)
    luma = flat if flat.ndim == 2 else cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
    sides = cv2.morphologyEx(luma, cv2.MORPH_CLOSE, _AROUND)
    seen = (luma < _DARK) | (cv2.subtract(sides, luma) >= _DARKER)
    return float(seen[ink].mean()) < _BARE


def alignment(layer: np.ndarray, key: np.ndarray) -> Alignment | None:
    """How `key` (as `read_still` gives it) lies over the line layer (H, W) uint8; None where there is little to see."""
    height, width = layer.shape
    reach = min(_REACH, height // 8, width // 8)
    inner = (slice(reach, height - reach), slice(reach, width - reach))
    if reach < 1 or int((layer[inner] < 160).sum()) < _LEAST_INK:
        return None
    ink = cv2.GaussianBlur(255 - layer, (0, 0), 1.0)
    steps = cv2.GaussianBlur(_steps(flatten(to_8_bit(key), 255)), (0, 0), 1.0)
    found = cv2.matchTemplate(steps, ink[inner], cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(found)
    here = float(found[reach, reach])
    return Alignment(x - reach, y - reach, float(best), here)


def _steps(image: np.ndarray) -> np.ndarray:
    """(H, W) uint8: how much the color changes around each pixel, which is most on lines and borders."""
    change = cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    if change.ndim == 2:
        return change
    red, green, blue = cv2.split(change)
    return cv2.max(cv2.max(red, green), blue)


def _remarks(image: np.ndarray, found: Alignment | None) -> tuple[tuple[str, ...], tuple[FitOffer, ...]]:
    notes: list[str] = []
    offers: list[FitOffer] = []
    if image.ndim == 2:
        notes.append("This key has no color; lay a colored picture if that was not meant.")
    if found is not None and found.foreign:
        notes.append("This picture does not seem to belong to this drawing; check the frame number.")
    elif found is not None and found.shifted:
        where = _direction(found.dx, found.dy)
        notes.append(f"This key seems to lie {where} its drawing; align it, or keep it as it is.")
        offers.append(FitOffer("align", f"Move it {_direction(-found.dx, -found.dy, moving=True)}."))
    return tuple(notes), tuple(offers)


def _direction(dx: int, dy: int, *, moving: bool = False) -> str:
    """ "3 pixels right of and 2 pixels below", or as a movement "3 pixels right and 2 pixels down"."""
    sides = ("left", "right", "up", "down") if moving else ("left of", "right of", "above", "below")
    parts = []
    for offset, names in ((dx, sides[:2]), (dy, sides[2:])):
        if offset:
            pixels = "1 pixel" if abs(offset) == 1 else f"{abs(offset)} pixels"
            parts.append(f"{pixels} {names[offset > 0]}")
    return " and ".join(parts)
