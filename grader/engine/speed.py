"""Measuring speed: the submission and the reference take turns in sibling workers, on new inputs at every turn.

Both are timed from here, by the kernel's account of the processor time of each, pipes included; what the pipes cost is
measured in the same turns and taken off both, so that the ratio compares the functions alone. All run on the same
processor, and the submission's threads with it, so that threads make nothing faster; while the reference is measured,
the submission is stopped.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from grader.answers import Answer, Raised
from grader.checks.compare import Fault, find_fault
from grader.checks.speed import settled
from grader.engine.processors import beside_the_workers, worker_processor
from grader.sandbox.limits import BreachError

if TYPE_CHECKING:
    from grader.course.spec import Case, Exercise, SpeedCheck
    from grader.engine.session import Session

BUDGET_SECONDS = 2.0
"""Of the processor's time, for both sides together: what others use on a busy machine is not taken off it."""

MOST_PATIENCE = 3.0
"""A measurement lasts this many times its budget at most."""

CALLS_TO_WARM_UP = 8
"""The first calls of the reference in a process take up to twenty times as long as the later ones, the next twice."""

MOST_ROUNDS = 120
SHORTEST_SECONDS = 2e-5
LONG_SECONDS = 0.05
"""From here on a call hardly minds the caches, and a few rounds spend the budget."""

FEWEST_CALLS, MOST_CALLS = 2, 8
SHARE_OF_REFERENCE = 0.3
"""Beside a submission that takes longer, the reference is called several times a round, for this share of its time."""

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
    source = BASELINE_SOURCE.format(module=module, name=exercise.reference.__name__)
    return {**package_sources(module), BASELINE: source.encode()}


def package_sources(module: str) -> dict[str, bytes]:
    """Sources of a module of ours that is imported already, and of those beside it in its package."""
    home = Path(str(sys.modules[module].__file__))
    package = module.rpartition(".")[0]
    siblings = home.parent.glob("*.py") if package else [home]
    prefix = f"{package}." if package else ""
    return {f"{prefix}{path.stem}".removesuffix(".__init__"): path.read_bytes() for path in siblings}


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

    The first round does not count, unless the submission's calls are long. `BreachError` when the submission breaks a
    limit.
    """
    with beside_the_workers(worker_processor()):
        return _measured(_Turns(submission, baseline, exercise, check, rng), check)


def _measured(turns: _Turns, check: SpeedCheck) -> Measurement | Fault:
    rounds: list[_Round] = []
    ratios: list[float] = []
    deadline = time.monotonic() + BUDGET_SECONDS * MOST_PATIENCE
    turns.warm_up()
    for turn in range(MOST_ROUNDS + 1):
        took = turns.take()
        if isinstance(took, Fault):
            return took
        if turn == 0 and not turns.are_long:
            continue
        rounds.append(took)
        ratios = _ratios(rounds)
        if turns.spent > BUDGET_SECONDS or time.monotonic() > deadline or settled(ratios, check):
            break
    submitted, referenced = (float(np.median(times)) for times in zip(*(r[:2] for r in rounds), strict=True))
    return Measurement(tuple(ratios), submitted, referenced)


class _Round(NamedTuple):
    """Seconds of one round, pipes included in each."""

    submission: float
    reference: float
    transport: float


def _ratios(rounds: Sequence[_Round]) -> list[float]:
    """How many times longer than the reference, round by round; what the pipes cost is the same in all rounds."""
    cost = float(np.quantile([took.transport for took in rounds], 0.25))
    return [
        max(took.submission - cost, SHORTEST_SECONDS) / max(took.reference - cost, SHORTEST_SECONDS) for took in rounds
    ]


class _Turns:
    """The reference, then the submission, on the same inputs, new ones every time.

    Each makes two calls, of which the quicker counts: what else happens on a machine only ever makes a call longer
    (timeit, "Note"), and the first of them finds in the caches what others left there. Both answers are judged. Where
    the submission's calls are long, one is enough, and the reference makes more.
    """

    def __init__(
        self, submission: Session, baseline: Session, exercise: Exercise, check: SpeedCheck, rng: np.random.Generator
    ) -> None:
        self._submission = submission
        self._baseline = baseline
        self._exercise = exercise
        self._inputs = partial(check.inputs, rng)
        self._references = FEWEST_CALLS
        self.are_long = False
        self.spent = 0.0

    def warm_up(self) -> None:
        """Call the reference until it is as fast as it will be; the submission has answered many cases already."""
        with self._submission.stopped():
            for _ in range(CALLS_TO_WARM_UP):
                _trusted(self._baseline, "reference", self._inputs())

    def take(self) -> _Round | Fault:
        """Seconds of a round, or what is wrong with one of the submission's answers."""
        asked: list[tuple[Case, Answer]] = []
        references: list[float] = []
        with self._submission.stopped():
            for _ in range(self._references):
                case = self._inputs()
                expected, seconds = _trusted(self._baseline, "reference", case)
                asked.append((case, expected))
                references.append(seconds)
            _, transport = _trusted(self._baseline, "transport", asked[-1][0])
        self.spent += sum(references) + transport
        submitted = self._submitted(asked[-FEWEST_CALLS:])
        if isinstance(submitted, Fault):
            return submitted
        reference = min(references)
        self._references = min(max(round(submitted / reference * SHARE_OF_REFERENCE), FEWEST_CALLS), MOST_CALLS)
        return _Round(submitted, reference, transport)

    def _submitted(self, asked: Sequence[tuple[Case, Answer]]) -> float | Fault:
        """Seconds of the quickest call, or of the first that is long; the fault of a wrong answer, if there is one."""
        quickest = math.inf
        for case, expected in asked:
            received, seconds = self._submission.timed(self._exercise.id, case)
            if fault := find_fault(expected, received, self._exercise, case):
                return fault
            self.spent += seconds
            quickest = min(quickest, seconds)
            self.are_long = quickest > LONG_SECONDS
            if self.are_long:
                break
        return quickest


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
