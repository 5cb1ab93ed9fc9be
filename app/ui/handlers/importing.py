"""What the import actions do: line art comes in, is read again, is found again; each is one undo step."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from app.media.batch import find_shots
from app.media.edit import SUFFIXES as SUFFIXES_OF_EDITS
from app.media.errors import DrawingsUnreadable, MediaError, NothingFound
from app.media.importer import ImportOptions, ImportResult, import_found
from app.media.relinking import Relinked, relink, reload
from app.media.sequence import ANY_SHOT, MOVIES, find_sequences
from app.project.format import waiting_keys
from app.project.media_paths import missing_media
from app.project.model import LineArt, Project, Shot
from app.project.staleness import usable_keys
from app.project.timing import rate_text
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer, choose, choose_files, choose_folder
from app.ui.dialogs.import_dialog import WITHOUT, ImportDialog, Look, look
from app.ui.errands import Cancelled, Undertaking
from app.ui.folders import start_folder
from app.ui.guarded import finding, still_open
from app.ui.handlers.bringing_shots import BringingShots
from app.ui.handlers.projects import Projects
from app.ui.main_window import MainWindow
from app.ui.notices import AT_WORK, Offer
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace
from engine.imaging.stills import SUFFIXES

NEW_TITLE = "New from line art"
_FOLDER, _FILES = "A folder", "Files or a movie"
_LEAVE_OUT = "Import the others"
_REPLACE, _NEW, _NOTHING = "Replace the line art", "Begin a new shot", "Cancel"
_KEY, _KEYS = "Lay it as a key", "Lay them as keys"


LayAll = Callable[[Sequence[Path]], Awaitable[None]]
"""Lays pictures as keys, each on the frame whose number is in its name."""


@dataclass(frozen=True)
class Spot:
    """The frame that a dropped picture may be laid on as a key, and what lays it there."""

    number: int
    lay: Callable[[Path], Awaitable[None]]


class Importing:
    """Bringing line art in, into the open project or a new one of `projects`."""

    def __init__(
        self, window: MainWindow, preferences: Preferences, projects: Projects, several: BringingShots
    ) -> None:
        self._window, self._preferences, self._projects, self._several = window, preferences, projects, several

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "new_from_line_art": lambda: self._ask_and_bring(new=True),
            "import_line_art": lambda: self._ask_and_bring(new=False),
            "reload_line_art": self._reload,
            "relink_line_art": self._relink,
        }

    # Where from

    async def dropped(self, paths: Sequence[Path], spot: Spot | None = None, lay_all: LayAll | None = None) -> None:
        """Line art was dropped on the window; a single picture may be a key on a `spot` as well, and a folder may hold
        keys for `lay_all`."""
        if self._window.errands.busy:
            self._window.notices.info("Shiage is still at work. Wait until that is done, or stop it, then drop again.")
            return
        if paths[0].suffix.lower() in SUFFIXES_OF_EDITS:
            await self._several.bring_edit(paths[0])
            return
        await self._offer(paths, always=True, spot=spot, lay_all=lay_all)

    async def _offer(
        self, paths: Sequence[Path], *, always: bool, spot: Spot | None = None, lay_all: LayAll | None = None
    ) -> None:
        """Import into the open shot. Where it has line art already, `always` or only after it was worked on, the artist
        says whether that is to be replaced."""
        looks = await self._found(paths)
        workspace, new = self._window.workspace, False
        if not looks:
            return
        shot = workspace.document.shot if workspace is not None else None
        worked_on = workspace is not None and bool(workspace.document.shot.keys or workspace.document.takes)
        if shot is not None and shot.line is not None and (always or worked_on):
            keys = _keys_in(paths, looks, shot.line) if lay_all is not None else []
            wanted = await self._asked(paths, looks[0], shot.line, spot, keys)
            if wanted == _KEY and spot is not None:
                await spot.lay(paths[0])
            if wanted == _KEYS and lay_all is not None:
                await lay_all(keys)
            if wanted in (_KEY, _KEYS, _NOTHING):
                return
            new = wanted == _NEW
        await self._bring(paths, looks, new)

    async def _asked(
        self, paths: Sequence[Path], found: Look, line: LineArt, spot: Spot | None, keys: Sequence[Path]
    ) -> str:
        """What the artist wants of line art for a shot that has some, which it replaces by nobody's haste."""
        what = paths[0].name if len(paths) == 1 else f"these {len(paths)} files"
        answers, details = [_NEW, _REPLACE, _NOTHING], ["Replacing keeps the keys and takes, and can be undone."]
        picture, count = len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES, len(found.sequence.files)
        if picture and count > 1:
            details.append(f"As line art, all {count} pictures of its sequence are taken.")
        workspace = self._window.workspace
        if picture and spot is not None and workspace is not None:
            fits = (found.width, found.height) == (line.width, line.height)
            answers.insert(0 if fits and workspace.document.shot.key(spot.number) is None else 1, _KEY)
            details.append(f"A key is laid on frame {spot.number}.")
        if keys:  # fewer than there are drawings are hardly another shot
            answers.insert(0 if len(keys) < len(line.begins) else 1, _KEYS)
            details.append("As keys, each is laid on the frame whose number is in its name.")
        text = f'What should "{what}" become?'
        return await choose(self._window, "Line art", text, answers, " ".join(details))

    async def _ask_and_bring(self, new: bool) -> None:
        workspace = self._window.workspace
        document = workspace.document if workspace is not None else None
        start = await asyncio.to_thread(start_folder, self._preferences.folder("line art"), document)
        title = NEW_TITLE if new or workspace is None else "Import line art"
        kind = await choose(self._window, title, "What is the line art?", (_FOLDER, _FILES, _NOTHING))
        if kind == _FOLDER:
            folder = await choose_folder(self._window, "Folder of line art", start)
            paths = [folder] if folder is not None else []
        elif kind == _FILES:
            kinds = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES | MOVIES))
            paths = await choose_files(self._window, "Line art", start, f"Pictures and movies ({kinds})")
        else:
            return
        if paths:
            self._preferences.set_folder("line art", str(paths[0].parent))
            await (self.bring(paths, new) if new else self._offer(paths, always=False))

    # In

    async def bring(self, paths: Sequence[Path], new: bool) -> None:
        """Import what lies at `paths`, into the open shot or a new one; asks where there is a choice."""
        looks = await self._found(paths)
        if looks:
            await self._bring(paths, looks, new)

    async def _found(self, paths: Sequence[Path]) -> list[Look]:
        """The sequences at `paths`; none where these hold several shots, which are brought instead. Raises
        NothingFound."""
        try:
            looks = await self._window.errands.undertake("Looking for line art", lambda going: _looks(paths, going))
        except NothingFound as nothing:
            if not await asyncio.to_thread(_deeper, paths):
                raise nothing
            looks = []
        if looks and not _each_a_shot(paths, looks):
            return looks
        await self._several.bring(paths)
        return []

    async def _bring(self, paths: Sequence[Path], looks: Sequence[Look], new: bool) -> None:
        workspace = None if new else self._window.workspace
        rate = workspace.document.shot.rate if workspace else Fraction(24)
        chosen, options = looks[0], ImportOptions()
        if len(looks) > 1 or not chosen.settled:
            dialog = ImportDialog(self._window, looks, rate, NEW_TITLE if workspace is None else "Import line art")
            wanted = await answer(dialog)
            if dialog.several:
                await self._several.bring(paths)
            if not wanted or dialog.several:
                return
            chosen, options, rate = dialog.chosen, dialog.options, dialog.frame_rate
        if workspace is None:
            await self._bring_new(chosen, options, rate)
        else:
            await self._put_in(workspace, await self._import(workspace.folder, chosen, options), rate)

    async def _bring_new(self, chosen: Look, options: ImportOptions, rate: Fraction) -> None:
        """Read into a new project that nobody sees yet: what is open stays open until the line art is there."""
        loaded = await self._projects.new(chosen.sequence.name)
        workspace = None
        try:
            result = await self._import(loaded.opened.folder, chosen, options)
            workspace = await self._projects.enter(loaded)
        finally:
            if workspace is None:
                await self._projects.discard(loaded)
        if workspace is None:
            raise Cancelled("The project that is open was kept open, so nothing was imported.")
        await asyncio.sleep(0)  # let the new page be painted before more is asked of it
        await self._put_in(workspace, result, rate)

    async def _import(self, folder: Path, chosen: Look, options: ImportOptions) -> ImportResult:
        try:
            return await self._read(folder, chosen, options)
        except DrawingsUnreadable as error:
            damaged = str(error)
        detail = "Their frames will be marked on the timeline. Import again once the drawings are mended."
        if await choose(self._window, "Line art", damaged, (_LEAVE_OUT, _NOTHING), detail) != _LEAVE_OUT:
            raise Cancelled("The import was cancelled; nothing was kept.")
        return await self._read(folder, chosen, replace(options, leave_damaged=True))

    async def _read(self, folder: Path, chosen: Look, options: ImportOptions) -> ImportResult:
        def work(going: Undertaking) -> ImportResult:
            result = import_found(chosen.sequence, folder, options, going.progressed.emit, going.stopped)
            result.line.work_out()
            return result

        return await self._window.errands.undertake("Import", work)

    async def _put_in(self, workspace: Workspace, result: ImportResult, rate: Fraction) -> None:
        """Make the line art the shot's, as one undo step, and say what came in."""
        if self._window.workspace is not workspace:
            return
        document, line = workspace.document, result.line
        drawings = len(line.frames) - len(line.gaps) - len(line.holds - set(line.gaps))
        frames = f"frames {line.span.first} to {line.span.last}" if line.span.length > 1 else f"frame {line.span.first}"
        words = f"{drawings} drawing{'s' * (drawings != 1)}, {frames}, at {rate_text(rate)} fps."
        notices = self._window.notices
        settings = Offer("Shot settings...", self._open_settings, still_open(self._window, workspace))
        notices.info(" ".join([words, *result.notes]), settings)
        said = notices.shown[-1]
        await asyncio.sleep(0)  # apart from the edit, which changes everything that is seen
        if self._window.workspace is not workspace:
            return
        shot, replaced = document.shot, document.shot.line is not None
        after = replace(shot, line=line, rate=rate, name=shot.name if replaced else line.name)
        document.edit("Replace line art" if replaced else "Import line art", after)
        if said in notices.shown:
            document.undo_stack.indexChanged.connect(said.close_now)  # what came in is looked at by then
        self._tell_waiting(after)
        if after.keys and shot.line is not None and (shot.line.width, shot.line.height) != (line.width, line.height):
            notices.warn("The new line art has another size than the keys. Lay the keys again to fit them.")

    def _tell_waiting(self, shot: Shot) -> None:
        count = len(shot.keys) - len(usable_keys(shot))
        if shot.line is not None and count:
            self._window.notices.warn(waiting_keys(count, shot.line.span))

    def _open_settings(self) -> None:
        self._window.actions_table["shot_settings"].trigger()

    # Again

    async def _reload(self) -> None:
        workspace = self._window.workspace
        line = workspace.document.shot.line if workspace is not None else None
        if workspace is None or line is None:
            return
        try:
            await self._read_again(workspace, line)
        except DrawingsUnreadable as error:
            without = WITHOUT[line.missing]
            detail = (
                "Numbers without a drawing count as missing. Reload the line art again once the drawings are mended."
            )
            if await choose(self._window, "Line art", str(error), (without, _NOTHING), detail) == without:
                await self.go_without_damaged(workspace, line)

    async def go_without_damaged(self, workspace: Workspace, line: LineArt) -> None:
        """Read the line art again, with drawings that are damaged as missing ones; not where it is another by now."""
        if self._window.errands.busy:
            self._window.notices.info(AT_WORK)
            return
        await workspace.easel.settled()
        if self._is_open(workspace, line):
            await self._read_again(workspace, line, leave_damaged=True)

    def _is_open(self, workspace: Workspace, line: LineArt) -> bool:
        return self._window.workspace is workspace and workspace.document.shot.line is line

    async def _read_again(self, workspace: Workspace, line: LineArt, leave_damaged: bool = False) -> None:
        found = await self._window.errands.undertake(
            "Reload line art", lambda going: reload(line, going.progressed.emit, going.stopped, leave_damaged)
        )
        self._put_again(workspace, line, "Reload line art", found)

    async def _relink(self) -> None:
        workspace = self._window.workspace
        line = workspace.document.shot.line if workspace is not None else None
        if workspace is None or line is None:
            return
        document = workspace.document
        drawings = Project((replace(document.shot, keys=(), references=(), sheets=()),))
        missing = await asyncio.to_thread(missing_media, drawings, document.folder)
        if not missing:
            self._window.notices.info("No drawing is missing: all line art is where it should be.")
            return
        count = "1 drawing is" if len(missing) == 1 else f"{len(missing)} drawings are"
        title = f'{count} missing. Where is "{Path(missing[0]).name}" now?'
        folder = await choose_folder(self._window, title, str(Path(line.source).parent))
        if folder is not None:
            found = await self._window.errands.undertake(
                "Find moved files", lambda going: relink(line, folder, going.progressed.emit, going.stopped)
            )
            self._put_again(workspace, line, "Find moved files", found, missing)

    def _put_again(
        self, workspace: Workspace, line: LineArt, text: str, found: Relinked, missing: Sequence[str] = ()
    ) -> None:
        if not self._is_open(workspace, line):  # what was found is of other line art
            return
        document = workspace.document
        document.edit(text, replace(document.shot, line=found.line))
        workspace.thumbnails.look_again()  # a file may be back as it was
        workspace.coloring.forget_failures()
        find = finding(self._window, workspace, missing)  # what is missing even now
        self._window.notices.info(found.note, find if find.still() else None)
        self._tell_waiting(document.shot)


def _deeper(paths: Sequence[Path]) -> bool:
    """Whether there are shots further down: each in a folder of its own within a folder."""
    try:
        return bool(find_shots(paths))
    except MediaError:
        return False


def _each_a_shot(paths: Sequence[Path], looks: Sequence[Look]) -> bool:
    """Whether what was found in a folder is a shot for each folder or movie in it; not where they may be the lines and
    colors of one."""
    if len(paths) > 1 or len(looks) < 2:
        return False
    top = Path(os.path.abspath(paths[0]))  # noqa: PTH100 - as sequences have it, and without asking the disk
    places = {each.sequence.files[0][1] if each.sequence.is_movie else each.sequence.folder for each in looks}
    of_one = any(each.colored or each.sequence.folder.name.casefold() in ANY_SHOT for each in looks)
    return len(places) > 1 and top not in places and not of_one


def _looks(paths: Sequence[Path], going: Undertaking) -> list[Look]:
    sequences = find_sequences(paths, lambda count: going.report(count, 0), going.stopped)
    looks: list[Look] = []
    for sequence in sequences[:50]:
        going.report(len(looks), len(sequences))
        looks.append(look(sequence))
    return looks


def _keys_in(paths: Sequence[Path], looks: Sequence[Look], line: LineArt) -> list[Path]:
    """The pictures of a folder that may be keys of this shot: of its size, numbered as its frames are, and colored or
    fewer than its drawings."""
    found = looks[0].sequence
    fits = (looks[0].width, looks[0].height) == (line.width, line.height)
    folder = len(paths) == 1 and paths[0].suffix.lower() not in SUFFIXES | MOVIES
    may_be = looks[0].colored or len(found.files) < len(line.begins)
    if not (folder and fits and may_be and len(looks) == 1 and found.numbered) or found.is_movie:
        return []
    return [path for _, path in found.files] if all(number in line.span for number, _ in found.files) else []
