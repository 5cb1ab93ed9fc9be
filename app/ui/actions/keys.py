"""Which keys carry out which action: those of the table, and those the artist gave instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from app.ui.actions.action import Action
from app.ui.actions.table import ACTIONS, MENUS, MNEMONICS

Wished = Mapping[str, tuple[str, ...]]  # the artist's own keys by the action's id, as Qt writes them

_HELD = frozenset(
    (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
     Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_NumLock, Qt.Key.Key_unknown)
)  # fmt: skip
_MOVING = ("Tab", "Shift+Tab", "Return", "Enter", "Up", "Down", "Ctrl+Left", "Ctrl+Right")


@lru_cache(1024)
def written(key: str) -> str:
    """A key as Qt writes it everywhere; empty where Qt does not understand it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def shown(key: str) -> str:
    """A key as this computer's menus write it, in the language spoken now."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def pressed(combination: QKeyCombination) -> str:
    """The key that was pressed, with what was held; empty for Shift and the like alone."""
    if combination.key() in _HELD:
        return ""
    if combination.key() == Qt.Key.Key_Backtab:
        combination = QKeyCombination(combination.keyboardModifiers(), Qt.Key.Key_Tab)
    held = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = combination.key()
    sign = Qt.Key.Key_Exclam <= key <= Qt.Key.Key_AsciiTilde and not chr(key).isalnum()
    if sign and held == Qt.KeyboardModifier.ShiftModifier:  # which made the sign, as in "?"
        held = Qt.KeyboardModifier.NoModifier
    return QKeySequence(QKeyCombination(held, key)).toString(QKeySequence.SequenceFormat.PortableText)


def keys_of_all(wished: Wished) -> dict[str, tuple[str, ...]]:
    """The keys of every action, by id. No key is that of two actions: the artist's own come first, then the table's."""
    taken: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}

    def free(keys: Iterable[str]) -> tuple[str, ...]:
        left = tuple(dict.fromkeys(key for key in map(written, keys) if key and key not in taken))
        taken.update(left)
        return left

    for action in ACTIONS:
        if action.id in wished:
            found[action.id] = free(wished[action.id])
    for action in ACTIONS:
        if action.id not in wished:
            found[action.id] = free(action.shortcuts)
    return {action.id: found[action.id] for action in ACTIONS}


def holder(key: str, wished: Wished) -> Action | None:
    """The action that a key carries out."""
    found = next((name for name, keys in keys_of_all(wished).items() if key in keys), "")
    return next((action for action in ACTIONS if action.id == found), None)


def refused(key: str, action: Action) -> str:
    """Why a key cannot be that of the action, a sentence; empty where it can."""
    if key in _MOVING:
        return f"{shown(key)} moves between parts of the window or in lists, so it cannot be the key of an action."
    if key == "Space" and action.id != "play":
        return "Space plays, and moves the picture while it is held, so it cannot be the key of another action."
    menu = next((name for name in MENUS if key == f"Alt+{_letter(name)}"), "")
    return f"{shown(key)} opens the {menu} menu, so it cannot be the key of an action." if menu else ""


def _letter(menu: str) -> str:
    """With Alt it opens the menu."""
    return MNEMONICS.get(menu, f"&{menu}").partition("&")[2][0].upper()


def with_keys(wished: Wished, action: Action, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The wishes with these keys for an action, and for no other."""
    new = tuple(dict.fromkeys(map(written, keys)))
    others = {
        name: tuple(key for key in old if written(key) not in new)
        for name, old in wished.items()
        if name != action.id
    }  # fmt: skip
    own = {} if new == tuple(map(written, action.shortcuts)) else {action.id: new}
    return {**others, **own}


def without_wish(wished: Wished, action: Action) -> dict[str, tuple[str, ...]]:
    """The wishes with the action's own keys as the table has them."""
    return {name: keys for name, keys in wished.items() if name != action.id}
