"""Every action with its menu and keys, and what the mouse does, in a list that narrows while words are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.ui import theme
from app.ui.actions import ACTIONS, MENUS, Action
from app.ui.actions.keys import shown
from app.ui.tokens import SIZES
from app.ui.widgets import label

Keys = Mapping[str, tuple[str, ...]]  # of each action, by its id


@dataclass(frozen=True)
class Listed:
    """One line of the list, in the artist's words."""

    name: str
    menu: str
    keys: str
    tip: str
    icon: str

    def matches(self, words: str) -> bool:
        """Whether each of these words is somewhere in the line."""
        text = f"{self.name} {self.menu} {self.keys} {self.tip}".casefold()
        return all(word in text for word in words.casefold().split())


def listed(action: Action, keys: tuple[str, ...]) -> Listed:
    """An action of the table as a line, with the keys it has now."""
    name = action.text.removesuffix("...")
    menu = f"{action.menu} > {action.within}" if action.within else action.menu
    title = f"{action.within}: {name}" if action.within else name
    return Listed(title, menu, f"  {tr('or')}  ".join(map(shown, keys)), action.tip, action.icon)


def _translated(line: Listed) -> Listed:
    return replace(line, name=tr(line.name), menu=tr(line.menu), keys=tr(line.keys), tip=tr(line.tip))


GESTURES = (
    Listed("Zoom the timeline", "Timeline", "Ctrl+wheel", "Around the frame under the pointer", ""),
    Listed("Scroll the timeline", "Timeline", "Wheel", "", ""),
    Listed("Pull the timeline", "Timeline", "Middle drag", "", ""),
    Listed("Set in and out", "Timeline", "Shift+drag", "On the ruler or the line art", ""),
    Listed("Move in, out or the range", "Timeline", "Drag its brackets or its band", "On the ruler", ""),
    Listed("Call a drag off", "Timeline", "Esc", "", ""),
    Listed("Show a take", "Takes", "1-9", "By its number, while the list of takes has the keyboard", ""),
    Listed("Zoom the picture", "Viewer", "Wheel", "Around the point under the pointer", ""),
    Listed("Pan the picture", "Viewer", "Space+drag  or  middle drag", "", ""),
    Listed("Fit or actual size", "Viewer", "Double-click", "", ""),
    Listed("Fill tool", "Paint tools", "F", "While a paint tool is in hand and the picture has the keyboard", ""),
    Listed("Color picker", "Paint tools", "K  or  Alt+click", "While a paint tool is in hand", ""),
    Listed("Smaller or larger brush", "Paint tools", "[  or  ]", "While a paint tool is in hand", ""),
    Listed("A tool for a moment", "Paint tools", "Hold its key", "Letting go gives the tool before back", ""),
    Listed("Put the tool away", "Paint tools", "Esc", "While painting, it calls the stroke off", ""),
)


class ActionList(QWidget):
    """The list; what is typed stays in the field above it, while the arrows move through the list.

    Signals:
        marked_changed: another line, or none, is marked.
        chosen: an action was double-clicked, or Enter was pressed on it.
    """

    marked_changed = Signal()
    chosen = Signal()

    def __init__(self, keys: Keys, gestures: bool) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find an action or a key"))
        self.field.setAccessibleName(tr("Find an action or a key"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Actions and their keys"))
        self.list.setHeaderLabels([tr(name) for name in ("Action", "Menu", "Shortcuts")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.header().setStretchLastSection(True)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._actions = [action for menu in MENUS for action in ACTIONS if action.menu == menu]
        self._gestures = list(GESTURES) if gestures else []
        none = QPixmap(SIZES.icon, SIZES.icon)  # so that all names begin at one line
        none.fill(Qt.GlobalColor.transparent)
        self._none = QIcon(none)
        for _ in (*self._actions, *self._gestures):
            QTreeWidgetItem(self.list)
        self._count = label("", "dim")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.space_s)
        for part in (self.field, self.list, self._count):
            column.addWidget(part)
        self.setFocusProxy(self.field)
        self.show_keys(keys)
        self.list.currentItemChanged.connect(lambda _now, _before: self.marked_changed.emit())
        self.list.itemActivated.connect(lambda _item, _column: self.chosen.emit())

    @property
    def shown(self) -> list[str]:
        """The names of the actions that are listed now."""
        return [line.name for at, line in enumerate(self._lines) if not self._item(at).isHidden()]

    @property
    def marked(self) -> Action | None:
        """The action whose line is marked."""
        item = self.list.currentItem()
        at = self.list.indexOfTopLevelItem(item) if item is not None and not item.isHidden() else -1
        return self._actions[at] if 0 <= at < len(self._actions) else None

    @property
    def wide(self) -> int:
        """Px in which every line is read in full."""
        header = self.list.header()
        return sum(max(self.list.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in range(3)) + 32

    def show_keys(self, keys: Keys) -> None:
        """List these as the keys of the actions."""
        lines = [listed(action, keys[action.id]) for action in self._actions] + self._gestures
        self._lines = list(map(_translated, lines))
        for at, line in enumerate(self._lines):
            item = self._item(at)
            for column, text in enumerate((line.name, line.menu, line.keys)):
                item.setText(column, text)
            item.setToolTip(0, line.tip)
            item.setIcon(0, theme.icon(line.icon, "text_dim") if line.icon else self._none)
        self._narrow(self.field.text())

    def mark(self, action: Action) -> None:
        """Mark an action's line and bring it into sight."""
        item = self._item(self._actions.index(action))
        self.list.setCurrentItem(item)
        self.list.scrollToItem(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            page = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(0)) - 1)
            keys = Qt.Key
            steps = {keys.Key_Down: 1, keys.Key_Up: -1, keys.Key_PageDown: page, keys.Key_PageUp: -page}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (keys.Key_Return, keys.Key_Enter):
                self.chosen.emit()
                return True
        return False

    def _step(self, by: int) -> None:
        seen = [at for at in range(len(self._lines)) if not self._item(at).isHidden()]
        if seen:
            marked = self.list.currentItem()
            current = self.list.indexOfTopLevelItem(marked) if marked is not None else -1
            at = seen.index(current) + by if current in seen else 0
            self.list.setCurrentItem(self._item(seen[max(0, min(at, len(seen) - 1))]))

    def _narrow(self, words: str) -> None:
        found = [line.matches(words) for line in self._lines]
        for at, wanted in enumerate(found):
            self._item(at).setHidden(not wanted)
        count = sum(found)
        self._count.setText(tr(f"{count} action{'s' * (count != 1)}" if count else "No action has these words."))
        self.marked_changed.emit()

    def _item(self, at: int) -> QTreeWidgetItem:
        item = self.list.topLevelItem(at)
        assert item is not None
        return item
