"""What is put to submissions: the cases of exercises, and what is right, kept for the next submission."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Self

import msgspec

from grader.answers import Answer
from grader.checks.diagnose import Known, known_mistakes
from grader.checks.local import answer_of
from grader.course.spec import Case, Check, Exercise, NamedMistake, cases_of

if TYPE_CHECKING:
    from collections.abc import Sequence


MORE_SEEDS = 2


class Put(msgspec.Struct):
    """A case of a check, and the reference's answer to it, which is computed once, when it is first wanted."""

    check: Check
    case: Case
    exercise: Exercise
    _expected: Answer | None = None

    @property
    def expected(self) -> Answer:
        """What is right."""
        if self._expected is None:
            self._expected = answer_of(self.exercise.reference, self.case)
        return self._expected


class Further(msgspec.Struct, frozen=True):
    """More cases of a check, for a submission whose mistake is in doubt, and the mistakes to be put to them."""

    cases: Sequence[Case]
    known: dict[str, Known]


class Questions:
    """The cases of all exercises under one seed, and what known mistakes give on them.

    Judging many submissions, share one of these.
    """

    def __init__(self, seed: int, besides: Self | None = None) -> None:
        """Nothing is made before it is asked for. Cases that `besides` puts, too, are left out."""
        self.seed = seed
        self._besides = besides
        self._made: dict[tuple[str, str], Sequence[Put]] = {}
        self._known: dict[tuple[str, str], Sequence[Known]] = {}
        self._further: dict[tuple[str, str, str], Further] = {}

    def of(self, exercise: Exercise, chapter: str) -> Sequence[Put]:
        """Every case of the numerical checks, in the order in which they are put."""
        key = (chapter, exercise.id)
        if key not in self._made:
            known = {_print_of(put) for put in self._besides.of(exercise, chapter)} if self._besides else set()
            made = [
                Put(check, case, exercise)
                for check in exercise.checks
                if isinstance(check, Check)
                for case in cases_of(check, exercise, chapter, self.seed)
            ]
            self._made[key] = [put for put in made if _print_of(put) not in known] if known else made
        return self._made[key]

    def known(self, exercise: Exercise, chapter: str) -> Sequence[Known]:
        """The known mistakes of an exercise, to be put to those cases."""
        key = (chapter, exercise.id)
        if key not in self._known:
            cases = [put.case for put in self.of(exercise, chapter)]
            self._known[key] = known_mistakes(exercise, _mistakes_of(exercise, chapter), cases)
        return self._known[key]

    def further(self, exercise: Exercise, chapter: str, check: Check) -> Further:
        """Cases of a check under other seeds."""
        key = (chapter, exercise.id, check.id)
        if key not in self._further:
            seeds = range(self.seed + 1, self.seed + 1 + MORE_SEEDS)
            cases = [case for seed in seeds for case in cases_of(check, exercise, chapter, seed)]
            known = known_mistakes(exercise, _mistakes_of(exercise, chapter), cases)
            self._further[key] = Further(cases, {one.mistake.id: one for one in known})
        return self._further[key]


def _print_of(put: Put) -> tuple[str, bytes]:
    """The same for the same case of the same check."""
    return put.check.id, pickle.dumps(put.case)


def _mistakes_of(exercise: Exercise, chapter: str) -> Sequence[NamedMistake]:
    if exercise.mistakes is not None:
        return exercise.mistakes
    from reference.mistakes import mistakes_of  # noqa: PLC0415 (only when an answer is wrong, and not in a kit)

    return mistakes_of(chapter)
