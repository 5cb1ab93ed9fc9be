"""The row under the canvas: stepping and playing, the frame number, the rate, dropped frames, the zoom."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from app.project.model import Span
from app.project.timing import rate_text, timecode
from app.ui import theme
from app.ui.actions import TRANSPORT, Actions
from app.ui.tokens import SIZES
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.playhead import Playhead


class Transport(QWidget):
    """Follows a playhead and a canvas."""

    def __init__(self, actions: Actions, playhead: Playhead, canvas: Canvas) -> None:
        super().__init__()
        self._playhead, self._canvas = playhead, canvas
        self._play = actions["play"]
        self.frame = QSpinBox()
        self.frame.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.frame.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.frame.setFixedWidth(72)
        self.frame.setKeyboardTracking(False)
        self.frame.setAccessibleName("Frame")
        self.frame.setToolTip("Frame number; type one and press Enter to go there")
        self.frame.valueChanged.connect(playhead.go)
        self.frame.lineEdit().returnPressed.connect(canvas.setFocus)
        self._of, self._rate, self._dropped, self._zoom = QLabel(), QLabel(), QLabel(), QLabel()
        self._of.setProperty("role", "dim")
        self._rate.setProperty("role", "dim")
        self._zoom.setProperty("role", "dim")
        self._dropped.setProperty("role", "error")
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.space_s, 2, SIZES.space_s, 2)
        row.setSpacing(2)
        for text in (self.frame, self._of):
            row.addWidget(text)
        row.addStretch()
        for action_id in TRANSPORT:
            button = QToolButton()
            button.setDefaultAction(actions[action_id])
            button.setIconSize(QSize(SIZES.icon, SIZES.icon))
            button.setAccessibleName(actions[action_id].text())
            row.addWidget(button)
        row.addStretch()
        for text in (self._dropped, self._rate, self._zoom):
            row.addWidget(text)
            row.addSpacing(SIZES.space_m)
        self._watch = QTimer(self)
        self._watch.setInterval(500)
        self._watch.timeout.connect(self._show_rate)
        playhead.moved.connect(self._show_frame)
        playhead.shot_changed.connect(self._show_shot)
        playhead.playing_changed.connect(self._show_playing)
        canvas.zoom_changed.connect(self._show_zoom)
        _keep_room(self._dropped, "● 0000 dropped")
        _keep_room(self._zoom, "0000 %")
        self._show_shot()
        self._show_zoom(canvas.zoom)

    def _show_shot(self) -> None:
        span = self._playhead.span
        self.frame.setEnabled(span is not None)
        self.frame.blockSignals(True)
        if span is not None:
            self.frame.setRange(span.first, span.last)
            _keep_room(self._of, self._place(span, span.last))
        self.frame.setValue(self._playhead.number)
        self.frame.blockSignals(False)
        self._show_frame(self._playhead.number)
        self._show_rate()

    def _show_frame(self, number: int) -> None:
        span = self._playhead.span
        self.frame.blockSignals(True)
        self.frame.setValue(number)
        self.frame.blockSignals(False)
        self._of.setText(self._place(span, number) if span else "")

    def _place(self, span: Span, number: int) -> str:
        return f"of {span.first}-{span.last}   {timecode(number, self._playhead.rate)}"

    def _show_playing(self, playing: bool) -> None:
        self._play.setIcon(theme.icon("pause" if playing else "play"))
        if playing:
            self._watch.start()
        else:
            self._watch.stop()
        self._show_rate()

    def _show_rate(self) -> None:
        self._rate.setText(f"{rate_text(self._playhead.rate)} fps" if self._playhead.span else "")
        dropped = self._playhead.dropped
        self._dropped.setText(f"● {dropped} dropped" if dropped and self._playhead.playing else "")

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText("" if self._canvas.image.isNull() else f"{round(zoom * 100)} %")


def _keep_room(words: QLabel, widest: str) -> None:
    """Let the row stand still while the figures in a label change."""
    words.ensurePolished()
    metrics = words.fontMetrics()
    digit = max("0123456789", key=metrics.horizontalAdvance)
    words.setMinimumWidth(metrics.horizontalAdvance(re.sub(r"\d", digit, widest)) + 2)
