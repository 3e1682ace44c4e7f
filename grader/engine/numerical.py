"""Putting an exercise to its numerical checks: collecting the answers, finding the faults, naming the mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from grader.answers import Answer, Raised, Returned
from grader.checks.compare import Fault, find_fault
from grader.checks.diagnose import Observation, diagnose, known_mistakes
from grader.checks.local import answer_of
from grader.course.spec import Case, Check, Exercise, cases_of
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.engine.session import Session
    from reference.mistakes import Mistake

MOST_BREACHES = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One case of a check, what the reference gives and what the submission gave (None: it was never asked)."""

    check: Check
    case: Case
    expected: Answer
    received: Answer | BreachError | None = None

    def fault(self, exercise: Exercise) -> Fault | None:
        """What is wrong with the answer, of those that came."""
        assert self.received is not None
        assert not isinstance(self.received, BreachError)
        return find_fault(self.expected, self.received, exercise, self.case)


def trials_of(exercise: Exercise, chapter: str, seed: int) -> list[Trial]:
    """Every case of the numerical checks with the reference's answer, in the order in which they are put."""
    return [
        Trial(check, case, answer_of(exercise.reference, case))
        for check in exercise.checks
        if isinstance(check, Check)
        for case in cases_of(check, exercise, chapter, seed)
    ]


def answered(exercise: Exercise, trials: Sequence[Trial], session: Session) -> tuple[list[Trial], str]:
    """The trials with the submission's answers, and the beginning of what it printed.

    A broken limit costs the check in which it was broken. The checks after it are put to a fresh worker as long as
    the function has answered anything at all and has not broken limits too often.
    """
    done: list[Trial] = []
    pending = list(trials)
    breaches = 0
    while pending:
        try:
            for answer in session.answers(exercise.id, [trial.case for trial in pending]):
                trial = pending.pop(0)
                done.append(Trial(trial.check, trial.case, trial.expected, answer))
        except BreachError as breach:
            breaches += 1
            broken = pending.pop(0)
            done.append(Trial(broken.check, broken.case, broken.expected, breach))
            hopeless = breaches >= MOST_BREACHES or not any(isinstance(trial.received, Returned) for trial in done)
            if hopeless or breach.kind == "chapter_time":
                done += [Trial(rest.check, rest.case, rest.expected, breach) for rest in pending]
                break
            done += [trial for trial in pending if trial.check is broken.check]
            pending = [trial for trial in pending if trial.check is not broken.check]
    outputs = (t.received.output for t in done if t.received is not None and not isinstance(t.received, BreachError))
    return done, next(filter(None, outputs), "")


def named_mistakes(exercise: Exercise, chapter: str, trials: Sequence[Trial]) -> dict[str, Mistake]:
    """The known mistake behind each failing check, by the check's id; the list of mistakes is loaded only here."""
    observations = [
        Observation(trial.check.id, trial.case, trial.received, wrong=trial.fault(exercise) is not None)
        for trial in trials
        if trial.received is not None and not isinstance(trial.received, BreachError)
    ]
    started = [seen for seen in observations if not _not_implemented(seen.answer)]
    if not any(seen.wrong for seen in started):
        return {}
    try:
        module = import_module(f"reference.mistakes.{chapter}")
    except ModuleNotFoundError:
        return {}
    from reference.mistakes import mistakes_in  # noqa: PLC0415 (only when an answer is wrong)

    known = known_mistakes(exercise, mistakes_in(module), [seen.case for seen in started])
    return diagnose(exercise, known, started)


def _not_implemented(answer: Answer) -> bool:
    return isinstance(answer, Raised) and answer.exception == "NotImplementedError"
