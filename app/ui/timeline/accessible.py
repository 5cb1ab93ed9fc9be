"""The timeline for screen readers: its keys, prompts, notes, damaged drawings and segments, each with name and place.

Items are asked what they are when they are asked for; nothing is gathered while nobody listens.
"""

# PySide's types do not know that there may be no such item.
# pyright: reportIncompatibleMethodOverride=false

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from app.ui.timeline.scene import bar_rect, key_places, prompt_rect
from app.ui.timeline.surface import TimelineSurface
from app.ui.timeline.tips import damaged_words, key_words, note_words, prompt_words, segment_words

_KEPT: list[QAccessibleInterface] = []  # a screen reader may come back to any of them at any time


@dataclass(frozen=True)
class Told:
    """An item as it is now: its words, where it lies on the timeline, and whether it is selected."""

    name: str
    place: QRect
    selected: bool = False


def items(timeline: TimelineSurface) -> list[Told]:
    """All items: keys, prompts, notes, damaged drawings, segments, each kind in the order of its frames."""
    shown, rule = timeline.scene, timeline.rule
    if shown is None:
        return []
    geometry, rows = timeline.geometry_now, timeline.lanes_now
    told: list[Told] = []
    for number in shown.keys:
        place = key_places((number,), geometry, rows.keys, shown.aspect)
        drawn = place[0].picture or place[0].marker if place else QRectF()
        told.append(Told(key_words(number, rule), drawn.toRect(), timeline.selected_key == number))
    for bar in shown.prompts:
        drawn = prompt_rect(bar, shown.prompt_rows, geometry, rows.prompts)
        told.append(Told(prompt_words(bar.prompt, rule), drawn.toRect(), timeline.selected_prompt == bar.index))
    for note in shown.notes:
        left, right = geometry.x(note.span.first), geometry.x(note.span.last + 1)
        drawn = QRectF(left, rows.ruler.top, right - left, rows.ruler.height)
        told.append(Told(note_words(note, rule), drawn.toRect()))
    for span in shown.damaged:
        left, right = geometry.x(span.first), geometry.x(span.last + 1)
        drawn = QRectF(left, rows.line.top, right - left, rows.line.height)
        told.append(Told(damaged_words(span, shown, rule), drawn.toRect()))
    for bar in shown.bars:
        drawn = bar_rect(bar, geometry, rows.segments)
        alone = timeline.selected_key is None and timeline.selected_prompt is None
        told.append(Told(segment_words(bar, rule), drawn.toRect(), alone and timeline.selected_segment == bar.index))
    return told


def tell_selected(timeline: TimelineSurface) -> None:
    """Have a screen reader say the item that was gone to."""
    if not QAccessible.isActive():
        return
    at = next((at for at, item in enumerate(items(timeline)) if item.selected), None)
    if at is not None:
        event = QAccessibleEvent(timeline, QAccessible.Event.Focus)
        event.setChild(at)
        QAccessible.updateAccessibility(event)


class TimelineItem(QAccessibleInterface):
    """The item at a place in the list."""

    def __init__(self, timeline: TimelineSurface, at: int) -> None:
        super().__init__()
        self._timeline, self._at = timeline, at
        QAccessible.registerAccessibleInterface(self)

    @property
    def told(self) -> Told | None:
        """What it is now; None once the timeline, or the item, is gone."""
        found = items(self._timeline) if isValid(self._timeline) else []
        return found[self._at] if self._at < len(found) else None

    def isValid(self) -> bool:
        return self.told is not None

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self._timeline.window().windowHandle() if isValid(self._timeline) else None

    def relations(
        self, match: QAccessible.RelationFlag = QAccessible.RelationFlag.AllRelations
    ) -> list[tuple[QAccessibleInterface, QAccessible.RelationFlag]]:
        return []

    def focusChild(self) -> QAccessibleInterface | None:
        return None

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self._timeline) if isValid(self._timeline) else None

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        told = self.told
        return told.name if told is not None and kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names are made from what the items are."""

    def rect(self) -> QRect:
        told = self.told
        return told.place.translated(self._timeline.mapToGlobal(QPoint())) if told is not None else QRect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, told = QAccessible.State(), self.told
        state.selectable = state.focusable = True  # pyright: ignore[reportAttributeAccessIssue]
        state.selected = told is not None and told.selected  # pyright: ignore[reportAttributeAccessIssue]
        state.invalid = told is None  # pyright: ignore[reportAttributeAccessIssue]
        return state

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()


class AccessibleTimeline(QAccessibleWidget):
    """The timeline as a list of its items."""

    def __init__(self, timeline: TimelineSurface) -> None:
        super().__init__(timeline, QAccessible.Role.List)
        self._timeline = timeline
        self._items: list[TimelineItem] = []

    def childCount(self) -> int:
        return len(items(self._timeline)) if isValid(self._timeline) else 0

    def child(self, index: int) -> QAccessibleInterface | None:
        if not 0 <= index < self.childCount():
            return None
        while len(self._items) <= index:
            self._items.append(TimelineItem(self._timeline, len(self._items)))
            _KEPT.append(self._items[-1])
        return self._items[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((at for at, item in enumerate(self._items) if item is child), -1)

    def focusChild(self) -> QAccessibleInterface | None:
        found = items(self._timeline) if isValid(self._timeline) else []
        at = next((at for at, item in enumerate(found) if item.selected), None)
        return self.child(at) if at is not None and self._timeline.hasFocus() else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        if not isValid(self._timeline):
            return None
        at = self._timeline.mapFromGlobal(QPoint(x, y))
        found = [index for index, item in enumerate(items(self._timeline)) if item.place.contains(at)]
        return self.child(found[0]) if found else None


def install() -> None:
    """Have Qt ask here for timelines, from now on."""
    QAccessible.installFactory(_made)


def _made(_key: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, TimelineSurface):
        return None
    _KEPT.append(AccessibleTimeline(widget))
    return _KEPT[-1]
