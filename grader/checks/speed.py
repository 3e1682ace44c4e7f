"""Credit for speed: a pure function of how many times longer than the reference an answer took."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grader.course.spec import SpeedCheck

STEPS = 20
"""Credit is given in twentieths, so that noise far from a step does not show."""


def credit(ratio: float, check: SpeedCheck) -> float:
    """Share of the points in [0, 1]: 1 up to the full ratio, 0 from the zero ratio on, logarithmic in between."""
    if ratio <= check.full_ratio:
        return 1.0
    share = math.log(check.zero_ratio / ratio) / math.log(check.zero_ratio / check.full_ratio)
    return max(round(share * STEPS) / STEPS, 0.0)


def settled(ratios: Sequence[float], check: SpeedCheck) -> bool:
    """Whether both quartiles of the ratios earn the same credit, so that more samples would not change it."""
    low, high = quartiles(ratios)
    return credit(low, check) == credit(high, check)


def quartiles(ratios: Sequence[float]) -> tuple[float, float]:
    """Lower and upper quartile."""
    low, high = np.quantile(ratios, (0.25, 0.75))
    return float(low), float(high)


def decided_ratio(ratios: Sequence[float], check: SpeedCheck) -> float:
    """The ratio that counts: the median, or, where noise could turn the credit, the lower quartile."""
    return float(np.median(ratios)) if settled(ratios, check) else quartiles(ratios)[0]
