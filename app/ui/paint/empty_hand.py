"""Takes are compared with an empty hand: a click on a wipe is to drag it, never to paint or to put a hint."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject

from app.ui.paint.toolbox import Tool, Toolbox
from app.ui.viewer.compare import Comparison
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.hint_view import HintView


class EmptyHand(QObject):
    """Lays the tool down while takes are compared and takes it up again after; taking one up ends comparing."""

    def __init__(self, compare: Comparison, toolbox: Toolbox, hints: HintView, frames: FrameSource) -> None:
        super().__init__(compare)
        self._compare, self._toolbox, self._hints, self._frames = compare, toolbox, hints, frames
        self._laid_down: Tool | Literal["hints"] | None = None
        compare.changed.connect(self._compared)
        for signal in (toolbox.tool_changed, hints.changed):
            signal.connect(self._taken_up)

    @property
    def before(self) -> Tool | None:
        """The paint tool in hand, or that was laid down."""
        return self._toolbox.tool or (self._laid_down if isinstance(self._laid_down, Tool) else None)

    def forget(self) -> None:
        """Take nothing up again: the artist has said which tool it is to be."""
        self._laid_down = None

    @property
    def _held(self) -> Tool | Literal["hints"] | None:
        return "hints" if self._hints.on else self._toolbox.tool

    def _compared(self) -> None:
        if self._compare.mode != "off":
            if self._held is not None:
                self._laid_down = self._held
                self._hints.set_on(False)
                self._toolbox.take_up(None)
            return
        tool, self._laid_down = self._laid_down, None
        if tool is None or self._held is not None:
            return
        layer = self._frames.layer  # the one looked at stays: nobody begins to paint now
        self._hints.set_on(tool == "hints")
        self._toolbox.take_up(tool if isinstance(tool, Tool) else None)
        self._frames.set_layer(layer)

    def _taken_up(self) -> None:
        if self._held is not None and self._compare.mode != "off":
            self._laid_down = None
            self._compare.set_mode("off")
