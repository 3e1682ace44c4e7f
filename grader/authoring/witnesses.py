"""Answers of functions as students write them (solution, oracle, variant), driven and examined in this process."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from grader.answers import Answer, Raised, Returned
from grader.calling import reported
from grader.checks.local import answer_of

if TYPE_CHECKING:
    from grader.course.spec import Case, Chapter, Exercise, Function


def witness_answer(function: Function, chapter: Chapter, exercise: Exercise, case: Case) -> Answer:
    """What a grading would make of the function's answer to a case."""
    if not (exercise.driver or exercise.examination):
        return answer_of(function, case)
    beside = import_module(chapter.beside)
    driven = partial(getattr(beside, exercise.driver), function) if exercise.driver else function
    whole = replace(case, report=()) if exercise.examination else case  # the part is one of what is found
    here = os.getcwd()  # noqa: PTH109 (as a text)
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        try:
            answer = answer_of(driven, whole)
        finally:
            os.chdir(here)
    if not exercise.examination or not isinstance(answer, Returned):
        return answer
    found = getattr(beside, exercise.examination)(answer.value, *case.hidden)
    if isinstance(found, dict) and "refused" in found:
        return Raised(found["refused"], found["detail"], phase="examination")
    return Returned(reported(found, case.report), answer.modified, answer.shared, answer.warning)
