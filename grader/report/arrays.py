"""Small arrays as lines of text: a grid of aligned numbers, the first wrong one marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.report.messages import Messages
from grader.report.model import Shown
from grader.report.planes import at, axes, label


@dataclass(frozen=True, slots=True)
class Grid:
    """A two-dimensional part of an array: `label` tells which (`[0, :, :, 1]`), empty for the whole."""

    label: str
    lines: tuple[str, ...]

    @property
    def width(self) -> int:
        """Columns that the lines take."""
        return max(map(len, self.lines), default=0)


def grid(shown: Shown, name: str, index: Sequence[int] | None, messages: Messages) -> Grid | None:
    """The array as a grid, or that part of it in which `index` lies; None when the result holds no values of it."""
    if shown.values is None or not all(shown.shape):
        return None
    rows_axis, columns_axis = axes(shown.shape, name)
    place = list(index) if index is not None else [0] * len(shown.shape)
    rows = range(shown.shape[rows_axis]) if rows_axis is not None else range(1)
    numbers = []
    for row in rows:
        line = []
        for column in range(shown.shape[columns_axis]):
            spot = list(place)
            if rows_axis is not None:
                spot[rows_axis] = row
            spot[columns_axis] = column
            line.append(_cell(at(shown.values, spot), marked=index is not None and spot == place, messages=messages))
        numbers.append(line)
    width = max(len(cell) for line in numbers for cell in line)
    lines = tuple(" ".join(cell.rjust(width) for cell in line).rstrip() for line in numbers)
    others = [size for axis, size in enumerate(shown.shape) if axis not in {rows_axis, columns_axis}]
    return Grid(label(place, rows_axis, columns_axis) if any(size > 1 for size in others) else "", lines)


def _cell(value: Any, *, marked: bool, messages: Messages) -> str:
    text = str(value) if isinstance(value, bool) else messages.number(value)
    return f">{text}<" if marked else f"{text} "
