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
    from grader.course.spec import Case, Exercise, NamedMistake


class Observation(msgspec.Struct, frozen=True):
    """A case, its number among those of the exercise, and what came back; `wrong` when it is not the reference's."""

    check: str
    case: Case
    answer: Answer
    wrong: bool
    number: int


class Known:
    """A known mistake and its answers to cases, each of which is computed when it is first wanted."""

    def __init__(self, mistake: NamedMistake, cases: Sequence[Case]) -> None:
        """Nothing is computed yet."""
        self.mistake = mistake
        self._cases = cases
        self._answers: dict[int, Answer] = {}

    def answer(self, number: int) -> Answer:
        """What it gives on the case of this number."""
        if number not in self._answers:
            self._answers[number] = answer_of(self.mistake.function, self._cases[number])
        return self._answers[number]


def known_mistakes(exercise: Exercise, mistakes: Iterable[NamedMistake], cases: Sequence[Case]) -> list[Known]:
    """The mistakes of an exercise, to be put to its cases."""
    return [Known(mistake, cases) for mistake in mistakes if mistake.exercise == exercise.id]


class Suspects(msgspec.Struct, frozen=True):
    """Mistakes that explain a failing check; `certain` when the only one explains the whole exercise as well."""

    known: tuple[Known, ...]
    certain: bool


def suspects(exercise: Exercise, known: Sequence[Known], observations: Sequence[Observation]) -> dict[str, Suspects]:
    """The mistakes that explain each failing check, by the check's id.

    First mistakes are sought that explain every answer of the exercise; failing that, those that explain the check's
    own, since a submission may have made two.
    """

    def explains(one: Known, seen: Observation) -> bool:
        return same_outcome(one.answer(seen.number), seen.answer, exercise, seen.case)

    wrong_first = sorted(observations, key=lambda seen: not seen.wrong)  # they tell most mistakes apart at once
    everything = tuple(one for one in known if all(explains(one, seen) for seen in wrong_first))
    found: dict[str, Suspects] = {}
    for check in dict.fromkeys(seen.check for seen in observations if seen.wrong):
        if everything:
            found[check] = Suspects(everything, certain=len(everything) == 1)
            continue
        own = [seen for seen in wrong_first if seen.check == check]
        if fitting := tuple(one for one in known if all(explains(one, seen) for seen in own)):
            found[check] = Suspects(fitting, certain=False)
    return found


def diagnose(
    exercise: Exercise, known: Sequence[Known], observations: Sequence[Observation]
) -> dict[str, NamedMistake]:
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
