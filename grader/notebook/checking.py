"""Checking an exercise of the notebook that is being worked on."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from grader.classroom.judges import Judge
from grader.classroom.notebooks.grading import NotGradedError, checked, history_part, job_of, kept_judge
from grader.course import CHAPTERS, load_chapter
from grader.engine.job import Job
from grader.language import LANGUAGES, catalogue, language_of_locale
from grader.notebook.showing import show, told
from grader.sandbox.levels import candidates
from grader.submission.folder import modules_in

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

LANGUAGE = "CONVGRADE_LANG"
EXECUTION = "NBGRADER_EXECUTION"
"""Set by nbgrader where it runs a notebook itself, to autograde or to validate it: it wants a mark."""


class NoNotebookError(RuntimeError):
    """`check` was called by something that has no cells."""


def check(
    chapter: str, exercise: str, *, speed: bool = True, language: Literal["en", "fr"] | None = None
) -> float | None:
    """Grade an exercise as the notebook's cells define it now, and show what is right, what is wrong and why.

    The latest definition counts, and only definitions are taken from the cells: functions, classes, imports,
    assignments. `language` is by default that of CONVGRADE_LANG, or the locale's. Where nbgrader itself runs the
    notebook, the mark is returned.
    """
    told_in = _language(language)
    text = catalogue(told_in).gettext
    cells = _cells()
    if cells is None:
        raise NoNotebookError(text("`check` grades the cells of a notebook; on the command line: grade chapter4"))
    if problem := _unknown(chapter, exercise, told_in):
        told(problem)
        return None
    number = next(number for number, name in CHAPTERS.items() if name == chapter)
    way = Job([number], b"", told_in, list(candidates(None)), speed=speed, exercises=[exercise])
    try:
        result = checked(_graded(kept_judge(), job_of(way, number, history_part(cells), modules_in(Path.cwd()))))
    except NotGradedError as error:
        told(text("Not graded, which is no fault of yours: {reason}").format(reason=error.told(told_in)))
        return None
    found = result.chapters[0].exercises[0]
    if EXECUTION in os.environ:
        return float(found.score)
    show(result)
    return None


def _graded(judge: Judge, job: Job) -> Any:
    """The outcome; whatever interrupts the waiting ends the judge, which would answer the next question with this."""
    try:
        return judge.grade(job)
    except BaseException:
        judge.__exit__()
        raise


def _cells() -> list[str] | None:
    """The sources of the cells that were run, the first at 0, as they were typed; None outside of IPython."""
    shell = _shell()
    if shell is None or shell.history_manager is None:
        return None
    return [str(source) for source in shell.history_manager.input_hist_raw[1:]]


def _shell() -> InteractiveShell | None:
    try:
        from IPython import get_ipython  # noqa: PLC0415 (no part of the grader's own packages)
    except ImportError:
        return None
    shell: InteractiveShell | None = get_ipython()
    return shell


def _language(language: str | None) -> str:
    asked = language or os.environ.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else language_of_locale()


def _unknown(chapter: str, exercise: str, language: str) -> str:
    """What is said of names that do not exist; empty where both do."""
    text = catalogue(language).gettext
    names = list(CHAPTERS.values())
    if chapter in names:
        names = _exercises(next(number for number, name in CHAPTERS.items() if name == chapter))
        if exercise in names:
            return ""
        return text("There is no exercise “{name}” in {chapter}, which has: {known}.").format(
            name=exercise, chapter=chapter, known=", ".join(names)
        )
    return text("There is no chapter “{name}”; there are: {known}.").format(name=chapter, known=", ".join(names))


@functools.cache
def _exercises(number: int) -> list[str]:
    return [exercise.id for exercise in load_chapter(number).exercises]
