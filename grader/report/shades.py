"""From numbers to the shades of a heat map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LEVELS = 8
ZERO, NO_NUMBER = "z", "no"
"""The shade of zero, or of the least of numbers of one sign, and that of what is no finite number."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of numbers that the shades tell apart: `n8` to `n1`, `z`, `p1` to `p8`.

    Numbers of both signs are shaded by their distance from zero, others by their place between the two ends.
    """

    low: float
    high: float

    @classmethod
    def of(cls, *arrays: Any) -> Scale | None:
        """The range of the finite numbers of nested lists; None when there are none."""
        numbers = list(finite_numbers(arrays))
        return cls(min(numbers), max(numbers)) if numbers else None

    @classmethod
    def around_zero(cls, *arrays: Any) -> Scale:
        """A range with zero in its middle, as wide as the finite numbers of nested lists need."""
        widest = max(map(abs, finite_numbers(arrays)), default=0.0)
        return cls(-widest, widest)

    def shade(self, value: Any) -> str:
        """Name of a number's shade; what lies outside the range has that of its end."""
        number = finite(value)
        if number is None:
            return NO_NUMBER
        if self.low < 0 < self.high:
            return _level(number / max(-self.low, self.high))
        if self.low == self.high:
            return _level(0.5 if number == self.low != 0 else math.copysign(number != self.low, number - self.low))
        # Halves: the range of the largest numbers is larger than any of them.
        return _level(max(0.0, (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2)))


def _level(share: float) -> str:
    """Shade of a share from -1 to 1 of the strongest; only zero itself has that of zero."""
    steps = min(math.ceil(abs(share) * LEVELS), LEVELS)
    return ZERO if not steps else f"{'n' if share < 0 else 'p'}{steps}"


def finite(value: Any) -> float | None:
    """A finite number as one, anything else (NaN, infinities, complex numbers as text) as None."""
    try:
        return None if isinstance(value, str) or not math.isfinite(value) else float(value)
    except OverflowError:  # an integer beyond all floats
        return None


def finite_numbers(values: Any) -> Iterator[float]:
    """The finite numbers in nested lists."""
    if isinstance(values, (list, tuple)):
        for value in values:
            yield from finite_numbers(value)
    elif (number := finite(values)) is not None:
        yield number
