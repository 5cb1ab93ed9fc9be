"""Which paint tool is in hand, and how it works: its size, the gaps it closes, how much colors may differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 32, 40, 52, 64, 80, 100, 128, 160, 200, 256, 320, 400)
"""Diameters in picture pixels that the keys for the size go through."""
MOST_TOLERANT = 128  # levels of a channel
GAP_WORDS = ("None", "Small", "Medium", "Large")


class Tool(StrEnum):
    """A paint tool, in the word the artist reads."""

    FILL = "Fill"
    BRUSH = "Brush"
    ERASER = "Eraser"
    PICKER = "Color picker"


@dataclass(frozen=True)
class InHand:
    """What is in hand for now, and forgotten when the project is closed: the tool, whether fills are meant for a range
    or for lines, whether lines are seen and what is unpainted is marked."""

    tool: Tool | None
    through: bool
    on_lines: bool
    lines: bool
    holes: bool


class Toolbox(QObject):
    """What the artist paints with.

    Signals:
        tool_changed: another tool is in hand, or none.
        changed: anything about how tools work.
    """

    tool_changed = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool: Tool | None = None
        self._size, self._gap, self._tolerance = 12, 2, 12
        self._lines, self._holes, self._through, self._inside = True, False, False, False
        self._on_lines = False

    @property
    def tool(self) -> Tool | None:
        """The tool in hand."""
        return self._tool

    def take_up(self, tool: Tool | None) -> None:
        """Take a tool in hand; None puts away what is."""
        if tool is not self._tool:
            self._tool = tool
            self.tool_changed.emit()

    @property
    def in_hand(self) -> InHand:
        """What is in hand for now."""
        return InHand(self._tool, self._through, self._on_lines, self._lines, self._holes)

    def take_in_hand(self, kept: InHand) -> None:
        """Go on with what was in hand."""
        self.set_through(kept.through)
        self.set_on_lines(kept.on_lines)
        self.show_as(lines=kept.lines, holes=kept.holes)
        self.take_up(kept.tool)

    @property
    def size(self) -> int:
        """Diameter of brush and eraser in picture pixels."""
        return self._size

    def set_size(self, size: int) -> None:
        """Give brush and eraser another size."""
        size = min(max(size, SIZES[0]), SIZES[-1])
        if size != self._size:
            self._size = size
            self.changed.emit()

    def larger(self) -> None:
        """The next larger size."""
        self.set_size(next((size for size in SIZES if size > self._size), SIZES[-1]))

    def smaller(self) -> None:
        """The next smaller size."""
        self.set_size(next((size for size in reversed(SIZES) if size < self._size), SIZES[0]))

    def recall(self, size: int, gap: int, tolerance: int, inside: bool) -> None:
        """Work as the last time, as far as that makes sense."""
        self.set_inside(inside)
        self.set_size(size)
        self.set_gap(min(max(gap, 0), len(GAP_WORDS) - 1))
        self.set_tolerance(min(max(tolerance, 0), MOST_TOLERANT))

    @property
    def gap(self) -> int:
        """Which gaps in lines are closed: a place in GAP_WORDS."""
        return self._gap

    def set_gap(self, gap: int) -> None:
        """Close gaps of another width."""
        if gap != self._gap:
            self._gap = gap
            self.changed.emit()

    @property
    def tolerance(self) -> int:
        """How much colors may differ, in levels of a channel, that are filled together."""
        return self._tolerance

    def set_tolerance(self, tolerance: int) -> None:
        """Fill colors together that differ by another amount."""
        if tolerance != self._tolerance:
            self._tolerance = tolerance
            self.changed.emit()

    @property
    def through(self) -> bool:
        """Whether a fill is meant for a range of frames."""
        return self._through

    def set_through(self, through: bool) -> None:
        """Fill a range of frames, or the one that is shown; lines are colored on that one alone."""
        if through != self._through:
            self._through, self._on_lines = through, self._on_lines and not through
            self.changed.emit()

    @property
    def on_lines(self) -> bool:
        """Whether the bucket colors lines rather than what they enclose."""
        return self._on_lines

    def set_on_lines(self, on_lines: bool) -> None:
        """Color lines, or what they enclose."""
        if on_lines != self._on_lines:
            self._on_lines, self._through = on_lines, self._through and not on_lines
            self.changed.emit()

    @property
    def inside(self) -> bool:
        """Whether brush and eraser stay in the area where a stroke begins."""
        return self._inside

    def set_inside(self, inside: bool) -> None:
        """Let the lines hold brush and eraser, or not."""
        if inside != self._inside:
            self._inside = inside
            self.changed.emit()

    def holds(self, tool: Tool) -> bool:
        """Whether the lines hold this tool, which then needs the areas between them."""
        return self._inside and tool in (Tool.BRUSH, Tool.ERASER)

    @property
    def lines_shown(self) -> bool:
        """Whether lines are seen over the colors while painting."""
        return self._lines

    @property
    def holes_shown(self) -> bool:
        """Whether what is unpainted is marked while painting."""
        return self._holes

    def show_as(self, *, lines: bool | None = None, holes: bool | None = None) -> None:
        """See lines over the colors or not, and what is unpainted marked or not; None leaves it as it is."""
        wanted = (self._lines if lines is None else lines, self._holes if holes is None else holes)
        if wanted != (self._lines, self._holes):
            self._lines, self._holes = wanted
            self.changed.emit()
