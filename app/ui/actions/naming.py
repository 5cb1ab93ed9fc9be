"""Names the keys of actions in sentences: those that the actions have now, not those they began with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.ui.actions.keys import shown
from app.ui.actions.table import ACTIONS

_NAMED = re.compile(r"\{(\w+)\}")
_ACTIONS = {action.id: action for action in ACTIONS}


def with_keys_named(text: str, keys: Mapping[str, tuple[str, ...]]) -> str:
    """The text with the first key of each action whose id it has in braces; one without a key is named by its menu."""

    def name(found: re.Match[str]) -> str:
        action = _ACTIONS[found.group(1)]
        own = keys[action.id]
        return shown(own[0]) if own else f"{action.menu} > {action.text.removesuffix('...')}"

    return _NAMED.sub(name, text)
