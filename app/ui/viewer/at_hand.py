"""The pictures at hand and the workers that make them; what they tell comes in the window's thread."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
from PySide6.QtCore import QObject, Signal

from app.media.frame_cache import FrameCache
from app.media.pictures import Layer
from app.project.model import Span
from app.threads import in_advance
from app.ui.viewer.held import Held
from app.ui.viewer.names import PictureNames
from app.ui.viewer.sizes import Decoded, Wish, decode, in_motion


def readers() -> int:
    """How many pictures are read in advance at a time: what this computer can spare."""
    return min(max((psutil.cpu_count() or 2) - 1, 2), 8)


class Post(QObject):
    """What workers tell the window's thread; apart from the source, which they must not keep alive."""

    came = Signal(object, object)  # wish, Decoded or Exception
    fetched = Signal(object, object, object)  # the same, with the callback that waits for it
    kept = Signal()  # another picture is at hand
    tried = Signal(object, object)  # the name of a picture in colors that are tried, QImage
    looked_for: Wish | None = None  # the picture whose proxy is worth showing before it


def picture_cache(budget: int, ahead: int, post: Post, held: Held) -> FrameCache[Wish, Decoded]:
    """With workers that keep no source alive."""

    def early(wish: Wish, found: Decoded) -> None:
        cache.put(wish, found)
        post.came.emit(wish, found)

    def make(wish: Wish) -> Decoded:
        key, looked_for = wish.key, wish == post.looked_for
        if wish.proxy:
            return decode(wish, held.parts(key))
        if looked_for and (small := held.made_small(key)) is not None:
            post.came.emit(Wish(key, proxy=True), small)  # and not kept: playing has better ones
        return held.made(key) or decode(wish, held.parts(key), early=early if looked_for else None)

    cache: FrameCache[Wish, Decoded] = FrameCache(budget, ahead + 1, make, ahead, post.kept.emit, in_advance)
    return cache


def frames_at_hand(
    span: Span | None, names: PictureNames, layer: Layer, zoom: float, held: frozenset[Wish]
) -> Iterator[tuple[int, bool]]:
    """Every frame of the shot, and whether it plays without waiting."""
    if span is None:
        return
    moving = in_motion(names.of(span.first, layer), zoom).proxy  # all frames are of one size
    for number in range(span.first, span.last + 1):
        key = names.seen(number, layer)
        yield number, Wish(key, proxy=False) in held or (moving and Wish(key, proxy=True) in held)
