"""A frame under the brush: what is painted is seen at once, and can be taken back and laid again from memory."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

import cv2
import numpy as np

from app.paint.base import Base
from app.paint.seen import Seen
from app.paint.strokes import Box, Part, Stroke, box_of, differs, gathered, joined, put, taken, together
from app.project.palettes import Color, Mapping
from engine.imaging.aiming import aimed
from engine.imaging.filling import Area, Areas, packed, soft_edge
from engine.imaging.linework import on_white
from engine.imaging.spots import Spots, spots_in
from engine.imaging.stamps import stamp

BUDGET = 256 * 1024 * 1024
"""Bytes of strokes kept; of more, the oldest are taken back by reading the key's file."""
CLEAR = (0, 0, 0, 0)
_STRAY = 0.02  # of an area's box: so few pixels of other colors than most of it are remembered one by one
_PAINTED = 128  # of alpha: less of it is no color
_BESIDE = 2  # pixels beside a line that a click on it may be
_MARKS = 24  # of a brush until they are put together
_PARTS = 3  # of a stroke: of more of them, those that are near are put together in the end: it is taken back at once
# Blue, green and red of what is marked as unpainted, and of what is not.
_HATCH, _HATCH_LINE = np.array([[255, 226, 240, 255]], np.uint8), np.array([[235, 90, 190, 255]], np.uint8)
_WHITE = np.full((1, 4), 255, np.uint8)


class Sheet:
    """Colors and what they look like. For one thread.

    `done` are the strokes laid, `undone` those taken back; `kept_from` counts the oldest, which are forgotten.
    """

    def __init__(self, base: Base, shown: np.ndarray, mapping: Mapping, changed: Callable[[Box], object]) -> None:
        """`shown` (H, W, 4) uint8 is the picture in blue, green, red for the screen, as the mapping shows it; it is
        painted into, and `changed` is told where."""
        self.base, self.shown, self.mapping, self.changed = base, shown, mapping, changed
        self._seen = Seen(mapping, base.picture)
        self._lines = base.lines.own()
        self._lines_seen = self._lines.shown_as(self._seen.of) if mapping else self._lines  # on the screen
        self._shown_before = shown.copy()
        self.color = base.color.copy()
        self.touched = np.zeros(base.shape, bool)
        self.done: list[Stroke] = []
        self.undone: list[Stroke] = []
        self.forgotten = 0
        self.areas: dict[float, Areas] = {}
        self._open: list[Part] | None = None
        self._scratch = np.ones(self.touched.size, bool)  # written to, so that the system has given all of it
        self._ahead: tuple[float, int, Area] | None = None  # what a bucket fills where it was looked at last
        self._stretch: Area | None = None  # of a line, where one was looked for last
        self.lines_shown, self.holes_shown = True, False
        self._boxes: list[Box] | None = None  # touched and not told yet

    # Looking

    def color_at(self, x: int, y: int) -> Color | None:
        """The color beneath the lines at a pixel; None where there is none."""
        red, green, blue, alpha = (int(value) for value in self.color[y, x])
        return (red, green, blue) if alpha else None

    def line_color_at(self, x: int, y: int) -> Color | None:
        """The color that a line has at a pixel; None where there is none, or it is as the drawing has it."""
        return self._lines.color_at(x, y)

    def seen_at(self, x: int, y: int) -> Color | None:
        """What a pixel looks like, but for the mark of what is unpainted; None for what that is, beside lines."""
        red, green, blue = (int(value) for value in self.shown[y, x, 2::-1])
        if self.color[y, x, 3] >= _PAINTED:
            return red, green, blue
        if not self.lines_shown or not self.base.lines.drawn[y, x]:
            return None
        at = np.array([y * self.base.shape[1] + x])
        red, green, blue = on_white(self._lines_seen.over(self.color[y, x], at))[0, :3].tolist()
        return red, green, blue

    def line_ahead(self, area: Area, color: np.ndarray) -> np.ndarray:
        """(h, w, 4) uint8 for the screen, clear beside the area: a stretch of a line as it would look in a color (4,)
        that the palette shows."""
        rows, columns = np.nonzero(area.mask)
        at = (rows + area.top) * self.base.shape[1] + columns + area.left
        below = self._seen.of(taken_at(self.color, at))
        result = np.zeros((*area.shape, 4), np.uint8)
        result[rows, columns] = _for_screen(on_white(self._lines.in_color(below, at, color)))
        return result

    def set_areas(self, gap: float, areas: Areas) -> None:
        """Areas prepared from the colors of the base."""
        for part in chain(*(stroke.parts for stroke in self.done), self._open or ()):
            areas.changed(part.area.window)
        self.areas[gap] = areas

    def stretch(self, gap: float, x: int, y: int) -> Area | None:
        """The stretch of a line that is colored at a pixel, the same object as last where it is the same; None beside
        lines, and until areas are prepared."""
        areas, last = self.areas.get(gap), self._stretch
        if areas is None or areas.stretches is None:
            return None
        found = areas.stretches.at(x, y, areas.behind + _BESIDE)
        if found is None or last is None or found.window != last.window or (found.mask != last.mask).any():
            self._stretch = found
        return self._stretch

    def aimed(self, gap: float, x: int, y: int, tolerance: int, color: np.ndarray) -> tuple[int, int] | None:
        """The pixel that a bucket with (4,) uint8 RGBA fills at where it is put on one, which may be a line's; None
        where nobody can say, and until its areas are prepared."""
        areas = self.areas.get(gap)
        return aimed(areas, self.color, x, y, tolerance, color) if areas is not None else None

    def on_line(self, gap: float, x: int, y: int) -> bool:
        """Whether a pixel is a line's; until areas are prepared, none is."""
        areas = self.areas.get(gap)
        return areas is not None and areas.lines is not None and bool(areas.lines[y, x])

    def area(self, gap: float, x: int, y: int, tolerance: int) -> Area | None:
        """What a bucket fills at a pixel; None until its areas are prepared."""
        if gap not in self.areas:
            return None
        if self._ahead is None or self._ahead[:2] != (gap, tolerance) or not self._ahead[2].covers(x, y):
            self._ahead = (gap, tolerance, self.areas[gap].at(self.color, x, y, tolerance))
        return self._ahead[2]

    # Painting

    @property
    def painting(self) -> bool:
        """Whether a stroke is begun and not ended."""
        return self._open is not None

    def begin(self) -> None:
        """Begin a stroke."""
        self._open = []

    def fill(self, gap: float, x: int, y: int, tolerance: int, color: np.ndarray) -> bool:
        """Fill what a bucket fills at a pixel with (4,) uint8 RGBA, in a stroke; whether that changed anything."""
        areas = self.areas.get(gap)
        area = self.area(gap, x, y, tolerance)
        if areas is None or area is None or np.array_equal(self.color[y, x], color):
            return False
        old, plain = self.color[y, x].copy(), areas.plain(x, y)
        edge = None
        if not area.whole and old[3] == color[3] == 255:
            edge = soft_edge(self.color, area, areas.labels, int(areas.labels[y, x]), old, color)
        with self._telling_at_once():
            for part, before in [(area, old)] if plain else self._apart(area, old):
                self._lay(part, before, color)
            areas.filled(area, x, y)
            for other in self.areas.values():
                if other is not areas:
                    other.changed(area.window)
                    if edge is not None:
                        other.changed(edge[0].window)
            if edge is not None:
                self._seen.softened(edge[1])
                self._lay(edge[0], taken(self.color, edge[0]), edge[1])
        return True

    def mark(
        self, begin: tuple[float, float], end: tuple[float, float], wide: tuple[float, float], color: np.ndarray,
        within: tuple[Areas, int] | None = None,
    ) -> bool:  # fmt: skip
        """Draw with a round brush from point to point in (4,) uint8 RGBA, in a stroke, only `within` one of the areas
        where that is given; whether any of it is inside."""
        area = stamp(self.base.shape, begin, end, wide)
        if area is not None and within is not None:
            area = within[0].part_of(area, within[1])
        if area is None:
            return False
        self._lay(area, taken(self.color, area), color)
        self._note(area)
        assert self._open is not None
        if len(self._open) >= _MARKS:
            self._open = [joined(self._open, self.color)]
        return True

    def color_line(self, area: Area, color: np.ndarray) -> bool:
        """Give a stretch of a line the (4,) uint8 RGBA color, in a stroke; whether that changed anything."""
        before = taken(self._lines.colors, area)
        if (before == color).all():
            return False
        self._lay(area, before, color, taken(self.color, area))
        return True

    def lay(self, area: Area, colors: np.ndarray) -> None:
        """Lay (n, 4) uint8 RGBA colors in an area, in a stroke."""
        self._lay(area, taken(self.color, area), colors)
        self._note(area)

    def end(self, text: str) -> Stroke | None:
        """End the stroke; None where it changed nothing."""
        parts, self._open = self._open or [], None
        lines = any(part.below is not None for part in parts)
        if not lines and len(parts) > _PARTS:
            parts = [joined(parts, self.color)] if len(parts) > _MARKS else gathered(parts, self.color)
        if not any(differs(part) for part in parts):
            for part in reversed(parts):
                self._take_back(part)
            return None
        stroke = Stroke(text, tuple(parts))
        self.done.append(stroke)
        self.undone.clear()
        while len(self.done) > 1 and sum(stroke.nbytes for stroke in self.done) > BUDGET:
            self.done.pop(0)
            self.forgotten += 1
        return stroke

    def cancel(self) -> None:
        """Take back the stroke that is begun."""
        parts, self._open = self._open or [], None
        for part in reversed(parts):
            self._take_back(part)

    def step_back(self) -> None:
        """Take back the last stroke."""
        stroke = self.done.pop()
        with self._telling_at_once():
            for part in reversed(stroke.parts):
                self._take_back(part)
        self.undone.append(stroke)

    def step_on(self) -> None:
        """Lay again the stroke taken back last."""
        stroke = self.undone.pop()
        with self._telling_at_once():
            for part in stroke.parts:
                self._again(part)
        self.done.append(stroke)

    def _lay(self, area: Area | Spots, before: np.ndarray, after: np.ndarray, below: np.ndarray | None = None) -> None:
        assert self._open is not None
        part = Part(area, before, after, self._touched_in(area), below)
        self._open.append(part)
        self._again(part, note=False)

    def _touched_in(self, area: Area | Spots) -> np.ndarray:
        """Where it has been painted on, as a `Part` has it: mostly all or nothing, which takes no room to say."""
        if isinstance(area, Spots):
            return self.touched[area.rows, area.columns]
        there = self._room(area.shape)
        np.logical_and(self.touched[area.window], area.mask, out=there)
        count = cv2.countNonZero(there.view(np.uint8))
        if count in (0, cv2.countNonZero(area.mask.view(np.uint8))):
            return np.array(count > 0)
        return there.copy()

    def _room(self, shape: tuple[int, int]) -> np.ndarray:
        """Room for a mask (h, w) bool, the same with each call: to be given fresh room by the system takes longer than
        to fill it."""
        return self._scratch[: shape[0] * shape[1]].reshape(shape)

    def _apart(self, area: Area, color: np.ndarray) -> list[tuple[Area | Spots, np.ndarray]]:
        """An area and what is there now: one color all over, but for the stray pixels of others that it may have."""
        if (makeup := area.makeup) is not None:
            stray = [] if makeup.stray is None else [(makeup.stray, taken(self.color, makeup.stray))]
            return [(makeup.flat, makeup.color), *stray]
        same = packed(self.color)[area.window] == packed(color[None])[0]
        other = area.mask > same
        count = cv2.countNonZero(other.view(np.uint8))
        if not count:
            return [(area, color)]
        if count > _STRAY * other.size:
            return [(area, taken(self.color, area))]
        stray = spots_in(other, area.left, area.top)
        return [
            (replace(area, mask=np.logical_and(same, area.mask, out=same)), color),
            (stray, taken(self.color, stray)),
        ]

    def _note(self, area: Area | Spots) -> None:
        for areas in self.areas.values():
            areas.changed(area.window)

    def _again(self, part: Part, note: bool = True) -> None:
        self._ahead = None
        seen = self._put(part, part.after)
        if isinstance(part.area, Spots):
            self.touched[part.area.rows, part.area.columns] = True
        elif part.touched.ndim or not part.touched:
            self.touched[part.area.window] |= part.area.mask
        if note:
            self._note(part.area)
        self._show(part.area, seen)

    def _put(self, part: Part, values: np.ndarray) -> np.ndarray:
        """Give a part's area, or the lines there, these colors; returns those of the area."""
        if part.below is None:
            put(self.color, part.area, values)
            return values
        put(self._lines.colors, part.area, values)
        if self._lines_seen is not self._lines:
            put(self._lines_seen.colors, part.area, self._seen.of(values))
        return part.below

    def _take_back(self, part: Part) -> None:
        self._ahead, area = None, part.area
        seen = self._put(part, part.before)
        if isinstance(area, Spots):
            self._take_back_spots(area, part)
            return
        np.copyto(self.touched[area.window], part.touched, where=area.mask)
        self._note(area)
        first = not part.touched.any()  # which is so of most strokes
        never = area.mask if first else np.greater(area.mask, part.touched, out=self._room(area.shape))
        if not self.lines_shown or not never.any():
            self._show(area, seen)
            return
        if not first:
            self._draw(area, seen)
        there, before = packed(self.shown)[area.window], packed(self._shown_before)[area.window]
        np.copyto(there, before, where=never)
        self._stripe(area)
        self._tell(area)

    def _take_back_spots(self, spots: Spots, part: Part) -> None:
        self.touched[spots.rows, spots.columns] = part.touched
        self._note(spots)
        self._draw(spots, part.before)
        if self.lines_shown and not part.touched.all():
            never = spots.only(~part.touched)
            put(self.shown, never, taken(self._shown_before, never))
        self._stripe(spots)
        self._tell(spots)

    # Showing

    def show_as(self, lines: bool, holes: bool) -> None:
        """Show the lines over the colors or not, and mark what is unpainted or not; looks at every pixel."""
        if (lines, holes) == (self.lines_shown, self.holes_shown):
            return
        self.lines_shown, self.holes_shown = lines, holes
        height, width = self.base.shape
        if lines:
            self.shown[:] = self._shown_before
            again = Area(0, 0, self.touched.copy())
            self._show(again, taken(self.color, again))
            self._stripe(Area(0, 0, np.ones((height, width), bool)))
        else:
            self._show_all()
        self.changed((0, 0, width, height))

    def _show_all(self) -> None:
        """Put all colors on the screen's picture, without lines."""
        seen, alpha = self._seen.of(self.color), self.color[..., 3]
        cv2.cvtColor(np.ascontiguousarray(seen), cv2.COLOR_RGBA2BGRA, dst=self.shown)
        soft = np.flatnonzero((alpha > 0) & (alpha < 255))
        self.shown.reshape(-1, 4)[soft] = _for_screen(on_white(taken_at(np.ascontiguousarray(seen), soft)))
        self.shown[..., 3] = 255
        np.copyto(packed(self.shown), packed(_WHITE)[0], where=alpha == 0)
        self._stripe(Area(0, 0, np.ones(self.base.shape, bool)))

    def _stripe(self, area: Area | Spots) -> None:
        """Mark what is unpainted in an area, where that is wanted."""
        clear = area.mask & (self.color[area.window][..., 3] < _PAINTED) if self.holes_shown else None
        if clear is None or not clear.any():
            return
        codes, stripes = packed(self.shown)[area.window], self._stripes((area.top, area.left), clear.shape)
        np.copyto(codes, packed(_HATCH)[0], where=clear)
        np.copyto(codes, packed(_HATCH_LINE)[0], where=clear & stripes)
        if self.lines_shown:
            at = self.base.lines.inked(area.window, clear)
            pixels = self.shown.reshape(-1, 4)
            below = _for_screen(pixels[at])  # the stripes, as colors
            pixels[at] = _for_screen(self._lines_seen.over(below, at))

    def _stripes(self, corner: tuple[int, int], shape: tuple[int, ...]) -> np.ndarray:
        """(h, w) bool: slanted stripes, seen at the size of the picture."""
        wide = max(4, self.base.shape[0] // 180)
        rows = np.arange(corner[0], corner[0] + shape[0])[:, None]
        columns = np.arange(corner[1], corner[1] + shape[1])
        row = (np.arange(corner[0] + shape[0] + corner[1] + shape[1]) // wide) % 3 == 0
        return row[rows + columns]

    def _show(self, area: Area | Spots, values: np.ndarray) -> None:
        """Put colors on the screen's picture, with the lines over them."""
        self._draw(area, values)
        self._stripe(area)
        self._tell(area)

    def _draw(self, area: Area | Spots, values: np.ndarray) -> None:
        seen = self._seen.of(values)
        put(self.shown, area, _for_screen(on_white(seen)))
        if self.lines_shown:
            self._show_lines(area, seen)

    def _show_lines(self, area: Area | Spots, seen: np.ndarray) -> None:
        """Show the lines over an area whose colors are `seen` as the palette shows them."""
        lines = self._lines_seen
        if isinstance(area, Spots):
            at = lines.inked_of(area.places(lines.ink.shape[1]))
        else:
            at = lines.inked(area.window, area.mask)
        if len(at):
            over = lines.over(seen if seen.ndim == 1 else self._seen.of(taken_at(self.color, at)), at)
            self.shown.reshape(-1, 4)[at] = _for_screen(on_white(over))

    def _tell(self, area: Area | Spots) -> None:
        if self._boxes is None:
            self.changed(box_of(area))
        else:
            self._boxes.append(box_of(area))

    @contextmanager
    def _telling_at_once(self) -> Generator[None, None, None]:
        """Tell what is touched meanwhile in the end, and what lies together as one box."""
        boxes = self._boxes = []
        try:
            yield
        finally:
            self._boxes = None
            for _, box in together(boxes):
                self.changed(box)


def taken_at(plane: np.ndarray, at: np.ndarray) -> np.ndarray:
    """(n, 4) the colors of pixels by their flat indices."""
    return plane.reshape(-1, 4)[at]


def _for_screen(colors: np.ndarray) -> np.ndarray:
    """RGBA as the screen wants it: blue, green, red, opaque."""
    if not colors.size:
        return colors
    flat = np.ascontiguousarray(colors).reshape(-1, 1, 4)
    result = cv2.cvtColor(flat, cv2.COLOR_RGBA2BGRA).reshape(colors.shape)
    result[..., 3] = 255
    return result
