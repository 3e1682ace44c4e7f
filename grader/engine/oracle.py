"""Keras vouching for the reference at grading time, for whoever has the extra `keras`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from grader.answers import Raised
from grader.checks.judging import fault_of
from grader.checks.local import answer_of

if TYPE_CHECKING:
    from grader.course.spec import Exercise
    from grader.engine.questions import Put


class OracleError(Exception):
    """The oracle and the reference disagree, or there is no oracle: nothing may be graded by it."""


def vouched(exercise: Exercise, chapter: str, cases: Sequence[Put]) -> None:
    """Have the oracle answer every case, too; `OracleError` where it does not agree with the reference.

    The contract's own errors are left out: an oracle need not have them.
    """
    oracle = getattr(import_module(f"reference.keras_oracles.{chapter}"), exercise.id)
    for put in cases:
        if isinstance(put.expected, Raised):
            continue
        answer = answer_of(oracle, put.case)
        if fault_of(put.check, exercise, put.case, put.expected, answer) is not None:
            told = f": {answer.exception}: {answer.message}" if isinstance(answer, Raised) else ""
            raise OracleError(f"reference and Keras disagree on a case of {exercise.id}, check {put.check.id}{told}")
