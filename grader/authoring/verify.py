"""Proof that an exercise's cases tell right from wrong.

For each exercise: do solution, reference and oracle agree on every case, is every known mistake caught and named, is
every unusual right answer accepted? What is not is a problem, with the case that shows it.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from grader.answers import Answer, Raised
from grader.authoring.witnesses import witness_answer
from grader.checks.diagnose import Known, Observation, diagnose, known_mistakes
from grader.checks.judging import fault_of
from grader.checks.local import answer_of
from grader.course.spec import Case, Chapter, Check, Exercise, Function, cases_of
from reference import mistakes, variants
from reference.mistakes import Mistake
from reference.variants import Variant

if TYPE_CHECKING:
    from grader.checks.compare import Fault

ROOT = Path(__file__).resolve().parents[2]
MOST_SEEDS = 400
FEWER = 20
"""Models are built, trained or examined for every case: a twentieth of the random cases must do."""


@dataclass(slots=True)
class Proof:
    """What was tried on an exercise. `problems` are sentences for its author; none is what is wanted."""

    exercise: str
    cases: int = 0
    random_cases: int = 0
    witnesses: list[str] = field(default_factory=list)
    mistakes: int = 0
    caught: int = 0
    named: int = 0
    variants: int = 0
    accepted: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """A case under a seed, with the reference's answer."""

    check: Check
    case: Case
    seed: int
    expected: Answer

    def fault(self, answer: Answer, exercise: Exercise) -> Fault | None:
        """What is wrong with another answer."""
        return fault_of(self.check, exercise, self.case, self.expected, answer)

    def __str__(self) -> str:
        """The case as an author finds it again."""
        return f"check {self.check.id}, seed {self.seed}"


@cache
def solution_module(chapter: str, root: Path = ROOT) -> ModuleType:
    """A chapter's solution. It may import other chapters' solutions, as a student's module does."""
    folder = str(root / "solutions")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(chapter)


def has_keras() -> bool:
    """Whether the oracles can be asked."""
    return importlib.util.find_spec("keras") is not None and importlib.util.find_spec("tensorflow") is not None


def mistakes_of(chapter: Chapter, exercise: Exercise) -> list[Mistake]:
    """The known mistakes of an exercise."""
    return [mistake for mistake in mistakes.mistakes_of(chapter.id) if mistake.exercise == exercise.id]


def variants_of(chapter: Chapter, exercise: Exercise) -> list[Variant]:
    """The unusual right answers to an exercise."""
    return [variant for variant in variants.variants_of(chapter.id) if variant.exercise == exercise.id]


def asked(chapter: Chapter, exercise: Exercise, seeds: Sequence[int]) -> list[Asked]:
    """Every case under the seeds."""
    return [
        Asked(check, case, seed, answer_of(exercise.reference, case))
        for seed in seeds
        for check in exercise.checks
        if isinstance(check, Check)
        for case in cases_of(check, exercise, chapter.id, seed)
    ]


def prove(chapter: Chapter, exercise: Exercise, seeds: Sequence[int], random_cases: int, *, oracle: bool) -> Proof:
    """Try everything known about an exercise: mistakes and variants under the seeds, witnesses on more cases still."""
    proof = Proof(exercise.id)
    for seed in seeds:
        cases = asked(chapter, exercise, [seed])
        proof.cases = len(cases)
        _try_mistakes(proof, chapter, exercise, cases, first=seed == seeds[0])
        _try_variants(proof, chapter, exercise, cases, first=seed == seeds[0])
    wanted = random_cases // FEWER if exercise.driver else random_cases
    cases = asked(chapter, exercise, seeds) + _more_cases(proof, chapter, exercise, max(seeds) + 1, wanted)
    for name, function in _witnesses(chapter, exercise, oracle=oracle):
        proof.witnesses.append(name)
        for one in cases:
            if name != "solution" and isinstance(one.expected, Raised):
                continue  # the contract's own errors, which an oracle need not have
            answer = witness_answer(function, chapter, exercise, one.case)
            if fault := one.fault(answer, exercise):
                proof.problems.append(f"{name} and reference disagree ({one}): {fault.code} {fault.facts}")
                break
    return proof


def _more_cases(proof: Proof, chapter: Chapter, exercise: Exercise, seed: int, wanted: int) -> list[Asked]:
    """Random cases under further seeds, as many as are wanted."""
    found: list[Asked] = []
    while len(found) < wanted and seed < MOST_SEEDS:
        found += asked(chapter, exercise, [seed])
        seed += 1
    proof.random_cases = len(found)
    return found


def _witnesses(chapter: Chapter, exercise: Exercise, *, oracle: bool) -> Iterator[tuple[str, Function]]:
    yield "solution", getattr(solution_module(chapter.id), exercise.id)
    if oracle:
        yield "oracle", getattr(importlib.import_module(f"reference.keras_oracles.{chapter.id}"), exercise.id)


def _try_mistakes(proof: Proof, chapter: Chapter, exercise: Exercise, cases: Sequence[Asked], *, first: bool) -> None:
    """Every mistake must be caught under every seed, and told from the others."""
    known = known_mistakes(exercise, mistakes_of(chapter, exercise), [one.case for one in cases])
    for one in known:
        seen = _observations(one, exercise, cases)
        caught = any(observation.wrong for observation in seen)
        named = {mistake.id for mistake in diagnose(exercise, known, seen).values()}
        proof.mistakes += first
        proof.caught += first and caught
        proof.named += first and named == {one.mistake.id}
        if not caught:
            proof.problems.append(f"mistake {one.mistake.id} survives (seed {cases[0].seed}): a case is needed for it")
        elif named - {one.mistake.id}:
            proof.problems.append(f"mistake {one.mistake.id} is taken for {', '.join(named)} (seed {cases[0].seed})")


def _observations(one: Known, exercise: Exercise, cases: Sequence[Asked]) -> list[Observation]:
    return [
        Observation(
            case.check.id, case.case, one.answer(number), case.fault(one.answer(number), exercise) is not None, number
        )
        for number, case in enumerate(cases)
    ]


def _try_variants(proof: Proof, chapter: Chapter, exercise: Exercise, cases: Sequence[Asked], *, first: bool) -> None:
    """Every unusual right answer must be accepted under every seed."""
    for variant in variants_of(chapter, exercise):
        answers = (witness_answer(variant.function, chapter, exercise, one.case) for one in cases)
        faults = ((one, one.fault(answer, exercise)) for one, answer in zip(cases, answers, strict=True))
        refused, fault = next(((one, fault) for one, fault in faults if fault), (None, None))
        proof.variants += first
        proof.accepted += first and refused is None
        if refused is not None:
            proof.problems.append(f"variant {variant.id} is refused ({refused}): {fault.code if fault else ''}")
