"""Shows every action with its menu and keys, and what the mouse does."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.language import tr
from app.ui.dialogs.action_list import ActionList, Keys
from app.ui.dialogs.asking import close_only
from app.ui.tokens import SIZES


class ShortcutsDialog(QDialog):
    """The list of all actions. It is accepted where the artist wants other keys."""

    def __init__(self, parent: QWidget, keys: Keys) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.actions_list = ActionList(keys, gestures=True)
        self.field, self.list = self.actions_list.field, self.actions_list.list
        change = QPushButton(tr("Change keys..."))
        change.setAutoDefault(False)
        change.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(change)
        foot.addStretch()
        foot.addWidget(close_only(self))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, SIZES.space_m, SIZES.space_m, SIZES.space_m)
        column.setSpacing(SIZES.space_s)
        column.addWidget(self.actions_list)
        column.addLayout(foot)
        wide = self.actions_list.wide + 2 * SIZES.space_m
        self.resize(min(max(760, wide), self.screen().availableSize().width()), 620)
        self.field.setFocus()

    @property
    def shown(self) -> list[str]:
        """The names of the actions that are listed now."""
        return self.actions_list.shown
