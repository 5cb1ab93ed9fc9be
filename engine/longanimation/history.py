"""What was colored before a segment, as the artist now sees it, and the memory that the networks keep of it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Protocol

import numpy as np
from torch import Tensor

from engine.errors import BadRequest
from engine.imaging.line import flatten
from engine.longanimation.finishing import LIFTED, with_lines
from engine.longanimation.models.memory_encoder import LOCAL_FRAMES, LONGEST, History, MemoryEncoder, sampled
from engine.longanimation.models.memory_language import KeyValues
from engine.longanimation.settings import Settings, Spread
from engine.protocol.frames import FrameFile, FrameFileError
from engine.protocol.messages import KeyFrame, SegmentRequest


class Pictures(Protocol):
    """Where keys come from: `reading.ShotPictures`."""

    def picture(self, key: KeyFrame) -> np.ndarray:
        """(H, W, 3) or (H, W, 4) uint8; raises BadRequest."""
        ...

    def line(self, number: int) -> np.ndarray:
        """(H, W) uint8 line layer of a frame; raises BadRequest."""
        ...


@dataclass(frozen=True)
class Seen:
    """One colored frame. `name` tells its content apart without reading it: equal names are equal pixels."""

    number: int
    name: str
    read: Callable[[], np.ndarray] = field(compare=False)
    key: bool = False


@contextmanager
def seen_before(
    segment: SegmentRequest, takes: Sequence[Path], keys: Iterable[KeyFrame], pictures: Pictures
) -> Iterator[list[Seen]]:
    """The colored frames before a segment in their order: the takes that begin before it as they are shown, up to the
    middle of what it shares with the last of them, and on a key's frame the key.

    Files that cannot be read are left out. The frames can be read inside the context.
    """
    with ExitStack() as open_:
        files: list[FrameFile] = []
        for path in takes:
            try:
                files.append(open_.enter_context(FrameFile(path)))
            except (FrameFileError, OSError):
                continue
        earlier = sorted((file for file in files if file.header.first < segment.first), key=lambda f: f.header.first)
        shown = {number: (file, number - file.header.first) for number, file in _shown(earlier, segment)}
        seen = {number: _of_take(number, file, at, pictures) for number, (file, at) in shown.items()}
        end = max(shown, default=segment.first - 1)
        for key in keys:
            if key.number <= end:
                seen[key.number] = _of_key(key, pictures)
        yield [seen[number] for number in sorted(seen)]


def _shown(earlier: Sequence[FrameFile], segment: SegmentRequest) -> Iterator[tuple[int, FrameFile]]:
    """Frame by frame which file shows it: of two that share frames, the later from the middle on."""
    covered = min((file.header.first for file in earlier), default=segment.first) - 1
    shown: dict[int, FrameFile] = {}
    for file in earlier:
        first, last = file.header.first, file.header.last
        if last > covered:  # one that lies inside another is not seen
            shown |= dict.fromkeys(range(_middle(first, covered), last + 1), file)
            covered = last
    end = _middle(segment.first, min(covered, segment.last))
    yield from ((number, file) for number, file in shown.items() if number < end)


def _middle(first: int, before: int) -> int:
    """Where one that begins at `first` is seen, beside another that goes up to `before`."""
    return max(first, (first + before + 1) // 2)


def _of_take(number: int, file: FrameFile, at: int, pictures: Pictures) -> Seen:
    name = f"{file.header.pixels}:{at}"
    if LIFTED in file.header.info:  # colors alone: their lines belong to what is remembered
        return Seen(number, name, lambda: with_lines(_frame(file, at), lambda: pictures.line(number)))
    return Seen(number, name, lambda: _frame(file, at))


def _frame(file: FrameFile, at: int) -> np.ndarray:
    """Raises BadRequest: a file that opens well may still hold a frame that was damaged."""
    try:
        return flatten(file.frame(at), 255)
    except FrameFileError as error:
        first, last = file.header.first, file.header.last
        raise BadRequest(
            f"The take of frames {first}-{last} is damaged; delete it and generate that segment again."
        ) from error


def _of_key(key: KeyFrame, pictures: Pictures) -> Seen:
    return Seen(key.number, f"key {key.digest or key.path}", lambda: flatten(pictures.picture(key), 255), key=True)


def remembered(seen: Sequence[Seen], spread: Spread, most: int = LONGEST) -> list[Seen]:
    """At most as many frames as the network reads.

    "even": the authors' way, evenly spread from the first to the last. "steady": the keys, and every frame at first, of
    a longer history frames 5/4 apart, then 25/16 and so on: while the step is the same, those of a history are among
    those of one that has grown, so that what was read of them stands.
    """
    if len(seen) <= most:
        return list(seen)
    if spread == "even":
        return [seen[at] for at in sampled(len(seen), most)]
    keys = [at for at, one in enumerate(seen) if one.key]
    if len(keys) >= most:  # the first frame is read in any case
        return [seen[keys[at]] for at in sampled(len(keys), most)]
    chosen, up, down = set(range(len(seen))), 1, 1
    while len(chosen) > most:
        up, down = 5 * up, 4 * down
        chosen = {at * up // down for at in range(-(-len(seen) * down // up))}.union(keys)
    return [seen[at] for at in sorted(chosen)]


@dataclass(frozen=True)
class Memory:
    """Global and local memory, each [1, 2, 3, L, 512] on the CPU; see DGLM.project."""

    whole: Tensor
    latest: Tensor


class Memories:
    """Keeps what the memory encoder has read, so that a window of frames is read once.

    What was read stands as long as the frames under it are the same: from the window of the first frame that changed
    on, it is read anew. Every frame goes through the tower by itself and every window through the language side in the
    same shape, so that the memory is the same bit for bit however much of it was kept.
    """

    def __init__(self) -> None:
        self._made_by = ""
        self._contents: dict[str, str] = {}  # of a frame by its name
        self._read: tuple[str, ...] = ()  # contents of the frames in full windows
        self._windows: list[KeyValues] = []  # on the CPU; fewer than of those frames where reading was stopped
        self.windows_read = 0  # in all; what was kept is not counted again

    def contents(self, seen: Sequence[Seen], settings: Settings, check: Callable[[], None]) -> tuple[str, ...]:
        """Digests of the frames that would be read; `check` is called before every frame and may raise."""
        return tuple(self._content(one, check) for one in remembered(seen, settings.history_spread))

    def of(
        self, encoder: MemoryEncoder, weights: str, seen: Sequence[Seen], settings: Settings, check: Callable[[], None]
    ) -> Memory:
        """The memory of these frames, which must be some; `check` is called before every frame and may raise."""
        chosen = remembered(seen, settings.history_spread)
        contents = self.contents(seen, settings, check)

        def extended(history: History, one: Seen) -> History:
            check()
            return encoder.extend(history, encoder.features(one.read()[None], settings.history_look))

        made_by = f"{weights} {settings.history_look}"
        history = self._whole_windows(encoder.begin(), encoder.window, made_by, chosen, contents, extended)
        history = functools.reduce(extended, chosen[history.frames :], history)
        latest = functools.reduce(extended, chosen[-LOCAL_FRAMES:], encoder.begin())
        return Memory(encoder.global_memory(history).cpu(), encoder.global_memory(latest).cpu())

    def _whole_windows(
        self,
        begun: History,
        window: int,
        made_by: str,
        chosen: Sequence[Seen],
        contents: tuple[str, ...],
        extended: Callable[[History, Seen], History],
    ) -> History:
        """The history of all full windows; what is new of it is read and kept."""
        same = 0
        if made_by == self._made_by:
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._read, contents)))
        self._made_by, self._read = made_by, contents[: len(contents) - len(contents) % window]
        del self._windows[same // window :]  # now, or what was read before takes as much again while this is read
        place = begun.cached[0].keys[0].device
        history = History(
            len(self._windows) * window, (*begun.cached, *(one.at(place) for one in self._windows)), begun.recent
        )
        for start in range(history.frames, len(self._read), window):
            history = functools.reduce(extended, chosen[start : start + window], history)
            history = History(history.frames, history.cached, begun.recent)
            self._windows.append(history.cached[-1].at("cpu"))
            self.windows_read += 1
        return history

    def _content(self, one: Seen, check: Callable[[], None]) -> str:
        if one.name not in self._contents:
            check()
            frame = one.read()
            digest = hashlib.blake2b(np.ascontiguousarray(frame).tobytes(), digest_size=16)
            digest.update(repr(frame.shape).encode())
            self._contents[one.name] = digest.hexdigest()
        return self._contents[one.name]
