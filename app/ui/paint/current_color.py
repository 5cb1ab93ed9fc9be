"""The color that paint tools lay down next, and those used before it; panels set it, tools read it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.project.palettes import Color

RECENT = 12
FIRST: Color = (216, 96, 64)
"""What a tool paints with before any color was chosen, in a shot without a palette."""


class CurrentColor(QObject):
    """A color as keys have it, red, green, blue; the shown palette may show another one for it (a swatch's `id` is the
    keys' color).

    Signals:
        changed: another color is current, or the recent ones are others.
        laid: a stroke laid this color.
    """

    changed = Signal()
    laid = Signal(tuple)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._color: Color = FIRST
        self._chosen = False
        self._recent: tuple[Color, ...] = ()

    @property
    def color(self) -> Color:
        """What is painted with next."""
        return self._color

    @property
    def chosen(self) -> bool:
        """Whether somebody has chosen it, rather than it being what tools begin with."""
        return self._chosen

    @property
    def recent(self) -> tuple[Color, ...]:
        """The colors painted with, the last one first."""
        return self._recent

    def set_color(self, color: Color) -> None:
        """Paint with this color from now on."""
        if color != self._color or not self._chosen:
            self._color, self._chosen = color, True
            self.changed.emit()

    def offer(self, color: Color) -> None:
        """Begin with this color, unless one was chosen."""
        if not self._chosen and color != self._color:
            self._color = color
            self.changed.emit()

    def recall(self, color: Color | None, recent: Iterable[Color]) -> None:
        """Paint with what was painted with the last time; None for what tools begin with."""
        self._recent = tuple(each for each in recent if _possible(each))[:RECENT]
        if color is not None and _possible(color):
            self._color, self._chosen = color, True
        self.changed.emit()

    def used(self) -> None:
        """Remember the current color as one that was painted with, which it stays whatever is offered."""
        self.laid.emit(self._color)
        recent = (self._color, *(color for color in self._recent if color != self._color))[:RECENT]
        if recent != self._recent or not self._chosen:
            self._recent, self._chosen = recent, True
            self.changed.emit()


def _possible(color: Color) -> bool:
    return all(0 <= part <= 255 for part in color)
