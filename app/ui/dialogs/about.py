"""What Shiage is."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import APP_VERSION
from app.language import tr
from app.ui.dialogs.asking import close_only
from app.ui.tokens import SIZES
from app.ui.widgets import IconLabel, label

_WORDS = (
    "Colors a whole shot of line art from a few colored keys.",
    "仕上げ (shiage) is the finishing and painting step of anime production.",
    "Apache-2.0. The sample shot is CC0; see resources/sample/CREDITS.txt.",
)


class AboutDialog(QDialog):
    """Name, version, license."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Shiage"))
        words = QVBoxLayout()
        words.setSpacing(SIZES.space_s)
        words.addWidget(label(f"Shiage {APP_VERSION}", "title"))
        for text in _WORDS:
            words.addWidget(label(text))
        top = QHBoxLayout()
        top.setSpacing(SIZES.space_l)
        top.addWidget(IconLabel("shiage", "key", 64))
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_xl, SIZES.space_xl, SIZES.space_xl, SIZES.space_l)
        column.setSpacing(SIZES.space_l)
        column.addLayout(top)
        column.addWidget(close_only(self))
