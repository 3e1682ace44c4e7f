"""Measuring speed: the submission and the reference take turns in sibling workers, on new inputs at every turn.

Both are timed from here, by the kernel's account of the processor time of each, pipes included; what the pipes cost is
measured in the same turns and taken off both, so that the ratio compares the functions alone. Both run on the same
processor, and the submission's threads with it, so that threads make nothing faster; while the reference is measured,
the submission is stopped.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from grader.answers import Answer, Raised
from grader.checks.compare import Fault, find_fault
from grader.checks.speed import settled
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.course.spec import Case, Exercise, SpeedCheck
    from grader.engine.session import Session

BUDGET_SECONDS = 2.0
FEWEST_ROUNDS = 5
MOST_ROUNDS = 40
SHORTEST_SECONDS = 2e-5
BASELINE = "speed_baseline"
BASELINE_SOURCE = """
from {module} import {name} as measured

answer = None

def reference(*arguments, **keywords):
    global answer
    answer = measured(*arguments, **keywords)
    return answer

def transport(*arguments, **keywords):
    return answer
"""


class BaselineError(Exception):
    """The reference's own worker failed: a fault of the grader or of the machine."""


class Measurement(msgspec.Struct, frozen=True):
    """How many times longer than the reference the submission took, round by round, and the medians in seconds."""

    ratios: tuple[float, ...]
    submission_seconds: float
    reference_seconds: float


def baseline_sources(exercise: Exercise) -> dict[str, bytes]:
    """What the reference's worker needs: the reference's modules, and the two functions that are timed."""
    module = exercise.reference.__module__
    home = Path(str(sys.modules[module].__file__))
    package = module.rpartition(".")[0]
    siblings = home.parent.glob("*.py") if package else [home]
    prefix = f"{package}." if package else ""
    sources = {f"{prefix}{path.stem}".removesuffix(".__init__"): path.read_bytes() for path in siblings}
    sources[BASELINE] = BASELINE_SOURCE.format(module=module, name=exercise.reference.__name__).encode()
    return sources


def load_baseline(session: Session, exercise: Exercise) -> None:
    """Load the reference into its own worker."""
    try:
        loaded = session.load(BASELINE, baseline_sources(exercise))
    except BreachError as breach:
        raise _fault(breach) from breach
    if isinstance(loaded, Raised):
        raise BaselineError(f"{loaded.exception}: {loaded.message}")


def measure(
    submission: Session, baseline: Session, exercise: Exercise, check: SpeedCheck, rng: np.random.Generator
) -> Measurement | Fault:
    """Take turns until the credit is settled or the budget is spent; the fault of a wrong answer, if there is one.

    The first round warms both up and does not count, unless it spends the whole budget. `BreachError` when the
    submission breaks a limit.
    """
    submitted: list[float] = []
    referenced: list[float] = []
    carried: list[float] = []
    ratios: list[float] = []
    start = time.monotonic()
    for turn in range(MOST_ROUNDS + 1):
        case = check.inputs(rng)
        with submission.stopped():
            _trusted(baseline, "reference", check.inputs(rng))  # whatever the submission left in the caches is gone
            expected, reference_seconds = _trusted(baseline, "reference", case)
            _, transport_seconds = _trusted(baseline, "transport", case)
        received, seconds = submission.timed(exercise.id, case)
        if fault := find_fault(expected, received, exercise, case):
            return fault
        spent = time.monotonic() - start
        if turn == 0 and spent < BUDGET_SECONDS:
            continue
        submitted.append(seconds)
        referenced.append(reference_seconds)
        carried.append(transport_seconds)
        cost = float(np.median(carried))
        ratios.append(max(seconds - cost, SHORTEST_SECONDS) / max(reference_seconds - cost, SHORTEST_SECONDS))
        if spent > BUDGET_SECONDS or (len(ratios) >= FEWEST_ROUNDS and settled(ratios, check)):
            break
    return Measurement(tuple(ratios), float(np.median(submitted)), float(np.median(referenced)))


def _trusted(baseline: Session, function: str, case: Case) -> tuple[Answer, float]:
    """One timed call of ours; whatever fails in it is a fault of ours, never the submission's."""
    try:
        answer, seconds = baseline.timed(function, case)
    except BreachError as breach:
        raise _fault(breach) from breach
    if isinstance(answer, Raised):
        raise BaselineError(f"{answer.exception}: {answer.message}")
    return answer, seconds


def _fault(breach: BreachError) -> BaselineError:
    return BaselineError(f"the reference's worker broke a limit: {breach.kind} {breach.facts}")
