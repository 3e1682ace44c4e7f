"""What is put to submissions: the cases of exercises, and what is right, kept for the next submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.answers import Answer
from grader.checks.local import answer_of
from grader.course.spec import Case, Check, Exercise, cases_of

if TYPE_CHECKING:
    from collections.abc import Sequence


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


class Questions:
    """The cases of all exercises under one seed. Judging many submissions, share one of these."""

    def __init__(self, seed: int) -> None:
        """Nothing is made before it is asked for."""
        self.seed = seed
        self._made: dict[tuple[str, str], Sequence[Put]] = {}

    def of(self, exercise: Exercise, chapter: str) -> Sequence[Put]:
        """Every case of the numerical checks, in the order in which they are put."""
        key = (chapter, exercise.id)
        if key not in self._made:
            self._made[key] = [
                Put(check, case, exercise)
                for check in exercise.checks
                if isinstance(check, Check)
                for case in cases_of(check, exercise, chapter, self.seed)
            ]
        return self._made[key]
