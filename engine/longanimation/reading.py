"""Line art as the networks see it, on a canvas of whole tokens, and pictures brought onto the canvas and back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.line import flatten
from engine.longanimation.models.rope import PIXELS
from engine.pictures import read_key, read_line
from engine.protocol.messages import ColorizeShot, KeyFrame

PAPER_FROM = 200
"""A line layer darker than this is ink for the networks, lighter is paper (paper: binarized at 200)."""
GROUP = 16
"""The base model knows lengths of 16 n + 1 frames; their latents and the reference slot together make whole pairs."""
KEPT_LINES = 12


@dataclass(frozen=True)
class Canvas:
    """A shot of width x height pixels, scaled to inner_width x inner_height, in the corner of a canvas whose sides
    are multiples of 16. Nothing is cropped."""

    width: int
    height: int
    inner_width: int
    inner_height: int

    @property
    def canvas_width(self) -> int:
        return -(-self.inner_width // PIXELS) * PIXELS

    @property
    def canvas_height(self) -> int:
        return -(-self.inner_height // PIXELS) * PIXELS

    def sketch(self, line: np.ndarray) -> np.ndarray:
        """(H, W, 3) uint8 on the canvas: 255 where a line layer (height, width) has ink, 0 on paper and beyond."""
        scale = self.inner_height / self.height
        if scale <= 0.5:  # lines thinner than a canvas pixel would fade into the paper
            side = int(1 / scale)
            line = cv2.erode(line, np.ones((side, side), np.uint8))
        small = self._scaled(line)
        ink = np.where(small < PAPER_FROM, np.uint8(255), np.uint8(0))
        return cv2.cvtColor(self._padded(ink, cv2.BORDER_CONSTANT), cv2.COLOR_GRAY2RGB)

    def picture(self, image: np.ndarray) -> np.ndarray:
        """(H, W, 3) uint8 on the canvas from a colored picture (height, width, 3); its edge goes on beyond it."""
        return self._padded(self._scaled(image), cv2.BORDER_REPLICATE)

    def back(self, frame: np.ndarray) -> np.ndarray:
        """(height, width, 3) uint8 from a frame on the canvas."""
        inner = np.ascontiguousarray(frame[: self.inner_height, : self.inner_width])
        if (self.inner_width, self.inner_height) == (self.width, self.height):
            return inner
        how = cv2.INTER_AREA if self.inner_height > self.height else cv2.INTER_CUBIC
        return cv2.resize(inner, (self.width, self.height), interpolation=how)

    def _scaled(self, image: np.ndarray) -> np.ndarray:
        size = (self.inner_width, self.inner_height)
        if size == (self.width, self.height):
            return image
        how = cv2.INTER_AREA if self.inner_height < self.height else cv2.INTER_CUBIC
        return cv2.resize(image, size, interpolation=how)

    def _padded(self, image: np.ndarray, border: int) -> np.ndarray:
        down, across = self.canvas_height - self.inner_height, self.canvas_width - self.inner_width
        return cv2.copyMakeBorder(image, 0, down, 0, across, border)


def canvas_of(width: int, height: int, shorter_side: int) -> Canvas:
    """The canvas on which the shorter side of a width x height picture has `shorter_side` pixels."""
    scale = shorter_side / min(width, height)
    return Canvas(width, height, max(1, round(width * scale)), max(1, round(height * scale)))


def padded_length(frames: int) -> int:
    """Frames that the networks are given for a segment of `frames`: the next 16 n + 1, at least 17."""
    return max(1, -(-(frames - 1) // GROUP)) * GROUP + 1


class ShotPictures:
    """The line art and keys of a request, read when they are asked for; the last few drawings are kept."""

    def __init__(self, request: ColorizeShot) -> None:
        self.request = request
        self._frames = {frame.number: frame for frame in request.frames}
        self._keys = {key.number: key for key in request.keys}
        self._lines: OrderedDict[str, np.ndarray] = OrderedDict()

    @property
    def keys(self) -> tuple[KeyFrame, ...]:
        """By frame number."""
        return tuple(self._keys[number] for number in sorted(self._keys))

    def key(self, number: int) -> KeyFrame:
        """The key on this frame; raises KeyError."""
        return self._keys[number]

    def line(self, number: int) -> np.ndarray:
        """(H, W) uint8 line layer of a frame, not to be changed; raises BadRequest."""
        frame = self._frames[number]
        name = frame.digest or frame.path
        if name not in self._lines:
            self._lines[name] = read_line(self.request, frame)
            while len(self._lines) > KEPT_LINES:
                self._lines.popitem(last=False)
        self._lines.move_to_end(name)
        return self._lines[name]

    def picture(self, key: KeyFrame) -> np.ndarray:
        """(H, W, 3) or (H, W, 4) uint8; raises BadRequest."""
        return read_key(self.request, key)

    def sketches(self, canvas: Canvas, numbers: Sequence[int], check: Callable[[], None]) -> np.ndarray:
        """uint8 [T, H, W, 3] of these frames on the canvas; the last one stands until T is `padded_length`.

        `check` is called before every frame and may raise. Raises BadRequest.
        """
        drawn: dict[str, np.ndarray] = {}
        clip: list[np.ndarray] = []
        for number in numbers:
            check()
            frame = self._frames[number]
            name = frame.digest or frame.path
            if name not in drawn:  # a hold is drawn once
                drawn[name] = canvas.sketch(self.line(number))
            clip.append(drawn[name])
        clip += clip[-1:] * (padded_length(len(clip)) - len(clip))
        return np.stack(clip)


def reference_on(canvas: Canvas, picture: np.ndarray) -> np.ndarray:
    """uint8 [1, H, W, 3]: a key as the reference slot sees it.

    A key without background is a masked reference (paper, Fig. 5): its figures stand on white, and the words make the
    background.
    """
    return canvas.picture(flatten(picture, 255))[None]
