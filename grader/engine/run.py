"""Grading the chapters asked for, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from grader import __version__
from grader.course import load_chapter
from grader.engine.chapter import ChapterGrader, Settings
from grader.report.model import SCHEMA, ChapterResult, Result
from grader.sandbox.launch import start_process
from grader.sandbox.levels import IsolationUnavailableError, Level
from grader.submission import Submission

if TYPE_CHECKING:
    from subprocess import Popen

    from grader.course.spec import Chapter

Notice = Callable[[str, str], None]


def grade(
    numbers: Sequence[int],
    submission: Submission,
    settings: Settings,
    levels: Sequence[Level],
    language: Literal["en", "fr"],
    notice: Notice,
    first: Popen[bytes] | None = None,
) -> Result:
    """Grade chapters of a submission under the first of the levels that this machine keeps.

    `notice` is told the chapter and the exercise being graded. `first` is a worker process of the first level that
    was started ahead. `IsolationUnavailableError` when no level is to be had.
    """
    began = time.monotonic()
    ahead = [first] if first else []
    chapters: list[ChapterResult] = []
    for number in numbers:
        chapter = load_chapter(number)
        result, level = _graded(chapter, submission, settings, levels, notice, ahead)
        chapters.append(result)
        levels = (level,)
    return Result(
        schema=SCHEMA,
        grader=f"convgrade {__version__}",
        seed=settings.seed,
        isolation=levels[0],
        language=language,
        submission=str(submission.path),
        score=round(sum(chapter.score for chapter in chapters), 4),
        max_score=round(sum(chapter.max_score for chapter in chapters), 4),
        chapters=chapters,
        times={"seconds": round(time.monotonic() - began, 3)},
    )


def _graded(
    chapter: Chapter,
    submission: Submission,
    settings: Settings,
    levels: Sequence[Level],
    notice: Notice,
    ahead: list[Popen[bytes]],
) -> tuple[ChapterResult, Level]:
    """The verdict on a chapter and the level under which it was made."""
    for level in levels:

        def start(level: Level = level) -> Popen[bytes]:
            return ahead.pop() if ahead else start_process(level)

        try:
            with ChapterGrader(chapter, replace(settings, level=level), start, notice) as grader:
                return grader.grade(submission), level
        except IsolationUnavailableError:
            if level == levels[-1]:
                raise
    raise IsolationUnavailableError
