"""The shot's palette in the side panel: which one is shown, its swatches, and how much of the keys each fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.document import Document
from app.language import tr
from app.project.colorizers import LONGANIMATION, flat_cels
from app.project.palettes import Color, Palette, Swatch
from app.ui.actions import Actions
from app.ui.panels.rows import Row, RowList
from app.ui.swatch_names import SwatchNames
from app.ui.tokens import SIZES
from app.ui.widgets import action_button, choice, label
from engine.imaging.flats import SAME, Flat

NO_KEYS = "Lay a colored key: its flat colors become the swatches."
ROW_HEIGHT, MOST = 24, 16
_PICTURE = (72, 40)
_SEEN = 24  # levels in each channel that a color seen in the picture is off its swatch at most
_FLAT_TIP = (
    "LongAnimation's frames take the keys' swatches, region by region: flat, and recolored with the palette. "
    "Segments colored otherwise become stale."
)
_TIP = (
    "How much of the keys has the color; of what was just painted that is counted once you rest. "
    "Double-click or Enter changes it in every frame at once. "
    "A second color on the left is the keys' own."
)


class PalettePanel(QWidget):
    """Follows a document; `show_found` tells which colors its keys have.

    Signals:
        edit_wanted: the marked swatch is to get another color.
        menu_wanted: a menu for the marked swatch, at a global point.
        palette_chosen: the palette of this name is to be shown.
        marked_changed: another swatch is marked, or none.
        marked_by_hand: the artist has marked another one in the list.
    """

    edit_wanted = Signal()
    menu_wanted = Signal(QPoint)
    palette_chosen = Signal(str)
    marked_changed = Signal()
    marked_by_hand = Signal()

    def __init__(self, document: Document, actions: Actions, names: SwatchNames) -> None:
        super().__init__()
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self.names = document, names
        self._shares: dict[Color, float] = {}
        self._laid: frozenset[Color] = frozenset()
        self._places = dict.fromkeys(names.each)  # every color that was found, in the order in which it was
        self.palette_now = document.shot.palettes.shown
        self._told_by: tuple[object, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, SIZES.space_s, SIZES.space_m, SIZES.space_s)
        column.setSpacing(SIZES.space_s)
        title = QHBoxLayout()
        title.addWidget(label("Palette", "heading"))
        column.addLayout(title)
        self.box = choice()
        self.box.setAccessibleName(tr("Palette shown"))
        self.box.setToolTip(tr("The palette that frames, takes and exports are shown in"))
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.activated.connect(lambda row: self.palette_chosen.emit(self.box.itemData(row)))
        title.addWidget(self.box, 1)
        self.flat = QCheckBox(tr("Flat cels (snap to palette)"))
        self.flat.setToolTip(tr(_FLAT_TIP))
        self.flat.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.flat.clicked.connect(actions["flat_cels"].trigger)
        column.addWidget(self.flat)
        self.empty = label(NO_KEYS, "dim", wrap=True)
        column.addWidget(self.empty)
        self.list = RowList("Swatches of the palette", ROW_HEIGHT, MOST)
        self.list.setToolTip(tr(_TIP))
        self.list.itemActivated.connect(lambda _item: self.edit_wanted.emit())
        self.list.menu_wanted.connect(lambda _row, at: self.menu_wanted.emit(at))
        self.list.itemSelectionChanged.connect(self._by_hand)
        column.addWidget(self.list)
        self.used = label("", "dim", wrap=True)
        self.used.hide()
        column.addWidget(self.used)
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.space_s)
        self.edit_button = action_button(actions["edit_swatch"], "Change color...")
        self.clone_button = action_button(actions["clone_palette"], "Clone...")
        buttons.addWidget(self.edit_button)
        buttons.addWidget(self.clone_button)
        column.addLayout(buttons)
        document.changed.connect(self._follow)
        self.refresh()

    @property
    def marked(self) -> Swatch | None:
        """The swatch that actions are about."""
        row = self.list.marked
        return next((each for each in self.palette_now.swatches if row is not None and each.id == row.name), None)

    def _by_hand(self) -> None:
        if self.marked is not None:
            self.marked_by_hand.emit()
        self.marked_changed.emit()

    def nearest(self, color: Color) -> Swatch | None:
        """The swatch that a color of the keys or of a sheet belongs to: the one nobody can tell it from."""
        if (exact := self.palette_now.swatch(color)) is not None:
            return exact
        each = ((source, swatch) for swatch in self.palette_now.swatches for source in swatch.sources)
        return _nearest(color, each, SAME)

    def seen(self, color: Color) -> Swatch | None:
        """The swatch whose color is seen in a picture, softened by an edge or not."""
        return _nearest(color, ((swatch.color, swatch) for swatch in self.palette_now.swatches), _SEEN)

    def loose(self, swatch: Swatch) -> bool:
        """Whether none of the keys has any color of a swatch."""
        return not any(source in self._shares for source in swatch.sources)

    def mark(self, swatch: Swatch | None) -> None:
        """Mark a swatch, or none."""
        swatches = self.palette_now.swatches
        row = swatches.index(swatch) if swatch is not None and swatch in swatches else -1
        if (swatches[row] if row >= 0 else None) != self.marked:
            before = self.list.blockSignals(True)
            self.list.setCurrentRow(row)
            if row < 0:
                self.list.clearSelection()
            self.list.blockSignals(before)
            self.marked_changed.emit()

    def show_found(self, flats: Sequence[Flat], laid: Iterable[Color] = ()) -> None:
        """Show swatches for these colors of the keys, with the share of the keys that each fills. How much has those
        that were just `laid` is not known yet.

        They stay where they stand though others fill more now; those that are new stand at the end.
        """
        shares = {flat.color: flat.share for flat in flats}
        self._laid = frozenset(laid)
        self._places = dict.fromkeys((*self._places, *shares))
        self._shares = {color: shares[color] for color in self._places if color in shares}
        self.refresh()

    def with_found(self, palette: Palette) -> Palette:
        """The palette with a swatch for every flat color of the keys."""
        return palette.with_found(self._shares, self.names.each)

    def _follow(self) -> None:
        if self._told_by != self._described():  # most edits leave the palette alone, strokes among them
            self.refresh()

    def _described(self) -> tuple[object, ...]:
        """What of the shot this shows."""
        shot = self._document.shot
        return shot.palettes, shot.colorizer, flat_cels(shot)

    def refresh(self) -> None:
        """Show the palette as it stands."""
        self._told_by = self._described()
        palettes = self._document.shot.palettes
        self.palette_now = self.with_found(palettes.shown)
        self.names.note(self.palette_now, palettes.shown)
        names = [each.name for each in palettes.each]
        if [self.box.itemData(row) for row in range(self.box.count())] != names:
            self.box.clear()
            for name in names:
                self.box.addItem(tr(name), name)
        self.box.setCurrentIndex(self.box.findData(palettes.shown.name))
        self.box.setVisible(len(names) > 1)  # of one there is nothing to choose
        self.flat.setVisible(self._document.shot.colorizer == LONGANIMATION.name)
        self.flat.setChecked(flat_cels(self._document.shot))
        swatches = self.palette_now.swatches
        self.empty.setVisible(not swatches)
        for part in (self.list, self.edit_button, self.clone_button):
            part.setVisible(bool(swatches))
        self.list.show_rows([self._row(swatch) for swatch in swatches])
        self.marked_changed.emit()

    def _row(self, swatch: Swatch) -> Row:
        share = sum(self._shares.get(source, 0.0) for source in swatch.sources)
        return _row_of(swatch, share, not self._laid.isdisjoint(swatch.sources))


@lru_cache(1024)  # a shot painted by hand has a hundred swatches and more, and each stroke may add one
def _row_of(swatch: Swatch, share: float, laid: bool) -> Row:
    """A swatch, how much of the keys has it, and whether it was painted with since that was counted."""
    words = [f"#{bytes(swatch.color).hex()}"]
    if share > 0:
        words.append(f"{share:.0%}" if share >= 0.005 else "<1%")
    elif laid:  # which is found in the next rest
        words.append("counting...")
    short, least = ", ".join(words), words[-1]  # the mark tells what was changed, the tip the rest
    if swatch.changed:
        words.append("changed")
    if len(swatch.sources) > 1:
        words.append(f"{len(swatch.sources)} colors merged")
    mark = "changed" if swatch.changed else ""
    picture, told = picture_of(swatch), ", ".join(words)
    return Row(swatch.name, told, short, mark, picture=picture, name=swatch.id, least=least)


def _nearest(color: Color, each: Iterable[tuple[Color, Swatch]], most: int) -> Swatch | None:
    """The swatch whose color is nearest, no channel being farther off than so many levels."""
    found, nearest = None, most + 1
    red, green, blue = color
    for other, swatch in each:
        far = max(abs(red - other[0]), abs(green - other[1]), abs(blue - other[2]))
        if far < nearest:
            found, nearest = swatch, far
    return found


@lru_cache(256)
def picture_of(swatch: Swatch) -> QImage:
    """The color shown; where it is another than the keys', theirs in the corner. Not to be painted into."""
    image = QImage(*_PICTURE, QImage.Format.Format_RGB32)
    image.fill(QColor(*swatch.color))
    if swatch.changed:
        painter = QPainter(image)
        painter.fillRect(0, 0, _PICTURE[0] // 4, _PICTURE[1], QColor(*swatch.id))
        painter.end()
    return image
