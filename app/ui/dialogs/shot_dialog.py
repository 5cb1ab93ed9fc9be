"""Asks for what belongs to the shot as a whole: name, frame rate, how lines and missing frames are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.project.model import MissingPolicy, Polarity, Shot
from app.project.timing import TimingError, parse_rate, rate_text
from app.ui.dialogs.asking import ok_cancel
from app.ui.dialogs.import_dialog import POLARITIES, POLICIES, RATES
from app.ui.tokens import SIZES
from app.ui.widgets import label


class ShotDialog(QDialog):
    """The shot's own settings; `edited` gives the shot with them."""

    def __init__(self, parent: QWidget, shot: Shot) -> None:
        super().__init__(parent)
        self._shot = shot
        self.setWindowTitle("Shot settings")
        self.setMinimumWidth(440)
        self.name = QLineEdit(shot.name)
        self.rate, self.polarity, self.missing = QComboBox(), QComboBox(), QComboBox()
        self.rate.setEditable(True)
        self.rate.addItems(RATES)
        self.rate.setCurrentText(rate_text(shot.rate))
        for text, polarity in POLARITIES:
            self.polarity.addItem(text, polarity)
        for text, policy in POLICIES:
            self.missing.addItem(text, policy)
        if shot.line is not None:
            self.polarity.setCurrentIndex(self.polarity.findData(shot.line.polarity))
            self.missing.setCurrentIndex(self.missing.findData(shot.line.missing))
        self.polarity.setEnabled(shot.line is not None)
        self.missing.setEnabled(shot.line is not None)
        self.trouble = label("", "error", wrap=True)
        form = QFormLayout()
        form.setVerticalSpacing(SIZES.space_s)
        for text, widget in (
            ("Name", self.name),
            ("Frames per second", self.rate),
            ("Lines", self.polarity),
            ("Missing frames", self.missing),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addLayout(form)
        column.addWidget(self.trouble)
        column.addWidget(ok_cancel(self, "OK"))

    def accept(self) -> None:
        try:
            parse_rate(self.rate.currentText())
        except TimingError as error:
            self.trouble.setText(str(error))
            return
        super().accept()

    @property
    def edited(self) -> Shot:
        """The shot with what was chosen; raises TimingError."""
        line = self._shot.line
        if line is not None:
            polarity = cast(Polarity, self.polarity.currentData())
            missing = cast(MissingPolicy, self.missing.currentData())
            line = replace(line, polarity=polarity, missing=missing)
        name = self.name.text().strip() or self._shot.name
        return replace(self._shot, name=name, rate=parse_rate(self.rate.currentText()), line=line)
