"""What dialogs that ask for a frame rate share: its field, and that nothing is accepted with what is no rate."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QDialog, QWidget

from app.language import tr
from app.project.timing import TimingError, parse_rate, rate_text
from app.ui.widgets import Trouble, choice

_RATES = ("24", "23.976", "25", "30", "29.97", "12", "8")


class RateDialog(QDialog):
    """Has a field for the frames per second, and a place to say what is wrong."""

    def __init__(self, parent: QWidget, title: str, rate: Fraction) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self.rate = choice((text, None) for text in _RATES)
        self.rate.setEditable(True)
        self.rate.setCurrentText(rate_text(rate))
        self.rate.setAccessibleName(tr("Frames per second"))
        self.trouble = Trouble()

    @property
    def frame_rate(self) -> Fraction:
        """Frames per second; raises TimingError."""
        return parse_rate(self.rate.currentText())

    def accept(self) -> None:
        try:
            parse_rate(self.rate.currentText())
        except TimingError as error:
            self.trouble.say(str(error))
            self.rate.setFocus()
            return
        super().accept()
