"""Reads what a finished .mov or .mp4 says of itself: codec, size, rate, frame count, color tags, timecode."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

_VISUAL_ENTRY = 78  # bytes between the header of a visual sample entry and its first child atom
_LARGEST_MOOV = 256 * 2**20

Tags = tuple[int, int, int]


class MovieUnreadable(ValueError):
    """The file is not a whole QuickTime or MP4 movie with a video track."""


@dataclass(frozen=True)
class MovieFacts:
    """The movie's own statements.

    `rate` is None when frames last differently long. `colr` is primaries, transfer, matrix as in the `colr` atom,
    `frame_tags` the same from the first ProRes frame header, whose creator is `vendor`. `timecode_start` is the
    frame count that the timecode track begins with, None without such a track.
    """

    fourcc: str
    width: int
    height: int
    frames: int
    rate: Fraction | None
    colr: Tags | None
    compressor: str
    frame_tags: Tags | None
    vendor: str
    timecode_start: int | None
    timecode_drop: bool


@dataclass(frozen=True)
class _Track:
    """What both kinds of track share: the first sample description, its four letters, the first sample's bytes."""

    fourcc: str
    entry: bytes
    first_sample: bytes
    frames: int
    rate: Fraction | None


def read_facts(path: Path) -> MovieFacts:
    """Facts of the movie at `path`. Raises MovieUnreadable, OSError."""
    with path.open("rb") as file:
        try:
            tracks = dict(_tracks(_movie_header(file), file))
            return _facts(tracks[b"vide"], tracks.get(b"tmcd"))
        except (struct.error, IndexError, KeyError, ZeroDivisionError) as error:
            raise MovieUnreadable(f"{path.name} has no whole movie header") from error


def _movie_header(file: BinaryIO) -> bytes:
    """The payload of `moov`, wherever it stands among the atoms of the file."""
    while len(head := file.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        payload = size - 8
        if size == 1:
            payload = struct.unpack(">Q", file.read(8))[0] - 16
        if kind == b"moov" and 0 <= payload <= _LARGEST_MOOV:
            return file.read(payload)
        if payload < 0:
            break
        file.seek(payload, 1)
    raise MovieUnreadable("the file has no movie header")


def _children(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and payload of each atom in `data`; a broken size ends the walk."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8:
            return
        yield kind, data[at + 8 : at + size]
        at += size


def _inside(data: bytes, *kinds: bytes) -> bytes:
    """The payload of the atom reached through `kinds`. Raises KeyError where one is missing."""
    for kind in kinds:
        data = dict(_children(data))[kind]
    return data


def _tracks(moov: bytes, file: BinaryIO) -> Iterator[tuple[bytes, _Track]]:
    """Each track under its handler's four letters (`vide`, `tmcd`, ...)."""
    for kind, trak in _children(moov):
        if kind == b"trak":
            media = _inside(trak, b"mdia")
            yield _inside(media, b"hdlr")[8:12], _track(media, file)


def _track(media: bytes, file: BinaryIO) -> _Track:
    table = _inside(media, b"minf", b"stbl")
    header = _inside(media, b"mdhd")
    timescale = struct.unpack_from(">I", header, 20 if header[0] else 12)[0]
    fourcc, entry = next(_children(_inside(table, b"stsd")[8:]))
    sizes = _inside(table, b"stsz")
    each, frames = struct.unpack_from(">II", sizes, 4)
    first_size = each or struct.unpack_from(">I", sizes, 12)[0]
    timing = _inside(table, b"stts")
    lengths = {struct.unpack_from(">II", timing, 8 + 8 * i)[1] for i in range(struct.unpack_from(">I", timing, 4)[0])}
    file.seek(_first_offset(table))
    return _Track(
        fourcc=fourcc.decode("latin-1"),
        entry=entry,
        first_sample=file.read(min(first_size, 64)),
        frames=frames,
        rate=Fraction(timescale, lengths.pop()) if len(lengths) == 1 else None,
    )


def _first_offset(table: bytes) -> int:
    atoms = dict(_children(table))
    if b"co64" in atoms:
        return struct.unpack_from(">Q", atoms[b"co64"], 8)[0]
    return struct.unpack_from(">I", atoms[b"stco"], 8)[0]


def _facts(video: _Track, clock: _Track | None) -> MovieFacts:
    width, height = struct.unpack_from(">HH", video.entry, 24)
    color = dict(_children(video.entry[_VISUAL_ENTRY:])).get(b"colr", b"")
    frame_tags, vendor = _prores_header(video.first_sample)
    return MovieFacts(
        fourcc=video.fourcc,
        width=width,
        height=height,
        frames=video.frames,
        rate=video.rate,
        colr=struct.unpack_from(">HHH", color, 4) if color[:4] in (b"nclc", b"nclx") else None,
        compressor=video.entry[43 : 43 + min(31, video.entry[42])].decode("utf-8", "replace"),
        frame_tags=frame_tags,
        vendor=vendor,
        timecode_start=struct.unpack(">i", clock.first_sample[:4])[0] if clock else None,
        timecode_drop=bool(clock and struct.unpack_from(">I", clock.entry, 12)[0] & 1),
    )


def _prores_header(sample: bytes) -> tuple[Tags | None, str]:
    """Primaries, transfer and matrix, and the creator, from the first bytes of a ProRes frame."""
    if sample[4:8] != b"icpf" or len(sample) < 26:
        return None, ""
    return (sample[22], sample[23], sample[24]), sample[12:16].decode("latin-1")
