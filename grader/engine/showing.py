"""Values as a result holds them: small arrays in full, large ones by shape and dtype."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.answers import Answer, NotPlain, Raised, Returned, part_of
from grader.report.model import Curve, Failure, NamedValue, Number, Part, Shown

if TYPE_CHECKING:
    from grader.checks.compare import Fault
    from grader.course.spec import Case, Exercise

MOST_VALUES = 256
MOST_VALUES_IN_TEXT = 8
MOST_CHARACTERS = 200


def failure(exercise: Exercise, case: Case, expected: Answer, received: Answer | None, fault: Fault | None) -> Failure:
    """A failing case for a report: what went in, what was expected, what came out, where they first differ."""
    shown = Failure(
        arguments=[NamedValue(name, show(value)) for name, value in exercise.named_arguments(case).items()],
        expected=_show_answer(expected) if fault is None or fault.code != "property_fails" else None,
        received=None if received is None else _show_answer(received),
    )
    if fault is None:
        return shown
    shown.path = list(fault.path)
    if fault.index is not None:
        shown.index = list(fault.index)
        shown.expected_at = _number_at(expected, fault)
        shown.received_at = _number_at(received, fault)
        if not fault.path:
            field = exercise.field_of(case, fault.index)
            shown.field = [Part(argument, list(spans)) for argument, spans in field.items()]
    return shown


def curve(exercise: Exercise, case: Case, expected: Answer, received: Answer) -> Curve | None:
    """The curves in a pair of answers, if there are any."""
    if exercise.curve is None or not isinstance(expected, Returned) or not isinstance(received, Returned):
        return None
    path = () if case.report == exercise.curve else exercise.curve
    try:
        lines = [part_of(answer.value, path) for answer in (expected, received)]
        points = [[_number(float(point)) for point in line[:MOST_VALUES]] for line in lines]
    except (TypeError, ValueError, IndexError, KeyError):  # the answer has no such part, or no numbers there
        return None
    return Curve(*points)


def _show_answer(answer: Answer) -> Shown | None:
    match answer:
        case Returned():
            return show(answer.value)
        case Raised():
            return Shown("text", text=answer.exception)
        case NotPlain():
            return Shown("text", text=answer.type) if answer.type else None


def show(value: Any) -> Shown:
    """A value as it is shown."""
    if isinstance(value, np.ndarray) and value.ndim:
        values = _numbers(value) if value.size <= MOST_VALUES else None
        return Shown("array", dtype=str(value.dtype), shape=list(value.shape), values=values)
    return Shown("text", text=_text(value))


def _text(value: Any) -> str:
    """Short text of plain data, a large array within it by its shape."""
    if isinstance(value, (np.generic, np.ndarray)):
        text = _array_text(np.asarray(value))
    elif isinstance(value, (list, tuple)):
        opening, closing = "()" if isinstance(value, tuple) else "[]"
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        text = f"{opening}{', '.join(map(_text, value[:MOST_VALUES]))}{comma}{closing}"
    elif isinstance(value, dict):
        text = f"{{{', '.join(f'{key!r}: {_text(item)}' for key, item in list(value.items())[:MOST_VALUES])}}}"
    else:
        text = repr(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


def _array_text(value: np.ndarray) -> str:
    if value.ndim == 0:
        return str(value)
    if value.size > MOST_VALUES_IN_TEXT:
        return f"array{value.shape}"
    numbers = np.array2string(value, precision=4, separator=", ", max_line_width=MOST_CHARACTERS)
    return f"array({' '.join(numbers.split())})"


def _numbers(value: np.ndarray) -> list[Any]:
    """Nested lists of an array's numbers, without those that JSON has not."""
    if value.dtype.kind == "c":
        return _nested(value, str)
    return _nested(value, _number)


def _nested(value: np.ndarray, write: Any) -> list[Any]:
    return [_nested(item, write) if isinstance(item, np.ndarray) else write(item.item()) for item in value]


def _number(value: float) -> Number:
    return value if isinstance(value, int) or math.isfinite(value) else str(value)


def _number_at(answer: Answer | None, fault: Fault) -> Number | None:
    if not isinstance(answer, Returned) or fault.index is None:
        return None
    found = np.asarray(part_of(answer.value, fault.path))[fault.index]
    return _number(found.item()) if isinstance(found, np.generic) and found.dtype.kind != "c" else str(found)
