"""The color that tools paint with, as a button: a menu of the palette's colors and those used before, or, while there
are none, the question for any color."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QToolButton

from app.language import tr
from app.project.palettes import Color, Palette
from app.ui import theme
from app.ui.paint.current_color import CurrentColor
from app.ui.widgets import swatch_icon

MOST = 40  # swatches in the menu


class ColorButton(QToolButton):
    """Shows the current color as the palette shows it."""

    def __init__(self, current: CurrentColor, palette: Callable[[], Palette], other: QAction) -> None:
        """`other` is the action that asks for any color."""
        super().__init__()
        self._current, self._palette, self._other = current, palette, other
        self.setFixedSize(QSize(34, 34))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._colors = QMenu(self)
        self._colors.aboutToShow.connect(self._fill_menu)
        self.setMenu(self._colors)
        self.clicked.connect(self._ask)
        current.changed.connect(self.refresh)
        self.refresh()

    def shown(self, color: Color) -> Color:
        """A color of the keys as the shown palette has it."""
        swatch = self._palette().swatch(color)
        return swatch.color if swatch is not None else color

    def refresh(self) -> None:
        """Show what is so, after a swatch was edited too."""
        color = self._current.color
        swatch = self._palette().swatch(color)
        name = f"#{bytes(self.shown(color)).hex().upper()}" + (f", {swatch.name}" if swatch is not None else "")
        self.setAccessibleName(tr(f"Color to paint with: {name}"))
        self.setToolTip(tr(f"Color to paint with: {name}"))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._offer()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._offer()
        super().keyPressEvent(event)

    def _offer(self) -> None:
        """A menu only where it has a color to choose: of one entry it would look like the tip of the button."""
        some = bool(self._palette().swatches or self._current.recent)
        self.setMenu(self._colors if some else None)  # pyright: ignore[reportArgumentType]

    def _ask(self) -> None:
        if self.menu() is None:
            self._other.trigger()

    def _fill_menu(self) -> None:
        menu = self._colors
        menu.clear()
        palette = self._palette()
        for swatch in palette.swatches[:MOST]:
            self._entry(menu, swatch.name, swatch.color, swatch.id)
        recent = [color for color in self._current.recent if palette.swatch(color) is None]
        if recent and palette.swatches:
            menu.addSeparator()
        for color in recent:
            self._entry(menu, f"#{bytes(color).hex().upper()}", color, color)
        menu.addSeparator()
        menu.addAction(self._other)

    def _entry(self, menu: QMenu, name: str, shown: Color, color: Color) -> None:
        picture = QImage(32, 32, QImage.Format.Format_RGB32)
        picture.fill(QColor(*shown))
        entry = menu.addAction(swatch_icon(picture), tr(name))
        entry.triggered.connect(lambda: self._current.set_color(color))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.tokens()
        place = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        edge = tokens.accent if self.hasFocus() or self.underMouse() else tokens.border_strong
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1.5))
        painter.setBrush(QColor(*self.shown(self._current.color)))
        painter.drawRoundedRect(place, 5, 5)
