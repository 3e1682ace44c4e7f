"""A failed case as a script of its own: the inputs, the call, what is expected. It needs NumPy, not the grader."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader.answers import Answer, Kept, Raised, Returned
from grader.checks.local import answer_of
from grader.course import CHAPTERS, load_chapter
from grader.course.spec import Case, Check, Exercise, cases_of
from grader.report.model import Result

SCRIPT = '''"""One case of {exercise} that failed (check {check}), to step through: python -m pdb {file}"""

import sys

import numpy as np
from numpy import array

sys.path.insert(0, {folder!r})
from {module} import {exercise}

np.set_printoptions(suppress=True, linewidth=100)
results = []
{calls}
received = {received}
expected = {expected}
print("expected:", expected, sep="\\n")
print("received:", received, sep="\\n")
'''


class NothingToReplayError(Exception):
    """The report has no failed case of that name."""


class Failed(msgspec.Struct, frozen=True):
    """A failed case of a report."""

    module: str
    exercise: Exercise
    check: Check
    case: Case


def failed_case(result: Result, exercise: str | None, check: str | None) -> Failed:
    """The first failed case of a report, or that of an exercise, or of its check."""
    for chapter in result.chapters:
        for found in chapter.exercises:
            if exercise in {None, found.id}:
                for one in found.checks:
                    if check in {None, one.id} and one.detail.case is not None:
                        return _restored(result, chapter.number, found.id, one.id, one.detail.case)
    raise NothingToReplayError


def _restored(result: Result, number: int, exercise: str, check: str, index: int) -> Failed:
    """The case of the course that a report names; `NothingToReplayError` when there is none such."""
    if number in CHAPTERS and result.seed >= 0:
        chapter = load_chapter(number)
        asked = {(one.id, asked.id): (one, asked) for one in chapter.exercises for asked in one.checks}
        found, put = asked.get((exercise, check), (None, None))
        if found is not None and isinstance(put, Check):
            cases = cases_of(put, found, chapter.id, result.seed)
            if 0 <= index < len(cases):
                return Failed(chapter.id, found, put, cases[index])
    raise NothingToReplayError


def script_of(failed: Failed, folder: str, file: str) -> str:
    """The script."""
    calls = "\n".join(
        f"results.append({failed.exercise.id}({_arguments(step.arguments, step.keywords)}))  # step in here"
        for step in failed.case.steps
    )
    path = "".join(f"[{key!r}]" for key in failed.case.report)
    received = f"[result{path} for result in results]" if len(failed.case.steps) > 1 else f"results[0]{path}"
    return SCRIPT.format(
        exercise=failed.exercise.id,
        check=failed.check.id,
        file=file,
        folder=folder,
        module=failed.module,
        calls=calls,
        received=received,
        expected=_expected(answer_of(failed.exercise.reference, failed.case)),
    )


def _arguments(positional: tuple[Any, ...], keywords: Any) -> str:
    words = [_literal(value) for value in positional] + [
        f"{name}={_literal(value)}" for name, value in keywords.items()
    ]
    return "".join(f"\n    {word}," for word in words) + "\n"


def _expected(answer: Answer) -> str:
    match answer:
        case Returned():
            return _literal(answer.value)
        case Raised():
            return repr(f"{answer.exception} is raised")
        case _:
            return "None"


def _literal(value: Any) -> str:
    """Python that makes the value again, to the last bit."""
    if isinstance(value, Kept):
        return f"results[{value.step}]" + "".join(f"[{key!r}]" for key in value.path)
    if isinstance(value, (np.ndarray, np.generic)):
        shape = f".reshape({value.shape})" if 0 in value.shape else ""
        order = ", order='F'" if value.ndim > 1 and value.flags.f_contiguous and not value.flags.c_contiguous else ""
        return f"array({value.tolist()!r}, dtype={str(value.dtype)!r}{order}){shape}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_literal(item)}' for key, item in value.items())}}}"
    return repr(value)
