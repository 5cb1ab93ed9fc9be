"""What the Paint actions do; and that what reads the document waits for the strokes on their way into it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent

from app.media.errors import MediaUnreadable
from app.project.held import shown_key
from app.project.model import without_key
from app.ui.actions import Handler
from app.ui.actions.paint_menu import GAPS
from app.ui.deleting import offer_undo
from app.ui.dialogs.asking import answer
from app.ui.dialogs.swatch_dialogs import paint_dialog, rgb
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.paint.toolbox import Tool, Toolbox
from app.ui.panels.shot_page import ShotPage
from app.ui.workspace import Workspace
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

_SOON = 0.03  # seconds between two looks at whether a frame is ready
TOOLS: dict[str, Tool | None] = {
    "paint_none": None,
    "paint_fill": Tool.FILL,
    "paint_brush": Tool.BRUSH,
    "paint_eraser": Tool.ERASER,
    "paint_picker": Tool.PICKER,
}
WAITING = frozenset((
    "undo", "redo", "generate", "generate_segment", "regenerate", "export", "save", "save_as", "save_copy", "lay_key",
    "paste_key", "frame_to_key", "remove_key", "key_earlier", "key_later", "take_back", "import_line_art",
    "reload_line_art", "relink_line_art", "shot_settings",
))  # fmt: skip
"""What first lets the strokes that are on their way come into the document."""


class PaintTools:
    """Painting on the open shot."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)
        window.untaken.append(self._hears)
        window.hearing.append(lambda event: window.page is not None and window.page.paint.heard_elsewhere(event))

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        on = partial(on_page, self._window, after=self._show)
        return {
            **{name: on(partial(self._take_up, tool=tool)) for name, tool in TOOLS.items()},
            "brush_smaller": on(lambda page: page.workspace.toolbox.smaller()),
            "brush_larger": on(lambda page: page.workspace.toolbox.larger()),
            "stay_inside": on(_stay_inside),
            **{f"gaps_{name}": on(partial(_close_gaps, gap=at)) for at, name in enumerate(GAPS)},
            "paint_color": self._ask_color,
            "paint_lines": on(_show_lines),
            "mark_unpainted": on(_mark_holes),
            "fill_range": on(self._fill_range),
            "fill_lines": on(self._fill_lines),
            "fill_from_neighbour": self._fill_from_neighbour,
            "take_back": on(self._take_back),
        }

    def settled_first(self, name: str, handler: Handler) -> Handler:
        """The handler of an action, which waits for strokes on their way where it reads the document."""
        if name not in WAITING:
            return handler

        def waiting() -> Coroutine[Any, Any, object] | None:
            workspace = self._window.workspace
            if workspace is None or not workspace.easel.busy:
                return handler()

            async def then() -> None:
                await workspace.easel.settled()
                if self._window.workspace is workspace and (work := handler()) is not None:
                    await work

            return then()

        return waiting

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            toolbox, easel = page.workspace.toolbox, page.workspace.easel
            for signal in (toolbox.tool_changed, toolbox.changed):
                signal.connect(self._show)
                signal.connect(self._window.refresh_soon)
            easel.failed.connect(self._window.notices.error)
            page.paint.began.connect(lambda: self._window.notices.make_way(self._picture(page)))
            page.paint.told.connect(self._window.notices.info)
            page.hints.changed.connect(lambda: toolbox.take_up(None) if page.hints.on else None)
            page.hints.changed.connect(self._show)
            page.panel.palettes.list.itemClicked.connect(lambda _item: self._take_swatch(page))
        self._show()

    def _picture(self, page: ShotPage) -> QRect:
        """Where the picture is in the window, as far as it is in view."""
        canvas = page.canvas
        seen = canvas.picture_rect().toAlignedRect() & canvas.rect()
        return seen.translated(canvas.mapTo(self._window, QPoint()))

    def _show(self) -> None:
        """Check what is so in the menu."""
        page, actions = self._window.page, self._window.actions_table
        toolbox = page.workspace.toolbox if page is not None else None
        for name, tool in TOOLS.items():
            actions[name].setChecked(toolbox is not None and toolbox.tool is tool)
        if page is not None and page.hints.on:  # a tool as well, though not one of these
            actions["paint_none"].setChecked(False)
        for at, name in enumerate(GAPS):
            actions[f"gaps_{name}"].setChecked(toolbox is not None and toolbox.gap == at)
        actions["stay_inside"].setChecked(toolbox is not None and toolbox.inside)
        actions["paint_lines"].setChecked(toolbox is None or toolbox.lines_shown)
        actions["fill_range"].setChecked(toolbox is not None and _fills_range(toolbox))
        actions["fill_lines"].setChecked(toolbox is not None and _fills_lines(toolbox))
        marks = toolbox is not None and toolbox.tool is not None and toolbox.holes_shown  # nothing is without a tool
        actions["mark_unpainted"].setChecked(marks)

    def _hears(self, event: QKeyEvent) -> bool:
        """Esc, which nobody in the window took, puts the tool away wherever the keyboard is; whether there was one."""
        page = self._window.page
        if page is None or event.key() != Qt.Key.Key_Escape or event.modifiers():
            return False
        held = page.hints.on or page.workspace.toolbox.tool is not None
        self._take_up(page, None)
        return held

    def _take_up(self, page: ShotPage, tool: Tool | None) -> None:
        toolbox = page.workspace.toolbox
        page.paint.held(page.empty_hand.before)
        page.empty_hand.forget()
        page.hints.set_on(False)
        toolbox.take_up(tool)
        if tool is not None:  # from here on keys are those of the tool, not of what was clicked before
            page.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_range(self, page: ShotPage) -> None:
        """Fill a range of frames from now on, or one again."""
        toolbox = page.workspace.toolbox
        toolbox.set_through(not _fills_range(toolbox))
        if toolbox.through:
            self._take_up(page, Tool.FILL)

    def _fill_lines(self, page: ShotPage) -> None:
        """Color lines from now on, or areas again."""
        toolbox = page.workspace.toolbox
        toolbox.set_on_lines(not _fills_lines(toolbox))
        if toolbox.on_lines:
            self._take_up(page, Tool.FILL)

    def _take_swatch(self, page: ShotPage) -> None:
        """Paint with the swatch that was clicked in the palette."""
        swatch = page.panel.palettes.marked
        if swatch is not None:
            page.workspace.current_color.set_color(swatch.id)

    async def _ask_color(self) -> None:
        page = self._window.page
        if page is None:
            return
        current = page.workspace.current_color
        swatch = page.panel.palettes.palette_now.swatch(current.color)
        shown = swatch.color if swatch is not None else current.color
        dialog = paint_dialog(self._window, "Color to paint with", shown)
        if await answer(dialog):
            wanted = rgb(dialog.currentColor())
            current.set_color(current.color if wanted == shown else wanted)  # a swatch stays one

    async def _fill_from_neighbour(self) -> None:
        """Give what is unpainted the colors that the nearest colored frame has there."""
        page = self._window.page
        if page is None:
            return
        workspace, notices = page.workspace, self._window.notices
        number = workspace.playhead.number
        other = nearest_colored(workspace, number)
        if other is None:
            notices.info("No other frame has color yet. Lay a key, or paint one, and fill this frame from it then.")
            return
        if workspace.toolbox.tool is None:
            self._take_up(page, Tool.FILL)
        with self._window.errands.shown("Fill from the neighbouring frame") as filling:
            while not workspace.easel.fillable and workspace.toolbox.tool is not None and not workspace.easel.refused:
                filling.report(0, 0)
                await asyncio.sleep(_SOON)
            try:
                filled = await workspace.easel.fill_from(workspace.frames.names.of(other, "picture"))
            except (StillError, FrameFileError, ValueError) as error:
                label = page.timeline.rule.label(other)
                raise MediaUnreadable(f"The colors of frame {label} cannot be used: {error}") from error
        if not filled and self._window.page is page:
            notices.info("Nothing here is unpainted that the neighbouring frame knows a color for.")

    def _take_back(self, page: ShotPage) -> None:
        """Take the key that painting made off the frame."""
        document, number = page.workspace.document, page.workspace.playhead.number
        key = shown_key(document.shot, number)
        if key is not None and key.painted:
            document.edit("Take back correction", without_key(document.shot, key.number))
            sentence = f"The correction of frame {page.timeline.rule.label(key.number)} was taken back."
            offer_undo(self._window, page.workspace, sentence, "Paint it again.")


def _fills_range(toolbox: Toolbox) -> bool:
    """Whether the next click fills a range of frames."""
    return toolbox.through and toolbox.tool is Tool.FILL


def _fills_lines(toolbox: Toolbox) -> bool:
    """Whether the next click colors a line."""
    return toolbox.on_lines and toolbox.tool is Tool.FILL


def nearest_colored(workspace: Workspace, number: int) -> int | None:
    """The frame nearest to this one that has color, earlier ones first; None without any."""
    span, names = workspace.playhead.span, workspace.frames.names
    if span is None:
        return None
    near = (number + way for away in range(1, span.length) for way in (-away, away))
    return next((at for at in near if at in span and names.of(at, "picture").colored), None)


def _close_gaps(page: ShotPage, gap: int) -> None:
    page.workspace.toolbox.set_gap(gap)


def _stay_inside(page: ShotPage) -> None:
    toolbox: Toolbox = page.workspace.toolbox
    toolbox.set_inside(not toolbox.inside)


def _show_lines(page: ShotPage) -> None:
    toolbox: Toolbox = page.workspace.toolbox
    toolbox.show_as(lines=not toolbox.lines_shown)


def _mark_holes(page: ShotPage) -> None:
    toolbox: Toolbox = page.workspace.toolbox
    toolbox.show_as(holes=not toolbox.holes_shown)
