"""Which part of an array is laid out as rows and columns, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def axes(shape: Sequence[int], name: str) -> tuple[int | None, int]:
    """The axes to lay out as rows and columns: of a batch of images height and width, of kernels their first two."""
    if len(shape) == 1:
        return None, 0
    first = 1 if len(shape) == 4 and "kernel" not in name else 0
    return first, first + 1


def at(values: list[Any], spot: Sequence[int]) -> Any:
    """The value at a place of nested lists."""
    item: Any = values
    for position in spot:
        item = item[position]
    return item


def label(place: Sequence[int], rows_axis: int | None, columns_axis: int) -> str:
    """A plane as it is written in NumPy: `[0, :, :, 1]`."""
    parts = (":" if axis in {rows_axis, columns_axis} else str(position) for axis, position in enumerate(place))
    return f"[{', '.join(parts)}]"
