"""Chapters as files: cases and what was answered to them, for where neither reference nor mistakes are at hand.

A file is one msgpack value of plain data. Extension types: 1 an array (dtype, Fortran order or not, shape, bytes), 2 a
number of NumPy's (dtype, bytes), 3 a tuple, 4 `Kept`, 5 an integer of more than 64 bits, 6 a complex number. It is
trusted, as the code beside it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from grader.answers import Answer, Kept, Raised, Returned
from grader.course.kept import KeptCases, KeptFields, Remembered
from grader.course.spec import Case, Chapter, Check, Exercise, Field, Judge, Step, Tolerance

ARRAY, NUMBER, TUPLE, KEPT, LARGE, COMPLEX = range(1, 7)
SMALLEST, LARGEST = -(2**63), 2**64 - 1
SUFFIX = ".cases"
PUBLIC_SEED = 0


class NotPlainError(Exception):
    """A value that cannot be written."""


class RememberedMistake(msgspec.Struct, frozen=True):
    """A known mistake of which only the hint and the answers are left."""

    id: str
    exercise: str
    hint: str
    function: Remembered


def packed(value: Any) -> bytes:
    """Data as bytes; `NotPlainError` for what is none."""
    return msgspec.msgpack.encode(_writable(value))


def unpacked(data: bytes) -> Any:
    """The same data, types, memory order and all."""
    return _decoder.decode(data)


def _writable(value: Any) -> Any:
    ext = msgspec.msgpack.Ext
    match value:
        case np.ndarray() if value.dtype.kind in "biufc":
            fortran = value.flags.f_contiguous and not value.flags.c_contiguous
            header = (value.dtype.str, bool(fortran), list(value.shape), value.tobytes("F" if fortran else "C"))
            return ext(ARRAY, msgspec.msgpack.encode(header))
        case np.generic() if value.dtype.kind in "biufc":
            return ext(NUMBER, msgspec.msgpack.encode((value.dtype.str, value.tobytes())))
        case np.ndarray() | np.generic():  # before `str`: there is one of NumPy's
            raise NotPlainError(str(value.dtype))
        case tuple():
            return ext(TUPLE, packed(list(value)))
        case Kept():
            return ext(KEPT, msgspec.msgpack.encode((value.step, value.path)))
        case list():
            return [_writable(item) for item in value]
        case dict():
            return {key: _writable(item) for key, item in value.items()}
    return _writable_leaf(value)


def _writable_leaf(value: Any) -> Any:
    if value is None or isinstance(value, (bool, str, float)):
        return value
    if isinstance(value, int):
        return value if SMALLEST <= value <= LARGEST else msgspec.msgpack.Ext(LARGE, str(value).encode())
    if isinstance(value, complex):
        return msgspec.msgpack.Ext(COMPLEX, msgspec.msgpack.encode((value.real, value.imag)))
    raise NotPlainError(type(value).__name__)


def _read(code: int, data: memoryview) -> Any:
    if code == LARGE:
        return int(bytes(data))
    found = _decoder.decode(data)
    match code:
        case 1:
            dtype, fortran, shape, numbers = found
            return np.frombuffer(bytearray(numbers), dtype).reshape(shape, order="F" if fortran else "C")
        case 2:
            return np.frombuffer(found[1], found[0])[0]
        case 3:
            return tuple(found)
        case 4:
            return Kept(found[0], tuple(found[1]))
        case _:
            return complex(*found)


_decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(ext_hook=_read)


def chapter_beside(module: str) -> Chapter:
    """The chapter in the file beside a module, given the module's own path."""
    return chapter_of(Path(module).with_suffix(SUFFIX).read_bytes())


def chapter_of(data: bytes) -> Chapter:
    """The chapter in a file."""
    found = unpacked(data)
    exercises = tuple(_exercise(one) for one in found["exercises"])
    return Chapter(found["number"], found["id"], found["title"], exercises, tuple(found["imports"]))


def _exercise(found: Mapping[str, Any]) -> Exercise:
    signature = inspect.Signature(
        [
            inspect.Parameter(
                name, getattr(inspect.Parameter, kind), default=default[0] if default else inspect.Parameter.empty
            )
            for name, kind, default in found["parameters"]
        ]
    )
    checks: list[Check] = []
    asked: list[Case] = []
    for check in found["checks"]:
        by_seed = {int(seed): [_case(one) for one in cases] for seed, cases in check["cases"].items()}
        asked += [case for cases in by_seed.values() for case in cases]
        checks.append(Check(check["id"], check["points"], check["title"], KeptCases(by_seed), _judge(check["judge"])))
    expected = [answer_in(answer) for answer in found["expected"]]

    def remembered(name: str, answers: Sequence[Any]) -> Remembered:
        given = [right if answer == 0 else answer_in(answer) for right, answer in zip(expected, answers, strict=True)]
        return Remembered(name, signature, list(zip(asked, given, strict=True)))

    fields = [(case, _fields(field)) for case, field in zip(asked, found["fields"], strict=True) if field is not None]
    return Exercise(
        found["id"],
        found["summary"],
        remembered(found["id"], [0] * len(asked)),
        tuple(checks),
        Tolerance(*found["tolerance"]),
        may_return_view=found["may_return_view"],
        dtype=found["dtype"],
        alternatives=tuple(remembered(found["id"], answers) for answers in found["alternatives"]),
        silent=found["silent"],
        receptive_field=KeptFields(fields) if fields else None,
        curve=found["curve"],
        mistakes=tuple(
            RememberedMistake(name, found["id"], hint, remembered(name, answers))
            for name, hint, answers in found["mistakes"]
        ),
    )


def _case(found: Sequence[Any]) -> Case:
    steps, report, hidden = found
    return Case(tuple(Step(tuple(arguments), keywords) for arguments, keywords in steps), report, hidden)


def _judge(found: Sequence[Any] | None) -> Judge | None:
    """A function or a class of a module of judges, by module, name and fields."""
    if found is None:
        return None
    module, name, *fields = found
    named = getattr(import_module(module), name)
    judge: Judge = named(*fields) if isinstance(named, type) else named
    return judge


def _fields(found: Mapping[str, np.ndarray]) -> dict[tuple[int, ...], Field]:
    """Spans by index of the result, from arrays of (index, axis, start and stop) by argument; `""` has the indices."""
    return {
        tuple(index): {
            name: tuple((start, stop) for start, stop in spans[place].tolist()) for name, spans in found.items() if name
        }
        for place, index in enumerate(found[""].tolist())
    }


def answer_in(found: Sequence[Any]) -> Answer:
    """An answer as it is written: an exception's name, or a value with what was done on the way."""
    if len(found) == 1:
        return Raised(found[0])
    value, modified, shared, warning = found
    return Returned(value, modified, shared, warning)


def answer_out(answer: Answer) -> list[Any]:
    """An answer as it is to be written; one that is no plain data is like none that a submission can give."""
    match answer:
        case Raised():
            return [answer.exception]
        case Returned():
            try:
                packed(answer.value)
            except NotPlainError:
                return [""]
            return [answer.value, answer.modified, answer.shared, answer.warning]
        case _:
            return [""]
