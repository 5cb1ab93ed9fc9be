"""What colors the shot, and what a segment is colored from and how well: each choice is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QMenu

from app.language import tr
from app.project.colorizers import (
    LONGANIMATION,
    PRESETS,
    RELEASED,
    TINY,
    colorizer,
    line_colors,
    preset_of,
    reference_of,
    sheet_of,
    untrained,
)
from app.project.model import SegmentChoice, SegmentPlan, Shot, with_choice
from app.project.staleness import Segment, Status, may_refer, usable_keys
from app.ui.deleting import offer_undo
from app.ui.guarded import still_open, while_open
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.panels.shot_page import ShotPage
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace

_NAMED = 3  # keys that are named one by one


@dataclass(frozen=True)
class Way:
    """One of several ways to color a segment, in the artist's words; `now` where it is the one that is chosen."""

    name: str
    choice: SegmentChoice
    now: bool


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
        lines, fresh = line_colors(document.shot), _fresh(document.segments)
        document.edit(words, shot)
        if shot.colorizer == LONGANIMATION.name:
            quality, weights = preset_of(shot.settings).name, TINY if untrained(shot.settings) else RELEASED
            self._preferences.edit(lambda settings: replace(settings, quality=quality, weights=weights))
        self._offer_anew(workspace)
        if shot.colorizer == before and line_colors(shot) != lines:
            self._say_stale(workspace, fresh - _fresh(document.segments))
        bare = any(segment.take is None for segment in document.segments)
        if shot.colorizer != before and colored and bare:  # else it looks as if the colors were lost
            now, then = colorizer(shot.colorizer).shown, colorizer(before).shown
            self._window.notices.info(
                f"{now} cuts the shot into other segments. What {then} colored is kept: choose {then} to see it again."
            )

    def _say_stale(self, workspace: Workspace, count: int) -> None:
        """So many segments have their lines in other colors than the shot wants now."""
        if count > 0:
            sentence = "1 segment is stale now: its lines are in other colors. Generate colors it again."
            if count > 1:
                sentence = (
                    f"{count} segments are stale now: their lines are in other colors. Generate colors them again."
                )
            offer_undo(self._window, workspace, sentence, "Open it again and change how lines are colored there.")

    def _offer_anew(self, workspace: Workspace) -> None:
        """What waits was asked for as the shot was before: offer to have it colored as it is now."""
        coloring, errands = workspace.coloring, self._window.errands
        waits = len(coloring.outdated())
        if waits and not coloring.lacks():
            them = "1 segment waits" if waits == 1 else f"{waits} segments wait"
            anew = while_open(self._window, workspace, lambda: errands.call(coloring.ask_anew))
            still = still_open(self._window, workspace, lambda: bool(coloring.outdated()))
            offer = Offer("Ask anew", anew, still, stays=True)
            self._window.notices.info(f"{them} in the queue as asked for before.", offer)

    def _follow(self) -> None:
        """Where the shot is cut anew, the segment at the playhead is the one to look at."""
        page = self._window.page
        if page is None or page.workspace.document.shot.plan == self._plan:
            return
        self._plan = page.workspace.document.shot.plan
        segment = page.workspace.document.segment_at(page.workspace.playhead.number)
        page.timeline.selected_segment = segment.index if segment is not None else None
        page.panel.show_segment(segment.index if segment is not None else -1)


def _fresh(segments: Sequence[Segment]) -> int:
    """How many of them show a take that fits; locked ones stay as they are, so they do not count."""
    return sum(segment.status is Status.READY for segment in segments)


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


def references(shot: Shot, segment: Segment, label: Callable[[int], str]) -> tuple[Way, ...]:
    """What the segment can take its colors from: a key, or a model sheet; none where the colorizer refers to none."""
    if not colorizer(shot.colorizer).refers:
        return ()
    choice, sheet = segment.choice, sheet_of(shot, segment.choice)
    key = reference_of(shot, choice) if sheet is None else None
    free = replace(choice, reference=None, sheet=None)
    return (
        Way(_automatic(shot, segment, label), free, key is None and sheet is None),
        *(
            Way(f"Key on frame {label(each.number)}", replace(free, reference=each.number), each.number == key)
            for each in usable_keys(shot)
        ),
        *(Way(f'Model sheet "{each.name}"', replace(free, sheet=each.digest), each == sheet) for each in shot.sheets),
    )


def qualities(shot: Shot, segment: Segment) -> tuple[Way, ...]:
    """How well the segment can be colored; none where the colorizer knows no qualities."""
    if shot.colorizer != LONGANIMATION.name:
        return ()
    choice, usual = segment.choice, preset_of(shot.settings)
    return (
        Way(f"{usual.shown}, as the shot", replace(choice, preset=None), choice.preset is None),
        *(
            Way(preset.shown, replace(choice, preset=preset.name), choice.preset == preset.name)
            for preset in PRESETS
            if preset != usual or choice.preset == preset.name
        ),
    )


def add_ways(menu: QMenu, page: ShotPage) -> None:
    """What the selected segment takes its colors from, and how well it is colored, where there is a choice."""
    document, segment = page.workspace.document, page.segment
    if segment is None:
        return
    shot, label = document.shot, page.timeline.rule.label
    _add(menu, "Reference", references(shot, segment, label), lambda choice: document.edit(
        "Choose reference", with_choice(document.shot, choice)))  # fmt: skip
    _add(menu, "Quality", qualities(shot, segment), lambda choice: document.edit(
        "Choose quality", with_choice(document.shot, choice)))  # fmt: skip


def _add(menu: QMenu, title: str, ways: Sequence[Way], choose: Callable[[SegmentChoice], None]) -> None:
    if not ways:
        return
    chosen = next((way for way in ways if way.now), ways[0])
    inner = menu.addMenu(tr(f"{title}: {chosen.name}"))
    for way in ways:
        action = inner.addAction(tr(way.name))
        action.setCheckable(True)
        action.setChecked(way.now)
        action.triggered.connect(lambda _checked=False, choice=way.choice: choose(choice))
