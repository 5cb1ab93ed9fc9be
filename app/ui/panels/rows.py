"""Lists of the side panel: rows with a picture or an icon, a title and what there is to say, chosen by key or mouse."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.language import tr
from app.ui import theme
from app.ui.tokens import SIZES

ROW = Qt.ItemDataRole.UserRole + 1
_PICTURE, _LOW_PICTURE = 64, 36  # px: width of a row's picture; where all of it stands in one line
_LINE, _SMALL = 17, 14  # px: height of a line of text, and of a small one
_DOTS = "\N{HORIZONTAL ELLIPSIS}"
_BAR = 3  # px: height of the bar that says how far something is
_Index = QModelIndex | QPersistentModelIndex
_NUMBERS = tuple("123456789")
_OWN = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What one row shows. With a `picture` (null while it is made) title and words stand in two lines beside it, or the
    words in two small ones, where the row is high enough; else all in one. `short` takes the words' place if there is
    no room for them, in one line `least` if there is none for these either. `share` is how far it is, 0 to 1; a
    `starred` one wears a star. By its `name` the list knows it again at another place; a `fixed` one keeps its place.
    """

    title: str
    words: str
    short: str = ""
    icon: str = ""
    ink: str = "text"
    picture: QImage | None = None
    share: float | None = None
    name: Hashable = None
    fixed: bool = False
    starred: bool = False
    least: str = ""


class RowList(QListWidget):
    """A list of rows that is as high as its content, up to `most` rows.

    Up, Down, Enter and Delete are its own, and the digits 1 to 9 where it has `numbers`; every other key goes to the
    window's shortcuts.

    Signals (by place in the list):
        menu_wanted: a menu for a row, at a global point.
        number_pressed: a digit 1 to 9.
        delete_pressed: Delete or Backspace, on the current row.
        enter_pressed: Enter, on the current row; a double click is none, as `itemActivated` has it.
    """

    menu_wanted = Signal(int, QPoint)
    number_pressed = Signal(int)
    delete_pressed = Signal()
    enter_pressed = Signal(int)

    def __init__(self, name: str, height: int, most: int, numbers: bool = False) -> None:
        super().__init__()
        self._given: list[Row] = []  # what each item was filled with, before it was translated
        self._height, self._most, self._least, self._numbers = height, most, 1, numbers
        self.setAccessibleName(tr(name))
        self.setItemDelegate(_Painter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Having the keyboard chooses nothing: without a row marked, Qt would have the first one be it by itself."""
        chosen, before = self.currentIndex().isValid(), self.blockSignals(True)
        super().focusInEvent(event)
        if not chosen:
            self.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.blockSignals(before)

    def show_rows(self, rows: list[Row], current: int | None = None) -> None:
        """Show these rows. The one that was current stays so wherever it went, or the one at `current` becomes so."""
        if current is None:
            marked = self.marked.name if self.marked is not None else None
            current = next((at for at, row in enumerate(rows) if row.name == marked), -1) if marked is not None else -1
        before = self.blockSignals(True)
        self._take_gone(rows)
        for at, row in enumerate(rows):
            if at < self.count():
                self.show_row(at, row)
                continue
            item = QListWidgetItem()
            item.setSizeHint(QSize(1, self._height))  # as wide as the list, so that long words end in dots
            _fill(item, row, self.toolTip())  # before it is in the list, which looks again at each change
            self._given.append(row)
            self.addItem(item)
        self.setCurrentRow(current)
        if current < 0:
            self.clearSelection()
        self.blockSignals(before)
        self._fit()

    def _take_gone(self, rows: list[Row]) -> None:
        """Take out what is in the list no more, so that the others move up instead of all becoming others."""
        if self.count() <= len(rows):
            return
        names, at = {row.name for row in rows}, 0
        while at < self.count() and self.count() > len(rows):
            if self._given[at].name in names:
                at += 1
            else:
                self._take(at)
        while self.count() > len(rows):
            self._take(self.count() - 1)

    def _take(self, at: int) -> None:
        self.takeItem(at)
        del self._given[at]

    @property
    def marked(self) -> Row | None:
        """The row that is highlighted. A click makes a row current before it highlights it, a key after."""
        return next((item.data(ROW) for item in self.selectedItems()), None)

    def show_row(self, at: int, row: Row) -> None:
        """Show one row anew."""
        if self._given[at] != row:
            self._given[at] = row
            _fill(self.item(at), row, self.toolTip())

    def show_at_most(self, rows: int) -> None:
        """Be as high as so many rows at most, and scroll through more."""
        if rows != self._most:
            self._most = rows
            self._fit()

    @property
    def most(self) -> int:
        """How many rows it is high at most."""
        return self._most

    def show_at_least(self, rows: int) -> None:
        """Be as high as so many rows, or as `most`, even of fewer."""
        if rows != self._least:
            self._least = rows
            self._fit()

    @property
    def rows(self) -> int:
        """How many rows it is high."""
        return min(max(self._least, self.count()), self._most)

    def _fit(self) -> None:
        self.setFixedHeight(self.rows * self._height + 2 * self.frameWidth() + 2)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self._numbers and event.text() in _NUMBERS:
            self.number_pressed.emit(int(event.text()))
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.marked is not None:
                self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marked is not None:
                self.enter_pressed.emit(self.currentRow())

    def keyboardSearch(self, search: str) -> None:
        """Letters are the window's; no row is looked for by them."""

    def _own(self, event: QKeyEvent) -> bool:
        """Keys that mean something in the list, whatever they mean elsewhere in the window."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        return event.key() in _OWN or (self._numbers and event.text() in _NUMBERS)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at, place = self.currentRow(), self.visualItemRect(self.currentItem()).bottomLeft()
            if at >= 0:
                self.menu_wanted.emit(at, self.viewport().mapToGlobal(place))
        else:
            at = self.indexAt(self.viewport().mapFromGlobal(event.globalPos())).row()
            if at >= 0:
                self.setCurrentRow(at)
                self.menu_wanted.emit(at, event.globalPos())


def _fill(item: QListWidgetItem, row: Row, tip: str) -> None:
    row = replace(row, title=tr(row.title), words=tr(row.words), short=tr(row.short), least=tr(row.least))
    item.setData(ROW, row)
    item.setText(f"{row.title}, {row.words}" if row.words else row.title)
    item.setToolTip(f"{item.text()}\n{tip}".strip())  # all of it, where the row has no room


class _Painter(QStyledItemDelegate):
    """Paints a Row over the list's own background and selection."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        place: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        t = theme.tokens()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(t.accent_dim))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, QColor(t.hover))
        inner = place.adjusted(SIZES.space_s, 0, -SIZES.space_s, 0)
        dim = QColor(t.text if state & QStyle.StateFlag.State_Selected else t.text_dim)
        if row.picture is not None and inner.height() >= 2 * _LINE:
            _paint_tall(painter, row, inner, dim)
        else:
            _paint_low(painter, row, inner, dim)
        if row.share is not None:
            track = QRectF(inner.left(), place.bottom() - _BAR, inner.width(), _BAR)
            painter.fillRect(track, QColor(t.border))
            track.setWidth(track.width() * min(1.0, max(0.0, row.share)))
            painter.fillRect(track, QColor(t.accent))
        painter.restore()


def _paint_low(painter: QPainter, row: Row, place: QRect, dim: QColor) -> None:
    """Icon or picture, title, and the words at the right; with a picture the icon stands before the words."""
    t, icon = theme.tokens(), SIZES.icon
    wide = icon
    if row.picture is not None:
        wide = _LOW_PICTURE
        _paint_picture(painter, row.picture, QRect(place.left(), place.top() + 3, wide, place.height() - 6))
    else:
        theme.icon(row.icon, row.ink).paint(painter, QRect(place.left(), place.center().y() - icon // 2, icon, icon))
    text = place.adjusted(wide + SIZES.space_s, 0, 0, 0)
    font = theme.font()
    painter.setFont(font)
    marked = icon + SIZES.space_xs if row.icon and row.picture is not None else 0
    given = tuple(words for words in (row.words, row.short, row.least) if words)
    title, words, taken = _in_one_line(font.toString(), row.title, given, text.width() - SIZES.space_s, marked)
    painter.setPen(dim)
    painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    text.setWidth(text.width() - taken - SIZES.space_s)
    if marked:
        mark = QRect(text.right() - icon + 1, text.center().y() - icon // 2, icon, icon)
        theme.icon(row.icon, row.ink).paint(painter, mark)
        text.setWidth(text.width() - marked)
    painter.setPen(QColor(t.text))
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, title)


@lru_cache(1024)  # a list that gets one row more is painted as a whole, and to measure words takes most of that
def _in_one_line(font: str, title: str, given: tuple[str, ...], wide: int, marked: int) -> tuple[str, str, int]:
    """A title as far as it has room, the first of the words given that have room beside it, and how wide these are, in
    so many px of which a mark takes some; in the font that is written so."""
    metrics = QFontMetrics(_font_of(font))
    room = wide - metrics.horizontalAdvance(title) - marked
    words = next((each for each in given if metrics.horizontalAdvance(each) <= room), given[-1] if given else "")
    taken = metrics.horizontalAdvance(words)
    return metrics.elidedText(title, Qt.TextElideMode.ElideRight, wide - taken - marked), words, taken


def _font_of(written: str) -> QFont:
    font = QFont()
    font.fromString(written)
    return font


def _paint_picture(painter: QPainter, picture: QImage, box: QRect) -> None:
    """In its own shape, within an edge: a black one on black ground is seen too."""
    t = theme.tokens()
    painter.fillRect(box, QColor(t.canvas))
    if not picture.isNull():
        target = QRect(QPoint(), picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio))
        target.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, picture)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(t.border))
    painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_tall(painter: QPainter, row: Row, place: QRect, dim: QColor) -> None:
    """A picture, beside it the title with the icon at its right, and the words below them."""
    assert row.picture is not None
    t = theme.tokens()
    box = QRect(place.left(), place.top() + SIZES.space_xs, _PICTURE, place.height() - 2 * SIZES.space_xs)
    _paint_picture(painter, row.picture, box)
    text = place.adjusted(box.width() + SIZES.space_s, 0, 0, 0)
    font, lines = words_in_lines(row.words, row.short, text.width(), text.height())
    below = len(lines) * (_SMALL if len(lines) > 1 else _LINE)
    half = QRect(text.left(), text.center().y() - (_LINE + 1 + below) // 2, text.width(), _LINE)
    icon = 0
    for name, ink in [(row.icon, row.ink)] * bool(row.icon) + [("star", "key")] * row.starred:
        icon += SIZES.icon
        theme.icon(name, ink).paint(painter, QRect(half.right() - icon + 1, half.top(), SIZES.icon, SIZES.icon))
        icon += SIZES.space_xs
    painter.setFont(theme.font(bold=True))
    painter.setPen(QColor(t.text))
    title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, half.width() - icon)
    painter.drawText(half, Qt.AlignmentFlag.AlignVCenter, title)
    painter.setFont(font)
    painter.setPen(dim)
    half.translate(0, _LINE + 1)
    for line in lines:
        painter.drawText(half, Qt.AlignmentFlag.AlignVCenter, line)
        half.translate(0, _SMALL)


def words_in_lines(words: str, short: str, wide: int, tall: int) -> tuple[QFont, list[str]]:
    """Words as they stand below a title in a row so wide and tall, and their font: in one line, else in two small ones
    where there is room for these; the short ones where the others do not fit, with dots at the end if need be."""
    usual, small = theme.font(), theme.font(SIZES.text_small)
    if not words or QFontMetrics(usual).horizontalAdvance(words) <= wide:
        return usual, [words] * bool(words)
    if tall < _LINE + 2 * _SMALL:
        return usual, [QFontMetrics(usual).elidedText(short or words, Qt.TextElideMode.ElideRight, wide)]
    lines = in_two_lines(words, small, wide)
    if lines[-1].endswith(_DOTS) and short:
        lines = in_two_lines(short, small, wide)
    return small, lines


def in_two_lines(words: str, font: QFont, wide: int) -> list[str]:
    """Broken into two lines at most, the second with dots where there is more."""
    layout, option = QTextLayout(words, font), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(wide)
    layout.endLayout()
    first = words[: line.textLength()]
    rest = QFontMetrics(font).elidedText(words[len(first) :], Qt.TextElideMode.ElideRight, wide)
    return [first.rstrip(), rest] if rest else [first.rstrip()]
