"""What the actions for model sheets do: sheets brought in, shown, picked from, and made into swatches."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage

from app.media.errors import MediaError
from app.media.sheets import bring_in, flats_of, read_sheet, reductions
from app.project.colorizers import colorizer
from app.project.model import Reference, with_choice, with_sheet, without_sheet
from app.project.palettes import Color
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose_files
from app.ui.dialogs.swatch_dialogs import NameDialog
from app.ui.folders import start_folder
from app.ui.guarded import on_page
from app.ui.handlers.keying import pixels_of
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.preferences import Preferences
from app.ui.viewer.pixels import to_image

_KINDS = "Pictures (*.png *.tif *.tiff *.tga *.psd *.jpg *.jpeg *.bmp *.webp)"
SHOWN = "sheets"  # the part of the layout
KEYS_ALONE = (
    "Draft takes its colors from keys alone, and never from a model sheet: pick colors from it, or make swatches. "
    "LongAnimation can color a segment from it."
)


class Sheeting:
    """The model sheets of the open shot; bringing one in or taking it away is one undo step."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        window.page_changed.connect(self._join)
        window.layout_changed.connect(self._show)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "show_sheets": on_page(self._window, lambda _: self._open(not self._shown)),
            "add_sheet": self._add,
            "rename_sheet": self._rename,
            "remove_sheet": on_page(self._window, self._remove),
            "sheet_swatches": self._make_swatches,
            "sheet_reference": on_page(self._window, self._refer),
        }

    @property
    def _shown(self) -> bool:
        return self._window.layout_parts.get(SHOWN, 0) != 0

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            run, sheets = self._window.errands.run, page.sheets
            sheets.wanted.connect(lambda sheet: run(self._read(page, sheet)))
            sheets.view.picked.connect(lambda color: self._pick(page, color))
            sheets.view.files_dropped.connect(lambda paths: run(self._bring(page, paths)))
            sheets.view.image_dropped.connect(lambda image: run(self._bring(page, [image])))
            if sheets.sheet is not None:
                run(self._read(page, sheets.sheet))
        self._show()

    def _show(self) -> None:
        """Check what is so in the menu."""
        self._window.actions_table["show_sheets"].setChecked(self._window.page is not None and self._shown)

    def _open(self, wanted: bool) -> None:
        page = self._window.page
        if page is not None and wanted:
            page.sheets.open()
        self._window.show_part(SHOWN, wanted)
        if page is not None and wanted:
            page.sheets.view.setFocus()

    # Sheets

    async def _read(self, page: ShotPage, sheet: Reference) -> None:
        """Show a sheet's picture, made ready in a thread."""
        path = page.workspace.document.path(sheet.path)
        levels: list[QImage] = []
        trouble = ""
        try:
            levels = await asyncio.to_thread(lambda: [to_image(each) for each in reductions(read_sheet(path))])
        except MediaError as error:
            trouble = str(error)
        if self._window.page is page:
            page.sheets.show_picture(sheet, levels, trouble)

    async def _add(self) -> None:
        page = self._window.page
        if page is None:
            return
        last = self._preferences.folder("sheet")
        start = await asyncio.to_thread(start_folder, last, page.workspace.document)
        chosen = await choose_files(self._window, "Add model sheets", start, _KINDS)
        if chosen and self._window.page is page:
            self._preferences.set_folder("sheet", str(chosen[0].parent))
            await self._bring(page, chosen)

    async def _bring(self, page: ShotPage, sources: Sequence[Path | QImage]) -> None:
        """Copy pictures into the project as sheets, in one undo step; the last one is shown."""
        document = page.workspace.document
        found: list[Reference] = []
        try:
            for source in sources:
                found.append(await asyncio.to_thread(_brought, source, document.folder))  # noqa: PERF401 - kept one by one
        finally:
            if self._window.page is page and found:
                shot = document.shot
                for sheet in found:
                    shot = with_sheet(shot, sheet)
                document.edit("Add model sheet" if len(found) == 1 else "Add model sheets", shot)
                self._window.show_part(SHOWN, True)

    async def _rename(self) -> None:
        page = self._window.page
        sheet = page.sheets.sheet if page is not None else None
        if page is None or sheet is None:
            return
        dialog = NameDialog(self._window, "Rename model sheet", sheet.name, "Rename")
        if await answer(dialog) and self._window.page is page:
            document, name = page.workspace.document, dialog.text
            sheets = tuple(replace(each, name=name) if each == sheet else each for each in document.shot.sheets)
            document.edit("Rename model sheet", replace(document.shot, sheets=sheets))

    def _remove(self, page: ShotPage) -> None:
        """Take the sheet out of the project; its file stays, for undo."""
        if page.sheets.sheet is not None:
            document = page.workspace.document
            document.edit("Remove model sheet", without_sheet(document.shot, page.sheets.sheet.digest))

    def _refer(self, page: ShotPage) -> None:
        """Have the selected segment take its colors from the sheet, where the colorizer looks at one."""
        sheet, segment, document = page.sheets.sheet, page.segment, page.workspace.document
        if sheet is None or segment is None:
            return
        if not colorizer(document.shot.colorizer).refers:
            self._window.notices.info(KEYS_ALONE)
            return
        choice = replace(document.shot.choice(segment.span), sheet=sheet.digest, reference=None)
        document.edit("Choose reference", with_choice(document.shot, choice))
        where = f"Segment {segment.index + 1}"
        self._window.notices.info(f'{where} takes its colors from "{sheet.name}" now. Its menu offers the keys again.')

    # Colors

    def _pick(self, page: ShotPage, color: Color) -> None:
        """Paint with a color of the sheet; with a swatch's own where it is that one to the eye."""
        swatch = page.panel.palettes.nearest(color)
        page.panel.palettes.mark(swatch)
        page.workspace.current_color.set_color(swatch.id if swatch is not None else color)

    async def _make_swatches(self) -> None:
        page = self._window.page
        sheet = page.sheets.sheet if page is not None else None
        if page is None or sheet is None:
            return
        document, palettes = page.workspace.document, page.panel.palettes
        flats = await asyncio.to_thread(flats_of, document.path(sheet.path))
        if self._window.page is not page:
            return
        new = [flat.color for flat in flats if palettes.nearest(flat.color) is None]
        if new:
            shot = document.shot
            palette = palettes.with_found(shot.palettes.shown).with_found(new, palettes.names.each)
            document.edit(f"Swatches from {sheet.name}", replace(shot, palettes=shot.palettes.with_shown(palette)))
        added = "no new one" if not new else "1 new swatch" if len(new) == 1 else f"{len(new)} new swatches"
        self._window.notices.info(f'"{sheet.name}" has {len(flats)} flat colors: {added} in the palette.')


def _brought(source: Path | QImage, project: Path) -> Reference:
    return bring_in(pixels_of(source) if isinstance(source, QImage) else source, project)
