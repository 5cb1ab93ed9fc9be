"""The bar of the shots that lie beside one another: a picture, a name and how it stands for each; a click opens one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QStyle, QVBoxLayout, QWidget

from app.language import tr
from app.media.shots import Beside
from app.project.staleness import Status
from app.ui import theme
from app.ui.shot_states import PICTURE, ShotState
from app.ui.tokens import SIZES

_WIDE = 232  # px of one shot
_TALL = PICTURE.height() + 2 * SIZES.space_xs


class ShotButton(QAbstractButton):
    """One shot. Up to three lines stand beside its picture; the one that is open has an edge.

    Signals:
        menu_wanted: what else can be done with it, at a global point.
    """

    menu_wanted = Signal(QPoint)

    def __init__(self, shot: Beside) -> None:
        super().__init__()
        self.shot, self.state = shot, ShotState()
        self._known = False
        self.setText(shot.name)
        self.setCheckable(True)
        self.setEnabled(shot.folder is not None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, _TALL)

    def show_state(self, state: ShotState) -> None:
        """Show how the shot stands; a state without a picture leaves the one there is."""
        if state.picture is None and self.state.picture is not None:
            state = ShotState(state.there, state.frames, state.rate, state.keys, state.counts, state.waiting,
                              self.state.picture)  # fmt: skip
        if state != self.state or not self._known:
            self.state, self._known = state, True
            self._tell()
            self.update()

    @property
    def words(self) -> str:
        """How it stands, in a few words; empty until that is known."""
        if self.shot.folder is None:
            return "No line art yet"
        return self.state.words if self._known else ""

    def _tell(self) -> None:
        detail = self.state.detail if self._known else self.words
        lines = [self.text(), *(tr(line) for line in detail.splitlines())]
        if self.shot.folder is not None:
            lines.append(str(self.shot.folder))
        self.setToolTip("\n".join(lines))
        self.setAccessibleName(f"{self.text()}, {tr(self.words)}" if self.words else self.text())

    def nextCheckState(self) -> None:
        """Which one is open is not for a click to say, but for the project that opens."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = self.rect().adjusted(1, 1, -1, -1)
        if self.isChecked() or (self.isEnabled() and self.underMouse()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ink("raised" if self.isChecked() else "hover")))
            painter.drawRoundedRect(whole, SIZES.radius, SIZES.radius)
        if self.hasFocus() or self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ink("accent" if self.hasFocus() else "border_strong")), 1))
            painter.drawRoundedRect(whole, SIZES.radius, SIZES.radius)
        place = QRect(SIZES.space_xs, SIZES.space_xs, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, place)
        left = place.right() + SIZES.space_s
        self._paint_words(painter, QRect(left, place.top(), self.width() - left - SIZES.space_xs, place.height()))

    def _paint_picture(self, painter: QPainter, place: QRect) -> None:
        painter.fillRect(place, QColor(theme.ink("canvas")))
        picture = self.state.picture
        middle = Qt.AlignmentFlag.AlignCenter
        if picture is None:
            size = QSize(SIZES.icon, SIZES.icon)
            icon = theme.icon("missing" if self.shot.folder is None else "layer-line", "text_dim")
            icon.paint(painter, QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, middle, size, place))
            return
        size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, middle, size, place), picture)

    def _paint_words(self, painter: QPainter, place: QRect) -> None:
        step = place.height() // 2
        ink = "text" if self.isEnabled() else "text_off"
        self._line(painter, QRect(place.left(), place.top(), place.width(), step), self.text(), ink, bold=True)
        words = tr(self.words)
        below = QRect(place.left(), place.top() + step, place.width(), step)
        if self.shot.folder is not None and self._known and self.state.counts:
            icon = QRect(below.left(), below.center().y() - 6, 14, 14)
            look = theme.tokens().state(self.state.status)
            theme.icon(look.icon, "text").paint(painter, icon)
            below = below.adjusted(18, 0, 0, 0)
        dim = "text_off" if not self.isEnabled() else "warning" if self.state.status is Status.FAILED else "text_dim"
        self._line(painter, below, words, dim)

    def _line(self, painter: QPainter, place: QRect, text: str, ink: str, bold: bool = False) -> None:
        painter.setFont(theme.font(bold=True) if bold else theme.font(SIZES.text_small))
        painter.setPen(QColor(theme.ink(ink)))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class ShotsBar(QFrame):
    """The shots in their order.

    Signals:
        chosen: the folder of the project to open.
        menu_wanted: the folder of a project, and the global point for a menu.
    """

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Shots"))
        self.buttons: list[ShotButton] = []
        self.area = _Sideways()
        self._row = QWidget()
        line = QHBoxLayout(self._row)
        line.setContentsMargins(SIZES.space_xs, SIZES.space_xs, SIZES.space_xs, SIZES.space_xs)
        line.setSpacing(SIZES.space_xs)
        line.addStretch(1)
        self.area.setWidget(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)  # nothing is left of it where the area is hidden
        column.addWidget(self.area)
        self.hide()

    def show_shots(self, shots: Sequence[Beside], current: Path | None) -> None:
        """List these; `current` is the project that is open."""
        if [button.shot for button in self.buttons] != list(shots):
            states = {button.shot.folder: button.state for button in self.buttons if button._known}
            line = self._row.layout()
            assert isinstance(line, QHBoxLayout)
            for button in self.buttons:
                line.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.buttons = [ShotButton(shot) for shot in shots]
            for at, button in enumerate(self.buttons):
                line.insertWidget(at, button)
                button.clicked.connect(lambda _=False, folder=button.shot.folder: self.chosen.emit(folder))
                button.menu_wanted.connect(lambda at, folder=button.shot.folder: self.menu_wanted.emit(folder, at))
                if button.shot.folder in states:
                    button.show_state(states[button.shot.folder])
        self.mark(current)

    def mark(self, current: Path | None) -> None:
        """Say which one is open, and bring it into view."""
        for button in self.buttons:
            button.setChecked(current is not None and button.shot.folder == current)
            if button.isChecked():
                self._row.adjustSize()
                self.area.ensureWidgetVisible(button, _WIDE // 2, 0)

    def button(self, folder: Path) -> ShotButton | None:
        """The button of a project."""
        return next((button for button in self.buttons if button.shot.folder == folder), None)


class _Sideways(QScrollArea):
    """Scrolls to the sides, by the wheel as well."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_TALL + 2 * SIZES.space_xs)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.x() or turned.y()))
        event.accept()
