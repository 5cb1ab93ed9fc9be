"""The design tokens: every size and color that the window is made from, on one page. Pure, no Qt.

Panels are gray without a tint, so that nothing beside the canvas shifts how a color is judged.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.project.staleness import Status


@dataclass(frozen=True)
class Sizes:
    """Spacing and type, in px at a display scale of 1."""

    space_xs: int = 4
    space_s: int = 8
    space_m: int = 12
    space_l: int = 16
    space_xl: int = 24
    radius: int = 4
    control: int = 28
    icon: int = 16

    text_small: int = 11
    text_normal: int = 12
    text_large: int = 15
    text_title: int = 20


SIZES = Sizes()


@dataclass(frozen=True)
class StateLook:
    """How one segment state looks beside its word: icon name, pattern, and colors as "#rrggbb"."""

    icon: str
    pattern: str
    ink: str
    fill: str
    mark: str


@dataclass(frozen=True)
class Tokens:
    """Every color ("#rrggbb") of the window in one theme; the defaults are the dark one."""

    name: str = "dark"

    canvas: str = "#2c2c2c"
    alone: str = "#0e0e0e"  # around a picture that has the whole display, in both themes
    window: str = "#1d1d1d"
    panel: str = "#242424"
    sunken: str = "#181818"
    raised: str = "#343434"
    hover: str = "#404040"
    pressed: str = "#2a2a2a"
    border: str = "#3b3b3b"
    border_strong: str = "#6e6e6e"

    text: str = "#e9e9e9"
    text_dim: str = "#adadad"
    text_off: str = "#737373"

    accent: str = "#7db2ff"
    accent_hover: str = "#9cc5ff"
    accent_dim: str = "#2f4a70"
    on_accent: str = "#0c1420"
    ticked: str = "#7db2ff"  # the ground of a tick, which is black in both themes
    key: str = "#f2b84b"
    on_key: str = "#241a05"
    danger: str = "#ff8f82"
    warning: str = "#f2c46d"
    good: str = "#8fd19e"

    focus: int = 1  # px: the edge of what has the keyboard

    skin_before: str = "#e0512a"  # onion skin lies on drawings, which look the same in both themes
    skin_after: str = "#1f76e0"
    skin_pinned: str = "#2e9a52"

    empty: StateLook = StateLook("state-empty", "none", "#b4b4b4", "#202020", "#5c5c5c")
    queued: StateLook = StateLook("state-queued", "dots", "#d5d5d5", "#343434", "#6a6a6a")
    working: StateLook = StateLook("state-working", "progress", "#e3eeff", "#26344a", "#3f6298")
    ready: StateLook = StateLook("state-ready", "solid", "#d3f0d9", "#2b4733", "#47785a")
    stale: StateLook = StateLook("state-stale", "diagonal", "#ffe6b8", "#463a20", "#8a6f34")
    failed: StateLook = StateLook("state-failed", "cross", "#ffd9d4", "#512b28", "#a3554d")
    locked: StateLook = StateLook("state-locked", "rows", "#e4e0f2", "#35323f", "#676180")

    def state(self, status: Status) -> StateLook:
        """The look of a segment state."""
        return {
            Status.EMPTY: self.empty,
            Status.QUEUED: self.queued,
            Status.WORKING: self.working,
            Status.READY: self.ready,
            Status.STALE: self.stale,
            Status.FAILED: self.failed,
            Status.LOCKED: self.locked,
        }[status]


DARK = Tokens()

LIGHT = Tokens(
    name="light",
    canvas="#b6b6b6",
    window="#d4d4d4",
    panel="#e6e6e6",
    sunken="#f4f4f4",
    raised="#fafafa",
    hover="#d0d0d0",
    pressed="#c2c2c2",
    border="#c2c2c2",
    border_strong="#767676",
    text="#161616",
    text_dim="#3f3f3f",
    text_off="#7c7c7c",
    accent="#0a4089",
    accent_hover="#08356f",
    accent_dim="#b9d2f3",
    on_accent="#ffffff",
    ticked="#b9d2f3",
    key="#5f3b00",
    on_key="#fff4dc",
    danger="#7d140e",
    warning="#573800",
    good="#0d4a22",
    empty=StateLook("state-empty", "none", "#4a4a4a", "#ececec", "#9a9a9a"),
    queued=StateLook("state-queued", "dots", "#333333", "#d9d9d9", "#9d9d9d"),
    working=StateLook("state-working", "progress", "#12284a", "#d3e2f6", "#9fc0ea"),
    ready=StateLook("state-ready", "solid", "#123d1e", "#cfe8d5", "#5f9a71"),
    stale=StateLook("state-stale", "diagonal", "#4a3400", "#f3e3b9", "#c3a252"),
    failed=StateLook("state-failed", "cross", "#6b120c", "#f3cfca", "#c07a72"),
    locked=StateLook("state-locked", "rows", "#33285c", "#ddd8ea", "#a49bc0"),
)

CONTRAST = Tokens(
    name="contrast",
    canvas="#1c1c1c",
    window="#000000",
    panel="#000000",
    sunken="#000000",
    raised="#1a1a1a",
    hover="#333333",
    pressed="#000000",
    border="#8c8c8c",
    border_strong="#d9d9d9",
    text="#ffffff",
    text_dim="#e4e4e4",
    text_off="#a0a0a0",
    accent="#9cd1ff",
    accent_hover="#c9e6ff",
    accent_dim="#0b3f73",
    on_accent="#000000",
    ticked="#9cd1ff",
    key="#ffd24a",
    on_key="#000000",
    danger="#ffb3a8",
    warning="#ffd67a",
    good="#9be8ad",
    focus=2,
    empty=StateLook("state-empty", "none", "#ffffff", "#000000", "#bdbdbd"),
    queued=StateLook("state-queued", "dots", "#ffffff", "#262626", "#a6a6a6"),
    working=StateLook("state-working", "progress", "#ffffff", "#0a2440", "#12508f"),
    ready=StateLook("state-ready", "solid", "#ffffff", "#0c3a1c", "#58c27a"),
    stale=StateLook("state-stale", "diagonal", "#ffffff", "#3b2a00", "#e0a92e"),
    failed=StateLook("state-failed", "cross", "#ffffff", "#4d0d08", "#ff8d7e"),
    locked=StateLook("state-locked", "rows", "#ffffff", "#241c45", "#a894ff"),
)
