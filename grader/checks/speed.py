"""Credit for speed: a pure function of how many times longer than the reference an answer took."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course.spec import Idea, SpeedCheck

STEPS = 20
"""Credit is given in twentieths, so that noise far from a step does not show."""

STEP = 1 / STEPS
ROUNDING = 1e-9

CONFIDENCE = 0.999
"""How surely the interval holds the median of all the ratios that could ever be measured."""

ENOUGH = 11
"""Fewest ratios of which the smallest and the largest hold the median that surely: 1 - 2 · 0.5¹¹ > 0.999."""

FEWEST = 3
MARGIN = 1.5
"""Of fewer ratios than enough, and at least `FEWEST`, noise may be this factor beyond the smallest and the largest."""


def credit(ratio: float, check: SpeedCheck) -> float:
    """Share of the points in [0, 1]: 1 up to the full ratio, 0 from the zero ratio on, logarithmic in between.

    It is rounded up to a step: what doubt is left when the ratio is known to a step is the student's.
    """
    return math.ceil(_share(ratio, check) * STEPS - ROUNDING) / STEPS


def _share(ratio: float, check: SpeedCheck) -> float:
    """The credit before it is rounded to a step."""
    if ratio <= check.full_ratio:
        return 1.0
    return max(math.log(check.zero_ratio / ratio) / math.log(check.zero_ratio / check.full_ratio), 0.0)


def is_passed(credit: float) -> bool:
    """Whether a credit counts as passed: full, or a step less, so that noise never takes it from who earned it all."""
    return credit >= 1.0 - STEP


def settled(ratios: Sequence[float], check: SpeedCheck) -> bool:
    """Whether the interval is no wider than a step of credit, so that more samples would hardly change it."""
    if len(ratios) < FEWEST:
        return False
    low, high = interval(ratios)
    if len(ratios) < ENOUGH:
        low, high = low / MARGIN, high * MARGIN
    return _share(low, check) - _share(high, check) <= STEP


def interval(ratios: Sequence[float]) -> tuple[float, float]:
    """Confidence interval of the median, from the order of the ratios alone; of fewer than enough, their range.

    Each ratio lies below the median of its distribution with probability 1/2, whatever the distribution: how many
    do is binomial (Conover, Practical Nonparametric Statistics, section 3.2).
    """
    ordered = sorted(ratios)
    outside = _outside(len(ordered))
    return ordered[outside], ordered[-1 - outside]


@cache
def _outside(count: int) -> int:
    """How many of `count` ratios may be left out at either end of the interval."""
    tail, outside = 0.0, 0
    for below in range(count // 2):
        tail += math.comb(count, below) / 2**count
        if 2 * tail > 1 - CONFIDENCE:
            break
        outside = below
    return outside


def idea_for(ratio: float, ideas: Sequence[Idea], loop_ratio: float) -> Idea | None:
    """The idea that would bring most at a ratio, the naive loop's being another: the first that applies."""
    return next((idea for idea in ideas if ratio >= idea.loop_share * loop_ratio), None)
