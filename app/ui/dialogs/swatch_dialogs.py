"""What the palette asks the artist: a color, tried out while it is chosen; a name; another swatch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtGui import QColor, QFontMetrics, QIcon
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.project.palettes import Color, Swatch
from app.ui import theme
from app.ui.dialogs.asking import ok_cancel
from app.ui.tokens import SIZES
from app.ui.widgets import choice, form

_WIDTH = 320


def color_dialog(parent: QWidget, swatch: Swatch, try_out: Callable[[Color], None]) -> QColorDialog:
    """Asks for the color of a swatch; each one that is tried is told."""
    dialog = paint_dialog(parent, f"Color of {swatch.name}", swatch.color)
    dialog.currentColorChanged.connect(lambda color: try_out(rgb(color)))
    return dialog


def paint_dialog(parent: QWidget, title: str, color: Color) -> QColorDialog:
    """Asks for a color; its number can be typed at once."""
    dialog = QColorDialog(QColor(*color), parent)
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)  # not every system's tells what is tried
    dialog.setWindowTitle(tr(title))
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None  # every dialog of Qt's own has one
    box.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Use this color"))
    _narrow(dialog, box)
    for button in box.buttons():
        button.setIcon(QIcon())
        bold = QFontMetrics(theme.font(bold=True))  # as the one that Enter presses is written
        button.setMinimumWidth(bold.horizontalAdvance(button.text()) + 2 * SIZES.space_l)
    number = next(field for field in dialog.findChildren(QLineEdit) if field.text().startswith("#"))
    number.setFocus()
    number.selectAll()
    return dialog


def _narrow(dialog: QColorDialog, box: QDialogButtonBox) -> None:
    """Leave out the ready-made colors beside the field: without them the picture is in sight in a small window."""
    qt = QCoreApplication  # says its own words in the language in use
    pick = qt.translate("QColorDialog", "&Pick Screen Color")
    ready = (
        qt.translate("QColorDialog", "&Basic colors"),
        qt.translate("QColorDialog", "&Custom colors"),
        qt.translate("QColorDialog", "&Add to Custom Colors"),
    )
    for part in dialog.findChildren(QWidget):
        named = part.text() if isinstance(part, QLabel | QPushButton) else ""
        if part.metaObject().className() == "QColorWell" or named in ready:
            part.hide()
        elif isinstance(part, QPushButton) and named == pick:
            part.setText(tr("Pick from screen"))
            part.setAutoDefault(False)
            box.addButton(part, QDialogButtonBox.ButtonRole.ResetRole)  # to the left of the others


def off_the_picture(dialog: QDialog, window: QWidget) -> None:
    """Put a dialog over the timeline and the side panel, at the lower right: what it tries out is seen above it."""
    frame, size = window.geometry(), dialog.sizeHint().expandedTo(dialog.minimumSizeHint())
    place = QRect(QPoint(), size)
    place.moveBottomRight(frame.bottomRight() - QPoint(SIZES.space_xs, SIZES.space_xs))
    screen = window.screen().availableGeometry()
    place.moveLeft(max(screen.left(), min(place.left(), screen.right() - size.width())))
    place.moveTop(max(screen.top(), min(place.top(), screen.bottom() - size.height())))
    dialog.move(place.topLeft())


def rgb(color: QColor) -> Color:
    """Red, green and blue of a color of the window."""
    return color.red(), color.green(), color.blue()


class NameDialog(QDialog):
    """Asks for a name, which cannot be empty. One of Shiage's own is shown in the artist's language."""

    def __init__(self, parent: QWidget, title: str, name: str, ok: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self._before = name
        self.name = QLineEdit(tr(name))
        self.name.setAccessibleName(tr("Name"))
        self.name.setMinimumWidth(_WIDTH)
        self.name.selectAll()
        _lay_out(self, "Name", self.name, ok)

    @property
    def text(self) -> str:
        """The name without spaces around it; the one there was where nothing else was typed."""
        typed = self.name.text().strip()
        return self._before if typed == tr(self._before) else typed

    def accept(self) -> None:
        if self.text:
            super().accept()


class PickDialog(QDialog):
    """Asks for one of several swatches."""

    def __init__(self, parent: QWidget, title: str, swatches: Sequence[tuple[QIcon, Swatch]], ok: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self.swatches = choice()
        for icon, swatch in swatches:
            self.swatches.addItem(icon, f"{tr(swatch.name)}  #{bytes(swatch.color).hex()}", swatch.id)
        self.swatches.setAccessibleName(tr("Swatch"))
        self.swatches.setMinimumWidth(_WIDTH)
        _lay_out(self, "Swatch", self.swatches, ok)

    @property
    def picked(self) -> Color:
        """The id of the swatch."""
        return self.swatches.currentData()


def _lay_out(dialog: QDialog, name: str, field: QWidget, ok: str) -> None:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(SIZES.space_xl, SIZES.space_l, SIZES.space_xl, SIZES.space_l)
    column.setSpacing(SIZES.space_m)
    column.addLayout(form(((name, field),)))
    column.addWidget(ok_cancel(dialog, ok))
