"""Baking a chapter: its public cases, what is right, and what known mistakes answer, as `grader.course.baked` reads it.

What cannot be judged without the reference is left out: speed, and checks whose judge computes with it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from grader.answers import Answer, Returned, same_data
from grader.checks.local import answer_of
from grader.course import minibatch_properties, properties
from grader.course.baked import PUBLIC_SEED, answer_out, packed
from grader.course.spec import Check, cases_of
from grader.engine.questions import MORE_SEEDS
from grader.sandbox.packages import LIGHT
from reference.mistakes import mistakes_of

if TYPE_CHECKING:
    from grader.course.spec import Case, Chapter, Exercise, Function, Judge, SpeedCheck

SEEDS = range(PUBLIC_SEED, PUBLIC_SEED + MORE_SEEDS + 1)
"""The public cases, and those that are put when a mistake is in doubt."""

JUDGES = (properties.__name__, minibatch_properties.__name__)
"""Modules of judges that need no reference: a kit has them."""


class LeftOut(msgspec.Struct, frozen=True):
    """A check that only the whole grader can put."""

    exercise: str
    title: str
    points: float


class Baked(msgspec.Struct, frozen=True):
    """A chapter's file, and what is not in it."""

    data: bytes
    left_out: tuple[LeftOut, ...]


def can_be_baked(chapter: Chapter) -> bool:
    """Whether a chapter's answers are enough to grade it: not where models are built and examined."""
    return chapter.imports == LIGHT and not any(one.driver or one.examination for one in chapter.exercises)


def baked(chapter: Chapter) -> Baked:
    """Bake a chapter."""
    left_out = [
        LeftOut(exercise.id, check.title, check.points)
        for exercise in chapter.exercises
        for check in exercise.checks
        if not _is_bakeable(check)
    ]
    data = packed(
        {
            "number": chapter.number,
            "id": chapter.id,
            "title": chapter.title,
            "imports": list(chapter.imports),
            "exercises": [_exercise(exercise, chapter) for exercise in chapter.exercises],
        }
    )
    return Baked(data, tuple(left_out))


def _is_bakeable(check: Check | SpeedCheck) -> bool:
    return isinstance(check, Check) and (check.judge is None or _judge(check.judge) is not None)


def _judge(judge: Judge) -> list[Any] | None:
    """Module, name and fields of a judge that a kit may have."""
    named: Any = type(judge) if isinstance(judge, msgspec.Struct) else judge
    if named.__module__ not in JUDGES:
        return None
    fields = msgspec.structs.astuple(judge) if isinstance(judge, msgspec.Struct) else ()
    return [named.__module__, named.__name__, *fields]


def _exercise(exercise: Exercise, chapter: Chapter) -> dict[str, Any]:
    checks = [check for check in exercise.checks if isinstance(check, Check) and _is_bakeable(check)]
    asked = {check.id: {seed: cases_of(check, exercise, chapter.id, seed) for seed in SEEDS} for check in checks}
    cases = [case for by_seed in asked.values() for some in by_seed.values() for case in some]
    right = [answer_of(exercise.reference, case) for case in cases]

    def answers(function: Function) -> list[Any]:
        return _answers(function, cases, right)

    return {
        "id": exercise.id,
        "summary": exercise.summary,
        "parameters": [_parameter(one) for one in exercise.signature.parameters.values()],
        "checks": [
            {
                "id": check.id,
                "points": check.points,
                "title": check.title,
                "judge": None if check.judge is None else _judge(check.judge),
                "cases": {str(seed): [_case(case) for case in some] for seed, some in asked[check.id].items()},
            }
            for check in checks
        ],
        "tolerance": list(msgspec.structs.astuple(exercise.tolerance)),
        "may_return_view": exercise.may_return_view,
        "dtype": exercise.dtype,
        "silent": exercise.silent,
        "curve": exercise.curve,
        "expected": [answer_out(answer) for answer in right],
        "fields": [_fields(exercise, case, answer) for case, answer in zip(cases, right, strict=True)],
        "alternatives": [answers(function) for function in exercise.alternatives],
        "mistakes": [
            [one.id, one.hint, answers(one.function)] for one in mistakes_of(chapter.id) if one.exercise == exercise.id
        ],
    }


def _parameter(one: inspect.Parameter) -> list[Any]:
    return [one.name, one.kind.name, [] if one.default is one.empty else [one.default]]


def _case(case: Case) -> list[Any]:
    steps = [[list(step.arguments), dict(step.keywords)] for step in case.steps]
    return [steps, case.report, case.hidden]


def _answers(function: Function, cases: Iterable[Case], right: Iterable[Answer]) -> list[Any]:
    """The answers of a function; 0 stands for one that is the reference's."""
    found = (answer_out(answer_of(function, case)) for case in cases)
    return [0 if same_data(answer, answer_out(best)) else answer for answer, best in zip(found, right, strict=True)]


def _fields(exercise: Exercise, case: Case, answer: Answer) -> dict[str, Any] | None:
    """From which parts of the arguments every value of an array is computed; see `grader.course.baked`."""
    if exercise.receptive_field is None or not isinstance(answer, Returned) or not isinstance(answer.value, np.ndarray):
        return None
    indices: Sequence[tuple[int, ...]] = list(np.ndindex(answer.value.shape))
    if len(case.steps) > 1 or not indices or not isinstance(case.arguments[0], np.ndarray):
        return None
    fields = [exercise.field_of(case, index) for index in indices]
    spans = {name: np.array([field[name] for field in fields], np.int32) for name in fields[0]}
    return {"": np.array(indices, np.int32).reshape(len(indices), -1), **spans}
