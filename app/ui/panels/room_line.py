"""In the status bar: the room that the takes of the project have on disk, beside what they may have, and what frees
some of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from app.language import tr
from app.media.takes import DiskUse
from app.ui import theme


class RoomLine(QToolButton):
    """Hidden until it is told how much there is; a click offers the actions that free room."""

    def __init__(self, actions: Iterable[QAction]) -> None:
        super().__init__()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(24)
        menu = QMenu(self)
        menu.addActions(list(actions))
        self.setMenu(menu)
        self.hide()

    def show_use(self, used: DiskUse | None, budget: int) -> None:
        """Tell how much there is; a `budget` of 0 bytes is any number, None nothing to tell."""
        self.setVisible(used is not None and bool(used.takes or used.trash))
        if used is None:
            return
        over = 0 < budget < used.takes
        self.setIcon(theme.icon("warning", "warning") if over else theme.icon("save", "text_dim"))
        most = f" of {room(budget)}" if budget else ""
        words = f"Takes {room(used.takes)}{most}"
        trash = f", trash {room(used.trash)}" if used.trash else ""
        self.setText(tr(f"Over: {words}" if over else words))
        told = (
            f"Takes {room(used.takes)}{most}{trash}, keys {room(used.keys)}, made again when needed {room(used.cache)}"
        )
        ways = "Empty the trash, or tidy takes away: those neither shown nor starred." if used.trash else ""
        ways = ways or "Tidy takes away to free room: those neither shown nor starred go into the trash."
        self.setToolTip(tr(f"On disk: {told}.\n{ways}"))
        self.setAccessibleName(tr("Room on disk"))
        self.setAccessibleDescription(tr(f"{words}{trash}. {ways}"))


def room(count: int) -> str:
    """So many bytes in words: "0 MB", "38 MB", "1.2 GB", "20 GB"."""
    return f"{count / 1e9:.1f}".removesuffix(".0") + " GB" if count >= 999_500_000 else f"{count / 1e6:.0f} MB"
