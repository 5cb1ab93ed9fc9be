"""Asks for what belongs to the shot as a whole: name, frame rate, how lines and missing frames are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.language import tr
from app.project.model import MissingPolicy, Polarity, Shot
from app.ui.dialogs.asking import ok_cancel
from app.ui.dialogs.import_dialog import POLARITIES, POLICIES
from app.ui.dialogs.rate_dialog import RateDialog
from app.ui.tokens import SIZES
from app.ui.widgets import choice, form


class ShotDialog(RateDialog):
    """The shot's own settings; `edited` gives the shot with them."""

    def __init__(self, parent: QWidget, shot: Shot) -> None:
        super().__init__(parent, "Shot settings", shot.rate)
        self._shot = shot
        self.setMinimumWidth(440)
        self.name = QLineEdit(shot.name)
        self.polarity, self.missing = choice(POLARITIES), choice(POLICIES)
        if shot.line is not None:
            self.polarity.setCurrentIndex(self.polarity.findData(shot.line.polarity))
            self.missing.setCurrentIndex(self.missing.findData(shot.line.missing))
        self.polarity.setEnabled(shot.line is not None)
        self.missing.setEnabled(shot.line is not None)
        rows = (
            ("Name", self.name), ("Frames per second", self.rate), ("Lines", self.polarity),
            ("Missing frames", self.missing),
        )  # fmt: skip
        for name, field in rows:
            field.setAccessibleName(tr(name))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addLayout(form(rows))
        column.addWidget(self.trouble)
        column.addSpacing(SIZES.space_s)
        column.addWidget(ok_cancel(self, "OK"))

    @property
    def edited(self) -> Shot:
        """The shot with what was chosen; raises TimingError."""
        line = self._shot.line
        if line is not None:
            polarity = cast(Polarity, self.polarity.currentData())
            missing = cast(MissingPolicy, self.missing.currentData())
            line = replace(line, polarity=polarity, missing=missing)
        name = self.name.text().strip() or self._shot.name
        return replace(self._shot, name=name, rate=self.frame_rate, line=line)
