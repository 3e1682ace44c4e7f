"""Length-prefixed messages on a pipe: four bytes of big-endian length, then the message."""

from __future__ import annotations

import struct
from typing import BinaryIO

LENGTH = struct.Struct(">I")


class WireError(Exception):
    """The bytes received are no message of the protocol."""


def framed(body: bytes) -> bytes:
    """A message with its length before it."""
    return LENGTH.pack(len(body)) + body


def read_frame(stream: BinaryIO, limit: int) -> bytes:
    """The next message; `EOFError` at the end of the stream, `WireError` when it is longer than `limit`."""
    (length,) = LENGTH.unpack(_read_exactly(stream, LENGTH.size))
    if length > limit:
        raise WireError(f"message of {length} bytes")
    return _read_exactly(stream, length)


def _read_exactly(stream: BinaryIO, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        chunk = stream.read(count - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
