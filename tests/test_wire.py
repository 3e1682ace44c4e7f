"""What goes over the pipes comes back the same; whatever else arrives is refused, never believed and never a crash."""

from __future__ import annotations

import io
import struct

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.answers import Kept, same_data
from grader.sandbox import wire
from grader.sandbox.frames import LENGTH, WireError, read_frame

NUMERIC = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="="),
    hnp.unsigned_integer_dtypes(endianness="="),
    hnp.floating_dtypes(endianness="=", sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(endianness="=", sizes=(64, 128)),
)
ARRAYS = hnp.arrays(NUMERIC, hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))
PLAIN = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False), st.text(), ARRAYS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=10,
)


def sent(value: object) -> object:
    """A value after a journey from worker to grader."""
    frame = wire.encode(wire.ReturnedReply(value, [], [], "", ""))
    reply = wire.decode_reply(read_frame(io.BytesIO(frame), 1 << 20))
    assert isinstance(reply, wire.ReturnedReply)
    return reply.value


class TestPlainData:
    @given(PLAIN)
    def test_arrives_as_it_was_sent(self, value: object) -> None:
        assert same_data(sent(value), value)

    @given(ARRAYS)
    def test_arrays_keep_their_order_and_can_be_written_to(self, array: np.ndarray) -> None:
        received = sent(np.asfortranarray(array))
        assert isinstance(received, np.ndarray)
        assert received.flags.writeable
        assert received.flags.f_contiguous

    def test_integers_may_be_large(self) -> None:
        assert sent(wire.big_integer(10**300)) == 10**300


def extension(code: int, data: bytes) -> bytes:
    """A reply whose value is an extension type."""
    return msgspec.msgpack.encode(["ReturnedReply", msgspec.msgpack.Ext(code, data), [], [], "", ""])


def array(dtype: int, shape: tuple[int, ...], data: bytes, order: int = 0) -> bytes:
    """A hand-made array."""
    return extension(wire.ARRAY, struct.pack(f">BBB{len(shape)}Q", dtype, order, len(shape), *shape) + data)


HOSTILE = {
    "nothing": b"",
    "no message": b"\xc1",
    "another type": msgspec.msgpack.encode(["Load", "m", {}]),
    "an unknown type": msgspec.msgpack.encode(["Pickle", b"..."]),
    "bytes": msgspec.msgpack.encode(["ReturnedReply", b"raw", [], [], "", ""]),
    "a date": msgspec.msgpack.encode(["ReturnedReply", msgspec.msgpack.Ext(-1, b"\0\0\0\0"), [], [], "", ""]),
    "numbers as keys": msgspec.msgpack.encode(["ReturnedReply", {1: 2}, [], [], "", ""]),
    "an unknown extension": extension(99, b"x"),
    "an integer that is none": extension(wire.BIG_INTEGER, b"1e9"),
    "an integer without end": extension(wire.BIG_INTEGER, b"9" * 100_000),
    "endless nesting": b"\x96\xadReturnedReply" + b"\x91" * 100_000,
    "deep nesting": msgspec.msgpack.encode(
        ["ReturnedReply", [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    ),
    "a list that claims to be long": b"\x96\xadReturnedReply\xdd\xff\xff\xff\xff",
    "an array without header": extension(wire.ARRAY, b"\0"),
    "an array without shape": extension(wire.ARRAY, b"\x0b\0\x02\0"),
    "an array of objects": array(200, (1,), b"\0" * 8),
    "an array with too many dimensions": array(1, (1,) * 17, b"\0"),
    "an array larger than its data": array(11, (2**40,), b"\0" * 8),
    "an array smaller than its data": array(11, (1,), b"\0" * 16),
    "an array whose size overflows": array(11, (2**33, 2**33), b""),
    "an empty array of an absurd shape": array(11, (0, 2**40, 2**40), b""),
    "a boolean of 7": array(0, (1,), b"\x07"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_reply_is_refused(body: bytes) -> None:
    with pytest.raises(WireError):
        wire.decode_reply(body)


@given(st.binary(max_size=200))
def test_random_bytes_are_decoded_or_refused(body: bytes) -> None:
    try:
        wire.decode_reply(body)
    except WireError:
        return


@given(PLAIN, st.data())
def test_a_damaged_reply_is_decoded_or_refused(value: object, data: st.DataObject) -> None:
    body = bytearray(wire.encode(wire.ReturnedReply(value, [], [], "", ""))[4:])
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] = data.draw(st.integers(0, 255))
    try:
        wire.decode_reply(bytes(body[: data.draw(st.integers(place, len(body)))]))
    except WireError:
        return


def test_a_frame_longer_than_allowed_is_not_even_read() -> None:
    stream = io.BytesIO(LENGTH.pack(1 << 31) + b"x" * 10)
    with pytest.raises(WireError):
        read_frame(stream, 1 << 20)
    assert stream.tell() == LENGTH.size


def test_a_stream_that_ends_in_a_frame_is_at_its_end() -> None:
    with pytest.raises(EOFError):
        read_frame(io.BytesIO(LENGTH.pack(10) + b"x"), 1 << 20)


def test_what_an_argument_stands_for_arrives_as_such() -> None:
    call = wire.Call("f", [wire.Step([wire.argument(Kept(2, (0, "m"))), 1.0])])
    request = wire.decode_request(read_frame(io.BytesIO(wire.encode(wire.Run([call], 1, 1))), 1 << 20))
    assert isinstance(request, wire.Run)
    assert request.calls[0].steps[0].arguments == [Kept(2, (0, "m")), 1.0]


def test_tuples_arrive_as_tuples_however_deep() -> None:
    value = (1, [(2, 3)], {"size": (3, 3), "array": (np.arange(2),)})
    call = wire.Call("f", [wire.Step([wire.argument(value)])])
    request = wire.decode_request(read_frame(io.BytesIO(wire.encode(wire.Run([call], 1, 1))), 1 << 20))
    assert isinstance(request, wire.Run)
    assert same_data(request.calls[0].steps[0].arguments, [value])
