"""The row under the canvas: the frame, in and out, stepping and playing, the rate, dropped frames, the zoom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.language import tr
from app.project.timing import rate_text, timecode
from app.ui import theme
from app.ui.actions import LOOPS, TRANSPORT, Actions
from app.ui.panels.fitting_row import FittingRow, keep_room
from app.ui.panels.frame_field import FrameField
from app.ui.tokens import SIZES
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.playhead import Playhead
from app.ui.widgets import ICON_ROOM

_LOOK = 500  # ms between two looks at how fast it really plays


class Transport(QWidget):
    """Follows a playhead and a canvas. What stands in the middle stays there; less important things at its sides go
    where the window is narrow."""

    def __init__(self, actions: Actions, playhead: Playhead, canvas: Canvas) -> None:
        super().__init__()
        self._actions, self._playhead, self._canvas = actions, playhead, canvas
        self.frame = FrameField(playhead)
        self.frame.through.connect(canvas.setFocus)
        self._of, self._also, self._range = QLabel(), QLabel(), QLabel()
        self._rate, self._dropped, self._zoom = QLabel(), QLabel(), QLabel()
        for dim in (self._of, self._also, self._rate, self._zoom):
            dim.setProperty("role", "dim")
        for figures in (self._rate, self._zoom):
            figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._dropped.setProperty("role", "error")
        self._dropped.setToolTip(tr("Frames that were not shown in time since playing began"))
        self._loop = self._choice("Loop mode", *LOOPS.values())
        self._mode = self._choice("Playback mode", "realtime", "all_frames")
        self._loops = _boxed(self._button("loop_range"))
        self._clears = _boxed(self._button("clear_range"))
        self._left, self._right = self._left_side(), self._right_side()
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.space_s, 2, SIZES.space_s, 2)
        row.setSpacing(SIZES.space_m)
        row.addWidget(self._left, 1)
        row.addLayout(self._buttons())
        row.addWidget(self._right, 1)
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK)
        self._watch.timeout.connect(self._show_rate)
        self._follow()

    def _follow(self) -> None:
        """Join the signals, and show what is so now."""
        playhead = self._playhead
        playhead.moved.connect(self._show_frame)
        playhead.shot_changed.connect(self._show_shot)
        playhead.label_kind_changed.connect(self._show_shot)
        playhead.range_changed.connect(self._show_range)
        playhead.playing_changed.connect(self._show_playing)
        playhead.mode_changed.connect(self._show_mode)
        self._canvas.zoom_changed.connect(self._show_zoom)
        keep_room(self._zoom, "0000 %")
        self._show_shot()
        self._show_mode()
        self._show_zoom(self._canvas.zoom)

    # What it is made of

    def _left_side(self) -> FittingRow:
        side = FittingRow()
        range_parts = ((self._loops, 1), (self._range, 2), (self._clears, 3))
        for widget, rank in ((self.frame, 0), (self._of, 4), (self._also, 5), *range_parts):
            side.put(widget, rank)
        side.put_space()
        side.installEventFilter(self)
        return side

    def _right_side(self) -> FittingRow:
        side = FittingRow()
        side.put(self._loop, 1)
        side.put(self._mode, 2)
        side.put_space()
        for widget, rank in ((self._dropped, 0), (self._rate, 4), (self._zoom, 3)):
            side.put(widget, rank)
        return side

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for action_id in TRANSPORT:
            row.addWidget(self._button(action_id))
        return row

    def _button(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[action_id])
        button.setIconSize(QSize(SIZES.icon, SIZES.icon))
        button.setAccessibleName(self._actions[action_id].text())
        return button

    def _choice(self, name: str, *action_ids: str) -> QToolButton:
        """A button that says what is chosen, with a menu of what could be."""
        button = QToolButton()
        button.setObjectName(name)
        button.setIconSize(ICON_ROOM)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for action_id in action_ids:
            menu.addAction(self._actions[action_id])
        button.setMenu(menu)
        return button

    # What it shows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:  # of the left side: in and out may need another wording
            self._show_range()
        return False

    def _show_shot(self) -> None:
        playhead = self._playhead
        span = playhead.span
        self._of.setText(tr(f"of {playhead.label(span.first)}-{playhead.label(span.last)}" if span else ""))
        keep_room(self._also, tr(self._other_label(span.last)) if span else "")
        for button in (self._loop, self._mode):
            button.setEnabled(span is not None)
        self._show_frame(playhead.number)
        self._show_range()
        keep_room(
            self._rate, tr(f"{rate_text(playhead.rate)} fps, {float(playhead.rate):.1f} measured") if span else ""
        )
        self._show_rate()

    def _show_frame(self, number: int) -> None:
        self._also.setText(tr(self._other_label(number)) if self._playhead.span else "")

    def _other_label(self, number: int) -> str:
        """The frame's number where the field says something else, else its timecode."""
        playhead = self._playhead
        return timecode(number, playhead.rate) if playhead.label_kind == "frame" else f"frame {number}"

    def _show_range(self) -> None:
        playhead = self._playhead
        in_out = playhead.in_out
        if in_out is not None:
            labels = playhead.label(in_out.first), playhead.label(in_out.last)
            off = "" if playhead.looped_range else " (off)"
            words, short = (tr(form.format(*_shortened(*labels)) + off) for form in ("In {}  Out {}", "{}-{}"))
            field = min(self.frame.sizeHint().width(), self.frame.maximumWidth())
            room = self._left.width() - field - self._loops.sizeHint().width()
            fits = self._range.fontMetrics().horizontalAdvance(words) + 2 * SIZES.space_s < room
            self._range.setText(words if fits else short)
            self._range.setToolTip(tr("In {}, out {}".format(*labels)))
        for part in (self._loops, self._range, self._clears):
            self._left.want(part, in_out is not None)

    def _show_mode(self) -> None:
        playhead = self._playhead
        chosen = ((self._loop, LOOPS[playhead.loop]), (self._mode, "realtime" if playhead.realtime else "all_frames"))
        for button, action_id in chosen:
            action = self._actions[action_id]
            button.setIcon(action.icon())
            button.setText(action.text())
            button.setToolTip(f"{tr(button.objectName())}: {action.text()}. {action.toolTip()}")
            button.setAccessibleName(f"{tr(button.objectName())}: {action.text()}")
        self._show_rate()

    def _show_playing(self, playing: bool) -> None:
        self._actions["play"].setIcon(theme.icon("pause" if playing else "play"))
        if playing:
            self._watch.start()
        else:
            self._watch.stop()
        self._show_rate()

    def _show_rate(self) -> None:
        playhead = self._playhead
        way = playhead.direction * playhead.speed if playhead.loop != "ping-pong" else playhead.speed
        fast = f" ({way}x)" if way != 1 else ""
        measured = f", {playhead.measured:.1f} measured" if playhead.playing else ""
        self._rate.setText(
            tr(f"{rate_text(playhead.rate * playhead.speed)} fps{fast}{measured}" if playhead.span else "")
        )
        self._dropped.setText(tr(f"● {playhead.dropped} dropped"))
        self._right.want(self._dropped, playhead.dropped > 0)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText("" if self._canvas.image.isNull() else f"{round(zoom * 100)} %")


def _boxed(button: QToolButton) -> QWidget:
    """A button that never wears its words in a fitting row."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    return box


def _shortened(*timecodes: str) -> tuple[str, ...]:
    """Without the hours, and the minutes too, where they are 00 in each; frame numbers and feet as they are."""
    short = timecodes
    while all(text.startswith("00:") and text.count(":") > 1 for text in short):
        short = tuple(text[3:] for text in short)
    return short
