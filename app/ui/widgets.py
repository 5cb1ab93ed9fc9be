"""Small parts that panels and dialogs are built from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QSplitterHandle,
    QStyledItemDelegate,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.ui import theme
from app.ui.tokens import SIZES

ICON_ROOM = QSize(SIZES.icon + 4, SIZES.icon)  # Qt leaves no room of its own between a button's icon and words
_GRIP = 48  # px: length of the bar by which parts are dragged apart


def is_written_in(widget: QWidget | None) -> bool:
    """Whether keys typed there are text."""
    fields = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
    return isinstance(widget, fields) or (isinstance(widget, QComboBox) and widget.isEditable())


class IconLabel(QWidget):
    """A picture from resources/icons, `size` px square, in a color of the theme that is shown."""

    def __init__(self, name: str, color: str = "text", size: int = 16) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.show_icon(name, color)

    def show_icon(self, name: str, color: str = "text") -> None:
        """Show another picture; `color` as `theme.ink` finds it."""
        self._icon = theme.icon(name, color)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), QRect(0, 0, self.width(), self.height()))


def paint_state(painter: QPainter, place: QRect, ground: str = "", edge: str = "") -> None:
    """The ground and edge that tell the state of a part that paints itself, in inks of the theme; "" for none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.ink(edge)), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink(ground)) if ground else Qt.BrushStyle.NoBrush)
    if ground or edge:
        painter.drawRoundedRect(place, SIZES.radius, SIZES.radius)


class ActionButton(QPushButton):
    """A push button that stands for an action: its tool tip, and whether it can be used. It does `instead` if given."""

    def __init__(self, action: QAction, text: str, instead: Callable[[], None] | None = None) -> None:
        super().__init__(tr(text))
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(instead or action.trigger)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())


class ActionTool(QToolButton):
    """A small button that stands for an action by its icon: another one while the action is checked."""

    def __init__(self, action: QAction, icon: str, checked: str = "") -> None:
        super().__init__()
        self._action, self._icons = action, (icon, checked or icon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text().rstrip(".…"))
        on = self._action.isChecked()
        self.setIcon(theme.icon(self._icons[on]))
        if self._action.isCheckable():
            self.setAccessibleDescription(tr("On" if on else "Off"))


class MoreButton(QToolButton):
    """Stands at the end of a row where something has no room, with a menu of it: `actions` are asked for anew."""

    def __init__(self, words: str, icon: int, actions: Callable[[], Iterable[QAction]]) -> None:
        super().__init__()
        self.setIcon(theme.icon("more"))
        self.setIconSize(QSize(icon, icon))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(tr(words))
        self.setToolTip(tr(words))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._listed = actions
        self.hide()

    def _fill(self) -> None:
        self._menu.clear()
        self._menu.addActions(list(self._listed()))


def action_button(
    action: QAction, text: str, primary: bool = False, instead: Callable[[], None] | None = None
) -> ActionButton:
    """A button for an action; the primary one stands out and wears no icon."""
    button = ActionButton(action, text, instead)
    if primary:
        button.setProperty("role", "primary")
    else:
        button.setIcon(action.icon())
        button.setIconSize(ICON_ROOM)
    return button


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the style sheet's roles: "title", "heading", "dim" or "error"."""
    made = QLabel(tr(text))
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def below(*parts: QWidget) -> QWidget:
    """Parts below one another without a gap; the last one takes what room there is."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return made


def swatch_icon(picture: QImage) -> QIcon:
    """A swatch for a menu or a list to choose from: with an edge, for a white one on white ground is seen too."""
    image = picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    edge = max(1, round(image.height() / 16))  # about a px, once it has the size of an icon
    for part in range(edge):
        painter.setPen(QColor(theme.ink("text_dim")))
        painter.drawRect(image.rect().adjusted(part, part, -part - 1, -part - 1))
    painter.end()
    return QIcon(QPixmap.fromImage(image))


def scrolling_area() -> QScrollArea:
    """Where something goes that scrolls up and down where there is no room for all of it; keys are not for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class Parted(QSplitter):
    """Parts that share their room as the artist drags what is between them, which shows that it can be dragged."""

    def __init__(self, way: Qt.Orientation, tip: str) -> None:
        super().__init__(way)
        self._tip = tr(tip)
        self.setHandleWidth(SIZES.space_s)

    def createHandle(self) -> QSplitterHandle:
        handle = _Grip(self.orientation(), self)
        handle.setToolTip(self._tip)
        return handle


class _Grip(QSplitterHandle):
    """A short bar in the middle, brighter under the pointer."""

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, over = QPainter(self), self.underMouse()
        painter.fillRect(self.rect(), QColor(theme.ink("hover" if over else "window")))
        lying = self.orientation() is Qt.Orientation.Vertical
        bar = QRect(0, 0, _GRIP if lying else 2, 2 if lying else _GRIP)
        bar.moveCenter(self.rect().center())
        painter.fillRect(bar, QColor(theme.ink("accent" if over else "border_strong")))


def set_progress(bar: QProgressBar, done: int, total: int) -> None:
    """Show how far something is; 0 of 0 for nobody knows how far.

    It is painted with all else that has changed. Left alone, Qt would paint that at once, once for each change.
    """
    bar.setUpdatesEnabled(False)
    bar.setRange(0, total)
    bar.setValue(done)
    bar.setUpdatesEnabled(True)


class Trouble(QLabel):
    """What stands in the way of what is asked for, in one sentence; takes no room while there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "error")
        self.setWordWrap(True)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show the sentence, none if it is empty, and give the window the height for it."""
        self.setText(tr(sentence))
        if self.isHidden() == bool(sentence):
            self.setVisible(bool(sentence))
            self.window().adjustSize()


class _Choice(QComboBox):
    """Leaves the wheel to what scrolls around it, unless it has the keyboard: else scrolling past it would choose."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own choice would give it the keyboard by the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def choice(choices: Iterable[tuple[str, object]] = ()) -> QComboBox:
    """A box to choose one of these words from, each of them with what it stands for."""
    box = _Choice()
    box.setItemDelegate(QStyledItemDelegate(box))  # the one Qt gives it does not heed the style sheet
    for text, meant in choices:
        box.addItem(tr(text), meant)
    return box


def number_field() -> QSpinBox:
    """A field for a whole number."""
    field = QSpinBox()
    field.lineEdit().setTextMargins(SIZES.space_s - 2, 0, 0, 0)  # the style sheet's padding does not reach it
    return field


def form(rows: Iterable[tuple[str, QWidget | QLayout]] = ()) -> QFormLayout:
    """Fields below one another, each behind its name."""
    made = QFormLayout()
    made.setHorizontalSpacing(SIZES.space_l)
    made.setVerticalSpacing(SIZES.space_s)
    for name, field in rows:
        add_row(made, name, field)
    return made


def add_row(form: QFormLayout, name: str, field: QWidget | QLayout) -> None:
    """Add a field behind its name, which stands level with it, or with its first line."""
    title = QLabel(tr(name))
    if field.sizeHint().height() < 2 * SIZES.control:
        title.setMinimumHeight(SIZES.control + 2)  # with the field's edges; Qt would let it hang above the middle
    if isinstance(field, QWidget):
        form.addRow(title, field)
    else:
        form.addRow(title, field)


def from_to(first: QWidget, last: QWidget) -> QHBoxLayout:
    """Two fields for the ends of a range of frames, in a row."""
    row = QHBoxLayout()
    row.setSpacing(SIZES.space_s)
    row.addWidget(first, 1)
    row.addWidget(label("to"))
    row.addWidget(last, 1)
    return row
