"""What colors the shot, and which key a segment refers to: each choice is one undo step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QMenu

from app.language import tr
from app.project.colorizers import LONGANIMATION, RELEASED, TINY, colorizer, preset_of, reference_of, untrained
from app.project.model import SegmentPlan, Shot, with_choice
from app.project.staleness import Segment, may_refer, usable_keys
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.preferences import Preferences

_NAMED = 3  # keys that are named one by one


class Choosing:
    """Joins the choices in the panel to the document."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        self._plan: SegmentPlan | None = None
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            document = page.workspace.document
            self._plan = document.shot.plan
            chosen_last = self._preferences.settings
            page.panel.generating.colorizer.offer(chosen_last.quality, chosen_last.weights)
            page.panel.generating.colorizer.chosen.connect(self._choose)
            document.changed.connect(self._follow)

    def _choose(self, words: str, shot: Shot) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        document = workspace.document
        before, colored = document.shot.colorizer, any(segment.take is not None for segment in document.segments)
        document.edit(words, shot)
        if shot.colorizer == LONGANIMATION.name:
            quality, weights = preset_of(shot.settings).name, TINY if untrained(shot.settings) else RELEASED
            self._preferences.edit(lambda settings: replace(settings, quality=quality, weights=weights))
        bare = any(segment.take is None for segment in document.segments)
        if shot.colorizer != before and colored and bare:  # else it looks as if the colors were lost
            now, then = colorizer(shot.colorizer).shown, colorizer(before).shown
            self._window.notices.info(
                f"{now} cuts the shot into other segments. What {then} colored is kept: choose {then} to see it again."
            )

    def _follow(self) -> None:
        """Where the shot is cut anew, the segment at the playhead is the one to look at."""
        page = self._window.page
        if page is None or page.workspace.document.shot.plan == self._plan:
            return
        self._plan = page.workspace.document.shot.plan
        segment = page.workspace.document.segment_at(page.workspace.playhead.number)
        page.timeline.selected_segment = segment.index if segment is not None else None
        page.panel.show_segment(segment.index if segment is not None else -1)


def _automatic(shot: Shot, segment: Segment, label: Callable[[int], str]) -> str:
    """The key that is taken where none is chosen: the one there is; of several the one that the finished take was
    made from, for which their drawings were compared."""
    candidates = tuple(label(number) for number in may_refer(shot, segment.span))
    take = segment.take
    if take is not None and take.reference is not None and segment.fresh and segment.choice.reference is None:
        candidates = (label(take.reference),)
    if len(candidates) > _NAMED:
        return f"Automatic (one of {len(candidates)} keys, by their drawings)"
    return f"Automatic (key {' or '.join(candidates)})" if candidates else "Automatic"


def add_references(menu: QMenu, page: ShotPage) -> None:
    """The key that the selected segment takes its colors from, where the colorizer refers to one."""
    document, segment = page.workspace.document, page.segment
    if segment is None or not colorizer(document.shot.colorizer).refers:
        return

    def refer(number: int | None) -> None:
        choice = replace(document.shot.choice(segment.span), reference=number)
        document.edit("Choose reference", with_choice(document.shot, choice))

    found, label = reference_of(document.shot, segment.choice), page.timeline.rule.label
    keys = {key.number: f"Key on frame {label(key.number)}" for key in usable_keys(document.shot)}
    names: dict[int | None, str] = {None: _automatic(document.shot, segment, label), **keys}
    references = menu.addMenu(tr(f"Reference: {names.get(found, names[None])}"))
    for number, name in names.items():
        action = references.addAction(tr(name))
        action.setCheckable(True)
        action.setChecked(number == found)
        action.triggered.connect(lambda _checked=False, number=number: refer(number))
