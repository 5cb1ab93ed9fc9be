"""What colorings depend on: they are found on disk again only where none of it has changed, and need no matcher."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from shots_made import PAPER, accuracy, color, figure, shot, with_segments, write

from engine.draft.blend import Word
from engine.draft.chain import Chain
from engine.draft.colorizer import DraftColorizer
from engine.draft.reading import Shot
from engine.draft.store import ColoringStore
from engine.draft.tuning import Tuning
from engine.imaging.palette import Palette
from engine.imaging.stills import file_digest
from engine.protocol.frames import FrameFile
from engine.protocol.messages import ColorizeShot, Note, SegmentDone

STEPS: list[int | None] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_without_its_matcher_it_says_so_and_follows_the_flow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = shot(tmp_path, STEPS[:3], {1: 0}, length=3)
    path = tmp_path / "matcher.safetensors"
    monkeypatch.setattr("engine.draft.matcher.weights.WEIGHTS", path)
    for reason in ("No such file", "not a matcher's file"):
        events = list(DraftColorizer().colorize(request, lambda: False))
        (said,) = [event.text for event in events if isinstance(event, Note)]
        assert reason in said
        assert "install Shiage again." in said
        layer = color(request)[3]
        assert accuracy(layer, figure(2, fill=True), figure(2, fill=False)) > 0.99
        path.write_bytes(b"half a file")


def trusts(request: ColorizeShot) -> list[bytes]:
    """How sure the colors of each frame are."""
    (done,) = [event for event in DraftColorizer().colorize(request, lambda: False) if isinstance(event, SegmentDone)]
    with FrameFile(Path(done.path)) as file:
        planes = [file.trust(at) for at in range(len(file))]
    return [plane.tobytes() for plane in planes if plane is not None]


def test_with_more_regions_than_the_matcher_can_take_the_flow_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = shot(tmp_path, [0, 8, 20], {1: 0}, length=3)
    by_flow = trusts(msgspec.structs.replace(request, settings={"ask": "flow"}))
    assert trusts(request) != by_flow
    for limit, most in (("drawing.MOST_REGIONS", 2), ("matcher.known.MOST_PAIRS", 8)):
        with monkeypatch.context() as patch:
            patch.setattr(f"engine.draft.{limit}", most)
            assert trusts(msgspec.structs.replace(request, cache_dir=str(tmp_path / limit))) == by_flow


def joined_by_a_box(step: int, *, fill: bool) -> np.ndarray:
    """The figure, and from the third drawing on a box that only the later key knows."""
    image = figure(step, fill=fill)
    if step >= 2:
        cv2.rectangle(image, (150, 20), (190, 60), (20, 90, 200) if fill else PAPER, -1)
        cv2.rectangle(image, (150, 20), (190, 60), (0, 0, 0), 2)
    return image


def reread(request: ColorizeShot) -> ColorizeShot:
    """The request after its line art was written anew."""
    frames = tuple(msgspec.structs.replace(frame, digest=file_digest(Path(frame.path))) for frame in request.frames)
    return msgspec.structs.replace(request, frames=frames)


def test_new_lines_under_the_key_on_the_other_side_are_seen(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0, 10: 9}, length=10, draw=joined_by_a_box)
    last = Path(request.frames[9].path)
    lines = last.read_bytes()
    write(last, figure(9, fill=False))
    color(reread(request))
    last.write_bytes(lines)
    again = color(reread(request))
    fresh = color(msgspec.structs.replace(reread(request), cache_dir=str(tmp_path / "empty")))
    assert [number for number, layer in again.items() if not np.array_equal(layer, fresh[number])] == []


def names(request: ColorizeShot, key: int, step: int, places: Sequence[int], folder: Path) -> list[Path]:
    """The files in which a chain keeps the colorings of some frames."""
    with ThreadPoolExecutor(1) as pool:
        store = ColoringStore(folder, request.height, request.width, pool)
        chain = Chain(Shot(request, pool, None), key, step, Tuning(), store)
        for at in places:
            chain.coloring(at)
    return sorted(folder.glob("*.color"))


def test_a_kept_coloring_with_an_impossible_number_of_regions_is_none(tmp_path: Path) -> None:
    request = shot(tmp_path, [0, 1, 2], {1: 0}, length=3)
    kept = names(request, 0, 1, [1], tmp_path / "kept")[0]
    with ThreadPoolExecutor(1) as pool:
        store = ColoringStore(kept.parent, request.height, request.width, pool)
        assert store.load(kept.stem) is not None
        data = bytearray(kept.read_bytes())
        data[12:16] = b"\xff\xff\xff\xff"  # how many regions there are, which no checksum covers
        kept.write_bytes(data)
        assert store.load(kept.stem) is None


def test_drawings_alike_on_both_sides_of_a_key_are_kept_apart(tmp_path: Path) -> None:
    """What is remembered lies on the one side or on the other, so many frames away."""
    request = shot(tmp_path, [2, 1, 0, 1, 2], {3: 0}, length=5)
    after = names(request, 2, 1, [3, 4], tmp_path / "after")
    before = names(request, 2, -1, [1, 0], tmp_path / "before")
    assert len(after) == len(before) == 2
    assert not {path.name for path in after} & {path.name for path in before}


def test_the_key_on_the_other_side_may_be_unreadable_where_nothing_hangs_on_it(tmp_path: Path) -> None:
    request = shot(tmp_path, [0, 1, 2], {1: 0, 3: 2}, length=1)
    Path(request.keys[1].path).write_bytes(b"no picture")
    layer = color(with_segments(request, 0))[1]
    assert accuracy(layer, figure(0, fill=True), figure(0, fill=False)) == 1


def test_no_drawing_is_studied_that_nobody_fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shots: list[Shot] = []

    class Seen(Shot):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # pyright: ignore[reportArgumentType]
            shots.append(self)

    monkeypatch.setattr("engine.draft.colorizer.Shot", Seen)
    request = shot(tmp_path, list(range(30)), {1: 0, 7: 6, 13: 12, 19: 18, 25: 24}, length=30)
    list(DraftColorizer().colorize(request, lambda: False))
    assert not shots[0]._ahead  # pyright: ignore[reportPrivateUsage]


def test_chains_are_let_go_when_their_frames_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: weakref.WeakSet[Chain] = weakref.WeakSet()

    class Seen(Chain):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # pyright: ignore[reportArgumentType]
            alive.add(self)

        def word(self, at: int, palette: Palette) -> Word:
            counts.append((at, len(alive)))
            return super().word(at, palette)

    counts: list[tuple[int, int]] = []
    monkeypatch.setattr("engine.draft.colorizer.Chain", Seen)
    request = shot(tmp_path, list(range(16)), {number: number - 1 for number in (1, 4, 7, 10, 13, 16)}, length=16)
    for _ in DraftColorizer().colorize(request, lambda: False):
        pass
    gc.collect()
    assert not alive
    last = [count for at, count in counts if at > 12]
    assert max(last) <= 3, "ten of them tell of the segment"
