"""What a paint tool does on its way over a frame, point by point, and the stroke that comes of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF

from app.paint.sheet import CLEAR, Sheet
from app.project.palettes import Color
from app.ui.paint.current_color import CurrentColor
from app.ui.paint.easel import Easel
from app.ui.paint.toolbox import Tool, Toolbox
from engine.imaging.filling import Areas

_LEAST = 0.15  # of the brush's size, however lightly the pen is pressed


class Hand:
    """Points are in pixels of the line art, (0, 0) the middle of the top left one; they may lie outside of it."""

    def __init__(self, easel: Easel, toolbox: Toolbox, color: CurrentColor, picked: Callable[[Color], object]) -> None:
        """`picked` is told a color that was picked."""
        self._easel, self._toolbox, self._color, self._picked = easel, toolbox, color, picked
        self._tool: Tool | None = None  # what is moved over the frame
        self._last = QPointF()
        self._wide = 1.0  # the share of the brush's size at the last point
        self._within: tuple[Areas, int] | None = None  # the area that holds a brush, once it is in one
        self._wished: QPointF | None = None  # where to fill once the areas are known

    @property
    def down(self) -> bool:
        """Whether a tool is on the frame."""
        return self._tool is not None

    def press(self, point: QPointF, pressure: float, tool: Tool | None) -> None:
        """The tool goes down."""
        sheet = self._easel.sheet
        if tool is None or self.down:
            return
        if tool is Tool.FILL and not self._easel.fillable:
            self._wished = point
        elif tool is Tool.PICKER or (self._easel.ready and sheet is not None):
            self._tool, self._last, self._wide, self._within = tool, point, pressure, None
            if tool is not Tool.PICKER and sheet is not None:
                sheet.begin()
            self.move(point, pressure)

    def move(self, point: QPointF, pressure: float) -> None:
        """The tool goes on to a point."""
        sheet = self._easel.sheet
        if self._tool is Tool.PICKER:
            self._pick(point)
        elif sheet is None or not sheet.painting:
            return
        elif self._tool is Tool.FILL:
            self._fill_along(point)
        elif self._tool is not None:
            self._draw(sheet, self._tool, point, pressure)
        self._last, self._wide = point, pressure

    def lift(self) -> None:
        """The tool goes up: what it has painted is a stroke."""
        tool, self._tool = self._tool, None
        sheet = self._easel.sheet
        if tool is not None and sheet is not None and sheet.painting:
            self._commit(tool)

    def call_off(self) -> bool:
        """Take back what is being painted; whether anything was."""
        tool, self._tool, self._wished = self._tool, None, None
        sheet = self._easel.sheet
        if tool is None or sheet is None or not sheet.painting:
            return False
        sheet.cancel()
        return True

    def forget_wish(self) -> None:
        """Fill nothing that was clicked while the frame was made ready."""
        self._wished = None

    def fill_wished(self) -> None:
        """Fill what was clicked while the frame was made ready."""
        sheet, point = self._easel.sheet, self._wished
        if point is not None and self._easel.fillable and sheet is not None and not sheet.painting:
            self._wished = None
            sheet.begin()
            self._fill(point)
            self._commit(Tool.FILL)

    def _draw(self, sheet: Sheet, tool: Tool, point: QPointF, pressure: float) -> None:
        """Draw on to a point. A tool that the lines hold stays in the first area that it comes into."""
        if self._toolbox.holds(tool) and self._within is None:
            areas, pixel = sheet.areas.get(self._easel.gap), self._pixel(point)
            if areas is None or pixel is None:
                return
            self._within = areas, int(areas.labels[pixel[1], pixel[0]])
        sizes = [self._toolbox.size * max(share, _LEAST) for share in (self._wide, pressure)]
        ends = ((self._last.x(), self._last.y()), (point.x(), point.y()))
        sheet.mark(*ends, (sizes[0], sizes[1]), self._paint(tool), self._within)

    def _commit(self, tool: Tool) -> None:
        if self._easel.commit(str(tool)) and tool is not Tool.ERASER:
            self._color.used()

    def _paint(self, tool: Tool) -> np.ndarray:
        return np.array(CLEAR if tool is Tool.ERASER else (*self._color.color, 255), np.uint8)

    def _pixel(self, point: QPointF) -> tuple[int, int] | None:
        """The pixel at a point; None outside of the frame."""
        sheet = self._easel.sheet
        if sheet is None:
            return None
        height, width = sheet.base.shape
        x, y = round(point.x()), round(point.y())
        return (x, y) if 0 <= x < width and 0 <= y < height else None

    def _fill(self, point: QPointF) -> None:
        sheet, pixel = self._easel.sheet, self._pixel(point)
        if sheet is not None and pixel is not None:
            sheet.fill(self._easel.gap, *pixel, self._toolbox.tolerance, self._paint(Tool.FILL))

    def _fill_along(self, point: QPointF) -> None:
        """Fill every area on the way."""
        way = point - self._last
        steps = max(1, round(max(abs(way.x()), abs(way.y())) / 2))
        for step in range(1, steps + 1):
            self._fill(self._last + way * (step / steps))

    def _pick(self, point: QPointF) -> None:
        sheet, pixel = self._easel.sheet, self._pixel(point)
        color = sheet.color_at(*pixel) if sheet is not None and pixel is not None and self._easel.ready else None
        if color is not None:
            self._picked(color)
