"""What the action that edits the queue does: a segment that waits is colored otherwise, at its place."""

from __future__ import annotations

from app.render.requests import RequestError
from app.render.waiting import Item
from app.ui.actions import Handler
from app.ui.choosing import qualities, references
from app.ui.dialogs.asking import answer
from app.ui.dialogs.queued_dialog import QueuedDialog
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage

_EDITING = "editing the queue"


class Queueing:
    """Joins the queue's rows to the dialog that edits them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"edit_queued": self._edit}

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            page.panel.queue.edit_wanted.connect(self._window.actions_table["edit_queued"].trigger)

    async def _edit(self) -> None:
        """Ask how the selected segment is to be colored, and say why where it cannot be changed."""
        page = self._window.page
        item = _wanted(page) if page is not None else None
        if page is None or item is None:
            return
        self._window.notices.begun(_EDITING)
        coloring, document = page.workspace.coloring, page.workspace.document
        try:
            segment = coloring.changeable(item)
            shot, label = document.shot, page.timeline.rule.label
            title = f"Frames {label(item.span.first)}-{label(item.span.last)}"
            ways = references(shot, segment, label), qualities(shot, segment)
            dialog = QueuedDialog(self._window, title, item.segment.seed, *ways)
            if not await answer(dialog) or self._window.page is not page:
                return
            choice = dialog.choice(document.shot.choice(item.span))
            if not coloring.change_item(item, choice):
                self._window.notices.info("This variation is there already, or on its way; it waits no more.")
        except RequestError as error:
            self._window.notices.error(str(error), about=_EDITING)
        _mark(page, item)


def _wanted(page: ShotPage) -> Item | None:
    """The item of the row that is highlighted; else the first one of the selected segment."""
    segment, marked = page.segment, page.panel.queue.marked
    if segment is None or (marked is not None and marked.span == segment.span):
        return marked
    items = page.workspace.coloring.queue.items
    return next((item for item in items if item.span == segment.span), None)


def _mark(page: ShotPage, old: Item) -> None:
    """Leave the highlight on the row that was edited: another item stands there now."""
    items = page.workspace.coloring.queue.items
    found = next((item for item in items if (item.shot, item.span) == (old.shot, old.span)), None)
    if found is not None:
        page.panel.queue.mark(old if old in items else found)
