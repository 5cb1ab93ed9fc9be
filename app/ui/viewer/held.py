"""Holds what the frame that is looked at is put together from, so that it shows another palette at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
from PySide6.QtGui import QImage

from app.media.parts import Parts
from app.media.pictures import PictureKey, read_parts
from app.media.plates import Plate, plate_of, small_plate_of
from app.project.palettes import Color
from app.ui.viewer.pixels import image_of
from app.ui.viewer.sizes import Decoded, Wish, decode, large
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError


@dataclass(frozen=True)
class _Ready:
    """What is held: the picture's name without colors, its parts, and plates of it where it has flats; the small one
    where it is large."""

    key: PictureKey
    parts: Parts
    plate: Plate | None
    small: Plate | None


class Held:
    """The parts of one picture, read and made ready by a worker; asking never waits, from any thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "held")
        self._change = threading.Lock()
        self._closed = False
        self._wanted: PictureKey | None = None
        self._held: _Ready | None = None
        self._sources: tuple[Color, ...] = ()
        self._trial: tuple[PictureKey, Callable[[PictureKey, QImage], object]] | None = None

    def hold(self, key: PictureKey) -> None:
        """Hold the parts of this picture from now on, instead of those of the one before."""
        plain = replace(key, colors=())
        with self._change:
            if self._wanted != plain and not self._closed:
                self._wanted = plain
                self._pool.submit(self._read, plain)

    def expect(self, sources: tuple[Color, ...]) -> None:
        """Be ready for other colors in place of these, the palette's, of the picture held now and of those to come."""
        with self._change:
            if self._sources != sources and not self._closed:
                self._sources = sources
                self._pool.submit(self._prepare)

    def parts(self, key: PictureKey) -> Parts | None:
        """What a picture is put together from, if that is held."""
        ready = self._ready(key)
        return ready.parts if ready is not None else None

    def made(self, key: PictureKey) -> Decoded | None:
        """The exact picture, in a moment; None where it is not the one held, or has no flat colors. Raises
        MemoryError."""
        ready = self._ready(key)
        return _filled(ready.plate, key) if ready is not None else None

    def made_small(self, key: PictureKey) -> Decoded | None:
        """The same in a proxy's size, of a large picture, to be seen until the exact one is there."""
        ready = self._ready(key)
        return _filled(ready.small, key) if ready is not None else None

    def _ready(self, key: PictureKey) -> _Ready | None:
        held = self._held
        return held if held is not None and held.key == replace(key, colors=()) else None

    def attempt(self, key: PictureKey, tell: Callable[[PictureKey, QImage], object]) -> None:
        """Have a picture made of parts that are held from now on, and `tell(key, picture)` in the worker.

        An earlier attempt that is not begun is given up. Of one that cannot be read, asking for it will tell.
        """
        self.hold(key)
        with self._change:
            idle, self._trial = self._trial is None, (key, tell)
            if idle and not self._closed:
                self._pool.submit(self._attempt)

    def close(self) -> None:
        """Stop the worker; from any thread."""
        with self._change:
            self._closed = True
        self._pool.shutdown(cancel_futures=True)

    def _attempt(self) -> None:
        with self._change:
            trial, self._trial = self._trial, None
        parts = self.parts(trial[0]) if trial is not None else None
        if trial is not None and parts is not None:
            key, tell = trial
            if (small := self.made_small(key)) is not None:
                tell(key, small.image)
            tell(key, (self.made(key) or decode(Wish(key, proxy=False), parts)).image)

    def _prepare(self) -> None:
        if self._held is not None:
            self._held.parts.prepare(self._sources)

    def _read(self, plain: PictureKey) -> None:
        if self._wanted != plain:
            return
        try:
            parts = read_parts(plain)
            small = small_plate_of(plain, parts) if large(plain) else None
            self._held = _Ready(plain, parts, plate_of(plain, parts), small)
            self._prepare()
        except (StillError, FrameFileError, OSError, ValueError, MemoryError, cv2.error):
            self._held = None  # showing the picture says what is wrong with it


def _filled(plate: Plate | None, key: PictureKey) -> Decoded | None:
    if plate is None:
        return None
    image, pixels = image_of(plate.width, plate.height, QImage.Format.Format_RGB32)
    plate.fill(key.colors, pixels)
    return Decoded(image)
