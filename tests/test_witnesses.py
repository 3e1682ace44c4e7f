"""Solution, reference and oracle agree on every case; every mistake is caught, and told from the others."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from grader.answers import Raised
from grader.checks.compare import find_fault
from grader.checks.diagnose import Observation, diagnose, known_mistakes
from grader.checks.local import answer_of
from grader.course import CHAPTERS, load_chapter
from grader.course.spec import Case, Chapter, Check, Exercise, cases_of
from reference.mistakes import Mistake, mistakes_in
from tests.conftest import ROOT

SEEDS = (0, 1, 2)

needs_keras = pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="the extra `keras` is missing")


def solution_module(chapter: Chapter) -> ModuleType:
    """The chapter's solution, imported by path: solutions/ is no package."""
    path = ROOT / "solutions" / f"{chapter.id}.py"
    spec = importlib.util.spec_from_file_location(f"solution_{chapter.id}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def mistakes_of(chapter: Chapter) -> tuple[Mistake, ...]:
    """The chapter's list of mistakes."""
    return mistakes_in(importlib.import_module(f"reference.mistakes.{chapter.id}"))


def checked_cases(exercise: Exercise, chapter: Chapter, seed: int) -> Iterator[tuple[Check, Case]]:
    """Every case of an exercise's numerical checks."""
    for check in exercise.checks:
        if isinstance(check, Check):
            for case in cases_of(check, exercise, chapter.id, seed):
                yield check, case


CHAPTER_LIST = [load_chapter(number) for number in CHAPTERS]
EXERCISES = [pytest.param(c, e, id=f"{c.number}-{e.id}") for c in CHAPTER_LIST for e in c.exercises]


@pytest.mark.parametrize("chapter", CHAPTER_LIST, ids=lambda chapter: chapter.id)
class TestChapter:
    def test_is_marked_out_of_twenty(self, chapter: Chapter) -> None:
        assert chapter.points == pytest.approx(20)

    def test_has_every_mistake_belong_to_one_of_its_exercises(self, chapter: Chapter) -> None:
        exercises = {exercise.id for exercise in chapter.exercises}
        assert {mistake.exercise for mistake in mistakes_of(chapter)} <= exercises

    def test_names_checks_and_mistakes_once(self, chapter: Chapter) -> None:
        names = [mistake.id for mistake in mistakes_of(chapter)]
        assert len(names) == len(set(names))
        for exercise in chapter.exercises:
            checks = [check.id for check in exercise.checks]
            assert len(checks) == len(set(checks))


@pytest.mark.parametrize(("chapter", "exercise"), EXERCISES)
class TestWitnesses:
    def test_share_one_signature(self, chapter: Chapter, exercise: Exercise) -> None:
        names = list(exercise.signature.parameters)
        defaults = [parameter.default for parameter in exercise.signature.parameters.values()]
        modules = [solution_module(chapter), importlib.import_module(f"reference.keras_oracles.{chapter.id}")]
        functions = [getattr(module, exercise.id) for module in modules]
        functions += [mistake.function for mistake in mistakes_of(chapter) if mistake.exercise == exercise.id]
        for function in functions:
            signature = inspect.signature(function)
            assert list(signature.parameters) == names, function
            assert [parameter.default for parameter in signature.parameters.values()] == defaults, function

    @pytest.mark.parametrize("seed", SEEDS)
    def test_solution_agrees_with_reference_on_every_case(
        self, chapter: Chapter, exercise: Exercise, seed: int
    ) -> None:
        function = getattr(solution_module(chapter), exercise.id)
        for check, case in checked_cases(exercise, chapter, seed):
            fault = find_fault(answer_of(exercise.reference, case), answer_of(function, case), exercise, case)
            assert fault is None, (check.id, case)

    @needs_keras
    @pytest.mark.parametrize("seed", SEEDS)
    def test_oracle_agrees_with_reference_on_every_case(self, chapter: Chapter, exercise: Exercise, seed: int) -> None:
        oracle = getattr(importlib.import_module(f"reference.keras_oracles.{chapter.id}"), exercise.id)
        for check, case in checked_cases(exercise, chapter, seed):
            expected = answer_of(exercise.reference, case)
            if isinstance(expected, Raised):
                assert expected.exception == "ValueError"  # the contract's own errors: an oracle need not have them
                continue
            assert find_fault(expected, answer_of(oracle, case), exercise, case) is None, (check.id, case)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("chapter", "exercise"), EXERCISES)
def test_every_mistake_is_caught_and_named(chapter: Chapter, exercise: Exercise, seed: int) -> None:
    checked = list(checked_cases(exercise, chapter, seed))
    known = known_mistakes(exercise, mistakes_of(chapter), [case for _, case in checked])
    right = [answer_of(exercise.reference, case) for _, case in checked]
    for one in known:
        seen = [
            Observation(check.id, case, answer, find_fault(expected, answer, exercise, case) is not None)
            for (check, case), answer, expected in zip(checked, one.answers, right, strict=True)
        ]
        assert any(observation.wrong for observation in seen), one.mistake.id
        named = diagnose(exercise, known, seen)
        assert {found.id for found in named.values()} == {one.mistake.id}
