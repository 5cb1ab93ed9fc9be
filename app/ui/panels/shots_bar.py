"""The bar of the shots beside one another: a picture, a name and how it stands for each, opened and put in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.media.shots import Beside
from app.project.staleness import Status
from app.ui import theme
from app.ui.panels.rows import in_two_lines
from app.ui.shot_states import PICTURE, ShotState
from app.ui.tokens import SIZES
from app.ui.widgets import paint_state

_WIDE = 232  # px of one shot
_PARTED = re.compile(r", |、")
_MARKED = 18  # px that the mark of its state takes before a shot's words
_LINE = 2  # px: width of the line that shows where a shot would land
_MOVING = "Drag it, or press Alt+Left and Alt+Right, to move it."
_TALL = PICTURE.height() + 2 * SIZES.space_xs


class ShotButton(QAbstractButton):
    """One shot. Up to three lines stand beside its picture; the one that is open has an edge. Esc lets go of it while
    it is dragged.

    Signals:
        menu_wanted: what else can be done with it, at a global point.
        dragged: it is held over this global point.
        dropped: it was let go; whether where it was held, or where it came from.
        moved: by key, one place on (1) or back (-1).
    """

    menu_wanted = Signal(QPoint)
    dragged = Signal(QPoint)
    dropped = Signal(bool)
    moved = Signal(int)

    def __init__(self, shot: Beside) -> None:
        super().__init__()
        self._pressed: QPoint | None = None
        self._dragging = False
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
            state = replace(state, picture=self.state.picture)
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

    @property
    def _marked(self) -> bool:
        """Whether there is a mark of its state before the words."""
        return self.shot.folder is not None and self._known and bool(self.state.counts)

    @property
    def lines(self) -> list[str]:
        """The words as they stand below the name: in one line, or in two where that has no room for them."""
        if not self.words:
            return []
        room = self.width() - PICTURE.width() - 2 * SIZES.space_xs - SIZES.space_s - _MARKED * self._marked
        words, font = tr(self.words), theme.font(SIZES.text_small)
        wide = QFontMetrics(font).horizontalAdvance
        ends = [found.end() for found in _PARTED.finditer(words)]
        for at in (len(words), *reversed(ends)):
            lines = [line for line in (words[:at].rstrip(), words[at:]) if line]
            if max(map(wide, lines)) <= room:
                return lines
        return in_two_lines(words, font, room)

    def _tell(self) -> None:
        detail = self.state.detail if self._known else self.words
        lines = [self.text(), *(tr(line) for line in detail.splitlines())]
        if self.shot.folder is not None:
            lines += [str(self.shot.folder), tr(_MOVING)]
        self.setToolTip("\n".join(lines))
        self.setAccessibleName(f"{self.text()}, {tr(self.words)}" if self.words else self.text())

    def nextCheckState(self) -> None:
        """Which one is open is not for a click to say, but for the project that opens."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._dragging or far:
            self._dragging = True
            self.setDown(False)  # to let go is no click now
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._let_go(True)

    def _let_go(self, there: bool) -> None:
        held, self._dragging, self._pressed = self._dragging, False, None
        self.unsetCursor()
        if held:
            self.dropped.emit(there)

    def event(self, event: QEvent) -> bool:
        """Keys that are its own here, whatever they mean elsewhere in the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        return bool(_steps(event)) or (self._dragging and event.key() == Qt.Key.Key_Escape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _steps(event):
            self.moved.emit(_steps(event))
        elif self._dragging and event.key() == Qt.Key.Key_Escape:
            self._let_go(False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        over = "hover" if self.isEnabled() and self.underMouse() else ""
        edge = "accent" if self.hasFocus() else "border_strong" if self.isChecked() else ""
        paint_state(painter, self.rect().adjusted(1, 1, -1, -1), "raised" if self.isChecked() else over, edge)
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
        lines = self.lines
        high = QFontMetrics(theme.font(SIZES.text_small)).height()
        step = place.height() - high * len(lines) if len(lines) > 1 else place.height() // 2
        ink = "text" if self.isEnabled() else "text_off"
        self._line(painter, QRect(place.left(), place.top(), place.width(), step), self.text(), ink, bold=True)
        below = QRect(place.left(), place.top() + step, place.width(), (place.height() - step) // max(1, len(lines)))
        if self._marked:
            icon = QRect(below.left(), below.center().y() - 6, 14, 14)
            look = theme.tokens().state(self.state.status)
            theme.icon(look.icon, "text").paint(painter, icon)
            below = below.adjusted(_MARKED, 0, 0, 0)
        dim = "text_off" if not self.isEnabled() else "warning" if self.state.status is Status.FAILED else "text_dim"
        for line in lines:
            self._line(painter, below, line, dim)
            below.translate(0, below.height())

    def _line(self, painter: QPainter, place: QRect, text: str, ink: str, bold: bool = False) -> None:
        painter.setFont(theme.font(bold=True) if bold else theme.font(SIZES.text_small))
        painter.setPen(QColor(theme.ink(ink)))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def _steps(event: QKeyEvent) -> int:
    """How many places on a key moves a shot."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key(), 0)


class ShotsBar(QFrame):
    """The shots in their order, which is changed by dragging one, or by keys: seen at once, and told by `moved`.

    Signals:
        chosen: the folder of the project to open.
        menu_wanted: the folder of a project, and the global point for a menu.
        moved: a shot, that before which it stands now and that before which it stood (None for the end), each a Beside;
            and whether it was dragged.
    """

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    moved = Signal(object, object, object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Shots"))
        self.buttons: list[ShotButton] = []
        self.area = _Sideways()
        self._row = QWidget()
        self._mark = QFrame(self._row)
        self._mark.setObjectName("drop")
        self._mark.hide()
        self._target: int | None = None  # the place before which the dragged shot would land
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
            held = next((button.shot for button in self.buttons if button.hasFocus()), None)
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
                button.dragged.connect(lambda at, button=button: self._drag(button, at))
                button.dropped.connect(lambda there, button=button: self._drop(button, there))
                button.moved.connect(lambda by, button=button: self._step(button, by))
                if button.shot.folder in states:
                    button.show_state(states[button.shot.folder])
                if button.shot == held:
                    button.setFocus()
        self.mark(current)

    def mark(self, current: Path | None) -> None:
        """Say which one is open, and bring it into view."""
        for button in self.buttons:
            button.setChecked(current is not None and button.shot.folder == current)
            if button.isChecked():
                self._row.adjustSize()
                self.area.ensureWidgetVisible(button, _WIDE // 2, 0)

    # Order

    @property
    def target(self) -> int | None:
        """The place before which the shot that is dragged would land."""
        return self._target

    def _drag(self, button: ShotButton, at: QPoint) -> None:
        """Show where the shot would land; the bar goes along where that is out of view."""
        x = self._row.mapFromGlobal(at).x()
        self._target = sum(1 for other in self.buttons if other.geometry().center().x() < x)
        places, gap = [other.geometry() for other in self.buttons], SIZES.space_xs // 2
        last = self._target == len(places)
        edge = places[-1].right() + gap if last else places[self._target].left() - gap
        self._mark.setStyleSheet(f"#drop {{ background: {theme.ink('accent')}; border: none; }}")
        self._mark.setGeometry(edge - _LINE // 2, SIZES.space_xs, _LINE, button.height())
        self._mark.show()
        self._mark.raise_()
        self.area.ensureVisible(x, 0, _WIDE // 4, 0)

    def _drop(self, button: ShotButton, there: bool) -> None:
        target, self._target = self._target, None
        self._mark.hide()
        if there and target is not None:
            at = self.buttons.index(button)
            self._move(button, target - 1 if target > at else target, dragged=True)

    def _step(self, button: ShotButton, by: int) -> None:
        self._move(button, self.buttons.index(button) + by, dragged=False)

    def _move(self, button: ShotButton, to: int, dragged: bool) -> None:
        """Put a shot at another place of the row, and tell of it."""
        at, line = self.buttons.index(button), self._row.layout()
        if at == to or not 0 <= to < len(self.buttons):
            return
        assert isinstance(line, QHBoxLayout)
        stood = self._after(at)
        self.buttons.insert(to, self.buttons.pop(at))
        line.removeWidget(button)
        line.insertWidget(to, button)
        for before, after in pairwise(self.buttons):
            self.setTabOrder(before, after)
        self._row.adjustSize()
        self.area.ensureWidgetVisible(button, _WIDE // 2, 0)
        self.moved.emit(button.shot, self._after(to), stood, dragged)

    def _after(self, at: int) -> Beside | None:
        return self.buttons[at + 1].shot if at + 1 < len(self.buttons) else None

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
