"""Takes are compared with an empty hand: a click on a wipe is to drag it, never to paint or to put a hint."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.paint.toolbox import Tool, Toolbox
from app.ui.viewer.compare import Comparison
from app.ui.viewer.hint_view import HintView


class EmptyHand(QObject):
    """Lays the tool down while takes are compared and takes it up again after; taking one up ends comparing."""

    def __init__(self, compare: Comparison, toolbox: Toolbox, hints: HintView) -> None:
        super().__init__(compare)
        self._compare, self._toolbox, self._hints = compare, toolbox, hints
        self._laid_down: Tool | None = None
        compare.changed.connect(self._compared)
        for signal in (toolbox.tool_changed, hints.changed):
            signal.connect(self._taken_up)

    @property
    def _in_hand(self) -> bool:
        return self._toolbox.tool is not None or self._hints.on

    def _compared(self) -> None:
        if self._compare.mode == "off":
            tool, self._laid_down = self._laid_down, None
            if not self._in_hand:
                self._toolbox.take_up(tool)
        elif self._in_hand:
            self._laid_down = self._toolbox.tool
            self._hints.set_on(False)
            self._toolbox.take_up(None)

    def _taken_up(self) -> None:
        if self._in_hand and self._compare.mode != "off":
            self._laid_down = None
            self._compare.set_mode("off")
