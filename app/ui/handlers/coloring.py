"""What the Color actions do: generate, regenerate, the queue, lock, and the takes of a segment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.language import tr
from app.project.model import SegmentChoice, Shot, Take, with_choice
from app.project.staleness import Segment, choice_without
from app.render.requests import RequestError
from app.ui.actions import BAR, Handler
from app.ui.choosing import add_ways
from app.ui.deleting import Deletion, offer_undo
from app.ui.guarded import on_page, resuming
from app.ui.handlers.exporting import show_folder
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.panels.takes_panel import take_words
from app.ui.reasons import ALL_COLORED
from app.ui.refusals import Refusals
from app.ui.saying_alike import SayingAlike
from app.ui.saying_unpainted import SayingUnpainted
from app.ui.workspace import Workspace

_ASKING = "asking for color"
_QUEUE_MENU = (
    "edit_queued", BAR, "queue_front", "queue_earlier", "queue_later", BAR, "cancel_segment", "clear_queue",
)  # fmt: skip
_TAKE_MENU = (
    "show_take", "compare_take", BAR, "star_take", "note_take", BAR, "lock", "delete_take", BAR, "take_folder",
)  # fmt: skip


class ColorActions:
    """Coloring segments and choosing between their takes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._refusals, self._unpainted, self._alike = Refusals(window), SayingUnpainted(window), SayingAlike(window)
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        window = self._window
        return {
            "generate": self._asking(self._generate),
            "generate_segment": self._asking(self._generate_segment),
            "regenerate": self._asking(self._regenerate),
            "cancel": on_page(window, lambda page: page.workspace.coloring.cancel()),
            "pause_queue": self._pause_or_resume,
            "clear_queue": on_page(window, lambda page: page.workspace.coloring.clear()),
            "cancel_segment": self._on_segment(lambda page, at: page.workspace.coloring.cancel_segment(at)),
            "queue_front": self._on_segment(lambda page, at: page.workspace.coloring.to_front(at)),
            "queue_earlier": self._on_segment(lambda page, at: page.workspace.coloring.shift(at, -1)),
            "queue_later": self._on_segment(lambda page, at: page.workspace.coloring.shift(at, 1)),
            "lock": self._lock,
            "show_take": on_page(window, self._show_marked),
            "take_folder": on_page(window, self._show_marked_file),
            "delete_take": self._delete_marked,
        }

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            page.timeline.segment_menu_requested.connect(self._menu)
            page.viewer.follow(page.workspace.coloring)
            panel, actions = page.panel, self._window.actions_table
            panel.take_chosen.connect(self._choose_take)
            panel.segment.delete_wanted.connect(actions["delete_take"].trigger)
            panel.segment.menu_wanted.connect(self._take_menu)
            panel.queue.segment_wanted.connect(self._select)
            panel.queue.menu_wanted.connect(self._queue_menu)
            panel.queue.cancel_wanted.connect(page.workspace.coloring.cancel_item)
            panel.queue.focus_left.connect(page.canvas.setFocus)

    def _on_segment(self, action: Callable[[ShotPage, int], None]) -> Handler:
        def handler() -> None:
            page = self._window.page
            if page is not None and page.segment is not None:
                action(page, page.segment.index)

        return handler

    def _asking(self, ask: Callable[[], None]) -> Handler:
        """Ask for color; what was wrong with asking the last time is of no interest any more."""

        def handler() -> None:
            self._window.notices.begun(_ASKING)
            try:
                ask()
            except RequestError as error:
                self._window.notices.error(str(error), about=_ASKING)

        return handler

    def _generate(self) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            before = workspace.coloring.wanted()
            queued = workspace.coloring.generate(workspace.playhead.number)
            if not self._say_shown_again(workspace, before) and not queued:
                self._window.notices.info(ALL_COLORED)
            elif queued:
                self._unpainted.asked()
        self._say_paused()

    def _generate_segment(self) -> None:
        page = self._window.page
        if page is None or page.segment is None:
            return
        coloring, index = page.workspace.coloring, page.segment.index
        before = tuple(segment for segment in coloring.wanted() if segment.index == index)
        queued = coloring.generate_segment(index)
        if not self._say_shown_again(page.workspace, before) and not queued:
            self._window.notices.info("This segment is colored or on its way. Regenerate makes another variation.")
        self._say_paused()

    def _say_shown_again(self, workspace: Workspace, before: Sequence[Segment]) -> bool:
        """Where an older take was chosen by hand and another one fits, that is shown and nothing is colored: say so.
        `before` are the segments that wanted color; returns whether there were such ones."""
        document = workspace.document
        spans = {segment.span for segment in before}
        again = [segment for segment in document.segments if segment.fresh and segment.span in spans]
        if not again:
            return False
        sentence = f"{len(again)} segments show other takes again, which fit the shot as it is."
        if len(again) == 1 and again[0].take is not None:
            number, segment = again[0].take.number, again[0].index + 1
            sentence = f"Take {number} of segment {segment} fits the shot as it is and is shown again."
        offer_undo(self._window, workspace, sentence, "Open it again and choose the older take.")
        return True

    def _regenerate(self) -> None:
        page = self._window.page
        if page is not None and page.segment is not None:
            page.workspace.coloring.regenerate(page.segment.index)
            self._say_paused()

    def _pause_or_resume(self) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            queue = workspace.coloring.queue
            if queue.paused:
                queue.resume()
            else:
                queue.pause()
            self._window.refresh_soon()

    def _say_paused(self) -> None:
        """Nothing is colored just now, though it was asked for: say why."""
        workspace = self._window.workspace
        if workspace is not None and workspace.coloring.queue.paused:
            sentence = "Coloring is paused; what you asked for waits in the queue."
            self._window.notices.info(sentence, resuming(self._window, workspace))

    def _select(self, index: int) -> None:
        """Show this segment on the timeline and in the panel."""
        page = self._window.page
        if page is not None:
            page.timeline.selected_segment = index
            page.panel.show_segment(index)
            self._window.refresh_soon()

    def _lock(self) -> None:
        """Lock the segment on what it shows now, or unlock it."""
        page = self._window.page
        if page is None or page.segment is None:
            return
        segment, document = page.segment, page.workspace.document
        choice = replace(segment.choice, locked=not segment.locked)
        if choice.locked and segment.take is not None:
            choice = _choice_of(document.shot, segment.take, locked=True)
        document.edit("Unlock segment" if segment.locked else "Lock segment", with_choice(document.shot, choice))
        self._window.refresh_soon()

    # Takes

    def _show_marked(self, page: ShotPage) -> None:
        if page.panel.selected_take is not None:
            self._choose_take(page.panel.selected_take)

    def _show_marked_file(self, page: ShotPage) -> None:
        take = page.panel.selected_take
        if take is not None:
            show_folder(page.workspace.document.path(take.path).parent)

    def _choose_take(self, take: Take) -> None:
        """Show this take."""
        page = self._window.page
        if page is None:
            return
        document = page.workspace.document
        choice = _choice_of(document.shot, take, document.shot.choice(take.span).locked)
        document.edit("Choose take", with_choice(document.shot, choice))

    def _delete_marked(self) -> None:
        """Put the marked take into the trash, as one undo step; its segment shows another one that fits."""
        page = self._window.page
        take = page.panel.selected_take if page is not None else None
        if page is None or take is None:
            return
        if page.keeps(take):
            self._window.notices.info("This take is the one its locked segment shows. Unlock the segment first.")
            return
        workspace = page.workspace
        words = take_words(take)
        deletion = Deletion(workspace, (take,), self._window.errands)
        after = _shot_without(workspace, take)
        workspace.document.delete_takes("Delete take", after, deletion.put_away, deletion.bring_back)
        offer_undo(self._window, workspace, f"{words} was deleted.", "The take stays in its trash.")

    # Menus

    def _menu(self, index: int, at: QPoint) -> None:
        """For a segment on the timeline."""
        page = self._window.page
        if page is not None:
            self._select(index)
            menu = self._popup(("generate_segment", "regenerate", "cancel_segment", "queue_front", BAR, "lock"), at)
            add_ways(menu, page)
            self._add_takes(menu.addMenu(tr("Takes")), page)
            for action_id in ("compare_take", "delete_take"):
                menu.addAction(self._window.actions_table[action_id])

    def _queue_menu(self, index: int, at: QPoint) -> None:
        """For a row of the queue."""
        self._select(index)
        self._popup(_QUEUE_MENU, at)

    def _take_menu(self, at: QPoint) -> None:
        """For the take marked in the list."""
        self._popup(_TAKE_MENU, at)

    def _popup(self, action_ids: Iterable[str], at: QPoint) -> QMenu:
        actions = self._window.actions_table
        actions.update(self._window.situation())
        menu = QMenu(self._window)
        for action_id in action_ids:
            if action_id == BAR:
                menu.addSeparator()
            else:
                menu.addAction(actions[action_id])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def _add_takes(self, menu: QMenu, page: ShotPage) -> None:
        segment = page.segment
        takes = page.workspace.document.takes_of(segment.span) if segment is not None else ()
        menu.setEnabled(bool(takes))
        for take in reversed(takes):
            action = menu.addAction(tr(take_words(take)))
            action.setCheckable(True)
            action.setChecked(segment is not None and take == segment.take)
            action.triggered.connect(lambda _checked=False, take=take: self._choose_take(take))


def _choice_of(shot: Shot, take: Take, locked: bool) -> SegmentChoice:
    """This take. Its variation is chosen along with it, so that it counts as made from what is there."""
    seed = None if take.seed == shot.seed else take.seed
    return replace(shot.choice(take.span), take=take.id, locked=locked, seed=seed)


def _shot_without(workspace: Workspace, take: Take) -> Shot:
    """The shot with another choice where `take` is shown; a variation on its way stays the choice."""
    document = workspace.document
    segment = next((segment for segment in document.segments if segment.take == take), None)
    if segment is None or segment.inputs in workspace.coloring.queue.pending(document.shot.id):
        return document.shot
    left = [other for other in document.takes_of(take.span) if other != take]
    return with_choice(document.shot, choice_without(document.shot, take, left))
