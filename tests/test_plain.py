"""What a function returns is a stranger's object: it is taken for what it really is, or refused, and never asked."""

from __future__ import annotations

import sys
import tracemalloc
from collections import OrderedDict, defaultdict, namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.answers import same_data
from grader.sandbox import data, wire
from grader.sandbox.plain import NoPlainDataError, TooLargeError, plain
from tests.test_wire import sent

LIMIT = 1 << 20


class Lying:
    """Says that it is a list of one number."""

    __class__ = list  # type: ignore[assignment]

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[float]:
        return iter([1.0])

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        return np.ones(1)


class OddFloat(float):
    """A number that says to be another one."""

    def __float__(self) -> float:
        return 42.0

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class OddInt(int):
    """Another one."""

    def __int__(self) -> int:
        return 42

    def __index__(self) -> int:
        return 42

    def __abs__(self) -> int:
        return 0


class OddText(str):
    """A text that says to be another one."""

    __slots__ = ()

    def __str__(self) -> str:
        return "other"

    def __len__(self) -> int:
        return 0

    def encode(self, *_: Any, **__: Any) -> bytes:
        return b"other"


class OddList(list[Any]):
    """A list that yields without end."""

    def __iter__(self) -> Iterator[float]:
        while True:
            yield 42.0

    def __len__(self) -> int:
        return 0


class OddDict(dict[str, Any]):
    """A dict that shows other items."""

    def __iter__(self) -> Iterator[str]:
        return iter(["other"])

    def items(self) -> Any:
        return [("other", 42.0)]


class OddArray(np.ndarray):
    """An array that says to be of other numbers, another type and another size."""

    finalized = 0

    def __array_finalize__(self, obj: Any) -> None:
        type(self).finalized += 1

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:  # type: ignore[override]
        return np.full(2, 42.0)

    @property
    def nbytes(self) -> int:
        return 0

    @property
    def dtype(self) -> Any:
        return np.dtype("f4")

    @property  # type: ignore[misc]
    def shape(self) -> Any:
        return (2,)


Point = namedtuple("Point", "x y")  # noqa: PYI024 (as a student writes it)

TAKEN = {
    "a float's subclass": (OddFloat(1.5), 1.5),
    "an int's subclass": (OddInt(7), 7),
    "a large int's subclass": (OddInt(10**30), 10**30),
    "a str's subclass": (OddText("right"), "right"),
    "NumPy's str": (np.str_("right"), "right"),
    "a list's subclass": (OddList([1.0]), [1.0]),
    "a dict's subclass": (OddDict({"right": 1.0}), {"right": 1.0}),
    "keys of a str's subclass": ({OddText("right"): 1}, {"right": 1}),
    "an ordered dict": (OrderedDict(a=1), {"a": 1}),
    "a default dict": (defaultdict(int, a=1), {"a": 1}),
    "a named tuple": (Point(1, 2.5), [1, 2.5]),
    "a matrix": (np.array([[1.0, 2.0]]).view(np.matrix), np.array([[1.0, 2.0]])),
    "a record array of numbers": (np.ones(3).view(np.recarray), np.ones(3)),
    "an unmasked masked array": (np.ma.array([1.0, 2.0], mask=False), np.array([1.0, 2.0])),
    "an array's subclass": (np.arange(3.0).view(OddArray), np.arange(3.0)),
    "longer floats": (np.arange(3, dtype=np.longdouble), np.arange(3.0)),
    "the other byte order": (np.arange(3, dtype=">i4"), np.arange(3, dtype=np.int32)),
    "a view that runs backwards": (np.arange(6.0)[::-2], np.array([5.0, 3.0, 1.0])),
    "a broadcast view": (np.broadcast_to(np.float64(2), (2, 3)), np.full((2, 3), 2.0)),
}


@pytest.mark.parametrize(("value", "taken"), TAKEN.values(), ids=TAKEN)
def test_is_taken_for_what_it_holds(value: Any, taken: Any) -> None:
    assert same_data(sent(plain(value, LIMIT)), taken)


def test_a_file_in_memory_is_an_array(tmp_path: Path) -> None:
    mapped = np.memmap(tmp_path / "numbers", np.float64, "w+", shape=(2, 2))
    mapped[:] = 3
    assert same_data(sent(plain(mapped, LIMIT)), np.full((2, 2), 3.0))


def test_no_method_of_an_arrays_subclass_is_called() -> None:
    array = np.arange(3.0).view(OddArray)
    before = OddArray.finalized
    assert type(plain(array, LIMIT)) is np.ndarray
    assert OddArray.finalized == before


REFUSED = {
    "an object that says to be a list": (Lying(), "Lying"),
    "a set": ({1}, "set"),
    "a generator": ((x for x in "ab"), "generator"),
    "bytes": (b"12", "bytes"),
    "a complex number": (1j, "complex"),
    "objects": (np.empty(2, object), "array of dtype object"),
    "texts": (np.array(["ab"]), "array of dtype <U2"),
    "dates": (np.array(["2020"], "M8[Y]"), "array of dtype datetime64[Y]"),
    "records": (
        np.zeros(2, "f8,i4").view(np.recarray),
        "array of dtype (numpy.record, [('f0', '<f8'), ('f1', '<i4')])",
    ),
    "a masked array": (np.ma.array([1.0, 2.0], mask=[True, False]), "masked array"),
    "keys that are numbers": ({1: 2}, "dict whose keys are not all text"),
    "half a character": ("\ud800", "str with half a character in it"),
    "half a character in a key": ({"\ud800": 1}, "str with half a character in it"),
    "a number of 401 digits": (10**400, "int of more than 400 digits"),
    "many dimensions": (np.zeros((1,) * 17), "array of 17 dimensions"),
    "an absurd shape": (np.zeros((0, 2**40)), "array of shape (0, 1099511627776)"),
    "another absurd shape": (np.zeros((0, 2**26, 2**26)), "array of shape (0, 67108864, 67108864)"),
}


@pytest.mark.parametrize(("value", "kind"), REFUSED.values(), ids=REFUSED)
def test_is_refused_under_a_name_that_is_true(value: Any, kind: str) -> None:
    with pytest.raises(NoPlainDataError) as caught:
        plain(value, LIMIT)
    assert str(caught.value) == kind


def test_a_type_that_hides_its_name_is_named() -> None:
    class Hidden(type):
        @property
        def __name__(cls) -> str:  # type: ignore[override]
            raise SystemExit

    with pytest.raises(NoPlainDataError, match=r"^Secretive$"):
        plain(Hidden("Secretive", (), {})(), LIMIT)


def test_what_contains_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(NoPlainDataError):
        plain(endless, LIMIT)


def test_a_million_references_to_one_list_are_too_large() -> None:
    value: list[Any] = []
    for _ in range(25):
        value = [value, value]
    with pytest.raises(TooLargeError):
        plain(value, LIMIT)


LARGE = {
    "a broadcast view": lambda: np.broadcast_to(np.float64(1), (1000, 1000, 1000)),
    "a broadcast view of longer floats": lambda: np.broadcast_to(np.longdouble(1), (1000, 1000, 1000)),
    "one array many times": lambda: [np.zeros(1 << 14)] * 9,
    "many small arrays": lambda: [np.zeros(())] * (1 << 17),
    "many numbers": lambda: [1.5] * 150_000,
    "many Nones": lambda: [None] * 200_001,
    "a long text": lambda: "x" * (1 << 20),
    "texts of many bytes": lambda: ["€" * 1000] * 400,
    "a broadcast subclass": lambda: np.broadcast_to(np.zeros(1).view(OddArray), (10**9,), subok=True),
}


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_is_refused_by_its_size_before_it_is_copied(make: Any) -> None:
    value = make()
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        plain(value, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * LIMIT


FULL = {
    "numbers": [1.5] * 100_000,
    "small arrays": [np.zeros((1,) * 16)] * 5_000,
    "texts": ["é" * 10] * 35_000,
    "pairs": {f"{key:08}": None for key in range(60_000)},
    "one large array": np.zeros(LIMIT // 8),
    "large integers": [10**399] * 2_000,
    "nested lists": [[[[1.5]]]] * 20_000,
}


@pytest.mark.parametrize("value", FULL.values(), ids=FULL)
def test_what_is_as_large_as_may_be_arrives(value: Any) -> None:
    frame = wire.encode(wire.ReturnedReply(plain(value, LIMIT), [], [], "é" * 10_000, "\0" * 10_000))
    assert len(frame) <= LIMIT + data.STRUCTURE_LIMIT + 64
    reply = wire.decode_reply(bytearray(frame[4:]))
    assert isinstance(reply, wire.ReturnedReply)
    assert same_data(reply.value, value)


def test_the_smallest_refused_structures_and_the_largest_sent_meet() -> None:
    """Whatever number of items is not refused by the worker arrives at the grader."""
    for count in (199_999, 200_000):
        try:
            value = plain([None] * count, LIMIT)
        except TooLargeError:
            continue
        assert sent_whole(value) == [None] * count


def sent_whole(value: Any) -> Any:
    """A value after its journey, whatever its size."""
    reply = wire.decode_reply(bytearray(wire.encode(wire.ReturnedReply(value, [], [], "", ""))[4:]))
    assert isinstance(reply, wire.ReturnedReply)
    return reply.value


def test_nesting_that_is_not_refused_arrives() -> None:
    for depth in range(25, 40):
        value: Any = 1.5
        for _ in range(depth):
            value = [value]
        try:
            found = plain(value, LIMIT)
        except NoPlainDataError:
            assert depth >= data.MAX_DEPTH
            continue
        assert sent_whole(found) == value
    assert sys.getrecursionlimit() > 2 * data.MAX_DEPTH
