"""What one shot takes over from another beside it: its palette, and its keys as model sheets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.language import tr
from app.media.other_shot import OtherShot, read_other
from app.media.sheets import bring_in
from app.media.shots import Beside
from app.project.model import Reference, with_sheet
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, ok_cancel
from app.ui.errands import Undertaking
from app.ui.handlers.sheeting import SHOWN
from app.ui.handlers.switching import Switching
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.tokens import SIZES
from app.ui.widgets import choice, form, label

_WIDTH = 320  # px


class PickShotDialog(QDialog):
    """Asks for one of the other shots."""

    def __init__(self, parent: QWidget, title: str, text: str, shots: Sequence[Beside], ok: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(title))
        self._shots = tuple(shots)
        self.box = choice()
        for shot in self._shots:
            self.box.addItem(shot.name)
        self.box.setAccessibleName(tr("Shot"))
        self.box.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_xl, SIZES.space_l, SIZES.space_xl, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addLayout(form((("Shot", self.box),)))
        column.addWidget(label(text, "dim", wrap=True))
        column.addWidget(ok_cancel(self, ok))

    @property
    def picked(self) -> Beside:
        """The shot."""
        return self._shots[self.box.currentIndex()]


class Sharing:
    """What the open shot takes over from others; each is one undo step."""

    def __init__(self, window: MainWindow, switching: Switching) -> None:
        self._window, self._switching = window, switching

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"palette_from_shot": self._palette, "sheets_from_shot": self._sheets}

    async def _palette(self) -> None:
        text = "Its swatches, with their names and colors, become a palette of this shot."
        found = await self._ask("Palette of another shot", text, "Take over")
        if found is None:
            return
        page, other = found
        if not other.palette.swatches:
            self._window.notices.info(f'"{other.name}" has no swatches yet: lay a key in it first.')
            return
        document, panel = page.workspace.document, page.panel.palettes
        shot = document.shot
        palette = panel.with_found(replace(other.palette, name=other.name))
        document.edit(f"Palette of {other.name}", replace(shot, palettes=shot.palettes.added(palette)))
        count = len(other.palette.swatches)
        swatches = "1 swatch" if count == 1 else f"{count} swatches"
        self._window.notices.info(f'The palette of "{other.name}" is shown: {swatches} of it.')

    async def _sheets(self) -> None:
        text = "Its keys are copied into this project as model sheets, to pick colors from."
        found = await self._ask("Add the keys of a shot", text, "Add")
        if found is None:
            return
        page, other = found
        if not other.keys:
            self._window.notices.info(f'"{other.name}" has no keys yet.')
            return
        document = page.workspace.document

        def copy(going: Undertaking) -> list[Reference]:
            sheets: list[Reference] = []
            for at, (number, path) in enumerate(other.keys):
                going.report(at, len(other.keys))
                sheets.append(replace(bring_in(path, document.folder), name=f"{other.name} {number}"))
            return sheets

        sheets = await self._window.errands.undertake("Add model sheets", copy)
        if self._window.page is page:
            shot = document.shot
            for sheet in sheets:
                shot = with_sheet(shot, sheet)
            document.edit("Add model sheet" if len(sheets) == 1 else "Add model sheets", shot)
            self._window.show_part(SHOWN, True)

    async def _ask(self, title: str, text: str, ok: str) -> tuple[ShotPage, OtherShot] | None:
        """The page, and the other shot that the artist chose; None where nothing is to be done."""
        page = self._window.page
        if page is None:
            return None
        own = page.workspace.folder
        others = [shot for shot in self._switching.shots if shot.folder not in (None, own)]
        if not others:
            return None
        dialog = PickShotDialog(self._window, title, text, others, ok)
        if not await answer(dialog) or dialog.picked.folder is None:
            return None
        other = await asyncio.to_thread(read_other, Path(dialog.picked.folder), dialog.picked.name)
        return (page, other) if self._window.page is page else None
