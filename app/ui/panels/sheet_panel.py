"""The model sheets of the shot beside the canvas, one at a time, and the color under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.document import Document
from app.language import tr
from app.project.model import Reference
from app.project.palettes import Color
from app.ui import theme
from app.ui.actions import Actions
from app.ui.panels.sheet_view import SheetView
from app.ui.tokens import SIZES
from app.ui.widgets import ActionTool, action_button, choice, label

WIDTH, _LEAST = 260, 200
_MOST = 16777215  # px: what Qt takes for no limit
_WHAT = "A model sheet is a picture that shows the colors of a character."
NO_SHEETS = f"{_WHAT} Drop one here, or add one. A click on it picks the color to paint with."
READING = "Reading the model sheet..."


class SheetPanel(QWidget):
    """Follows a document; shows which sheet is wanted, and the picture it is given.

    It is `folded` to its heading in a shot without sheets, as most are, unless the artist opens it there.

    Signals:
        wanted: this sheet, a Reference, is to be read and shown with `show_picture`.
        folded_changed: it needs another width.
    """

    wanted = Signal(object)
    folded_changed = Signal()

    def __init__(self, document: Document, actions: Actions) -> None:
        super().__init__()
        self._document = document
        self._sheet: Reference | None = None
        self._listed: tuple[Reference, ...] | None = None
        self._opened = self.folded = False
        self.setMinimumWidth(_LEAST)
        self.setAccessibleName(tr("Model sheets"))
        self.box = choice()
        self.box.setAccessibleName(tr("Model sheet shown"))
        self.box.setToolTip(tr("The model sheet that is shown"))
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.activated.connect(self._choose)
        self.view = SheetView()
        self.view.setToolTip(
            tr("Click picks a color, wheel zooms, drag pans. Keys: arrows move a cross, Enter picks, + - zoom, 0 fits.")
        )
        self.view.pointed.connect(self._tell)
        self._chip, self.told = QLabel(), label("", "dim")
        self._chip.setFixedSize(28, 16)
        self.swatches_button = action_button(actions["sheet_swatches"], "Make swatches")
        self._lay_out(actions)
        document.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self, actions: Actions) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_s, SIZES.space_s, SIZES.space_s, SIZES.space_s)
        column.setSpacing(SIZES.space_s)
        self._title = QHBoxLayout()
        self._title.setSpacing(0)
        self._heading, self._standing = label("Model sheets", "heading"), _Standing("Model sheets")
        self._heading.setToolTip(tr(_WHAT))
        self._standing.setToolTip(tr(_WHAT))
        self._title.addWidget(self._heading, 1)
        self._buttons = {}
        for name, icon in (("add_sheet", "add"), ("remove_sheet", "remove"), ("show_sheets", "cancel")):
            button = self._buttons[name] = ActionTool(actions[name], icon)
            button.setFixedSize(26, 26)
            self._title.addWidget(button)
        self._title.addWidget(self._standing, 1)
        column.addLayout(self._title)
        column.addWidget(self.box)
        column.addWidget(self.view, 1)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.space_s)
        row.addWidget(self._chip)
        row.addWidget(self.told, 1)
        row.addWidget(self.swatches_button)
        column.addWidget(self._foot)

    def open(self) -> None:
        """Have room for sheets, though there are none yet."""
        self._opened = True
        self._fold()

    def _fold(self) -> None:
        """Be as wide as there is something to show or to be brought."""
        folded = not self._document.shot.sheets and not self._opened
        way = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        self._title.setDirection(way)
        for part in (self._heading, self.view, self._buttons["remove_sheet"]):
            part.setVisible(not folded)
        self._standing.setVisible(folded)
        self.setMinimumWidth(26 + 2 * SIZES.space_s if folded else _LEAST)
        self.setMaximumWidth(self.minimumWidth() if folded else _MOST)
        if folded != self.folded:
            self.folded = folded
            self.folded_changed.emit()
        self._show_foot()

    def minimumSizeHint(self) -> QSize:
        """As low as it is without what stands below the sheet, which goes where there is no room for it."""
        hint = super().minimumSizeHint()
        spared = self._foot.minimumSizeHint().height() + SIZES.space_s
        return hint if self._foot.isHidden() else QSize(hint.width(), hint.height() - spared)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_foot()

    def _show_foot(self) -> None:
        """The color under the pointer and what makes swatches, where a sheet can still be seen above them."""
        needed = self.minimumSizeHint().height() + self._foot.minimumSizeHint().height() + SIZES.space_s
        self._foot.setVisible(not self.folded and self.height() >= needed)

    @property
    def sheet(self) -> Reference | None:
        """The sheet that is shown."""
        return self._sheet

    def refresh(self) -> None:
        """Show the sheets as they stand; one that is new is shown."""
        sheets = self._document.shot.sheets
        if sheets == self._listed:
            return
        self._listed = sheets
        self._fold()
        names = [sheet.name for sheet in sheets]
        before = [self.box.itemData(at) for at in range(self.box.count())]
        if before != list(sheets):
            self.box.clear()
            for name, sheet in zip(names, sheets, strict=True):
                self.box.addItem(name, sheet)
        new = [sheet for sheet in sheets if sheet not in before]
        self.box.setVisible(bool(sheets))
        self.swatches_button.setVisible(bool(sheets))
        self.show_sheet(new[-1] if new else self._sheet if self._sheet in sheets else (sheets or (None,))[0])

    def show_sheet(self, sheet: Reference | None) -> None:
        """Show this one."""
        self.box.setCurrentIndex(next((at for at in range(self.box.count()) if self.box.itemData(at) == sheet), -1))
        if sheet == self._sheet and (sheet is not None or self.view.accessibleDescription()):
            return
        self._sheet = sheet
        self.view.show_levels([], NO_SHEETS if sheet is None else READING)
        self._tell(None)
        if sheet is not None:
            self.wanted.emit(sheet)

    def show_picture(self, sheet: Reference, levels: list[QImage], trouble: str = "") -> None:
        """The picture of a sheet is there, or what is wrong with it."""
        if sheet == self._sheet:
            self.view.show_levels(levels, trouble)

    def _choose(self, row: int) -> None:
        self.show_sheet(self.box.itemData(row))

    def _tell(self, color: Color | None) -> None:
        """Name the color under the pointer."""
        chip = QPixmap(self._chip.size())
        chip.fill(QColor(*color) if color is not None else QColor(0, 0, 0, 0))
        self._chip.setPixmap(chip)
        self.told.setText(f"#{bytes(color).hex()}" if color else "")
        self.told.setToolTip(f"{color[0]}, {color[1]}, {color[2]}" if color else "")


class _Standing(QWidget):
    """Words that stand upright, to be read from below."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = tr(words)

    def minimumSizeHint(self) -> QSize:
        return QSize(SIZES.control, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(bold=True))
        painter.setPen(QColor(theme.ink("text_dim")))
        painter.translate(0, self.height())
        painter.rotate(-90)
        middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(0, 0, self.height() - SIZES.space_s, self.width(), middle, self._words)
