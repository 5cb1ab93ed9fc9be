"""Holds what the frame that is looked at is put together from, so that it shows another palette at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
from PySide6.QtGui import QImage

from app.media.parts import Parts
from app.media.pictures import PictureKey, read_parts
from app.media.plates import Plate, plate_of
from app.project.palettes import Color
from app.ui.viewer.pixels import image_of
from app.ui.viewer.sizes import Decoded, Wish, decode
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError


class Held:
    """The parts of one picture, read and made ready by a worker; asking never waits, from any thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "held")
        self._change = threading.Lock()
        self._closed = False
        self._wanted: PictureKey | None = None
        self._held: tuple[PictureKey, Parts, Plate | None] | None = None
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
        held = self._held
        return held[1] if held is not None and held[0] == replace(key, colors=()) else None

    def made(self, key: PictureKey) -> Decoded | None:
        """The exact picture, in a moment; None where it is not the one held, or has no flat colors. Raises
        MemoryError."""
        held = self._held
        if held is None or held[2] is None or held[0] != replace(key, colors=()):
            return None
        image, pixels = image_of(held[2].width, held[2].height, QImage.Format.Format_RGB32)
        held[2].fill(key.colors, pixels)
        return Decoded(image)

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
            made = self.made(trial[0]) or decode(Wish(trial[0], proxy=False), parts)
            trial[1](trial[0], made.image)

    def _prepare(self) -> None:
        if self._held is not None:
            self._held[1].prepare(self._sources)

    def _read(self, plain: PictureKey) -> None:
        if self._wanted != plain:
            return
        try:
            parts = read_parts(plain)
            self._held = (plain, parts, plate_of(plain, parts))
            self._prepare()
        except (StillError, FrameFileError, OSError, ValueError, MemoryError, cv2.error):
            self._held = None  # showing the picture says what is wrong with it
