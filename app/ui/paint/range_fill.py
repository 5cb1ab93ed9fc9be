"""Fills an area on a range of frames: it is looked for on each of them, the artist is asked, and only then it is so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF

from app.document import Document
from app.project.colorizers import colorizer
from app.project.held import painted_frame
from app.project.hints import Anchor, Hint, new_hint, with_anchor
from app.project.model import Shot, Span, runs, with_choice
from app.project.staleness import Segment, segments, usable_keys
from app.project.timing import frames_in_short, in_short
from app.render.requests import NO_KEY
from app.ui.deleting import offer_undo
from app.ui.dialogs.asking import choose
from app.ui.errands import Undertaking
from app.ui.hint_tracks import HintTracks
from app.ui.main_window import MainWindow
from app.ui.paint.through import range_to_fill
from app.ui.panels.shot_page import ShotPage

_TITLE = "Fill through frames"
_OFTEN = 0.05  # seconds between two looks at how far the worker is
_NOWHERE = "This area was found on none of these frames. Click where it is larger, or paint the frames one by one."
_LOCKED = "The locked segments of this range stay as they are. Unlock them to fill their frames."


class RangeFill:
    """A color hint on a range of frames, put with the bucket."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._asking = False
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        page, run = self._window.page, self._window.errands.run
        if page is not None:
            playhead = page.workspace.playhead
            page.paint.through_wanted.connect(lambda at: run(self.fill(page, at, playhead.number)))

    async def fill(self, page: ShotPage, at: QPointF, number: int) -> None:
        """Fill the area at a point of a frame's line art through the frames that are meant; one undo step."""
        workspace, notices = page.workspace, self._window.notices
        document, tracks = workspace.document, workspace.hint_tracks
        if self._asking:
            return
        if sentence := _refusal(document.shot):
            notices.info(sentence)
            return
        self._asking = True
        try:
            await workspace.easel.settled()
            workspace.playhead.pause()
            number = painted_frame(document.shot, number)
            span = range_to_fill(document.shot, number, workspace.playhead.in_out)
            hint = new_hint(workspace.current_color.color, Anchor(number, at.x(), at.y()), span)
            if not _free(document, span):
                painted = await _painted(page, hint, number)
                if _bare(document.shot, span):
                    notices.info(_LOCKED)
                elif not painted:
                    notices.info("All frames of this range are keys, which stay as they are. Paint on them.")
                return
            with self._window.errands.shown("Look for this area", can_stop=True) as looking:
                hint = await _followed(tracks, document, hint, looking)
            if self._window.page is page and await self._agreed(page, hint, span, number):
                await self._put(page, hint, span, number)
        finally:
            self._asking = False
            tracks.try_out(None)

    async def _agreed(self, page: ShotPage, hint: Hint, span: Span, number: int) -> bool:
        """Say on how many frames the area was found, and ask; the hint's dots are seen on them meanwhile."""
        document, label = page.workspace.document, page.timeline.rule.label
        bare = _bare(document.shot, span)
        found = _found(page, hint, span)
        here = _paintable(page, number)
        if not found:
            self._window.notices.info(_NOWHERE if _free(document, span) else _LOCKED)
            return False
        filled, others = _filled(page, hint, span, number), span.length - len(bare) > here
        where = frames_in_short(runs(filled), label)
        text = f"This area was found on {len(filled)} frames: {where}."
        answer = f"Fill {len(filled)} frames"
        if len(filled) == 1:
            text, answer = f"This area was found on {where}.", "Fill 1 frame"
        details = [_again(_unlocked(_touched(document, span, number if here else None)))]
        missing = [number for number in _free(document, span) if number not in found]
        if missing:
            details.append(f"Not found, and left as it is: {frames_in_short(runs(missing), label)}.")
        details += ["The key that was clicked is painted."] if here else []
        if others:
            details.append(f"{'Other keys' if here else 'Keys'} among these frames stay as they are.")
        if any(segment.locked for segment in _touched(document, span, number if here else None)):
            details.append("Locked segments stay as they are.")
        return await choose(self._window, _TITLE, text, (answer, "Cancel"), "\n".join(details)) == answer

    async def _put(self, page: ShotPage, hint: Hint, span: Span, number: int) -> None:
        """Bring it into the document, with the frame that was clicked where that is a key, as keys take no hints; and
        color the segments that depend on it."""
        workspace = page.workspace
        document = workspace.document
        filled = _filled(page, hint, span, number)
        key = number if _paintable(page, number) else None
        spans = [segment.span for segment in _unlocked(_touched(document, span, key))]

        def with_hint(shot: Shot) -> Shot:
            after = replace(shot, hints=(*shot.hints, hint))
            for chosen in (shot.choice(each) for each in spans):
                after = with_choice(after, replace(chosen, take=None))  # it would hide the one that is about to come
            return after

        if not await _painted(page, hint, number, with_hint):
            document.edit(_TITLE, with_hint(document.shot))
        await workspace.easel.settled()
        if self._window.page is not page or hint.id not in {each.id for each in document.shot.hints}:
            return  # the page was left, or the stroke could not be kept, which was told
        offer_undo(self._window, workspace, _told(filled, page.timeline.rule.label), "Fill it again.")
        for segment in reversed(document.segments):
            if segment.span in spans:
                workspace.coloring.generate_segment(segment.index)
        self._window.refresh_soon()


def _bare(shot: Shot, span: Span) -> list[int]:
    """The frames of a range that are no keys."""
    return [number for number in range(span.first, span.last + 1) if shot.key(number) is None]


def _free(document: Document, span: Span) -> list[int]:
    """Those of them that take a color: locked segments stay as they are."""
    spans = [segment.span for segment in _unlocked(_touched(document, span))]
    return [number for number in _bare(document.shot, span) if any(number in own for own in spans)]


def _found(page: ShotPage, hint: Hint, span: Span) -> list[int]:
    """The frames of a range on which the hint's area was found and that are free to take its color."""
    place = page.workspace.hint_tracks.place
    return [number for number in _free(page.workspace.document, span) if place(hint, number) is not None]


def _filled(page: ShotPage, hint: Hint, span: Span, number: int) -> list[int]:
    """These, and the frame that was clicked where that is a key, which is painted."""
    found = _found(page, hint, span)
    return sorted({*found, number}) if _paintable(page, number) else found


def _again(touched: Sequence[Segment]) -> str:
    """That these segments are colored again, a sentence."""
    which = in_short(runs([segment.index + 1 for segment in touched]))
    if len(touched) == 1:
        return f"It takes the color there, and segment {which} is colored again. Other segments stay as they are."
    again = f"{len(touched)} segments are colored again ({which})"
    return f"It takes the color there, and {again}. Other segments stay as they are."


def _told(filled: Sequence[int], label: Callable[[int], str]) -> str:
    """What was filled, a sentence."""
    where = frames_in_short(runs(filled), label)
    if len(filled) == 1:
        return f"The area takes the color on {where}."
    return f"The area takes the color on {len(filled)} frames: {where}."


def _paintable(page: ShotPage, number: int) -> bool:
    """Whether a frame is a key that is painted on now, there or where it is held."""
    workspace = page.workspace
    shot = workspace.document.shot
    here = painted_frame(shot, workspace.playhead.number)
    return shot.key(number) is not None and here == number and workspace.easel.ready


async def _painted(page: ShotPage, hint: Hint, number: int, also: Callable[[Shot], Shot] | None = None) -> bool:
    """Fill the area on the frame that was clicked, if that is a key; whether anything changed, and `also` with it."""
    easel, toolbox = page.workspace.easel, page.workspace.toolbox
    anchor = next(each for each in hint.anchors if each.number == number)
    while _paintable(page, number) and not easel.fillable:
        await asyncio.sleep(_OFTEN)
    sheet = easel.sheet
    if not _paintable(page, number) or sheet is None or sheet.painting:
        return False
    sheet.begin()
    color = np.array((*hint.color, 255), np.uint8)
    sheet.fill(easel.gap, round(anchor.x), round(anchor.y), toolbox.tolerance, color)
    return easel.commit(_TITLE, also)


def _refusal(shot: Shot) -> str:
    """Why nothing can be filled through frames, a sentence; empty where it can."""
    if not usable_keys(shot):
        return NO_KEY
    kind = colorizer(shot.colorizer)
    if kind.refers:
        return f"{kind.shown} does not fill through frames. Choose Draft, or paint the frames one by one as keys."
    return ""


def _touched(document: Document, span: Span, key: int | None = None) -> list[Segment]:
    """The segments with frames of a range, and those with a take that is good only until a `key` is painted."""
    now, touched = document.segments, set[int]()
    if key is not None:
        touched = {each.index for each in now if each.take is not None and (each.fresh or each.locked)}
        touched &= _made_from(document.shot, now, key)
    near = (each for each in now if each.span.first <= span.last and span.first <= each.span.last)
    touched |= {each.index for each in near}
    return [now[index] for index in sorted(touched)]


def _made_from(shot: Shot, now: Sequence[Segment], number: int) -> set[int]:
    """The segments that are others as soon as the picture of a key is."""
    keys = tuple(replace(key, digest="") if key.number == number else key for key in shot.keys)
    then = segments(replace(shot, keys=keys), ())
    return {was.index for was, new in zip(now, then, strict=True) if was.inputs != new.inputs}


def _unlocked(touched: Sequence[Segment]) -> list[Segment]:
    return [segment for segment in touched if not segment.locked]


async def _followed(tracks: HintTracks, document: Document, hint: Hint, looking: Undertaking) -> Hint:
    """The hint with an anchor on each key of its range on which it is seen: it is followed from key to key."""
    assert hint.only is not None
    first, last = hint.only
    while True:
        tracks.try_out(hint)
        while tracks.waiting:
            looking.report(0, 0)
            await asyncio.sleep(_OFTEN)
        further = hint
        for key in usable_keys(document.shot):
            place = tracks.place(hint, key.number) if first <= key.number <= last else None
            if place is not None:
                further = with_anchor((further,), hint.id, Anchor(key.number, place.x, place.y))[0]
        if further == hint:
            return hint
        hint = further
