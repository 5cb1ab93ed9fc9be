"""What the import of several shots does: looks for them, asks which, makes their projects, says what became of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from shiboken6 import isValid

from app.media.batch import DEFAULT_RATE, FoundShot, find_shots
from app.media.edit import SUFFIXES, Edit, read_text
from app.media.laying_out import Imported, edit_in, import_rows, laid_out
from app.media.shots import own_folder
from app.project.shot_list import projects_in
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose_files, choose_folder
from app.ui.dialogs.shots_dialog import Plan, ShotsDialog
from app.ui.errands import Undertaking
from app.ui.folders import start_folder
from app.ui.handlers.projects import Projects
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.preferences import Preferences

Read = Callable[[Fraction], Edit]  # the edit at a rate
_TITLE, _EDIT = "Import shots", "Import an edit"
_KINDS = f"Edits ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"


class BringingShots:
    """Several shots become projects beside one another; what is being colored stays open."""

    def __init__(self, window: MainWindow, preferences: Preferences, projects: Projects) -> None:
        self._window, self._preferences, self._projects = window, preferences, projects

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"import_shots": self._ask_shots, "import_edit": self._ask_edit}

    async def _ask_shots(self) -> None:
        folder = await self._ask_folder("Folder with a folder or a movie for each shot")
        if folder is not None:
            await self.bring([folder])

    async def _ask_edit(self) -> None:
        start = await self._start()
        chosen = await choose_files(self._window, _EDIT, start, _KINDS, many=False)
        if chosen:
            await self.bring_edit(chosen[0])

    async def bring_edit(self, path: Path) -> None:
        """Lay out the shots of an edit; asks where their line art is."""
        text = await asyncio.to_thread(read_text, path)
        edit = await asyncio.to_thread(edit_in, text, path)  # before anything is asked for a file that is none
        folder = await self._ask_folder(f'Folder with the line art of "{edit.name}"')
        if folder is not None:
            again = path.suffix.lower() == ".edl"  # which counts otherwise at another rate
            await self.bring(
                [folder], lambda rate: edit_in(text, path, rate) if again and rate != edit.rate else edit, edit.rate
            )

    async def bring(self, paths: Sequence[Path], edit: Read | None = None, rate: Fraction = DEFAULT_RATE) -> None:
        """Import the shots at `paths`, in the order of an edit where there is one; asks which."""
        found = await self._window.errands.undertake("Looking for shots", lambda going: _found(paths, going))
        target = await asyncio.to_thread(self._target, paths[0])
        plan = await asyncio.to_thread(_planned, found, edit, target)
        dialog = ShotsDialog(self._window, _TITLE if edit is None else _EDIT, target, rate, plan)
        dialog.browse.clicked.connect(lambda: self._window.errands.run(self._browse(dialog, found, edit)))
        if not await answer(dialog):
            return
        folder, rows, wanted = dialog.target, dialog.rows, dialog.wanted
        rate, read = dialog.frame_rate, dialog.edit

        def work(going: Undertaking) -> Imported:
            return import_rows(rows, wanted, folder, rate, read, going.progressed.emit, going.stopped)

        self._window.errands.outlast()
        await self._told(await self._window.errands.undertake("Import shots", work))

    async def _told(self, done: Imported) -> None:
        """Say what became of it, and show the first shot; where that would stop coloring, offer it."""
        window, first, offer = self._window, next(iter(done.made), None), None
        notices = window.notices
        if first is not None and self._projects.coloring:
            offer = Offer(
                "Open the first one",
                lambda: window.errands.run(self._projects.open(first), True),
                lambda: window.workspace is None or window.workspace.folder not in done.made,
                stays=True,
            )
        elif first is not None:
            await self._projects.open(first)
        say = notices.warn if done.failed or not (done.made or done.ordered) else notices.info
        say(" ".join((done.sentence(), *done.notes[:3])), offer)
        self._window.shots_changed.emit()

    async def _browse(self, dialog: ShotsDialog, found: Sequence[FoundShot], edit: Read | None) -> None:
        folder = await choose_folder(dialog, "Projects go to", dialog.folder.text())
        if folder is not None:
            plan = await asyncio.to_thread(_planned, found, edit, folder)
            if isValid(dialog):
                dialog.show_folder(folder, plan)

    async def _ask_folder(self, title: str) -> Path | None:
        folder = await choose_folder(self._window, title, await self._start())
        if folder is not None:
            self._preferences.set_folder("line art", str(folder.parent))
        return folder

    async def _start(self) -> str:
        workspace = self._window.workspace
        document = workspace.document if workspace is not None else None
        return await asyncio.to_thread(start_folder, self._preferences.folder("line art"), document)

    def _target(self, source: Path) -> Path:
        """Where the projects go: beside the shots of the open film, else beside the line art, else Shiage's folder."""
        workspace = self._window.workspace
        if workspace is not None and workspace.folder.parent != own_folder():
            return workspace.folder.parent
        beside = source.absolute().parent
        name = f"{source.stem} Shiage"
        return beside / name if os.access(beside, os.W_OK) else own_folder() / source.stem


def _found(paths: Sequence[Path], going: Undertaking) -> tuple[FoundShot, ...]:
    return find_shots(paths, going.progressed.emit, going.stopped)


def _planned(found: Sequence[FoundShot], edit: Read | None, folder: Path) -> Callable[[Fraction], Plan]:
    """What there is to import into a folder, at a rate; asks the disk now, and never again."""
    there = projects_in(folder)

    def plan(rate: Fraction) -> Plan:
        read = edit(rate) if edit is not None else None
        return read, laid_out(found, read, there)

    return plan
