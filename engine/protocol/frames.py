"""Frame files: the finished color frames of one segment, losslessly, in one file read at random.

Layout: magic and the header's place, one zlib block a frame, the trust planes where there are any, then the header
(JSON). A file is whole or not there: it is built under a temporary name and renamed by `commit`. A frame is stored as
indices into one palette (flat cels: small, exact, and recolorable by swatch) or as pixels. A trust plane says how sure
the colorizer was of each pixel.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import math
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec
import numpy as np

MAGIC = b"SHIAGEF1"
SUFFIX = ".frames"
_PREFIX = struct.Struct("<8sIQ")
_NO_PLANE = (0, 0)


class FrameFileError(Exception):
    """The file is not a whole frame file."""


class FrameFileHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What a frame file says of itself; enough to adopt it as a take when nothing else is known of it.

    `inputs` is the digest of everything the segment was made from; `pixels` the digest of its frames.
    `channels` is 3 or 4 after the palette is applied. `trust` is where each frame's trust plane begins and ends in
    the file, (0, 0) for a frame without one; empty where no frame has one. `info` is free text for provenance.
    `lines` (r, g, b) says for each color of the palette what full ink over it looks like; black is ink as it is drawn,
    and so are all where it is empty.
    """

    first: int
    last: int
    width: int
    height: int
    channels: int
    colorizer: str
    seed: int
    inputs: str
    pixels: str = ""
    created: float = 0.0
    palette: tuple[tuple[int, ...], ...] = ()
    index_bytes: int = 0
    offsets: tuple[int, ...] = ()
    trust: tuple[tuple[int, int], ...] = ()
    info: Mapping[str, str] = {}
    lines: tuple[tuple[int, ...], ...] = ()

    def of_frames(self, first: int, last: int) -> FrameFileHeader:
        """The header of a file with some of these frames alone."""
        return msgspec.structs.replace(self, first=first, last=last)


_HEADER = msgspec.json.Decoder(FrameFileHeader)  # learned now: threads that learn a type at once crash


class FrameFileWriter:
    """Writes frames one by one; nothing is seen under `path` until `commit`.

    With a palette, frames are (H, W) uint8 or uint16 indices; without, (H, W, channels) uint8 pixels.
    """

    def __init__(self, path: Path, header: FrameFileHeader) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._header = header
        self._offsets: list[int] = []
        self._trust = _Planes()
        self._digest = hashlib.blake2b(digest_size=16)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._partial.open("wb")
        self._file.write(_PREFIX.pack(MAGIC, 0, 0))

    def append(self, frame: np.ndarray, trust: np.ndarray | None = None) -> None:
        """Add the next frame; its size must be the header's.

        `trust` (H, W) uint8 is how sure each pixel's color is, 255 for certain; it takes no part in the digest.
        """
        h = self._header
        if frame.shape[:2] != (h.height, h.width):
            raise ValueError(f"frame is {frame.shape[1]}x{frame.shape[0]}, the file is {h.width}x{h.height}")
        if trust is not None and (trust.dtype != np.uint8 or trust.shape != (h.height, h.width)):
            raise ValueError(f"trust is uint8 and {h.width}x{h.height}, as the frame is")
        if h.palette:
            dtype = np.dtype(np.uint8) if len(h.palette) <= 256 else np.dtype("<u2")
            if frame.ndim != 2 or int(frame.max(initial=0)) >= len(h.palette):
                raise ValueError("a frame with a palette is a 2-D array of indices into it")
            data = np.ascontiguousarray(frame, dtype=dtype).tobytes()
        else:
            if frame.dtype != np.uint8 or frame.shape[2:] != (h.channels,):
                raise ValueError(f"a frame without a palette is uint8 with {h.channels} channels")
            data = np.ascontiguousarray(frame).tobytes()
        self._digest.update(data)
        self._offsets.append(self._file.tell())
        self._file.write(zlib.compress(data, 1))
        self._trust.append(trust)

    def commit(self, durable: bool = True) -> FrameFileHeader:
        """Seal the file, flush it to disk if it is to outlast a power cut, and put it in place. Returns the header as
        written."""
        h = self._header
        if len(self._offsets) != h.last - h.first + 1:
            raise ValueError(f"{len(self._offsets)} frames written for {h.first}..{h.last}")
        offsets = (*self._offsets, self._file.tell())
        trust = self._trust.write(self._file)
        end = self._file.tell()
        self._digest.update(repr(h.palette).encode())
        if h.lines:
            self._digest.update(repr(h.lines).encode())
        index_bytes = 0 if not h.palette else (1 if len(h.palette) <= 256 else 2)
        header = msgspec.structs.replace(
            h, offsets=offsets, trust=trust, pixels=self._digest.hexdigest(), index_bytes=index_bytes
        )
        blob = msgspec.json.encode(header)
        self._file.write(blob)
        self._file.seek(0)
        self._file.write(_PREFIX.pack(MAGIC, len(blob), end))
        self._file.flush()
        if durable:
            os.fsync(self._file.fileno())
        self._file.close()
        self._partial.replace(self._path)
        if durable:
            _sync_folder(self._path.parent)
        return header

    def abort(self) -> None:
        """Drop what was written. Harmless after `commit`."""
        try:
            self._file.close()  # which writes what is left, and on a full disk cannot
        finally:
            self._partial.unlink(missing_ok=True)


class _Planes:
    """The trust planes of a file while it is written, each packed, harder than frames: there are fewer of them."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._of: list[int | None] = []  # which of them each frame has
        self._last: np.ndarray | None = None

    def append(self, plane: np.ndarray | None) -> None:
        """Add the next frame's plane; one that is the same as the last one added is kept once."""
        if plane is None:
            self._of.append(None)
            return
        if self._last is None or not np.array_equal(self._last, plane):
            self._packed.append(zlib.compress(np.ascontiguousarray(plane).tobytes(), 6))
            self._last = plane.copy()
        self._of.append(len(self._packed) - 1)

    def write(self, file: IO[bytes]) -> tuple[tuple[int, int], ...]:
        """Write them where the file stands; returns begin and end for each frame, nothing where no frame has one."""
        places: list[tuple[int, int]] = []
        for packed in self._packed:
            begin = file.tell()
            file.write(packed)
            places.append((begin, file.tell()))
        return tuple(_NO_PLANE if at is None else places[at] for at in self._of) if places else ()


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut where the system lets a folder be flushed (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_header(path: Path) -> FrameFileHeader:
    """The header alone; raises FrameFileError when the file is not whole."""
    try:
        with path.open("rb") as file:
            magic, length, at = _PREFIX.unpack(file.read(_PREFIX.size))
            size = os.fstat(file.fileno()).st_size
            if magic != MAGIC or not length:
                raise FrameFileError(f"{path.name} is not a finished frame file")
            if at + length != size:
                raise FrameFileError(f"{path.name} is cut short or damaged")
            file.seek(at)
            header = _HEADER.decode(file.read(length))
    except (OSError, struct.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FrameFileError(f"{path.name} cannot be read: {error}") from error
    if not _consistent(header, at):
        raise FrameFileError(f"{path.name} is damaged")
    return header


def _consistent(h: FrameFileHeader, end: int) -> bool:
    """Whether what the header says fits together and the blocks fill the file up to `end`."""
    if h.last < h.first or len(h.offsets) != h.last - h.first + 2:
        return False
    rising = all(before < after for before, after in itertools.pairwise(h.offsets))
    whole = h.offsets[0] == _PREFIX.size and _filled(h, end)
    colors = _colors(h.palette, h.channels) and _colors(h.lines, 3) and len(h.lines) in (0, len(h.palette))
    indexed = h.index_bytes == (0 if not h.palette else 1 if len(h.palette) <= 256 else 2)
    return rising and whole and colors and indexed and h.width > 0 and h.height > 0 and h.channels in (3, 4)


def _colors(table: Iterable[tuple[int, ...]], channels: int) -> bool:
    return all(len(color) == channels and all(0 <= value <= 255 for value in color) for color in table)


def _filled(h: FrameFileHeader, end: int) -> bool:
    """Whether the trust planes fill the file from the last frame up to `end`, or there are none and the frames do."""
    if h.trust and len(h.trust) != h.last - h.first + 1:
        return False
    at = h.offsets[-1]
    for begin, stop in sorted({place for place in h.trust if place != _NO_PLANE}):
        if begin != at or stop <= begin:
            return False
        at = stop
    return at == end


class FrameFile:
    """A finished frame file, memory-mapped. Frames are counted from 0."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header = read_header(path)
        self._palette = np.array(self.header.palette, np.uint8) if self.header.palette else None
        self._lines = np.array(self.header.lines, np.uint8) if self.header.lines else None
        if self._palette is not None:
            padded = np.zeros((len(self._palette), 4), np.uint8)
            padded[:, : self.header.channels] = self._palette
            self._packed = padded.view(np.uint32).ravel()
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __len__(self) -> int:
        return self.header.last - self.header.first + 1

    def __enter__(self) -> FrameFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Unmap the file."""
        self._map.close()

    @property
    def palette(self) -> np.ndarray | None:
        """(P, channels) uint8, or None when the frames are pixels."""
        return self._palette

    @property
    def lines(self) -> np.ndarray | None:
        """(P, 3) uint8: what full ink looks like over each color of the palette, black as it is drawn; None where all
        of it is."""
        return self._lines

    def indices(self, at: int) -> np.ndarray:
        """(H, W) palette indices of frame `at`; only for files with a palette. Raises FrameFileError."""
        assert self._palette is not None
        h = self.header
        dtype = np.dtype(np.uint8 if h.index_bytes == 1 else "<u2")
        found = self._block(at, dtype, (h.height, h.width))
        if int(found.max()) >= len(self._palette):
            raise FrameFileError(f"{self.path.name} is damaged at frame {at}")
        return found

    def frame(self, at: int) -> np.ndarray:
        """(H, W, channels) uint8 pixels of frame `at`; raises FrameFileError."""
        h = self.header
        if self._palette is not None:
            return self.padded(at)[..., : h.channels]
        return self._block(at, np.dtype(np.uint8), (h.height, h.width, h.channels))

    def padded(self, at: int) -> np.ndarray:
        """(H, W, 4) uint8: `frame` with a fourth byte, 0 where it has three; only for files with a palette.

        What image libraries read fastest. Raises FrameFileError.
        """
        found = self.indices(at)
        # One 32-bit take and a view: far faster than indexing rows of three bytes. The indices were checked, so that
        # "clip" changes none; it spares numpy looking at each of them again.
        return np.take(self._packed, found, mode="clip").view(np.uint8).reshape(*found.shape, 4)

    def trust(self, at: int) -> np.ndarray | None:
        """(H, W) uint8 how sure each pixel's color is, 255 for certain; None where that is not known.

        Raises FrameFileError.
        """
        h = self.header
        if not h.trust or h.trust[at] == _NO_PLANE:
            return None
        return self._unpacked(at, h.trust[at], np.dtype(np.uint8), (h.height, h.width))

    def _block(self, at: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray:
        if not 0 <= at < len(self):
            raise IndexError(f"frame {at} of {len(self)}")
        return self._unpacked(at, self.header.offsets[at : at + 2], dtype, shape)

    def _inflated(self, begin: int, end: int, size: int) -> bytes:
        """Told the size, zlib need not put pieces together, while all other threads wait for Python's lock; nor do they
        wait for the disk, as they would for a copy of what lies there."""
        if sys.platform == "win32":  # where only a copy turns a drive that is gone into an error
            return zlib.decompress(self._map[begin:end], bufsize=size)
        with memoryview(self._map) as whole, whole[begin:end] as packed:
            return zlib.decompress(packed, bufsize=size)

    def _unpacked(self, at: int, place: tuple[int, ...], dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray:
        begin, end = place
        size = math.prod(shape) * dtype.itemsize
        try:
            return np.frombuffer(self._inflated(begin, end, size), dtype).reshape(shape)
        except (zlib.error, ValueError, OverflowError) as error:
            raise FrameFileError(f"{self.path.name} is damaged at frame {at}") from error
