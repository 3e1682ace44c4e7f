"""What goes over the two pipes: length-prefixed msgpack, strictly decoded.

Each frame holds a msgpack message of one of the types below. Arrays travel as an extension type that can hold
nothing but numbers. Decoding never executes anything and never trusts a size: whatever does not fit raises
`WireError`.
"""

from __future__ import annotations

import math
import struct
from typing import Any

import msgspec
import numpy as np

from grader.answers import Kept
from grader.sandbox.frames import WireError, framed
from grader.sandbox.levels import Level

ARRAY = 1
BIG_INTEGER = 2
KEPT = 3
TUPLE = 4

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
MAX_DIMENSIONS = 16
MAX_DEPTH = 32
MAX_ITEMS = 200_000
MAX_DIGITS = 400
_HEADER = struct.Struct(">BBB")


class Setup(msgspec.Struct, tag=True, array_like=True):
    """Grader → keeper, first: how to confine the worker, and the processor that it and its threads share."""

    isolation: Level
    memory_bytes: int
    scratch_bytes: int
    processor: int | None = None


class Load(msgspec.Struct, tag=True, array_like=True):
    """Grader → worker: the sources of a submission by module name, and the module to import."""

    module: str
    sources: dict[str, bytes]


class Step(msgspec.Struct, array_like=True):
    """The arguments of one call; `Kept` among them stands for a part of an earlier step's result."""

    arguments: list[Any]
    keywords: dict[str, Any] = {}


class Call(msgspec.Struct, array_like=True):
    """A function of the loaded module, called once or several times in a row.

    The answer is the result, or of several steps the list of results, or of the parts to which `report` leads.
    """

    function: str
    steps: list[Step]
    report: list[int | str] = []


class Run(msgspec.Struct, tag=True, array_like=True):
    """Grader → worker: calls to make one after the other, each answered by one reply.

    `output_limit` and `reply_limit` are in bytes, for each call. Without `watch` (speed) the arguments are not
    looked at for changes.
    """

    calls: list[Call]
    output_limit: int
    reply_limit: int
    watch: bool = True


class Started(msgspec.Struct, tag=True, array_like=True):
    """Keeper → grader: the worker's process, and its scratch folder as a path inside of it."""

    pid: int
    scratch: str


class Ready(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: confined, waiting for the submission."""


class Refused(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: this machine cannot confine it as asked, and why."""

    reason: str


class Loaded(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: the module is imported and has these callables; which of the student's own they call."""

    functions: list[str]
    borrowed: dict[str, list[str]]


class RaisedReply(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: an exception, at import or in a call. `phase` is `compile`, `import`, `arguments` or `call`."""

    phase: str
    exception: str
    message: str
    module: str
    line: int | None
    output: str


class ReturnedReply(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: plain data, which arguments were changed or are aliased, the first warning."""

    value: Any
    modified: list[int | str]
    shared: list[int | str]
    warning: str
    output: str


class NotPlainReply(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: a value that is no plain data, or one too large to send."""

    kind: str
    too_large: bool
    output: str


Request = Load | Run
Reply = Started | Ready | Refused | Loaded | RaisedReply | ReturnedReply | NotPlainReply


def encode_array(array: np.ndarray) -> msgspec.msgpack.Ext:
    """Pack an array of numbers: dtype, memory order, number of dimensions, shape, little-endian data."""
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    header = _HEADER.pack(DTYPES.index(_code(array.dtype)), fortran, array.ndim)
    return msgspec.msgpack.Ext(
        ARRAY, b"".join((header, struct.pack(f">{array.ndim}Q", *array.shape), little.tobytes("F" if fortran else "C")))
    )


def _code(dtype: np.dtype[Any]) -> str:
    return "?" if dtype.kind == "b" else f"{dtype.kind}{dtype.itemsize}"


def is_numeric(dtype: np.dtype[Any]) -> bool:
    """Whether arrays of this dtype can travel."""
    return _code(dtype) in DTYPES


def decode_array(data: memoryview) -> np.ndarray:
    """Unpack an array; its size is checked against the bytes received before it is made. The array is writeable."""
    if len(data) < _HEADER.size:
        raise WireError("array without a header")
    code, fortran, dimensions = _HEADER.unpack_from(data)
    if code >= len(DTYPES) or fortran > 1 or dimensions > MAX_DIMENSIONS:
        raise WireError("array of an unknown kind")
    offset = _HEADER.size + 8 * dimensions
    if len(data) < offset:
        raise WireError("array without a shape")
    shape = struct.unpack_from(f">{dimensions}Q", data, _HEADER.size)
    dtype = np.dtype("?" if DTYPES[code] == "?" else f"<{DTYPES[code]}")
    if max(shape, default=0) > 2**40 or math.prod(shape) * dtype.itemsize != len(data) - offset:
        raise WireError("array whose shape does not fit its data")
    if math.prod(size for size in shape if size) > 2**40:
        raise WireError("empty array of an absurd shape")
    flat = np.frombuffer(data, dtype, offset=offset).astype(dtype.newbyteorder("="))
    if dtype.kind == "b" and flat.view(np.uint8).max(initial=0) > 1:
        raise WireError("boolean that is neither true nor false")
    return flat.reshape(shape, order="F" if fortran else "C")


def argument(value: Any) -> Any:
    """An argument as it is packed: tuples and `Kept` as extension types, since msgpack has only lists and mappings."""
    if isinstance(value, Kept):
        return msgspec.msgpack.Ext(KEPT, msgspec.msgpack.encode((value.step, value.path)))
    if isinstance(value, tuple):
        return msgspec.msgpack.Ext(TUPLE, _encoder.encode([argument(item) for item in value]))
    if isinstance(value, list):
        return [argument(item) for item in value]
    if isinstance(value, dict):
        return {key: argument(item) for key, item in value.items()}
    return value


def big_integer(value: int) -> msgspec.msgpack.Ext:
    """Pack an integer of more than 64 bits; `MAX_DIGITS` digits at most are read back."""
    return msgspec.msgpack.Ext(BIG_INTEGER, str(value).encode())


def _encode_other(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return encode_array(value)
    if isinstance(value, np.generic):
        return encode_array(np.asarray(value))
    raise NotImplementedError(type(value).__name__)


def _decode_request_part(code: int, data: memoryview) -> Any:
    if code == KEPT:
        step, path = msgspec.msgpack.decode(data)
        return Kept(step, tuple(path))
    if code == TUPLE:
        return tuple(_arguments.decode(data))
    return _decode_other(code, data)


def _decode_other(code: int, data: memoryview) -> Any:
    if code == ARRAY:
        return decode_array(data)
    if code == BIG_INTEGER and len(data) <= MAX_DIGITS:
        return int(bytes(data))
    raise WireError("unknown extension type")


_encoder = msgspec.msgpack.Encoder(enc_hook=_encode_other)
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request, ext_hook=_decode_request_part)
_arguments = msgspec.msgpack.Decoder(list, ext_hook=_decode_request_part)
_setups = msgspec.msgpack.Decoder(Setup)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply, ext_hook=_decode_other)


def encode(message: Setup | Request | Reply) -> bytes:
    """A whole frame."""
    return framed(_encoder.encode(message))


def decode_setup(body: bytes) -> Setup:
    """Worker's side; the grader is trusted."""
    return _setups.decode(body)


def decode_request(body: bytes) -> Request:
    """Worker's side; the grader is trusted."""
    return _requests.decode(body)


def decode_reply(body: bytes) -> Reply:
    """Grader's side: a reply whose every value is plain data, or `WireError`."""
    try:
        reply = _replies.decode(body)
    except (msgspec.MsgspecError, RecursionError, ValueError, OverflowError, UnicodeError) as error:
        raise WireError(str(error)) from error
    if isinstance(reply, ReturnedReply):
        _check_plain(reply.value)
    return reply


def _check_plain(value: Any) -> None:
    """Refuse what msgpack knows and this protocol does not (bytes, timestamps, odd keys), and absurd nesting."""
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
