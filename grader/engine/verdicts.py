"""Verdicts: from faults, breaches and measurements to the check and exercise results of the result model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from grader.checks.compare import Fault
from grader.checks.speed import credit, idea_for, is_passed
from grader.course.spec import Check, Exercise, NamedMistake, SpeedCheck
from grader.engine.showing import curve, failure
from grader.report.model import CheckResult, Curve, Detail, ExerciseResult, Status
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.engine.numerical import Trial
    from grader.engine.speed import Measurement

Facts = dict[str, str | int | float]

BREACHES: dict[str, tuple[Status, str]] = {
    "time": ("timeout", "call_time"),
    "import_time": ("timeout", "import_time"),
    "chapter_time": ("timeout", "chapter_time"),
    "memory": ("memory", "out_of_memory"),
    "scratch": ("error", "scratch_full"),
    "threads": ("error", "too_many_threads"),
    "output": ("error", "output_limit"),
    "reply": ("error", "answer_too_large"),
    "protocol": ("crashed", "no_answer"),
    "process": ("crashed", "process_ended"),
}

EXCEPTIONS: dict[str, tuple[Status, str]] = {
    "NotImplementedError": ("not_started", "not_implemented"),
    "ForbiddenImportError": ("forbidden", "forbidden_import"),
    "PermissionError": ("forbidden", "not_permitted"),
    "SystemExit": ("error", "exit_called"),
    "EOFError": ("error", "read_stdin"),
}
"""Exceptions that have a verdict of their own; all others are plain errors."""


def breach_verdict(breach: BreachError) -> tuple[Status, str, Facts]:
    """Status, code and facts of a broken limit."""
    status, code = BREACHES[breach.kind]
    return status, code, dict(breach.facts)


def fault_verdict(fault: Fault) -> tuple[Status, str, Facts]:
    """Status, code and facts of a fault."""
    if fault.code == "not_implemented":
        return "not_started", fault.code, fault.facts
    if fault.code == "raised":
        status, code = EXCEPTIONS.get(str(fault.facts["exception"]), ("error", "raised"))
        return status, code, fault.facts
    if fault.code == "no_answer":
        return "crashed", fault.code, fault.facts
    if fault.code in {"wrong_arguments", "answer_too_large"}:
        return "error", fault.code, fault.facts
    return "failed", fault.code, fault.facts


def numerical_result(
    check: Check, exercise: Exercise, trials: Sequence[Trial], mistake: NamedMistake | None
) -> CheckResult:
    """Verdict on a numerical check: the smallest of its failing cases speaks."""
    result = CheckResult(
        id=check.id, title=check.title, kind="numerical", status="passed", score=check.points, max_score=check.points
    )
    broken = [trial for trial in trials if not trial.passed]
    result.detail.curve = _curve(exercise, broken[0] if broken else trials[-1])
    result.detail.cases_total = len(trials)
    result.detail.cases_passed = len(trials) - len(broken)
    if not broken:
        return result
    first = min(broken, key=lambda trial: trial.case.size)  # the first of equals
    result.score = 0.0
    result.detail.case = next(index for index, trial in enumerate(trials) if trial is first)
    if isinstance(first.received, BreachError):
        result.status, result.code, result.detail.facts = breach_verdict(first.received)
        result.detail.failure = failure(exercise, first.case, first.expected, None, None)
        return result
    fault = first.fault
    assert fault is not None
    result.status, result.code, result.detail.facts = fault_verdict(fault)
    if result.status != "not_started":
        result.detail.failure = failure(exercise, first.case, first.expected, first.received, fault)
    if mistake is not None and result.status != "not_started":
        result.mistake, result.hint = mistake.id, mistake.hint
    return result


def fails_unseen(result: CheckResult, trials: Sequence[Trial], mistake: NamedMistake | None) -> None:
    """Say of a check that is right on the cases shown that it is not on others; nothing of a case is told."""
    first = next(trial for trial in trials if not trial.passed)
    if isinstance(first.received, BreachError):
        result.status = breach_verdict(first.received)[0]
    elif first.fault is not None:
        result.status = fault_verdict(first.fault)[0]
    result.score, result.code, result.detail.curve = 0.0, "fails_unseen", None
    if mistake is not None:
        result.mistake, result.hint = mistake.id, mistake.hint


def withdraw_speed(results: list[CheckResult]) -> None:
    """Take back what was given for speed: it counts once all results are right."""
    for result in results:
        if result.kind == "speed" and result.code in {"passed", "slow"}:
            result.status, result.score, result.code, result.hint = "failed", 0.0, "not_measured", None
            result.detail, result.times = Detail(), {}


def _curve(exercise: Exercise, trial: Trial) -> Curve | None:
    return (
        None if isinstance(trial.received, BreachError) else curve(exercise, trial.case, trial.expected, trial.received)
    )


def unmeasured_result(check: SpeedCheck, status: Status, code: str, facts: Facts | None = None) -> CheckResult:
    """Verdict on a speed check that could not be put."""
    return CheckResult(
        id=check.id,
        title=check.title,
        kind="speed",
        status=status,
        score=0.0,
        max_score=check.points,
        code=code,
        detail=Detail(facts=facts or {}),
    )


def speed_result(
    check: SpeedCheck, measured: Measurement | Fault | BreachError, landmarks: Mapping[str, float] | None = None
) -> CheckResult:
    """Verdict on a speed check. `landmarks` are ratios of well-known ways to write the function."""
    if isinstance(measured, BreachError):
        return unmeasured_result(check, *breach_verdict(measured))
    if isinstance(measured, Fault):
        return unmeasured_result(check, *fault_verdict(measured))
    ratio = float(np.median(measured.ratios))
    share = credit(ratio, check)
    passed = is_passed(share)
    result = unmeasured_result(
        check, "passed" if passed else "partial" if share else "failed", "passed" if passed else "slow"
    )
    result.score = check.points * share
    landmarks = landmarks or {}
    result.detail.facts = {"full_ratio": check.full_ratio, "zero_ratio": check.zero_ratio, **landmarks}
    if not passed and (idea := idea_for(ratio, check.ideas, landmarks.get("loop", check.zero_ratio))):
        result.hint = idea.message
    result.times = {
        "ratio": round(ratio, 3),
        "submission_seconds": measured.submission_seconds,
        "reference_seconds": measured.reference_seconds,
        "rounds": len(measured.ratios),
    }
    return result


def blocked(results: Sequence[CheckResult], chapter: int, function: str) -> None:
    """Say of the checks that are not passed by which function of an earlier chapter they fail."""
    for result in results:
        if result.status != "passed":
            result.status, result.code, result.mistake, result.hint = "blocked", "blocked", None, None
            result.detail.facts = {"chapter": chapter, "function": function}


def exercise_result(exercise: Exercise, checks: list[CheckResult], output: str, warning: str = "") -> ExerciseResult:
    """Verdict on an exercise from those on its checks."""
    return ExerciseResult(
        id=exercise.id,
        title=exercise.summary,
        status=_status_of(checks),
        score=round(sum(check.score for check in checks), 4),
        max_score=round(sum(check.max_score for check in checks), 4),
        checks=checks,
        output=output,
        warning=warning,
    )


def _status_of(checks: Sequence[CheckResult]) -> Status:
    """Passed, partial, or what kept the first check from passing.

    A function that is not started cannot pass a check, so that one check not started among failing ones is a part
    of the function that is.
    """
    if all(check.status == "passed" for check in checks):
        return "passed"
    if any(check.status == "blocked" for check in checks):
        return "blocked"
    if any(check.score for check in checks):
        return "partial"
    statuses = [check.status for check in checks if check.status != "passed"]
    return next((status for status in statuses if status != "not_started"), "not_started")


def uniform_result(
    exercise: Exercise, checks: Sequence[Check | SpeedCheck], status: Status, code: str, facts: Facts
) -> ExerciseResult:
    """Verdict on an exercise of which no check could be put, for one reason."""
    results = [
        CheckResult(
            id=check.id,
            title=check.title,
            kind="speed" if isinstance(check, SpeedCheck) else "numerical",
            status=status,
            score=0.0,
            max_score=check.points,
            code=code,
            detail=Detail(facts=facts),
        )
        for check in checks
    ]
    return exercise_result(exercise, results, "")


def grader_fault(exercise: Exercise, checks: Sequence[Check | SpeedCheck], reason: str) -> ExerciseResult:
    """Verdict on an exercise that the grader could not grade: nobody's failure but its own."""
    return uniform_result(exercise, checks, "grader_error", "grader_fault", {"reason": reason})
