"""Shortcuts that the desktops around the window take for themselves: an app never sees those keys."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from app.ui.actions import ACTIONS

# As they come: GNOME's mutter and MATE's marco, Openbox, Xfce's xfwm4, KDE's kwin, Windows 11, and macOS, where Ctrl
# is Command.
# Keys with Super are everybody's own and not listed, as no action has one.
TAKEN = {
    "GNOME and MATE": (
        "Alt+F1", "Alt+F2", "Alt+F4", "Alt+F5", "Alt+F6", "Alt+F7", "Alt+F8", "Alt+F9", "Alt+F10", "Alt+Tab",
        "Alt+Shift+Tab", "Alt+Esc", "Alt+Space", "Alt+`", "Ctrl+Alt+Tab", "Ctrl+Alt+Esc", "Ctrl+Alt+Left",
        "Ctrl+Alt+Right", "Ctrl+Alt+Up", "Ctrl+Alt+Down", "Ctrl+Alt+Shift+Left", "Ctrl+Alt+Shift+Right",
        "Ctrl+Alt+Shift+Up", "Ctrl+Alt+Shift+Down", "Ctrl+Alt+D", "Ctrl+Alt+T", "Ctrl+Alt+L", "Ctrl+Alt+Del",
        "Ctrl+Alt+Shift+R",
    ),
    "Openbox, LXDE and LXQt": (
        "Alt+Shift+Left", "Alt+Shift+Right", "Alt+Shift+Up", "Alt+Shift+Down", "Ctrl+Alt+Left", "Ctrl+Alt+Right",
        "Ctrl+Alt+Up", "Ctrl+Alt+Down", "Alt+Tab", "Alt+Shift+Tab", "Alt+Esc", "Alt+F4", "Alt+Space",
    ),
    "Xfce": (
        *(f"Alt+F{number}" for number in range(1, 13)), *(f"Ctrl+F{number}" for number in range(1, 13)),
        "Alt+Ins", "Alt+Del", "Alt+Shift+Tab", "Ctrl+Alt+D", "Ctrl+Alt+Home", "Ctrl+Alt+End", "Shift+Alt+PgDown",
        "Ctrl+Alt+F", "Ctrl+Esc", "Alt+Shift+F11",
    ),
    "KDE": (
        "Alt+F3", "Alt+F4", "Alt+Tab", "Alt+`", "Alt+Shift+F12", "Alt+Shift+Tab", "Ctrl+F7", "Ctrl+F8", "Ctrl+F9",
        "Ctrl+F10", "Ctrl+F12", "Ctrl+Esc", "Ctrl+Alt+Esc", "Ctrl+Alt+A", "Ctrl+Alt+K", "Ctrl+Alt+L", "Ctrl+Alt+T",
    ),
    "Windows": (
        "Alt+Tab", "Alt+Esc", "Alt+F4", "Alt+Space", "Ctrl+Esc", "Ctrl+Shift+Esc", "Ctrl+Alt+Del", "Ctrl+Alt+Tab",
        "Alt+Print",
    ),
    "macOS": (
        "Ctrl+Tab", "Ctrl+H", "Ctrl+Alt+H", "Ctrl+M", "Ctrl+Space", "Ctrl+Alt+Esc", "Ctrl+Shift+3", "Ctrl+Shift+4",
        "Ctrl+Shift+5", "Ctrl+Shift+Q", "Ctrl+Alt+D",
    ),
}  # fmt: skip


def _keys(text: str) -> QKeySequence:
    return QKeySequence(text)


def test_every_action_has_a_shortcut_that_the_desktop_leaves_alone() -> None:
    taken = {desktop: [_keys(text) for text in texts] for desktop, texts in TAKEN.items()}
    assert all(not keys.isEmpty() for known in taken.values() for keys in known), "each can be read"
    clashes = [
        f"{action.id}: {text} is {desktop}'s"
        for action in ACTIONS
        for text in action.shortcuts[:1]  # the one that menus and tips name
        for desktop, known in taken.items()
        if _keys(text) in known
    ]
    assert clashes == []
    for action in ACTIONS:  # and where one of several clashes, another one is left
        for desktop, known in taken.items():
            free = [text for text in action.shortcuts if _keys(text) not in known]
            assert free or not action.shortcuts, f"{action.id} cannot be reached with {desktop}"


def test_no_two_actions_have_the_same_shortcut() -> None:
    seen: dict[str, str] = {}
    for action in ACTIONS:
        for text in action.shortcuts:
            keys = _keys(text).toString()
            assert keys not in seen, f"{text} is {seen[keys]} and {action.id}"
            seen[keys] = action.id
