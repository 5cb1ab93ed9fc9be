"""The two sizes of a picture, exact and proxy: which will do when, how either is made, and why it could not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QImage

from app.media.parts import Parts
from app.media.pictures import PictureKey, lines_alone, parts_of, render, render_proxy
from app.media.proxies import proxy_size
from app.ui.viewer.pixels import to_image
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

_LARGE = 1920 * 1080  # pixels: of pictures above this, the proxy will do at any zoom


class Wish(NamedTuple):
    """A picture in one of its two sizes."""

    key: PictureKey
    proxy: bool

    @property
    def nbytes(self) -> int:
        """Memory it will take."""
        width, height = self.key.width, self.key.height
        width, height = proxy_size(width, height) if self.proxy else (width, height)
        return width * height * 4 + 256


@dataclass(frozen=True)
class Decoded:
    """A picture ready to paint."""

    image: QImage

    @property
    def nbytes(self) -> int:
        """Memory it takes, for the cache's budget."""
        return self.image.sizeInBytes() + 256


Early = Callable[[Wish, Decoded], object]


def decode(wish: Wish, parts: Parts | None = None, early: Early | None = None) -> Decoded:
    """Render a picture for painting, of its `parts` if they are at hand; in a worker.

    `early` is given the proxy of a large one as soon as what is on disk has been read, which is half of the way.
    Raises what `render` raises, and MemoryError.
    """
    key, parts = wish.key, parts or parts_of(wish.key)
    if not wish.proxy:
        if early is not None and large(key):
            early(Wish(key, proxy=True), Decoded(to_image(render_proxy(key, parts))))
        drawn = lines_alone(key, parts)  # gray as it is: colors would take four times the memory on the way
        return Decoded(to_image(render(key, parts) if drawn is None else drawn))
    return Decoded(to_image(render_proxy(key, parts)))


def large(key: PictureKey) -> bool:
    """Whether a picture is so large that its proxy is worth showing for a moment."""
    return key.width * key.height > _LARGE


def enough(key: PictureKey, zoom: float) -> bool:
    """Whether a canvas with this zoom shows no more of a picture than its proxy has."""
    return zoom * key.width <= proxy_size(key.width, key.height)[0]


def in_motion(key: PictureKey, zoom: float) -> Wish:
    """The size in which a picture is wanted while the playhead moves."""
    return Wish(key, key.proxied and (large(key) or enough(key, zoom)))


def sentence(error: Exception) -> str:
    """Why a frame cannot be shown, for the artist."""
    if isinstance(error, StillError):
        return str(error)
    if isinstance(error, FrameFileError):
        return "The color of this frame is damaged on disk; generate its segment again."
    if isinstance(error, ValueError):
        return (
            "A picture of this frame has another size than the shot; lay its key again, or import the line art again."
        )
    if isinstance(error, MemoryError):
        return "There is not enough memory to show this frame; close other programs and try again."
    return "This frame cannot be read; see that its files are where they were, then go to it again."
