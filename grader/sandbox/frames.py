"""Length-prefixed messages on a pipe: four bytes of big-endian length, then the message."""

from __future__ import annotations

import struct
from typing import BinaryIO, Protocol, cast

LENGTH = struct.Struct(">I")


class WireError(Exception):
    """The bytes received are no message of the protocol."""


def framed(body: bytes) -> bytes:
    """A message with its length before it."""
    return LENGTH.pack(len(body)) + body


def read_frame(stream: BinaryIO, limit: int) -> bytearray:
    """The next message; `EOFError` at the end of the stream, `WireError` when it is longer than `limit`."""
    (length,) = LENGTH.unpack(_read_exactly(stream, LENGTH.size))
    if length > limit:
        raise WireError(f"message of {length} bytes")
    return _read_exactly(stream, length)


class _Buffered(Protocol):
    """What every binary stream of Python's can do, and `BinaryIO` does not say."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Read some bytes into the buffer; how many, 0 at the end."""


def _read_exactly(stream: BinaryIO, count: int) -> bytearray:
    source = cast("_Buffered", stream)
    data = bytearray(count)
    left = memoryview(data)
    while left:
        got = source.readinto(left)
        if not got:
            raise EOFError
        left = left[got:]
    return data
