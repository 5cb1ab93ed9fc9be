"""What the palette's actions do: colors, names and merging of swatches; palettes cloned, chosen, brought in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.language import tr
from app.media.checked import hint_colors
from app.media.export_names import safe_name
from app.media.swatches import KeyFlats, KeyPicture, key_pictures
from app.project.colorizers import flat_cels, with_flat_cels
from app.project.errors import PaletteFileError
from app.project.files import write_atomic
from app.project.palette_files import KINDS, SUFFIXES, PaletteFile, read_palette, write_palette
from app.project.palettes import Color, Names, Palette, Palettes, Swatch, with_entries
from app.project.timing import in_short
from app.ui.actions import BAR, Handler
from app.ui.dialogs.asking import answer, choose_files, choose_new
from app.ui.dialogs.swatch_dialogs import NameDialog, PickDialog, color_dialog, off_the_picture, rgb
from app.ui.folders import start_folder
from app.ui.guarded import on_page
from app.ui.handlers.exporting import show_folder
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.panels.palette_panel import picture_of
from app.ui.panels.shot_page import ShotPage
from app.ui.preferences import Preferences
from app.ui.turns import Later, Rank
from app.ui.widgets import swatch_icon
from engine.imaging.flats import Flat

_KINDS = f"Palettes ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"
_MOST = 4_000_000  # bytes: no palette file is larger
_MENU = ("edit_swatch", "rename_swatch", "merge_swatch", "reset_swatch", "remove_swatch", BAR, "find_swatch",
         "clone_palette", "import_palette", "export_palette")  # fmt: skip


class Swatching:
    """The palettes of the open shot; each edit is one undo step, and none asks anything of the engine."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        self._flats = KeyFlats()
        self._looked: tuple[tuple[KeyPicture, ...], tuple[Color, ...]] | None = None
        self._known: object = None  # what `_found` was found for
        self._resting: ShotPage | None = None  # where a rest is waited for
        self._found: list[Flat] = []
        self._laid: list[Color] = []  # by strokes since the keys were looked through
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "edit_swatch": self._edit_color,
            "rename_swatch": self._rename_swatch,
            "merge_swatch": self._merge,
            "reset_swatch": on_page(self._window, self._reset),
            "find_swatch": on_page(self._window, _find),
            "next_use": on_page(self._window, lambda page: _step(page, 1)),
            "previous_use": on_page(self._window, lambda page: _step(page, -1)),
            "remove_swatch": on_page(self._window, self._remove),
            "reset_palette": on_page(self._window, _reset_all),
            "flat_cels": on_page(self._window, _toggle_flat),
            "next_palette": on_page(self._window, lambda page: _put(page, "Show next palette", Palettes.after)),
            "clone_palette": self._clone,
            "rename_palette": self._rename_palette,
            "remove_palette": on_page(self._window, lambda page: _put(page, "Remove palette", Palettes.without_shown)),
            "import_palette": self._import,
            "export_palette": self._export,
        }

    def _join(self) -> None:
        page = self._window.page
        self._looked, self._known, self._resting = None, None, None
        self._found, self._laid = [], []
        if page is None:
            return
        panel, actions = page.panel.palettes, self._window.actions_table
        panel.edit_wanted.connect(actions["edit_swatch"].trigger)
        panel.menu_wanted.connect(self._menu)
        panel.marked_changed.connect(self._window.refresh_soon)
        panel.palette_chosen.connect(self._show)
        page.workspace.document.changed.connect(Later(page, self._look, Rank.AROUND).ask)
        laid = Later(page, lambda: self._show_found(page), Rank.AROUND)  # the stroke itself is seen first
        page.workspace.current_color.laid.connect(lambda color: self._note_laid(laid, color))
        page.workspace.uses.changed.connect(lambda: self._tell_uses(page))
        self._look()

    # Which swatches there are

    def _look(self) -> None:
        """Look through keys and hints that are new."""
        page = self._window.page
        if page is None:
            return
        document = page.workspace.document
        wanted = key_pictures(document.shot, document.path), hint_colors(document.shot)
        if wanted != self._looked:
            self._looked = wanted
            if self._flats.knows(wanted[0]):  # what undo and redo come back to is told at once
                self._window.errands.run(self._find(page, *wanted))
            elif self._resting is not page:
                self._resting = page
                self._window.errands.run(self._find_at_rest(page))
        elif wanted == self._known and self._laid:
            self._show_found(page, settled=True)  # a stroke was taken back before its key was looked through
        self._expect()

    def _tell_uses(self, page: ShotPage) -> None:
        """Say below the list in which frames the swatch that is looked for is."""
        if self._window.page is not page:  # what a worker found is told after the page is gone, too
            return
        uses, panel = page.workspace.uses, page.panel.palettes
        swatch = panel.palette_now.swatch(uses.colors[0]) if uses.colors else None
        panel.used.setVisible(swatch is not None)
        self._window.refresh_soon()
        if swatch is None:
            return
        line, label = page.workspace.document.shot.line, page.timeline.rule.label
        still = "Looking..." if uses.waiting else ""
        if not uses.frames:
            panel.used.setText(tr(still or f"{swatch.name} is in no finished frame."))
            return
        of, told = line.span.length if line is not None else 0, in_short(uses.spans, label)
        panel.used.setText(tr(f"{swatch.name} is in {len(uses.frames)} of {of} frames: {told}. {still}".strip()))

    def _expect(self) -> None:
        """Have the viewer ready for the first edit of any swatch that is listed, and tools begin with one of them. Not
        while colors are laid that no key was looked through for: to make it ready takes time from painting."""
        page = self._window.page
        if page is not None and not self._laid:
            swatches = page.panel.palettes.palette_now.swatches
            sources = tuple(sorted(source for swatch in swatches for source in swatch.sources))
            page.workspace.frames.expect_colors(sources)
            if swatches:
                page.workspace.current_color.offer(swatches[0].id)

    async def _find_at_rest(self, page: ShotPage) -> None:
        """Look through the keys as they are when nobody paints: of all strokes until then, after the last."""
        await page.workspace.easel.at_rest()
        if self._resting is page:
            self._resting = None
            if self._looked is not None:
                await self._find(page, *self._looked)

    async def _find(self, page: ShotPage, keys: tuple[KeyPicture, ...], hinted: tuple[Color, ...]) -> None:
        """Show swatches for the colors of the keys, and for those that hints have beside them."""
        found = await asyncio.to_thread(self._flats.of, keys)
        if self._window.page is page and (keys, hinted) == self._looked:
            of_keys = {flat.color for flat in found}
            self._found = [*found, *(Flat(color, 0.0) for color in hinted if color not in of_keys)]
            self._known = keys, hinted
            self._show_found(page, settled=True)

    def _show_found(self, page: ShotPage, settled: bool = False) -> None:
        """Show swatches for what was found, and for what was laid since. `settled`: the keys were looked through, so
        that only strokes on their way into the document are not among it."""
        if self._window.page is not page:
            return
        if settled and not page.workspace.easel.busy:
            self._laid.clear()
        found = [*self._found, *(Flat(color, 0.0) for color in self._laid)]
        page.panel.palettes.show_found(found, self._laid)
        self._expect()

    def _note_laid(self, show: Later, color: Color) -> None:
        """Have a swatch for a color that was just painted with; how much of the keys has it is found in a rest."""
        if color not in {*(flat.color for flat in self._found), *self._laid}:
            self._laid.append(color)
            show.ask()

    # Swatches

    async def _edit_color(self) -> None:
        page = self._window.page
        swatch = page.panel.palettes.marked if page is not None else None
        if page is None or swatch is None:
            return
        palette, frames = page.panel.palettes.palette_now, page.workspace.frames

        def try_out(color: Color) -> None:
            frames.try_colors(palette.with_color(swatch.id, color).mapping)

        dialog = color_dialog(self._window, swatch, try_out)
        off_the_picture(dialog, self._window)
        wanted = await answer(dialog) and rgb(dialog.currentColor())
        if self._window.page is not page:
            return
        if wanted and wanted != swatch.color:
            _paint_with(page, swatch)
            _change(page, f"Change color of {swatch.name}", lambda palette: palette.with_color(swatch.id, wanted))
        else:
            frames.try_colors(None)

    async def _rename_swatch(self) -> None:
        page = self._window.page
        swatch = page.panel.palettes.marked if page is not None else None
        if page is None or swatch is None:
            return
        dialog = NameDialog(self._window, "Rename swatch", swatch.name, "Rename")
        if await answer(dialog) and self._window.page is page:
            name = dialog.text
            _change(page, "Rename swatch", lambda palette: palette.with_name(swatch.id, name))

    async def _merge(self) -> None:
        page = self._window.page
        swatch = page.panel.palettes.marked if page is not None else None
        if page is None or swatch is None:
            return
        others = [
            (swatch_icon(picture_of(other)), other)
            for other in page.panel.palettes.palette_now.swatches
            if other != swatch
        ]
        dialog = PickDialog(self._window, f"Merge {swatch.name} into", others, "Merge")
        if await answer(dialog) and self._window.page is page:
            into = dialog.picked
            _change(page, f"Merge {swatch.name}", lambda palette: palette.with_merged(swatch.id, into))

    def _reset(self, page: ShotPage) -> None:
        swatch = page.panel.palettes.marked
        if swatch is not None:
            _change(page, f"Reset {swatch.name}", lambda palette: palette.without_changes(swatch.id, _names(page)))

    def _remove(self, page: ShotPage) -> None:
        swatch = page.panel.palettes.marked
        if swatch is not None:
            _change(page, f"Remove {swatch.name}", lambda palette: palette.without(swatch.id))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self._window.page)
        for name in _MENU:
            if name == BAR:
                menu.addSeparator()
            else:
                menu.addAction(self._window.actions_table[name])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # Palettes

    def _show(self, name: str) -> None:
        if self._window.page is not None:
            _put(self._window.page, f"Show palette {name}", lambda palettes: palettes.choose(name))

    async def _clone(self) -> None:
        page = self._window.page
        if page is None:
            return
        names = {each.name for each in page.workspace.document.shot.palettes.each}
        night = tr("Night")
        dialog = NameDialog(self._window, "Clone palette", night if night not in names else "", "Clone")
        if await answer(dialog) and self._window.page is page:
            name = dialog.text
            _put(page, f"Clone palette as {name}", lambda palettes: _filled(page, palettes).cloned(name))

    async def _rename_palette(self) -> None:
        page = self._window.page
        if page is None:
            return
        shown = page.workspace.document.shot.palettes.shown
        dialog = NameDialog(self._window, "Rename palette", shown.name, "Rename")
        if await answer(dialog) and self._window.page is page:
            name = dialog.text
            _put(page, "Rename palette", lambda palettes: palettes.renamed(name))

    async def _import(self) -> None:
        page = self._window.page
        if page is None:
            return
        start = await asyncio.to_thread(start_folder, self._preferences.folder("palette"), page.workspace.document)
        chosen = await choose_files(self._window, "Import palette", start, _KINDS, many=False)
        if not chosen or self._window.page is not page:
            return
        self._preferences.set_folder("palette", str(chosen[0].parent))
        found = await asyncio.to_thread(_read, chosen[0])
        if self._window.page is page:
            self._bring_in(page, found)

    def _bring_in(self, page: ShotPage, found: PaletteFile) -> None:
        """Show the file's colors as a palette of their own."""
        palettes = _filled(page, page.workspace.document.shot.palettes)
        plain = palettes.shown.as_keys(_names(page))
        palette = replace(with_entries(plain, found.entries), name=found.name)
        taken = sum(1 for before, after in zip(plain.swatches, palette.swatches, strict=True) if before != after)
        _put(page, f"Import palette {found.name}", lambda _: palettes.added(palette))
        self._window.notices.info(
            f'The palette "{found.name}" has {len(found.entries)} colors; {taken} of {len(plain.swatches)} swatches '
            "got another one. Colors belong to the swatches of the same name, or stand in the same order."
        )

    async def _export(self) -> None:
        page = self._window.page
        if page is None:
            return
        palette = page.panel.palettes.palette_now
        folder = await asyncio.to_thread(
            start_folder, self._preferences.folder("palette"), page.workspace.document, True
        )
        name = safe_name(f"{page.workspace.document.shot.name} {palette.name}")
        start = str(Path(folder, f"{name}{SUFFIXES[0]}"))
        path = await choose_new(self._window, "Export palette", start, SUFFIXES[0][1:], KINDS)
        if path is None:
            return
        self._preferences.set_folder("palette", str(path.parent))
        await asyncio.to_thread(_write, path, palette)
        offer = Offer("Show in folder", lambda: show_folder(path.parent))
        self._window.notices.info(f'The palette "{palette.name}" was written to {path.name}.', offer)


def _paint_with(page: ShotPage, swatch: Swatch) -> None:
    """Have tools that paint with a swatch follow it: also where they have a color that nobody can tell from it."""
    current = page.workspace.current_color
    if current.chosen and page.panel.palettes.nearest(current.color) == swatch and current.color not in swatch.sources:
        current.set_color(swatch.id)


def _find(page: ShotPage) -> None:
    """Look for the swatch that is marked; for the same one again, end it."""
    uses, swatch = page.workspace.uses, page.panel.palettes.marked
    wanted = tuple(sorted(swatch.sources)) if swatch is not None else ()
    uses.look_for(() if wanted == uses.colors else wanted)


def _step(page: ShotPage, way: int) -> None:
    playhead = page.workspace.playhead
    number = page.workspace.uses.next(playhead.number, way)
    if number is not None:
        playhead.pause()
        playhead.go(number)


def _change(page: ShotPage, text: str, change: Callable[[Palette], Palette]) -> None:
    """Edit the shown palette as one undo step."""

    def changed(palettes: Palettes) -> Palettes:
        before = page.panel.palettes.with_found(palettes.shown)
        after = change(before)
        # With several palettes a name is of the thing that has all their colors.
        return palettes.with_shown(after if len(palettes.each) > 1 else after.with_names_following(before))

    _put(page, text, changed)


def _names(page: ShotPage) -> Names:
    """What colors are called by themselves."""
    return page.workspace.swatch_names.each


def _reset_all(page: ShotPage) -> None:
    _change(page, "Reset palette", lambda palette: palette.as_keys(_names(page)))


def _toggle_flat(page: ShotPage) -> None:
    document = page.workspace.document
    wanted = not flat_cels(document.shot)
    document.edit("Flat cels" if wanted else "No flat cels", with_flat_cels(document.shot, wanted))


def _put(page: ShotPage, text: str, change: Callable[[Palettes], Palettes]) -> None:
    shot = page.workspace.document.shot
    page.workspace.document.edit(text, replace(shot, palettes=change(shot.palettes)))


def _filled(page: ShotPage, palettes: Palettes) -> Palettes:
    """With a swatch in the shown palette for every flat color of the keys."""
    return palettes.with_shown(page.panel.palettes.with_found(palettes.shown))


def _read(path: Path) -> PaletteFile:
    try:
        if path.stat().st_size > _MOST:
            raise PaletteFileError(f"{path.name} is too large for a palette; choose another one.")
        found = read_palette(path.read_bytes(), path.suffix)
    except OSError as error:
        raise PaletteFileError(f"{path.name} cannot be read ({error.strerror}); choose another one.") from error
    return found if found.name else replace(found, name=path.stem)


def _write(path: Path, palette: Palette) -> None:
    data = write_palette(palette.name, [(swatch.name, swatch.color) for swatch in palette.swatches], path.suffix)
    try:
        write_atomic(path, data)
    except OSError as error:
        raise PaletteFileError(f"{path.name} cannot be written ({error.strerror}); choose another folder.") from error
