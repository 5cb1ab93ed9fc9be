"""How the tool in hand works, in the row above the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QSlider, QSpinBox, QWidget

from app.language import tr
from app.ui.actions import Actions
from app.ui.paint.swatch_row import SwatchRow
from app.ui.paint.toolbox import GAP_WORDS, MOST_TOLERANT, SIZES, Tool, Toolbox
from app.ui.panels.fitting_row import FittingRow, widest
from app.ui.tokens import SIZES as ROOM
from app.ui.widgets import choice, label, number_field

_WAYS = {
    Tool.FILL: "Click an area, or drag over several. K or Alt+click picks a color.",
    Tool.BRUSH: "Paints beneath the lines. [ and ] change the size. K or Alt+click picks a color.",
    Tool.ERASER: "Takes color away. [ and ] change the size.",
    Tool.PICKER: "Click a color to paint with it.",
}
_LINES_WAY = "Click a line, or drag over several."


class OptionsBar(QWidget):
    """Follows a toolbox, and changes it. In a narrow window what is elsewhere too is left out; the palette never is."""

    def __init__(self, toolbox: Toolbox, actions: Actions, swatches: SwatchRow) -> None:
        super().__init__()
        self._toolbox = toolbox
        self.setAccessibleName(tr("How the tool works"))
        self._name, self._way = label("", "heading"), label("", "dim")
        self.size_field = self._number("Size of brush and eraser, in pixels", SIZES[0], SIZES[-1], " px")
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(0, len(SIZES) - 1)
        self.size_slider.setFixedWidth(110)
        self.size_slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.size_slider.setAccessibleName(tr("Size of brush and eraser"))
        self.gap_box = choice([(word, at) for at, word in enumerate(GAP_WORDS)])
        self.gap_box.setAccessibleName(tr("Gaps in lines that are closed"))
        self.gap_box.setToolTip(tr("How wide a gap in a line may be for color not to leak through it"))
        self.gap_box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tolerance_field = self._number("How much colors may differ that are filled together", 0, MOST_TOLERANT, "")
        self._gaps = _named("Close gaps", self.gap_box)
        self._parts: dict[QWidget, tuple[Tool, ...]] = {}
        self._row, self.swatches = FittingRow(), swatches
        self._row.put(self._name, 0)
        self._row.put(swatches, 1)
        drawing = (Tool.BRUSH, Tool.ERASER)
        for part, tools, rank, action_id in (
            (_named("Size", self.size_field), drawing, 2, ""), (self.size_slider, drawing, 6, ""),
            (_tick(actions["stay_inside"], "Stay inside lines"), drawing, 3, "stay_inside"),
            (self._gaps, (Tool.FILL,), 2, ""),
            (_named("Tolerance", self.tolerance_field), (Tool.FILL,), 4, ""),
            (_tick(actions["fill_range"], "Through frames"), (Tool.FILL,), 3, "fill_range"),
            (_tick(actions["fill_lines"], "Color lines"), (Tool.FILL,), 3, "fill_lines"),
        ):  # fmt: skip
            self._parts[part] = tools
            self._row.put(part, rank, actions[action_id] if action_id else None)
        for action_id, text, rank in (("paint_lines", "Lines over colors", 5), ("mark_unpainted", "Mark unpainted", 7)):
            self._row.put(_tick(actions[action_id], text), rank, actions[action_id])
        self._row.put(self._way, 8)
        self._row.put_space()
        column = QHBoxLayout(self)
        column.setContentsMargins(ROOM.space_m, 4, ROOM.space_m, 4)
        column.addWidget(self._row)
        swatches.changed.connect(lambda: self._row.want(swatches, swatches.any))
        self._join()

    def _number(self, tip: str, least: int, most: int, unit: str) -> QSpinBox:
        field = number_field()
        field.setRange(least, most)
        field.setSuffix(unit)
        field.setToolTip(tr(tip))
        field.setAccessibleName(tr(tip))
        field.setKeyboardTracking(False)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return field

    def _join(self) -> None:
        toolbox = self._toolbox
        self.size_field.valueChanged.connect(toolbox.set_size)
        self.size_slider.sliderMoved.connect(lambda at: toolbox.set_size(SIZES[at]))
        self.size_slider.actionTriggered.connect(
            lambda _action: toolbox.set_size(SIZES[self.size_slider.sliderPosition()])
        )
        self.gap_box.activated.connect(toolbox.set_gap)
        self.tolerance_field.valueChanged.connect(toolbox.set_tolerance)
        toolbox.tool_changed.connect(self.refresh)
        toolbox.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is so."""
        toolbox = self._toolbox
        tool = toolbox.tool
        if tool is None:
            return
        names = [widest(self._name, tr(str(each))) for each in Tool]
        self._name.setMinimumWidth(max(names))  # so that the colors stay where they are with another tool
        self._name.setText(tr(str(tool)))
        way = tr(_LINES_WAY if tool is Tool.FILL and toolbox.on_lines else _WAYS[tool])
        self._way.setText(way)
        self._name.setToolTip(way)
        self._row.want(self.swatches, self.swatches.any)
        for part, tools in self._parts.items():
            self._row.want(part, tool in tools or (part is self._gaps and toolbox.holds(tool)))
        nearest = min(range(len(SIZES)), key=lambda at: abs(SIZES[at] - toolbox.size))
        for field, value in (
            (self.size_field, toolbox.size), (self.size_slider, nearest), (self.tolerance_field, toolbox.tolerance),
        ):  # fmt: skip
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.gap_box.setCurrentIndex(toolbox.gap)


def _named(name: str, field: QWidget) -> QWidget:
    """A field behind its name; both come and go together."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(ROOM.space_xs, 0, ROOM.space_xs, 0)
    row.setSpacing(ROOM.space_s)
    both.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    row.addWidget(label(name))
    row.addWidget(field)
    return both


def _tick(action: QAction, text: str) -> QCheckBox:
    """A check box that stands for an action."""
    box = QCheckBox(tr(text))
    box.setToolTip(action.toolTip())
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    box.setChecked(action.isChecked())
    action.toggled.connect(box.setChecked)
    box.clicked.connect(lambda _checked: action.trigger())
    return box
