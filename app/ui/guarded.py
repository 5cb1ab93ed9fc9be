"""What is done only while there is something to do it to: a page that is shown, a project that is open."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.project.media_paths import absolute
from app.ui.actions import Handler
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.panels.shot_page import ShotPage
from app.ui.workspace import Workspace


def on_page(window: MainWindow, action: Callable[[ShotPage], None], after: Callable[[], None] | None = None) -> Handler:
    """Does something to the page that is shown, and then has the window look again at what can be done; `after` is
    called in between."""

    def handler() -> None:
        if window.page is not None:
            action(window.page)
            if after is not None:
                after()
            window.refresh_soon()

    return handler


def while_open(window: MainWindow, workspace: Workspace, action: Callable[[], None]) -> Callable[[], None]:
    """Does something as long as this project is the open one: an offer may outlive the project."""

    def guarded() -> None:
        if window.workspace is workspace:
            action()

    return guarded


def still_open(window: MainWindow, workspace: Workspace, so: Callable[[], bool] = lambda: True) -> Callable[[], bool]:
    """Whether this project is the open one, and something of it is still so: what keeps an offer in sight."""
    return lambda: window.workspace is workspace and so()


def resuming(window: MainWindow, workspace: Workspace) -> Offer:
    """The offer to have a paused queue go on, for as long as it is paused."""
    queue = workspace.coloring.queue
    still = still_open(window, workspace, lambda: queue.paused)
    return Offer("Resume", while_open(window, workspace, queue.resume), still, stays=True)


def finding(window: MainWindow, workspace: Workspace, missing: Collection[str]) -> Offer:
    """The offer to find the drawings among these files, for as long as the shot looks for all of them there; also once
    it was taken up, since another folder may be chosen than theirs, or none."""
    document = workspace.document

    def drawn() -> set[str]:
        line = document.shot.line
        return {frame.path for frame in line.frames if frame.path} if line is not None else set()

    away = {*missing}
    lost = {path for path in drawn() if str(absolute(workspace.folder, path)) in away}
    still = still_open(window, workspace, lambda: bool(lost) and lost <= drawn())
    action = window.actions_table["relink_line_art"]
    find = while_open(window, workspace, action.trigger)
    return Offer("Find moved files...", find, still, stays=True, closes=False, can=action.isEnabled)
