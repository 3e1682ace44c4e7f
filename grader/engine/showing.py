"""Values as a result holds them: small arrays in full, large ones by shape and dtype."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.answers import Answer, NotPlain, Raised, Returned, part_of
from grader.report.model import Curve, Failure, NamedValue, Number, Part, Shown

if TYPE_CHECKING:
    from grader.checks.compare import Fault
    from grader.course.spec import Case, Exercise

MOST_VALUES = 256
MOST_VALUES_UNASKED = 64
MOST_DIMENSIONS = 6
MOST_VALUES_IN_TEXT = 8
MOST_CHARACTERS = 200
MOST_DIGITS = 60


def failure(exercise: Exercise, case: Case, expected: Answer, received: Answer | None, fault: Fault | None) -> Failure:
    """A failing case for a report: what went in, what was expected, what came out, where they first differ."""
    shown = Failure(
        arguments=[NamedValue(name, show(value)) for name, value in exercise.named_arguments(case).items()],
        expected=_show_answer(expected) if fault is None or fault.code != "property_fails" else None,
        received=None if received is None else _show_answer(received, _worth_showing(expected)),
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
    if case.report and case.report != exercise.curve:  # the case asks for another part
        return None
    path = () if case.report else exercise.curve
    points: list[list[Number]] = []
    for answer in (expected, received):
        try:
            line = _points(part_of(answer.value, path))
        except (TypeError, ValueError, IndexError, KeyError):  # the answer has no such part
            return None
        if line is None:
            return None
        points.append(line)
    return Curve(*points)


def _points(line: Any) -> list[Number] | None:
    """The first numbers of a line of them; None when it is no such thing."""
    if isinstance(line, np.ndarray) and line.ndim == 1:
        line = list(line[:MOST_VALUES])
    if not isinstance(line, (list, tuple)):
        return None
    numbers = [
        np.asarray(point) for point in line[:MOST_VALUES] if isinstance(point, (int, float, np.generic, np.ndarray))
    ]
    if len(numbers) < len(line[:MOST_VALUES]) or any(
        number.ndim or number.dtype.kind not in "biuf" for number in numbers
    ):
        return None
    return [_number(float(number)) for number in numbers]


def _worth_showing(expected: Answer) -> int:
    """How many values of a received array a report needs: one that is far larger than expected shows by its shape."""
    size = expected.value.size if isinstance(expected, Returned) and isinstance(expected.value, np.ndarray) else 0
    return min(max(4 * size, MOST_VALUES_UNASKED), MOST_VALUES)


def _show_answer(answer: Answer, most_values: int = MOST_VALUES) -> Shown | None:
    match answer:
        case Returned():
            return show(answer.value, most_values)
        case Raised():
            return Shown("text", text=answer.exception)
        case NotPlain():
            return Shown("text", text=answer.type) if answer.type else None


def show(value: Any, most_values: int = MOST_VALUES) -> Shown:
    """A value as it is shown; an array of more values than that by its shape."""
    if isinstance(value, np.ndarray) and value.ndim:
        volume = math.prod(size or 1 for size in value.shape)  # an empty array may have long sides
        small = volume <= most_values and value.ndim <= MOST_DIMENSIONS
        values = _numbers(value) if small else None
        return Shown("array", dtype=str(value.dtype), shape=list(value.shape), values=values)
    return Shown("text", text=_text(value))


def _text(value: Any) -> str:
    """The beginning of the short text of plain data; no more of the data is looked at than is shown."""
    text = ""
    for piece in _pieces(value):
        text += piece
        if len(text) > MOST_CHARACTERS:
            return f"{text[:MOST_CHARACTERS]}…"
    return text


def _pieces(value: Any) -> Iterator[str]:
    """The text of plain data piece by piece, a large array within it by its shape."""
    if isinstance(value, (np.generic, np.ndarray)):
        yield _array_text(np.asarray(value))
    elif isinstance(value, (list, tuple)):
        opening, closing = "()" if isinstance(value, tuple) else "[]"
        yield opening
        for place, item in enumerate(value):
            yield ", " if place else ""
            yield from _pieces(item)
        yield "," if isinstance(value, tuple) and len(value) == 1 else ""
        yield closing
    elif isinstance(value, dict):
        yield "{"
        for place, (key, item) in enumerate(value.items()):
            yield f"{', ' if place else ''}{_literal(key)}: "
            yield from _pieces(item)
        yield "}"
    else:
        yield _literal(value)


def _literal(value: Any) -> str:
    return repr(value[: MOST_CHARACTERS + 1] if isinstance(value, str) else value)


def _array_text(value: np.ndarray) -> str:
    if value.ndim == 0:
        return str(value)
    if not 0 < value.size <= MOST_VALUES_IN_TEXT:
        return f"array{value.shape}"
    numbers = np.array2string(value, precision=4, separator=", ", max_line_width=MOST_CHARACTERS)
    return f"array({' '.join(numbers.split())})"


def _numbers(value: np.ndarray) -> list[Any]:
    """Nested lists of an array's numbers, without those that JSON has not."""
    if value.dtype.kind == "b":
        return list(value.tolist())
    if value.dtype.kind == "c":
        return _nested(value, str)
    return _nested(value, _number)


def _nested(value: np.ndarray, write: Any) -> list[Any]:
    return [_nested(item, write) if isinstance(item, np.ndarray) else write(item.item()) for item in value]


def _number(value: float) -> Number:
    """A number as JSON holds it, or its text: truth values, NaN, infinities and integers of more than 64 bits."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return value if abs(value) < 2**63 else _shortened(str(value))
    return value if math.isfinite(value) else str(value)


def _shortened(digits: str) -> str:
    return digits if len(digits) <= MOST_DIGITS else f"{digits[:MOST_DIGITS]}…"


def _number_at(answer: Answer | None, fault: Fault) -> Number | None:
    if not isinstance(answer, Returned) or fault.index is None:
        return None
    try:
        found = np.asarray(part_of(answer.value, fault.path))[fault.index]
    except (TypeError, IndexError, KeyError):  # an alternative convention's part, perhaps
        return None
    if isinstance(found, np.generic):
        found = found.item()
    return _number(found) if isinstance(found, (int, float)) else _shortened(str(found))
