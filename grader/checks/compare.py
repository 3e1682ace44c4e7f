"""The feedback ladder: the first rung on which an answer differs from the expected one speaks.

not started → error → type → length → dtype → shape → NaN or infinity → values → changed an argument. Shape, kind
and finiteness come before any arithmetic, on plain base-class arrays: `np.allclose` would take an empty array, a
NaN or a masked array for a right answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np

from grader.answers import Answer, NotPlain, Raised, Returned, arrays_in

if TYPE_CHECKING:
    from grader.course.spec import Case, Exercise, Tolerance

MOST_KEYS = 20
LONGEST_KEY = 40
MOST_TEXT = 200
SMALLEST_SCALE = 1e-30
"""Magnitudes below it count as 0: float32 cannot hold them."""

Code = Literal[
    "not_implemented",
    "raised",
    "wrong_arguments",
    "value_error_expected",
    "answer_too_large",
    "no_answer",
    "not_examined",
    "wrong_type",
    "text_differs",
    "wrong_length",
    "wrong_keys",
    "wrong_dtype",
    "wrong_shape",
    "not_finite",
    "values_differ",
    "property_fails",
    "modified_argument",
    "shares_memory",
    "warned",
]


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with an answer.

    `path` leads to the faulty part of a nested answer, `index` to the first wrong element of its array; `facts`
    are the parameters of the sentence that a report makes of `code`.
    """

    code: Code
    path: tuple[int | str, ...] = ()
    index: tuple[int, ...] | None = None
    facts: dict[str, str | int | float] = msgspec.field(default_factory=dict)


def find_fault(expected: Answer, received: Answer, exercise: Exercise, case: Case) -> Fault | None:
    """Compare an answer with the reference's on the same case; None when it is right."""
    if isinstance(received, NotPlain) and not (received.type or received.limit):
        return Fault("no_answer")  # a message of another kind came in its place
    if isinstance(expected, Raised):
        return _exception_fault(received)
    if isinstance(received, Raised):
        return Fault("not_implemented") if received.exception == "NotImplementedError" else _raised(received)
    assert isinstance(expected, Returned)
    if isinstance(received, NotPlain):
        if received.limit:
            return Fault("answer_too_large", facts={"limit": received.limit})
        return Fault("wrong_type", facts={"expected": kind_of(expected.value), "received": received.type})
    given = [(step.arguments, dict(step.keywords)) for step in case.steps]
    fault = _exact_dtype_fault(expected.value, received.value, exercise.dtype)
    fault = fault or _value_fault(expected.value, received.value, exercise.tolerance, given)
    return fault or side_effect(received, exercise)


def _exact_dtype_fault(expected: Any, received: Any, dtype: str | None) -> Fault | None:
    """An array that is right in shape and must be of one dtype."""
    if dtype is None or not isinstance(received, np.ndarray) or received.shape != np.shape(expected):
        return None
    if received.dtype == np.dtype(dtype):
        return None
    return Fault("wrong_dtype", facts={"expected": dtype, "received": str(received.dtype)})


def _exception_fault(received: Answer) -> Fault | None:
    """The reference raised `ValueError`: so must the answer."""
    if not isinstance(received, Raised):
        return Fault("value_error_expected")
    if received.exception == "ValueError":
        return None
    if received.exception == "NotImplementedError":
        return Fault("not_implemented")
    return _raised(received)


def _raised(received: Raised) -> Fault:
    if received.phase == "examination":
        return Fault("not_examined", facts={"reason": received.exception, "message": received.message})
    facts: dict[str, str | int | float] = {"exception": received.exception, "message": received.message}
    if received.module:
        facts["module"] = received.module
    if received.line is not None:
        facts["line"] = received.line
    return Fault("wrong_arguments" if received.phase == "arguments" else "raised", facts=facts)


def side_effect(received: Returned, exercise: Exercise) -> Fault | None:
    """An answer may be right and yet have changed an argument, or be a window on one."""
    if received.modified:
        return Fault("modified_argument", facts={"argument": _name_of(received.modified[0], exercise)})
    if received.shared and not exercise.may_return_view:
        return Fault("shares_memory", facts={"argument": _name_of(received.shared[0], exercise)})
    if received.warns_of_arithmetic and exercise.silent:
        return Fault("warned", facts={"message": received.warning})
    return None


def _name_of(argument: int | str, exercise: Exercise) -> str:
    """The argument at a position or of a name; of a worker's making where the exercise has none such."""
    names = list(exercise.signature.parameters)
    return names[argument] if isinstance(argument, int) and 0 <= argument < len(names) else str(argument)


def kind_of(value: Any) -> str:
    """The kind of a piece of plain data, as a report names it."""
    match value:
        case None:
            return "None"
        case bool() | np.bool_():
            return "bool"
        case int() | np.integer():
            return "int"
        case float() | np.floating():
            return "float"
        case np.ndarray():
            return "array" if value.ndim else kind_of(value[()])
        case list() | tuple():
            return f"{type(value).__name__}[{len(value)}]"
        case _:
            return type(value).__name__


def _value_fault(expected: Any, received: Any, tolerance: Tolerance, given: Any) -> Fault | None:
    """Compare plain data part by part; the kind of the expected value tells what is asked."""
    if isinstance(expected, (list, tuple)):
        return _sequence_fault(expected, received, tolerance, given)
    if isinstance(expected, dict):
        return _mapping_fault(expected, received, tolerance, given)
    if isinstance(expected, np.ndarray) and expected.ndim:
        if not isinstance(received, np.ndarray):
            return _wrong_type(expected, received)
        return _array_fault(expected, received, tolerance, given)
    if isinstance(expected, (bool, int, float, np.generic, np.ndarray)):
        return _number_fault(expected, received, tolerance, given)
    if isinstance(expected, str) and isinstance(received, str):
        return _text_fault(expected, received)
    return None if type(expected) is type(received) and expected == received else _wrong_type(expected, received)


def _text_fault(expected: str, received: str) -> Fault | None:
    facts: dict[str, str | int | float] = {"expected": expected, "received": received[:MOST_TEXT]}
    return None if received == expected else Fault("text_differs", facts=facts)


def _wrong_type(expected: Any, received: Any) -> Fault:
    return Fault("wrong_type", facts={"expected": kind_of(expected), "received": kind_of(received)})


def _within(fault: Fault | None, key: int | str) -> Fault | None:
    """The fault of a part, seen from the whole."""
    return fault and Fault(fault.code, (key, *fault.path), fault.index, fault.facts)


def _sequence_fault(expected: Sequence[Any], received: Any, tolerance: Tolerance, given: Any) -> Fault | None:
    if not isinstance(received, (list, tuple)):
        return _wrong_type(expected, received)
    if len(received) != len(expected):
        return Fault("wrong_length", facts={"expected": len(expected), "received": len(received)})
    faults = (
        _within(_value_fault(wanted, got, tolerance, given), index)
        for index, (wanted, got) in enumerate(zip(expected, received, strict=True))
    )
    return next(filter(None, faults), None)


def _mapping_fault(expected: dict[str, Any], received: Any, tolerance: Tolerance, given: Any) -> Fault | None:
    if not isinstance(received, dict):
        return _wrong_type(expected, received)
    if expected.keys() != received.keys():
        facts: dict[str, str | int | float] = {
            "expected": ", ".join(map(str, expected)),
            "received": _listed(received),
        }
        return Fault("wrong_keys", facts=facts)
    faults = (_within(_value_fault(expected[key], received[key], tolerance, given), key) for key in expected)
    return next(filter(None, faults), None)


def _listed(keys: Iterable[str]) -> str:
    """Some of a stranger's keys, in short."""
    shown = [key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}…" for key in islice(keys, MOST_KEYS + 1)]
    return ", ".join([*shown[:MOST_KEYS], "…"] if len(shown) > MOST_KEYS else shown)


def _number_fault(expected: Any, received: Any, tolerance: Tolerance, given: Any) -> Fault | None:
    """A number is asked: NumPy scalars and 0-d arrays count, arrays of shape (1,) do not."""
    wanted = np.asarray(expected)
    if not isinstance(received, (bool, int, float, np.generic, np.ndarray)) or np.ndim(received):
        return _wrong_type(expected, received)
    got = np.asarray(received)
    if got.dtype.kind == "O":  # an integer of more than 64 bits
        return Fault("values_differ", index=(), facts={"count": 1, "total": 1})
    integers_only = wanted.dtype.kind in "iu"
    if (wanted.dtype.kind == "b") != (got.dtype.kind == "b") or (integers_only and got.dtype.kind not in "iu"):
        return _wrong_type(expected, received)
    return _array_fault(wanted, got, tolerance, given)


def _array_fault(expected: np.ndarray, received: np.ndarray, tolerance: Tolerance, given: Any) -> Fault | None:
    received = np.asarray(received)
    if received.shape != expected.shape:
        return Fault("wrong_shape", facts={"expected": str(expected.shape), "received": str(received.shape)})
    kinds = {"b": "b", "i": "iu", "u": "iu"}.get(expected.dtype.kind, "iuf")
    if received.dtype.kind not in kinds:
        return Fault("wrong_dtype", facts={"expected": str(expected.dtype), "received": str(received.dtype)})
    finite = np.isfinite(received) | ~np.isfinite(expected)
    if not finite.all():
        count = int(received.size - finite.sum())
        return Fault("not_finite", index=_first(~finite), facts={"count": count, "total": received.size})
    wrong = wrong_elements(expected, received, tolerance, given)
    if not wrong.any():
        return None
    return Fault("values_differ", index=_first(wrong), facts={"count": int(wrong.sum()), "total": received.size})


def _first(where: np.ndarray) -> tuple[int, ...]:
    """Index of the first true element in reading order."""
    return tuple(int(axis) for axis in np.unravel_index(int(np.argmax(where)), where.shape))


def wrong_elements(expected: np.ndarray, received: np.ndarray, tolerance: Tolerance, given: Any) -> np.ndarray:
    """Mask of the elements that are further from the expected ones than the tolerance allows.

    Integers of both sides are compared exactly. The error allowed is relative to the largest expected magnitude,
    or to the largest argument's where all expected values are 0 or nearly so (an FFT's roundoff is no mistake).
    """
    if expected.dtype.kind in "biu" and received.dtype.kind in "biu" and not tolerance.absolute:
        return np.asarray(expected != received)
    wanted = np.asarray(expected, dtype=np.float64)
    got = np.asarray(received, dtype=np.float64)
    if np.array_equal(wanted, got):
        return np.zeros(wanted.shape, dtype=bool)
    with np.errstate(invalid="ignore", over="ignore"):
        same = (wanted == got) | (np.isnan(wanted) & np.isnan(got))  # equal infinities; NaN where a mistake has it, too
        error = np.where(same, 0.0, np.abs(got - wanted))
    floats = [array for array in arrays_in(given) if array.dtype.kind == "f"]
    single = any(
        array.dtype.itemsize < np.dtype(np.float64).itemsize for array in [*floats, received] if _is_float(array)
    )
    relative = tolerance.relative_float32 if single else tolerance.relative
    return np.asarray(~(error <= relative * _scale(wanted, given) + tolerance.absolute))


def _is_float(array: np.ndarray) -> bool:
    return array.dtype.kind == "f"


def _scale(expected: np.ndarray, given: Any) -> float:
    """Largest finite magnitude among the expected values, or failing that among the arguments; 1 at the last."""
    for arrays in ([expected], arrays_in(given)):
        magnitudes = [float(np.max(np.abs(a[np.isfinite(a)]), initial=0.0)) for a in arrays if a.dtype.kind in "iuf"]
        if (largest := max(magnitudes, default=0.0)) > SMALLEST_SCALE:
            return largest
    return 1.0
