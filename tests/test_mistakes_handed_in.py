"""Known mistakes, handed in as submissions, are caught and named by the report; none is taken for another.

By default one in `EVERY` is handed in; with ALL_MISTAKES set in the environment, each of them.
"""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

from grader.authoring.verify import mistakes_of
from grader.course import CHAPTERS, load_chapter
from grader.course.spec import Chapter
from grader.engine.chapter import ChapterGrader, Settings
from grader.engine.opening import Opened
from grader.report.model import ExerciseResult
from grader.sandbox.forking import ForkingStarter
from grader.sandbox.levels import candidates
from grader.sandbox.limits import Limits
from grader.submission import Submission
from reference.mistakes import Mistake

EVERY = 1 if os.environ.get("ALL_MISTAKES") else 20
IMPORT = "from reference.mistakes import mistake\n"
HANDED_IN = "def mistake(exercise, hint):\n    return lambda function: function\n"


def handed_in(chapter: Chapter, mistake: Mistake, folder: Path) -> Submission:
    """The list of mistakes as a student's module, with this one under the exercise's name."""
    source = inspect.getsource(sys.modules[mistake.function.__module__])
    assert IMPORT in source
    module = source.replace(IMPORT, HANDED_IN) + f"\n{mistake.exercise} = {mistake.id}\n"
    (folder / f"{chapter.id}.py").write_text(module, "utf-8")
    return Submission.at(folder)


def graded(chapter: Chapter, mistake: Mistake, start: ForkingStarter, folder: Path) -> ExerciseResult:
    """The verdict on it."""
    opened = Opened.of(handed_in(chapter, mistake, folder), chapter.id, start, candidates(None), Limits())
    settings = Settings(speed=False, exercises=frozenset({mistake.exercise}))
    with opened, ChapterGrader(chapter, settings, opened, start, lambda _chapter, _exercise: None) as grader:
        return grader.grade().exercises[0]


@pytest.mark.parametrize("number", CHAPTERS)
def test_every_mistake_is_caught_and_nine_of_ten_are_named_exactly(
    number: int, start: ForkingStarter, tmp_path: Path
) -> None:
    chapter = load_chapter(number)
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
