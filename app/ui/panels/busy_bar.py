"""Shows the long piece of work under way: what it is, how far it is, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.language import tr
from app.ui.errands import Errands, Undertaking
from app.ui.tokens import SIZES
from app.ui.widgets import set_progress

SHOWN_AFTER = 300  # ms; quicker work is not worth a flicker


class BusyBar(QWidget):
    """One line for the newest undertaking; hidden while there is none."""

    def __init__(self, errands: Errands) -> None:
        super().__init__()
        self._going: list[Undertaking] = []
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(tr("Progress"))
        self._stop = QPushButton(tr("Cancel"))
        self._stop.setObjectName("low")
        self._stop.setAccessibleName(tr("Cancel this work"))
        self._stop.clicked.connect(self._stop_newest)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SIZES.space_s, 0, SIZES.space_s, 0)
        layout.setSpacing(SIZES.space_s)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addWidget(self._stop)
        layout.addStretch(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SHOWN_AFTER)
        self._soon.timeout.connect(self.show)
        errands.began.connect(self._began)
        errands.ended.connect(self._ended)
        self.hide()

    def _began(self, undertaking: Undertaking) -> None:
        self._going.append(undertaking)
        undertaking.progressed.connect(self._progressed)
        self._show_newest()
        if self.isHidden() and not self._soon.isActive():  # else many short ones in a row would never be seen
            self._soon.start()

    def _ended(self, undertaking: Undertaking) -> None:
        self._going.remove(undertaking)
        if self._going:
            self._show_newest()
        else:
            self._soon.stop()
            self.hide()

    def _show_newest(self) -> None:
        newest = self._going[-1]
        self._text.setText(tr(newest.title))
        set_progress(self._bar, 0, 0)
        self._stop.setVisible(newest.can_stop)
        self._stop.setEnabled(True)

    def _progressed(self, done: int, total: int, stage: str) -> None:
        if self._going and self.sender() is self._going[-1]:
            self._text.setText(tr(f"{self._going[-1].title}: {stage}" if stage else self._going[-1].title))
            set_progress(self._bar, done, max(total, 0))

    def _stop_newest(self) -> None:
        if self._going:
            self._going[-1].stop()
            self._stop.setEnabled(False)
            self._text.setText(tr(f"{self._going[-1].title}: stopping..."))
