"""What is done only while there is something to do it to: a page that is shown, a project that is open."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.actions import Handler
from app.ui.main_window import MainWindow
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
