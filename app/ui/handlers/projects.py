"""What the File actions do with projects: open, make, save, copy, recover after a crash, leave."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app import paths
from app.commands import Steps
from app.media.shots import project_at
from app.project.colorizers import DRAFT
from app.project.errors import NotAProjectError, ProjectInUseError
from app.project.format import waiting_keys
from app.project.staleness import usable_keys
from app.project.storage import SUFFIX, OpenedProject, copy_project
from app.project.view_state import write_view
from app.sample import sample_project
from app.settings import with_recent, without_recent
from app.ui.actions import Handler
from app.ui.background import Background, Was
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.asking import answer, choose, choose_folder, choose_new
from app.ui.dialogs.shot_dialog import ShotDialog
from app.ui.errands import Undertaking
from app.ui.folders import start_folder
from app.ui.guarded import finding
from app.ui.handlers.exporting import show_folder
from app.ui.handlers.recovering import recover
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.preferences import Preferences
from app.ui.workspace import Loaded, Workspace, load, make

_AGAIN, _LOSE, _STAY = "Try again", "Close without saving", "Cancel"
_OPEN = "Open anyway"
_COLOR_ON, _STOP, _STAY_HERE = "Keep coloring in the background", "Stop and switch", "Stay here"


class Projects:
    """Which project is open. One is left before the next is entered; `quit` leaves the last one, and `begin_again` then
    is what to start the app with anew, None for not at all."""

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        quit_app: Callable[[], None],
        background: Background,
        command: tuple[str, ...] | None = None,
    ) -> None:
        self._window, self._preferences, self._quit_app = window, preferences, quit_app
        self._background, self._command = background, command
        self._steps: dict[Path, Steps] = {}  # of the projects that were left, by their folders
        self._color_on = False  # the open shot in the background, once it is left
        self._switching = asyncio.Lock()
        self.begin_again: tuple[str, ...] | None = None
        self._why_not_saved = ""
        window.close_asked.connect(lambda: window.errands.run(self.quit(), lasting=True))
        window.recent_chosen.connect(lambda folder: window.errands.run(self.open(Path(folder)), lasting=True))
        window.go_on_chosen.connect(lambda folder: window.errands.run(self.open(Path(folder), True), lasting=True))
        window.recent_removed.connect(self._forget)
        preferences.changed.connect(self._show_recent)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "open_project": self._ask_and_open,
            "open_sample": self.open_sample,
            "shot_settings": self._shot_settings,
            "save": self._save,
            "save_as": self._save_as,
            "save_copy": self._save_copy,
            "show_folder": self._show_folder,
            "quit": self.quit,
            "about": lambda: answer(AboutDialog(self._window)),
            "show_log": lambda: show_folder(paths.log_folder()),
        }

    def _forget(self, folder: str) -> None:
        self._preferences.edit(lambda settings: without_recent(settings, folder))

    def _show_recent(self) -> None:
        self._window.set_recent(self._preferences.settings.recent, self._preferences.settings.opened)

    # In

    async def open(self, folder: Path, go_on: bool = False) -> None:
        """Open a project in place of the one that is open, and `go_on` with what a crash cut off, without asking."""
        async with self._turn():
            folder = await self._meant(folder)
            current = self._window.workspace
            if current is not None and current.folder == folder:
                return
            if not await self._may_leave(folder):
                return
            was = await self._had_back(folder)
            entered = None
            try:
                loaded = await self._load(folder)
                if loaded is not None:
                    entered = await self._enter(loaded, was, go_on)
            finally:
                if entered is None:
                    self._background.give_again(folder, was)

    async def _meant(self, path: Path) -> Path:
        """The project at a path, by the name that it has here already, where it is known by another one."""
        current = self._window.workspace
        known = (*([current.folder] if current is not None else []), *self._background.known)

        def find() -> Path:
            folder = Path(os.path.abspath(project_at(path)))  # noqa: PTH100 - as the project that is opened has it
            return folder if folder in known else next((other for other in known if _same(other, folder)), folder)

        return await asyncio.to_thread(find)

    async def _had_back(self, folder: Path) -> Was:
        """Have a project that is colored in the background to be opened: that stops, and lets go of it."""
        if not self._background.at_work_on(folder):
            return await self._background.take_back(folder)  # at once
        with self._window.errands.shown("Stop coloring in the background"):
            return await self._background.take_back(folder)

    async def open_sample(self) -> None:
        """Open this user's project of the sample shot."""
        folder = await self._window.errands.undertake("Open the sample shot", lambda _: sample_project(), False)
        await self.open(folder)

    async def new(self, name: str) -> Loaded:
        """Make a new, empty project in this user's data folder, held but not shown: `enter` or `discard` it."""
        return await asyncio.to_thread(lambda: make(paths.new_project_folder(name)))

    async def enter(self, loaded: Loaded) -> Workspace | None:
        """Open a new project in place of the one that is open; None when the artist wants to stay in that one."""
        async with self._turn():
            if not await self._may_leave():
                await asyncio.to_thread(loaded.lock.release)
                return None
            return await self._enter(loaded)

    async def discard(self, loaded: Loaded) -> None:
        """Take away a project that was made for an import which then did not happen, and was never shown."""

        def take_away() -> None:
            loaded.lock.release()
            shutil.rmtree(loaded.opened.folder, True)

        await asyncio.to_thread(take_away)

    def _turn(self) -> asyncio.Lock:
        """One errand at a time enters or leaves a project, and is not stopped with those of the project it leaves."""
        self._window.errands.outlast()
        return self._switching

    async def _load(self, folder: Path, force: bool = False) -> Loaded | None:
        try:
            steps = self._steps.get(folder)
            return await self._window.errands.undertake("Open project", lambda _: load(folder, force, steps), False)
        except NotAProjectError:
            self._preferences.edit(lambda settings: without_recent(settings, str(folder)))
            raise
        except ProjectInUseError as error:
            hint = "If nobody works in it there (the other computer was switched off, say), it can be opened anyway."
            answers = (_STAY, _OPEN)
            wanted = await choose(self._window, "Open elsewhere", str(error), answers, hint, escape=_STAY)
            return await self._load(folder, True) if wanted == _OPEN else None

    async def _enter(self, loaded: Loaded, was: Was = Was.NOTHING, go_on: bool = False) -> Workspace | None:
        """Show a loaded project in place of the open one; None when the artist wants to stay in that one. `was` says
        what became of it in the background."""
        window, left = self._window, self._window.workspace
        color_on = self._color_on and self.coloring
        window.stack.setUpdatesEnabled(False)  # the shot that is left stays in sight until the other is there
        try:
            if not await self._leave():
                await asyncio.to_thread(loaded.lock.release)
                return None
            if color_on and left is not None:
                self._background.add(left.folder)
            workspace = Workspace(loaded, self._preferences.settings.cache_bytes, self._command)
            workspace.save_failed.connect(self._note_failure)
            await window.show_workspace(workspace)
        finally:
            window.stack.setUpdatesEnabled(True)
        self._preferences.edit(lambda settings: with_recent(settings, str(workspace.folder), time.time()))
        for note in loaded.notes:
            if note != _told_before(workspace):
                window.notices.warn(note)
        if loaded.missing:
            count, first = len(loaded.missing), Path(loaded.missing[0]).name
            what = f'The file "{first}" is not where the project expects it.'
            if count > 1:
                what = f'{count} files (the first is "{first}") are not where the project expects them.'
            find = finding(window, workspace, loaded.missing)
            window.notices.warn(what, find if find.still() else None)  # only drawings can be found
        window.errands.run(self._start(workspace, was, go_on))
        return workspace

    def _note_failure(self, sentence: str) -> None:
        self._why_not_saved = sentence

    async def _start(self, workspace: Workspace, was: Was, go_on: bool) -> None:
        """What can wait until the project is seen: what is left to do, and the engine."""
        await asyncio.sleep(0)
        loaded = workspace.loaded
        if was is Was.WANTED and workspace.left_over():  # nobody said that it was to stop
            self._window.errands.call(lambda: workspace.coloring.resume(loaded.left))
        elif was is not Was.WANTED:  # why coloring in the background ended was told then
            crashed = loaded.lock.crashed and was is Was.NOTHING
            self._window.errands.run(recover(self._window, workspace, crashed, go_on))
        await workspace.start_engine()
        workspace.coloring.changed.emit()

    # Out

    @property
    def coloring(self) -> bool:
        """Whether the open project is being colored, which leaving it would stop."""
        workspace = self._window.workspace
        return workspace is not None and workspace.coloring.queue.busy and not workspace.coloring.queue.paused

    async def _may_leave(self, to: Path | None = None) -> bool:
        """Whether another project, the one at `to`, may take the place of the open one; asks where that one is being
        colored."""
        workspace, self._color_on = self._window.workspace, False
        if workspace is None or not self.coloring:
            return True
        text = f'"{workspace.name}" is being colored. Stop that and open the other shot?'
        detail = "What is not done yet waits in this shot; coloring can go on when you come back."
        answers = (_STOP, _STAY_HERE)
        if workspace.document.shot.colorizer == DRAFT.name:  # two large networks would not fit on one GPU
            text = f'"{workspace.name}" is being colored. Go on with that while the other shot is open?'
            detail = "If you stop it, the rest waits in this shot; coloring can go on when you come back."
            before = [shot.name.removesuffix(SUFFIX) for shot in self._background.shots if shot != to]
            if before:
                detail = f'In the background, its turn comes when "{before[-1]}" is through. {detail}'
            answers = (_COLOR_ON, *answers)
        wanted = await choose(self._window, "Switch shot", text, answers, detail)
        self._color_on = wanted == _COLOR_ON
        return wanted != _STAY_HERE

    async def _leave(self, for_good: bool = False) -> bool:
        """Close the open project; false when the artist wants to stay in it. Unless they leave `for_good`, what they
        did can still be undone when it is opened again."""
        workspace = self._window.workspace
        if workspace is None:
            return True
        while not await workspace.flush():
            wanted = await choose(
                self._window, "Not saved", f'"{workspace.name}" could not be saved.', (_AGAIN, _LOSE, _STAY),
                self._why_not_saved,
            )  # fmt: skip
            if wanted == _STAY:
                return False
            if wanted == _LOSE:
                break
        await workspace.moved()
        await self._window.errands.leave()
        self._window.show_welcome()
        steps = await workspace.close(comes_back=not for_good)
        if steps is not None:
            self._steps[workspace.folder] = steps
        return True

    async def quit(self, again: bool = False) -> None:
        """Save, stop everything, close the window; where the app is to start `again`, with this project."""
        async with self._turn():
            window = self._window
            workspace = window.workspace
            if workspace is not None and not await workspace.flush() and not await self._leave(True):
                return
            if again:
                self.begin_again = (str(workspace.folder),) if workspace is not None else ()
            layout = window.layout_text
            window.hide()
            async with contextlib.AsyncExitStack() as last:  # each of these, whatever becomes of the others
                last.callback(self._quit_app)
                last.callback(window.let_close)
                last.push_async_callback(self._leave, True)
                last.push_async_callback(window.errands.close)
                last.callback(self._background.close)
                if workspace is not None:
                    last.push_async_callback(workspace.moved)
                self._preferences.edit(lambda settings: replace(settings, window=layout))
                await self._preferences.flush()

    async def _ask_and_open(self) -> None:
        start = self._preferences.folder("project") or str(paths.data_folder() / "projects")
        folder = await choose_folder(self._window, f"Open project (a folder whose name ends in {SUFFIX})", start)
        if folder is not None:
            self._preferences.set_folder("project", str(folder.parent))
            await self.open(folder)

    async def _save(self) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        with self._window.errands.shown("Save"):
            saved = await workspace.flush()
        if saved:
            self._window.notices.info(f'Saved in "{workspace.folder}".')

    async def _save_as(self) -> None:
        copied, page = await self._copy("Save as"), self._window.page
        if copied is None or page is None:
            return
        hand, hinting = page.workspace.toolbox.in_hand, page.hints.on
        await self.open(copied.folder)
        page = self._window.page
        if page is not None and page.workspace.folder == copied.folder:
            page.workspace.toolbox.take_in_hand(hand)
            page.hints.set_on(hinting)
            self._window.notices.info(f'Saved as "{copied.folder}".')

    async def _save_copy(self) -> None:
        copied = await self._copy("Save a copy")
        if copied is not None:
            folder = copied.folder.parent
            offer = Offer("Show in folder", lambda: show_folder(folder))
            self._window.notices.info(f'A copy was saved as "{copied.folder}".', offer)

    async def _copy(self, title: str) -> OpenedProject | None:
        workspace = self._window.workspace
        if workspace is None:
            return None

        def free() -> Path:  # a name that is taken would be gone into: a project is a folder
            return paths.free_project(Path(start_folder("", workspace.document, True)), workspace.name)

        target = await choose_new(self._window, title, str(await asyncio.to_thread(free)), SUFFIX)
        if target is None:
            return None
        self._preferences.set_folder("project", str(target.parent))
        project = workspace.document.project  # not the saved one: a copy is the way out where saving fails
        view = workspace.view()

        def copy(going: Undertaking) -> OpenedProject:
            copied = copy_project(workspace.folder, target, going.report, project)
            if view is not None:  # who goes on in the copy looks where they looked, and paints with what they had
                write_view(copied.folder, view)
            return copied

        return await self._window.errands.undertake(title, copy)

    async def _shot_settings(self) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            dialog = ShotDialog(self._window, workspace.document.shot)
            if await answer(dialog):
                workspace.document.edit("Shot settings", dialog.edited)

    def _show_folder(self) -> None:
        if self._window.workspace is not None:
            show_folder(self._window.workspace.folder)


def _told_before(workspace: Workspace) -> str:
    """What was said when line art left keys outside of it, and is not said again at each opening."""
    shot = workspace.document.shot
    count = len(shot.keys) - len(usable_keys(shot))
    return waiting_keys(count, shot.line.span) if shot.line is not None and count else ""


def _same(folder: Path, other: Path) -> bool:
    """Whether two names are of one folder, as through a link. Asks the disk."""
    try:
        return folder.samefile(other)
    except OSError:
        return False
