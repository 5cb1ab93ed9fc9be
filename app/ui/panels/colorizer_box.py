"""Chooses what colors the shot, how well, and says what that lacks on this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.coloring import Coloring
from app.document import Document
from app.language import tr
from app.project.colorizers import (
    COLORIZERS,
    DRAFT,
    LONGANIMATION,
    PRESETS,
    RELEASED,
    SET_UP,
    STANDARD,
    TINY,
    Colorizer,
    colorizer,
    line_colors,
    preset_of,
    untrained,
    with_colorizer,
    with_line_colors,
    with_preset,
)
from app.ui import theme
from app.ui.actions import Actions
from app.ui.tokens import SIZES
from app.ui.widgets import action_button, choice, form, label

UNTRAINED = "Untrained weights, for trying out: the colors mean nothing."
_TIPS = {
    "draft": "Carries the keys' colors from drawing to drawing; on any computer, in seconds",
    "longanimation": "Paints each drawing anew and remembers the whole shot; wants a large graphics card",
}
_LINES_TIP = (
    "Lines between the keys have the colors that the keys have them in: brown round skin, for example. "
    "Without it they are as they are drawn. Changing it makes the shot's takes stale; Undo takes that back"
)


class ColorizerBox(QWidget):
    """Follows a document and its coloring by being refreshed.

    Signals:
        chosen: what is to be done, for the list of steps to undo, and the shot it leads to.
    """

    chosen = Signal(str, object)

    def __init__(self, document: Document, coloring: Coloring, actions: Actions) -> None:
        super().__init__()
        self._document, self._coloring = document, coloring
        self.colorizer = choice()
        self.preset = choice((preset.shown, preset.name) for preset in PRESETS)
        for at, preset in enumerate(PRESETS):
            self.preset.setItemData(at, tr(preset.tip), Qt.ItemDataRole.ToolTipRole)
        self.preset.setCurrentIndex(self.preset.findData(STANDARD.name))
        self.weights = choice((("Released", RELEASED), ("Tiny (untrained)", TINY)))
        self.weights.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.details = QToolButton()
        self.details.setIcon(theme.icon("settings"))
        self.details.setFixedSize(SIZES.control, SIZES.control)
        self.details.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.details.setCheckable(True)
        self.details.toggled.connect(lambda _on: self.refresh())
        self.lines = QCheckBox(tr("Color lines as the keys do"))
        self.lines.setToolTip(tr(_LINES_TIP))
        self.lines.setChecked(True)  # as for a new shot; from then on as it was last for Draft
        self.lines.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lines.clicked.connect(self._choose_lines)
        self.note = label("", "warning", wrap=True)
        self.set_up = action_button(actions["set_up_longanimation"], "Set up LongAnimation...", primary=True)
        self._lay_out()
        for box, name in ((self.colorizer, "Colorizer"), (self.preset, "Quality"), (self.weights, "Weights")):
            box.setAccessibleName(tr(name))
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where they are
        self.colorizer.activated.connect(lambda _row: self._choose_colorizer())
        self.preset.activated.connect(lambda _row: self._choose_preset("Choose quality"))
        self.weights.activated.connect(lambda _row: self._choose_preset("Choose weights"))

    def _lay_out(self) -> None:
        self._quality = QHBoxLayout()
        self._quality.setSpacing(SIZES.space_xs)
        self._quality.addWidget(self.preset, 1)
        self._quality.addWidget(self.details)
        self._rows = form((("Quality", self._quality), ("Weights", self.weights)))
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        head = QHBoxLayout()
        head.setSpacing(SIZES.space_m)
        head.addWidget(label("Colorizer", "heading"))
        head.addWidget(self.colorizer, 1)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addWidget(self.lines)
        column.addWidget(self.note)
        column.addWidget(self.set_up)

    def offer(self, quality: str, weights: str) -> None:
        """What LongAnimation begins with when it is chosen; names that are not known change nothing."""
        for box, name in ((self.preset, quality), (self.weights, weights)):
            if (row := box.findData(name)) >= 0:
                box.setCurrentIndex(row)
        self.refresh()

    # What it shows

    def refresh(self) -> None:
        """Show everything as it stands."""
        shot = self._document.shot
        self._offer()
        long, raw = shot.colorizer == LONGANIMATION.name, untrained(shot.settings)
        self.colorizer.setToolTip(tr(_TIPS.get(shot.colorizer, "")))
        if long:
            self.preset.setCurrentIndex(self.preset.findData(preset_of(shot.settings).name))
            self.weights.setCurrentIndex(self.weights.findData(TINY if raw else RELEASED))
        self.preset.setToolTip(tr(preset_of(shot.settings).tip))
        self._rows.setRowVisible(self._quality, long)
        self._rows.setRowVisible(self.weights, long and (raw or self.details.isChecked()))
        self.details.setVisible(long and not raw)
        self.lines.setVisible(shot.colorizer == DRAFT.name)
        if shot.colorizer == DRAFT.name:
            self.lines.setChecked(line_colors(shot))
        self.details.setToolTip(tr("Hide details" if self.details.isChecked() else "Details"))
        self.details.setAccessibleName(self.details.toolTip())
        lacks = self._coloring.lacks()
        sentence = UNTRAINED if long and raw else lacks.removesuffix(SET_UP).rstrip()  # the button says what to do
        self.note.setText(tr(sentence))
        self.note.setVisible(bool(sentence))
        self.set_up.setVisible(long and bool(lacks))

    def _offer(self) -> None:
        """Those that the engine has, and the one that is chosen."""
        hello, chosen = self._coloring.queue.hello, colorizer(self._document.shot.colorizer)
        there = {info.name for info in hello.colorizers} if hello is not None else set[str]()
        offered = [known for known in COLORIZERS if known.name in there or known == chosen]
        offered += [chosen] if chosen not in offered else []
        if [self.colorizer.itemData(row) for row in range(self.colorizer.count())] != [each.name for each in offered]:
            self._fill(offered)
        self.colorizer.setCurrentIndex(self.colorizer.findData(chosen.name))

    def _fill(self, offered: list[Colorizer]) -> None:
        self.colorizer.clear()
        for row, each in enumerate(offered):
            self.colorizer.addItem(tr(each.shown), each.name)
            self.colorizer.setItemData(row, tr(_TIPS.get(each.name, "")), Qt.ItemDataRole.ToolTipRole)

    # What is done with it

    def _choose_colorizer(self) -> None:
        wanted = self.colorizer.currentData()
        if wanted == self._document.shot.colorizer:
            return
        words = f"Color with {colorizer(wanted).shown}"
        if wanted == LONGANIMATION.name:
            self._choose_preset(words)  # as it was chosen before
            return
        shot = with_colorizer(self._document.shot, wanted)
        self.chosen.emit(words, with_line_colors(shot, self.lines.isChecked()) if wanted == DRAFT.name else shot)

    def _choose_lines(self, wanted: bool) -> None:
        words = "Color lines as the keys do" if wanted else "Lines as they are drawn"
        self.chosen.emit(words, with_line_colors(self._document.shot, wanted))

    def _choose_preset(self, words: str) -> None:
        raw = self.weights.currentData() == TINY
        self.chosen.emit(words, with_preset(self._document.shot, self.preset.currentData(), raw))
