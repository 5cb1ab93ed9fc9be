"""Writes numbers over steps as TensorBoard reads them, without its library: one file a run, one record a number."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Mapping
from pathlib import Path

_POLYNOMIAL = 0x82F63B78  # CRC-32C, reflected
_MASK = 0xA282EAD8
_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5  # wire types of protocol buffers


def _table() -> tuple[int, ...]:
    values = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
        values.append(value)
    return tuple(values)


_TABLE = _table()


class EventFile:
    """Numbers of a run, appended to a file in `folder` that this process makes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / f"events.out.tfevents.{time.time_ns() // 1_000_000}.{os.getpid()}").open("ab")
        self._write(_field(3, _BYTES, b"brain.Event:2"))

    def add(self, step: int, values: Mapping[str, float]) -> None:
        """Numbers of this step; a name such as "stage 1/loss" is put under its first part."""
        summary = b"".join(
            _field(1, _BYTES, _field(1, _BYTES, name.encode()) + _field(2, _FLOAT, struct.pack("<f", value)))
            for name, value in values.items()
        )
        self._write(_field(2, _VARINT, _varint(step)) + _field(5, _BYTES, summary))

    def close(self) -> None:
        """Nothing is lost without it: each record is on its way to the disk when `add` returns."""
        self._file.close()

    def _write(self, event: bytes) -> None:
        data = _field(1, _DOUBLE, struct.pack("<d", time.time())) + event
        length = struct.pack("<Q", len(data))
        self._file.write(length + _checked(length) + data + _checked(data))
        self._file.flush()


def _field(number: int, kind: int, data: bytes) -> bytes:
    size = _varint(len(data)) if kind == _BYTES else b""
    return _varint(number << 3 | kind) + size + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _checked(data: bytes) -> bytes:
    """The masked checksum of a record's part."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 255] ^ value >> 8
    value ^= 0xFFFFFFFF
    return struct.pack("<I", ((value >> 15 | value << 17) + _MASK) & 0xFFFFFFFF)
