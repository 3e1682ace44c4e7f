"""A result as rows, one a check: what the machine formats have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.report import sentences
from grader.report.cases import case_lines
from grader.report.messages import Messages, one_line, printable

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Result, Status

LONGEST = 1000
LONGEST_OUTPUT = 4000
LAST_LINE = 1_000_000
"""A line number beyond this one is none: no module has as many lines."""

MODULE = re.compile(r"\w+(\.\w+)?")
PROBLEM_OF_ALL = "chapter"
"""The check, so to speak, of a chapter that was not graded at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A check's verdict in words. `output`, what the exercise printed, is told once: with its first check that failed.

    `file` and `line` say where in the submission; the line is None when nobody knows.
    What the grader could not grade does not count: it has no points, neither earned nor lost. All text is of one line
    and acts on no terminal, but for `case` and `output`, which have several; no format's markup is escaped.
    """

    number: str
    chapter: str
    exercise: str
    check: str
    title: str
    status: Status
    code: str
    score: float
    max_score: float
    said: str
    hint: str
    file: str
    line: int | None
    case: str = ""
    output: str = ""

    @property
    def passed(self) -> bool:
        """Whether the check is passed."""
        return self.status == "passed"

    @property
    def counts(self) -> bool:
        """Whether the check was graded."""
        return self.status != "grader_error"

    @property
    def name(self) -> str:
        """What was checked: the function and the idea."""
        return f"{self.exercise} · {self.title}"

    @property
    def advice(self) -> str:
        """What was found, and the hint to it."""
        return f"{self.said} {self.hint}".strip()


def rows(result: Result, messages: Messages) -> Iterator[Row]:
    """Every check of the result, in order; for a chapter of which nothing was graded, one row."""
    for chapter in result.chapters:
        if not chapter.exercises:
            yield _row_of_chapter(chapter, result.submission, messages)
        for place, exercise in enumerate(chapter.exercises, 1):
            speaking = next((check for check in exercise.checks if check.status != "passed"), None)
            for position, check in enumerate(exercise.checks, 1):
                number = f"{chapter.number}.{place}.{position}"
                row = _row(number, chapter, exercise, check, result.submission, messages)
                output = printable(exercise.output[:LONGEST_OUTPUT])
                yield replace(row, output=output) if check is speaking else row


def problems(result: Result, messages: Messages) -> Iterator[Row]:
    """The checks that are not passed; one alone for a module that could not be read or imported at all."""
    whole = {chapter.id for chapter in result.chapters if chapter.code != "graded"}
    for chapter, found in groupby(rows(result, messages), key=lambda row: row.chapter):
        failed = [row for row in found if not row.passed]
        yield from failed[:1] if chapter in whole else failed


def _row_of_chapter(chapter: ChapterResult, submission: str, messages: Messages) -> Row:
    return Row(
        number=str(chapter.number),
        chapter=chapter.id,
        exercise=chapter.id,
        check=PROBLEM_OF_ALL,
        title=one_line(messages.text(chapter.title)),
        status="grader_error",
        code=chapter.code,
        score=0.0,
        max_score=0.0,
        said=one_line(sentences.chapter_sentence(chapter, messages), LONGEST),
        hint="",
        file=_file(submission, chapter.id),
        line=None,
    )


def _row(
    number: str,
    chapter: ChapterResult,
    exercise: ExerciseResult,
    check: CheckResult,
    submission: str,
    messages: Messages,
) -> Row:
    facts = check.detail.facts
    counts = exercise.status != "grader_error"
    module = str(facts.get("module") or chapter.id)
    failure = check.detail.failure
    return Row(
        number=number,
        chapter=chapter.id,
        exercise=exercise.id,
        check=check.id,
        title=one_line(messages.text(check.title)),
        status=check.status,
        code=one_line(check.code),
        score=round(check.score, 4) if counts else 0.0,
        max_score=round(check.max_score, 4) if counts else 0.0,
        said="" if check.status == "passed" else one_line(sentences.check_sentence(check, messages), LONGEST),
        hint=one_line(messages.text(check.hint), LONGEST) if check.hint else "",
        file=_file(submission, module if MODULE.fullmatch(module) else chapter.id),
        line=None if "cell" in facts else _line(facts.get("line")),
        case="\n".join(case_lines(failure, messages)).strip("\n") if failure is not None else "",
    )


def _file(submission: str, module: str) -> str:
    """Path of a module: as the submission was named, so that it is relative where that was."""
    given = PurePosixPath(one_line(submission, LONGEST))
    if given.suffix in {".py", ".ipynb"}:
        return str(given)
    path = f"{module.replace('.', '/')}.py"
    return path if given.suffix in {".zip", ".tar", ".gz", ".bz2", ".xz", ".tgz"} else str(given / path)


def _line(number: str | float | None) -> int | None:
    """The line, if it can be one: what a submission says of itself need not be true."""
    return number if isinstance(number, int) and 1 <= number <= LAST_LINE else None
