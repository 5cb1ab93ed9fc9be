"""Ctrl+click on the picture marks the swatch that is seen there; the color painted with has its swatch marked too."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent

from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage

NO_SWATCH = "No swatch of the palette has the color of this place."
UNPAINTED = "This place is unpainted: there is no color to take."


class Picking(QObject):
    """Follows the page that is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            page.canvas.installEventFilter(self)
            palettes, workspace = page.panel.palettes, page.workspace
            palettes.marked_by_hand.connect(lambda: _take(page))  # before it is followed
            workspace.current_color.changed.connect(lambda: _follow(page))
            for signal in (workspace.toolbox.tool_changed, palettes.marked_changed):
                signal.connect(lambda: workspace.toolbox.tool and _follow(page))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        page = self._window.page
        if page is None or watched is not page.canvas or not isinstance(event, QMouseEvent):
            return False
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if not control or event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pick(page, event)
        return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)

    def _pick(self, page: ShotPage, event: QMouseEvent) -> None:
        canvas, image = page.canvas, page.canvas.image
        full = page.viewer.full_size
        at = canvas.to_picture(event.position())
        x = math.floor(at.x() * image.width() / max(1, full.width()))
        y = math.floor(at.y() * image.height() / max(1, full.height()))
        if not image.rect().contains(x, y):
            return
        color = canvas.color_at(x, y)
        if color is None:
            self._window.notices.info(UNPAINTED)
            return
        swatch = page.panel.palettes.seen((color.red(), color.green(), color.blue()))
        if swatch is None:
            self._window.notices.info(NO_SWATCH)
            return
        page.panel.palettes.mark(swatch)
        page.workspace.current_color.set_color(swatch.id)


def _take(page: ShotPage) -> None:
    """With a tool in hand, paint with the swatch that was marked."""
    swatch = page.panel.palettes.marked
    if swatch is not None and page.workspace.toolbox.tool is not None:
        page.workspace.current_color.set_color(swatch.id)


def _follow(page: ShotPage) -> None:
    """Mark the swatch of the color that is painted with; with a tool in hand none where it has none, so that no other
    is taken for the one in hand."""
    palettes, current = page.panel.palettes, page.workspace.current_color
    swatch = palettes.nearest(current.color)
    if page.workspace.toolbox.tool is not None or (swatch is not None and current.chosen):
        palettes.mark(swatch)
