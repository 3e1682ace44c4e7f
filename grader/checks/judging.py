"""Judging one answer to one case of a check: by the reference, by another right convention, or by its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.answers import Answer, Raised, Returned
from grader.checks.compare import Fault, find_fault, side_effect
from grader.checks.local import answer_of

if TYPE_CHECKING:
    from grader.course.spec import Case, Check, Exercise


def fault_of(check: Check, exercise: Exercise, case: Case, expected: Answer, received: Answer) -> Fault | None:
    """What is wrong with an answer; None when it is right. `expected` is the reference's."""
    if check.judge is not None and isinstance(received, Returned) and not isinstance(expected, Raised):
        message = check.judge(case, received.value)
        return Fault("property_fails", facts={"message": message}) if message else side_effect(received, exercise)
    fault = find_fault(expected, received, exercise, case)
    if fault is not None and isinstance(received, Returned):
        for alternative in exercise.alternatives:
            if find_fault(answer_of(alternative, case), received, exercise, case) is None:
                return None
    return fault
