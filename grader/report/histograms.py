"""Counts as columns of a drawing, with the same counts in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 100
ROOM = 14
"""Height above the columns that is kept for the counts."""

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A count as a rectangle, and the middle above which it is written."""

    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The column's middle from the left."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Columns in a frame of `WIDTH` by `HEIGHT`, what stands below the axis and where, and all of it in words."""

    columns: list[Column]
    ticks: list[tuple[float, str]]
    words: str


def histogram(counts: Sequence[int], limits: Sequence[str]) -> Histogram | None:
    """The columns of counts between limits, of which there is one more than counts; None where nothing is counted."""
    highest = max(counts, default=0)
    if not highest:
        return None
    step = WIDTH / len(counts)
    columns = []
    for place, count in enumerate(counts):
        height = round((HEIGHT - ROOM) * count / highest, 1)
        columns.append(
            Column(count, round(place * step + GAP / 2, 1), round(HEIGHT - height, 1), round(step - GAP, 1), height)
        )
    every = max(1, len(counts) // 10)
    ticks = [(round(place * step, 1), limit) for place, limit in enumerate(limits) if place % every == 0]
    words = "; ".join(
        f"{low}–{high}: {count}" for low, high, count in zip(limits[:-1], limits[1:], counts, strict=True) if count
    )
    return Histogram(columns, ticks, words)
