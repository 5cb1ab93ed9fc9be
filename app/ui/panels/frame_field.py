"""The field that says which frame is looked at, and goes to the one that is typed into it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QToolTip

from app.language import tr
from app.project.timing import TimingError, parse_frame_label
from app.ui.panels.fitting_row import widest
from app.ui.viewer.playhead import Playhead

_EDGES = 22  # px around the text
_MAY_HOLD = r"[0-9:;.+ -]{0,14}"
_TIP = 'Type a frame {} and press Enter to go there; "+10" or "-5" counts from here. Up and Down step'
_SORTS = {"frame": "number", "timecode": "as a number or timecode", "feet": "as a number or feet+frames"}


class FrameField(QLineEdit):
    """Follows a playhead; what is being typed is left alone until Enter, Esc, or the focus goes.

    Signals:
        through: the artist is done typing.
    """

    through = Signal()

    def __init__(self, playhead: Playhead) -> None:
        super().__init__()
        self._playhead = playhead
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(tr("Frame"))
        self.setValidator(QRegularExpressionValidator(_MAY_HOLD, self))
        self.returnPressed.connect(self._go)
        playhead.moved.connect(self._follow)
        playhead.shot_changed.connect(self._show_shot)
        playhead.label_kind_changed.connect(self._show_shot)
        self._show_shot()

    def _show_shot(self) -> None:
        playhead = self._playhead
        self.setEnabled(playhead.span is not None)
        self.setToolTip(tr(_TIP.format(_SORTS[playhead.label_kind])))
        longest = max((playhead.label(number) for number in playhead.span or (0,)), key=len)
        self.setFixedWidth(max(72, widest(self, longest) + _EDGES))
        self._show()

    def _follow(self) -> None:
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def _show(self) -> None:
        self.setText(self._playhead.label(self._playhead.number) if self._playhead.span is not None else "")

    def _go(self) -> None:
        playhead = self._playhead
        try:
            number = parse_frame_label(self.text(), playhead.rate, playhead.label_kind, playhead.number)
        except TimingError as error:
            self.selectAll()
            QToolTip.showText(self.mapToGlobal(QPoint(0, -self.height() * 2)), tr(str(error)), self)
            return
        playhead.go(number)
        self._show()
        self.through.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps and self._playhead.span is not None:
            self._playhead.step(steps[Qt.Key(event.key())])
            self._show()
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            typed = self.isModified()
            self._show()
            self.through.emit()
            event.setAccepted(typed)  # with nothing to call off, the window may want it as well
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._show()
