"""The cases can be trusted: witnesses agree, every mistake is caught and named, no right answer is refused."""

from __future__ import annotations

import importlib
import inspect

import pytest

import reference.mistakes
from grader.authoring.verify import (
    has_keras,
    mistakes_of,
    prove,
    solution_module,
    variants_of,
)
from grader.course import load_chapter
from grader.course.spec import Chapter, Exercise
from tests.conftest import chapters_to_test

SEEDS = (0,)  # `grade verify` tries more

CHAPTER_LIST = [load_chapter(number) for number in chapters_to_test()]
EXERCISES = [pytest.param(c, e, id=f"{c.number}-{e.id}") for c in CHAPTER_LIST for e in c.exercises]


@pytest.mark.parametrize("chapter", CHAPTER_LIST, ids=lambda chapter: chapter.id)
class TestChapter:
    def test_is_marked_out_of_twenty(self, chapter: Chapter) -> None:
        assert chapter.points == pytest.approx(20)

    def test_has_every_mistake_belong_to_one_of_its_exercises(self, chapter: Chapter) -> None:
        exercises = {exercise.id for exercise in chapter.exercises}
        assert {mistake.exercise for mistake in reference.mistakes.mistakes_of(chapter.id)} <= exercises

    def test_names_checks_and_mistakes_once(self, chapter: Chapter) -> None:
        for exercise in chapter.exercises:
            for names in (
                [check.id for check in exercise.checks],
                [mistake.id for mistake in mistakes_of(chapter, exercise)],
                [variant.id for variant in variants_of(chapter, exercise)],
            ):
                assert len(names) == len(set(names))

    @pytest.mark.sampled(6)
    def test_has_witnesses_that_agree_and_cases_that_catch_every_mistake_name_most_and_accept_every_variant(
        self, chapter: Chapter
    ) -> None:
        """One test, since what takes minutes is the proofs, wherever the tests run."""
        proofs = [prove(chapter, exercise, SEEDS, 0, oracle=has_keras()) for exercise in chapter.exercises]
        assert [problem for proof in proofs for problem in proof.problems] == []
        for proof in proofs:
            assert (proof.caught, proof.accepted) == (proof.mistakes, proof.variants)
        assert sum(proof.named for proof in proofs) >= 0.9 * sum(proof.mistakes for proof in proofs)


@pytest.mark.parametrize(("chapter", "exercise"), EXERCISES)
def test_all_versions_of_an_exercise_share_its_signature(chapter: Chapter, exercise: Exercise) -> None:
    modules = [solution_module(chapter.id), importlib.import_module(f"reference.keras_oracles.{chapter.id}")]
    written = [getattr(module, exercise.id) for module in modules]
    answering = [mistake.function for mistake in mistakes_of(chapter, exercise)]
    for functions, signature in ((written, exercise.written_signature), (answering, exercise.signature)):
        for function in functions:
            assert _parameters(inspect.signature(function)) == _parameters(signature), function


def _parameters(signature: inspect.Signature) -> list[tuple[str, object]]:
    return [(parameter.name, parameter.default) for parameter in signature.parameters.values()]
