"""What a request names on disk, read and checked: drawings, keys, and which of them a segment depends on."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.draft.coloring import Coloring, color_key
from engine.draft.drawing import Drawing, Folded, folded, study
from engine.draft.drift import Drift, drift_between, unbound
from engine.draft.hints import ShotHints
from engine.draft.recent import Recent
from engine.draft.sights import Sights
from engine.draft.traced import KeyLines, key_lines
from engine.draft.tuning import Tuning
from engine.errors import BadRequest
from engine.imaging.compose import line_factor
from engine.imaging.ink import ink_mask
from engine.imaging.line import flatten
from engine.imaging.palette import Palette, reduce_colors, same_color
from engine.imaging.tints import LineSight, Tints
from engine.pictures import drawing_name, read_drawing, read_key, read_line
from engine.protocol.messages import ColorizeShot, SegmentRequest

if TYPE_CHECKING:
    from engine.draft.matcher.matching import Matcher

WORK_SIDE = 2048
"""Larger pictures are worked on at a fraction of their size, so that no single step takes long."""

_FOLDED = 40
"""Drawings kept folded: as many as a segment has and some more, as colors come to each of them from both sides."""


@dataclass(frozen=True)
class ColoredKey:
    """A key ready to be carried: its drawing's coloring in indices of its own palette.

    `background` is the index of the commonest color along the picture's edge; `behind` says that what lies there
    holds borders without ink, such as a sky, `unbound` (n,) bool which regions that lie behind do.
    """

    palette: Palette
    coloring: Coloring
    background: int
    behind: bool
    unbound: np.ndarray


class Shot:
    """A request's frames by position (0 is the first of `request.frames`), keys by the position they lie on."""

    def __init__(self, request: ColorizeShot, pool: Executor, matcher: Matcher | None) -> None:
        """Raises BadRequest when the request does not fit together."""
        self.request = request
        self.pool = pool
        self.matcher = matcher
        self.places = {frame.number: at for at, frame in enumerate(request.frames)}
        if not request.keys:
            raise BadRequest("There is no colored key yet; lay a colored picture on any frame and generate again.")
        for key in request.keys:
            if key.number not in self.places:
                raise BadRequest(
                    f"The key on frame {key.number} lies outside the shot; move it onto a frame of the shot."
                )
        for segment in request.segments:
            if segment.last < segment.first or any(
                number not in self.places for number in range(segment.first, segment.last + 1)
            ):
                raise BadRequest(
                    f"Frames {segment.first} to {segment.last} are not all part of the shot; import the line art again."
                )
        self.keys = {self.places[key.number]: key for key in request.keys}
        self.key_places = sorted(self.keys)
        self.hints = ShotHints(request, self.key_places)
        shrink = min(1.0, WORK_SIDE / max(request.width, request.height))
        self.work_size = (max(1, round(request.width * shrink)), max(1, round(request.height * shrink)))
        self._drawings: Recent[tuple[str, Tuning], Drawing] = Recent(6)
        self._folded: Recent[tuple[str, Tuning], Folded] = Recent(_FOLDED)
        self.sights = Sights()
        self._ahead: dict[tuple[str, Tuning], Future[Drawing]] = {}
        self._blank: dict[str, bool] = {"": True}
        self._drifts: dict[tuple[int, int, Tuning], Drift | None] = {}
        self._keys: Recent[tuple[int, Tuning], ColoredKey] = Recent(3)
        self._lines: dict[tuple[int, Tuning], KeyLines] = {}

    def drawing_name(self, at: int) -> str:
        """Equal for equal drawings; empty for a blank one."""
        return drawing_name(self.request.frames[at])

    def span(self, segment: SegmentRequest) -> range:
        """The positions of a segment's frames."""
        return range(self.places[segment.first], self.places[segment.last] + 1)

    def keys_around(self, at: int) -> tuple[int | None, int | None]:
        """Positions of the nearest key at or before, and at or after, a frame."""
        before = bisect.bisect_right(self.key_places, at) - 1
        after = bisect.bisect_left(self.key_places, at)
        return (
            self.key_places[before] if before >= 0 else None,
            self.key_places[after] if after < len(self.key_places) else None,
        )

    def key_after(self, key: int, step: int) -> int | None:
        """The position of the next key after the one on `key` (`step` 1) or before it (-1)."""
        at = self.key_places.index(key) + step
        return self.key_places[at] if 0 <= at < len(self.key_places) else None

    def keys_within_reach(self, span: range) -> list[int]:
        """Positions of all keys that frames of a span depend on."""
        first, last = self.keys_around(span[0])[0], self.keys_around(span[-1])[1]
        return [at for at in self.key_places if (first is None or at >= first) and (last is None or at <= last)]

    def drawing(self, at: int, tuning: Tuning) -> Drawing:
        """The studied drawing of a frame; raises BadRequest."""
        name = (self.drawing_name(at), tuning)
        drawing = self._drawings.find(name)
        if drawing is None:
            ahead = self._ahead.pop(name, None)
            drawing = self._studied(at, tuning) if ahead is None else ahead.result()
            self._drawings.put(name, drawing)
            self._blank[name[0]] = drawing.blank
        return drawing

    def expect(self, at: int, tuning: Tuning) -> None:
        """Begin to study a frame that `drawing` will soon be asked for, on another core."""
        name = (self.drawing_name(at), tuning)
        if name not in self._ahead and self._drawings.find(name) is None:
            self._ahead[name] = self.pool.submit(self._studied, at, tuning)

    def _studied(self, at: int, tuning: Tuning) -> Drawing:
        name = (self.drawing_name(at), tuning)
        kept = self._folded.find(name)
        if kept is not None:
            return kept.unfolded()
        drawing = study(self._line(at), tuning, self.matcher)
        self._folded.put(name, folded(drawing))
        return drawing

    def blank(self, at: int) -> bool:
        """Whether a frame holds no ink at all."""
        name = self.drawing_name(at)
        if name not in self._blank:
            self._blank[name] = not ink_mask(self._line(at)).any()
        return self._blank[name]

    def _line(self, at: int) -> np.ndarray:
        frame = self.request.frames[at]
        if not frame.path:
            width, height = self.work_size
            return np.full((height, width), 255, np.uint8)
        return self._fit(read_line(self.request, frame), cv2.INTER_AREA)

    def key(self, at: int, tuning: Tuning) -> ColoredKey:
        """The key on a frame; raises BadRequest."""
        return self._keys.get((at, tuning), lambda: self._colored(at, tuning))

    def key_lines(self, at: int, key: ColoredKey, tuning: Tuning) -> KeyLines:
        """What the key on a frame, as `key` gives it, says of its lines; raises BadRequest."""
        found = self._lines.get((at, tuning))
        if found is None:
            request = self.request
            factor = line_factor(read_drawing(request, request.frames[at]), request.polarity)
            flats = key.palette.codes[np.unique(key.coloring.colors)]
            found = KeyLines(Tints({}, {}), flats)  # of lines that lie over flats in colors of their own
            if factor is not None:
                factor, picture = self._fit(factor, cv2.INTER_AREA), self._key_image(at, cv2.INTER_AREA)
                found = key_lines(LineSight(picture, factor, key.coloring.colors, key.palette.colors), flats)
            self._lines[at, tuning] = found
        return found

    def unbound(self, keys: Iterable[int], tuning: Tuning) -> bool:
        """Whether on each of these keys something that lies behind holds borders without ink; raises BadRequest."""
        return all(self.key(at, tuning).unbound.any() for at in keys)

    def drift(self, first: int, second: int, tuning: Tuning) -> Drift | None:
        """What moves behind the frames between two keys; raises BadRequest."""
        between = (first, second, tuning)
        if between not in self._drifts:
            keys = [(self.drawing(at, tuning), self.key(at, tuning)) for at in (first, second)]
            self._drifts = {between: drift_between(keys[0], keys[1])}
        return self._drifts[between]

    def _colored(self, at: int, tuning: Tuning) -> ColoredKey:
        drawing = self.drawing(at, tuning)
        codes = reduce_colors(self._key_image(at), drawing.core)
        palette = Palette(np.concatenate([codes.ravel(), self.hints.colors(at)]))
        same = same_color(palette.colors, tuning.tolerance)
        coloring = color_key(drawing, palette.find(codes), same, tuning)
        edge = coloring.colors
        border = np.concatenate([edge[0], edge[-1], edge[:, 0], edge[:, -1]])
        behind = bool(coloring.mixed[int(drawing.extent.on_edge.argmax())])
        return ColoredKey(palette, coloring, int(np.bincount(border).argmax()), behind, unbound(drawing, coloring))

    def _key_image(self, at: int, how: int = cv2.INTER_NEAREST) -> np.ndarray:
        return self._fit(flatten(read_key(self.request, self.keys[at]), 255), how)

    def _fit(self, image: np.ndarray, how: int) -> np.ndarray:
        return image if image.shape[1::-1] == self.work_size else cv2.resize(image, self.work_size, interpolation=how)
