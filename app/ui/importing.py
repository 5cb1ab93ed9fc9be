"""What the import actions do: line art comes in, is read again, is found again; each is one undo step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from app.errors import ShiageError
from app.media.importer import ImportOptions, ImportResult, import_line_art
from app.media.relinking import Relinked, relink, reload
from app.media.sequence import MOVIES, find_sequences
from app.project.media_paths import missing_media
from app.project.model import LineArt, Shot
from app.project.timing import rate_text
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose, choose_files, choose_folder
from app.ui.dialogs.import_dialog import ImportDialog, Look, files_of, look
from app.ui.errands import Undertaking
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace
from engine.imaging.stills import SUFFIXES

NewProject = Callable[[str], Awaitable[Workspace]]
Discard = Callable[[Workspace], Awaitable[None]]
_FOLDER, _FILES = "A folder", "Files or a movie"
_REPLACE, _NEW, _NOTHING = "Replace the line art", "Begin a new shot", "Cancel"


class Importing:
    """Bringing line art in. `new_project` opens an empty one; `discard` takes one away that stayed empty."""

    def __init__(self, window: MainWindow, preferences: Preferences, new_project: NewProject, discard: Discard) -> None:
        self._window, self._preferences = window, preferences
        self._new_project, self._discard = new_project, discard
        window.files_dropped.connect(lambda paths: window.errands.run(self.dropped(paths)))

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "new_from_line_art": lambda: self._ask_and_bring(new=True),
            "import_line_art": lambda: self._ask_and_bring(new=False),
            "reload_line_art": self._reload,
            "relink_line_art": self._relink,
        }

    # Where from

    async def dropped(self, paths: Sequence[Path]) -> None:
        """Line art was dropped on the window."""
        workspace = self._window.workspace
        if workspace is None or workspace.document.shot.line is None:
            await self.bring(paths, new=False)
            return
        what = paths[0].name if len(paths) == 1 else f"these {len(paths)} files"
        wanted = await choose(
            self._window, "Line art", f'What should "{what}" become?', (_REPLACE, _NEW, _NOTHING),
            "Replacing keeps the keys and takes, and can be undone.",
        )  # fmt: skip
        if wanted != _NOTHING:
            await self.bring(paths, new=wanted == _NEW)

    async def _ask_and_bring(self, new: bool) -> None:
        start = self._preferences.folder("line art") or str(Path.home())
        kind = await choose(self._window, "Import line art", "What is the line art?", (_FOLDER, _FILES, _NOTHING))
        if kind == _FOLDER:
            folder = await choose_folder(self._window, "Folder of line art", start)
            paths = [folder] if folder is not None else []
        elif kind == _FILES:
            kinds = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES | MOVIES))
            paths = await choose_files(self._window, "Line art", start, f"Pictures and movies ({kinds})")
        else:
            return
        if paths:
            self._preferences.set_folder("line art", str(paths[0] if paths[0].is_dir() else paths[0].parent))
            await self.bring(paths, new)

    # In

    async def bring(self, paths: Sequence[Path], new: bool) -> None:
        """Import what lies at `paths`, into the open shot or a new one; asks where there is a choice."""
        looks = await self._window.errands.undertake("Looking for line art", lambda going: _looks(paths, going))
        workspace = None if new else self._window.workspace
        rate = workspace.document.shot.rate if workspace else Fraction(24)
        chosen, options = looks[0], ImportOptions()
        if len(looks) > 1 or not chosen.settled:
            dialog = ImportDialog(self._window, looks, rate)
            if not await answer(dialog):
                return
            chosen, options, rate = dialog.chosen, dialog.options, dialog.frame_rate
        made = workspace is None
        if workspace is None:
            workspace = await self._new_project(chosen.sequence.name)
        try:
            result = await self._import(workspace, chosen, options)
        except ShiageError:
            if made:
                await self._discard(workspace)
            raise
        self._put_in(workspace, result, rate)

    async def _import(self, workspace: Workspace, chosen: Look, options: ImportOptions) -> ImportResult:
        def work(going: Undertaking) -> ImportResult:
            return import_line_art(
                files_of(chosen.sequence), workspace.folder, options, going.progressed.emit, going.stopped
            )

        return await self._window.errands.undertake("Import", work)

    def _put_in(self, workspace: Workspace, result: ImportResult, rate: Fraction) -> None:
        """Make the line art the shot's, as one undo step, and say what came in."""
        document, line = workspace.document, result.line
        shot, replaced = document.shot, document.shot.line is not None
        after, lost = with_line_art(shot, line)
        after = replace(after, rate=rate, name=shot.name if replaced else line.name)
        document.edit("Replace line art" if replaced else "Import line art", after)
        drawings = len(line.frames) - len(line.gaps) - len(line.holds - set(line.gaps))
        words = f"{drawings} drawings, frames {line.span.first} to {line.span.last}, at {rate_text(rate)} fps."
        notices = self._window.notices
        notices.info(" ".join([words, *result.notes]), Offer("Shot settings...", self._open_settings))
        if lost:
            notices.warn(f"{lost} keys lay outside of the new line art and were taken off. Undo brings them back.")
        if after.keys and shot.line is not None and (shot.line.width, shot.line.height) != (line.width, line.height):
            notices.warn("The new line art has another size than the keys. Lay the keys again to fit them.")

    def _open_settings(self) -> None:
        self._window.actions_table["shot_settings"].trigger()

    # Again

    async def _reload(self) -> None:
        workspace = self._window.workspace
        line = workspace.document.shot.line if workspace is not None else None
        if workspace is None or line is None:
            return
        found = await self._window.errands.undertake(
            "Reload line art", lambda going: reload(line, going.progressed.emit, going.stopped)
        )
        self._put_again(workspace, "Reload line art", found)

    async def _relink(self) -> None:
        workspace = self._window.workspace
        line = workspace.document.shot.line if workspace is not None else None
        if workspace is None or line is None:
            return
        document = workspace.document
        missing = await asyncio.to_thread(missing_media, document.project, document.folder)
        if not missing:
            self._window.notices.info("No file is missing: the line art and every key are where they should be.")
            return
        title = f'{len(missing)} files are missing. Where is "{Path(missing[0]).name}" now?'
        folder = await choose_folder(self._window, title, str(Path(line.source).parent))
        if folder is not None:
            found = await self._window.errands.undertake(
                "Find moved files", lambda going: relink(line, folder, going.progressed.emit, going.stopped)
            )
            self._put_again(workspace, "Find moved files", found)

    def _put_again(self, workspace: Workspace, text: str, found: Relinked) -> None:
        document = workspace.document
        after, _ = with_line_art(document.shot, found.line)
        document.edit(text, after)
        self._window.notices.info(found.note)


def with_line_art(shot: Shot, line: LineArt) -> tuple[Shot, int]:
    """The shot on this line art, and how many keys had to go because their frame is no longer there."""
    keys = tuple(key for key in shot.keys if key.number in line.span)
    return replace(shot, line=line, keys=keys), len(shot.keys) - len(keys)


def _looks(paths: Sequence[Path], going: Undertaking) -> list[Look]:
    sequences = find_sequences(paths, lambda count: going.report(count, 0), going.stopped)
    looks: list[Look] = []
    for sequence in sequences[:50]:
        going.report(len(looks), len(sequences))
        looks.append(look(sequence))
    return looks
