"""The artist's own lines over single pixels of color, so that only what was painted is put together anew."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

import cv2
import numpy as np

from engine.imaging.compose import lay_lines, line_rgba
from engine.imaging.ink import ink_mask, nearest_fill
from engine.imaging.line import Polarity, line_layer
from engine.imaging.stills import to_8_bit

_CORE = 216  # of 255: what lines cover that much has their color
_OTHER = 40  # levels from which on a line has another color
_SPARSE = 8  # times as many pixels as lines have there: then those of the lines are looked at alone
_FEW = 0.02  # of the lines' cores; fewer in other colors are accidents
_GRAYS = np.arange(256, dtype=np.uint8)[:, None]


class Linework:
    """The lines of a drawing. Where there is no ink, paper leaves colors as they are, however tinted it was scanned."""

    def __init__(self, drawing: np.ndarray | None, polarity: Polarity, shape: tuple[int, int]) -> None:
        """`drawing` as `read_still` gives it, of the (H, W) `shape`; None for a blank one."""
        self._polarity: Polarity = polarity
        self._drawing: np.ndarray | None = None
        self._places: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
        self._tints: np.ndarray | None = None  # (H * W, 4): the lines' own colors, clear where they have none
        self._mine = False  # whether nobody else has these
        self._inks: np.ndarray | None = None  # (H * W, 1, 3): what full ink looks like, where it is not black
        self.ink = np.zeros(shape, np.uint8)
        self.drawn = np.zeros(shape, bool)  # the ink and its faint edge: where lines lie over colors
        if drawing is not None:
            if drawing.shape[:2] != shape:
                raise ValueError(f"lines of {drawing.shape[:2]} do not fit a picture of {shape}")
            layer = line_layer(drawing, polarity)
            self.ink = ink_mask(layer)
            self.drawn = (cv2.dilate(self.ink, np.ones((3, 3), np.uint8)) > 0) & (layer < 255)
            image = to_8_bit(drawing)
            self._drawing = image.reshape(-1, 1, image.shape[2]) if image.ndim == 3 else image.reshape(-1, 1)

    def tinted(self, tint: np.ndarray | None) -> Linework:
        """These lines with ink that looks like `tint` (H, W, 3) uint8 in place of black, as `lay_lines` has it, over
        whatever color; None is black."""
        if tint is None:
            return self
        made = copy(self)
        made._inks = np.ascontiguousarray(tint).reshape(-1, 1, 3)
        return made

    def colored(self, colors: np.ndarray) -> Linework:
        """These lines in colors (H, W, 4) uint8 RGBA, whatever the drawing has them in; as they are where it is
        clear."""
        made = copy(self)
        made._tints = np.ascontiguousarray(colors).reshape(-1, 4) if colors[..., 3].any() else None
        return made

    def own(self) -> Linework:
        """The same lines, whose colors are changed without those of others."""
        made = copy(self)
        made._mine = False
        return made

    @property
    def colors(self) -> np.ndarray:
        """(H, W, 4) uint8 RGBA, to be written to: as `colored` takes it."""
        if not self._mine:
            self._tints = np.zeros((self.ink.size, 4), np.uint8) if self._tints is None else self._tints.copy()
            self._mine = True
        assert self._tints is not None
        return self._tints.reshape(*self.ink.shape, 4)

    def in_color(self, below: np.ndarray, at: np.ndarray, color: np.ndarray) -> np.ndarray:
        """(n, 4) uint8: what the lines would look like in a color (4,) over those of pixels (n, 4), by their flat
        indices."""
        ink = np.tile(color, (len(at), 1))
        ink[:, 3] = self._cover(at)
        return _over(below, ink)

    def color_at(self, x: int, y: int) -> tuple[int, int, int] | None:
        """The color of ink at a pixel; None where there is no ink, or it is as the drawing has it."""
        at = y * self.ink.shape[1] + x
        if not self.drawn[y, x]:
            return None
        tint = self._tints[at] if self._tints is not None else np.zeros(4, np.uint8)
        ink = self._inks[at, 0] if self._inks is not None else np.zeros(3, np.uint8)
        if not tint[3] and not ink.any():
            return None
        red, green, blue = (tint[:3] if tint[3] else ink).tolist()
        return red, green, blue

    def told(self) -> np.ndarray | None:
        """(H, W, 4) uint8 RGBA: what these lines are colored as, whether by `colored`, `colored_as` or `tinted`; None
        where they are as the drawing has them."""
        if self._inks is None or self._drawing is None:
            return None if self._tints is None else self._tints.reshape(*self.ink.shape, 4)
        result = self._tints.copy() if self._tints is not None else np.zeros((self.ink.size, 4), np.uint8)
        at = self.prepare()[0]
        at = at[self._inks[at, 0].any(axis=1) & (result[at, 3] == 0)]
        lines = np.ascontiguousarray(self._drawing[at])
        result[at, :3] = line_rgba(lines, self._polarity, self._inks[at])[:, 0, :3]
        result[at, 3] = 255
        return result.reshape(*self.ink.shape, 4)

    def shown_as(self, shown: Callable[[np.ndarray], np.ndarray]) -> Linework:
        """These lines in the colors that `shown` gives for theirs, (n, 4) uint8 each."""
        at, made = self.prepare()[0], self.own()
        if made._tints is not None:
            stated, tints = at[made._tints[at, 3] > 0], made.colors.reshape(-1, 4)
            tints[stated] = shown(tints[stated])
        if made._inks is not None:
            inked = at[made._inks[at, 0].any(axis=1)]  # black is no color, though it may be a swatch
            made._inks = made._inks.copy()
            made._inks[inked, 0] = shown(cv2.cvtColor(made._inks[inked], cv2.COLOR_RGB2RGBA)[:, 0])[:, :3]
        return made

    def colored_as(self, picture: np.ndarray, color: np.ndarray) -> Linework:
        """These lines in the colors that a painted picture (H, W, 3 or 4) uint8 has them in, over its flat `color`
        (H, W, 4) uint8; as they are where it has them so, or has none."""
        if self._drawing is None or not self.drawn.any():
            return self
        at = np.flatnonzero(self.drawn)
        cover = self._cover(at)
        core = at[cover >= _CORE]
        seen = picture.reshape(-1, picture.shape[2])[core, :3].astype(np.int16)
        own = self.over(np.ascontiguousarray(color.reshape(-1, 4)[core]), core)[:, :3].astype(np.int16)
        other = np.abs(seen - own).max(axis=1) > _OTHER
        if np.count_nonzero(other) <= _FEW * max(1, len(core)):
            return self
        there = _apart(seen, color, core)
        tints = np.zeros((self.ink.size, 4), np.uint8)
        own_color = other & there
        tints[core[own_color], :3], tints[core[own_color], 3] = seen[own_color], 255
        known = np.zeros(self.ink.shape, bool)
        known.ravel()[core] = True
        spread = nearest_fill(tints.view(np.uint32).reshape(self.ink.shape), known)
        made = copy(self)
        made._tints = np.ascontiguousarray(spread).view(np.uint8).reshape(-1, 4)
        return made

    def _cover(self, at: np.ndarray) -> np.ndarray:
        """(n,) uint8: how much lines cover of pixels, by their flat indices."""
        assert self._drawing is not None
        return line_rgba(np.ascontiguousarray(self._drawing[at]), self._polarity)[:, 0, 3]

    def prepare(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each (n,): the flat indices of all pixels that lines lie over, their rows and columns, which `inked` needs;
        found once."""
        if self._places is None:
            places = np.flatnonzero(self.drawn)
            self._places = (places, *np.divmod(places, self.ink.shape[1]))
        return self._places

    def inked(self, window: tuple[slice, slice], mask: np.ndarray) -> np.ndarray:
        """(n,) the flat indices of the pixels of a (h, w) bool mask, which lies in this window, that lines lie over."""
        rows, columns = window
        width, (places, down, right) = self.ink.shape[1], self.prepare()
        first, last = np.searchsorted(places, (rows.start * width, rows.stop * width))
        if _SPARSE * (last - first) < mask.size:
            places, down, right = places[first:last], down[first:last], right[first:last]
            if mask.shape[1] < width:
                there = (right >= columns.start) & (right < columns.stop)
                places, down, right = places[there], down[there], right[there]
            return places[mask[down - rows.start, right - columns.start]]
        down, right = np.divmod(np.flatnonzero(mask & self.drawn[window]), mask.shape[1])
        return (down + rows.start) * width + right + columns.start

    def inked_of(self, places: np.ndarray) -> np.ndarray:
        """Those of pixels (n,), by their flat indices, that lines lie over."""
        return places[self.drawn.reshape(-1)[places]]

    def over(self, colors: np.ndarray, at: np.ndarray) -> np.ndarray:
        """(n, 4) uint8 RGBA, straight alpha: what the lines look like over the colors (n, 4) of pixels, by their
        flat indices, or over one (4,). Over opaque colors as `lay_lines` gives it, over nothing as `line_rgba` does."""
        if colors.ndim == 1:
            return self._over_one(colors, at)
        if self._drawing is None or not len(at):
            return colors
        inks = self._inks[at] if self._inks is not None else None
        laid = self._laid(colors, np.ascontiguousarray(self._drawing[at]), inks)
        if self._tints is not None:
            tints = self._tints[at]
            stated = np.flatnonzero(tints[:, 3])
            tints[:, 3] = self._cover(at)
            laid[stated] = _over(colors[stated], tints[stated])
        return laid

    def _over_one(self, color: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The same over one color: gray lines are looked up in a table of what each gray becomes."""
        own = self._tints is not None or self._inks is not None
        if self._drawing is None or own or self._drawing.shape[1:] != (1,) or len(at) < len(_GRAYS):
            return self.over(np.tile(color, (len(at), 1)), at)
        table = self._laid(np.tile(color, (len(_GRAYS), 1)), _GRAYS)
        return table.view(np.uint32)[self._drawing[at, 0], 0].view(np.uint8).reshape(-1, 4)

    def _laid(self, colors: np.ndarray, lines: np.ndarray, inks: np.ndarray | None = None) -> np.ndarray:
        """(n, 4): lines (n, 1) or (n, 1, C) over the colors (n, 4), `inks` (n, 1, 3) in place of black."""
        result = colors.copy()
        full = colors[:, 3] == 255
        if full.any():
            below = np.ascontiguousarray(colors[full, None, :3])
            tint = inks[full] if inks is not None else None
            result[full, :3] = lay_lines(below, lines[full], self._polarity, tint)[:, 0]
        if not full.all():
            tint = inks[~full] if inks is not None else None
            result[~full] = _over(colors[~full], line_rgba(lines[~full], self._polarity, tint)[:, 0])
        return result

    def alone(self) -> np.ndarray:
        """(H, W, 4) uint8 RGBA: the lines on nothing."""
        height, width = self.ink.shape
        result = np.zeros((height * width, 4), np.uint8)
        at = np.flatnonzero(self.drawn)
        result[at] = self.over(result[at], at)
        return result.reshape(height, width, 4)


def _apart(seen: np.ndarray, color: np.ndarray, at: np.ndarray) -> np.ndarray:
    """(n,) bool: which of the colors (n, 3) seen at pixels are none of the flats around them, but a line."""
    height, width = color.shape[:2]
    away = max(3, round(4 * height / 720))
    rows, columns = np.divmod(at, width)
    apart = np.ones(len(at), bool)
    for down in (-away, 0, away):
        for right in (-away, 0, away):
            flat = color[np.clip(rows + down, 0, height - 1), np.clip(columns + right, 0, width - 1), :3]
            apart &= np.abs(seen - flat).max(axis=1) > _OTHER
    return apart


def _over(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """(n, 4) straight-alpha RGBA over the same."""
    low, high = below.astype(np.float32), above.astype(np.float32)
    a_high, a_low = high[:, 3:] / 255, low[:, 3:] / 255
    alpha = a_high + a_low * (1 - a_high)
    color = (high[:, :3] * a_high + low[:, :3] * a_low * (1 - a_high)) / np.maximum(alpha, 1e-6)
    return np.rint(np.concatenate([color, alpha * 255], axis=1)).astype(np.uint8)


def on_white(colors: np.ndarray) -> np.ndarray:
    """(..., 4) uint8 straight-alpha RGBA laid on white, opaque; what is opaque already comes as it is."""
    if not colors.size or colors[..., 3].min() == 255:
        return colors
    alpha = colors[..., 3:].astype(np.uint32)
    result = np.full_like(colors, 255)
    result[..., :3] = (colors[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
    return result
