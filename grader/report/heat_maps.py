"""Arrays as heat maps: tables whose cells have a number, a shade and marks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.report.messages import Messages
from grader.report.model import Part, Shown
from grader.report.planes import at, axes, label
from grader.report.shades import Scale, finite, finite_numbers

MOST_PLANES = 4
NARROWEST, WIDEST = 2, 10
EXACT_DIGITS = 12
ROUNDING = 1e-6
"""Share of the largest expected number up to which a difference is taken for rounding and shown as none."""

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as text, with more digits in `exact` where the text leaves some out; `marks` are classes of style."""

    text: str
    exact: str
    marks: str
    first_wrong: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """A two-dimensional part of an array; `label` tells which (`[0, :, :, 1]`), empty for the whole."""

    label: str
    rows: list[list[Cell]]
    one_row: bool

    @property
    def cells(self) -> list[Cell]:
        """All cells, row by row."""
        return [cell for row in self.rows for cell in row]

    @property
    def width(self) -> int:
        """Characters that a cell has room for, so that all columns are equally wide."""
        return min(max(NARROWEST, *(len(cell.text) for cell in self.cells)), WIDEST)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """An array: the planes that matter most, and how many are left out; none where the result holds no values."""

    shape: str
    dtype: str
    planes: list[Plane]
    planes_left_out: int


@dataclass(frozen=True, slots=True)
class Marking:
    """The first wrong value of an array (`index`), or the part of an argument that it is computed from (`spans`)."""

    index: Sequence[int] | None = None
    spans: Spans | None = None

    def concerns(self, spot: Sequence[int]) -> bool:
        """Whether a place is the one, or in the part."""
        if self.spans is not None:
            return all(start <= place < stop for place, (start, stop) in zip(spot, self.spans, strict=True))
        return self.index is not None and list(spot) == list(self.index)

    def edges(self, spot: Sequence[int], rows_axis: int | None, columns_axis: int) -> Iterator[str]:
        """Classes of a place in the part: on which of its sides the part ends."""
        assert self.spans is not None
        yield "field"
        for axis, (before, after) in ((rows_axis, ("top", "bottom")), (columns_axis, ("left", "right"))):
            start, stop = (0, 1) if axis is None else self.spans[axis]
            place = 0 if axis is None else spot[axis]
            if place == start:
                yield before
            if place == stop - 1:
                yield after


def heat_map(
    name: str, shown: Shown, messages: Messages, marking: Marking | None = None, scale: Scale | None = None
) -> HeatMap:
    """The array as tables; its own numbers make the scale unless there is one to share."""
    shape = "×".join(map(str, shown.shape))
    if shown.values is None or not all(shown.shape):
        return HeatMap(shape, shown.dtype, [], 0)
    marking = _fitting(marking or Marking(), shown.shape)
    rows_axis, columns_axis = laid_out = axes(shown.shape, name)
    places = _places(shown.shape, laid_out, marking)
    planes_of_all = math.prod(size for axis, size in enumerate(shown.shape) if axis not in laid_out)
    scale = scale or Scale.of(shown.values) or Scale(0.0, 0.0)
    planes = [
        Plane(
            label(place, rows_axis, columns_axis) if planes_of_all > 1 else "",
            [
                [_cell(at(shown.values, spot), spot, marking, laid_out, scale, messages) for spot in row]
                for row in _spots(place, shown.shape, rows_axis, columns_axis)
            ],
            rows_axis is None,
        )
        for place in places
    ]
    return HeatMap(shape, shown.dtype, planes, planes_of_all - len(places))


def difference(expected: Shown, received: Shown, index: Sequence[int] | None) -> Shown | None:
    """What was received less what was expected, where both are shown and have one shape."""
    if expected.values is None or received.values is None or expected.shape != received.shape:
        return None
    rounding = ROUNDING * max(map(abs, finite_numbers(expected.values)), default=0.0)

    def subtract(left: Any, right: Any, spot: tuple[int, ...]) -> Any:
        if isinstance(left, list):
            return [
                subtract(one, other, (*spot, place)) for place, (one, other) in enumerate(zip(left, right, strict=True))
            ]
        one, other = finite(left), finite(right)
        if one is None or other is None:
            return 0 if left == right else "≠"
        number = other - one
        if not math.isfinite(number):
            return "≠"
        return 0 if abs(number) <= rounding and spot != tuple(index or ()) else number

    return Shown("array", shape=expected.shape, values=subtract(expected.values, received.values, ()))


def _fitting(marking: Marking, shape: Sequence[int]) -> Marking:
    """The marking, without what has another number of axes than the array."""
    index = marking.index if marking.index is not None and len(marking.index) == len(shape) else None
    spans = marking.spans if marking.spans is not None and len(marking.spans) == len(shape) else None
    return Marking(index, spans)


def _places(shape: Sequence[int], laid_out: tuple[int | None, int], marking: Marking) -> list[list[int]]:
    """A place in each plane to show: in those that the marking is about; where it is about none, in the first ones."""
    ranges = [range(1) if axis in laid_out else range(size) for axis, size in enumerate(shape)]
    if marking.index is not None:
        ranges = [range(1) if axis in laid_out else range(at, at + 1) for axis, at in enumerate(marking.index)]
    elif marking.spans is not None:
        ranges = [range(1) if axis in laid_out else range(*span) for axis, span in enumerate(marking.spans)]
    return [list(place) for place in itertools.islice(itertools.product(*ranges), MOST_PLANES)]


def _spots(
    place: Sequence[int], shape: Sequence[int], rows_axis: int | None, columns_axis: int
) -> Iterator[list[list[int]]]:
    """The places of a plane, row by row."""
    for row in range(1 if rows_axis is None else shape[rows_axis]):
        spots = []
        for column in range(shape[columns_axis]):
            spot = list(place)
            if rows_axis is not None:
                spot[rows_axis] = row
            spot[columns_axis] = column
            spots.append(spot)
        yield spots


def _cell(
    value: Any,
    spot: Sequence[int],
    marking: Marking,
    laid_out: tuple[int | None, int],
    scale: Scale,
    messages: Messages,
) -> Cell:
    text, exact = (
        str(value) if isinstance(value, bool) else messages.number(value, digits) for digits in (4, EXACT_DIGITS)
    )
    marks = [scale.shade(value)]
    concerned = marking.concerns(spot)
    if concerned and marking.spans is not None:
        marks += marking.edges(spot, *laid_out)
    elif concerned:
        marks.append("first")
    return Cell(text, "" if text == exact else exact, " ".join(marks), concerned and marking.spans is None)


def field_of(argument: str, parts: Sequence[Part]) -> Marking:
    """The part of an argument that the first wrong value is computed from, if it is told."""
    return Marking(spans=next((part.spans for part in parts if part.argument == argument), None))
