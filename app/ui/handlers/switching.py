"""What goes from shot to shot: the bar of the shots beside the open one, its keys, their order, and what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu

from app.media.shots import Beside, listed, shots_in
from app.project.shot_list import ShotList, write_list
from app.project.storage import SUFFIX
from app.ui.actions import Handler
from app.ui.background import Background
from app.ui.guarded import still_open, while_open
from app.ui.handlers.projects import Projects
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.shot_states import ShotStates, pictured_by, state_of
from app.ui.workspace import Workspace

SHOWN = "shots"  # the part of the layout
_SOON = 150  # ms in which several changes of the open shot are shown as one


class Switching:
    """The shots beside the open one. One is saved and left before the next is opened, where it was left; it may be
    colored on meanwhile."""

    def __init__(self, window: MainWindow, projects: Projects, background: Background) -> None:
        self._window, self._projects, self._background = window, projects, background
        self.shots: tuple[Beside, ...] = ()
        self._states = ShotStates()
        self._going = False
        self._pictured: object = None  # what the open shot's picture in the bar was made of
        self._soon = QTimer(window)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._show_open)
        window.page_changed.connect(self._join)
        window.shots_changed.connect(self._look_soon)
        window.layout_changed.connect(self._show)
        window.shots.chosen.connect(lambda folder: window.errands.run(self.switch(folder), lasting=True))
        window.shots.menu_wanted.connect(self._menu)
        window.shots.moved.connect(self._moved)
        background.changed.connect(self._show_background)
        background.took.connect(self._look_again)
        background.finished.connect(self._finished)
        background.failed.connect(self._failed)
        self._ordering = asyncio.Lock()  # one change of the list after the other

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "next_shot": lambda: self._step(1),
            "previous_shot": lambda: self._step(-1),
            "shot_later": lambda: self._move(1),
            "shot_earlier": lambda: self._move(-1),
            "shots_bar": lambda: self._window.show_part(SHOWN, not self._wanted),
        }

    @property
    def _wanted(self) -> bool:
        return self._window.layout_parts.get(SHOWN, 1) != 0

    # From one to the other

    async def _step(self, by: int) -> None:
        workspace = self._window.workspace
        folders = [shot.folder for shot in self.shots if shot.folder is not None]
        if workspace is not None and workspace.folder in folders:
            at = folders.index(workspace.folder) + by
            if 0 <= at < len(folders):
                await self.switch(folders[at])

    async def switch(self, folder: Path) -> None:
        """Open another shot in place of the open one; asks first where that one is being colored."""
        workspace = self._window.workspace
        if self._going or (workspace is not None and workspace.folder == folder):
            return
        self._window.errands.outlast()
        self._going = True
        self._window.shots.mark(folder)
        try:
            await self._projects.open(folder)
        finally:
            self._going = False
            self._look_soon()

    async def _move(self, by: int) -> None:
        """Move the open shot in the order of the list."""
        workspace = self._window.workspace
        if workspace is None:
            return
        folder = workspace.folder

        def move() -> None:
            write_list(folder.parent, listed(folder.parent).moved(folder.name, by))

        await self._order(move)

    def _moved(self, shot: Beside, before: Beside | None, stood: Beside | None, dragged: bool) -> None:
        """A shot was put at another place of the bar: keep that, and offer to take it back."""
        workspace = self._window.workspace
        if workspace is None:
            return
        folder = workspace.folder.parent
        self._put(folder, shot, before)
        if dragged:
            put_back = while_open(self._window, workspace, lambda: self._put(folder, shot, stood))
            undo = Offer("Undo", put_back, still_open(self._window, workspace))
            self._window.notices.info(f'"{shot.name}" was moved in the order of the shots.', undo)

    def _put(self, folder: Path, shot: Beside, before: Beside | None) -> None:
        def move() -> None:
            shots = listed(folder)
            at = _place(shots, shot)
            if at is not None:
                write_list(folder, shots.put(at, _place(shots, before) if before is not None else None))

        self._window.errands.run(self._order(move), lasting=True)

    async def _order(self, move: Callable[[], None]) -> None:
        """Change the list of shots on disk, and show it as it is then."""
        async with self._ordering:
            try:
                await asyncio.to_thread(move)
            finally:
                self._look_soon()

    # What the bar shows

    def _join(self) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            document = workspace.document
            for signal in (document.changed, document.takes_changed, workspace.coloring.changed):
                signal.connect(lambda *_: self._soon.start())
            self._pictured = pictured_by(document.shot)
            workspace.saved.connect(self._saved)
        if not self._going:
            self._look_soon()

    def _look_soon(self) -> None:
        self._window.errands.run(self._look(), lasting=True)

    async def _look(self) -> None:
        """List the shots beside the open one, and look at each."""
        workspace = self._window.workspace
        shots: tuple[Beside, ...] = ()
        if workspace is not None:
            shots = await asyncio.to_thread(shots_in, workspace.folder.parent)
        if self._window.workspace is not workspace or self._going:
            return
        self.shots = shots if len(shots) > 1 else ()
        self._window.shots.show_shots(self.shots, workspace.folder if workspace is not None else None)
        self._show()
        for shot in self.shots:
            if shot.folder is None or self._window.workspace is not workspace:
                continue
            await self._look_at(shot.folder)
        self._show_open()

    async def _look_at(self, folder: Path) -> None:
        """Show how a shot stands by what lies in its folder."""
        workspace = self._window.workspace
        state = await asyncio.to_thread(self._states.look, folder)
        button = self._window.shots.button(folder)
        if button is not None and self._window.workspace is workspace:
            button.show_state(replace(state, background=self._background.standing(folder)))

    def _show(self) -> None:
        bar = self._window.shots
        bar.setVisible(bool(self.shots) and self._wanted)
        self._window.actions_table["shots_bar"].setChecked(self._wanted)
        self._window.refresh_soon()

    def _show_open(self) -> None:
        """How the open shot stands at this moment, which its folder may not say yet."""
        workspace = self._window.workspace
        button = self._window.shots.button(workspace.folder) if workspace is not None else None
        if workspace is None or button is None:
            return
        document, coloring = workspace.document, workspace.coloring
        statuses = [coloring.status(segment).status for segment in document.segments]
        state = state_of(document.shot, document.segments, statuses)
        button.show_state(replace(state, picture=button.state.picture))

    # What is colored in the background

    def _show_background(self, folder: Path) -> None:
        button = self._window.shots.button(folder)
        if button is not None and button.words:
            button.show_state(replace(button.state, background=self._background.standing(folder)))

    def _look_again(self, folder: Path) -> None:
        self._window.errands.run(self._look_at(folder), lasting=True)

    def _stop(self, folder: Path) -> None:
        """Leave a shot as it is by now: the rest waits in it."""

        async def stop() -> None:
            await self._background.take_back(folder)
            await self._look_at(folder)

        self._window.errands.run(stop(), lasting=True)

    def _finished(self, folder: Path) -> None:
        """The bar tells it; where that is out of sight, a notice does."""
        self._look_again(folder)
        if not self._seen(folder):
            self._window.notices.info(f'Coloring "{_named(folder)}" is done.', self._opening(folder))

    def _failed(self, folder: Path, why: str) -> None:
        self._look_again(folder)
        told = f'"{_named(folder)}" is no longer colored in the background. {why}'
        if not why:
            told = f'Coloring "{_named(folder)}" in the background stopped unexpectedly. Open the shot to go on.'
        self._window.notices.error(told, self._opening(folder))

    def _opening(self, folder: Path) -> Offer:
        def elsewhere() -> bool:
            return self._window.workspace is None or self._window.workspace.folder != folder

        return Offer("Open shot", lambda: self._window.shots.chosen.emit(folder), elsewhere)

    def _seen(self, folder: Path) -> bool:
        return self._window.shots.isVisible() and self._window.shots.button(folder) is not None

    # The open shot

    def _saved(self) -> None:
        """The open shot is on disk as it is now: where its picture is another one by that, show it."""
        workspace = self._window.workspace
        if workspace is None or not self.shots:
            return
        made_of = pictured_by(workspace.document.shot)
        if made_of != self._pictured:
            self._pictured = made_of
            self._window.errands.run(self._picture(workspace), lasting=True)

    async def _picture(self, workspace: Workspace) -> None:
        await workspace.easel.at_rest()
        state = await asyncio.to_thread(self._states.look, workspace.folder)
        button = self._window.shots.button(workspace.folder)
        if self._window.workspace is workspace and button is not None and state.picture is not None:
            button.show_state(replace(button.state, picture=state.picture))

    def _menu(self, folder: Path | None, at: QPoint) -> None:
        workspace, actions = self._window.workspace, self._window.actions_table
        menu = QMenu(self._window)
        if workspace is not None and workspace.folder == folder:
            menu.addActions([actions["shot_earlier"], actions["shot_later"]])
            menu.addSeparator()
        if folder is not None and folder in self._background.shots:
            menu.addAction("Stop coloring in the background").triggered.connect(lambda: self._stop(folder))
            menu.addSeparator()
        menu.addActions([actions[name] for name in ("previous_shot", "next_shot", "import_shots", "shots_bar")])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _named(folder: Path) -> str:
    return folder.name.removesuffix(SUFFIX)


def _place(shots: ShotList, shot: Beside) -> int | None:
    return shots.at(shot.folder.name if shot.folder is not None else "", shot.name)
