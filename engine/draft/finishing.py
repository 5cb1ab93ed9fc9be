"""The last steps of each frame, taken while the next one is colored: what keys say joined, drift, the shot's size, the
file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Executor, Future, wait
from types import TracebackType

import cv2
import numpy as np

from engine.draft.blend import Word, blend
from engine.draft.drawing import Drawing
from engine.draft.drift import Drift, drifted
from engine.draft.early import EarlyFrames
from engine.draft.traced import Traced
from engine.draft.tuning import Tuning
from engine.imaging.palette import Palette
from engine.protocol.frames import FrameFileWriter

MOST_INDEXED = 1 << 16
"""A palette larger than this is not indexed; the frames are written as pixels."""


class Finisher:
    """Writes a segment's frames in the order given, one at a time, in `pool`; left, it has written all of them.

    `palette` is that of the words, `size` (width, height) the shot's; `early`, where there is one, is given the frames
    too. `traced` is the palette of the file where that is another.
    """

    def __init__(
        self,
        writer: FrameFileWriter,
        palette: Palette,
        size: tuple[int, int],
        tuning: Tuning,
        pool: Executor,
        early: EarlyFrames | None = None,
        traced: Traced | None = None,
    ) -> None:
        self._writer, self._early = writer, early
        self._palette, self._traced = palette, traced
        self._size = size
        self._tuning = tuning
        self._pool = pool
        self._writing: Future[None] | None = None
        self._joined = np.zeros((0, 0), np.uint16), np.zeros((0, 0), np.uint8)
        self._held: tuple[np.ndarray, np.ndarray] | None = None  # the last frame, if nothing drifts

    def __enter__(self) -> Finisher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._settle()
        elif self._writing is not None:
            wait([self._writing])

    def put(
        self, words: Sequence[Word], drawing: Drawing | None, drift: tuple[Drift, float] | None, keys: Collection[int]
    ) -> None:
        """The next frame: what one key says of it, or two of its drawing; without words it is as the one before.

        With what drifts behind the drawing, if any, and how much of its way that has come; lines are colored as on the
        keys in these places. Raises OSError where the frame before could not be written.
        """
        self._settle()
        self._writing = self._pool.submit(self._finish, words, drawing, drift, keys)

    def show(
        self,
        number: int,
        words: Sequence[Word],
        drawing: Drawing | None,
        drift: tuple[Drift, float] | None,
        keys: Collection[int],
    ) -> None:
        """Tell of a frame out of turn, which comes again in its turn."""
        if self._early is not None:
            self._early.show(number, self._fitted(*self._join(words, drawing), drawing, drift, keys)[0])

    def _settle(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def _finish(
        self, words: Sequence[Word], drawing: Drawing | None, drift: tuple[Drift, float] | None, keys: Collection[int]
    ) -> None:
        if words:
            self._joined, self._held = self._join(words, drawing), None
        held = self._held if drift is None else None
        pixels, trust = held or self._fitted(*self._joined, drawing, drift, keys)
        self._held = (pixels, trust) if drift is None else None
        self._writer.append(pixels, trust)
        if self._early is not None:
            self._early.append(pixels)

    def _join(self, words: Sequence[Word], drawing: Drawing | None) -> tuple[np.ndarray, np.ndarray]:
        """The colors that words come to together, and the trust in them."""
        if len(words) == 1:
            return words[0].colors, words[0].trust
        assert drawing is not None
        return blend(drawing, words[0], words[1], self._tuning)

    def _fitted(
        self,
        frame: np.ndarray,
        trust: np.ndarray,
        drawing: Drawing | None,
        drift: tuple[Drift, float] | None,
        keys: Collection[int],
    ) -> tuple[np.ndarray, np.ndarray]:
        """The same as the file has them."""
        if drift is not None:
            assert drawing is not None
            frame = drifted(frame, self._palette, drawing, *drift)
        if self._traced is not None:
            frame = self._traced.of(frame, drawing and drawing.ink, keys)
        if frame.shape[1::-1] != self._size:
            frame = np.array(cv2.resize(frame, self._size, interpolation=cv2.INTER_NEAREST), frame.dtype)
            trust = np.array(cv2.resize(trust, self._size, interpolation=cv2.INTER_NEAREST), np.uint8)
        indexed = len(self._palette) <= MOST_INDEXED
        return frame if indexed else self._palette.colors[frame], trust
