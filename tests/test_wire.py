"""What goes over the pipes comes back the same; whatever else arrives is refused, never believed and never a crash."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.answers import Kept, arrays_in, same_data
from grader.sandbox import data, wire
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

    @pytest.mark.parametrize("value", [10**300, -(10**400) + 1, 2**64, -(2**63) - 1])
    def test_integers_may_be_large(self, value: int) -> None:
        assert sent(wire.big_integer(value)) == value


def body(structure: bytes, arrays: bytes | None = None) -> bytearray:
    """A hand-made message: `arrays` begin at the next multiple of 16."""
    start = LENGTH.pack(len(structure)) + structure
    return bytearray(start if arrays is None else start + bytes(-len(start) % 16) + arrays)


def returned(value: Any, arrays: bytes | None = None) -> bytearray:
    """A hand-made reply."""
    return body(msgspec.msgpack.encode(["ReturnedReply", value, [], [], "", ""]), arrays)


def raw(value: bytes) -> bytearray:
    """A reply whose value is these bytes of msgpack."""
    return body(b"\x96\xadReturnedReply" + value + b"\x90\x90\xa0\xa0")


def extension(code: int, content: bytes) -> msgspec.msgpack.Ext:
    """An extension type."""
    return msgspec.msgpack.Ext(code, content)


def header(dtype: int, shape: tuple[int, ...], order: int = 0) -> msgspec.msgpack.Ext:
    """What stands for a hand-made array."""
    return extension(wire.ARRAY, struct.pack(f">BBB{len(shape)}I", dtype, order, len(shape), *shape))


FLOAT = data.DTYPES.index("f8")

HOSTILE = {
    "nothing": bytearray(),
    "no structure": bytearray(b"\0\0\0\1"),
    "an empty structure": body(b""),
    "no message": body(b"\xc1"),
    "another type": body(msgspec.msgpack.encode(["Load", "m", {}])),
    "an unknown type": body(msgspec.msgpack.encode(["Pickle", b"..."])),
    "bytes": returned(b"raw"),
    "a date": returned(extension(-1, b"\0\0\0\0")),
    "numbers as keys": returned({1: 2}),
    "lists as keys": raw(b"\x81\x90\xc0"),
    "arrays as keys": raw(b"\x81\xc7\x03\x01\x00\x00\x00\xc0"),
    "text that is not UTF-8": raw(b"\xa2\xff\xfe"),
    "half a character": raw(b"\xa3\xed\xa0\x80"),
    "an unknown extension": returned(extension(99, b"x")),
    "an argument's tuple": returned(extension(wire.TUPLE, b"\x90")),
    "a kept result": returned(extension(wire.KEPT, b"\x92\x00\x90")),
    "an integer that is none": returned(extension(wire.BIG_INTEGER, b"1e9")),
    "an integer with a blank": returned(extension(wire.BIG_INTEGER, b" 1")),
    "an integer without end": returned(extension(wire.BIG_INTEGER, b"9" * 100_000)),
    "endless nesting": raw(b"\x91" * 100_000),
    "nesting in all too many levels": returned([[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]),
    "too many values": raw(b"\xdd\x00\x03\x0d\x41" + b"\xc0" * 200_001),
    "too large a structure": raw(b"\xdd\x00\x0f\xff\xff" + b"\xc0" * 0xFFFFF),
    "a list that claims to be long": body(b"\x96\xadReturnedReply\xdd\xff\xff\xff\xff"),
    "a dict that claims to be long": body(b"\x96\xadReturnedReply\xdf\xff\xff\xff\xff"),
    "a text that claims to be long": body(b"\x96\xadReturnedReply\xdb\xff\xff\xff\xff"),
    "an array that claims to be long": body(b"\x96\xadReturnedReply\xc9\xff\xff\xff\xff\x01"),
    "text where a list belongs": body(msgspec.msgpack.encode(["ReturnedReply", 1, "ab", [], "", ""])),
    "an array where text belongs": body(msgspec.msgpack.encode(["ReturnedReply", 1, [], [], header(FLOAT, (0,)), ""])),
    "an array without header": returned(extension(wire.ARRAY, b"\0")),
    "an array without shape": returned(extension(wire.ARRAY, b"\x0b\0\x02\0")),
    "an array of objects": returned(header(200, (1,)), bytes(8)),
    "an array in another order": returned(header(FLOAT, (1,), 2), bytes(8)),
    "an array with too many dimensions": returned(header(FLOAT, (1,) * 17), bytes(8)),
    "an array larger than its data": returned(header(FLOAT, (2**20,)), bytes(8)),
    "an array smaller than its data": returned(header(FLOAT, (1,)), bytes(16)),
    "an array whose size overflows": returned(header(FLOAT, (2**26,) * 3), b""),
    "an array of an absurd side": returned(header(FLOAT, (2**27, 0)), b""),
    "an empty array of an absurd shape": returned(header(FLOAT, (0, 2**26, 2**26)), b""),
    "two arrays on the same data": returned([header(FLOAT, (1,))] * 2, bytes(8)),
    "data that belongs to nothing": returned(1, bytes(8)),
    "a boolean of 7": returned(header(0, (1,)), b"\x07"),
}


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_reply_is_refused(message: bytearray) -> None:
    with pytest.raises(WireError):
        wire.decode_reply(message)


def test_a_wrong_shape_that_is_bounded_is_no_breach() -> None:
    reply = wire.decode_reply(returned(header(FLOAT, (0, 2**26)), b""))
    assert isinstance(reply, wire.ReturnedReply)
    assert reply.value.shape == (0, 2**26)


def decoded(message: bytearray) -> wire.Reply | None:
    """The reply, or None where there is none: nothing else may come of any bytes."""
    try:
        return wire.decode_reply(message)
    except WireError:
        return None


HARMLESS = (bool, int, float, str, type(None), np.ndarray, list, dict)


@given(st.binary(max_size=300), st.booleans())
@example(b"\xdc\xff\xff" * 100_000, True)
@example(b"\x81\xa0" * 100_000, True)
def test_random_bytes_are_decoded_or_refused(content: bytes, of_a_value: bool) -> None:
    decoded(raw(content) if of_a_value else bytearray(content))
    decoded(body(content))


@given(PLAIN, st.data())
def test_a_damaged_reply_is_decoded_or_refused(value: object, draw: st.DataObject) -> None:
    message = bytearray(wire.encode(wire.ReturnedReply(value, [1, "x"], [], "w", "o"))[4:])
    for _ in range(draw.draw(st.integers(1, 3))):
        message[draw.draw(st.integers(0, len(message) - 1))] = draw.draw(st.integers(0, 255))
    end = draw.draw(st.one_of(st.just(len(message)), st.integers(0, len(message))))
    reply = decoded(message[:end])
    if isinstance(reply, wire.ReturnedReply):
        assert isinstance(reply.value, HARMLESS)
        assert sum(array.nbytes for array in arrays_in(reply.value)) <= len(message)


UNITS = {
    "None": b"\xc0",
    "empty lists": b"\x90",
    "empty dicts": b"\x80",
    "dicts of one": b"\x81\xa0\xc0",
    "lists of one": b"\x91\xc0",
    "short texts": b"\xa2\xc3\xa9",
    "integers": b"\xcd\x01\x01",
    "floats": b"\xca\x00\x00\x00\x01",
    "empty arrays": b"\xc7\x07\x01\x0b\x00\x01\x00\x00\x00\x00",
    "large integers": b"\xc7\x15\x02" + b"9" * 21,
    "nests": b"\x91" * 30 + b"\xc0",
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_the_largest_structure_takes_little_memory_and_time(unit: bytes) -> None:
    count = (data.STRUCTURE_LIMIT - 100) // len(unit)
    message = raw(b"\xdd" + count.to_bytes(4, "big") + unit * count)
    began = time.process_time()
    decoded(message)
    assert time.process_time() - began < 5
    tracemalloc.start()
    decoded(message)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 160 * data.STRUCTURE_LIMIT


def test_arrays_are_not_copied_on_arrival() -> None:
    array = np.ones((64, 1 << 16))
    message = read_frame(io.BytesIO(wire.encode(wire.ReturnedReply(array, [], [], "", ""))), 1 << 26)
    tracemalloc.start()
    reply = wire.decode_reply(message)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(reply, wire.ReturnedReply)
    assert np.array_equal(reply.value, array)
    assert peak < 1 << 16


class TestWordsOfAReply:
    """Whatever a submission makes of names and messages, they arrive short and valid."""

    def raised(self, **fields: Any) -> wire.RaisedReply:
        told: dict[str, Any] = {
            "phase": "call",
            "exception": "E",
            "message": "",
            "module": "",
            "line": None,
            "output": "",
            **fields,
        }
        sent = wire.RaisedReply(**told)
        reply = wire.decode_reply(bytearray(wire.encode(sent)[4:]))
        assert isinstance(reply, wire.RaisedReply)
        return reply

    def test_long_texts_are_cut(self) -> None:
        reply = self.raised(exception="é" * 10**6, message="x" * 10**6, module="m" * 10**6, output="o" * 10**6)
        lengths = [len(text) for text in (reply.exception, reply.message, reply.module, reply.output)]
        assert lengths == [100, 400, 100, 2000]

    def test_half_characters_are_replaced(self) -> None:
        assert self.raised(message="a\ud800b").message == "a?b"

    @pytest.mark.parametrize("line", [-1, 0, 2**63, 2**64 - 1, 1.5, "7", None])
    def test_a_line_that_cannot_be_is_none(self, line: Any) -> None:
        assert self.raised(line=line).line is None

    @pytest.mark.thorough
    def test_a_million_names_are_cut_as_well(self) -> None:
        names = [f"function_{number}" for number in range(1_000_000)]
        loaded = wire.bounded(wire.Loaded(names, {name: [name] for name in names}))
        assert isinstance(loaded, wire.Loaded)
        assert loaded.functions[:3] == names[:3]
        assert len(wire.encode(loaded)) < data.STRUCTURE_LIMIT
        assert wire.decode_reply(bytearray(wire.encode(loaded)[4:])) == loaded

    def test_names_that_are_no_text_are_left_out(self) -> None:
        loaded = wire.bounded(wire.Loaded(["f", 5, "x" * 101, "g"], {}))  # type: ignore[list-item]
        assert loaded == wire.Loaded(["f", "g"], {})


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
