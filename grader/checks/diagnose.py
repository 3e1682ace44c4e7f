"""Diagnosis: a wrong answer that equals what a known mistake gives on the same inputs is told so.

A mistake is named only when it is the only one known that explains what was received, right answers included. Where
several do, or one explains a single check only, more cases decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from grader.answers import Answer, Raised, Returned
from grader.checks.compare import wrong_elements
from grader.checks.local import answer_of

if TYPE_CHECKING:
    from grader.course.spec import Case, Exercise
    from reference.mistakes import Mistake


class Observation(msgspec.Struct, frozen=True):
    """A case and what came back; `wrong` when it is not what the reference gives."""

    check: str
    case: Case
    answer: Answer
    wrong: bool


class Known(msgspec.Struct, frozen=True):
    """A known mistake and its answers to the cases of its exercise, in their order."""

    mistake: Mistake
    answers: Sequence[Answer]


def known_mistakes(exercise: Exercise, mistakes: Iterable[Mistake], cases: Sequence[Case]) -> list[Known]:
    """What the mistakes of an exercise give on its cases."""
    return [
        Known(mistake, [answer_of(mistake.function, case) for case in cases])
        for mistake in mistakes
        if mistake.exercise == exercise.id
    ]


class Suspects(msgspec.Struct, frozen=True):
    """Mistakes that explain a failing check; `certain` when the only one explains the whole exercise as well."""

    known: tuple[Known, ...]
    certain: bool


def suspects(exercise: Exercise, known: Sequence[Known], observations: Sequence[Observation]) -> dict[str, Suspects]:
    """The mistakes that explain each failing check, by the check's id; `known` answers the observations' cases.

    First mistakes are sought that explain every answer of the exercise; failing that, those that explain the check's
    own, since a submission may have made two.
    """
    explained = [
        [
            same_outcome(answer, seen.answer, exercise, seen.case)
            for answer, seen in zip(one.answers, observations, strict=True)
        ]
        for one in known
    ]
    found: dict[str, Suspects] = {}
    for check in dict.fromkeys(seen.check for seen in observations if seen.wrong):
        own = [index for index, seen in enumerate(observations) if seen.check == check]
        for scope in (range(len(observations)), own):
            fitting = tuple(
                one for one, fits in zip(known, explained, strict=True) if all(fits[index] for index in scope)
            )
            if fitting:
                found[check] = Suspects(fitting, certain=len(fitting) == 1 and scope is not own)
                break
    return found


def diagnose(exercise: Exercise, known: Sequence[Known], observations: Sequence[Observation]) -> dict[str, Mistake]:
    """The mistake behind each failing check where there is only one suspect, by the check's id."""
    found = suspects(exercise, known, observations)
    return {check: one.known[0].mistake for check, one in found.items() if len(one.known) == 1}


def same_outcome(known: Answer, received: Answer, exercise: Exercise, case: Case) -> bool:
    """Whether two answers are alike: the same exception, or the same values, shapes and changes to arguments."""
    if isinstance(known, Raised) and isinstance(received, Raised):
        return known.exception == received.exception
    if isinstance(known, Returned) and isinstance(received, Returned):
        return (
            known.modified == received.modified
            and bool(known.shared) == bool(received.shared)
            and (known.warns_of_arithmetic == received.warns_of_arithmetic or not exercise.silent)
            and _same_values(known.value, received.value, exercise, case)
        )
    return False


def _same_values(known: Any, received: Any, exercise: Exercise, case: Case) -> bool:
    if isinstance(known, (list, tuple)):
        return (
            isinstance(received, (list, tuple))
            and len(known) == len(received)
            and all(_same_values(a, b, exercise, case) for a, b in zip(known, received, strict=True))
        )
    if isinstance(known, dict):
        return (
            isinstance(received, dict)
            and known.keys() == received.keys()
            and all(_same_values(known[key], received[key], exercise, case) for key in known)
        )
    numbers = (bool, int, float, np.generic, np.ndarray)
    if not (isinstance(known, numbers) and isinstance(received, numbers)):
        return type(known) is type(received) and bool(known == received)
    left, right = np.asarray(known), np.asarray(received)
    if left.shape != right.shape or left.dtype.kind not in "biuf" or right.dtype.kind not in "biuf":
        return False
    given = [(step.arguments, dict(step.keywords)) for step in case.steps]
    return not wrong_elements(left, right, exercise.tolerance, given).any()
