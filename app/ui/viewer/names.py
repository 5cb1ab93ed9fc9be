"""Names the pictures of a document's shot for caches: what each frame is made from, without the frame itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.document import Document
from app.media.pictures import Layer, PictureKey, describe, describe_take, with_key_laid
from app.project.held import hold_of, shown_key
from app.project.model import Drawing, LineArt, Shot, Take
from app.project.palettes import Mapping
from app.project.staleness import Segment


@dataclass(frozen=True)
class _State:
    """A state of the document."""

    shot: Shot
    segments: tuple[Segment, ...]
    colors: Mapping


class PictureNames:
    """Looks up what a frame's picture is made from. Held frames that look the same have equal names.

    A name is worked out once and stays the same object until an edit or a take gives the frame another picture.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        # With the parts it was made from, apart from the colors they are shown in.
        self._names: dict[tuple[int, Layer], tuple[object, PictureKey]] = {}
        self._known: dict[tuple[int, Layer], PictureKey] = {}  # those looked up in this state
        self._state: _State | None = None
        self._early: dict[tuple[int, Layer], tuple[Take, PictureKey, PictureKey]] = {}  # what each was made from

    def of(self, number: int, layer: Layer) -> PictureKey:
        """The name of a frame's picture; raises KeyError outside the shot."""
        state = self._now()
        known = self._known.get((number, layer))
        if known is not None:
            return known
        shot, line = state.shot, state.shot.line
        if line is None:
            raise KeyError(number)
        drawing, segment = _begun(line, number), self._document.segment_at(number)
        assert segment is not None  # every frame of the shot has one
        made_from = (drawing, shown_key(shot, number), segment.take, line.width, line.height, line.polarity)
        before = self._names.get((number, layer))
        if before is None or before[0] != made_from:
            known = self._without_number(describe(shot, (segment,), self._document.folder, number, layer), drawing)
        elif layer == "line" or before[1].colors == state.colors:
            known = before[1]
        else:  # of a long shot, a swatch changes all of them
            known = replace(before[1], colors=state.colors)
        self._names[number, layer] = (made_from, known)
        self._known[number, layer] = known
        return known

    def seen(self, number: int, layer: Layer) -> PictureKey:
        """What is to be seen at a frame: as `of`, but while its segment is under way, what has come of that already."""
        found, early = self.of(number, layer), self._document.early_at(number)
        if early is None or layer == "line" or (layer == "picture" and found.key_path):
            self._early.pop((number, layer), None)
            return found
        known = self._early.get((number, layer))
        if known is None or known[0] is not early or known[1] is not found:
            path, at = str(self._document.folder / early.path), number - early.span.first
            seen = replace(found, take_path=path, take_pixels=early.pixels, take_at=at)
            known = self._early[number, layer] = (early, found, seen)
        return known[2]

    def of_take(self, number: int, layer: Layer, take: Take) -> PictureKey:
        """The name of a frame's picture in this take, shown or not; raises KeyError outside of it."""
        state = self._now()
        found = describe_take(state.shot, self._document.folder, number, layer, take)
        assert state.shot.line is not None
        return self._without_number(found, _begun(state.shot.line, number))

    def key(self, number: int) -> PictureKey:
        """The name of the key laid on a frame, whatever lies below it; raises KeyError outside the shot."""
        found = self.of(number, "picture")
        return replace(with_key_laid(found, found.key_path, found.key_digest), line_path="", line_digest="")

    def _now(self) -> _State:
        shot, segments, state = self._document.shot, self._document.segments, self._state
        if state is None or state.shot is not shot or state.segments is not segments:
            state = self._state = _State(shot, segments, shot.palettes.shown.mapping)
            self._known.clear()
        return state

    def _without_number(self, found: PictureKey, drawing: Drawing) -> PictureKey:
        """One name for all frames that hold this drawing."""
        return replace(found, number=0, line_path=str(self._document.folder / drawing.path) if drawing.path else "")


def _begun(line: LineArt, number: int) -> Drawing:
    """Where the drawing began that is held at a frame; raises KeyError outside the shot."""
    line.drawing(number)
    return line.drawing(hold_of(line, number).first)
