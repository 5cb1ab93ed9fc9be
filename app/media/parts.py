"""What the picture of a frame is put together from, read once: line art, key and take, with colors apart from pixels.

Kept for the frame that is looked at, so that another palette shows at once, without anything being read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.media.recolor import Nearness, prepare, recolored
from app.media.rims import parted
from app.once import once
from app.project.palettes import Color, Mapping
from engine.imaging.flats import indexed
from engine.imaging.stills import read_still, to_8_bit
from engine.protocol.frames import FrameFile


@dataclass(frozen=True)
class Table:
    """Pixels by their place in a table: `colors` (P, 3) or (P, 4) uint8, `places` (H, W) integers.

    `edges` (P,) bool are the colors that are seen along edges alone, `near` tells what lies near them; None where that
    is not known. `lines` (P, 3) uint8 is what full ink over each looks like, black as it is drawn; None where all of it
    is.
    """

    colors: np.ndarray
    places: np.ndarray
    edges: np.ndarray | None = None
    lines: np.ndarray | None = None
    near: Nearness | None = None

    def recolored(self, mapping: Mapping) -> np.ndarray:
        """The colors that the mapping shows for these, as `colors`."""
        return recolored(self.colors, mapping, self.edges, self.near)

    def shown(self, mapping: Mapping) -> np.ndarray:
        """(H, W, 3) uint8 RGB in the colors that the mapping shows for them."""
        return self._looked_up(self.recolored(mapping))

    def inks(self, mapping: Mapping) -> np.ndarray | None:
        """(P, 3) uint8: what full ink looks like over each color; None where all of it is as it is drawn.

        Another palette shows a line's color as it shows the lines of the keys: as its swatch, or moving with the flat
        that it is a darker shade of, else as it is. So lines are no other on keys than beside them.
        """
        if self.lines is None:
            return None
        shown = recolored(self.lines, mapping, _thin(self.lines))
        shown[~self.lines.any(axis=1)] = 0  # which is no color, though black may be a swatch
        return shown

    def tint(self, mapping: Mapping) -> np.ndarray | None:
        """(H, W, 3) uint8: the same for each pixel."""
        inks = self.inks(mapping)
        return self._looked_up(inks) if inks is not None else None

    def _looked_up(self, colors: np.ndarray) -> np.ndarray:
        """(H, W, 3) uint8 of (P, 3) or (P, 4)."""
        if self.places.dtype == np.uint8:  # as in nearly all takes: a channel at a time takes a third of the memory
            table = np.zeros((3, 256), np.uint8)
            table[:, : len(colors)] = colors[:, :3].T
            return cv2.merge([cv2.LUT(self.places, channel) for channel in table])
        packed = np.zeros((len(colors), 4), np.uint8)
        packed[:, : colors.shape[1]] = colors
        # One 32-bit take and a view: far faster than indexing rows of three bytes. The places are right: "clip"
        # changes none; it spares numpy looking at each of them.
        taken = np.take(packed.view(np.uint32).ravel(), self.places, mode="clip")
        return cv2.cvtColor(taken.view(np.uint8).reshape(*self.places.shape, 4), cv2.COLOR_RGBA2RGB)


def _thin(lines: np.ndarray) -> np.ndarray:
    """(P,) bool: that these are seen along edges alone, as the colors of lines are."""
    return np.ones(len(lines), bool)


class Parts:
    """Reads what is asked for, once. Paths may be empty; what lies there is asked for only where it is shown.

    Reading raises StillError or FrameFileError.
    """

    def __init__(self, line_path: str, key_path: str, take_path: str, take_at: int) -> None:
        self._line, self._key, self._take, self._at = line_path, key_path, take_path, take_at

    @once
    def line(self) -> np.ndarray | None:
        """The line art as `read_still` gives it."""
        return read_still(Path(self._line)) if self._line else None

    @once
    def _still(self) -> np.ndarray:
        still = read_still(Path(self._key))
        return cv2.cvtColor(still, cv2.COLOR_GRAY2RGB) if still.ndim == 2 else still

    @once
    def _key_table(self) -> Table:
        """The key's colors with 8 bits a channel, without its alpha."""
        found = parted(*indexed(to_8_bit(self._still)[..., :3]))
        return Table(found.colors, found.places, found.edges, near=found.near)

    def key(self, mapping: Mapping) -> np.ndarray:
        """The key, RGB or RGBA, in the colors that the mapping shows; bit for bit where that changes nothing."""
        still = self._still
        if not mapping:
            return still
        table = self._key_table
        color = table.shown(mapping)
        if still.dtype == np.uint16:  # what stays keeps its 16 bits
            changed = (table.recolored(mapping) != table.colors).any(axis=1)[table.places]
            color = np.where(changed[..., None], color.astype(np.uint16) * 257, still[..., :3])
        return np.dstack([color, still[..., 3]]) if still.shape[2] == 4 else color

    @once
    def _frame(self) -> Table | np.ndarray:
        with FrameFile(Path(self._take)) as file:  # not kept open: Windows neither moves nor deletes an open file
            if file.palette is not None:
                return Table(file.palette, file.indices(self._at), lines=file.lines)
            pixels = file.frame(self._at)
        return pixels if pixels.shape[2] == 3 else cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)

    def take(self, mapping: Mapping) -> np.ndarray:
        """(H, W, 3) uint8 RGB of the take's frame; frames of pixels have no swatches and stay as they are."""
        frame = self._frame
        return frame.shown(mapping) if isinstance(frame, Table) else frame

    def tint(self, mapping: Mapping) -> np.ndarray | None:
        """(H, W, 3) uint8: what full ink looks like over the take's frame; None where it is as it is drawn."""
        frame = self._frame
        return frame.tint(mapping) if isinstance(frame, Table) else None

    def key_table(self) -> Table | None:
        """The key's colors apart from its pixels; None where it has more to it than 8 bits of each channel."""
        still = self._still
        return self._key_table if still.dtype == np.uint8 and still.shape[2] == 3 else None

    def take_table(self) -> Table | None:
        """The same of the take; None for frames of pixels."""
        return frame if isinstance(frame := self._frame, Table) else None

    def prepare(self, sources: Sequence[Color]) -> None:
        """Get what has been read ready to be shown with other colors for the `sources`; a first edit waits for it."""
        read = vars(self)
        for name in ("_key_table", "_frame"):
            if isinstance(table := read.get(name), Table):
                prepare(table.colors, sources, table.edges, table.near)
                if table.lines is not None:
                    prepare(table.lines, sources, _thin(table.lines))

    def read(self, line: bool, key: bool, take: bool) -> None:
        """Have these at hand from now on."""
        _ = line and self.line
        _ = key and bool(self._key) and self._key_table
        _ = take and bool(self._take) and self._frame
