"""What the colors of a shot are called until the artist names them: each keeps the name that it was first seen by."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.project.palettes import Color, Palette

MOST = 2000
"""Colors whose names are kept, the newest."""


class SwatchNames(QObject):
    """`each` is told in the order in which the colors were first seen.

    Signals:
        changed: there are new ones.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.each: dict[Color, str] = {}

    def recall(self, kept: Iterable[tuple[Color, str]]) -> None:
        """Go on with those of before."""
        self.each = dict(kept)

    def note(self, seen: Palette, named: Palette) -> None:
        """These swatches are seen now; those that are `named` are no concern of this, the project keeps them."""
        new = [each for each in seen.swatches if each.id not in self.each and named.swatch(each.id) is None]
        if new:
            self.each.update((swatch.id, swatch.name) for swatch in new)
            self.changed.emit()

    @property
    def kept(self) -> tuple[tuple[Color, str], ...]:
        """What to go on with."""
        return tuple(self.each.items())[-MOST:]
