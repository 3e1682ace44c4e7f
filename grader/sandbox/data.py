"""Plain data in a message: arrays, which lie after its structure, large integers, and the limits both sides keep."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.sandbox.frames import WireError

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
_LITTLE_ENDIAN = tuple(np.dtype(code).newbyteorder("<") for code in DTYPES)
ALIGNMENT = 16
MAX_DIMENSIONS = 16
MAX_SIDE = 2**26
MAX_VOLUME = 2**40
"""Of the sides of an array that are not 0, their product: what an empty array may pretend to be."""
MAX_DEPTH = 32
MAX_ITEMS = 200_000
MAX_DIGITS = 400
STRUCTURE_LIMIT = 1 << 20
"""Bytes of a reply's structure. A few bytes of msgpack may stand for an object of a hundred: this bounds them all."""

_HEADER = struct.Struct(">BBB")
_DIGITS = re.compile(rb"-?[1-9][0-9]{0,%d}" % (MAX_DIGITS - 1))


def is_numeric(dtype: np.dtype[Any]) -> bool:
    """Whether arrays of this dtype can travel."""
    return _code(dtype) in DTYPES


def _code(dtype: np.dtype[Any]) -> str:
    return "?" if dtype.kind == "b" else f"{dtype.kind}{dtype.itemsize}"


def is_sane(shape: Sequence[int]) -> bool:
    """Whether an array of this shape can travel, be its data ever so few: an empty one may have any other side."""
    return (
        len(shape) <= MAX_DIMENSIONS
        and max(shape, default=0) <= MAX_SIDE
        and math.prod([size or 1 for size in shape]) <= MAX_VOLUME
    )


def space(count: int) -> int:
    """Bytes that an array of `count` bytes takes in a message."""
    return count + -count % ALIGNMENT


class ArraysOut:
    """The arrays of a message that is being written, in the order in which its structure names them."""

    def __init__(self) -> None:
        self._arrays: list[np.ndarray] = []

    def add(self, array: np.ndarray) -> bytes:
        """Have an array travel; what stands for it in the structure."""
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        fortran = array.flags.f_contiguous and not array.flags.c_contiguous
        self._arrays.append(little.T if fortran else np.ascontiguousarray(little))
        header = _HEADER.pack(DTYPES.index(_code(array.dtype)), fortran, array.ndim)
        return header + struct.pack(f">{array.ndim}I", *array.shape)

    def after(self, structure: bytes) -> bytes:
        """A message's body: the length of the structure, the structure, the arrays."""
        parts: list[Any] = [struct.pack(">I", len(structure)), structure]
        position = 4 + len(structure)
        for array in self._arrays:
            padding = -position % ALIGNMENT
            parts += (bytes(padding), array)
            position += padding + array.nbytes
        return b"".join((struct.pack(">I", position), *parts))


class ArraysIn:
    """A message's body that is being read: its structure, and the arrays in the order in which that names them.

    The arrays are writeable windows on the body that never overlap. Each size is checked before an array is made.
    """

    def __init__(self, body: bytearray) -> None:
        """Find the structure; `WireError` when there is none."""
        if len(body) < 4:
            raise WireError("message without a length")
        (length,) = struct.unpack_from(">I", body)
        if length > len(body) - 4:
            raise WireError("message shorter than its structure")
        self._body = body
        self._position = 4 + length
        self.structure = memoryview(body)[4 : self._position]

    def next(self, header: memoryview) -> np.ndarray:
        """The array for which a part of the structure stands."""
        if len(header) < _HEADER.size:
            raise WireError("array without a header")
        code, fortran, dimensions = _HEADER.unpack_from(header)
        if code >= len(DTYPES) or fortran > 1 or len(header) != _HEADER.size + 4 * dimensions:
            raise WireError("array of an unknown kind")
        shape = struct.unpack_from(f">{dimensions}I", header, _HEADER.size)
        if not is_sane(shape):
            raise WireError("array of an absurd shape")
        dtype = _LITTLE_ENDIAN[code]
        start = self._position + -self._position % ALIGNMENT
        self._position = start + math.prod(shape) * dtype.itemsize
        if self._position > len(self._body):
            raise WireError("array larger than its data")
        array: np.ndarray = np.ndarray(shape, dtype, self._body, start, order="F" if fortran else "C")
        if dtype.kind == "b" and array.view(np.uint8).max(initial=0) > 1:
            raise WireError("boolean that is neither true nor false")
        return array if dtype.isnative else array.astype(dtype.newbyteorder("="))

    def finish(self) -> None:
        """Nothing may be left over."""
        if self._position != len(self._body):
            raise WireError("data that belongs to no array")


def packed_integer(value: int) -> bytes:
    """An integer of more than 64 bits as its decimal digits, of which `MAX_DIGITS` at most are read back."""
    return str(value).encode()


def large_integer(digits: memoryview) -> int:
    """The integer of these digits."""
    if not _DIGITS.fullmatch(digits):
        raise WireError("integer that is none")
    return int(bytes(digits))


def check_plain(value: Any) -> None:
    """Refuse what msgpack knows and plain data is not (bytes, timestamps, odd keys), too many values, deep nesting."""
    items = 0
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, list):
                below += item
            elif isinstance(item, dict):
                if not all(isinstance(key, str) for key in item):
                    raise WireError("dictionary key that is no string")
                below += item.values()
            elif not isinstance(item, (bool, int, float, str, np.ndarray, type(None))):
                raise WireError(f"{type(item).__name__} is no plain data")
        items += len(below)
        if items > MAX_ITEMS:
            raise WireError("too many values")
        if not below:
            return
        level = below
    raise WireError("nested too deeply")
