"""Answers of trusted functions (reference, oracle, mistake), called in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.answers import Answer, Raised, Returned
from grader.calling import call_in_turn
from grader.course.kept import Remembered

if TYPE_CHECKING:
    from grader.course.spec import Case, Function


def answer_of(function: Function, case: Case) -> Answer:
    """Answer of `function` to `case`, with what it did to its arguments."""
    if isinstance(function, Remembered):
        return function.answer(case)
    calls = [(step.arguments, step.keywords) for step in case.steps]
    try:
        value, effects = call_in_turn(function, calls, case.report)
    except Exception as error:  # noqa: BLE001 (whatever a wrong variant raises is its answer)
        return Raised(type(error).__name__, str(error))
    return Returned(value, tuple(effects.modified), tuple(effects.shared), effects.warning)
