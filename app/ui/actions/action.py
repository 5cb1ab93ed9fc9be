"""What an action of the window is, and the moments in which actions can be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.ui.situation import Situation


def always(now: Situation) -> bool:
    """At any moment."""
    return True


def idle(now: Situation) -> bool:
    """While nothing is being worked on that has to end first."""
    return not now.busy


def project_idle(now: Situation) -> bool:
    """With a project, and nothing being worked on that has to end first."""
    return now.project and not now.busy


def project_open(now: Situation) -> bool:
    """With a project."""
    return now.project


def line(now: Situation) -> bool:
    """With line art."""
    return now.line


def line_idle(now: Situation) -> bool:
    """With line art, and nothing being worked on that has to end first."""
    return now.line and not now.busy


def segment_free(now: Situation) -> bool:
    """With a selected segment that may be colored."""
    return now.segment and now.keys and not now.segment_locked and not now.cancelling and not now.lacks


def segment_colored(now: Situation) -> bool:
    """With a selected segment that may be colored, and has been."""
    return segment_free(now) and now.segment_colored


def in_out(now: Situation) -> bool:
    """With an in or out point."""
    return now.in_out


def comparing(now: Situation) -> bool:
    """While takes are compared."""
    return now.comparing


def frame_key(now: Situation) -> bool:
    """With a key on the frame."""
    return now.frame_key


@dataclass(frozen=True)
class Action:
    """One action: shortcuts as Qt writes them, the tool tip, when it can be used. Its id names its handler.

    `within` is the menu inside of `menu` that holds it ("Outer > Inner" for one inside that), "" for none. `heard` are
    keys that the canvas hears by itself, while they are not another action's; menus show them.
    """

    id: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    when: Callable[[Situation], bool] = always
    checkable: bool = False
    repeats: bool = False
    bar_before: bool = False
    within: str = ""
    heard: tuple[str, ...] = ()
