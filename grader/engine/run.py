"""Grading the chapters asked for, one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from grader import __version__
from grader.course import CHAPTERS, load_chapter
from grader.engine.chapter import ChapterGrader, Notice, Settings
from grader.engine.opening import Opened
from grader.report.model import SCHEMA, ChapterResult, Result
from grader.sandbox.limits import Limits

if TYPE_CHECKING:
    from grader.sandbox.forking import Starter
    from grader.sandbox.levels import Level
    from grader.submission import Submission


def grade(
    numbers: Sequence[int],
    submission: Submission,
    settings: Settings,
    levels: Sequence[Level],
    language: Literal["en", "fr"],
    start: Starter,
    notice: Notice,
    first: Opened | None = None,
) -> Result:
    """Grade chapters of a submission under the first of the levels that this machine keeps.

    `notice` is told the chapter and the exercise being graded. `first` is the first chapter's module, opened
    already. `IsolationUnavailableError` when no level is to be had.
    """
    began = time.monotonic()
    chapters: list[ChapterResult] = []
    for number in numbers:
        opened = first or Opened.of(submission, CHAPTERS[number], start, levels, Limits())
        first, submission = None, opened.submission
        with opened, ChapterGrader(load_chapter(number), settings, opened, start, notice) as grader:
            chapters.append(grader.grade())
        levels = (opened.session.level,)
    return Result(
        schema=SCHEMA,
        grader=f"convgrade {__version__}",
        seed=settings.seed,
        isolation=levels[0],
        language=language,
        submission=submission.shown,
        score=round(sum(chapter.score for chapter in chapters), 4),
        max_score=round(sum(chapter.max_score for chapter in chapters), 4),
        chapters=chapters,
        times={"seconds": round(time.monotonic() - began, 3)},
    )
