"""What the color hint tool and its actions do: put, move, recolor and remove hints; each is one undo step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu

from app.language import tr
from app.project.colorizers import colorizer
from app.project.held import shown_key
from app.project.hints import Anchor, Hints, new_hint, with_anchor, with_color, without_anchor, without_hint
from app.project.palettes import Color
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer
from app.ui.dialogs.swatch_dialogs import paint_dialog, rgb
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.widgets import swatch_icon

NO_HINTS = "There are no color hints yet. Take up the color hint tool and click on the picture."
ON_KEY = "A key is shown as it is painted; this hint counts on the frames around it."
_SWATCHES = 60  # in a menu at most


class Hinting:
    """Color hints on the open shot."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "hint_tool": self._on(_take_up),
            "next_hint": self._on(lambda page: self._step(page, 1)),
            "previous_hint": self._on(lambda page: self._step(page, -1)),
            "hint_menu": self._on(self._menu_by_key),
            "remove_hint": self._on(self._remove),
        }

    def _on(self, action: Callable[[ShotPage], None]) -> Handler:
        return on_page(self._window, action, after=self._show)

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            view = page.hints
            view.changed.connect(self._show)
            view.changed.connect(self._window.refresh_soon)
            view.place_wanted.connect(lambda at: self._place(page, at))
            view.move_wanted.connect(lambda hint_id, at: self._move(page, hint_id, at))
            view.pick_wanted.connect(lambda at: self._pick(page, at))
            view.remove_wanted.connect(lambda: self._remove(page))
            view.menu_wanted.connect(lambda hint_id, at: self._menu(page, hint_id, at))
        self._show()

    def _show(self) -> None:
        """Check what is so in the menu."""
        page = self._window.page
        self._window.actions_table["hint_tool"].setChecked(page is not None and page.hints.on)

    # Editing

    def _edit(self, page: ShotPage, text: str, change: Callable[[Hints], Hints]) -> None:
        document = page.workspace.document
        document.edit(text, replace(document.shot, hints=change(document.shot.hints)))

    def _place(self, page: ShotPage, at: QPointF) -> None:
        """Put a hint; where no color has been chosen yet, in the one that is chosen there and then."""
        color = page.hints.color
        if color is not None:
            self._put(page, color, Anchor(page.viewer.number, at.x(), at.y()))
        else:
            self._ask_color(page, Anchor(page.viewer.number, at.x(), at.y()))

    def _put(self, page: ShotPage, color: Color, anchor: Anchor) -> None:
        hint = new_hint(color, anchor)
        self._edit(page, "Put color hint", lambda hints: (*hints, hint))
        page.hints.select(hint.id)
        self._tell_of_key(page, anchor)

    def _tell_of_key(self, page: ShotPage, anchor: Anchor) -> None:
        """Say why the frame stays as it is, where a hint was put on a key."""
        shot = page.workspace.document.shot
        if shown_key(shot, anchor.number) is not None and not colorizer(shot.colorizer).refers:
            self._window.notices.info(ON_KEY)

    def _ask_color(self, page: ShotPage, anchor: Anchor) -> None:
        """A menu of colors at a place that was clicked; the one chosen is put there."""

        def chosen(color: Color) -> None:
            page.hints.set_color(color)
            self._put(page, color, anchor)

        menu = QMenu(page)
        self._add_colors(menu, page, None, chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(page.canvas.mapToGlobal(page.hints.spot(anchor.x, anchor.y).toPoint()))

    def _move(self, page: ShotPage, hint_id: str, at: QPointF) -> None:
        anchor = Anchor(page.viewer.number, at.x(), at.y())
        self._edit(page, "Move color hint", lambda hints: with_anchor(hints, hint_id, anchor))
        self._tell_of_key(page, anchor)

    def _recolor(self, page: ShotPage, hint_id: str, color: Color) -> None:
        """Give a hint another color; without one, the next hint."""
        page.hints.set_color(color)
        if not hint_id:
            page.hints.set_on(True)  # a color for the next hint: it is to be put now
        else:
            self._edit(page, "Color of hint", lambda hints: with_color(hints, hint_id, color))

    def _remove(self, page: ShotPage) -> None:
        selected = page.hints.selected
        if selected:
            self._edit(page, "Remove color hint", lambda hints: without_hint(hints, selected))

    def _pick(self, page: ShotPage, at: QPointF) -> None:
        """Take the color seen there: as keys have it, where the palette shows another one for it."""
        image, full = page.canvas.image, page.viewer.full_size
        if image.isNull() or full.isEmpty():
            return
        x, y = (at.x() + 0.5) * image.width() / full.width(), (at.y() + 0.5) * image.height() / full.height()
        seen = image.pixelColor(min(int(x), image.width() - 1), min(int(y), image.height() - 1))
        color = (seen.red(), seen.green(), seen.blue())
        swatches = page.panel.palettes.palette_now.swatches
        page.hints.set_color(next((swatch.id for swatch in swatches if swatch.color == color), color))

    # Going from one to the next

    def _step(self, page: ShotPage, way: int) -> None:
        """Select the next hint or the one before, in the order of their first frames, and go where it was put."""
        hints = sorted(page.workspace.document.shot.hints, key=lambda hint: hint.anchors[0])
        if not hints:
            self._window.notices.info(NO_HINTS)
            return
        ids = [hint.id for hint in hints]
        at = (ids.index(page.hints.selected) + way) % len(ids) if page.hints.selected in ids else min(0, way)
        number = hints[at].anchors[0].number
        page.workspace.playhead.pause()
        page.workspace.playhead.go(number)
        page.hints.select(ids[at])
        name = page.timeline.rule.label(number)
        self._window.notices.info(f"Color hint {at % len(ids) + 1} of {len(ids)}, put on frame {name}.")

    # Menus

    def _menu_by_key(self, page: ShotPage) -> None:
        seen = next((seen for seen in page.hints.seen if seen.hint.id == page.hints.selected), None)
        at = page.hints.on_canvas(seen).toPoint() if seen is not None else page.canvas.rect().center()
        self._menu(page, page.hints.selected, page.canvas.mapToGlobal(at))

    def _menu(self, page: ShotPage, hint_id: str, at: QPoint) -> None:
        """For one hint, or for the color of the next."""
        menu = QMenu(page)
        hint = next((hint for hint in page.workspace.document.shot.hints if hint.id == hint_id), None)
        number = page.viewer.number
        if hint is None:
            self._add_colors(menu, page, page.hints.color, lambda color: self._recolor(page, "", color))
        else:
            colors = menu.addMenu(tr("Change color"))
            self._add_colors(colors, page, hint.color, lambda color: self._recolor(page, hint_id, color))
            menu.addSeparator()
            menu.addAction(tr("Remove hint")).triggered.connect(lambda: self._remove(page))
            off = menu.addAction(tr("Take it off this frame"))
            off.setEnabled(hint.anchor(number) is not None)
            off.triggered.connect(
                lambda: self._edit(page, "Take hint off frame", lambda hints: without_anchor(hints, hint_id, number))
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _add_colors(self, menu: QMenu, page: ShotPage, now: Color | None, choose: Callable[[Color], object]) -> None:
        """The swatches of the shown palette, which has those of all keys, and any other color."""
        for swatch in page.panel.palettes.palette_now.swatches[:_SWATCHES]:
            picture = QImage(32, 32, QImage.Format.Format_RGB32)
            picture.fill(QColor(*swatch.color))
            action = menu.addAction(swatch_icon(picture), tr(swatch.name))
            action.setCheckable(True)
            action.setChecked(now in swatch.sources)
            action.triggered.connect(lambda _checked=False, color=swatch.id: choose(color))
        if menu.isEmpty():
            menu.addAction(tr("The palette has no colors yet: Alt+click one in the picture")).setEnabled(False)
        menu.addSeparator()
        other = menu.addAction(tr("Another color..."))
        other.triggered.connect(lambda: self._window.errands.run(self._ask_other(page, now, choose)))

    async def _ask_other(self, page: ShotPage, now: Color | None, choose: Callable[[Color], object]) -> None:
        """Any color, from the one there is now; without one, from that to paint with."""
        dialog = paint_dialog(self._window, "Color of hint", now or page.workspace.current_color.color)
        if await answer(dialog) and self._window.page is page:
            choose(rgb(dialog.currentColor()))


def _take_up(page: ShotPage) -> None:
    """Have the tool in hand, and the keyboard where it is used; or put it away."""
    page.hints.set_on(not page.hints.on)
    if page.hints.on:
        page.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
