"""Messages over any pair of byte streams: four bytes of length, big-endian, then one JSON message."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, TypeVar

import msgspec

from engine.protocol.messages import Message

MAX_BYTES = 64 * 1024 * 1024
_LENGTH = struct.Struct(">I")
_T = TypeVar("_T")


class FramingError(Exception):
    """The stream is not in step any more; nothing further can be read from it."""


class MalformedMessageError(Exception):
    """One message does not decode; the stream itself is still in step."""


def encode(message: Message) -> bytes:
    """The bytes of one framed message; raises ValueError above the size cap."""
    body = msgspec.json.encode(message)
    if len(body) > MAX_BYTES:
        raise ValueError(f"a message of {len(body)} bytes is over the cap of {MAX_BYTES}")
    return _LENGTH.pack(len(body)) + body


def decode(body: bytes, kind: type[_T] | Any) -> _T:  # noqa: ANN401 - a union of types has no type[] form
    """One message of the union `kind`; raises MalformedMessageError."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessageError(str(error)) from error


def read_body(stream: BinaryIO) -> bytes | None:
    """The bytes of the next message, None at a clean end; raises FramingError when cut short or over the cap."""
    prefix = _read_exactly(stream, _LENGTH.size)
    if not prefix:
        return None
    if len(prefix) < _LENGTH.size:
        raise FramingError("the stream ended inside a length")
    (length,) = _LENGTH.unpack(prefix)
    if length > MAX_BYTES:
        raise FramingError(f"a message of {length} bytes is over the cap of {MAX_BYTES}")
    body = _read_exactly(stream, length)
    if len(body) < length:
        raise FramingError("the stream ended inside a message")
    return body


def _read_exactly(stream: BinaryIO, count: int) -> bytes:
    parts: list[bytes] = []
    while count:
        part = stream.read(count)
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
