"""What was colored before a segment, as the artist now sees it, and the memory that the networks keep of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engine.imaging.line import flatten
from engine.longanimation.models.memory_encoder import LOCAL_FRAMES, LONGEST, History, MemoryEncoder, sampled
from engine.longanimation.models.memory_language import KeyValues
from engine.protocol.frames import FrameFile, FrameFileError
from engine.protocol.messages import KeyFrame, SegmentRequest


class Pictures(Protocol):
    """Where keys come from: `reading.ShotPictures`."""

    def picture(self, key: KeyFrame) -> np.ndarray:
        """(H, W, 3) or (H, W, 4) uint8; raises BadRequest."""
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
        seen = {number: _of_take(number, file, at) for number, (file, at) in shown.items()}
        end = max(shown, default=segment.first - 1)
        for key in keys:
            if key.number <= end:
                seen[key.number] = _of_key(key, pictures)
        yield [seen[number] for number in sorted(seen)]


def _shown(earlier: Sequence[FrameFile], segment: SegmentRequest) -> Iterator[tuple[int, FrameFile]]:
    """Frame by frame which file shows it: of two that share frames, the later from the middle on."""
    begins = [file.header.first for file in earlier] + [segment.first]
    for file, following in zip(earlier, begins[1:], strict=True):
        last = file.header.last
        end = (following + last + 1) // 2 if following <= last else last + 1
        begin = file.header.first
        before = max((other.header.last for other in earlier if other.header.first < begin), default=begin - 1)
        begin = (begin + before + 1) // 2 if begin <= before else begin
        for number in range(begin, end):
            yield number, file


def _of_take(number: int, file: FrameFile, at: int) -> Seen:
    return Seen(number, f"{file.header.pixels}:{at}", lambda: flatten(file.frame(at), 255))


def _of_key(key: KeyFrame, pictures: Pictures) -> Seen:
    return Seen(key.number, f"key {key.digest or key.path}", lambda: flatten(pictures.picture(key), 255), key=True)


def remembered(seen: Sequence[Seen], most: int = LONGEST) -> list[Seen]:
    """At most as many frames as the network reads: keys always, the others evenly spread."""
    if len(seen) <= most:
        return list(seen)
    keys = [at for at, one in enumerate(seen) if one.key]
    keys = [keys[at] for at in sampled(len(keys), most)]
    others = [at for at, one in enumerate(seen) if not one.key]
    chosen = {*keys, *(others[at] for at in sampled(len(others), most - len(keys)))} if most > len(keys) else {*keys}
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
        self._weights = ""
        self._contents: dict[str, str] = {}  # of a frame by its name
        self._read: tuple[str, ...] = ()  # contents of the frames in full windows
        self._cached: KeyValues | None = None
        self.windows_read = 0  # in all; what was kept is not counted again

    def contents(self, seen: Sequence[Seen], check: Callable[[], None]) -> tuple[str, ...]:
        """Digests of the frames that would be read; `check` is called before every frame and may raise."""
        return tuple(self._content(one, check) for one in remembered(seen))

    def of(self, encoder: MemoryEncoder, weights: str, seen: Sequence[Seen], check: Callable[[], None]) -> Memory:
        """The memory of these frames, which must be some; `check` is called before every frame and may raise."""
        chosen = remembered(seen)
        contents = self.contents(seen, check)
        history = self._whole_windows(encoder, weights, chosen, contents, check)
        for one in chosen[history.frames :]:
            check()
            history = encoder.extend(history, encoder.features(one.read()[None]))
        latest = encoder.begin()
        for one in chosen[-LOCAL_FRAMES:]:
            check()
            latest = encoder.extend(latest, encoder.features(one.read()[None]))
        return Memory(encoder.global_memory(history).cpu(), encoder.global_memory(latest).cpu())

    def _whole_windows(
        self,
        encoder: MemoryEncoder,
        weights: str,
        chosen: Sequence[Seen],
        contents: tuple[str, ...],
        check: Callable[[], None],
    ) -> History:
        """The history of all full windows; what is new of it is read and kept."""
        begun = encoder.begin()
        window, sink = encoder.window, begun.cached.tokens
        same = 0
        if weights == self._weights and self._cached is not None:
            for old, new in zip(self._read, contents):
                if old != new:
                    break
                same += 1
        same -= same % window
        history = begun
        if same and self._cached is not None:
            beacons = (self._cached.tokens - sink) * same // len(self._read)
            history = History(same, _cut(self._cached, sink + beacons, begun), begun.recent)
        for start in range(same, len(contents) - len(contents) % window, window):
            for one in chosen[start : start + window]:
                check()
                history = encoder.extend(history, encoder.features(one.read()[None]))
            history = History(history.frames, history.cached, begun.recent)
            self.windows_read += 1
        cached = history.cached
        self._weights, self._read = weights, contents[: history.frames]
        self._cached = KeyValues(*(tuple(part.cpu() for part in side) for side in (cached.keys, cached.values)))
        return history

    def _content(self, one: Seen, check: Callable[[], None]) -> str:
        if one.name not in self._contents:
            check()
            frame = one.read()
            digest = hashlib.blake2b(np.ascontiguousarray(frame).tobytes(), digest_size=16)
            digest.update(repr(frame.shape).encode())
            self._contents[one.name] = digest.hexdigest()
        return self._contents[one.name]


def _cut(cached: KeyValues, tokens: int, like: History) -> KeyValues:
    """The first tokens of what was kept, where the encoder is now."""
    place = like.cached.keys[0]

    def cut(side: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return tuple(part[:, :, :tokens].to(place.device, place.dtype) for part in side)

    with torch.no_grad():
        return KeyValues(cut(cached.keys), cut(cached.values))
