"""Putting an exercise to its numerical checks: collecting the answers, finding the faults, naming the mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from grader.answers import Answer, Raised, Returned
from grader.checks.compare import Fault
from grader.checks.diagnose import Known, Observation, same_outcome, suspects
from grader.checks.judging import fault_of
from grader.course.spec import Case, Check, Exercise, NamedMistake
from grader.engine.questions import Further, Put, Questions
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.engine.session import Session

MOST_BREACHES = 2


class Trial(msgspec.Struct, frozen=True):
    """One case of a check, what the reference gives, what the submission gave and what is wrong with it.

    `received` is the answer, or the limit that was broken in its check.
    """

    check: Check
    case: Case
    expected: Answer
    received: Answer | BreachError
    fault: Fault | None = None

    @property
    def passed(self) -> bool:
        """Whether a right answer came."""
        return self.fault is None and not isinstance(self.received, BreachError)

    @property
    def is_unstarted(self) -> bool:
        """Whether the function only says that it is not written yet."""
        return not isinstance(self.received, BreachError) and _not_implemented(self.received)


def answered(exercise: Exercise, cases: Sequence[Put], session: Session) -> tuple[list[Trial], str]:
    """The cases with the submission's answers, and the beginning of what it printed.

    A broken limit costs the check in which it was broken. The checks after it are put to a fresh worker as long as
    the function has answered anything at all and has not broken limits too often.
    """
    done: list[Trial] = []
    pending = list(cases)
    breaches = 0
    while pending:
        try:
            for trial in _trials(exercise, tuple(pending), session):
                done.append(trial)
                pending.pop(0)
        except BreachError as breach:
            breaches += 1
            broken = pending[0].check
            hopeless = breaches >= MOST_BREACHES or not any(isinstance(trial.received, Returned) for trial in done)
            if hopeless or breach.kind == "chapter_time":
                done += [Trial(put.check, put.case, put.expected, breach) for put in pending]
                break
            done += [Trial(put.check, put.case, put.expected, breach) for put in pending if put.check is broken]
            pending = [put for put in pending if put.check is not broken]
    outputs = (t.received.output for t in done if not isinstance(t.received, BreachError))
    return done, next(filter(None, outputs), "")


def advice(trials: Sequence[Trial]) -> str:
    """The first warning that is not about arithmetic: what a library says of how it is used."""
    answers = (trial.received for trial in trials if isinstance(trial.received, Returned))
    return next((answer.warning for answer in answers if answer.warning and not answer.warns_of_arithmetic), "")


def _trials(exercise: Exercise, cases: Sequence[Put], session: Session) -> Iterator[Trial]:
    """Put the cases, and judge each answer as it comes; the reference answers while the submission does."""
    answers = session.answers_to(exercise, [put.case for put in cases])
    right = [put.expected for put in cases]
    for put, expected, answer in zip(cases, right, answers, strict=True):
        fault = fault_of(put.check, exercise, put.case, expected, answer)
        yield Trial(put.check, put.case, expected, answer, fault)


def named_mistakes(
    exercise: Exercise, chapter: str, trials: Sequence[Trial], questions: Questions, session: Session
) -> dict[str, NamedMistake]:
    """The known mistake behind each failing check, by the check's id; the list of mistakes is loaded only here.

    `trials` are those of all cases of the exercise, in their order.
    """
    observations = [
        Observation(trial.check.id, trial.case, trial.received, wrong=trial.fault is not None, number=number)
        for number, trial in enumerate(trials)
        if not isinstance(trial.received, BreachError) and not _not_implemented(trial.received)
    ]
    if not any(seen.wrong for seen in observations):
        return {}
    checks = {trial.check.id: trial.check for trial in trials}
    named: dict[str, NamedMistake] = {}
    for check, found in suspects(exercise, questions.known(exercise, chapter), observations).items():
        left: Sequence[Known] = found.known
        if not found.certain:
            left = _convicted(left, exercise, questions.further(exercise, chapter, checks[check]), session)
        if len(left) == 1:
            named[check] = left[0].mistake
    return named


def _convicted(found: Sequence[Known], exercise: Exercise, further: Further, session: Session) -> Sequence[Known]:
    """The suspects that explain the answers to more cases of the check, too."""
    try:
        answers = list(session.answers_to(exercise, further.cases))
    except BreachError:
        return ()
    return [
        one
        for one in found
        if all(
            same_outcome(further.known[one.mistake.id].answer(number), answer, exercise, case)
            for number, (case, answer) in enumerate(zip(further.cases, answers, strict=True))
        )
    ]


def _not_implemented(answer: Answer) -> bool:
    return isinstance(answer, Raised) and answer.exception == "NotImplementedError"
