"""Names the pictures of a document's shot for caches: what each frame is made from, without the frame itself."""

from __future__ import annotations

from dataclasses import replace

from app.document import Document
from app.media.pictures import Layer, PictureKey, describe, describe_take
from app.project.model import Shot, Take
from app.project.staleness import Segment


class PictureNames:
    """Looks up what a frame's picture is made from. Held frames that look the same have equal names.

    Names are worked out once for each state of the document.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names: dict[tuple[int, Layer], PictureKey] = {}
        self._seen: tuple[Shot, tuple[Segment, ...]] | None = None

    def of(self, number: int, layer: Layer) -> PictureKey:
        """The name of a frame's picture; raises KeyError outside the shot."""
        shot, segments = self._document.shot, self._document.segments
        if self._seen is None or self._seen[0] is not shot or self._seen[1] is not segments:
            self._seen = (shot, segments)
            self._names.clear()
        known = self._names.get((number, layer))
        if known is None:
            found = describe(shot, segments, self._document.folder, number, layer)
            known = self._names[number, layer] = self._without_number(found, number)
        return known

    def of_take(self, number: int, layer: Layer, take: Take) -> PictureKey:
        """The name of a frame's picture in this take, shown or not; raises KeyError outside of it."""
        found = describe_take(self._document.shot, self._document.folder, number, layer, take)
        return self._without_number(found, number)

    def _without_number(self, found: PictureKey, number: int) -> PictureKey:
        line = self._document.shot.line
        assert line is not None
        drawn = number  # where the drawing that is held here began
        while drawn in line.holds:
            drawn -= 1
        path = line.drawing(drawn).path
        line_path = str(self._document.folder / path) if path else ""
        return replace(found, number=0, line_path=line_path)

    def key(self, number: int) -> PictureKey:
        """The name of the key laid on a frame, whatever lies below it; raises KeyError outside the shot."""
        found = self.of(number, "picture")
        return replace(found, line_path="", line_digest="", take_path="", take_pixels="", take_at=0)
