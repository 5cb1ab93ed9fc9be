"""What is told and offered when a project is opened that was cut off, by a crash or by leaving it in mid-coloring."""

from __future__ import annotations

import time

from app.ui.dialogs.asking import choose
from app.ui.guarded import resuming, still_open, while_open
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace

_CONTINUE, _NOT_NOW = "Continue coloring", "Not now"


async def recover(window: MainWindow, workspace: Workspace, crashed: bool, at_once: bool = False) -> None:
    """Say how the project was left, and have what is left to color gone on with: after a crash, unless that is wanted
    `at_once`, the artist is asked."""
    loaded, left, notices = workspace.loaded, workspace.left_over(), window.notices
    when = time.strftime("%H:%M", time.localtime(loaded.complete))
    if time.time() - loaded.complete > 12 * 3600:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(loaded.complete))
    segments = "1 segment was" if left == 1 else f"{left} segments were"
    closed = f"Shiage closed unexpectedly. Your project is complete as of {when}."

    go_on = while_open(window, workspace, lambda: workspace.coloring.resume(loaded.left))
    if loaded.left.paused and left:
        go_on()
        waits = "1 segment waits" if left == 1 else f"{left} segments wait"
        words = f"{waits} in the queue, which is paused."
        told = f"{closed} {words}" if crashed else words
        notices.show_notice("warning" if crashed else "info", told, resuming(window, workspace))
    elif crashed and left:
        detail = f"{segments} still to be colored."
        if at_once or await choose(window, "Welcome back", closed, (_CONTINUE, _NOT_NOW), detail) == _CONTINUE:
            window.errands.call(go_on)
        elif window.workspace is workspace:
            workspace.coloring.decline(loaded.left)
        if window.workspace is workspace:  # a question is answered by an Enter that was meant for a list, too
            notices.warn(closed)
    elif crashed:
        notices.warn(closed)  # which stays: the artist may not be looking just now
    elif left:
        still = still_open(window, workspace, lambda: workspace.left_over() > 0)
        offer = Offer(_CONTINUE, lambda: window.errands.call(go_on), still, stays=True)
        notices.info(f"{segments} still to be colored when you left.", offer)
