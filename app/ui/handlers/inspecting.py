"""What the actions of checking do: the check view, going from place to place that needs a look, marks of fine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.project.concerns import Concern
from app.ui.actions import Handler
from app.ui.checking import Checking, unread_words
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage

NOTHING = "Nothing needs a look in this shot."
STILL = "The finished frames are still being looked at. Nothing needs a look so far."
NOT_HERE = "Nothing on this frame needs a look. N goes to the next place that does."


class Inspecting:
    """Looking through what the checks have found."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "check_view": self._on(lambda page: page.check_view.set_on(not page.check_view.on)),
            "next_problem": self._on(lambda page: self._step(page, 1)),
            "previous_problem": self._on(lambda page: self._step(page, -1)),
            "mark_fine": self._on(self._mark),
            "forget_fine": self._on(_forget),
        }

    def _on(self, action: Callable[[ShotPage], None]) -> Handler:
        return on_page(self._window, action, after=self._show)

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            panel = page.panel.checks
            panel.wanted.connect(lambda concern: self._go(page, concern))
            panel.fine_wanted.connect(lambda alike: self._mark(page, alike))
            panel.focus_left.connect(page.canvas.setFocus)
            page.check_view.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        """Check what is so in the menu."""
        page = self._window.page
        self._window.actions_table["check_view"].setChecked(page is not None and page.check_view.on)

    def _step(self, page: ShotPage, way: int) -> None:
        checking = page.workspace.checking
        found = checking.next(way)
        if found is None:
            self._window.notices.info(_nothing(checking))
        else:
            self._go(page, found)

    def _go(self, page: ShotPage, concern: Concern) -> None:
        page.workspace.checking.choose(concern)
        page.check_view.flash()

    def _mark(self, page: ShotPage, alike: tuple[Concern, ...] = ()) -> None:
        """Say of these, or else of the one looked at, that they are fine, and go on to the next."""
        checking, document = page.workspace.checking, page.workspace.document
        concerns = alike or ((checking.current,) if checking.current is not None else ())
        if not concerns:
            self._window.notices.info(NOT_HERE if checking.concerns else _nothing(checking))
            return
        shot = document.shot
        document.edit("Mark as fine", replace(shot, fine=(*shot.fine, *(concern.fine for concern in concerns))))
        if (following := checking.after(concerns)) is not None:
            self._go(page, following)


def _nothing(checking: Checking) -> str:
    """Why there is nothing to go to."""
    if checking.waiting:
        return STILL
    return unread_words(checking.unread) if checking.unread else NOTHING


def _forget(page: ShotPage) -> None:
    document = page.workspace.document
    document.edit("Forget what was marked as fine", replace(document.shot, fine=()))
