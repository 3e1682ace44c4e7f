"""Known mistakes and unusual right answers, handed in as submissions through the sandbox.

A mistake is caught and named by the report, never taken for another; a right answer gets full marks. By default one in
`EVERY` is handed in; with ALL_ANSWERS set in the environment, each of them.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from pathlib import Path

import pytest

from grader.authoring.verify import mistakes_of, variants_of
from grader.course import load_chapter
from grader.course.spec import Chapter
from grader.engine.chapter import ChapterGrader, Settings
from grader.engine.opening import Opened
from grader.engine.run import limits_of
from grader.engine.starters import Starters
from grader.report.model import ExerciseResult
from grader.sandbox.forking import Starter
from grader.sandbox.levels import candidates
from grader.submission import Submission
from reference.mistakes import Mistake
from reference.variants import Variant
from tests.conftest import ROOT, chapters_to_test, exchanged, solution

DECORATOR = """
def {name}(*about, **more):
    def wrap(function):
        function.function = function  # recursive ones call themselves by it
        return function
    return wrap
"""

EVERY = 1 if os.environ.get("ALL_ANSWERS") else 40


SHARED = re.compile(r"^from reference\.mistakes\.(\w+) import (?:\([^)]*\)|.*)\n", re.MULTILINE)


def alone(source: str) -> str:
    """Lists of known answers as a module that imports nothing of ours: what they share is written in."""
    shared = [(ROOT / f"reference/mistakes/{name}.py").read_text("utf-8") for name in sorted({*SHARED.findall(source)})]
    source = "\n".join([*shared, SHARED.sub("", source)])
    for name in ("mistake", "variant"):
        source = source.replace(f"from reference.{name}s import {name}\n", DECORATOR.format(name=name))
    future = "from __future__ import annotations\n"
    return future + source.replace(future, "")


def handed_in(chapter: Chapter, answer: Mistake | Variant, folder: Path) -> Submission:
    """The module of the answer as a student's, with the answer under the exercise's name."""
    if isinstance(answer, Mistake) and answer.written:
        right = "\n".join(line for line in solution(chapter.id).splitlines() if not line.strip().startswith("###"))
        (folder / f"{chapter.id}.py").write_text(exchanged(right, **{answer.exercise: answer.written}), "utf-8")
        return Submission.at(folder)
    source = alone(inspect.getsource(sys.modules[answer.function.__module__]))
    module = f"{source}\n{answer.exercise} = {answer.id}\n"
    (folder / f"{chapter.id}.py").write_text(module, "utf-8")
    return Submission.at(folder)


def graded(chapter: Chapter, answer: Mistake | Variant, start: Starter, folder: Path) -> ExerciseResult:
    """The verdict on it."""
    submission = handed_in(chapter, answer, folder)
    opened = Opened.of(submission, chapter.id, start, candidates(None), limits_of(chapter), chapter.beside)
    settings = Settings(speed=False, exercises=frozenset({answer.exercise}))
    with opened, ChapterGrader(chapter, settings, opened, start, lambda _chapter, _exercise: None) as grader:
        return grader.grade().exercises[0]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("number", chapters_to_test())
def test_every_mistake_is_caught_and_nine_of_ten_are_named_exactly(
    number: int, starters: Starters, tmp_path: Path
) -> None:
    chapter = load_chapter(number)
    start = starters.of(chapter)
    known = [mistake for exercise in chapter.exercises for mistake in mistakes_of(chapter, exercise)][::EVERY]
    survived, mistaken, unnamed = [], {}, []
    for mistake in known:
        result = graded(chapter, mistake, start, tmp_path)
        names = {check.mistake for check in result.checks} - {None}
        if result.status == "passed":
            survived.append(mistake.id)
        if names - {mistake.id}:
            mistaken[mistake.id] = names
        if mistake.id not in names:
            unnamed.append(mistake.id)
    assert survived == []
    assert mistaken == {}
    assert len(unnamed) <= 0.1 * len(known), unnamed


@pytest.mark.parametrize("number", chapters_to_test())
def test_every_unusual_right_answer_gets_full_marks(number: int, starters: Starters, tmp_path: Path) -> None:
    chapter = load_chapter(number)
    start = starters.of(chapter)
    known = [variant for exercise in chapter.exercises for variant in variants_of(chapter, exercise)][::EVERY]
    refused = {}
    for variant in known:
        result = graded(chapter, variant, start, tmp_path)
        if result.status != "passed":
            failed = [check for check in result.checks if check.status != "passed"]
            refused[variant.id] = [(check.id, check.code, check.detail.facts) for check in failed]
    assert refused == {}
