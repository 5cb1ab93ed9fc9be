"""Line art as the networks see it, on a canvas of whole tokens, and pictures brought onto the canvas and back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.errors import BadRequest
from engine.imaging.line import flatten
from engine.longanimation.models.rope import PIXELS
from engine.longanimation.settings import Fit
from engine.pictures import read_key, read_line, read_sheet
from engine.protocol.messages import ColorizeShot, KeyFrame, Reference, SegmentRequest

Draw = Callable[[np.ndarray], np.ndarray]

PAPER_FROM = 200
"""A line layer darker than this is ink for the networks, lighter is paper (paper: binarized at 200)."""
GROUP = 16
"""The base model knows lengths of 16 n + 1 frames; their latents and the reference slot together make whole pairs."""
KEPT_LINES = 12
PAPER = (255, 255, 255)


@dataclass(frozen=True)
class Canvas:
    """A shot of width x height pixels, scaled to inner_width x inner_height, on a canvas whose sides are multiples of
    16. What is left over of the canvas is dealt with by the fits of lines and of pictures: "pad" leaves the shot in the
    corner, "squash" stretches it over all of the canvas, "cover" makes it larger and loses the edges beyond the canvas.
    Finished frames come back by the fit of the lines; edges that were lost are filled from what is beside them."""

    width: int
    height: int
    inner_width: int
    inner_height: int
    sketch_fit: Fit = "pad"
    picture_fit: Fit = "pad"

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
        ink = np.where(self.drawing(line) < PAPER_FROM, np.uint8(255), np.uint8(0))
        return cv2.cvtColor(ink, cv2.COLOR_GRAY2RGB)

    def drawing(self, image: np.ndarray) -> np.ndarray:
        """A line layer (height, width) or a picture (height, width, 3) where lines lie on the canvas, paper around."""
        return self._placed(image, self.sketch_fit, cv2.BORDER_CONSTANT)

    def picture(self, image: np.ndarray) -> np.ndarray:
        """(H, W, 3) uint8 on the canvas from a colored picture (height, width, 3); its edge goes on beyond it."""
        return self._placed(image, self.picture_fit, cv2.BORDER_REPLICATE)

    def back(self, frame: np.ndarray) -> np.ndarray:
        """(height, width, 3) uint8 from a frame on the canvas."""
        return _resized(self.inner(frame), (self.width, self.height))

    def inner(self, frame: np.ndarray) -> np.ndarray:
        """(h, w, 3) uint8: all of the shot and nothing else, as small as it is in a frame on the canvas."""
        size = self._size(self.sketch_fit)
        across, down = (large - side for large, side in zip(size, (self.canvas_width, self.canvas_height)))
        inner = np.ascontiguousarray(frame[: size[1], : size[0]])
        if across > 0 or down > 0:
            left, top = max(0, across // 2), max(0, down // 2)
            edges = (top, max(0, down) - top, left, max(0, across) - left)
            inner = cv2.copyMakeBorder(inner, *edges, cv2.BORDER_REPLICATE)
        return inner

    def shown(self, picture: np.ndarray) -> np.ndarray:
        """The part of a small picture of the canvas that stands for the shot."""
        wide, high = self._size(self.sketch_fit)
        height, width = picture.shape[:2]
        return picture[
            : max(1, min(height, round(height * high / self.canvas_height))),
            : max(1, min(width, round(width * wide / self.canvas_width))),
        ]

    def _size(self, fit: Fit) -> tuple[int, int]:
        """Width and height that the shot is scaled to."""
        wide, high = self.canvas_width, self.canvas_height
        if fit == "pad":
            return self.inner_width, self.inner_height
        if fit == "squash":
            return wide, high
        if self.width * high > wide * self.height:
            return high * self.width // self.height, high
        return wide, wide * self.height // self.width

    def _placed(self, image: np.ndarray, fit: Fit, border: int) -> np.ndarray:
        """Scaled, and its middle where it is larger than the canvas; `border` fills what it leaves of that."""
        scaled = _resized(image, self._size(fit))
        left = max(0, (scaled.shape[1] - self.canvas_width) // 2)
        top = max(0, (scaled.shape[0] - self.canvas_height) // 2)
        inner = scaled[top : top + self.canvas_height, left : left + self.canvas_width]
        down, across = self.canvas_height - inner.shape[0], self.canvas_width - inner.shape[1]
        return cv2.copyMakeBorder(inner, 0, down, 0, across, border, value=PAPER)


def _resized(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    height, width = image.shape[:2]
    if size == (width, height):
        return image
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if size[1] < height else cv2.INTER_CUBIC)


def canvas_of(width: int, height: int, shorter_side: int, sketch_fit: Fit = "pad", picture_fit: Fit = "pad") -> Canvas:
    """The canvas on which the shorter side of a width x height picture has `shorter_side` pixels."""
    scale = shorter_side / min(width, height)
    return Canvas(width, height, max(1, round(width * scale)), max(1, round(height * scale)), sketch_fit, picture_fit)


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

    def sheet(self, segment: SegmentRequest) -> Reference | None:
        """The model sheet that a segment takes its colors from; raises BadRequest where it did not come along."""
        if segment.sheet is None:
            return None
        found = next((sheet for sheet in self.request.references if sheet.digest == segment.sheet), None)
        if found is None:
            raise BadRequest("The model sheet that this segment refers to is not there; choose another reference.")
        return found

    def sheet_picture(self, sheet: Reference) -> np.ndarray:
        """(H, W, 3) uint8 of the shot's size; raises BadRequest."""
        return read_sheet(self.request, sheet)

    def sketches(self, draw: Draw, numbers: Sequence[int], check: Callable[[], None]) -> np.ndarray:
        """uint8 [T, H, W, 3] of these frames on the canvas; the last one stands until T is `padded_length`.

        `draw` makes a sketch there of a line layer, such as `Canvas.sketch`. `check` is called before every frame and
        may raise. Raises BadRequest.
        """
        drawn: dict[str, np.ndarray] = {}
        clip: list[np.ndarray] = []
        for number in numbers:
            check()
            frame = self._frames[number]
            name = frame.digest or frame.path
            if name not in drawn:  # a hold is drawn once
                drawn[name] = draw(self.line(number))
            clip.append(drawn[name])
        clip += clip[-1:] * (padded_length(len(clip)) - len(clip))
        return np.stack(clip)


def reference_on(canvas: Canvas, picture: np.ndarray) -> np.ndarray:
    """uint8 [1, H, W, 3]: a key as the reference slot sees it.

    A key without background is a masked reference (paper, Fig. 5): its figures stand on white, and the words make the
    background.
    """
    return canvas.picture(flatten(picture, 255))[None]
