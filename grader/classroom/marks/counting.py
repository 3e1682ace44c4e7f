"""From gradings to marks: late penalties, several attempts, another scale, rounding. The gradings stay as they are.

All of it is computed on decimal numbers, from the points as they are written, in this order: penalty, the attempt that
counts, scale, rounding (halves upwards).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec

DAY = timedelta(days=1)
WHOLE = Decimal(100)
TOTAL = ""
"""The assignment that is all chapters together."""

Points = tuple[float, float]
"""Points earned, and points possible."""


class Attempt(msgspec.Struct, frozen=True):
    """One grading of a student: points by assignment, and when it was handed in, where that is known.

    `deadline` is the student's own, if they have another than the class.
    """

    points: Mapping[str, Points]
    submitted: datetime | None = None
    deadline: datetime | None = None


class Rules(msgspec.Struct, frozen=True):
    """How marks are made of points.

    A penalty is `late_per_day` percent of what was earned for every day begun after the deadline. Of several attempts
    the best counts, penalties included, or the last. `scale` is the mark for all points; None keeps the points.
    """

    deadline: datetime | None = None
    late_per_day: float = 0.0
    attempts: Literal["best", "last"] = "best"
    scale: float | None = None
    digits: int = 2


def days_late(attempt: Attempt, rules: Rules) -> int:
    """Days begun after the deadline; 0 where either time is not known."""
    deadline = attempt.deadline or rules.deadline
    if deadline is None or attempt.submitted is None:
        return 0
    return max(0, math.ceil((attempt.submitted - deadline) / DAY))


def marks_of(attempts: Sequence[Attempt], rules: Rules, assignments: Sequence[str]) -> dict[str, Decimal | None]:
    """A student's mark for each assignment; None where no attempt has it. Attempts are in the order of handing in."""
    return {name: _mark(attempts, rules, name) for name in assignments}


def possible(points: float, rules: Rules) -> Decimal:
    """The mark for all points of an assignment."""
    return rounded(_decimal(points if rules.scale is None else rules.scale), rules.digits)


def rounded(mark: Decimal, digits: int) -> Decimal:
    """A mark with so many decimals, halves upwards."""
    return mark.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _mark(attempts: Sequence[Attempt], rules: Rules, name: str) -> Decimal | None:
    having = [attempt for attempt in attempts if name in attempt.points]
    if not having:
        return None
    earned = [_scaled(attempt, rules, name) for attempt in having]
    return rounded(max(earned) if rules.attempts == "best" else earned[-1], rules.digits)


def _scaled(attempt: Attempt, rules: Rules, name: str) -> Decimal:
    """The mark of one attempt before rounding, penalty taken off."""
    score, points = map(_decimal, attempt.points[name])
    left = max(Decimal(0), WHOLE - _decimal(rules.late_per_day) * days_late(attempt, rules)) / WHOLE
    if rules.scale is None:
        return score * left
    return score * left * _decimal(rules.scale) / points if points else Decimal(0)


def _decimal(number: float) -> Decimal:
    """The number as it is written."""
    return Decimal(repr(float(number)))
