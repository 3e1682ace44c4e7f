"""Grading the chapters asked for, one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal

from grader import __version__
from grader.course import load_chapter
from grader.engine.chapter import ChapterGrader, Notice, Settings
from grader.engine.opening import Opened
from grader.engine.starters import Starters, missing_packages
from grader.report.model import SCHEMA, ChapterResult, Result
from grader.sandbox.limits import Limits

if TYPE_CHECKING:
    from grader.course.spec import Chapter
    from grader.sandbox.levels import Level
    from grader.submission import Submission


def grade(
    numbers: Sequence[int],
    submission: Submission,
    settings: Settings,
    levels: Sequence[Level],
    language: Literal["en", "fr"],
    starters: Starters,
    notice: Notice,
    ending: ExitStack,
    first: Opened | None = None,
) -> Result:
    """Grade chapters of a submission under the first of the levels that this machine keeps.

    `notice` is told the chapter and the exercise being graded. `ending` ends the last chapter's workers, once the
    result is told. `first` is the first chapter's module, opened already. `IsolationUnavailableError` when no level is
    to be had.
    """
    began = time.monotonic()
    chapters: list[ChapterResult] = []
    for number in numbers:
        chapter = load_chapter(number)
        if missing := missing_packages(chapter):
            chapters.append(_not_graded(chapter, missing))
            continue
        start = starters.of(chapter)
        opened = first or Opened.of(submission, chapter.id, start, levels, limits_of(chapter), chapter.beside)
        first, submission = None, opened.submission
        ending.close()
        ending.enter_context(opened)
        grader = ending.enter_context(ChapterGrader(chapter, settings, opened, start, notice))
        chapters.append(grader.grade())
        levels = (opened.session.level,)
    return Result(
        schema=SCHEMA,
        grader=f"convgrade {__version__}",
        seed=settings.questions.seed,
        isolation=levels[0],
        language=language,
        submission=submission.shown,
        score=round(sum(chapter.score for chapter in chapters), 4),
        max_score=round(sum(chapter.max_score for chapter in chapters), 4),
        chapters=chapters,
        times={"seconds": round(time.monotonic() - began, 3)},
        unseen=settings.unseen is not None,
    )


def limits_of(chapter: Chapter) -> Limits:
    """The sandbox's usual limits, but for those that the chapter sets itself."""
    return Limits(**chapter.limits)


def _not_graded(chapter: Chapter, missing: Sequence[str]) -> ChapterResult:
    """A chapter that this machine cannot grade for want of packages: no marks, and none lost."""
    facts: dict[str, str | int | float] = {"packages": ", ".join(missing)}
    return ChapterResult(chapter.number, chapter.id, chapter.title, 0.0, 0.0, [], "needs_packages", facts)
