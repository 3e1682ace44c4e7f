"""What goes over the two pipes of a worker: messages of plain data, strictly decoded.

Decoding executes nothing and trusts no size: whatever does not fit raises `WireError`. Enough is said here to
write the other side.

**Frame.** Four bytes, the length of the body (big-endian, as all lengths here), then the body. The body: four bytes,
the length of the structure; the structure; the arrays.

**Structure.** One msgpack value, an array: the name of the message's type, then its fields in the order in which they
stand in the classes of `grader.sandbox.messages`. `Step` and `Call` are arrays of their fields without a name. Fields
at the end that have a default may be left out. Extension types:

- 1, array: one byte, the index of the dtype in `DTYPES`; one byte, 0 for C order or 1 for Fortran order; one byte, the
  number of dimensions; four bytes a dimension, its size. The numbers are not here but among the arrays.
- 2, integer of more than 64 bits: its decimal digits in ASCII, a `-` before them if need be.
- 3, `Kept` (requests only): a msgpack array of the step and of the path, which is an array.
- 4, tuple (requests only): a msgpack array of its items.

**Arrays.** Those of the structure in the order in which it names them, little-endian, a boolean one byte of 0 or 1.
Each begins at the next multiple of 16 bytes from the beginning of the body; the bytes skipped are not looked at. The
body ends with the last array, or with the structure when there is none.

**Limits of a reply.** 1 MiB of structure, and of arrays what the request allows. A value has at most 200 000 items,
nested in at most 32 levels, and only text for keys. An array has at most 16 dimensions, none larger than 2**26, and
the product of those that are not 0 is at most 2**40. Text is Unicode without surrogates; `bounded` says how much of
what else a reply tells is kept.

**Order.** The grader sends `Setup` and, without waiting, `Load`. The worker answers the first with `Ready` or
`Refused`, the second with `Loaded` or `RaisedReply`. Then come any number of `Run`, whose calls are answered one by
one with `ReturnedReply`, `RaisedReply` or `NotPlainReply`. The worker ends when its pipe is closed.
"""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import numpy as np

from grader.answers import Kept
from grader.sandbox.data import STRUCTURE_LIMIT, ArraysIn, ArraysOut, check_plain, large_integer, packed_integer
from grader.sandbox.frames import WireError
from grader.sandbox.messages import (
    Call,
    Load,
    Loaded,
    NotPlainReply,
    RaisedReply,
    Ready,
    Refused,
    Reply,
    Request,
    ReturnedReply,
    Run,
    Setup,
    Started,
    Step,
    bounded,
)

__all__ = [
    "Call",
    "Load",
    "Loaded",
    "NotPlainReply",
    "RaisedReply",
    "Ready",
    "Refused",
    "Reply",
    "Request",
    "ReturnedReply",
    "Run",
    "Setup",
    "Started",
    "Step",
    "WireError",
    "argument",
    "big_integer",
    "bounded",
    "decode_reply",
    "decode_request",
    "decode_setup",
    "encode",
]

ARRAY = 1
BIG_INTEGER = 2
KEPT = 3
TUPLE = 4
_NO_ARRAYS = ArraysIn(bytearray(4))


class Tuple:
    """A tuple among arguments: msgpack knows lists only."""

    __slots__ = ("items",)

    def __init__(self, items: list[Any]) -> None:
        self.items = items


def argument(value: Any) -> Any:
    """An argument as it is encoded: tuples and `Kept` as extension types, since msgpack has only lists and mappings."""
    if isinstance(value, Kept):
        return msgspec.msgpack.Ext(KEPT, msgspec.msgpack.encode((value.step, value.path)))
    if isinstance(value, tuple):
        return Tuple([argument(item) for item in value])
    if isinstance(value, list):
        return [argument(item) for item in value]
    if isinstance(value, dict):
        return {key: argument(item) for key, item in value.items()}
    return value


def big_integer(value: int) -> msgspec.msgpack.Ext:
    """An integer of more than 64 bits as it is encoded."""
    return msgspec.msgpack.Ext(BIG_INTEGER, packed_integer(value))


def encode(message: Setup | Request | Reply) -> bytes:
    """A whole frame. A reply's value keeps the limits already (`grader.sandbox.plain`); the rest is cut to them."""
    if isinstance(message, Reply):
        message = bounded(message)
    writing = _Writing()
    return writing.arrays.after(msgspec.msgpack.encode(message, enc_hook=writing.other))


class _Writing:
    """A message that is being written.

    No closure: one that calls itself is a cycle, which would hold the message's arrays until the collector comes by, so
    that the same call takes now new memory and now old, at nearly twice the speed.
    """

    def __init__(self) -> None:
        self.arrays = ArraysOut()

    def other(self, value: Any) -> Any:
        """What stands for a value that msgpack does not know."""
        if isinstance(value, (np.ndarray, np.generic)):
            return msgspec.msgpack.Ext(ARRAY, self.arrays.add(np.asarray(value)))
        if isinstance(value, Tuple):
            return msgspec.msgpack.Ext(TUPLE, msgspec.msgpack.encode(value.items, enc_hook=self.other))
        raise NotImplementedError(type(value).__name__)


class _Reading(threading.local):
    """A thread's decoders, and the message that they are reading.

    Made once: that is quicker, and later a worker has forgotten the modules that the messages' annotations name.
    """

    def __init__(self) -> None:
        self._arrays = _NO_ARRAYS
        self._setups = msgspec.msgpack.Decoder(Setup)
        self._tuples = msgspec.msgpack.Decoder(list, ext_hook=self._argument)
        self._requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request, ext_hook=self._argument)
        self._replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply, ext_hook=self._plain)

    def setup(self, body: bytearray) -> Setup:
        return self._setups.decode(ArraysIn(body).structure)

    def request(self, body: bytearray) -> Request:
        self._arrays = arrays = ArraysIn(body)
        request = self._requests.decode(arrays.structure)
        self._arrays = _NO_ARRAYS
        return request

    def reply(self, body: bytearray) -> Reply:
        self._arrays = arrays = ArraysIn(body)
        if len(arrays.structure) > STRUCTURE_LIMIT:
            raise WireError(f"structure of {len(arrays.structure)} bytes")
        try:
            reply = self._replies.decode(arrays.structure)
        except (msgspec.MsgspecError, RecursionError, ValueError, TypeError) as error:
            raise WireError(str(error)) from error
        finally:
            self._arrays = _NO_ARRAYS
        arrays.finish()
        return reply

    def _argument(self, code: int, data: memoryview) -> Any:
        if code == KEPT:
            step, path = msgspec.msgpack.decode(data)
            return Kept(step, tuple(path))
        if code == TUPLE:
            return tuple(self._tuples.decode(data))
        return self._plain(code, data)

    def _plain(self, code: int, data: memoryview) -> Any:
        if code == ARRAY:
            return self._arrays.next(data)
        if code == BIG_INTEGER:
            return large_integer(data)
        raise WireError("unknown extension type")


_reading = _Reading()


def decode_setup(body: bytearray) -> Setup:
    """Worker's side; the grader is trusted."""
    return _reading.setup(body)


def decode_request(body: bytearray) -> Request:
    """Worker's side; the grader is trusted. Arrays are windows on the body."""
    return _reading.request(body)


def decode_reply(body: bytearray) -> Reply:
    """Grader's side: a reply whose every value is plain data, or `WireError`. Arrays are windows on the body."""
    reply = _reading.reply(body)
    if isinstance(reply, ReturnedReply):
        check_plain(reply.value)
    return bounded(reply)
