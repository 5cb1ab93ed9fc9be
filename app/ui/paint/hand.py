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
from engine.imaging.filling import Area, Areas

ON_LINE = "On this line it is not clear which area you mean. Click inside the area to fill it."
NO_LINE = "There is no line here. Click on the line that is to have the color."
_LEAST = 0.15  # of the brush's size, however lightly the pen is pressed


class Hand:
    """Points are in pixels of the line art, (0, 0) the middle of the top left one; they may lie outside of it."""

    def __init__(
        self, easel: Easel, toolbox: Toolbox, color: CurrentColor, picked: Callable[[Color], object],
        told: Callable[[str], object],
    ) -> None:  # fmt: skip
        """`picked` is told a color that was picked, `told` why nothing was painted, a sentence."""
        self._easel, self._toolbox, self._color, self._picked, self._told = easel, toolbox, color, picked, told
        self._tool: Tool | None = None  # what is moved over the frame
        self._last = QPointF()
        self._wide = 1.0  # the share of the brush's size at the last point
        self._held = False  # whether lines hold it, from its going down on
        self._among: Areas | None = None  # between which lines
        self._within: int | None = None  # the area that holds it, once it is in one
        self._late: list[tuple[QPointF, float]] | None = None  # its way while these areas are not known
        self._up = False  # it is up again already
        self._wished: QPointF | None = None  # where to fill once the areas are known

    @property
    def down(self) -> bool:
        """Whether a tool is on the frame."""
        return self._tool is not None

    @property
    def waiting(self) -> bool:
        """Whether what it did is painted only once the frame is ready for it."""
        return self._late is not None

    def press(self, point: QPointF, pressure: float, tool: Tool | None) -> None:
        """The tool goes down."""
        sheet = self._easel.sheet
        if tool is None or self.down:
            return
        if tool is Tool.FILL and not self._fillable:
            self._wished = point
        elif tool is Tool.PICKER or (self._easel.ready and sheet is not None):
            self._tool, self._last, self._wide = tool, point, pressure
            self._held, self._within = self._toolbox.holds(tool), None
            if self._held and not self._easel.fillable:
                self._late, self._up = [], False
            elif tool is not Tool.PICKER and sheet is not None:
                self._begin(sheet)
            if tool is Tool.FILL:
                self._fill(point)
            else:
                self.move(point, pressure)

    def move(self, point: QPointF, pressure: float) -> None:
        """The tool goes on to a point."""
        sheet = self._easel.sheet
        if self._late is not None:
            if not self._up:
                self._late.append((point, pressure))
        elif self._tool is Tool.PICKER:
            self._pick(point)
        elif sheet is None or not sheet.painting:
            return
        elif self._tool is Tool.FILL:
            self._fill_along(sheet, point)
        elif self._tool is not None:
            self._draw(sheet, self._tool, point, pressure)
        self._last, self._wide = point, pressure

    def lift(self) -> None:
        """The tool goes up: what it has painted is a stroke."""
        if self._late is not None:
            self._up = True
            return
        tool, self._tool = self._tool, None
        sheet = self._easel.sheet
        if tool is not None and sheet is not None and sheet.painting:
            self._commit(tool)

    def call_off(self) -> bool:
        """Take back what is being painted; whether anything was."""
        tool, late, sheet = self._tool, self._late, self._easel.sheet
        self._tool = self._wished = self._late = None
        if late is not None:
            return True
        if tool is None or sheet is None or not sheet.painting:
            return False
        sheet.cancel()
        return True

    def forget_wish(self) -> None:
        """Paint nothing that was begun while the frame was made ready."""
        self._wished = None
        if self._late is not None:
            self._late = self._tool = None

    def paint_wished(self) -> None:
        """Paint what was begun while the frame was made ready."""
        sheet, point, late = self._easel.sheet, self._wished, self._late
        if late and self._easel.fillable and sheet is not None and not sheet.painting:
            self._late, (self._last, self._wide) = None, late[0]
            self._begin(sheet)
            for place, pressure in late:
                self.move(place, pressure)
            if self._up:
                self.lift()
        if point is not None and self._fillable and sheet is not None and not sheet.painting:
            self._wished = None
            sheet.begin()
            self._fill(point)
            self._commit(Tool.FILL)

    @property
    def _fillable(self) -> bool:
        """Whether the bucket knows what it is to color."""
        return self._easel.traceable if self._toolbox.on_lines else self._easel.fillable

    def _draw(self, sheet: Sheet, tool: Tool, point: QPointF, pressure: float) -> None:
        """Draw on to a point. A tool that the lines hold stays in the first area that it comes into."""
        within = None
        if self._held and self._among is not None:
            if self._within is None:
                self._within = self._met(self._among.labels, point)
            if self._within is None:
                return
            within = self._among, self._within
        sizes = [self._toolbox.size * max(share, _LEAST) for share in (self._wide, pressure)]
        ends = ((self._last.x(), self._last.y()), (point.x(), point.y()))
        sheet.mark(*ends, (sizes[0], sizes[1]), self._paint(tool), within)

    def _met(self, labels: np.ndarray, point: QPointF) -> int | None:
        """The first of the areas (H, W) that the brush meets on its way to a point; None outside of the picture."""
        height, width = labels.shape
        steps = max(1, round(max(abs(point.x() - self._last.x()), abs(point.y() - self._last.y()))))
        xs = np.linspace(self._last.x(), point.x(), steps + 1)
        ys = np.linspace(self._last.y(), point.y(), steps + 1)
        columns, rows = np.clip(np.rint(xs), 0, width - 1), np.clip(np.rint(ys), 0, height - 1)
        met = np.hypot(xs - columns, ys - rows) < max(self._toolbox.size / 2, 1)
        first = int(met.argmax())
        return int(labels[int(rows[first]), int(columns[first])]) if met[first] else None

    def _begin(self, sheet: Sheet) -> None:
        self._among = sheet.areas.get(self._easel.gap)
        sheet.begin()

    def _commit(self, tool: Tool) -> None:
        text = "Color lines" if tool is Tool.FILL and self._toolbox.on_lines else str(tool)
        if self._easel.commit(text) and tool is not Tool.ERASER:
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

    def target(self, point: QPointF) -> Area | None:
        """What a bucket put on a point colors, areas or lines; None where nothing."""
        sheet, at = self._easel.sheet, self._aimed(point)
        if sheet is None or at is None:
            return None
        gap = self._easel.gap
        return sheet.stretch(gap, *at) if self._toolbox.on_lines else sheet.area(gap, *at, self._toolbox.tolerance)

    def aimed(self, point: QPointF) -> tuple[int, int] | None:
        """The pixel that a bucket put on a point fills at; None where nobody can say, and beside the frame."""
        sheet, pixel = self._easel.sheet, self._pixel(point)
        if sheet is None or pixel is None:
            return None
        return sheet.aimed(self._easel.gap, *pixel, self._toolbox.tolerance, self._paint(Tool.FILL))

    def _aimed(self, point: QPointF) -> tuple[int, int] | None:
        return self._pixel(point) if self._toolbox.on_lines else self.aimed(point)

    def _fill(self, point: QPointF) -> None:
        """Fill what is meant at a point where the bucket is put down, or color the line there."""
        sheet, at = self._easel.sheet, self._aimed(point)
        if sheet is None or self._pixel(point) is None:
            return
        if self._toolbox.on_lines:
            if not self._color_line(sheet, point):
                self._told(NO_LINE)
        elif at is not None:
            sheet.fill(self._easel.gap, *at, self._toolbox.tolerance, self._paint(Tool.FILL))
        else:
            self._told(ON_LINE)

    def _color_line(self, sheet: Sheet, point: QPointF) -> bool:
        """Color the line at a point; whether there is one."""
        pixel = self._pixel(point)
        stretch = sheet.stretch(self._easel.gap, *pixel) if pixel is not None else None
        if stretch is not None:
            sheet.color_line(stretch, self._paint(Tool.FILL))
        return stretch is not None

    def _fill_along(self, sheet: Sheet, point: QPointF) -> None:
        """Fill every area on the way, between lines that are only passed; or color all of these."""
        way = point - self._last
        steps = max(1, round(max(abs(way.x()), abs(way.y())) / 2))
        for step in range(1, steps + 1):
            there = self._last + way * (step / steps)
            pixel = self._pixel(there)
            if self._toolbox.on_lines:
                self._color_line(sheet, there)
            elif pixel is not None and not sheet.on_line(self._easel.gap, *pixel):
                sheet.fill(self._easel.gap, *pixel, self._toolbox.tolerance, self._paint(Tool.FILL))

    def _pick(self, point: QPointF) -> None:
        sheet, pixel = self._easel.sheet, self._pixel(point)
        if sheet is None or pixel is None or not self._easel.ready:
            return
        line = sheet.line_color_at(*pixel) if self._toolbox.on_lines else None
        color = line or sheet.color_at(*pixel)
        if color is not None:
            self._picked(color)
