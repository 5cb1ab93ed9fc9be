"""Asks how a segment that waits in the queue is to be colored: which variation, from what, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from app.language import tr
from app.project.model import SegmentChoice
from app.ui.choosing import Way
from app.ui.dialogs.asking import ok_cancel
from app.ui.tokens import SIZES
from app.ui.widgets import choice, form, label, number_field

_WIDTH = 380
MOST = 999_999  # the highest number of a variation
VARIATION = (
    "A variation is another attempt at the same frames: each number colors them a little differently, and always "
    "alike. Type any number that you have not tried."
)


class QueuedDialog(QDialog):
    """`choice` is what was chosen, with the number of its variation. Where there is no choice, nothing is offered."""

    def __init__(
        self, parent: QWidget, title: str, seed: int, references: Sequence[Way], qualities: Sequence[Way]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self.setMinimumWidth(_WIDTH)
        self.variation = number_field()
        self.variation.setRange(0, MOST)
        self.variation.setValue(seed)
        self.reference, self.quality = _box(references), _box(qualities)
        fields = (("Variation", self.variation), ("Reference", self.reference), ("Quality", self.quality))
        for name, field in fields:
            field.setAccessibleName(tr(name))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_xl, SIZES.space_l, SIZES.space_xl, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        rows = form(fields)
        for box in (self.reference, self.quality):
            rows.setRowVisible(box, box.count() > 0)
        column.addLayout(rows)
        column.addWidget(label(VARIATION, "dim", True))
        column.addWidget(
            label("It keeps its place in the queue. The colorizer is that of the whole shot.", "dim", True)
        )
        column.addWidget(ok_cancel(self, "Change"))

    def choice(self, before: SegmentChoice) -> SegmentChoice:
        """What was `before`, with what is chosen here."""
        found = replace(before, seed=self.variation.value())
        if (way := self.reference.currentData()) is not None:
            found = replace(found, reference=way.choice.reference, sheet=way.choice.sheet)
        if (way := self.quality.currentData()) is not None:
            found = replace(found, preset=way.choice.preset)
        return found


def _box(ways: Sequence[Way]) -> QComboBox:
    made = choice((way.name, way) for way in ways)
    made.setCurrentIndex(next((at for at, way in enumerate(ways) if way.now), -1))
    return made
